import { html, nothing, type TemplateResult } from "lit";

import type { Policy, Printer } from "./backend.js";
import type { Context } from "./context.js";
import { joinApprovers } from "./jobs.js";
import { renderNotice } from "./notices.js";
import type { Translator } from "./texts/index.js";
import "./texts/people.js";

/** Return the causes for which somebody is asked, in one sentence: with the numbers, if it has too many pages. */
export function joinCauses(
  { causes, pages, ask_above: limit }: Pick<Policy, "causes" | "pages" | "ask_above">,
  texts: Translator,
): string {
  const isCounted = causes.includes("pages") && pages !== null && limit !== null;
  const others = texts.join(
    causes
      .filter((cause) => !isCounted || cause !== "pages")
      .map((cause) => texts.localizeValue("cause", cause, "cause_other")),
    "conjunction",
  );
  if (!isCounted) return others;
  const counted = texts.localizeCount("cause_counted", pages, { limit });
  return others ? texts.localize("cause_also", { counted, others }) : counted;
}

/** Return what rules say of several prints at once, as far as it is known. */
export function joinPolicies(policies: readonly Policy[]): Policy | undefined {
  const [first, ...others] = policies;
  if (!first || !others.length) return first;
  const asking = policies.filter(({ asks }) => asks);
  const pages = policies.reduce<number | null>(
    (sum, policy) => (sum === null || policy.pages === null ? null : sum + policy.pages),
    0,
  );
  const isTooMany = (left: number | null): boolean => pages !== null && left !== null && pages > left;
  return {
    ...first,
    pages,
    asks: asking.length > 0,
    causes: [...new Set(asking.flatMap(({ causes }) => causes))],
    // A rule counts the pages of each print.
    ask_above: null,
    approvers: [...new Set(asking.flatMap(({ approvers }) => approvers))],
    used_up: policies.some(({ used_up }) => used_up) || isTooMany(first.left_today) || isTooMany(first.left_month),
    offers_grey: asking.length > 0 && asking.every(({ offers_grey }) => offers_grey),
  };
}

/** Say why a print has more pages than are left; undefined if it does not, as far as it is known. */
function findTooMany({ rule }: Printer, policy: Policy | undefined, texts: Translator): string | undefined {
  const today = policy ? policy.left_today : rule?.left_today;
  const month = policy ? policy.left_month : rule?.left_month;
  if (today === 0) return texts.localize("used_up_today");
  if (month === 0) return texts.localize("used_up_month");
  if (!policy?.used_up) return undefined;
  const { pages } = policy;
  const isToday = typeof today === "number" && (typeof month !== "number" || today <= month);
  const left = isToday ? today : month;
  if (pages === null || typeof left !== "number") return policy.sentence ?? texts.localize("used_up");
  return texts.localizeCount(isToday ? "too_many_today" : "too_many_month", pages, { left });
}

/** Return whether a print is offered: pages are left. */
export function isOffered(printer: Printer, policy: Policy | undefined, texts: Translator): boolean {
  return findTooMany(printer, policy, texts) === undefined;
}

/** Say before a print how many pages are left, who will be asked, and why; nothing without a rule. */
export function renderRule(
  { texts }: Context,
  printer: Printer,
  policy: Policy | undefined,
  printGrey?: () => void,
): TemplateResult | typeof nothing {
  const { rule } = printer;
  const tooMany = findTooMany(printer, policy, texts);
  if (tooMany) return renderNotice("warning", "mdi:alert-circle-outline", tooMany);
  const left = { ...rule, ...(policy && { left_today: policy.left_today, left_month: policy.left_month }) };
  const count = (stem: "left_today" | "left_month", limit: number | null | undefined): string => {
    const pages = left[stem];
    return typeof pages === "number" && typeof limit === "number"
      ? texts.localizeCount(stem, limit, { left: pages })
      : "";
  };
  const sentences = [
    count("left_today", rule?.limit_today),
    count("left_month", rule?.limit_month),
    policy?.asks
      ? texts.localize("asks", {
          names: capitalize(joinApprovers(policy.approvers, texts)),
          causes: joinCauses(policy, texts),
        })
      : (policy?.sentence ?? rule?.sentence ?? ""),
  ].filter(Boolean);
  if (!sentences.length) return nothing;
  return html`<div class="rule small" role="status">${sentences.join(" ")}</div>
    ${
      policy?.offers_grey && printGrey
        ? html`<button class="grey" type="button" @click=${printGrey}>${texts.localize("grey_now")}</button>`
        : nothing
    }`;
}

/** Begin a sentence with names. */
function capitalize(names: string): string {
  return names.charAt(0).toUpperCase() + names.slice(1);
}
