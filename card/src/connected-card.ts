import { LitElement, type PropertyValues, type TemplateResult } from "lit";

import { type CardConfig, createConfigForm, validateConfig } from "./config.js";
import { type Context, createContext } from "./context.js";
import { CardData } from "./data.js";
import { FeatureLoader } from "./features.js";
import type { HomeAssistant } from "./hass.js";
import type { Change } from "./jobs.js";
import { matchLanguage, Translator } from "./texts/index.js";

/** Implements Home Assistant's card interface, and loads data while the card is shown. */
export abstract class ConnectedCard extends LitElement {
  static override properties = {
    hass: { attribute: false },
    config: { state: true },
  };

  declare hass: HomeAssistant | undefined;
  declare protected config: CardConfig | undefined;

  protected context: Context | undefined;
  protected readonly data = new CardData({
    requestUpdate: () => this.requestUpdate(),
    takeJobs: (changes) => this.takeJobs(changes),
  });
  private readonly languages = new FeatureLoader(() => this.requestUpdate());
  private isStarted = false;
  private wasConnected = true;

  /** Take the jobs of an event, and announce those whose state changed. */
  protected abstract takeJobs(changes: readonly Change[]): void;

  static getConfigForm(): object {
    return createConfigForm();
  }

  static getStubConfig(): Partial<CardConfig> {
    return {};
  }

  setConfig(config: unknown): void {
    const before = this.config?.device_id;
    this.config = validateConfig(config);
    if (this.isStarted && before !== this.config.device_id) this.isStarted = false;
  }

  /** In units of 50 pixels. */
  getCardSize(): number {
    return 8;
  }

  getGridOptions(): object {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.data.stop();
    this.isStarted = false;
  }

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    const { hass } = this;
    if (!hass || !this.config) return false;
    const before = this.context;
    // The language that is shown stays until another one is loaded, or if it cannot be.
    const language = matchLanguage(hass.locale.language);
    const loaded = this.languages.use(language) === "loaded" ? language : before?.texts.language;
    if (!loaded) return true;
    this.context = createContext(hass, before, loaded);
    const isBack = hass.connected && !this.wasConnected;
    const hasConnectionChanged = hass.connected !== this.wasConnected;
    this.wasConnected = hass.connected;
    if (!hass.connected) this.data.forget();
    if (this.isConnected && (!this.isStarted || isBack || before?.hass.connection !== hass.connection)) {
      this.isStarted = true;
      void this.data.start(this.context, this.config.device_id, hass);
      return true;
    }
    if (changed.size === 1 && changed.has("hass")) {
      // `hass` changes with every state of every entity; skip the update for others' states.
      this.data.updateStates(hass);
      return before !== this.context || hasConnectionChanged;
    }
    return true;
  }

  /** Render what stands in for the card until its first language is loaded. */
  protected renderUntranslated(): TemplateResult | undefined {
    const language = matchLanguage(this.hass?.locale.language);
    return this.languages.render(language, new Translator(language));
  }
}
