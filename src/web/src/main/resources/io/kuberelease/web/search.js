// A search over all branches of the repository: type, arrow down, enter.

import { post } from "./decision.js";
import { h } from "./dom.js";
import { count } from "./words.js";

const PATIENCE = 120;
const AGAIN = 800;
const LIST = "kr-branches";
const MARKS = { "pull-request": "pull request", fork: "fork" };

/** What is typed, what was found, and which of it is chosen. */
const search = { typed: "", answer: undefined, problem: "", open: false, chosen: -1, turn: 0, timer: undefined, sent: "" };

let redraw = () => undefined;

/** Listens on the page; `draw` shows what has changed. */
export function beginSearch(place, draw, host) {
  redraw = draw;
  const isField = (event) => event.target.name === "branch" && event.target.getAttribute("role") === "combobox";
  place.addEventListener("input", (event) => isField(event) && type(event.target.value));
  place.addEventListener("focusin", (event) => isField(event) && open(event.target.value));
  place.addEventListener("focusout", (event) => isField(event) && close());
  place.addEventListener("keydown", (event) => isField(event) && press(event, host));
  // Before the field loses focus, which would close the list.
  place.addEventListener("mousedown", (event) => event.target.closest(`#${LIST}`) && event.preventDefault());
  place.addEventListener("click", (event) => {
    const option = event.target.closest(`#${LIST} [role=option]`);
    if (option) {
      choose(search.answer?.found[Number(option.dataset.at)], host);
    }
  });
}

/** The field with what was found. */
export function searchOf(live, mayDeployForks) {
  search.forks = mayDeployForks;
  const found = search.open ? (search.answer?.found ?? []) : [];
  return h(
    "section",
    { class: "kr-card kr-search", "data-key": "search" },
    h(
      "label",
      { class: "kr-form__field" },
      h("span", {}, "Deploy a branch"),
      h("input", {
        type: "text",
        name: "branch",
        role: "combobox",
        autocomplete: "off",
        spellcheck: "false",
        placeholder: "Search all branches and pull requests",
        "aria-autocomplete": "list",
        "aria-expanded": found.length > 0 ? "true" : "false",
        "aria-controls": LIST,
        "aria-activedescendant": search.open && search.chosen >= 0 ? `${LIST}-${search.chosen}` : undefined,
      }),
    ),
    h(
      "div",
      { class: "kr-search__found", hidden: !search.open },
      h("ul", { id: LIST, role: "listbox", "aria-label": "Branches" }, found.map((branch, i) => optionOf(branch, i, live))),
      h("p", { class: "kr-quiet" }, tellOf(search.answer)),
    ),
    search.sent !== "" && h("p", { class: "kr-quiet" }, `Asking for ${search.sent}…`),
  );
}

/** How many were found, for those who do not see the list. */
export const announced = () => h("p", { class: "kr-unseen", role: "status", "data-key": "found" }, search.open && search.answer ? count(search.answer.matches, "branch", "branches") : "");

function optionOf(branch, i, live) {
  const refused = branch.kind === "fork" && !search.forks;
  return h(
    "li",
    { id: `${LIST}-${i}`, role: "option", "data-at": i, "data-key": branch.name, "aria-selected": i === search.chosen ? "true" : "false", "aria-disabled": refused ? "true" : undefined, class: "kr-option" },
    h("span", { class: "kr-option__name" }, branch.name),
    branch.preview !== branch.name && h("span", { class: "kr-quiet kr-option__name" }, branch.preview),
    MARKS[branch.kind] && h("span", { class: "kr-mark" }, MARKS[branch.kind]),
    live.includes(branch.preview) && h("span", { class: "kr-mark kr-mark--live" }, "has a preview"),
    h("span", { class: "kr-option__deed" }, refused ? "needs the permission for forks" : branch.kind === "fork" ? "Look at it…" : live.includes(branch.preview) ? "Deploy again" : "Deploy"),
  );
}

function tellOf(answer) {
  if (search.problem !== "") {
    return `The branches can't be searched now (${search.problem}).`;
  }
  if (answer?.all === undefined) {
    return answer?.problem ? `The repository can't be asked for its branches: ${answer.problem}` : "Asking the repository for its branches…";
  }
  const shown = answer.found.length;
  const said = answer.matches === 0 ? `None of ${count(answer.all, "branch", "branches")} is called so` : shown < answer.matches ? `${shown} of ${answer.matches}: go on typing` : count(shown, "branch", "branches");
  return answer.problem ? `${said}. They may be old, the repository can't be asked now: ${answer.problem}` : said;
}

function type(text) {
  search.typed = text;
  search.open = true;
  search.chosen = -1;
  clearTimeout(search.timer);
  search.timer = setTimeout(ask, PATIENCE);
  redraw();
}

function open(text) {
  search.open = true;
  search.typed = text;
  ask();
  redraw();
}

function close() {
  search.open = false;
  search.chosen = -1;
  clearTimeout(search.timer);
  redraw();
}

async function ask() {
  const turn = ++search.turn;
  try {
    const answer = await fetch(`branches?query=${encodeURIComponent(search.typed)}`, { cache: "no-store", credentials: "same-origin" });
    if (!answer.ok) {
      throw new Error(`the server answered ${answer.status}`);
    }
    const found = await answer.json();
    if (turn !== search.turn) {
      return;
    }
    search.answer = found;
    search.problem = "";
    search.chosen = Math.min(search.chosen, found.found.length - 1);
  } catch (problem) {
    search.problem = problem.message;
  }
  redraw();
  if (search.open && turn === search.turn && (search.problem !== "" || search.answer.asking)) {
    search.timer = setTimeout(ask, AGAIN);
  }
}

function press(event, host) {
  const last = (search.open ? (search.answer?.found.length ?? 0) : 0) - 1;
  const moves = { ArrowDown: Math.min(search.chosen + 1, last), ArrowUp: Math.max(search.chosen - 1, Math.min(0, last)) };
  if (event.key in moves) {
    event.preventDefault();
    if (search.open) {
      search.chosen = moves[event.key];
      redraw();
      document.getElementById(`${LIST}-${search.chosen}`)?.scrollIntoView({ block: "nearest" });
    } else {
      open(event.target.value);
    }
  } else if (event.key === "Escape" && search.open) {
    event.preventDefault();
    close();
  } else if (event.key === "Enter") {
    event.preventDefault();
    choose(search.answer?.found[search.chosen], host);
  }
}

/** A stranger's branch is looked at first. */
function choose(branch, host) {
  if (branch === undefined || search.sent !== "" || (branch.kind === "fork" && !search.forks)) {
    return;
  }
  if (branch.kind === "fork") {
    location.assign(`confirm?what=fork&branch=${encodeURIComponent(branch.name)}`);
    return;
  }
  search.sent = branch.name;
  close();
  post("deploy", { branch: branch.name }, host);
}
