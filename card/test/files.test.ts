import { describe, expect, it } from "vitest";

import { ACCEPT, givenIn, givenInClipboard, MAX_BYTES, problemOf } from "../src/files.js";

const file = (name: string, size = 10, type = ""): { name: string; size: number; type: string } => ({
  name,
  size,
  type,
});

describe("a file", () => {
  it.each(["letter.pdf", "Letter.DOCX", "a.b.tiff", "工资表.et", "README"])("is taken: %s", (name) => {
    expect(problemOf(file(name))).toBeUndefined();
  });

  it("is taken for its type where its ending says nothing", () => {
    expect(problemOf(file("IMG_1.jfif", 10, "image/jpeg"))).toBeUndefined();
    expect(problemOf(file("notes.rst", 10, "text/x-rst"))).toBeUndefined();
  });

  it.each([
    [file("film.mp4", 10, "video/mp4"), "file_unsupported"],
    [file("film", 10, "video/mp4"), "file_unsupported"],
    [file("logo.svg", 10, "image/svg+xml"), "file_unsupported"],
    [file("letter.pdf", 0), "file_empty"],
    [file("letter.pdf", MAX_BYTES + 1), "file_too_large"],
  ])("is not taken: %o", (given, problem) => {
    expect(problemOf(given)).toBe(problem);
  });

  it("may be as large as the limit", () => {
    expect(problemOf(file("letter.pdf", MAX_BYTES))).toBeUndefined();
  });

  it("is offered by ending and by type", () => {
    expect(ACCEPT.split(",")).toEqual(expect.arrayContaining(["image/*", ".pdf", ".docx", ".wps"]));
  });
});

describe("what is dropped or pasted", () => {
  const transfer = (files: File[], text = ""): DataTransfer =>
    ({ files, getData: () => text }) as unknown as DataTransfer;

  it("is the first file", () => {
    const [one, other] = [new File(["1"], "1.pdf"), new File(["2"], "2.pdf")];
    expect(givenIn(transfer([one, other]))).toEqual({ kind: "file", file: one, isOneOfSeveral: true });
    expect(givenIn(transfer([other], "text"))).toMatchObject({ isOneOfSeveral: false });
  });

  it("is text where there is no file", () => {
    expect(givenIn(transfer([], "Milk"))).toEqual({ kind: "text", text: "Milk" });
    expect(givenIn(transfer([], " \n"))).toBeUndefined();
    expect(givenIn(null)).toBeUndefined();
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

  it("gives a picture, with a name of its type", async () => {
    const given = await givenInClipboard(clipboard({ "text/plain": "", "image/png": "x" }), "Picture");
    expect(given).toMatchObject({ kind: "file", file: { name: "Picture.png", type: "image/png" } });
  });

  it("gives text, if there is any", async () => {
    expect(await givenInClipboard(clipboard({ "text/html": "<b>" }, { "text/plain": "Milk" }), "")).toEqual({
      kind: "text",
      text: "Milk",
    });
    expect(await givenInClipboard(clipboard({ "text/plain": " " }), "")).toBeUndefined();
  });
});
