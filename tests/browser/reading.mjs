// A page as it is read: on a telephone and a wide screen, light and dark, with everything unfolded,
// enlarged to 400 % (320 px wide) and with the text spacing of WCAG 1.4.12.
import axe from "axe-core";
import { tally } from "./tally.mjs";

const WIDTHS = [390, 1440];
const SCHEMES = ["light", "dark"];

// A tab, and what the browser says against the pages in it: errors on the console, breaches of the
// content security policy, answers that failed, requests to other hosts.
export async function openReader(browser, origin) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const reader = { tab, origin, page: undefined, told: new Set() };
  const expected = (url) => url === origin + reader.page.address;
  tab.on("console", (message) => {
    if (expected(message.location().url) && reader.page.file.endsWith("404.html")) return;
    if (["error", "warning"].includes(message.type())) reader.told.add(`console: ${message.text()}`);
  });
  tab.on("pageerror", (error) => reader.told.add(`script: ${error.message}`));
  tab.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) reader.told.add(`asks another host: ${url}`);
  });
  tab.on("response", (response) => {
    if (response.status() >= 400 && !expected(response.url())) reader.told.add(`${response.status()}: ${response.url()}`);
  });
  await tab.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (breach) => {
      console.error(`breaks its security policy: ${breach.violatedDirective} ${breach.blockedURI}`);
    });
  });
  return reader;
}

export async function reading(reader, page) {
  const { tab, told } = reader;
  for (const width of WIDTHS) {
    await open(reader, page, width);
    await tab.evaluate(axe.source);
    for (const colorScheme of SCHEMES) {
      await tab.emulateMedia({ colorScheme });
      const faults = [...(await tab.evaluate(inaccessible, width)), ...(await tab.evaluate(faintText))];
      tally(`${page.file} is accessible at ${width} px, ${colorScheme}`, faults);
    }
  }
  await open(reader, page, 320);
  tally(`${page.file} needs no scrolling sideways at 320 px`, await overflow(tab));
  await tab.evaluate(spaceText);
  tally(`${page.file} keeps all text with more text spacing at 320 px`, await overflow(tab));
  await tab.setViewportSize({ width: 1440, height: 900 });
  tally(`${page.file} keeps all text with more text spacing at 1440 px`, await overflow(tab));
  tally(`the browser has nothing against ${page.file}`, [...told]);
  told.clear();
}

// The page in a window of this width, with every `<details>` open.
async function open(reader, page, width) {
  const { tab } = reader;
  reader.page = page;
  await tab.setViewportSize({ width, height: 900 });
  await tab.emulateMedia({ colorScheme: "light" });
  await tab.goto(reader.origin + page.address, { waitUntil: "load" });
  await tab.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
}

// What axe finds, in the window itself: its whole report would be many times as long as a page.
async function inaccessible(width) {
  // A colour that changes slowly is judged at its end.
  for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
  const { violations, incomplete } = await axe.run({ preload: false, resultTypes: ["violations", "incomplete"] });
  // axe leaves the colours of text in drawings undecided (`faintText` decides), and on a narrow
  // screen those of cells that are scrolled out of sight (the wide screen shows them).
  const decided = ({ target }) => width < 1000 || document.querySelector(target[0])?.closest("svg") != null;
  const undecided = incomplete.map((one) =>
    one.id === "color-contrast" ? { ...one, nodes: one.nodes.filter((node) => !decided(node)) } : one,
  );
  return [...violations, ...undecided].flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${help}: ${target.join(" ")}: ${any[0]?.message ?? ""}`),
  );
}

// Text in drawings whose contrast with what lies under it is less than WCAG 1.4.3 asks for.
function faintText() {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => {
    const [red, green, blue] = channels(colour).map((channel) => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const paint = (element) => {
    const style = getComputedStyle(element);
    const colour = element.closest("svg") && element.localName !== "svg" ? style.fill : style.backgroundColor;
    return colour !== "none" && channels(colour)[3] === 255 ? colour : undefined;
  };
  const faults = [];
  for (const text of document.querySelectorAll("svg text, svg tspan")) {
    const own = [...text.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
    if (!own || !text.checkVisibility()) continue;
    text.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = text.getBoundingClientRect();
    const stack = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const under = stack.filter((element) => !element.closest("text")).map(paint).find(Boolean) ?? "Canvas";
    const [low, high] = [luminance(getComputedStyle(text).fill), luminance(under)].sort((one, other) => one - other);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) faults.push(`“${text.textContent.trim()}” in a drawing has a contrast of only ${contrast.toFixed(2)}`);
  }
  // The next to look at the page finds it as it was opened.
  const moved = [...document.querySelectorAll("*")].filter((element) => element.scrollTop !== 0 || element.scrollLeft !== 0);
  for (const element of moved) element.scrollTo({ top: 0, left: 0, behavior: "instant" });
  return faults;
}

// WCAG 1.4.12: a style sheet of our own, which the page's security policy does not forbid.
function spaceText() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets.push(sheet);
}

// Elements that stick out of the window and cannot be scrolled to, or that cut off their own text.
function overflow(tab) {
  return tab.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const faults = [];
    if (document.documentElement.scrollWidth > room || document.body.scrollWidth > room) {
      faults.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${room} px`);
    }
    for (const element of document.body.querySelectorAll("*")) {
      if (!element.checkVisibility() || element.closest("svg")) continue;
      const style = getComputedStyle(element);
      // Text for screen readers alone is clipped away on purpose.
      if (style.clipPath !== "none") continue;
      const tell = (fault) => faults.push(`${element.localName}.${element.className} “${element.textContent.trim().slice(0, 30)}” ${fault}`);
      const hides = (overflow) => overflow === "hidden" || overflow === "clip";
      if (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) tell("cuts off its text at the side");
      if (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1) tell("cuts off its text below");
      const scrolls = element.parentElement.closest(".scroll, [tabindex='0']");
      if (!scrolls && element.getBoundingClientRect().right > room + 1) tell("reaches beyond the window");
    }
    return faults;
  });
}
