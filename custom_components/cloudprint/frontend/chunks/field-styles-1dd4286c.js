import{Y as e}from"./card-d55a6ee4.js";var t=e`
  .choice {
    position: relative;
  }
  .choice select {
    cursor: pointer;
    padding-inline-end: 32px;
  }
  .choice .icon {
    color: var(--secondary);
    inset-block-start: 9px;
    inset-inline-end: 8px;
    pointer-events: none;
    position: absolute;
  }
  option {
    background: var(--surface);
    color: var(--text);
  }
  ::placeholder {
    color: var(--secondary);
    opacity: 1;
  }
  .problem {
    color: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--text));
  }
  [aria-invalid="true"] {
    outline: 2px solid var(--error-color, #db4437);
  }
`;export{t};