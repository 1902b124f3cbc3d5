import type { ReactiveController, ReactiveControllerHost } from "lit";

import type { Context } from "./context.js";
import {
  type Upload,
  upload,
  UploadBrokenError,
  UploadCanceledError,
  UploadRefusedError,
} from "./upload.js";

/** Sends the file of a part, one at a time, and shows how far it is. */
export class Uploading implements ReactiveController {
  /** How much of the file was sent, from 0 to 1. */
  sent = 0;
  uploaded: Upload | undefined;
  /** Why it failed, for the person. */
  problem: string | undefined;
  private aborter: AbortController | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly onCanceled: () => void,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.forget();
  }

  /** End what is being sent, without a word. */
  forget(): void {
    const aborter = this.aborter;
    this.aborter = undefined;
    aborter?.abort();
    this.sent = 0;
    this.uploaded = undefined;
    this.problem = undefined;
  }

  /** End what is being sent, because the person said so. */
  cancel(): void {
    this.aborter?.abort();
  }

  async start(context: Context, file: File): Promise<void> {
    this.forget();
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
      else this.problem = problemOf(error, context);
    }
    this.host.requestUpdate();
  }
}

function problemOf(error: unknown, context: Context): string {
  if (error instanceof UploadRefusedError) return error.message;
  if (error instanceof UploadBrokenError) return context.texts.say("upload_no_connection");
  return String(error);
}
