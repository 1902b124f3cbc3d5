import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createContext } from "../src/context.js";
import { upload, UploadBrokenError, UploadCanceledError, UploadRefusedError } from "../src/upload.js";
import { UploadController } from "../src/upload-controller.js";
import { FakeHome } from "./hass.js";

/** A request that a test controls. */
class FakeRequest extends EventTarget {
  static last: FakeRequest;
  readonly upload = new EventTarget();
  readonly headers: Record<string, string> = {};
  status = 0;
  responseText = "";
  sent: unknown;
  address = "";

  constructor() {
    super();
    FakeRequest.last = this;
  }

  open(method: string, address: string): void {
    this.address = `${method} ${address}`;
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  send(body: unknown): void {
    this.sent = body;
  }

  abort(): void {
    this.dispatchEvent(new Event("abort"));
  }

  progress(loaded: number, total: number): void {
    this.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded, total, lengthComputable: total > 0 }));
  }

  answer(status: number, text: string): void {
    this.status = status;
    this.responseText = text;
    this.dispatchEvent(new Event("load"));
  }
}

const FILE = new File(["content"], "账单 1.pdf");
const ANSWER = JSON.stringify({ upload_id: "u", name: "账单 1.pdf", size: 7, format: "PDF" });
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("an upload", () => {
  const begin = (
    hass = new FakeHome().hass,
    signal = new AbortController().signal,
  ): { parts: number[]; uploaded: ReturnType<typeof upload> } => {
    const parts: number[] = [];
    const uploaded = upload(hass, FILE, (part) => parts.push(part), signal);
    uploaded.catch(() => undefined);
    return { parts, uploaded };
  };

  it("sends the unchanged file with its name and the user's token", async () => {
    const { parts, uploaded } = begin();
    await turn();
    const request = FakeRequest.last;
    request.progress(5, 10);
    request.progress(5, 0);
    request.answer(200, ANSWER);
    expect(await uploaded).toMatchObject({ upload_id: "u", format: "PDF" });
    expect(parts).toEqual([0.5]);
    expect(request.address).toBe("POST /api/cloudprint/upload");
    expect(request.sent).toBe(FILE);
    expect(request.headers).toMatchObject({
      Authorization: "Bearer token",
      "Accept-Language": "en",
      "X-File-Name": "%E8%B4%A6%E5%8D%95%201.pdf",
    });
  });

  it("refreshes an expired access token", async () => {
    const data = { access_token: "old" };
    const refreshAccessToken = async (): Promise<void> => {
      data.access_token = "new";
    };
    begin(new FakeHome({}, { auth: { data, expired: true, refreshAccessToken } }).hass);
    await turn();
    expect(FakeRequest.last.headers.Authorization).toBe("Bearer new");
  });

  it("fails if the access token cannot be refreshed", async () => {
    const refreshAccessToken = async (): Promise<void> => {
      throw new TypeError("Failed to fetch");
    };
    const auth = { data: { access_token: "old" }, expired: true, refreshAccessToken };
    const { uploaded } = begin(new FakeHome({}, { auth }).hass);
    await expect(uploaded).rejects.toThrow(UploadBrokenError);
  });

  it.each([
    [413, JSON.stringify({ message: "Too large." }), UploadRefusedError, "Too large."],
    [502, "<html>Bad gateway</html>", UploadBrokenError, ""],
    [200, "null", UploadBrokenError, ""],
  ])("fails if the answer is %d %s", async (status, text, error, message) => {
    const { uploaded } = begin();
    await turn();
    FakeRequest.last.answer(status, text);
    await expect(uploaded).rejects.toThrow(error);
    await expect(uploaded).rejects.toThrow(message);
  });

  it("fails if the connection breaks or the user cancels", async () => {
    const { uploaded: broken } = begin();
    await turn();
    FakeRequest.last.dispatchEvent(new Event("error"));
    await expect(broken).rejects.toThrow(UploadBrokenError);

    const aborter = new AbortController();
    const { uploaded: canceled } = begin(new FakeHome().hass, aborter.signal);
    await turn();
    aborter.abort();
    await expect(canceled).rejects.toThrow(UploadCanceledError);
    const { uploaded: never } = begin(new FakeHome().hass, aborter.signal);
    await expect(never).rejects.toThrow(UploadCanceledError);
  });
});

describe("the upload controller", () => {
  const make = (): {
    uploading: UploadController;
    onCanceled: () => void;
    context: ReturnType<typeof createContext>;
  } => {
    const onCanceled = vi.fn();
    const host = {
      addController: vi.fn(),
      removeController: vi.fn(),
      requestUpdate: vi.fn(),
      updateComplete: Promise.resolve(true),
    };
    const context = createContext(new FakeHome().hass, undefined);
    return { uploading: new UploadController(host, onCanceled), onCanceled, context };
  };

  it("reports the progress and the answer", async () => {
    const { uploading, context } = make();
    const started = uploading.start(context, FILE);
    await turn();
    FakeRequest.last.progress(3, 4);
    expect(uploading.sent).toBe(0.75);
    FakeRequest.last.answer(200, ANSWER);
    await started;
    expect(uploading.uploaded?.upload_id).toBe("u");
  });

  it("reports why it failed", async () => {
    const { uploading, context } = make();
    const refused = uploading.start(context, FILE);
    await turn();
    FakeRequest.last.answer(413, JSON.stringify({ message: "Too large." }));
    await refused;
    expect(uploading.problem).toBe("Too large.");
    const broken = uploading.start(context, FILE);
    await turn();
    expect(uploading.problem).toBeUndefined();
    FakeRequest.last.dispatchEvent(new Event("error"));
    await broken;
    expect(uploading.problem).toBe("The connection was lost.");
  });

  it("reports cancellation by the user, but not by a reset", async () => {
    const { uploading, onCanceled, context } = make();
    const forgotten = uploading.start(context, FILE);
    await turn();
    uploading.hostDisconnected();
    await forgotten;
    expect(onCanceled).not.toHaveBeenCalled();
    const canceled = uploading.start(context, FILE);
    await turn();
    uploading.cancel();
    await canceled;
    expect(onCanceled).toHaveBeenCalledOnce();
  });
});
