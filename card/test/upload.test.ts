import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { BrokenError, FileUpload, RefusedError, UploadQueue } from "../src/core/uploads.js";
import { upload } from "../src/upload.js";
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
    this.dispatchEvent(new Event("loadend"));
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
    await expect(uploaded).rejects.toThrow(BrokenError);
  });

  it.each([
    [413, JSON.stringify({ message: "Too large." }), RefusedError, "Too large."],
    [502, "<html>Bad gateway</html>", BrokenError, ""],
    [200, "null", BrokenError, ""],
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
    FakeRequest.last.dispatchEvent(new Event("loadend"));
    await expect(broken).rejects.toThrow(BrokenError);

    const aborter = new AbortController();
    const { uploaded: canceled } = begin(new FakeHome().hass, aborter.signal);
    await turn();
    aborter.abort();
    await expect(canceled).rejects.toThrow(BrokenError);
    const { uploaded: never } = begin(new FakeHome().hass, aborter.signal);
    await expect(never).rejects.toThrow();
  });
});

describe("the queue of uploads", () => {
  interface Sending {
    readonly name: string;
    readonly signal: AbortSignal;
    report(share: number): void;
    end(answer: string): void;
    fail(error: Error): void;
  }
  const make = (
    ...names: readonly string[]
  ): { queue: UploadQueue<string>; sendings: Sending[]; onChange: () => void } => {
    const sendings: Sending[] = [];
    const onChange = vi.fn();
    const queue = new UploadQueue<string>(
      ({ name }, report, signal) =>
        new Promise((end, fail) => {
          sendings.push({ name, signal, report, end, fail });
          signal.addEventListener("abort", () => fail(new BrokenError()));
        }),
      (error) => (error instanceof RefusedError ? error.message : "It broke."),
      onChange,
    );
    queue.add(names.map((name) => new FileUpload<string>(new File(["1234"], name))));
    return { queue, sendings, onChange };
  };
  const named = (sendings: readonly Sending[]): readonly string[] => sendings.map(({ name }) => name);

  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const wait = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

  it("sends three files at a time, in their order, and says how far it is", async () => {
    const { queue, sendings, onChange } = make("a", "b", "c", "d");
    expect(sendings).toEqual([]);
    queue.start();
    expect(named(sendings)).toEqual(["a", "b", "c"]);
    sendings[1]!.report(0.5);
    expect(queue.items.map(({ sent }) => sent)).toEqual([0, 0.5, 0, 0]);
    expect(onChange).toHaveBeenCalled();
    sendings[0]!.end("1");
    await wait();
    expect(named(sendings)).toEqual(["a", "b", "c", "d"]);
    expect(queue.isUploaded).toBe(false);
    for (const { name, end } of sendings) end(name);
    await wait();
    expect(queue.isUploaded).toBe(true);
    expect(queue.items.map(({ uploaded }) => uploaded)).toEqual(["1", "b", "c", "d"]);
  });

  it("tries again what was cut off, at last when there is a connection again", async () => {
    const { queue, sendings } = make("a");
    queue.start();
    for (const pause of [1_000, 3_000, 6_000, 60_000]) {
      sendings.at(-1)!.report(0.5);
      sendings.at(-1)!.fail(new BrokenError());
      await wait(pause - 1);
      await wait(1);
    }
    expect(sendings).toHaveLength(4);
    expect(queue.items[0]).toMatchObject({ problem: "It broke.", isBroken: true });
    dispatchEvent(new Event("online"));
    sendings.at(-1)!.end("1");
    await wait();
    expect(queue.items[0]).toMatchObject({ uploaded: "1", problem: undefined });
  });

  it("does not try again what was refused, unless it is told to", async () => {
    const { queue, sendings } = make("a", "b");
    queue.start();
    sendings[0]!.fail(new RefusedError("Too large."));
    await wait(60_000);
    dispatchEvent(new Event("online"));
    expect(named(sendings)).toEqual(["a", "b"]);
    expect(queue.items[0]).toMatchObject({ problem: "Too large.", isBroken: false });
    queue.retry();
    expect(named(sendings)).toEqual(["a", "b", "a"]);
  });

  it("goes on where it was stopped", async () => {
    const { queue, sendings } = make("a", "b");
    queue.start();
    sendings[0]!.end("1");
    await wait();
    queue.stop();
    expect(sendings[1]!.signal.aborted).toBe(true);
    queue.start();
    await wait();
    expect(named(sendings)).toEqual(["a", "b", "b"]);
    expect(queue.items[1]!.problem).toBeUndefined();
    // Neither when it comes back, nor after a pause.
    sendings[2]!.fail(new BrokenError());
    await wait();
    queue.stop();
    dispatchEvent(new Event("online"));
    await wait(60_000);
    expect(sendings).toHaveLength(3);
  });

  it("goes on with others when a file is removed", async () => {
    const { queue, sendings } = make("a", "b", "c", "d");
    queue.start();
    queue.remove(queue.items[1]!);
    await wait();
    expect(sendings.map(({ signal }) => signal.aborted)).toEqual([false, true, false, false]);
    expect(named(sendings)).toEqual(["a", "b", "c", "d"]);
    queue.clear();
    expect(sendings.every(({ signal }) => signal.aborted)).toBe(true);
    expect(queue.isUploaded).toBe(false);
  });

  it("sends all once more that the server no longer has", async () => {
    const { queue, sendings } = make("a", "b", "c", "d");
    queue.start();
    for (const end of [0, 1, 2, 3]) {
      sendings[end]!.end("old");
      await wait();
    }
    let isRenewed = false;
    void queue.renew().then(() => (isRenewed = true));
    for (const end of [4, 5, 6, 7]) {
      await wait();
      expect(isRenewed).toBe(false);
      sendings[end]!.end("new");
    }
    await wait();
    expect(isRenewed).toBe(true);
    expect(queue.items.map(({ uploaded }) => uploaded)).toEqual(["new", "new", "new", "new"]);
  });

  it("sends one file while it is stopped", async () => {
    const { queue, sendings } = make("a", "b");
    const [, second] = queue.items;
    const sent = queue.upload(second!);
    sendings[0]!.end("2");
    await sent;
    expect(named(sendings)).toEqual(["b"]);
    expect(second!.uploaded).toBe("2");
  });
});
