import{Y as e}from"./card-d55a6ee4.js";var t=e`
  .head {
    align-items: center;
    display: flex;
    gap: 12px;
    margin-block-end: 12px;
  }
  h2 {
    flex: 1;
    min-inline-size: 0;
  }
  h2:focus {
    outline: none;
  }
  ul {
    display: grid;
    gap: 8px;
  }
  li button {
    background: var(--field);
    border-radius: var(--radius);
    color: var(--text);
    flex-direction: column;
    font-weight: var(--ha-font-weight-normal, 400);
  }
`;export{t};