import { css } from "lit";

/**
 * Styles of all parts, based on Home Assistant's theme variables.
 *
 * The primary color of many themes has too little contrast for text, so it is mixed with
 * the text color, which works in light and dark themes.
 */
export const shared = css`
  :host {
    --accent: var(--primary-color, #009ac7);
    --text: var(--primary-text-color, #141414);
    --secondary: var(--secondary-text-color, #5e5e5e);
    --surface: var(--ha-card-background, var(--card-background-color, #fff));
    --line: var(--divider-color, rgba(0, 0, 0, 0.12));
    --accent-text: color-mix(in srgb, var(--accent) 55%, var(--text));
    --tint: color-mix(in srgb, var(--accent) 12%, transparent);
    --field: color-mix(in srgb, var(--text) 6%, transparent);
    --radius: var(--ha-border-radius-lg, 12px);
    --pill: var(--ha-border-radius-pill, 9999px);
    --gap: var(--ha-space-4, 16px);
    color: var(--text);
    display: block;
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: var(--ha-line-height-normal, 1.5);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  h2 {
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 24px;
  }
  .secondary {
    color: var(--secondary);
  }
  .small {
    font-size: var(--ha-font-size-s, 12px);
    line-height: 1.4;
  }
  .one-line {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .visually-hidden {
    block-size: 1px;
    clip-path: inset(50%);
    inline-size: 1px;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
  }
  .icon {
    --icon-primary-color: currentColor;
    --mdc-icon-size: 20px;
    block-size: var(--mdc-icon-size);
    display: inline-flex;
    flex: none;
    inline-size: var(--mdc-icon-size);
  }
  button,
  select,
  input,
  textarea {
    color: inherit;
    font: inherit;
    margin: 0;
    /* Above what stays at the lower edge */
    scroll-margin-block-end: 88px;
  }
  button {
    align-items: center;
    background: var(--tint);
    border: 0;
    border-radius: var(--pill);
    color: var(--accent-text);
    cursor: pointer;
    display: inline-flex;
    font-weight: var(--ha-font-weight-medium, 500);
    gap: 8px;
    justify-content: center;
    line-height: 20px;
    max-inline-size: 100%;
    min-block-size: 40px;
    padding: 8px 16px;
    text-align: center;
    transition: background-color 120ms;
  }
  button:hover {
    background: color-mix(in srgb, var(--accent) 20%, transparent);
  }
  button.primary {
    background: var(--accent-text);
    color: var(--surface);
  }
  button.primary:hover {
    background: color-mix(in srgb, var(--accent-text) 88%, var(--surface));
  }
  button.plain {
    background: transparent;
  }
  button.plain:hover {
    background: var(--tint);
  }
  button.round {
    block-size: 40px;
    color: var(--secondary);
    flex: none;
    inline-size: 40px;
    padding: 0;
  }
  button.last-time {
    flex: none;
    font-size: var(--ha-font-size-s, 12px);
    gap: 2px;
    line-height: 16px;
    margin-block: -4px;
    min-block-size: 24px;
    padding: 0 4px;
  }
  button.last-time .icon {
    --mdc-icon-size: 14px;
  }
  button:disabled {
    cursor: default;
    opacity: 0.5;
  }
  :focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  .notice {
    align-items: flex-start;
    background: color-mix(in srgb, var(--notice) 14%, transparent);
    border-radius: var(--radius);
    display: flex;
    gap: 12px;
    padding: 10px 12px;
  }
  .notice > .icon {
    color: color-mix(in srgb, var(--notice) 65%, var(--text));
  }
  .notice > :not(.icon, button) {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .notice a {
    color: var(--accent-text);
  }
  .notice > button.round {
    block-size: 24px;
    inline-size: 24px;
    margin-block: -2px;
    min-block-size: 24px;
  }
  .error {
    --notice: var(--error-color, #db4437);
  }
  .warning {
    --notice: var(--warning-color, #ffa600);
  }
  .info {
    --notice: var(--info-color, #039be5);
  }
  .bar {
    background: var(--field);
    block-size: 4px;
    border-radius: var(--pill);
    overflow: hidden;
  }
  .bar > div {
    background: var(--accent-text);
    block-size: 100%;
    border-radius: inherit;
    transition: inline-size 200ms linear;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;

/** What is decided with stays in view while what is decided on is. */
export const footerStyles = css`
  .footer {
    background-color: var(--primary-background-color, #fff);
    background-image: linear-gradient(var(--surface) 0 0);
    border-block-start: 1px solid var(--line);
    display: grid;
    gap: 8px;
    grid-template-columns: minmax(0, 1fr);
    inset-block-end: 0;
    margin-inline: calc(-1 * var(--gap));
    padding: 8px var(--gap) calc(8px + var(--safe-area-inset-bottom, env(safe-area-inset-bottom, 0px)));
    position: sticky;
    z-index: 2;
  }
  /* A keyboard may leave no room for more than the field. */
  @media (max-height: 420px) {
    .footer {
      position: static;
    }
  }
`;
