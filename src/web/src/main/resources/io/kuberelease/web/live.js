// Keeps a page true: asks for its document as long as it is looked at, and draws what has changed.

import { h, morph } from "./dom.js";
import { clock } from "./words.js";

const LONGEST_PAUSE = 30000;
const BEAT = 1000;
const LARGEST_DRIFT = 2000;
const MOST_SILENCES = 3;

/**
 * Draws a page in its place and keeps it true. What the host says about it is in the place's data: `url` of the document
 * (none: it stays as it is), `document` where the host has it already, and whatever the page itself asks for.
 *
 * A page has `draw(document, { now, host })` with the elements, `pause(document, host)` until it is asked for again (nothing: never), `moves(document)`
 * where times run on between two answers, `again(document, host)` with the command that shows it again, `drawn(document, host)` after it was drawn, and
 * `begin(place, draw, host)` before all, if it wants.
 */
export function keep(place, page) {
  const host = { ...place.dataset };
  const frame = place.cloneNode(false);
  /** The last document, how far the server's clock is ahead of ours, when it answered last, and what went wrong since. */
  const known = {
    document: host.document ? JSON.parse(host.document) : undefined,
    etag: undefined,
    skew: 0,
    answered: Date.now(),
    failures: 0,
    silences: 0,
    problem: "",
  };

  /** A page that goes away with its program: what does not answer on this very machine has ended, and nothing moves any more. */
  const isGone = () => host.again !== undefined && known.silences >= MOST_SILENCES;

  async function ask() {
    try {
      const answer = await fetch(host.url, {
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
      known.answered = Date.now();
      known.failures = 0;
      known.silences = 0;
    } catch (problem) {
      known.failures += 1;
      // What fetch throws when nobody answers; an answer that is none has another kind.
      known.silences = problem instanceof TypeError ? known.silences + 1 : 0;
      known.problem = problem.message;
    }
    draw();
    again();
  }

  function again() {
    const ms = pause();
    if (ms !== undefined) {
      setTimeout(whenLookedAt, ms, ask);
    }
  }

  function pause() {
    if (isGone()) {
      return undefined;
    }
    return known.failures > 0 ? Math.min(LONGEST_PAUSE, 1000 * 2 ** known.failures) : page.pause(known.document, host);
  }

  function draw() {
    const now = (isGone() ? known.answered : Date.now()) + known.skew;
    const content = [known.failures > 0 && (isGone() ? gone(now, page.again?.(known.document, host)) : lost(known.problem)), known.document !== undefined && page.draw(known.document, { now, host })];
    if (content.some(Boolean)) {
      const wanted = frame.cloneNode(false);
      wanted.append(...h("div", {}, ...content).childNodes);
      morph(place, wanted);
    }
    if (known.document !== undefined) {
      page.drawn?.(known.document, host);
    }
  }

  page.begin?.(place, draw, host);
  if (known.document !== undefined) {
    draw();
  }
  if (host.url) {
    if (known.document === undefined) {
      ask();
    } else {
      again();
    }
    setInterval(() => {
      if (!isGone() && known.document !== undefined && page.moves?.(known.document) && document.visibilityState === "visible") {
        draw();
      }
    }, BEAT);
  }
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

function lost(problem) {
  return h("p", { class: "kr-lost", role: "alert", "data-key": "lost" }, `This page can't be brought up to date (${problem}); it keeps trying.`);
}

function gone(at, again) {
  return h(
    "p",
    { class: "kr-lost", role: "alert", "data-key": "lost" },
    `The program that served this page has ended: this is how it stood at ${clock(at)}. `,
    again && ["To see how it stands now: ", h("code", { class: "kr-mono" }, again)],
  );
}
