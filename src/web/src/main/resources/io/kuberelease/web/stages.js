// The stages of a release on its time axis: a line for each group, and its stages below it when opened.

import { heardOf } from "./axis.js";
import { causeOf, logOf } from "./cause.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { clock, duration, label, millis, whole } from "./words.js";

/** Beyond this part of the axis the words of a gap would meet those of an end. */
const LAST_WORDS = 0.75;

/** The table of stages. */
export function stagesOf(release, axis, now) {
  return h(
    "section",
    { class: "kr-card kr-stages", "aria-labelledby": `stages-${release.release}` },
    h("h2", { id: `stages-${release.release}`, class: "kr-card__title" }, "Stages"),
    header(axis),
    h("div", { class: "kr-rows" }, release.groups.map((group) => groupRow(group, release, axis, now))),
  );
}

function header(axis) {
  return h(
    "div",
    { class: "kr-row kr-row--header", "aria-hidden": "true" },
    h("span", {}, axis.lines.at.length > 0 && `a line every ${whole(axis.lines.step)}`),
    h(
      "span",
      { class: "kr-track" },
      h("span", { class: "kr-track__start" }, clock(axis.start)),
      axis.gaps.filter((gap) => gap.at < LAST_WORDS && gap.at > 1 - LAST_WORDS).map(gapWords),
      h("span", { class: "kr-track__end" }, clock(axis.end)),
    ),
    h("span", {}),
  );
}

function gapWords(gap) {
  return h(
    "span",
    { class: "kr-track__gap-words", vars: { "--at": gap.at + gap.share / 2 } },
    duration(gap.to - gap.from),
  );
}

function groupRow(group, release, axis, now) {
  const shown = group.stages.filter((stage) => !stage.tidying);
  const phase = phaseOf(group);
  return h(
    "details",
    { class: "kr-group", "data-key": group.name, "data-auto": String(isOpenByItself(group)), open: isOpenByItself(group) },
    h(
      "summary",
      { class: "kr-row" },
      h(
        "span",
        { class: "kr-row__what" },
        icon(phase, label(phase)),
        h("span", { class: `kr-row__name kr-row__name--${phase}` }, group.name),
        h("span", { class: "kr-row__facts" }, facts(group, release)),
      ),
      track(shown.length > 0 ? shown : group.stages, release, axis, now),
      h("span", { class: "kr-row__time" }, time(group, release, now)),
    ),
    h("div", { class: "kr-group__stages" }, group.stages.map((stage) => stageRow(stage, release, axis, now))),
  );
}

/** What a person would ask next: what it says while it runs, why it has to be tried again. */
const isOpenByItself = (group) =>
  group.phase === "retrying" || group.stages.some((stage) => stage.state === "running" && stage.log.length > 0);

/** A group of which something is done is not "pending", also while it waits for another. */
const phaseOf = (group) =>
  group.phase === "pending" && group.stages.some((stage) => stage.state === "succeeded") ? "begun" : group.phase;

function facts(group, release) {
  const resources = release.environments.find((environment) => environment.name === group.name)?.resources ?? [];
  const ready = resources.filter((resource) => resource.ready).length;
  const deploying = group.stages.some((stage) => stage.id.endsWith(".deploy") && stage.state === "running");
  if (deploying && resources.length > 0) {
    return `${ready} of ${resources.length} resources ready`;
  }
  const note = group.stages.find((stage) => stage.note !== undefined)?.note;
  return [note ?? group.facts[0], ...group.facts.slice(1)].filter(Boolean).join(" · ");
}

function stageRow(stage, release, axis, now) {
  return h(
    "div",
    { class: "kr-stage", "data-key": stage.id },
    h(
      "div",
      { class: "kr-row kr-row--stage" },
      h(
        "span",
        { class: "kr-row__what" },
        icon(stage.state, label(stage.state)),
        h("span", { class: "kr-row__name" }, stage.id.split(".").at(-1)),
        h("span", { class: "kr-row__facts" }, stage.note ?? stage.says ?? (stage.state === "pending" ? stage.again : undefined) ?? stage.words),
        stage.attempts > 1 && h("span", { class: "kr-row__facts" }, `· try ${stage.attempts}`),
      ),
      track([stage], release, axis, now),
      h("span", { class: "kr-row__time" }, stage.startedAt === undefined ? "" : duration(lasted(stage, release, now))),
    ),
    stage.state === "retrying" && stage.cause && causeOf(stage.cause, { calm: true }),
    stage.state === "running" && stage.log.length > 0 && logOf(stage.log, `last lines of ${stage.id}`),
  );
}

function track(stages, release, axis, now) {
  return h(
    "span",
    { class: "kr-track", "aria-hidden": "true" },
    axis.lines.at.map((at) => h("span", { class: "kr-track__line", vars: { "--at": at } })),
    axis.gaps.map((gap) => h("span", { class: "kr-track__gap", vars: { "--at": gap.at, "--share": gap.share }, title: `${duration(gap.to - gap.from)} in which nothing was done` })),
    stages
      .filter((stage) => stage.startedAt !== undefined)
      .flatMap((stage) =>
        stretchesOf(stage, release, now).map(({ from, to }) =>
          h("span", {
            class: `kr-bar kr-bar--${stage.waits ? "wait" : stage.state}`,
            title: `${stage.id}: ${duration(lasted(stage, release, now))}`,
            vars: { "--at": axis.at(from), "--share": Math.max(0, axis.at(to) - axis.at(from)) },
          }),
        ),
      ),
  );
}

const endOf = (stage, release, now) => millis(stage.endedAt) ?? millis(release.endedAt) ?? now;

/** Waits go on whether or not somebody carries the release on; work does not. */
const stretchesOf = (stage, release, now) =>
  stage.waits
    ? [{ from: millis(stage.startedAt), to: endOf(stage, release, now) }]
    : heardOf(release, millis(stage.startedAt), endOf(stage, release, now));

const lasted = (stage, release, now) =>
  stretchesOf(stage, release, now).reduce((sum, { from, to }) => sum + to - from, 0);

/** The time that was worked on a group, without waits. */
function time(group, release, now) {
  const worked = group.stages.filter((stage) => stage.startedAt !== undefined && !stage.tidying && !stage.waits);
  return worked.length === 0 ? "" : duration(worked.reduce((sum, stage) => sum + lasted(stage, release, now), 0));
}
