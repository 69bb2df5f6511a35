// Why something failed: what happened, what to do, what was seen.

import { h } from "./dom.js";

/** The cause in full; `calm` while there will be another try; `kept` is where all that was seen can be read. */
export function causeOf(cause, { calm = false, kept } = {}) {
  return h(
    "div",
    { class: "kr-cause" },
    h("p", { class: "kr-cause__summary" }, cause.summary),
    // Before what was seen, which may be long: whoever is woken up by it wants to know what to do.
    cause.suggestion && h("p", { class: "kr-cause__advice" }, `Perhaps you should ${cause.suggestion}.`),
    calm ? [] : cause.evidence.filter((evidence) => !evidence.background && !leadsTo(kept, evidence)).map(evidenceOf),
    kept && h("p", {}, h("a", { href: kept }, "All that was seen")),
    calm ? [] : background(cause.evidence.filter((evidence) => evidence.background)),
  );
}

/** The line that says where the rest is kept stands as a link instead. */
const leadsTo = (kept, evidence) => kept !== undefined && evidence.lines.length === 1 && evidence.lines[0].endsWith(kept);

function background(evidence) {
  return (
    evidence.length > 0 &&
    h("details", { class: "kr-background" }, h("summary", {}, "What else was seen"), evidence.map(evidenceOf))
  );
}

function evidenceOf(evidence) {
  return h(
    "figure",
    { class: "kr-evidence" },
    h("figcaption", {}, evidence.title),
    logOf(evidence.lines, evidence.title),
  );
}

/** Lines that a program wrote; many of them scroll, also by keyboard. */
export function logOf(lines, title) {
  return h("pre", { class: "kr-log", tabindex: "0", role: "region", "aria-label": title }, lines.join("\n"));
}
