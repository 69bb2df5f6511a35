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

function morphChildren(shown, wanted) {
  const old = [...shown.childNodes];
  const keyed = new Map(old.filter((node) => keyOf(node) !== null).map((node) => [keyOf(node), node]));
  const children = [...wanted.childNodes];
  children.forEach((child, index) => {
    const key = keyOf(child);
    const match = key === null ? shown.childNodes[index] : keyed.get(key);
    if (!match || !isSameKind(match, child)) {
      shown.insertBefore(child, shown.childNodes[index] ?? null);
      return;
    }
    if (shown.childNodes[index] !== match) {
      shown.insertBefore(match, shown.childNodes[index] ?? null);
    }
    morph(match, child);
  });
  while (shown.childNodes.length > children.length) {
    shown.lastChild.remove();
  }
}
