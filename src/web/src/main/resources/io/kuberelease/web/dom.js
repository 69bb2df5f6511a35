// Builds elements from plain data, and brings what is shown up to date without losing focus or what was opened.
// Text only ever becomes text nodes: nothing from a release is read as markup.

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "path", "circle"]);

/** An element. Attributes that are false or absent are left out; `vars` are CSS variables. */
export function h(tag, attributes = {}, ...children) {
  const element = SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "vars") {
      Object.entries(value).forEach(([variable, text]) => element.style.setProperty(variable, text));
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** Makes `shown` look like `wanted`, keeping the elements that are there already. */
export function morph(shown, wanted) {
  if (!isSameKind(shown, wanted)) {
    shown.replaceWith(wanted);
    return;
  }
  if (shown.nodeType === Node.TEXT_NODE) {
    if (shown.data !== wanted.data) {
      shown.data = wanted.data;
    }
    return;
  }
  morphAttributes(shown, wanted);
  morphChildren(shown, wanted);
}

function isSameKind(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && keyOf(one) === keyOf(other);
}

function keyOf(node) {
  return node.getAttribute?.("data-key") ?? null;
}

function morphAttributes(shown, wanted) {
  const mayOpen = shown.nodeName === "DETAILS" && shown.getAttribute("data-auto") === wanted.getAttribute("data-auto");
  for (const { name } of [...shown.attributes]) {
    if (!wanted.hasAttribute(name) && name !== "style" && !(mayOpen && name === "open")) {
      shown.removeAttribute(name);
    }
  }
  for (const { name, value } of [...wanted.attributes]) {
    if (name !== "style" && !(mayOpen && name === "open") && shown.getAttribute(name) !== value) {
      shown.setAttribute(name, value);
    }
  }
  if (shown.style.cssText !== wanted.style.cssText) {
    shown.style.cssText = wanted.style.cssText;
  }
}

/** What stays is not taken out of the page even for a moment, as far as that goes: it would lose focus. */
function morphChildren(shown, wanted) {
  const children = [...wanted.childNodes];
  const keys = new Set(children.map(keyOf));
  [...shown.childNodes].filter((node) => keyOf(node) !== null && !keys.has(keyOf(node))).forEach((node) => node.remove());
  let next = shown.firstChild;
  for (const child of children) {
    const match = matchOf(child, next, shown);
    if (match === undefined) {
      shown.insertBefore(child, next);
    } else {
      next = moved(match, next, shown).nextSibling;
      morph(match, child);
    }
  }
  while (next !== null) {
    const rest = next;
    next = next.nextSibling;
    rest.remove();
  }
}

/** The node that is to become this child: the one of its key, or else the next without one that is of its kind. */
function matchOf(child, next, shown) {
  for (let node = keyOf(child) === null ? next : shown.firstChild; node !== null; node = node.nextSibling) {
    if (isSameKind(node, child)) {
      return node;
    }
  }
  return undefined;
}

/** Brings a node to the place before `next`; when it has focus, the others go out of its way. */
function moved(node, next, shown) {
  if (!node.contains(document.activeElement)) {
    if (node !== next) {
      shown.insertBefore(node, next);
    }
    return node;
  }
  for (let other = next; other !== node; ) {
    const after = other.nextSibling;
    shown.append(other);
    other = after;
  }
  return node;
}
