import { css } from "lit";

export const batchStyles = css`
  li + li {
    border-block-start: 1px solid var(--line);
  }
  .item {
    align-items: center;
    display: flex;
    gap: 12px;
    min-block-size: 52px;
    padding-block: 6px;
  }
  .item > .icon {
    color: color-mix(in srgb, var(--tone, var(--secondary)) 65%, var(--text));
  }
  .names span {
    display: block;
  }
  .choose {
    border-radius: var(--ha-border-radius-md, 8px);
    display: block;
    font-weight: inherit;
    inline-size: 100%;
    margin-inline: -8px;
    padding: 2px 8px;
    text-align: start;
  }
  .choose[aria-pressed="true"] {
    background: var(--tint);
  }
  .fact {
    color: color-mix(in srgb, var(--tone, var(--secondary)) 45%, var(--text));
    overflow-wrap: anywhere;
  }
  .skipped,
  .held,
  .unconfirmed {
    --tone: var(--warning-color, #ffa600);
  }
  .failed {
    --tone: var(--error-color, #db4437);
  }
  .finished {
    --tone: var(--success-color, #43a047);
  }
  .uploading,
  .sending {
    --tone: var(--accent);
  }
  .bar {
    margin-block-start: 4px;
  }
  .each {
    margin-block-start: 6px;
    text-align: center;
  }
  .together {
    inline-size: 100%;
  }
  .stop {
    inline-size: 100%;
    min-block-size: 44px;
  }
`;
