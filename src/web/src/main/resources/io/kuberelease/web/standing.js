// How an environment stands: what is in it, and what was tried since.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { ago, label, moment } from "./words.js";

const PAUSE = { moving: 5000, still: 60000 };
const MOVING = ["running", "retrying", "waiting"];

/** The environment; `root` is where addresses begin. */
export function standingOf({ present, attempt }, root, now) {
  return [
    present === undefined ? h("p", { class: "kr-quiet" }, "Nothing yet") : presentOf(present, root, now),
    attempt !== undefined && attemptOf(attempt, root, now),
  ];
}

function presentOf(present, root, now) {
  return h(
    "p",
    { class: "kr-standing" },
    h("a", { href: root + present.url, class: "kr-standing__version" }, present.version),
    h(
      "span",
      { class: "kr-quiet" },
      present.revision !== undefined && `revision ${present.revision} · `,
      h("span", { class: "kr-mono" }, present.image ?? ""),
    ),
    h("span", { class: "kr-quiet" }, `by ${present.by}, `, timeOf(present.at, now)),
  );
}

function attemptOf(attempt, root, now) {
  return h(
    "p",
    { class: "kr-standing" },
    pillOf(attempt.phase),
    h("a", { href: root + attempt.url }, attempt.version),
    h("span", { class: "kr-quiet" }, timeOf(attempt.at, now)),
  );
}

/** A state with its sign. */
export const pillOf = (state) => h("span", { class: `kr-pill kr-pill--${state}` }, icon(state), label(state));

/** How long ago, and the moment itself for whoever points at it. */
export const timeOf = (at, now) => h("time", { datetime: at, title: moment(at) }, ago(at, now));

/** How soon a page of standings is worth asking for again. */
export const pauseFor = (environments) =>
  environments.some(({ attempt }) => MOVING.includes(attempt?.phase)) ? PAUSE.moving : PAUSE.still;
