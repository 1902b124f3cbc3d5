import { describe, expect, it } from "vitest";

import { MAX_FILES } from "../src/upload.js";
import { button, click, deep, drop, enter, settled, showCard, text } from "./card.js";
import {
  A,
  ANSWERS,
  B,
  C,
  choose,
  designed,
  file,
  FOUND,
  paused,
  press,
  printed,
  select,
  SHEETS,
  uploaded,
} from "./designer.js";
import { job, preview } from "./hass.js";
import { FakeRequest, fakeUploads } from "./uploads.js";

fakeUploads();

describe("several pictures and PDF files", () => {
  it("are uploaded at the same time, previewed and printed as one", async () => {
    const { card, home } = await designed([A(), B(), C()]);
    expect(text(card)).toContain("3 files");
    expect(FakeRequest.names).toEqual(["a.jpg", "b.png", "c.pdf"]);
    FakeRequest.all[0]?.progress(60);
    await settled();
    expect(text(card)).toContain("20% of 3 bytes");
    expect(button(card, "Print").disabled).toBe(true);
    expect(home.called("cloudprint/preview")).toEqual([]);
    await FakeRequest.endAll();
    const upload = [{ upload: "a.jpg" }, { upload: "b.png" }, { upload: "c.pdf" }];
    expect(home.called("cloudprint/preview")).toMatchObject([{ device_id: "laser", upload, arrange: "pages" }]);
    expect(text(card)).toContain("3 printed sides");
    const fields = await printed(card, home);
    expect(fields).toMatchObject({ device_id: "laser", upload, arrange: "pages", copies: 1 });
    expect(fields?.idempotency_key).toMatch(/^[0-9a-f]{32}$/);
    expect(button(card, "Choose files")).toBeDefined();
    expect(text(card)).toContain("a.jpg (+1): Submitted");
  });

  it("have pictures of the server where the browser has none", async () => {
    const { card, home } = await uploaded([A(), C()]);
    expect(home.called("cloudprint/thumbnail").map(({ upload }) => upload)).toEqual(["a.jpg", "c.pdf"]);
    const images = deep(card.shadowRoot!, ".item image");
    expect(images.map((image) => image.getAttribute("href"))).toEqual(Array(2).fill("data:image/jpeg;base64,aW1hZ2U="));
  });

  it("are arranged as it is chosen", async () => {
    const { card, home } = await uploaded([A(), B()]);
    await choose(card, "arrange", "grid");
    await choose(card, "perSheet", "9");
    await choose(card, "gridFit", "fill");
    await paused();
    expect(home.called("cloudprint/preview").at(-1)).toMatchObject({
      arrange: "grid",
      pictures_per_sheet: 9,
      picture_fit: "fill",
    });
    await choose(card, "arrange", "photo");
    await choose(card, "photoSize", "6_inch");
    await choose(card, "arrange", "id_card");
    expect(text(card)).toContain("Front first, then back");
    await choose(card, "arrange", "invoices");
    await choose(card, "arrange", "booklet");
    await choose(card, "arrange", "id_photos");
    await choose(card, "idPhotoSize", "2_inch");
    const fields = await printed(card, home);
    expect(fields).toMatchObject({ arrange: "id_photos", picture_size: "2_inch" });
    expect(fields).not.toHaveProperty("pictures_per_sheet");
  });

  it.each([
    ["grid", "gridSize", "perSheet", "9", { pictures_per_sheet: 9 }],
    ["photo", "ownPhotoSize", "photoSize", "7_inch", { picture_size: "7_inch" }],
    ["id_photos", "ownIdPhotoSize", "idPhotoSize", "33x48", { picture_size: "33x48" }],
  ])("have a size of one's own as %s, until another one is chosen", async (arrange, own, name, value, chosen) => {
    const { card, home } = await uploaded([A(), B()]);
    await choose(card, "arrange", arrange);
    await choose(card, name, value);
    const [input] = deep(card.shadowRoot!, `input[name=${own}]`) as HTMLInputElement[];
    input!.value = " 40x60 ";
    input!.dispatchEvent(new Event("change"));
    await paused();
    expect(deep(card.shadowRoot!, `input[name=${name}]:checked`)).toEqual([]);
    expect(home.called("cloudprint/preview").at(-1)).toMatchObject({ arrange, picture_size: "40x60" });
    await choose(card, name, value);
    expect(input!.value).toBe("");
    expect(await printed(card, home)).toMatchObject({ arrange, ...chosen });
  });

  it("are sorted, rotated and removed, which is announced", async () => {
    const { card, home } = await uploaded([A(), B(), C()]);
    await click(card, "Move right");
    expect(text(card)).toContain("a.jpg: 2 of 3");
    await click(card, "Rotate left");
    expect(text(card)).toContain("a.jpg: rotated by 270°");
    button(card, "b.png: 1 of 3").focus();
    await press(card, "b.png: 1 of 3", "ArrowRight", { altKey: true });
    const [list] = deep(card.shadowRoot!, "cloudprint-card-designer").flatMap((part) =>
      deep(part.shadowRoot!, "cloudprint-card-designer-thumbnails"),
    );
    expect(list?.shadowRoot?.activeElement?.getAttribute("aria-label")).toBe("b.png: 2 of 3");
    await press(card, "b.png: 2 of 3", "ArrowRight");
    await select(card, 3);
    await click(card, "Move right");
    await click(card, "Rotate right");
    await select(card, 2);
    await click(card, "Remove b.png");
    expect(text(card)).toContain("2 files");
    const fields = await printed(card, home);
    expect(fields?.upload).toEqual([
      { upload: "a.jpg", rotation: 270 },
      { upload: "c.pdf", rotation: 90 },
    ]);
  });

  it("keep the focus where it is after a key that cannot move one", async () => {
    const { card } = await uploaded([A(), B()]);
    const focused = (): string | null | undefined => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.getAttribute("aria-label");
    };
    for (const [name, key, tool] of [
      ["a.jpg: 1 of 2", "ArrowLeft", "Move right"],
      ["a.jpg: 2 of 2", "ArrowRight", "Move left"],
    ] as const) {
      await press(card, name, key, { altKey: true });
      button(card, tool).focus();
      await click(card, tool);
      expect(focused()).toBe(tool);
    }
  });

  it("are put away when the last one is removed", async () => {
    const { card } = await uploaded([A(), B()]);
    await click(card, "Remove a.jpg");
    await click(card, "Remove b.png");
    expect(button(card, "Choose files")).toBeDefined();
    await drop(card, A(), B());
    await click(card, "Close the list");
    expect(button(card, "Choose files")).toBeDefined();
  });

  it("that are not uploaded can be tried again, or removed", async () => {
    const { card, home } = await designed([A(), B()]);
    await select(card, 2);
    await FakeRequest.all[0]?.end(507, { message: "The disk is full.", code: "upload_unwritable" });
    await FakeRequest.all[1]?.end();
    expect(text(card)).toContain("The disk is full.");
    expect(text(card)).toContain("A file could not be uploaded.");
    expect(button(card, "Print").disabled).toBe(true);
    await click(card, "Try again");
    expect(FakeRequest.names).toEqual(["a.jpg", "b.png", "a.jpg"]);
    await FakeRequest.endAll();
    expect((await printed(card, home))?.upload).toEqual([{ upload: "a.jpg" }, { upload: "b.png" }]);
  });

  it("are all tried again at once", async () => {
    const { card } = await designed([A(), B(), C(), file("d.jpg")]);
    for (let at = 0; at < 4; at++) await FakeRequest.all[at]?.end(507, { message: "The disk is full." });
    expect(text(card)).toContain("A file could not be uploaded.");
    await click(card, "Try again");
    await FakeRequest.endAll();
    expect(FakeRequest.names.slice(4)).toEqual(["a.jpg", "b.png", "c.pdf", "d.jpg"]);
    expect(button(card, "Print").disabled).toBe(false);
  });

  it("are limited in number, which is said", async () => {
    const { card } = await designed(Array.from({ length: MAX_FILES + 2 }, (_, at) => file(`${at}.jpg`)));
    expect(text(card)).toContain("60 files");
    expect(text(card)).toContain("2 files were left out.");
    expect(FakeRequest.all).toHaveLength(3);
  });

  it("can be added later, but only those that can be arranged", async () => {
    const { card } = await uploaded([A(), B()]);
    await click(card, "Rotate right");
    await drop(card, C());
    await drop(card, file("d.docx"));
    expect(text(card)).toContain("“d.docx” cannot be put on one print with the others.");
    await drop(card, file("film.mp4"), file("e.jpg"));
    expect(text(card)).toContain("“film.mp4” cannot be printed.");
    expect(deep(card.shadowRoot!, ".item")).toHaveLength(4);
    expect(FakeRequest.names).toEqual(["a.jpg", "b.png", "c.pdf", "e.jpg"]);
  });

  it("stay as they are while the card is not on the page", async () => {
    const { card, home } = await designed([A(), B()]);
    await FakeRequest.all[0]?.end();
    await click(card, "Rotate right");
    card.remove();
    expect(FakeRequest.all[1]?.isAborted).toBe(true);
    await settled();
    document.body.append(card);
    await settled();
    expect(FakeRequest.names).toEqual(["a.jpg", "b.png", "b.png"]);
    await FakeRequest.endAll();
    expect((await printed(card, home))?.upload).toEqual([{ upload: "a.jpg", rotation: 90 }, { upload: "b.png" }]);
  });

  it("cannot be added while they are sent", async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { card } = await uploaded([A(), B()], {
      "cloudprint/print": () => new Promise((resolve) => (answer = resolve)),
    });
    await click(card, "Print");
    await drop(card, C());
    expect(text(card)).toContain("Wait until this is done, then add more.");
    answer({ jobs: [] });
    await settled();
    expect(button(card, "Choose files")).toBeDefined();
  });

  it("are named in errors by their number", async () => {
    const { card } = await showCard(
      {
        ...ANSWERS,
        "cloudprint/preview": () => {
          throw {
            message: "x",
            translation_domain: "cloudprint",
            translation_key: "pdf_unreadable",
            translation_placeholders: { field: "upload 2" },
          };
        },
      },
      { loadBackendTranslation: async () => (_, values) => `“${String(values?.field)}” is damaged.` },
    );
    await drop(card, A(), C());
    await FakeRequest.endAll();
    await settled();
    expect(text(card)).toContain("“c.pdf” is damaged.");
  });

  it("ask for the password of a PDF", async () => {
    const needsPassword = ({ password }: Record<string, unknown>): object => {
      if (password === "open") return preview({ sheets: SHEETS });
      throw {
        message: "x",
        translation_domain: "cloudprint",
        translation_key: "pdf_password_missing",
        translation_placeholders: { field: "upload 2" },
      };
    };
    const { card, home } = await uploaded([A(), C()], {
      "cloudprint/preview": needsPassword,
      "cloudprint/print": (fields) => ({ ...needsPassword(fields), jobs: [job("one")] }),
    });
    expect(text(card)).toContain("“c.pdf” is protected.");
    await click(card, "Print");
    expect(text(card).split("“c.pdf” is protected.")).toHaveLength(2);
    await enter(card, "#password", "open");
    await paused();
    expect(text(card)).toContain("3 printed sides");
    expect(await printed(card, home)).toMatchObject({ password: "open" });
  });
});

describe("the sheets", () => {
  it("are shown side by side, without scripts and without loading anything", async () => {
    const { card } = await uploaded([A(), B()]);
    const frame = (): HTMLIFrameElement => deep(card.shadowRoot!, "iframe")[0] as HTMLIFrameElement;
    const position = (): string | undefined => deep(card.shadowRoot!, ".pager span")[0]?.textContent;
    expect(frame().getAttribute("sandbox")).toBe("");
    expect(frame().getAttribute("srcdoc")).toMatch(
      /^<meta http-equiv="Content-Security-Policy" content="default-src 'none'/,
    );
    expect(frame().title).toBe("Sides 1 to 2 of 3");
    expect(position()).toBe("Side 1 of 3");
    await click(card, "Previous side");
    await click(card, "Next side");
    expect(position()).toBe("Side 2 of 3");
    await click(card, "Next side");
    await click(card, "Next side");
    expect(position()).toBe("Side 3 of 3");
    // It is too large to be shown.
    expect(text(card)).toContain("No preview for this kind of content");
  });

  it("are a picture, or nothing, if they are not made here", async () => {
    let answer = preview({ image: "aW1hZ2U=" });
    const { card } = await uploaded([A(), B()], { "cloudprint/preview": () => answer });
    expect(deep(card.shadowRoot!, ".desk img")).toHaveLength(1);
    answer = preview();
    await choose(card, "arrange", "grid");
    await paused();
    expect(text(card)).toContain("No preview for this kind of content");
  });
});

describe("photographed pages", () => {
  it("are cleaned up with the corners that were found", async () => {
    const { card, home } = await uploaded([A(), B(), C()]);
    await choose(card, "cleanUp", "black");
    expect(home.called("cloudprint/corners").map(({ upload }) => upload)).toEqual(["a.jpg", "b.png"]);
    const fields = await printed(card, home);
    expect(fields).toMatchObject({
      clean_up: "black",
      upload: [{ upload: "a.jpg", corners: FOUND }, { upload: "b.png" }, { upload: "c.pdf" }],
    });
  });

  it("are cleaned up in PDF files, too", async () => {
    const { card, home } = await uploaded([A(), C()]);
    await click(card, "Remove a.jpg");
    await choose(card, "cleanUp", "black");
    const fields = await printed(card, home);
    expect(fields).toMatchObject({ upload: [{ upload: "c.pdf" }], clean_up: "black" });
  });

  it("are printed whole if no corners can be found", async () => {
    const { card, home } = await uploaded([A(), B()], {
      "cloudprint/corners": () => {
        throw { message: "x" };
      },
    });
    await choose(card, "cleanUp", "grey");
    expect(await printed(card, home)).toMatchObject({
      clean_up: "grey",
      upload: [{ upload: "a.jpg" }, { upload: "b.png" }],
    });
  });

  it("have corners that are moved by keys, as the picture is seen", async () => {
    const { card, home } = await uploaded([A(), B()]);
    await choose(card, "cleanUp", "straighten");
    await click(card, "Rotate right");
    await click(card, "Corners of the page");
    // The upper left corner of the picture is the upper right one of the rotated picture.
    await press(card, "Upper right corner", "ArrowLeft");
    await press(card, "Upper right corner", "ArrowDown", { shiftKey: true });
    await press(card, "Upper right corner", "a");
    expect(text(card)).toContain("90% from the left, 15% from the top");
    await click(card, "Done");
    expect((await printed(card, home))?.upload).toMatchObject([
      { upload: "a.jpg", rotation: 90, corners: [[0.15, 0.105], ...FOUND.slice(1)] },
      {},
    ]);
  });

  it("are the whole picture, or again as found, or as before, as the user says", async () => {
    const { card, home } = await uploaded([A(), B()]);
    await choose(card, "cleanUp", "color");
    await click(card, "Corners of the page");
    await click(card, "Whole picture");
    await click(card, "Cancel");
    expect(home.called("cloudprint/preview").at(-1)).not.toMatchObject({ upload: [{ corners: [[0, 0]] }, {}] });
    await click(card, "Corners of the page");
    await click(card, "Whole picture");
    await click(card, "As found");
    deep(card.shadowRoot!, "dialog [aria-label='Rotate left']")[0]?.click();
    await click(card, "Done");
    await click(card, "Corners of the page");
    await click(card, "Whole picture");
    await click(card, "Done");
    expect((await printed(card, home))?.upload).toMatchObject([
      {
        corners: [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
        rotation: 270,
      },
      {},
    ]);
  });
});

describe("a picture", () => {
  it("is cropped by keys", async () => {
    const { card, home } = await uploaded([A(), B()]);
    await click(card, "Crop");
    await press(card, "Upper left corner", "ArrowRight", { shiftKey: true });
    await press(card, "Lower right corner", "ArrowUp");
    await click(card, "Done");
    await select(card, 2);
    await click(card, "Crop");
    await press(card, "Upper left corner", "ArrowRight");
    await click(card, "Reset");
    await click(card, "Done");
    expect((await printed(card, home))?.upload).toEqual([
      { upload: "a.jpg", crop: [0.05, 0, 1, 0.995] },
      { upload: "b.png" },
    ]);
  });

  it("is cropped by a pointer, with a magnifier under a finger", async () => {
    const { card, home } = await uploaded([A(), B()]);
    await click(card, "Crop");
    const root = card.shadowRoot!;
    const [stage] = deep(root, ".picture");
    if (!stage) throw new Error("no stage");
    stage.getBoundingClientRect = () => new DOMRect(0, 0, 200, 100);
    stage.setPointerCapture = () => {};
    const point = async (target: HTMLElement, type: string, x: number, y: number): Promise<void> => {
      const init = { clientX: x, clientY: y, button: 0, pointerId: 1, pointerType: "touch", bubbles: true };
      target.dispatchEvent(new PointerEvent(type, init));
      await settled();
    };
    const corner = button(card, "Upper left corner");
    await point(corner, "pointerdown", 4, 2);
    await point(stage, "pointermove", 44, 22);
    expect(deep(root, ".magnifier")).toHaveLength(1);
    await point(stage, "pointerup", 44, 22);
    expect(deep(root, ".magnifier")).toHaveLength(0);
    await point(stage, "pointermove", 100, 100);
    // The whole crop
    await point(stage, "pointerdown", 100, 50);
    await point(stage, "pointermove", 80, 40);
    await point(stage, "pointerup", 80, 40);
    await click(card, "Done");
    expect((await printed(card, home))?.upload).toMatchObject([{ crop: [0.1, 0.1, 0.9, 0.9] }, {}]);
  });
});
