import type { ReactiveController, ReactiveControllerHost } from "lit";

import { type PickedContent, readDataTransfer } from "./files.js";

/** Handles files and text that are dropped or pasted on the card. */
export class DropPasteController implements ReactiveController {
  isDraggedOver = false;

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly accepts: (kind: PickedContent["kind"]) => boolean,
    private readonly onPicked: (picked: PickedContent) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener("paste", this.paste);
    this.host.addEventListener("dragenter", this.dragOver);
    this.host.addEventListener("dragover", this.dragOver);
    this.host.addEventListener("dragleave", this.dragLeave);
    this.host.addEventListener("drop", this.drop);
  }

  hostDisconnected(): void {
    window.removeEventListener("paste", this.paste);
    this.host.removeEventListener("dragenter", this.dragOver);
    this.host.removeEventListener("dragover", this.dragOver);
    this.host.removeEventListener("dragleave", this.dragLeave);
    this.host.removeEventListener("drop", this.drop);
  }

  private readonly dragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files") || !this.accepts("files")) return;
    event.preventDefault();
    this.showDrag(true);
  };

  private readonly dragLeave = (event: DragEvent): void => {
    const { left, right, top, bottom } = this.host.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    // The event also fires when the pointer moves between elements of the card.
    if (x <= left || x >= right || y <= top || y >= bottom) this.showDrag(false);
  };

  private readonly drop = (event: DragEvent): void => {
    this.showDrag(false);
    const picked = readDataTransfer(event.dataTransfer);
    if (picked?.kind !== "files" || !this.accepts("files")) return;
    event.preventDefault();
    this.onPicked(picked);
  };

  private readonly paste = (event: ClipboardEvent): void => {
    // A page may have several cards: paste into the one that is hovered or focused, or the
    // first of both.
    if (event.defaultPrevented || !this.host.matches(":hover, :focus-within")) return;
    const picked = readDataTransfer(event.clipboardData);
    if (!picked || !this.accepts(picked.kind)) return;
    // Leave text that is pasted into a field to the field.
    if (picked.kind === "text" && isField(event.composedPath()[0])) return;
    event.preventDefault();
    this.onPicked(picked);
  };

  private showDrag(isDraggedOver: boolean): void {
    if (isDraggedOver === this.isDraggedOver) return;
    this.isDraggedOver = isDraggedOver;
    this.host.requestUpdate();
  }
}

function isField(target: EventTarget | undefined): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}
