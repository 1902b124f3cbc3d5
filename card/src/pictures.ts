import { nothing, svg, type SVGTemplateResult } from "lit";

import type { Corners, Rotation } from "./backend.js";
import type { Context } from "./context.js";
import { toShown } from "./geometry.js";

/** An upright picture to be shown, with its size in pixels. */
export interface Picture {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** Return a small picture of a file, or undefined if the browser cannot show the format. */
export async function readPicture(file: Blob, maxSide: number): Promise<Picture | undefined> {
  let bitmap: ImageBitmap | undefined;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, maxSide / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const drawing = canvas.getContext("2d");
    if (!drawing) return undefined;
    // Paper, where the picture is transparent
    drawing.fillStyle = "#fff";
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.imageSmoothingQuality = "high";
    drawing.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return { url: canvas.toDataURL("image/jpeg", 0.85), width: canvas.width, height: canvas.height };
  } catch {
    return undefined;
  } finally {
    bitmap?.close();
  }
}

/** Return the first page of an upload as the integration draws it, or undefined if it cannot. */
export async function loadPicture({ backend }: Context, upload: string, size: number): Promise<Picture | undefined> {
  try {
    const { image, width, height } = await backend.call("cloudprint/thumbnail", { upload, size });
    return { url: `data:image/jpeg;base64,${image}`, width, height };
  } catch {
    return undefined;
  }
}

/** Return the size of a picture that is rotated. */
export function getShownSize({ width, height }: Picture, rotation: Rotation): readonly [number, number] {
  return rotation % 180 ? [height, width] : [width, height];
}

/** Return a rotated picture for an SVG of its shown size; what is beyond `kept` is dimmed. */
export function drawPicture(picture: Picture, rotation: Rotation, kept: Corners | undefined): SVGTemplateResult {
  const { url, width, height } = picture;
  const [across, along] = getShownSize(picture, rotation);
  const turn = {
    0: "",
    90: `translate(${height} 0)`,
    180: `translate(${width} ${height})`,
    270: `translate(0 ${width})`,
  };
  const outline = kept?.map((point) => {
    const [x, y] = toShown(point, rotation);
    return `${x * across} ${y * along}`;
  });
  return svg`
    <image
      href=${url}
      width=${width}
      height=${height}
      preserveAspectRatio="none"
      transform="${turn[rotation]} rotate(${rotation})"
    ></image>
    ${
      outline
        ? svg`
            <path class="beyond" fill-rule="evenodd" d="M0 0H${across}V${along}H0ZM${outline.join("L")}Z"></path>
            <path class="outline" vector-effect="non-scaling-stroke" d="M${outline.join("L")}Z"></path>
          `
        : nothing
    }
  `;
}
