import js from "@eslint/js";
import { configs as lit } from "eslint-plugin-lit";
import litA11y from "eslint-plugin-lit-a11y";
import { configs as wc } from "eslint-plugin-wc";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const elementBaseClasses = ["LitElement", "Part", "DialogPart", "JobActionsPart", "ConnectedCard", "PrintForm"];

export default defineConfig(
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      lit["flat/all"],
      wc["flat/best-practice"],
      { plugins: { "lit-a11y": litA11y }, rules: litA11y.configs.recommended.rules },
    ],
    languageOptions: { parserOptions: { projectService: true } },
    settings: { lit: { elementBaseClasses }, wc: { elementBaseClasses } },
    rules: {
      // Listeners return what they call: `@click=${() => this.remove(item)}`.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // `const { copies, ...others } = fields` leaves a field out.
      // The type of an event's detail, or of a message, is said where it is fired or received.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Lit calls a listener with its element as `this`.
      "@typescript-eslint/unbound-method": "off",
      // Listeners of the items of a list, and short lists, stay where they are used.
      "lit/no-template-arrow": "off",
      "lit/no-template-map": "off",
      // Of a listener in render() it thinks that render() itself assigns.
      "lit/no-this-assign-in-render": "off",
      // The card is written without decorators.
      "lit/prefer-query-decorators": "off",
      // Lit's classes have all callbacks, and lit/lifecycle-super wants them to be called.
      "wc/guard-super-call": "off",
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      // Fakes have the interface of what they stand for, and do nothing.
      "@typescript-eslint/no-empty-function": "off",
      "@typescript-eslint/require-await": "off",
      // A test fails by itself where something is missing.
      "@typescript-eslint/no-non-null-assertion": "off",
      // Home Assistant's websocket rejects with objects that are no errors.
      "@typescript-eslint/only-throw-error": "off",
    },
  },
);
