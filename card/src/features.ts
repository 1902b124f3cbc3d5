import type { TemplateResult } from "lit";

import { renderLoading, renderUnloaded } from "./notices.js";
import { addTexts, type Translator } from "./texts/index.js";

/** Languages, and code that is loaded when it is used: most dashboards are only looked at. */
const FEATURES = {
  approval: () => import("./parts/approval.js"),
  en: () => import("./texts/en.js").then(({ en }) => addTexts({ en })),
  designer: () => import("./parts/designer.js"),
  media: () => import("./parts/media.js"),
  page: () => import("./parts/page-list.js"),
  picked: () => import("./parts/picked.js"),
  usage: () => import("./parts/usage.js"),
  "zh-Hans": () => import("./texts/zh-hans.js").then(({ zhHans }) => addTexts({ "zh-Hans": zhHans })),
} as const;

export type Feature = keyof typeof FEATURES;
type FeatureState = "failed" | "loaded" | "loading";

/** Loads features. One that fails may be gone: the integration was updated since the page was loaded. */
export class FeatureLoader {
  private readonly states = new Map<Feature, FeatureState>();

  /** `onChange` is called once a feature is loaded, or has failed. */
  constructor(private readonly onChange: () => void) {}

  /** Return the state of a feature; load it if it is used for the first time. */
  use(feature: Feature): FeatureState {
    if (!this.states.has(feature)) void this.load(feature);
    return this.states.get(feature) ?? "loading";
  }

  /** Load a feature when it is used again. */
  forget(feature: Feature): void {
    this.states.delete(feature);
  }

  /** Render what stands in for a feature; undefined once it is loaded. */
  render(feature: Feature, texts: Translator, close?: () => void): TemplateResult | undefined {
    const state = this.use(feature);
    if (state === "loaded") return undefined;
    if (state === "loading") return renderLoading(texts);
    const forget = (run: () => void): void => {
      this.forget(feature);
      run();
    };
    return renderUnloaded(texts, () => forget(() => this.onChange()), close && (() => forget(close)));
  }

  private async load(feature: Feature): Promise<void> {
    this.states.set(feature, "loading");
    const state = await FEATURES[feature]().then(
      () => "loaded" as const,
      () => "failed" as const,
    );
    this.states.set(feature, state);
    this.onChange();
  }
}
