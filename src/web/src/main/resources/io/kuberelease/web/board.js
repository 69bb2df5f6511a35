// The board: apps by environments.

import { h } from "./dom.js";
import { pauseFor, standingOf } from "./standing.js";
import { moment, soon } from "./words.js";

export const board = {
  draw: (document, { now, host }) =>
    h(
      "div",
      { class: "kr-page" },
      h("h1", {}, "Releases"),
      document.apps.length === 0 ? h("p", { class: "kr-notice" }, host.empty) : table(document, host.root, now),
      document.previews?.length > 0 && previewsOf(document.previews, host.root, now),
    ),
  pause: (document) => pauseFor((document?.apps ?? []).flatMap((app) => app.environments)),
  moves: () => true,
};

/** Each app's branches at addresses of their own, in a line. */
function previewsOf(previews, root, now) {
  return h(
    "section",
    { class: "kr-card", "aria-labelledby": "previews" },
    h("h2", { id: "previews", class: "kr-card__title" }, "Previews"),
    h("ul", { class: "kr-plain kr-preview-lines" }, previews.map((each) => lineOf(each, root, now))),
  );
}

function lineOf({ app, project, url, live, limit, ends, first, problem }, root, now) {
  return h(
    "li",
    { "data-key": `${project}/${app}` },
    h("a", { href: root + url }, app),
    project !== app && h("span", { class: "kr-quiet" }, project),
    h("span", {}, live === undefined ? "not known" : `${live} of ${limit}`),
    ends && h("span", { class: "kr-quiet" }, `the next to end is ${first}, `, h("time", { datetime: ends, title: moment(ends) }, soon(ends, now))),
    problem && h("span", { class: "kr-quiet" }, problem),
  );
}

function table(document, root, now) {
  return h(
    "table",
    { class: "kr-table kr-table--board", role: "table", "aria-label": "Apps by environments" },
    h(
      "thead",
      { role: "rowgroup" },
      h("tr", { role: "row" }, ["App", ...document.environments].map((name) => h("th", { scope: "col", role: "columnheader" }, name))),
    ),
    h("tbody", { role: "rowgroup" }, document.apps.map((app) => row(app, document.environments, root, now))),
  );
}

function row(app, environments, root, now) {
  return h(
    "tr",
    { role: "row", "data-key": `${app.folder}/${app.app}` },
    h(
      "th",
      { scope: "row", role: "rowheader" },
      app.app,
      app.folder !== "" && app.folder !== app.app && h("span", { class: "kr-folder" }, app.folder),
    ),
    environments.map((name) => {
      const standing = app.environments.find((each) => each.environment === name);
      return h("td", { role: "cell", "data-label": name, class: standing ? undefined : "kr-table__empty" }, standing && standingOf(standing, root, now));
    }),
  );
}
