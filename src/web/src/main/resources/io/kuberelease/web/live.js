// Keeps a page true: asks for its document as long as it is looked at, and draws what has changed.

import { h, morph } from "./dom.js";

const LONGEST_PAUSE = 30000;
const BEAT = 1000;
const LARGEST_DRIFT = 2000;

/**
 * Draws a page in its place and keeps it true. What the host says about it is in the place's data: `url` of the document
 * (none: it stays as it is), `document` where the host has it already, and whatever the page itself asks for.
 *
 * A page has `draw(document, { now, host })` with the elements, `pause(document, host)` until it is asked for again (nothing: never), `moves(document)`
 * where times run on between two answers, and `drawn(document, host)` after it was drawn, if it wants.
 */
export function keep(place, page) {
  const host = { ...place.dataset };
  const frame = place.cloneNode(false);
  /** The last document, how far the server's clock is ahead of ours, and what went wrong last. */
  const known = { document: host.document ? JSON.parse(host.document) : undefined, etag: undefined, skew: 0, failures: 0, problem: "" };

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
      known.failures = 0;
    } catch (problem) {
      known.failures += 1;
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
    return known.failures > 0 ? Math.min(LONGEST_PAUSE, 1000 * 2 ** known.failures) : page.pause(known.document, host);
  }

  function draw() {
    const now = Date.now() + known.skew;
    const content = [known.failures > 0 && lost(known.problem), known.document !== undefined && page.draw(known.document, { now, host })];
    if (content.some(Boolean)) {
      const wanted = frame.cloneNode(false);
      wanted.append(...h("div", {}, ...content).childNodes);
      morph(place, wanted);
    }
    if (known.document !== undefined) {
      page.drawn?.(known.document, host);
    }
  }

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
      if (known.document !== undefined && page.moves?.(known.document) && document.visibilityState === "visible") {
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
