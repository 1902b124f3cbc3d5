import type { Corners, Crop, Point, Rotation } from "./backend.js";

/** The least side of a crop, as a share. */
const LEAST_SIDE = 0.04;

export const FULL: Corners = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/** Return where a place of a picture is once the picture is rotated clockwise. */
export function toShown([x, y]: Point, rotation: Rotation): Point {
  switch (rotation) {
    case 90:
      return [1 - y, x];
    case 180:
      return [1 - x, 1 - y];
    case 270:
      return [y, 1 - x];
    case 0:
      return [x, y];
  }
}

/** Return the place in a picture of a place in the rotated picture. */
export function fromShown(point: Point, rotation: Rotation): Point {
  return toShown(point, ((360 - rotation) % 360) as Rotation);
}

/** Return the corners of a crop. */
export function getCorners([left, top, right, bottom]: Crop): Corners {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** Round to the ten-thousandth, less than a pixel of any picture. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** Return a crop with a corner, counted clockwise from the upper left, moved to a place. */
export function moveCropCorner([left, top, right, bottom]: Crop, corner: number, [x, y]: Point): Crop {
  const isLeft = corner === 0 || corner === 3;
  const isTop = corner < 2;
  return [
    isLeft ? round(clamp(x, 0, right - LEAST_SIDE)) : left,
    isTop ? round(clamp(y, 0, bottom - LEAST_SIDE)) : top,
    isLeft ? right : round(clamp(x, left + LEAST_SIDE, 1)),
    isTop ? bottom : round(clamp(y, top + LEAST_SIDE, 1)),
  ];
}

/** Return a crop that is moved by shares, within the picture. */
export function moveCrop([left, top, right, bottom]: Crop, [x, y]: Point): Crop {
  const across = clamp(x, -left, 1 - right);
  const along = clamp(y, -top, 1 - bottom);
  return [round(left + across), round(top + along), round(right + across), round(bottom + along)];
}

/** Return corners with one moved to a place, or unchanged if they are no page then. */
export function moveCorner(corners: Corners, corner: number, [x, y]: Point): Corners {
  const moved = corners.map((point, at) =>
    at === corner ? [round(clamp(x, 0, 1)), round(clamp(y, 0, 1))] : point,
  ) as unknown as Corners;
  return isConvex(moved) ? moved : corners;
}

/** Return a corner by its index, which goes round. */
export function getCorner(corners: Corners, at: number): Point {
  return corners[(at % 4) as 0 | 1 | 2 | 3];
}

/** Return whether each corner turns to the right, by an angle that is not close to none. */
function isConvex(corners: Corners): boolean {
  return corners.every(([x, y], at) => {
    const [nextX, nextY] = getCorner(corners, at + 1);
    const [lastX, lastY] = getCorner(corners, at + 2);
    return (nextX - x) * (lastY - nextY) - (nextY - y) * (lastX - nextX) > LEAST_SIDE ** 2;
  });
}

/** Return whether a crop leaves nothing out. */
export function isWhole([left, top, right, bottom]: Crop): boolean {
  return left <= 0 && top <= 0 && right >= 1 && bottom >= 1;
}
