// The releases of a build, or the one of a terminal.

import { h } from "./dom.js";
import { releaseOf } from "./release.js";

const PAUSE = { running: 1500, waiting: 5000, over: 60000 };
const NEWEST = "newest";
const PLANNED_WITHIN = 30000;

/** Whether whoever came by an address with a release in it has been led there. */
let led = false;

export const releases = {
  draw: (document, { now, host }) => [
    document.releases.map((entry) => releaseOf(entry, now, host)),
    document.releases.length === 0 && h("p", { class: "kr-notice" }, host.empty),
  ],

  /** A terminal's page goes away with its program: what is over is not asked for again. */
  pause(document, host) {
    if (host.again && document?.releases.length > 0 && document.releases.every((entry) => entry.release.endedAt !== undefined)) {
      return undefined;
    }
    if (isExpected()) {
      return PAUSE.running;
    }
    const statuses = (document?.releases ?? []).map((entry) => entry.release.status);
    return statuses.includes("running") ? PAUSE.running : statuses.includes("waiting") ? PAUSE.waiting : PAUSE.over;
  },

  again: (document, host) => [host.again, document?.releases.at(-1)?.release.release].filter(Boolean).join(" "),

  moves: (document) => document.releases.some((entry) => entry.release.endedAt === undefined),

  /** What is drawn later than the address is read has to be led to from here. */
  drawn({ releases: entries }, host) {
    if (host.titled && entries.length > 0) {
      document.title = entries.at(-1).release.headline;
    }
    if (!led) {
      const goal = document.getElementById(asked() === NEWEST ? newest(entries) : asked());
      goal?.scrollIntoView();
      led = goal !== null || !isExpected();
    }
  },
};

const asked = () => location.hash.slice(1);

/** Whether somebody comes from beginning a release that may still be planned. */
const isExpected = () => !led && asked() === NEWEST && performance.now() < PLANNED_WITHIN;

/** The release that was begun last, while it goes on. */
function newest(entries) {
  const last = entries.at(-1)?.release;
  return last?.endedAt === undefined ? last?.release : "";
}
