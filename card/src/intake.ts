import type { ReactiveController, ReactiveControllerHost } from "lit";

import { type Given, givenIn } from "./files.js";

/** Takes what is dropped or pasted on a card. */
export class Intake implements ReactiveController {
  isDraggedOver = false;

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly canTake: (kind: Given["kind"]) => boolean,
    private readonly onGiven: (given: Given) => void,
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
    if (!event.dataTransfer?.types.includes("Files") || !this.canTake("file")) return;
    event.preventDefault();
    this.showDrag(true);
  };

  private readonly dragLeave = (event: DragEvent): void => {
    const { left, right, top, bottom } = this.host.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    // From one of the card's elements to another, it has not left.
    if (x <= left || x >= right || y <= top || y >= bottom) this.showDrag(false);
  };

  private readonly drop = (event: DragEvent): void => {
    this.showDrag(false);
    const given = givenIn(event.dataTransfer);
    if (given?.kind !== "file" || !this.canTake("file")) return;
    event.preventDefault();
    this.onGiven(given);
  };

  private readonly paste = (event: ClipboardEvent): void => {
    // A page has one clipboard and perhaps several cards: the one the person is at.
    if (!this.host.matches(":hover, :focus-within")) return;
    const given = givenIn(event.clipboardData);
    if (!given || !this.canTake(given.kind)) return;
    // Text that is pasted into a field is for the field.
    if (given.kind === "text" && isField(event.composedPath()[0])) return;
    event.preventDefault();
    this.onGiven(given);
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
