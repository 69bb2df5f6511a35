// A repository's previews: a search over its branches, what is on its way, and what lives.

import { formOf } from "./decision.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { announced, beginSearch, searchOf } from "./search.js";
import { timeOf } from "./standing.js";
import { age, count, cpu, memory, moment, soon } from "./words.js";

const PAUSE = { first: 1000, moving: 3000, still: 15000 };
const COLUMNS = ["Branch", "State", "Version", "Ends", "What can be done"];
const DAY = 24 * 3600;

const STANDINGS = {
  "being-made": { sign: "running", words: "being made" },
  live: { sign: "done", words: "live" },
  "not-ready": { sign: "waiting", words: "not ready" },
  failed: { sign: "failed", words: "failed" },
  over: { sign: "stopped", words: "over" },
  ending: { sign: "running", words: "ending" },
};
const REQUESTS = {
  queued: { sign: "pending", words: "waits for its turn" },
  running: { sign: "running", words: "being made" },
  done: { sign: "done", words: "done" },
  failed: { sign: "failed", words: "failed" },
};

/** Branches that were seen on their way: when one of them lives, that is told. */
const followed = new Map();

export const previews = {
  draw: (page, { now, host }) => {
    const lines = page.apps.flatMap((app) => app.previews);
    return h(
      "div",
      { class: "kr-page" },
      h("h1", {}, "Previews"),
      page.mayDeploy && searchOf(lines.map((line) => line.preview.branch), page.mayDeployForks),
      arrivals(lines),
      page.problems.map((why) => h("p", { class: "kr-lost", "data-key": why }, `${why[0].toUpperCase()}${why.slice(1)}.`)),
      page.first && guideOf(page.first, page.requests.length > 0),
      page.requests.length > 0 && requestsOf(page.requests, host.root, now),
      page.apps.map((app) => appOf(app, page, host, now)),
      page.apps.length === 0 && page.first === undefined && page.requests.length === 0 && h("p", { class: "kr-notice" }, host.empty),
      announced(),
    );
  },
  pause: (page) => {
    if (page === undefined || page.first?.section === "asked" || page.apps.some((app) => app.asking && app.asked === undefined)) {
      return PAUSE.first;
    }
    const moves =
      page.requests.some(isGoing) ||
      page.apps.some((app) => app.previews.some((line) => ["being-made", "ending"].includes(line.standing)));
    return moves ? PAUSE.moving : PAUSE.still;
  },
  moves: () => true,
  begin: beginSearch,
};

const isGoing = (request) => ["queued", "running"].includes(request.state);

/** What has come alive while somebody looked on. */
function arrivals(lines) {
  for (const { preview, standing } of lines) {
    if (standing === "being-made") {
      followed.set(preview.branch, undefined);
    } else if (followed.has(preview.branch)) {
      followed.set(preview.branch, standing === "live" ? preview.address : undefined);
    }
  }
  return h(
    "div",
    { role: "status", class: "kr-arrivals", "data-key": "arrivals" },
    [...followed]
      .filter(([, address]) => address !== undefined)
      .map(([branch, address]) =>
        h("p", { class: "kr-card kr-arrived", "data-key": `arrived-${branch}` }, icon("done"), h("span", {}, h("strong", {}, branch), " answers at ", linkTo(address))),
      ),
  );
}

function guideOf(first, begun) {
  const words = {
    asked: "No preview was made of this repository yet. Whether its release file says how, is being looked up…",
    there: begun ? undefined : "No preview was made of this repository yet. Its release file says how: search a branch above, and deploy it.",
    missing: "No preview was made of this repository yet, and its release file does not say how. Add three lines to kube-release.yaml, in the branch that is to be seen:",
    unknown: "No preview was made of this repository yet. Its release file (kube-release.yaml) needs three lines for it:",
  }[first.section];
  return (
    words &&
    h(
      "section",
      { class: "kr-card kr-guide" },
      h("p", {}, words),
      ["missing", "unknown"].includes(first.section) && h("pre", { class: "kr-log", tabindex: "0" }, first.example.join("\n")),
      first.problem && h("p", { class: "kr-quiet" }, `It could not be read here: ${first.problem}`),
    )
  );
}

function requestsOf(requests, root, now) {
  return h(
    "section",
    { class: "kr-card", "aria-labelledby": "asked-for" },
    h("h2", { id: "asked-for", class: "kr-card__title" }, "Asked for"),
    h(
      "ul",
      { class: "kr-plain kr-requests" },
      requests.map((request) =>
        h(
          "li",
          { class: "kr-request", "data-key": `request-${request.branch}` },
          pill(REQUESTS[request.state]),
          h(
            "div",
            { class: "kr-request__words" },
            h("span", { class: "kr-branch" }, request.branch),
            request.words && h("span", { class: request.state === "failed" ? "kr-why" : "kr-quiet" }, request.words),
            h("span", { class: "kr-quiet" }, `by ${request.by}, `, timeOf(request.at, now), buildOf(request, root)),
          ),
        ),
      ),
    ),
  );
}

const buildOf = (request, root) => request.url && [" · ", h("a", { href: root + request.url }, `build ${request.build}`)];

function appOf(app, page, host, now) {
  const title = `previews-${app.app}-${app.cluster}`;
  return h(
    "section",
    { class: "kr-previews", "aria-labelledby": title, "data-key": title },
    h(
      "header",
      { class: "kr-previews__head" },
      h("h2", { id: title, class: "kr-card__title" }, app.app),
      app.asked && h("p", { class: "kr-quiet" }, sumOf(app)),
      app.asked && h("p", { class: "kr-quiet kr-previews__age" }, `looked at ${age(now - Date.parse(app.asked))} ago`),
    ),
    app.problem && h("p", { class: "kr-lost", role: "alert" }, troubleOf(app, now)),
    app.previews.length > 0
      ? table(app, page, host, now)
      : app.asked
        ? !page.requests.some(isGoing) && h("p", { class: "kr-notice kr-card" }, page.mayDeploy ? "No preview lives now. Search a branch above, and deploy it." : "No preview lives now.")
        : !app.problem && h("p", { class: "kr-notice kr-card" }, `Looking into cluster ${app.cluster}…`),
  );
}

function sumOf(app) {
  const all = app.previews.map((line) => line.preview);
  const sum = (field) => all.reduce((total, preview) => total + (preview[field] ?? 0), 0);
  const asked = sum("milliCpu") + sum("memory") > 0 ? ` · they ask for ${cpu(sum("milliCpu"))} and ${memory(sum("memory"))}` : "";
  return `${app.previews.length} of ${count(app.limit, "preview")} in cluster ${app.cluster}${asked}`;
}

const troubleOf = (app, now) =>
  `The previews can't be looked at now: ${app.problem}. ` +
  (app.asked === undefined ? "It is tried again." : `This is how they stood ${age(now - Date.parse(app.asked))} ago; it is tried again.`);

function table(app, page, host, now) {
  const columns = page.mayDeploy ? COLUMNS : COLUMNS.slice(0, -1);
  return h(
    "table",
    { class: "kr-table kr-table--previews", role: "table", "aria-label": `Previews of ${app.app}` },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns.map((name, i) => h("th", { scope: "col", role: "columnheader" }, i < 4 ? name : h("span", { class: "kr-unseen" }, name))))),
    h("tbody", { role: "rowgroup" }, app.previews.map((line) => row(line, app, page, host, now))),
  );
}

function row(line, app, page, host, now) {
  const { preview } = line;
  const busy = line.standing === "ending";
  const cells = [
    h(
      "div",
      { class: "kr-stack" },
      h("span", { class: "kr-branch" }, preview.branch, line.shown && [" ", h("span", { class: "kr-mark" }, "fork")]),
      preview.address && linkTo(preview.address),
    ),
    h(
      "div",
      { class: "kr-stack" },
      pill(STANDINGS[line.standing]),
      line.words && h("span", { class: line.standing === "failed" ? "kr-why" : "kr-quiet" }, line.words),
      line.going?.url && h("a", { class: "kr-address", href: host.root + line.going.url }, `build ${line.going.build}`),
      !busy && preview.pods > 0 && h("span", { class: "kr-quiet" }, `${preview.readyPods} of ${count(preview.pods, "pod")} ready`),
      !busy && preview.pods > 0 && h("span", { class: "kr-quiet" }, `${cpu(preview.milliCpu)}, ${memory(preview.memory)}`),
      preview.problem && h("span", { class: "kr-quiet" }, preview.problem),
    ),
    h(
      "div",
      { class: "kr-stack" },
      h("span", { class: "kr-version", title: preview.commit && `commit ${preview.commit}` }, preview.version ?? (preview.problem ? "not known" : "nothing yet")),
      h("span", { class: "kr-quiet" }, `by ${preview.owner}, made `, timeOf(preview.since, now)),
    ),
    h("div", { class: "kr-stack kr-ends" }, busy ? h("span", {}, "now") : h("time", { datetime: preview.until, title: moment(preview.until), class: isNear(preview.until, now) ? "kr-near" : undefined }, soon(preview.until, now)), !busy && page.mayDeploy && extensionOf(line, app, host)),
  ];
  return h(
    "tr",
    { role: "row", "data-key": `${app.app}/${preview.namespace}` },
    cells.map((content, i) => h("td", { role: "cell", "data-label": COLUMNS[i] }, content)),
    page.mayDeploy && h("td", { role: "cell", class: "kr-deeds" }, !busy && h("div", { class: "kr-buttons" }, deedsOf(line, app, page, host))),
  );
}

const isNear = (until, now) => Date.parse(until) - now < 2 * 3600 * 1000;

function extensionOf({ preview }, app, host) {
  return formOf(
    "extend",
    { app: app.app, cluster: app.cluster, namespace: preview.namespace },
    host,
    h("select", { name: "for", class: "kr-select", "aria-label": `How long ${preview.branch} is to stay` }, lifetimes(app.lifetime).map(([value, words]) => h("option", { value }, words))),
    h("button", { type: "submit", class: "kr-button", "aria-label": `Extend ${preview.branch}` }, "Extend"),
  );
}

function deedsOf({ preview, standing, shown }, app, page, host) {
  const deletion = `confirm?what=delete&app=${encodeURIComponent(app.app)}&cluster=${encodeURIComponent(app.cluster)}&namespace=${encodeURIComponent(preview.namespace)}`;
  const again = shown
    ? page.mayDeployForks && h("a", { class: "kr-button", "aria-label": `Deploy ${preview.branch} again…`, href: `confirm?what=fork&branch=${encodeURIComponent(preview.branch)}` }, "Deploy again…")
    : formOf("deploy", { branch: preview.branch }, host, h("button", { type: "submit", class: "kr-button", "aria-label": `Deploy ${preview.branch} again` }, "Deploy again"));
  return [standing !== "being-made" && again, h("a", { class: "kr-button kr-button--destructive", "aria-label": `Delete ${preview.branch}…`, href: deletion }, "Delete…")];
}

/** What the release file says comes first. */
function lifetimes(usual) {
  const said = usual % DAY === 0 ? [`${usual / DAY}d`, count(usual / DAY, "day")] : [`${usual}s`, age(usual * 1000)];
  return [said, ["1d", "1 day"], ["3d", "3 days"], ["7d", "7 days"], ["14d", "14 days"]].filter(([value], i, all) => all.findIndex(([other]) => other === value) === i);
}

const pill = ({ sign, words }) => h("span", { class: `kr-pill kr-pill--${sign}` }, icon(sign), words);

/** Only what a browser opens as a page becomes a link. */
function linkTo(address) {
  const words = address.replace(/^https?:\/\//, "").replace(/\/$/, "");
  return /^https?:\/\//.test(address) ? h("a", { href: address, class: "kr-address" }, words) : h("span", { class: "kr-quiet" }, address);
}
