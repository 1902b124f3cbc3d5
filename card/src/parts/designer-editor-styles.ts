import { css } from "lit";

export const editorStyles = css`
  dialog {
    --stage: min(56dvh, 560px);
    background: var(--surface);
    border: 0;
    border-radius: var(--radius);
    color: var(--text);
    inline-size: min(680px, 100dvw - 32px);
    max-block-size: calc(100dvh - 32px);
    max-inline-size: none;
    overflow: hidden auto;
    padding: 16px;
  }
  dialog[open] {
    display: grid;
    gap: 12px;
    grid-template-columns: minmax(0, 1fr);
  }
  dialog::backdrop {
    background: rgba(0, 0, 0, 0.6);
  }
  @media (max-width: 600px) {
    dialog {
      border-radius: 0;
      block-size: 100dvh;
      inline-size: 100dvw;
      max-block-size: none;
      padding-block: max(16px, env(safe-area-inset-top)) max(16px, env(safe-area-inset-bottom));
    }
    dialog[open] {
      align-content: space-between;
    }
  }
  h2 {
    font-size: var(--ha-font-size-l, 16px);
  }
  .stage {
    align-items: center;
    background: var(--field);
    border-radius: var(--radius);
    display: flex;
    justify-content: center;
    min-block-size: 120px;
    /* Room for the handles */
    padding: 22px;
  }
  .picture {
    -webkit-touch-callout: none;
    -webkit-user-select: none;
    position: relative;
    touch-action: none;
    user-select: none;
  }
  .picture.cropped {
    cursor: move;
  }
  .picture > svg {
    block-size: 100%;
    display: block;
    inline-size: 100%;
  }
  .beyond {
    fill: rgba(0, 0, 0, 0.55);
  }
  .outline {
    fill: none;
    stroke: #fff;
    stroke-width: 2px;
    filter: drop-shadow(0 0 1px #000);
  }
  .handle {
    background: transparent;
    block-size: 44px;
    border-radius: 50%;
    cursor: grab;
    inline-size: 44px;
    margin: -22px 0 0 -22px;
    min-block-size: 0;
    padding: 0;
    position: absolute;
    touch-action: none;
  }
  .handle::before {
    background: color-mix(in srgb, var(--accent) 20%, transparent);
    block-size: 22px;
    border: 2px solid #fff;
    border-radius: 50%;
    box-shadow: 0 0 0 1.5px rgba(0, 0, 0, 0.6);
    content: "";
    inline-size: 22px;
  }
  .handle:hover {
    background: transparent;
  }
  .handle:focus-visible {
    outline: none;
  }
  .handle:focus-visible::before {
    background: var(--accent);
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .magnifier {
    background: #000;
    block-size: 108px;
    border: 2px solid #fff;
    border-radius: 50%;
    box-shadow:
      0 0 0 1px rgba(0, 0, 0, 0.5),
      0 2px 12px rgba(0, 0, 0, 0.5);
    inline-size: 108px;
    margin: -150px 0 0 -54px;
    overflow: hidden;
    pointer-events: none;
    position: absolute;
    z-index: 1;
  }
  .magnifier.right {
    margin: -54px 0 0 44px;
  }
  .magnifier.left {
    margin: -54px 0 0 -152px;
  }
  .magnifier > svg {
    block-size: 100%;
    display: block;
    inline-size: 100%;
  }
  .magnifier::after {
    background: #fff;
    block-size: 6px;
    border-radius: 50%;
    box-shadow: 0 0 0 1.5px #000;
    content: "";
    inline-size: 6px;
    inset: calc(50% - 3px) auto auto calc(50% - 3px);
    position: absolute;
  }
  .tools,
  footer {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  footer {
    justify-content: flex-end;
  }
`;
