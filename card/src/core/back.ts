import { createKey } from "./print-once.js";

/** Resolves once the browser went back, which it does later. */
let leaving: Promise<unknown> = Promise.resolve();

/**
 * Let Back close what lies above the page, as it does with Home Assistant's own dialogs.
 *
 * Returns what takes the entry of the history away once it was closed in another way.
 */
export function closeOnBack(close: () => void): () => void {
  const key = createKey();
  const isOnTop = (): boolean => (history.state as { cloudprint?: unknown } | null)?.cloudprint === key;
  const listen = (): void => {
    if (isOnTop()) return;
    removeEventListener("popstate", listen);
    close();
  };
  let isClosed = false;
  void leaving.then(() => {
    if (isClosed) return;
    history.pushState({ cloudprint: key }, "");
    addEventListener("popstate", listen);
  });
  return () => {
    isClosed = true;
    removeEventListener("popstate", listen);
    if (!isOnTop()) return;
    leaving = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
    history.back();
  };
}
