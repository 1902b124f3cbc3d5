import type { Sheets } from "./backend.js";

/** How many sheets the server draws at once. */
export const SHEETS_AT_ONCE = 4;
/** How many groups are loaded at once: the server makes two previews at a time, also for others. */
const AT_A_TIME = 2;
/** How many groups stay loaded: a dashboard may stay open for weeks. */
const KEPT = 12;

/** Some sheets, or the localized message why they cannot be shown. */
export type LoadedSheets = Sheets | string;

/** Loads groups of sheets while they are looked at. */
export class SheetLoader {
  private readonly groups: Map<number, LoadedSheets>;
  private readonly loading = new Set<number>();
  private seen: readonly number[] = [];

  /** `load` returns the group with the sheet of a number, which counts from 1. */
  constructor(
    first: Sheets,
    private readonly load: (sheet: number) => Promise<LoadedSheets>,
    private readonly onChange: () => void,
  ) {
    this.groups = new Map([[0, first]]);
  }

  /** Return the sheets of a group if they are loaded. */
  get(group: number): LoadedSheets | undefined {
    return this.groups.get(group);
  }

  /** Load the groups that are seen. Those that were scrolled away meanwhile are not asked for. */
  look(seen: readonly number[]): void {
    this.seen = seen;
    // A group that failed is tried again when it is looked at again.
    for (const [group, sheets] of this.groups) {
      if (typeof sheets === "string" && !seen.includes(group)) this.groups.delete(group);
    }
    for (const group of seen) void this.start(group);
  }

  private async start(group: number): Promise<void> {
    if (this.groups.has(group) || this.loading.has(group) || this.loading.size >= AT_A_TIME) return;
    this.loading.add(group);
    const sheets = await this.load(group * SHEETS_AT_ONCE + 1);
    this.loading.delete(group);
    this.groups.set(group, sheets);
    this.forget();
    this.onChange();
    for (const next of this.seen) void this.start(next);
  }

  /** Forget the groups that were loaded first, except visible ones. */
  private forget(): void {
    for (const group of this.groups.keys()) {
      if (this.groups.size <= KEPT) return;
      if (!this.seen.includes(group)) this.groups.delete(group);
    }
  }
}
