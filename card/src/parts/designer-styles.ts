import { css } from "lit";

export const designerStyles = css`
  .separate {
    inline-size: 100%;
    margin-block-start: 4px;
  }
`;
