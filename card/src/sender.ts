import type { PreviewFields, PrintAnswer } from "./backend.js";
import type { Context } from "./context.js";
import { PrintOnce } from "./core/print-once.js";
import { isConnectionLost, isUnprinted } from "./errors.js";

/** Sends the prints of a part of the card. */
export class Sender extends PrintOnce {
  constructor() {
    super(isConnectionLost, isUnprinted);
  }

  send({ backend }: Context, fields: PreviewFields): Promise<PrintAnswer> {
    return this.print(JSON.stringify(fields), (key) =>
      backend.call("cloudprint/print", { ...fields, idempotency_key: key }),
    );
  }
}
