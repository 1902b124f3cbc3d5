import { describe, expect, it } from "vitest";

import { ACCEPT, findFileProblem, MAX_BYTES, readClipboard, readDataTransfer } from "../src/files.js";

const file = (name: string, size = 10, type = ""): { name: string; size: number; type: string } => ({
  name,
  size,
  type,
});

describe("a file", () => {
  it.each(["letter.pdf", "Letter.DOCX", "a.b.tiff", "工资表.et", "README"])("is accepted: %s", (name) => {
    expect(findFileProblem(file(name))).toBeUndefined();
  });

  it("is accepted by its MIME type if the extension is unknown", () => {
    expect(findFileProblem(file("IMG_1.jfif", 10, "image/jpeg"))).toBeUndefined();
    expect(findFileProblem(file("notes.rst", 10, "text/x-rst"))).toBeUndefined();
  });

  it.each([
    [file("film.mp4", 10, "video/mp4"), "file_unsupported"],
    [file("film", 10, "video/mp4"), "file_unsupported"],
    [file("logo.svg", 10, "image/svg+xml"), "file_unsupported"],
    [file("发票.OFD"), "file_ofd"],
    [file("letter.pdf", 0), "file_empty"],
    [file("letter.pdf", MAX_BYTES + 1), "file_too_large"],
  ])("is refused: %o", (picked, problem) => {
    expect(findFileProblem(picked)).toBe(problem);
  });

  it("may have the maximum size", () => {
    expect(findFileProblem(file("letter.pdf", MAX_BYTES))).toBeUndefined();
  });

  it("is accepted by extension and by MIME type in the file chooser", () => {
    expect(ACCEPT.split(",")).toEqual(expect.arrayContaining(["image/*", ".pdf", ".docx", ".wps"]));
  });
});

describe("a drop or a paste", () => {
  const transfer = (files: File[], text = ""): DataTransfer =>
    ({ files, getData: () => text }) as unknown as DataTransfer;

  it("yields the files, in their order", () => {
    const files = [new File(["1"], "1.pdf"), new File(["2"], "2.pdf")];
    expect(readDataTransfer(transfer(files, "text"))).toEqual({ kind: "files", files });
  });

  it("tells a folder from a file", () => {
    const files = [new File(["1"], "1.pdf"), new File(["x"], "Letters")];
    const items = [
      { kind: "string" },
      ...[false, true].map((isDirectory) => ({ kind: "file", webkitGetAsEntry: () => ({ isDirectory }) })),
    ];
    readDataTransfer({ files, items, getData: () => "" } as unknown as DataTransfer);
    expect(files.map(findFileProblem)).toEqual([undefined, "file_folder"]);
  });

  it("yields text if there is no file", () => {
    expect(readDataTransfer(transfer([], "Milk"))).toEqual({ kind: "text", text: "Milk" });
    expect(readDataTransfer(transfer([], " \n"))).toBeUndefined();
    expect(readDataTransfer(null)).toBeUndefined();
  });
});

describe("the clipboard", () => {
  const clipboard = (...contents: Record<string, string>[]): Clipboard =>
    ({
      read: async () =>
        contents.map((content) => ({
          types: Object.keys(content),
          getType: async (type: string) => new Blob([content[type] ?? ""], { type }),
        })),
    }) as unknown as Clipboard;

  it("yields pictures, named by their types", async () => {
    const contents = [{ "text/plain": "x", "image/png": "x" }, { "text/plain": "y" }, { "image/webp": "z" }];
    const picked = await readClipboard(clipboard(...contents), "Picture");
    expect(picked).toMatchObject({
      kind: "files",
      files: [{ name: "Picture.png", type: "image/png" }, { name: "Picture.webp" }],
    });
  });

  it("yields text, if there is any", async () => {
    expect(await readClipboard(clipboard({ "text/html": "<b>" }, { "text/plain": "Milk" }), "")).toEqual({
      kind: "text",
      text: "Milk",
    });
    expect(await readClipboard(clipboard({ "text/plain": " " }), "")).toBeUndefined();
  });
});
