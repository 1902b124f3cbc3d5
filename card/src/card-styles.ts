import { css } from "lit";

export const cardStyles = css`
  .body {
    container-type: inline-size;
    display: grid;
    gap: var(--gap);
    padding: var(--gap);
    grid-template-columns: minmax(0, 1fr);
  }
  h2.title {
    font-family: var(--ha-card-header-font-family, inherit);
    font-size: var(--ha-card-header-font-size, var(--ha-font-size-2xl, 24px));
    font-weight: var(--ha-font-weight-normal, 400);
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  .empty-state {
    align-items: center;
    display: flex;
    flex-direction: column;
    gap: 8px;
    padding: 24px 8px;
    text-align: center;
  }
  .empty-state > .icon {
    --mdc-icon-size: 40px;
    color: var(--secondary);
  }
  .empty-state > div {
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .empty-state > p {
    max-inline-size: 40ch;
    overflow-wrap: anywhere;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .empty-state > .ways {
    justify-content: center;
  }
  .offer {
    background: color-mix(in srgb, var(--warning-color, #ffa600) 14%, transparent);
    border-radius: var(--radius);
    display: grid;
    gap: 8px;
    overflow-wrap: anywhere;
    padding: 12px;
  }
  :is(.waiting, .offer):focus {
    outline: none;
  }
  .empty-state > :is(a, button) {
    margin-block-start: 8px;
  }
  a {
    align-items: center;
    background: var(--tint);
    border-radius: var(--pill);
    color: var(--accent-text);
    display: inline-flex;
    font-weight: var(--ha-font-weight-medium, 500);
    min-block-size: 40px;
    padding-inline: 16px;
    text-decoration: none;
  }
  .questions {
    background: color-mix(in srgb, var(--warning-color, #ffa600) 8%, transparent);
    border-radius: var(--radius);
    padding: 8px 12px 0;
  }
  section {
    border-block-start: 1px solid var(--line);
    padding-block-start: 12px;
  }
  section.last {
    margin-block-end: -8px;
    padding-block-start: 4px;
  }
`;
