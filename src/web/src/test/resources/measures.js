// What a browser test measures on a page. Evaluated anew before each question.

/** What is ours on the page: Jenkins has more around it. */
var ours = () => [...(document.getElementById("main-panel") ?? document.body).querySelectorAll("*")];

/** Where the keyboard is, in words. */
globalThis.focused = () => (document.activeElement?.getAttribute("aria-label") || document.activeElement?.innerText || document.activeElement?.name || document.activeElement?.tagName || "").trim();

/** How an element looks where focus is usually shown: at its edge, or in what is drawn before and after it. */
function edges(element) {
  return [null, "::before", "::after"]
    .map((part) => getComputedStyle(element, part))
    .map((style) => [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor].join())
    .join(" | ");
}

/** Whether the element that has focus looks otherwise than without it. */
globalThis.focusIsVisible = async () => {
  const element = document.activeElement;
  const settle = () => new Promise((done) => setTimeout(done, 400));
  await settle();
  const withFocus = edges(element);
  element.blur();
  await settle();
  const without = edges(element);
  element.focus({ focusVisible: true });
  return withFocus !== without;
};

/** Elements of the page that reach out of the window to the right, where nothing scrolls. */
globalThis.overflowing = () => {
  const scrolls = (element) => element && element !== document.body && (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const found = ours()
    .filter((element) => element.getBoundingClientRect().width > 0)
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5 && !scrolls(element.parentElement))
    .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class")}`);
  return document.documentElement.scrollWidth > innerWidth ? [`the page: ${document.documentElement.scrollWidth} of ${innerWidth}`, ...found] : found;
};

var canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

/** The colour that is seen when these are painted over each other. */
function painted(...colours) {
  canvas.globalCompositeOperation = "source-over";
  for (const colour of ["white", ...colours]) {
    const [fill, opacity] = [colour].flat();
    canvas.globalAlpha = opacity ?? 1;
    canvas.fillStyle = fill;
    canvas.fillRect(0, 0, 1, 1);
  }
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

/** What is behind the words of an element, the farthest first. */
function behind(element) {
  if (element === null) {
    return [];
  }
  const part = getComputedStyle(element, "::before");
  const covers = part.content !== "none" && part.position === "absolute" && parseFloat(part.width) >= element.clientWidth - 4;
  return [...behind(element.parentElement), getComputedStyle(element).backgroundColor, ...(covers ? [[part.backgroundColor, parseFloat(part.opacity)]] : [])];
}

function brightness(colour) {
  const [red, green, blue] = colour.map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of an element's words, as the Web Content Accessibility Guidelines reckon it. */
function contrast(element) {
  const ground = behind(element);
  const [light, dark] = [painted(...ground), painted(...ground, getComputedStyle(element).color)].map(brightness).sort((one, other) => other - one);
  return (light + 0.05) / (dark + 0.05);
}

var hasWords = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");

/** Words that are hard to read: less contrast than 4.5 to 1. */
globalThis.faint = () =>
  ours()
    .filter((element) => hasWords(element) && element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getClientRects().length > 0)
    .filter((element) => contrast(element) < 4.5)
    .map((element) => `${contrast(element).toFixed(2)} ${element.tagName.toLowerCase()}.${element.getAttribute("class")}: ${element.textContent.trim().slice(0, 40)}`);

/** How many words were looked at. */
globalThis.readable = () => ours().filter(hasWords).length;


/** Signs and bars that are hard to see: less contrast than 3 to 1 with what is behind them. */
globalThis.faintSigns = () =>
  ours()
    .filter((element) => element.matches(".kr-icon, .kr-bar") && element.checkVisibility() && element.getClientRects().length > 0)
    .map((element) => {
      const style = getComputedStyle(element);
      const ground = behind(element.parentElement);
      const [light, dark] = [painted(...ground), painted(...ground, element.matches(".kr-icon") ? style.stroke : style.backgroundColor)]
        .map(brightness)
        .sort((one, other) => other - one);
      return { element, contrast: (light + 0.05) / (dark + 0.05) };
    })
    .filter(({ contrast: seen }) => seen < 3)
    .map(({ element, contrast: seen }) => `${seen.toFixed(2)} ${element.getAttribute("class")}`);
