/** Whether files are dragged over the page. */
export function isPicked(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Return the files that were pasted or dropped. */
export function readPicked(event: ClipboardEvent | DragEvent): readonly File[] {
  const transfer = "clipboardData" in event ? event.clipboardData : event.dataTransfer;
  return [...(transfer?.files ?? [])];
}
