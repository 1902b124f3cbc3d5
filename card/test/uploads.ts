import { afterEach, beforeEach, vi } from "vitest";

import { settled } from "./card.js";

/** Uploads that a test ends one by one, in any order. */
export class FakeRequest extends EventTarget {
  static all: FakeRequest[] = [];
  readonly upload = new EventTarget();
  name = "";
  isAborted = false;
  status = 0;
  responseText = "";

  constructor() {
    super();
    FakeRequest.all.push(this);
  }
  open(): void {}
  setRequestHeader(header: string, value: string): void {
    if (header === "X-File-Name") this.name = decodeURIComponent(value);
  }
  send(): void {}
  abort(): void {
    this.isAborted = true;
    this.dispatchEvent(new Event("loadend"));
  }
  progress(loaded: number): void {
    const event = new Event("progress");
    this.upload.dispatchEvent(Object.assign(event, { loaded, total: 100, lengthComputable: true }));
  }
  async end(status = 200, answer: object = { upload_id: this.name }): Promise<void> {
    this.status = status;
    this.responseText = JSON.stringify(answer);
    this.dispatchEvent(new Event("load"));
    await settled();
  }
  /** End all uploads that are running, also those that start meanwhile. */
  static async endAll(): Promise<void> {
    for (const request of FakeRequest.all) {
      if (!request.status && !request.isAborted) await request.end();
    }
  }
  static get last(): FakeRequest {
    return FakeRequest.all.at(-1)!;
  }
  static get names(): string[] {
    return FakeRequest.all.map(({ name }) => name);
  }
}

/** Let the tests of a file upload to no server, and remove their cards. */
export function fakeUploads(): void {
  beforeEach(() => {
    FakeRequest.all = [];
    vi.stubGlobal("XMLHttpRequest", FakeRequest);
  });
  afterEach(() => {
    document.body.replaceChildren();
    vi.unstubAllGlobals();
  });
}
