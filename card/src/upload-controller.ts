import type { ReactiveController, ReactiveControllerHost } from "lit";

import type { Context } from "./context.js";
import { explainUpload, type Upload, upload, UploadCanceledError } from "./upload.js";

/** Uploads one file at a time for its host, and reports the progress. */
export class UploadController implements ReactiveController {
  /** Sent fraction of the file, 0 to 1. */
  sent = 0;
  uploaded: Upload | undefined;
  /** Localized error message. */
  problem: string | undefined;
  private aborter: AbortController | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly onCanceled: () => void,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    if (!this.uploaded) this.reset();
  }

  /** Abort a running upload silently. */
  reset(): void {
    const aborter = this.aborter;
    this.aborter = undefined;
    aborter?.abort();
    this.sent = 0;
    this.uploaded = undefined;
    this.problem = undefined;
  }

  /** Abort a running upload, and call `onCanceled`. */
  cancel(): void {
    this.aborter?.abort();
  }

  async start(context: Context, file: File): Promise<void> {
    this.reset();
    const aborter = new AbortController();
    this.aborter = aborter;
    const onProgress = (sent: number): void => {
      this.sent = sent;
      this.host.requestUpdate();
    };
    try {
      const uploaded = await upload(context.hass, file, onProgress, aborter.signal);
      if (aborter === this.aborter) this.uploaded = uploaded;
    } catch (error) {
      if (aborter !== this.aborter) return;
      if (error instanceof UploadCanceledError) this.onCanceled();
      else this.problem = explainUpload(context, error);
    }
    this.host.requestUpdate();
  }
}
