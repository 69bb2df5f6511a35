// Keeps the page true: asks for the release as long as it is looked at, and draws what has changed.

import { h, morph } from "./dom.js";
import { releaseOf } from "./release.js";

const PAUSE = { running: 1500, waiting: 5000, over: 60000 };
const LONGEST_PAUSE = 30000;
const BEAT = 1000;
const LARGEST_DRIFT = 2000;
const NEWEST = "newest";
const PLANNED_WITHIN = 30000;

const place = document.getElementById("kube-release");

/** What is known: the last document, how far the server's clock is ahead of ours, and what went wrong last. */
const known = { document: undefined, etag: undefined, skew: 0, failures: 0, led: false };

async function ask() {
  try {
    const answer = await fetch(place.dataset.url, {
      headers: known.etag ? { "If-None-Match": known.etag } : {},
      cache: "no-store",
      credentials: "same-origin",
    });
    if (answer.status === 200) {
      known.document = await answer.json();
      known.etag = answer.headers.get("ETag") ?? undefined;
    } else if (answer.status !== 304) {
      throw new Error(`the server answered ${answer.status}`);
    }
    known.skew = skewOf(answer);
    known.failures = 0;
  } catch (problem) {
    known.failures += 1;
    known.problem = problem.message;
  }
  draw();
  setTimeout(whenLookedAt, pause(), ask);
}

/** The header tells whole seconds; a clock that is nearly right is left alone, so that no bar jumps. */
function skewOf(answer) {
  const ahead = Date.parse(answer.headers.get("Date") ?? "") - Date.now();
  return Math.abs(ahead) > LARGEST_DRIFT ? ahead : 0;
}

function whenLookedAt(act) {
  if (document.visibilityState === "visible") {
    act();
  } else {
    document.addEventListener("visibilitychange", () => act(), { once: true });
  }
}

function pause() {
  if (known.failures > 0) {
    return Math.min(LONGEST_PAUSE, 1000 * 2 ** known.failures);
  }
  if (isExpected()) {
    return PAUSE.running;
  }
  const statuses = (known.document?.releases ?? []).map((entry) => entry.release.status);
  return statuses.includes("running") ? PAUSE.running : statuses.includes("waiting") ? PAUSE.waiting : PAUSE.over;
}

function draw() {
  if (known.document === undefined) {
    if (known.failures > 0) {
      show([lost()]);
    }
    return;
  }
  const now = Date.now() + known.skew;
  show([
    known.failures > 0 && lost(),
    known.document.releases.map((entry) => releaseOf(entry, now)),
    known.document.releases.length === 0 && h("p", { class: "jenkins-notice" }, "No release has begun in this build yet."),
  ]);
  leadOnce();
}

function lost() {
  return h("p", { class: "jenkins-alert jenkins-alert-warning", role: "alert", "data-key": "lost" }, `This page can't be brought up to date (${known.problem}); it keeps trying.`);
}

function show(children) {
  const wanted = h("div", { id: "kube-release", "data-url": place.dataset.url, class: "kr" }, ...children);
  morph(place, wanted);
}

/** What is drawn later than the address is read has to be led to from here. */
function leadOnce() {
  if (!known.led) {
    const goal = document.getElementById(asked() === NEWEST ? newest() : asked());
    goal?.scrollIntoView();
    known.led = goal !== null || !isExpected();
  }
}

const asked = () => location.hash.slice(1);

/** Whether somebody comes from beginning a release that may still be planned. */
const isExpected = () => !known.led && asked() === NEWEST && performance.now() < PLANNED_WITHIN;

/** The release that was begun last, while it goes on. */
function newest() {
  const last = known.document.releases.at(-1)?.release;
  return last?.endedAt === undefined ? last?.release : "";
}

/** Times run on between two answers. */
setInterval(() => {
  const open = known.document?.releases.some((entry) => entry.release.endedAt === undefined);
  if (open && document.visibilityState === "visible") {
    draw();
  }
}, BEAT);

ask();
