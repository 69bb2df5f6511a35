// What happens in each environment: its resources, what changes there, and who approved it.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { count, label, moment } from "./words.js";

const GOES_ON = ["running", "retrying", "waiting"];

/** A card for each environment. */
export function environmentsOf(release, offers) {
  return h(
    "div",
    { class: "kr-environments" },
    release.environments.map((environment) => environmentOf(environment, release, offers)),
  );
}

function environmentOf(environment, release, offers) {
  const title = `environment-${release.release}-${environment.name}`;
  return h(
    "section",
    { class: "kr-card kr-environment", "aria-labelledby": title, "data-key": environment.name },
    h(
      "header",
      { class: "kr-environment__head" },
      h("h2", { id: title, class: "kr-card__title" }, environment.name),
      h("span", { class: `kr-pill kr-pill--${environment.phase}` }, icon(environment.phase), label(environment.phase)),
    ),
    h(
      "p",
      { class: "kr-quiet" },
      `${environment.cluster} / ${environment.namespace}`,
      environment.revision !== undefined && ` · Helm revision ${environment.revision}`,
    ),
    environment.returned && returnedTo(environment.returned),
    known(environment).length > 0 &&
      h(
        "ul",
        { class: "kr-resources" },
        known(environment).map((resource) => resourceOf(resource, environment.phase)),
      ),
    environment.approval && !isOutOfReach(environment) && approvalOf(environment.approval),
    environment.diff && diffOf(environment.diff, `${release.release}-${environment.name}`),
    offersOf(environment, offers),
  );
}

const isOutOfReach = (environment) => environment.approval.state === "not-asked" && environment.phase === "not-reached";

function returnedTo(returned) {
  return h(
    "p",
    { class: "kr-lined" },
    icon("unchanged"),
    h("span", {}, h("strong", {}, `Returned to ${returned.version}`), `, Helm revision ${returned.revision}`),
  );
}

/** Once an environment is over, what nothing was heard of is of no interest. */
const known = (environment) =>
  environment.resources.filter((resource) => resource.current !== undefined || GOES_ON.includes(environment.phase));

function resourceOf(resource, phase) {
  const counted = resource.wanted > 0;
  const coming = GOES_ON.includes(phase);
  return h(
    "li",
    { class: "kr-resource", "data-key": `${resource.namespace}/${resource.resource}` },
    resource.ready ? icon("done", "ready") : icon(coming ? "running" : "failed", coming ? "not ready yet" : "not ready"),
    h("span", { class: "kr-resource__name" }, resource.resource),
    counted &&
      h("span", {
        class: `kr-meter kr-meter--${resource.ready ? "ready" : coming ? "coming" : "short"}`,
        vars: { "--share": Math.min(1, resource.current / resource.wanted) },
      }),
    h(
      "span",
      { class: "kr-resource__count" },
      counted ? `${resource.current} of ${resource.wanted}` : resource.ready ? "ready" : "",
    ),
    resource.message && h("span", { class: "kr-resource__message" }, resource.message),
  );
}

function approvalOf(approval) {
  const by = approval.by.length === 0 ? "anybody who may approve" : approval.by.join(" or ");
  const decision = approval.decision;
  const words = {
    needed: `Needs approval by ${by}`,
    waiting: `Waits for approval by ${by}${approval.until === undefined ? "" : `, until ${moment(approval.until)}`}`,
    granted: "Approved",
    rejected: "Rejected",
    lapsed: `Nobody decided in time; it was for ${by}`,
    "not-asked": "No approval was asked for",
  }[approval.state];
  return h(
    "div",
    { class: "kr-approval" },
    h(
      "p",
      { class: "kr-lined" },
      icon(approval.state),
      decision && approval.state !== "waiting" ? decidedBy(decision) : h("span", {}, words),
    ),
    decision && !decision.binding && h("p", { class: "kr-quiet kr-indented" }, "It was about another change, and does not count."),
  );
}

/** Who decided, when, and about what. */
export function decidedBy(decision) {
  return h(
    "span",
    {},
    h("strong", {}, `${decision.granted ? "Approved" : "Rejected"} by ${decision.by}`),
    `, ${moment(decision.at)}`,
    decision.comment && [", ", h("q", {}, decision.comment)],
    ", for the diff ",
    h("span", { class: "kr-mono", title: decision.diff }, decision.diff.slice(7, 15)),
  );
}

function diffOf(diff, key) {
  const against = diff.revision === 0 ? "nothing was deployed yet" : `against revision ${diff.revision}`;
  if (diff.unchanged) {
    return h("p", { class: "kr-quiet" }, `Nothing changes, ${against}.`);
  }
  return h(
    "details",
    { class: "kr-diff", "data-key": `diff-${key}` },
    h("summary", {}, kindsIn(diff) || "No resource differs", h("span", { class: "kr-quiet" }, ` ${against}`)),
    diff.changes.map(changeOf),
    h("p", { class: "kr-quiet kr-mono" }, diff.hash, " · secrets are hidden"),
  );
}

/** What happens to one resource, line by line. */
export function changeOf(change) {
  return h(
    "details",
    { class: "kr-change", "data-key": `${change.namespace}/${change.resource}`, open: true },
    h(
      "summary",
      {},
      h("span", { class: `kr-change__kind kr-change__kind--${change.kind}` }, change.kind),
      " ",
      change.resource,
    ),
    h(
      "div",
      { class: "kr-lines", tabindex: "0", role: "region", "aria-label": `${change.kind} ${change.resource}` },
      change.lines.map((line) => h("div", { class: `kr-line kr-line--${kindOf(line)}` }, line || " ")),
    ),
  );
}

function kindOf(line) {
  return { "@": "place", "+": "added", "-": "removed" }[line[0]] ?? "same";
}

function offersOf(environment, offers) {
  const links = offers.filter((offer) => offer.environment === environment.name && offer.kind !== "approve");
  return (
    links.length > 0 &&
    h(
      "p",
      { class: "kr-offers" },
      links.map((offer) => h("a", { class: "kr-button", href: offer.url }, `${offer.words}…`)),
    )
  );
}

/** For example "1 added, 2 changed"; nothing where nothing differs. */
export const kindsIn = (diff) =>
  ["added", "changed", "removed"]
    .filter((kind) => diff[kind] > 0)
    .map((kind) => `${diff[kind]} ${kind}`)
    .join(", ");

/** For example "3 resources". */
export const changesIn = (diff) => count(diff.added + diff.changed + diff.removed, "resource");
