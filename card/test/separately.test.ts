import { describe, expect, it } from "vitest";

import { MAX_FILES } from "../src/upload.js";
import { type Card, click, deep, drop, enter, settled, text } from "./card.js";
import { A, B, C, choose, designed, file, paused, printed, select, uploaded } from "./designer.js";
import { FakeRequest, fakeUploads } from "./uploads.js";

fakeUploads();

describe("the choice of pages", () => {
  const chooseOdd = async (card: Card): Promise<void> => {
    const [field] = deep(card.shadowRoot!, "#page-set") as HTMLSelectElement[];
    if (!field) throw new Error("no field");
    field.value = "odd";
    field.dispatchEvent(new Event("change"));
    await settled();
  };

  it.each(["1-2", "abc"])("of PDF files does not apply to pictures: %s", async (pages) => {
    const { card, home } = await uploaded([A(), C()]);
    await enter(card, "#pages", pages);
    await select(card, 2);
    await click(card, "Remove c.pdf");
    expect(deep(card.shadowRoot!, "#pages")).toEqual([]);
    await paused();
    expect(home.called("cloudprint/preview").at(-1)).not.toHaveProperty("page_ranges");
    expect(await printed(card, home)).not.toHaveProperty("page_ranges");
  });

  it("does not apply to files that are printed one by one", async () => {
    const { card, home } = await uploaded([C(), A()]);
    await chooseOdd(card);
    await click(card, "Print each on its own");
    await click(card, "Print 2 files");
    expect(home.called("cloudprint/print")).toHaveLength(2);
    for (const fields of home.called("cloudprint/print")) expect(fields).not.toHaveProperty("page_ranges");
  });

  it("of one file does not apply to several", async () => {
    const { card, home } = await uploaded([C()]);
    await chooseOdd(card);
    await drop(card, file("d.docx"));
    await click(card, "Print 2 files");
    await FakeRequest.endAll();
    expect(home.called("cloudprint/print")).toHaveLength(2);
    for (const fields of home.called("cloudprint/print")) expect(fields).not.toHaveProperty("page_ranges");
  });
});

describe("one print, or several", () => {
  it("is chosen before anything is sent; uploads stay", async () => {
    const { card, home } = await uploaded([A(), B()]);
    await click(card, "More copies");
    await click(card, "Rotate right");
    await click(card, "Print each on its own");
    expect(text(card)).toContain("Each is a print job of its own.");
    await click(card, "Print as one");
    expect(deep(card.shadowRoot!, ".item image")[0]?.getAttribute("transform")).toContain("rotate(90)");
    await click(card, "Print each on its own");
    await click(card, "Print 2 files");
    expect(FakeRequest.names).toEqual(["a.jpg", "b.png"]);
    expect(home.called("cloudprint/print")).toMatchObject([
      { upload: "a.jpg", copies: 2 },
      { upload: "b.png", copies: 2 },
    ]);
  });

  it("is several if one file cannot be arranged", async () => {
    const { card } = await designed([A(), file("d.docx")]);
    expect(text(card)).toContain("Each is a print job of its own.");
    expect(deep(card.shadowRoot!, ".together")).toEqual([]);
  });

  it("is one of a single picture, too, with the upload that is there", async () => {
    const { card, home } = await uploaded([A()]);
    await click(card, "Edit and arrange");
    await choose(card, "arrange", "id_photos");
    expect(await printed(card, home)).toMatchObject({
      arrange: "id_photos",
      picture_size: "1_inch",
      upload: [{ upload: "a.jpg" }],
    });
    expect(FakeRequest.names).toEqual(["a.jpg"]);
  });

  it("goes on with a picture when others are added", async () => {
    const { card, home } = await uploaded([A()]);
    await drop(card, B());
    await FakeRequest.endAll();
    expect(FakeRequest.names).toEqual(["a.jpg", "b.png"]);
    expect((await printed(card, home))?.upload).toEqual([{ upload: "a.jpg" }, { upload: "b.png" }]);
  });

  it("keeps the files beyond the limit of a list when they are one print again", async () => {
    const { card } = await uploaded(Array.from({ length: MAX_FILES + 4 }, (_, at) => file(`${at}.jpg`)));
    await click(card, "Print each on its own");
    expect(text(card)).toContain("4 files were left out.");
    await click(card, "Cancel 1.jpg");
    await click(card, "Print as one");
    expect(text(card)).toContain(`${MAX_FILES} files`);
    expect(text(card)).toContain("3 files were left out.");
  });

  it("is not one if a file beyond the limit cannot be arranged", async () => {
    const { card } = await designed([
      ...Array.from({ length: MAX_FILES }, (_, at) => file(`${at}.jpg`)),
      file("x.docx"),
    ]);
    expect(text(card)).toContain("1 file was left out.");
    expect(deep(card.shadowRoot!, ".together")).toEqual([]);
  });
});
