import { html, nothing, render, svg, type TemplateResult } from "lit/html.js";

import { BrokenError, FileUpload, RefusedError, sleep, UploadQueue } from "../core/uploads.js";
import { findFileProblem } from "../files.js";
import { isPicked, readPicked } from "./picked.js";
import { countPages, createPreviewing, renderPreview } from "./preview.js";
import { follow, print, recall, remember } from "./sending.js";
import { call, type Fields, GoneError, type LinkInfo, send, type SentPrint } from "./server.js";
import { LANGUAGE, say, sayValue, type TextKey } from "./texts.js";

const TYPING_MS = 600;
const LOAD_MS = 3_000;
/** The server takes three of a sender, of which one may be ending. */
const UPLOADS_AT_A_TIME = 2;

const root = document.querySelector<HTMLElement>("#page") ?? document.body;

/** Icons of 24 pixels, drawn with lines. */
const ICONS = {
  file: "M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5M12 18v-6M9 15h6",
  photo:
    "M4 8h3l2-3h6l2 3h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  wait: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
  print: "M7 8V3h10v5M7 17H4V9a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v8h-3M7 14h10v7H7z",
  good: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.5l3 3 5-6",
  bad: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v6M12 16.5v.01",
} as const;

const LOOKS: Readonly<Record<string, readonly [keyof typeof ICONS, string]>> = {
  finished: ["good", "good"],
  failed: ["bad", "bad"],
  canceled: ["bad", "bad"],
  expired: ["bad", "bad"],
  unconfirmed: ["bad", ""],
  held: ["wait", ""],
};

/** What may come out otherwise than a guest thinks. */
const WARNINGS = ["color_denied", "characters_missing"] as const;

let info: LinkInfo | undefined;
let isGone = false;
/** What came before with the address, as of a bookmark: `#text=...` or `#url=...`. */
const given = new URLSearchParams(location.hash.slice(1));
let text = given.get("text") ?? "";
let url = given.get("url") ?? "";
/** The text of which a preview is shown: not while it is typed. */
let typed = text;
let typing: number | undefined;
let choices: Readonly<Record<"color" | "sides", string>> = { color: "", sides: "" };
let copies = 1;
let isSending = false;
let problem: string | undefined;
let sent: SentPrint | undefined;
let isScheduled = false;

const uploads = new UploadQueue(send, explainUpload, update, UPLOADS_AT_A_TIME);
const previewing = createPreviewing(update, leave);

function update(): void {
  if (isScheduled) return;
  isScheduled = true;
  void Promise.resolve().then(() => {
    isScheduled = false;
    previewing.request(
      sent || isGone || isSending ? undefined : readContent(typed) && { ...readContent(typed), ...readOptions() },
    );
    render(isGone ? renderGone() : info ? renderPage(info) : renderLoading(), root);
  });
}

function explainUpload(error: unknown): string {
  if (error instanceof GoneError) leave();
  return error instanceof RefusedError ? error.message : say("file_broken");
}

function addFiles(files: Iterable<File>): void {
  if (!info) return;
  const { max_bytes: max } = info;
  const items = [...files].map((file) => {
    const item = new FileUpload<string>(file);
    // The limit is said in MiB.
    const problem = file.size > max ? "file_too_large" : findFileProblem(file);
    item.problem = problem && say(problem, { limit: max >> 20 });
    return item;
  });
  uploads.add(items);
}

/** The link is gone: nothing more can be sent. */
function leave(): void {
  isGone = true;
  update();
}

/** Return what is printed, if it is there. */
function readContent(words: string): Fields | undefined {
  if (uploads.items.length) {
    return uploads.isUploaded ? { upload: uploads.items.map(({ uploaded }) => uploaded) } : undefined;
  }
  if (url) return { url };
  return words.trim() ? { text: words } : undefined;
}

/** Return the choices that make a difference, as a field of a print. */
function readOptions(): Fields {
  const options = {
    ...(copies > 1 ? { copies } : {}),
    ...(choices.color ? { color: choices.color } : {}),
    ...(choices.sides ? { sides: choices.sides } : {}),
  };
  return { options };
}

async function start(): Promise<void> {
  sent = recall();
  update();
  while (!info && !isGone) {
    try {
      info = await call<LinkInfo>("info");
      document.title = `${say("title")} · ${info.printer}`;
    } catch (error) {
      if (error instanceof GoneError) {
        leave();
        return;
      }
      problem = error instanceof RefusedError ? error.message : say("no_connection");
      update();
      await sleep(LOAD_MS);
    }
  }
  problem = undefined;
  update();
  if (sent) void watch(sent);
}

async function submit(again = false): Promise<void> {
  const content = readContent(text);
  if (!content || isSending) return;
  isSending = true;
  problem = undefined;
  update();
  const options = { ...readOptions(), ...(again ? { again } : {}) };
  const files = uploads.items.map(({ file: { name, size, lastModified } }) => [name, size, lastModified]);
  const asked = JSON.stringify([files.length ? files : content, options]);
  try {
    try {
      sent = await print(asked, { ...content, ...options });
    } catch (error) {
      // The server keeps files for an hour, and until they are printed.
      if (!(error instanceof RefusedError) || error.code !== "upload_unknown" || !files.length) throw error;
      await uploads.renew();
      if (!uploads.isUploaded) return;
      sent = await print(asked, { ...readContent(text), ...options });
    }
    remember(sent);
    void watch(sent);
  } catch (error) {
    if (error instanceof GoneError) isGone = true;
    else problem = error instanceof BrokenError ? say("no_connection") : (error as Error).message;
  } finally {
    isSending = false;
    update();
  }
  if (sent) {
    await Promise.resolve();
    scrollTo(0, 0);
    root.querySelector<HTMLElement>("h2")?.focus();
  }
}

async function watch(followed: SentPrint): Promise<void> {
  try {
    await follow(followed, (now) => {
      if (sent?.job !== followed.job) return false;
      sent = { ...now, repeated: sent.repeated ?? false };
      remember(sent);
      update();
      return true;
    });
  } catch (error) {
    if (error instanceof GoneError) {
      remember(undefined);
      leave();
    }
  }
}

function another(): void {
  sent = undefined;
  remember(undefined);
  uploads.clear();
  text = typed = url = "";
  copies = 1;
  // Pages are left, or the link may have changed.
  call<LinkInfo>("info").then(
    (now) => {
      info = now;
      update();
    },
    (error: unknown) => error instanceof GoneError && leave(),
  );
  update();
}

function pick(event: Event): void {
  const input = event.target as HTMLInputElement;
  addFiles(input.files ?? []);
  // Otherwise the same file could not be chosen again.
  input.value = "";
}

function type(event: Event): void {
  text = (event.target as HTMLTextAreaElement).value;
  clearTimeout(typing);
  typing = window.setTimeout(() => {
    typed = text;
    update();
  }, TYPING_MS);
  update();
}

function icon(name: keyof typeof ICONS): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${ICONS[name]}></path>`}</svg>`;
}

function renderGone(): TemplateResult {
  return html`<main>
    <div class="state bad" role="status">
      ${icon("bad")}
      <h1>${say("gone_title")}</h1>
      <p>${say("gone_text")}</p>
      ${sent ? html`<p class="soft">${sent.name}${LANGUAGE === "en" ? ": " : "："}${sayState(sent)}</p>` : nothing}
    </div>
  </main>`;
}

function renderLoading(): TemplateResult {
  return html`<main><p role="status">${problem ?? say("loading")}</p></main>`;
}

function renderPage(link: LinkInfo): TemplateResult {
  return html`
    <header>
      <p class="soft small">${link.name}</p>
      <h1>${say("title")}</h1>
      <p class="soft">${link.printer}</p>
    </header>
    ${sent ? renderSent(sent) : renderForm(link)}
  `;
}

function sayState({ state, reason }: SentPrint): string {
  return reason === "approval" ? say("state_approval") : sayValue("state", state);
}

function renderSent(print: SentPrint): TemplateResult {
  const [image, look] = LOOKS[print.state] ?? ["print", ""];
  return html`<main>
    <div class="state ${look}" role="status">
      ${icon(image)}
      <h2 tabindex="-1">${sayState(print)}</h2>
      <p>${print.repeated ? print.name : (print.message ?? print.name)}</p>
    </div>
    ${
      print.repeated
        ? html`<div class="notice">${say("repeated")}</div>
            ${
              readContent(text)
                ? html`<button type="button" ?disabled=${isSending} @click=${() => submit(true)}>
                    ${say("again")}
                  </button>`
                : nothing
            }`
        : nothing
    }
    ${problem ? html`<div class="notice bad" role="alert">${problem}</div>` : nothing}
    <button class="main" type="button" @click=${another}>${say("another")}</button>
  </main>`;
}

function renderForm(link: LinkInfo): TemplateResult {
  const hasFiles = uploads.items.length > 0;
  const hasContent = hasFiles || text.trim() !== "" || url !== "";
  return html`
    <main>
      ${link.state === "offline" ? html`<div class="notice">${say("offline")}</div>` : nothing}
      ${hasFiles ? renderFiles() : nothing} ${hasFiles || !hasContent ? renderPick(link, hasFiles) : nothing}
      ${hasFiles ? nothing : renderText()} ${hasContent ? renderContent(link) : nothing}
    </main>
    ${renderFooter(link)}
  `;
}

function renderPick(link: LinkInfo, hasFiles: boolean): TemplateResult {
  const accept = link.accepts.join(",");
  const canTakePhoto = matchMedia("(pointer: coarse)").matches;
  return html`<div class="pick">
    <label class="button ${hasFiles ? "" : "big main"}">
      ${hasFiles ? nothing : icon("file")}
      <input class="hidden" type="file" multiple accept=${accept} @change=${pick} />
      <span>${say(hasFiles ? "more" : "choose")}</span>
    </label>
    ${
      canTakePhoto
        ? html`<label class="button ${hasFiles ? "" : "big"}">
            ${hasFiles ? nothing : icon("photo")}
            <input class="hidden" type="file" accept="image/*" capture="environment" @change=${pick} />
            <span>${say("photo")}</span>
          </label>`
        : nothing
    }
  </div>`;
}

function renderText(): TemplateResult {
  return html`
    ${
      url
        ? html`<div>
            <label class="name" for="url">${say("address")}</label>
            <input
              id="url"
              class="field"
              type="url"
              .value=${url}
              @change=${(event: Event) => {
                url = (event.target as HTMLInputElement).value.trim();
                update();
              }}
            />
          </div>`
        : html`<div>
            <label class="name" for="text">${say("text")}</label>
            <textarea id="text" rows="5" maxlength="100000" .value=${text} @input=${type}></textarea>
          </div>`
    }
  `;
}

function renderFiles(): TemplateResult {
  return html`<ul aria-label=${say("files")}>
    ${uploads.items.map(renderFile)}
  </ul>`;
}

function renderFile(item: FileUpload<string>): TemplateResult {
  const { file, sent: share, uploaded, problem: reason, isBroken } = item;
  return html`<li class="file">
    <span>${file.name}</span>
    <button type="button" aria-label=${say("remove", { name: file.name })} @click=${() => uploads.remove(item)}>
      ✕
    </button>
    ${reason ? html`<p class="small" role="alert">${reason}</p>` : nothing}
    ${isBroken ? html`<div><button type="button" @click=${uploads.resume}>${say("try_again")}</button></div>` : nothing}
    ${
      uploaded === undefined && !reason
        ? html`<progress max="1" .value=${share} aria-label=${say("sending_file", { name: file.name })}></progress>`
        : nothing
    }
  </li>`;
}

function renderContent(link: LinkInfo): TemplateResult {
  return html`
    ${renderPreview(previewing, !uploads.items.length && !url, update)}
    <div class="options">
      ${renderCopies(link)} ${renderChoice("color", link.options.color)} ${renderChoice("sides", link.options.sides)}
    </div>
  `;
}

function renderCopies({ options }: LinkInfo): TemplateResult | typeof nothing {
  const most = options.copies?.max ?? 1;
  if (most < 2) return nothing;
  const set = (count: number): void => {
    copies = Math.max(1, Math.min(most, Math.round(count) || 1));
    update();
  };
  return html`<div>
    <label class="name" for="copies">${say("copies")}</label>
    <div class="stepper">
      <button type="button" aria-label=${say("fewer")} ?disabled=${copies <= 1} @click=${() => set(copies - 1)}>
        −
      </button>
      <input
        id="copies"
        class="field"
        type="text"
        inputmode="numeric"
        .value=${String(copies)}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          set(Number(input.value));
          input.value = String(copies);
        }}
      />
      <button type="button" aria-label=${say("further")} ?disabled=${copies >= most} @click=${() => set(copies + 1)}>
        +
      </button>
    </div>
  </div>`;
}

function renderChoice(name: "color" | "sides", values: readonly string[] = []): TemplateResult | typeof nothing {
  if (values.length < 2) return nothing;
  return html`<div>
    <label class="name" for=${name}>${say(name)}</label>
    <select
      id=${name}
      @change=${(event: Event) => {
        choices = { ...choices, [name]: (event.target as HTMLSelectElement).value };
        update();
      }}
    >
      <option value="" ?selected=${!choices[name]}>${say("unset")}</option>
      ${values.map((value) => html`<option value=${value} ?selected=${choices[name] === value}>${sayValue(name, value)}</option>`)}
    </select>
  </div>`;
}

function renderFooter(link: LinkInfo): TemplateResult {
  const { preview } = previewing;
  const count = countPages(previewing);
  const sides = count === undefined ? undefined : count * copies;
  const left = link.pages_left;
  const asks = preview?.policy?.asks === true;
  const isReady = readContent(text) !== undefined && !isSending && !previewing.isRefused;
  return html`<footer>
    ${WARNINGS.filter((warning) => preview?.warnings.includes(warning as never)).map(
      (warning) => html`<p class="small">${say(warning)}</p>`,
    )}
    ${asks ? html`<p class="small">${say("asked")}</p>` : nothing}
    ${left === null ? nothing : html`<p class="small">${sayLeft(left)}</p>`}
    ${
      preview?.policy?.used_up || (left !== null && sides !== undefined && sides > left)
        ? html`<p class="small" role="alert">${say("too_many", { pages: sides ?? 0 })}</p>`
        : nothing
    }
    ${problem ? html`<div class="notice bad" role="alert">${problem}</div>` : nothing}
    <button class="main" type="button" ?disabled=${!isReady} @click=${() => submit()}>
      ${say(isSending ? "printing" : asks ? "ask_to_print" : "print")}
    </button>
  </footer>`;
}

function sayLeft(count: number): string {
  const key: TextKey = count < 1 ? "pages_left_0" : count === 1 ? "pages_left_one" : "pages_left_other";
  return say(key, { count });
}

for (const event of ["paste", "drop"] as const) {
  document.addEventListener(event, (dropped) => {
    const files = readPicked(dropped);
    if (!files.length || !info || sent || isGone) return;
    dropped.preventDefault();
    addFiles(files);
  });
}
document.addEventListener("dragover", (event) => isPicked(event) && event.preventDefault());

uploads.start();
void start();
