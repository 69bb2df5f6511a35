// One release: what it is, what it needs, and everything that is known of it.

import { axisOf } from "./axis.js";
import { causeOf } from "./cause.js";
import { h } from "./dom.js";
import { changesIn, decidedBy, environmentsOf } from "./environments.js";
import { factsOf } from "./facts.js";
import { icon } from "./icons.js";
import { stagesOf } from "./stages.js";
import { duration, label, millis, moment } from "./words.js";

/** The release as an element. */
export function releaseOf(entry, presumed, host) {
  const release = entry.release;
  const now = Math.max(presumed, lastEvent(release));
  return h(
    "article",
    { id: release.release, class: "kr-release", "data-key": release.release },
    head(entry, now),
    attention(entry, host),
    stagesOf(release, axisOf(release, now), now),
    environmentsOf(release, entry.offers),
    factsOf(release, entry.links),
    history(release),
  );
}

/** A promotion or a rollback begins with a bundle; its branch would say nothing. */
function origin(release) {
  return release.errand === "release"
    ? [h("span", { class: "kr-mono" }, release.source.branch), " at "]
    : `${release.errand}, made from `;
}

/** A clock that is late must not let anything end before it has begun. */
function lastEvent(release) {
  const times = release.groups.flatMap((group) => group.stages).flatMap((stage) => [stage.startedAt, stage.endedAt]);
  return Math.max(...[release.startedAt, ...times].filter(Boolean).map(millis));
}

function head({ release, offers, links }, now) {
  const abort = offers.find((offer) => offer.kind === "abort");
  const took = duration((millis(release.endedAt) ?? now) - millis(release.startedAt));
  return h(
    "header",
    { class: "kr-head" },
    h(
      "div",
      { class: "kr-head__words" },
      h(
        "h1",
        {},
        `${release.app} ${release.version} `,
        h("span", { class: `kr-pill kr-pill--${release.status}` }, icon(release.status), label(release.status)),
      ),
      h("p", { class: "kr-head__line", role: "status" }, release.headline),
      h(
        "p",
        { class: "kr-quiet" },
        origin(release),
        h("span", { class: "kr-mono", title: release.source.commit }, release.source.abbreviated),
        release.source.modified && " (modified)",
        ` · started by ${release.startedBy}, ${moment(release.startedAt)} · `,
        release.endedAt === undefined && `${took} · `,
        h("span", { class: "kr-mono" }, release.release),
        links.console && [" · ", h("a", { href: links.console }, "console")],
      ),
    ),
    abort && h("a", { class: "kr-button kr-button--destructive", href: abort.url }, `${abort.words}…`),
  );
}

/** What a person should look at first: a decision to be made, or why it failed. */
function attention({ release, offers, links }, host) {
  const failed = release.groups.filter((group) => group.phase === "failed" && group.cause);
  return [
    release.waiting.map((wait) => waitOf(wait, release, offers, host)),
    failed.map((group) =>
      h(
        "section",
        { class: "kr-card kr-attention kr-attention--failed", "data-key": `cause-${group.name}` },
        h("h2", { class: "kr-card__title" }, icon("failed"), `${group.name}: ${group.cause.words}`),
        causeOf(group.cause, { kept: keptOf(group, links) }),
      ),
    ),
    release.status === "aborted" && abortedOf(release),
    release.remarks.length > 0 &&
      release.endedAt &&
      release.status !== "aborted" &&
      h("p", { class: "kr-quiet" }, release.remarks.join(" ")),
    release.troubles.length > 0 &&
      h(
        "p",
        { class: "kr-trouble kr-lined" },
        icon("skipped"),
        h("span", {}, release.troubles.map((trouble) => `${trouble.sink} could not be told: ${trouble.why}. `)),
      ),
  ];
}

/** Who ended it, what stands where, and how to go on. */
function abortedOf(release) {
  return h(
    "section",
    { class: "kr-card kr-attention kr-attention--stopped", "data-key": "aborted" },
    h("h2", {}, icon("stopped"), `Aborted by ${release.abortedBy ?? "somebody"}`),
    h("ul", { class: "kr-plain" }, leftBy(release).map((line) => h("li", {}, line))),
    h("p", {}, adviceAfterAbort(release)),
  );
}

/** What the journal says was left, and the revision of each environment that was come to. */
function leftBy(release) {
  const told = release.remarks;
  const other = release.environments
    .filter((environment) => !told.some((line) => line.startsWith(`${environment.name}: `)))
    .filter((environment) => ["done", "unchanged"].includes(environment.phase))
    .map((environment) => `${environment.name}: ${release.app} ${release.version} is there${environment.revision === undefined ? "" : `, Helm revision ${environment.revision}`}.`);
  return [...told, ...other];
}

function adviceAfterAbort(release) {
  const again = release.errand === "release" ? "Release this commit again to go on" : `Begin the ${release.errand} again to go on`;
  return `What is deployed stays until somebody changes it. ${again}; where an environment stands badly, roll it back.`;
}

/** Where all that was seen of a group's failure can be read, if anything was kept. */
function keptOf(group, links) {
  return group.stages.map((stage) => links[`evidence/${stage.id}`]).find((link) => link !== undefined);
}

function waitOf(wait, release, offers, host) {
  const diff = release.environments.find((environment) => environment.name === wait.group)?.diff;
  const offer = offers.find((each) => each.kind === "approve" && each.stage === wait.stage);
  return h(
    "section",
    { class: "kr-card kr-attention kr-attention--waiting", "data-key": `wait-${wait.stage}` },
    h(
      "div",
      { class: "kr-attention__words" },
      h("h2", { class: "kr-card__title" }, icon("waiting"), `${wait.group} waits for ${wait.what}`),
      h(
        "p",
        {},
        diff && `${release.app} ${release.version} would change ${changesIn(diff)} in ${wait.group}. `,
        `Until ${moment(wait.until)}.`,
      ),
    ),
    offer
      ? h("a", { class: "kr-button kr-button--primary", href: offer.url }, "Review and decide")
      : wait.approval && elsewhere(release, host),
  );
}

/** Who can't decide here is told who or what can. */
function elsewhere(release, host) {
  return host.decide
    ? h("p", { class: "kr-quiet kr-command" }, "To decide: ", h("code", { class: "kr-mono" }, `${host.decide} ${release.release}`))
    : h("p", { class: "kr-quiet" }, "You may not decide this.");
}

function history(release) {
  const events = [
    ...release.decisions.map((decision) => ({ at: decision.at, line: [`${decision.environment}: `, decidedBy(decision)] })),
    ...release.resumed.map((resumed) => ({ at: resumed.at, line: [`Taken up again by ${resumed.by}, ${moment(resumed.at)}`] })),
  ].sort((one, other) => millis(one.at) - millis(other.at));
  return (
    (events.length > 1 || release.resumed.length > 0) &&
    h(
      "section",
      { class: "kr-card", "data-key": "history" },
      h("h2", { class: "kr-card__title" }, "What people did"),
      h("ol", { class: "kr-plain" }, events.map((event) => h("li", {}, event.line))),
    )
  );
}
