import { LitElement, type PropertyValues } from "lit";

import { type CardConfig, checkedConfig, configForm } from "./config.js";
import { type Context, contextOf } from "./context.js";
import { CardData } from "./data.js";
import type { HomeAssistant } from "./hass.js";
import type { Change } from "./jobs.js";

/** What Home Assistant expects of a card, and the data for as long as it is shown. */
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
    announce: (changes) => this.announce(changes),
  });
  private isStarted = false;
  private wasConnected = true;

  /** Tell a person of jobs that came to another state. */
  protected abstract announce(changes: readonly Change[]): void;

  // What Home Assistant asks of a card

  static getConfigForm(): object {
    return configForm();
  }

  static getStubConfig(): Partial<CardConfig> {
    return {};
  }

  setConfig(config: unknown): void {
    const before = this.config?.device_id;
    this.config = checkedConfig(config);
    if (this.isStarted && before !== this.config.device_id) this.isStarted = false;
  }

  /** In units of 50 pixels. */
  getCardSize(): number {
    return 8;
  }

  getGridOptions(): object {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  // Its life

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
    this.context = contextOf(hass, before);
    const isBack = hass.connected && !this.wasConnected;
    const hasConnectionChanged = hass.connected !== this.wasConnected;
    this.wasConnected = hass.connected;
    if (this.isConnected && (!this.isStarted || isBack || before?.hass.connection !== hass.connection)) {
      this.isStarted = true;
      void this.data.start(this.context, this.config.device_id);
      return true;
    }
    if (changed.size === 1 && changed.has("hass")) {
      // It comes anew with each state of any entity; nearly none of them is ours.
      this.data.watch(hass);
      return before !== this.context || hasConnectionChanged;
    }
    return true;
  }
}
