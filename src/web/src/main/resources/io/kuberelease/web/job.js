// A job's releases: what is in each environment, and how it came there.

import { h } from "./dom.js";
import { pauseFor, pillOf, standingOf, timeOf } from "./standing.js";
import { count } from "./words.js";

const COLUMNS = ["Status", "Version", "What became of it", "By", "Started", "Build"];

export const job = {
  draw: (history, { now, host }) =>
    h(
      "div",
      { class: "kr-page" },
      h("h1", {}, "Releases"),
      history.releases.length === 0
        ? h("p", { class: "kr-notice" }, host.empty)
        : [h("div", { class: "kr-environments" }, environments(history, host.root, now)), table(history, host.root, now)],
    ),
  pause: (history) => pauseFor(history?.environments ?? []),
  moves: () => true,
};

function environments(history, root, now) {
  const several = new Set(history.environments.map((each) => each.app)).size > 1;
  return history.environments.map((each) => {
    const title = `environment-${each.app}-${each.environment}`;
    return h(
      "section",
      { class: "kr-card kr-environment", "aria-labelledby": title, "data-key": title },
      // An environment's name alone would not tell whose it is.
      h("h2", { id: title, class: "kr-card__title" }, several && `${each.app} · `, each.environment),
      standingOf(each, root, now),
    );
  });
}

function table(history, root, now) {
  return h(
    "table",
    { class: "kr-table", role: "table", "aria-label": count(history.releases.length, "release") },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, COLUMNS.map((name) => h("th", { scope: "col", role: "columnheader" }, name)))),
    h("tbody", { role: "rowgroup" }, history.releases.map((line) => row(line, root, now))),
  );
}

function row(line, root, now) {
  const cells = [
    pillOf(line.status),
    h("a", { href: root + line.url }, line.version),
    line.headline,
    line.startedBy,
    timeOf(line.startedAt, now),
    h("a", { href: `${root}${line.url}../` }, line.build),
  ];
  return h(
    "tr",
    { role: "row", "data-key": `${line.url}${line.release}` },
    cells.map((content, i) => h("td", { role: "cell", "data-label": COLUMNS[i], class: i === 2 ? "kr-table__wide" : undefined }, content)),
  );
}
