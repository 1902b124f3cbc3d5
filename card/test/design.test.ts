import { describe, expect, it } from "vitest";

import type { Corners, Point } from "../src/backend.js";
import { buildDesignOptions, buildUploadItem, INITIAL_DESIGN, moveItem, rotate } from "../src/design.js";
import { canArrange, isPicture } from "../src/files.js";
import { fromShown, FULL, isWhole, moveCorner, moveCrop, moveCropCorner, toShown } from "../src/geometry.js";

const QUAD: Corners = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.9, 0.9],
  [0.1, 0.9],
];

describe("a file", () => {
  it.each([
    ["a.JPG", "", true, true],
    ["a.heic", "", true, true],
    ["a.pdf", "", true, false],
    ["a.docx", "", false, false],
    ["a.svg", "image/svg+xml", false, false],
    ["photo", "image/jpeg", true, true],
    ["paper", "application/pdf", true, false],
    ["notes.txt", "image/png", false, false],
  ])("%s of the type %j", (name, type, isArranged, isEdited) => {
    expect(canArrange({ name, type })).toBe(isArranged);
    expect(isPicture({ name, type })).toBe(isEdited);
  });
});

describe("a design", () => {
  it.each([
    [{}, { arrange: "pages" }],
    [
      { arrange: "grid", perSheet: 9 },
      { arrange: "grid", pictures_per_sheet: 9, picture_fit: "fit" },
    ],
    [
      { arrange: "grid", gridSize: "60x40" },
      { arrange: "grid", picture_size: "60x40", picture_fit: "fit" },
    ],
    [
      { arrange: "photo", photoSize: "6_inch" },
      { arrange: "photo", picture_size: "6_inch", picture_fit: "fill" },
    ],
    [
      { arrange: "photo", photoSize: "6_inch", ownPhotoSize: "60x40" },
      { arrange: "photo", picture_size: "60x40", picture_fit: "fill" },
    ],
    [
      { arrange: "id_photos", ownIdPhotoSize: "40x60", ownPhotoSize: "60x40" },
      { arrange: "id_photos", picture_size: "40x60" },
    ],
    [{ arrange: "id_photos" }, { arrange: "id_photos", picture_size: "1_inch" }],
    [
      { arrange: "id_card", cleanUp: "grey" },
      { arrange: "id_card", clean_up: "grey" },
    ],
  ] as const)("%j has the options of its arrangement only", (changes, expected) => {
    expect(buildDesignOptions({ ...INITIAL_DESIGN, ...changes })).toEqual(expected);
  });

  it("crops a picture, or straightens the page in it if it is cleaned up", () => {
    const crop = [0, 0, 0.5, 1] as const;
    expect(buildUploadItem("u", { rotation: 0 }, undefined)).toEqual({ upload: "u" });
    expect(buildUploadItem("u", { rotation: 90, crop, corners: QUAD }, undefined)).toEqual({
      upload: "u",
      crop,
      rotation: 90,
    });
    expect(buildUploadItem("u", { rotation: 0, crop }, QUAD)).toEqual({ upload: "u", corners: QUAD });
    expect(buildUploadItem("u", { rotation: 0, crop, corners: FULL }, QUAD)).toEqual({ upload: "u", corners: FULL });
    expect(buildUploadItem("u", { rotation: 0, crop }, null)).toEqual({ upload: "u" });
  });
});

describe("items", () => {
  it("are moved within their list", () => {
    expect(moveItem(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moveItem(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(moveItem(["a", "b", "c"], 1, 9)).toEqual(["a", "c", "b"]);
    expect(moveItem(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(moveItem(["a", "b"], -1, 0)).toEqual(["a", "b"]);
  });

  it("are rotated in both directions", () => {
    expect(rotate(270, 1)).toBe(0);
    expect(rotate(0, -1)).toBe(270);
  });
});

describe("a place in a picture", () => {
  it.each([
    [0, [0.2, 0.3]],
    [90, [0.7, 0.2]],
    [180, [0.8, 0.7]],
    [270, [0.3, 0.8]],
  ] as const)("is turned by %i degrees and back", (rotation, expected) => {
    const shown = toShown([0.2, 0.3], rotation);
    expect(shown[0]).toBeCloseTo(expected[0]);
    expect(shown[1]).toBeCloseTo(expected[1]);
    const [x, y] = fromShown(shown, rotation);
    expect(x).toBeCloseTo(0.2);
    expect(y).toBeCloseTo(0.3);
  });
});

describe("a crop", () => {
  it.each([
    [0, [0.2, 0.3], [0.2, 0.3, 1, 1]],
    [1, [0.8, 0.3], [0, 0.3, 0.8, 1]],
    [2, [0.8, 0.7], [0, 0, 0.8, 0.7]],
    [3, [0.2, 0.7], [0.2, 0, 1, 0.7]],
    [0, [-1, 2], [0, 0.96, 1, 1]],
  ] as const)("has its corner %i moved to %j", (corner, place, expected) => {
    expect(moveCropCorner([0, 0, 1, 1], corner, place)).toEqual(expected);
  });

  it("is moved as a whole, but not out of the picture", () => {
    expect(moveCrop([0.2, 0.2, 0.6, 0.6], [0.1, -0.1])).toEqual([0.3, 0.1, 0.7, 0.5]);
    expect(moveCrop([0.2, 0.2, 0.6, 0.6], [1, -1])).toEqual([0.6, 0, 1, 0.4]);
    expect(isWhole([0, 0, 1, 1])).toBe(true);
    expect(isWhole([0, 0, 1, 0.9])).toBe(false);
  });
});

describe("corners", () => {
  it("are moved within the picture", () => {
    expect(moveCorner(QUAD, 0, [-1, 0.2])[0]).toEqual([0, 0.2]);
  });

  it("stay if they were no page otherwise", () => {
    const crossed: Point = [0.95, 0.5];
    expect(moveCorner(QUAD, 0, crossed)).toBe(QUAD);
    expect(moveCorner(QUAD, 0, [0.6, 0.6])).toBe(QUAD);
  });
});
