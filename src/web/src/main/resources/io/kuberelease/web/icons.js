// One sign for each state; its shape says it without its colour.

import { h } from "./dom.js";

const SHAPES = {
  done: "M7.5 12.4l3 3 6-6.6",
  failed: "M8.6 8.6l6.8 6.8M15.4 8.6l-6.8 6.8",
  waiting: "M12 7.2v5l3.2 2",
  unchanged: "M8 10.2h8M8 13.8h8",
  stopped: "M9.2 9.2h5.6v5.6H9.2z",
  skipped: "M8 12h8",
};
const SAME = { succeeded: "done", granted: "done", rejected: "failed", lapsed: "failed", skipped: "skipped", errored: "failed", aborted: "stopped" };

/** The sign of a state, phase or status, with its name for those who can't see it. */
export function icon(state, spoken) {
  const kind = SAME[state] ?? state;
  const shape = SHAPES[kind];
  return h(
    "svg",
    { class: `kr-icon kr-icon--${kind}`, viewBox: "0 0 24 24", role: spoken ? "img" : undefined, "aria-label": spoken, "aria-hidden": spoken ? undefined : "true" },
    kind === "running" || kind === "retrying"
      ? [h("circle", { class: "kr-icon__track", cx: 12, cy: 12, r: 9 }), h("path", { class: "kr-icon__turning", d: "M12 3a9 9 0 0 1 9 9" })]
      : h("circle", { cx: 12, cy: 12, r: 9 }),
    shape && h("path", { d: shape }),
  );
}
