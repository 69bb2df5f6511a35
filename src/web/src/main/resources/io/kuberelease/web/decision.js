// Asks before something is done: only the form does anything.

import { h } from "./dom.js";
import { changeOf, kindsIn } from "./environments.js";
import { icon } from "./icons.js";
import { count, moment } from "./words.js";

const LONGEST_COMMENT = 500;

export const decision = {
  draw: (question, { host }) =>
    h(
      "div",
      { class: "kr-page kr-question" },
      h("h1", {}, question.title),
      h("p", {}, question.explanation),
      question.facts !== "" && h("p", { class: "kr-quiet" }, question.facts),
      question.until && h("p", { class: "kr-lined kr-quiet" }, icon("waiting"), h("span", {}, `Nobody can decide any more after ${moment(question.until)}.`)),
      question.refused && h("p", { class: "kr-lost", role: "alert" }, question.refused),
      question.refused ? h("p", { class: "kr-buttons" }, h("a", { href: ".", class: "kr-button" }, "Back")) : form(question, host),
      question.diff && changes(question.diff),
      question.files?.map(fileOf),
    ),
  pause: () => undefined,
};

/** Sends fields with the host's token, as a form does. */
export function post(address, fields, host) {
  const form = formOf(address, fields, host);
  document.body.append(form);
  form.submit();
}

/** A form that asks nothing: fields that are sent, and what sends them. */
export function formOf(address, fields, host, ...content) {
  return h(
    "form",
    { method: "post", action: address, class: "kr-deed no-json" },
    Object.entries({ ...fields, ...(host.tokenName ? { [host.tokenName]: host.token } : {}) }).map(([name, value]) => h("input", { type: "hidden", name, value })),
    content,
  );
}

function fileOf(file) {
  return h(
    "details",
    { class: "kr-card kr-file", "data-key": file.path, open: true },
    h("summary", {}, file.path, h("span", { class: "kr-quiet" }, ` ${count(file.lines.length, "line")}`)),
    h("div", { class: "kr-lines", tabindex: "0", role: "region", "aria-label": file.path }, file.lines.map((line) => h("div", { class: "kr-line" }, line || " "))),
  );
}

function form(question, host) {
  const fields = Object.entries({ ...question.fields, ...(host.tokenName ? { [host.tokenName]: host.token } : {}) });
  const yes = question.destructive ? "kr-button--destructive" : "kr-button--primary";
  return h(
    "form",
    { method: "post", action: question.kind, class: "kr-form no-json", name: "question" },
    fields.map(([name, value]) => h("input", { type: "hidden", name, value })),
    question.no &&
      h(
        "label",
        { class: "kr-form__field" },
        h("span", {}, "Comment, if you like"),
        h("input", { type: "text", name: "comment", maxlength: LONGEST_COMMENT, autocomplete: "off" }),
      ),
    h(
      "div",
      { class: "kr-buttons" },
      h("button", { type: "submit", class: `kr-button ${yes}` }, question.yes),
      question.no && h("button", { type: "submit", formaction: "reject", class: "kr-button kr-button--destructive" }, question.no),
      h("a", { href: ".", class: "kr-button" }, "Cancel"),
    ),
  );
}

function changes(diff) {
  return h(
    "section",
    { class: "kr-card", "aria-labelledby": "changes" },
    h("h2", { id: "changes", class: "kr-card__title" }, `What would change: ${kindsIn(diff) || "nothing"}`),
    diff.changes.map(changeOf),
    h("p", { class: "kr-quiet kr-mono" }, diff.hash, " · secrets are hidden"),
  );
}
