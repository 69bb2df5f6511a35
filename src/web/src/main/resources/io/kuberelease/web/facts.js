// Tests, datastores and artifacts of a release.

import { logOf } from "./cause.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { clock, millis } from "./words.js";

/** The cards that there is something to say in. */
export function factsOf(release, links) {
  return h("div", { class: "kr-facts" }, testsOf(release, links), datastoresOf(release), artifactsOf(release));
}

function testsOf(release, links) {
  const tests = release.tests;
  if (tests === undefined) {
    return testedBefore(release.testedBefore);
  }
  return h(
    "section",
    { class: "kr-card", "data-key": "tests" },
    h("h2", { class: "kr-card__title" }, "Tests"),
    h(
      "p",
      { class: "kr-counts" },
      countOf(tests.passed, "passed", "done"),
      tests.failed > 0 && countOf(tests.failed, "failed", "failed"),
      tests.skipped > 0 && countOf(tests.skipped, "skipped", "skipped"),
      links.tests && h("a", { href: links.tests }, "All results"),
    ),
    tests.failures.map(failureOf),
  );
}

/** The tests did not run: the image had passed them. */
function testedBefore(tested) {
  if (tested === undefined) {
    return [];
  }
  return h(
    "section",
    { class: "kr-card", "data-key": "tests" },
    h("h2", { class: "kr-card__title" }, "Tests"),
    tested.passed !== undefined &&
      h(
        "p",
        { class: "kr-counts" },
        countOf(tested.passed, "passed", "done"),
        tested.skipped > 0 && countOf(tested.skipped, "skipped", "skipped"),
      ),
    h(
      "p",
      { class: "kr-lined" },
      icon("skipped"),
      h("span", {}, `Not run again: this image passed them in release ${tested.release}`),
    ),
  );
}

function countOf(number, words, state) {
  return h("span", { class: "kr-count" }, icon(state), h("span", {}, h("strong", {}, number), ` ${words}`));
}

function failureOf(failure) {
  return h(
    "details",
    { class: "kr-failure", "data-key": `${failure.suite} ${failure.name}` },
    h(
      "summary",
      {},
      h("span", { class: "kr-failure__name" }, failure.name),
      h("span", { class: "kr-quiet" }, ` ${failure.suite}`),
      h("span", { class: "kr-failure__message" }, failure.message),
    ),
    failure.details.length > 0 && logOf(failure.details, `details of ${failure.name}`),
  );
}

function datastoresOf(release) {
  const datastores = release.datastores;
  if (datastores === undefined) {
    return [];
  }
  return h(
    "section",
    { class: "kr-card", "data-key": "datastores" },
    h("h2", { class: "kr-card__title" }, "Datastores"),
    h(
      "ul",
      { class: "kr-plain" },
      datastores.stores.map((store) =>
        h("li", { title: store.image }, `${store.name} ${store.version}`),
      ),
    ),
    h("p", { class: "kr-lined" }, icon(datastores.state), h("span", {}, ready(datastores))),
    h("p", { class: "kr-lined" }, icon(datastores.removal), h("span", {}, removed(datastores))),
  );
}

function ready(datastores) {
  return (
    {
      pending: "Not started yet",
      running: "Starting",
      failed: "Did not become ready",
      skipped: "Not needed: the tests did not run",
      succeeded: `Ready at ${datastores.readyAt === undefined ? "" : clock(millis(datastores.readyAt))}`,
    }[datastores.state] ?? "Not started"
  );
}

function removed(datastores) {
  if (datastores.removal === "failed" && datastores.readyAt === undefined) {
    return "Whether something was begun could not be looked up; what there is would end by its time limit";
  }
  return (
    {
      pending: "Removed after the tests",
      running: "Being removed",
      failed: "Could not be removed; their time limit removes them",
      succeeded: `Removed at ${datastores.removedAt === undefined ? "" : clock(millis(datastores.removedAt))}, nothing is left`,
    }[datastores.removal] ?? "Nothing was left to remove"
  );
}

function artifactsOf(release) {
  const images = (release.images ?? []).map((image) => [`Image ${image.name}`, image]);
  const artifacts = [["Image", release.image], ...images, ["Bundle", release.bundle]].filter(([, artifact]) => artifact !== undefined);
  if (artifacts.length === 0) {
    return [];
  }
  return h(
    "section",
    { class: "kr-card", "data-key": "artifacts" },
    h("h2", { class: "kr-card__title" }, release.images === undefined ? "Image and bundle" : "Images and bundle"),
    h(
      "dl",
      { class: "kr-pairs" },
      artifacts.map(([name, artifact]) => [h("dt", {}, name), h("dd", {}, artifactOf(artifact, name))]),
      release.tags.length > 0 && [h("dt", {}, "Tags"), h("dd", {}, release.tags.join(", "))],
    ),
  );
}

function artifactOf(artifact, name) {
  return h(
    "details",
    { "data-key": name },
    h("summary", { class: "kr-mono" }, artifact.abbreviated),
    h("span", { class: "kr-mono" }, artifact.reference),
  );
}
