import { css } from "lit";

export const stagedStyles = css`
  :host {
    display: grid;
    gap: var(--gap);
    grid-template-columns: minmax(0, 1fr);
    min-inline-size: 0;
  }
  .head {
    align-items: center;
    display: flex;
    gap: 12px;
  }
  .names {
    flex: 1;
    min-inline-size: 0;
  }
  .names:focus {
    outline: none;
  }
  .name {
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .content {
    display: grid;
    gap: var(--gap);
    grid-template-columns: minmax(0, 1fr);
  }
  .sheet {
    align-items: center;
    background: var(--field);
    border-radius: var(--radius);
    display: flex;
    flex-direction: column;
    gap: 8px;
    justify-content: center;
    min-block-size: 160px;
    padding: 16px;
    text-align: center;
  }
  .sheet > .icon {
    --mdc-icon-size: 40px;
    color: var(--secondary);
  }
  .sheet img {
    background: #fff;
    box-shadow: 0 1px 4px rgba(0, 0, 0, 0.3);
    max-block-size: 280px;
    max-inline-size: 100%;
  }
  .sheet[aria-busy="true"] img {
    opacity: 0.5;
  }
  .wait {
    inline-size: min(160px, 80%);
  }
  .wait > div {
    animation: wait 1.2s ease-in-out infinite alternate;
    inline-size: 40%;
  }
  @keyframes wait {
    from {
      margin-inline-start: 0;
    }
    to {
      margin-inline-start: 60%;
    }
  }
  textarea {
    background: var(--field);
    border: 1px solid transparent;
    border-radius: var(--radius);
    display: block;
    field-sizing: content;
    inline-size: 100%;
    max-block-size: 320px;
    min-block-size: 120px;
    padding: 12px;
    resize: vertical;
  }
  ::placeholder {
    color: var(--secondary);
    opacity: 1;
  }
  .upload {
    display: grid;
    gap: 8px;
  }
  .upload > div:last-child {
    align-items: center;
    display: flex;
    gap: 8px;
    justify-content: space-between;
  }
  .side {
    align-content: start;
    display: grid;
    gap: var(--gap);
    grid-template-columns: minmax(0, 1fr);
    min-inline-size: 0;
  }
  .print {
    inline-size: 100%;
    min-block-size: 44px;
  }
  @container (min-width: 480px) {
    .content.with-preview {
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    }
  }
`;
