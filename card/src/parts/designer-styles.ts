import { css } from "lit";

export const designerStyles = css`
  .buttons {
    display: grid;
    gap: 4px;
  }
`;
