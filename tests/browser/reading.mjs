// A page as it is read: on a telephone and a wide screen, light and dark, with everything unfolded,
// enlarged to 400 % (320 px wide) and with the text spacing of WCAG 1.4.12.
import axe from "axe-core";
import { tally } from "./tally.mjs";

const VIEWS = [390, 1440].flatMap((width) => ["light", "dark"].map((colorScheme) => ({ width, colorScheme })));

export async function reading(browser, origin, page) {
  for (const { width, colorScheme } of VIEWS) {
    const view = await open(browser, origin, page, { width, colorScheme });
    const faults = [...(await accessibility(view.tab, width)), ...(await view.tab.evaluate(faintText)), ...view.told];
    tally(`${page.file} is accessible at ${width} px, ${colorScheme}`, faults);
    await view.context.close();
  }
  const view = await open(browser, origin, page, { width: 320, colorScheme: "light" });
  tally(`${page.file} needs no scrolling sideways at 320 px`, await overflow(view.tab));
  await view.tab.evaluate(spaceText);
  tally(`${page.file} keeps all text with more text spacing at 320 px`, await overflow(view.tab));
  await view.tab.setViewportSize({ width: 1440, height: 900 });
  tally(`${page.file} keeps all text with more text spacing at 1440 px`, await overflow(view.tab));
  await view.context.close();
}

// The page with every `<details>` open, and what the browser had to say against it: errors on the
// console, breaches of the content security policy, answers that failed, requests to other hosts.
async function open(browser, origin, page, { width, colorScheme }) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const tab = await context.newPage();
  const told = [];
  const here = origin + page.address;
  tab.on("console", (message) => {
    const expected = message.location().url === here && page.file.endsWith("404.html");
    if (["error", "warning"].includes(message.type()) && !expected) told.push(`console: ${message.text()}`);
  });
  tab.on("pageerror", (error) => told.push(`script: ${error.message}`));
  tab.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) told.push(`asks another host: ${url}`);
  });
  tab.on("response", (response) => {
    if (response.status() >= 400 && response.url() !== here) told.push(`${response.status()}: ${response.url()}`);
  });
  await tab.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (breach) => {
      console.error(`breaks its security policy: ${breach.violatedDirective} ${breach.blockedURI}`);
    });
  });
  await tab.goto(here, { waitUntil: "load" });
  await tab.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  return { context, tab, told };
}

async function accessibility(tab, width) {
  await tab.evaluate(axe.source);
  const { violations, incomplete } = await tab.evaluate(() => axe.run({ preload: false }));
  // axe leaves the colours of text in drawings undecided (`faintText` decides), and on a narrow
  // screen those of cells that are scrolled out of sight (the wide screen shows them).
  const undecided = width < 1000 ? incomplete.filter(({ id }) => id !== "color-contrast") : incomplete;
  const drawn = (node) => tab.evaluate((selector) => document.querySelector(selector)?.closest("svg") != null, node.target[0]);
  const faults = [];
  for (const { id, help, nodes } of [...violations, ...undecided]) {
    for (const node of nodes) {
      if (id === "color-contrast" && !violations.some((one) => one.nodes.includes(node)) && (await drawn(node))) continue;
      faults.push(`${id}: ${help}: ${node.target.join(" ")}: ${node.any[0]?.message ?? ""}`);
    }
  }
  return faults;
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
    text.scrollIntoView({ block: "center", inline: "center" });
    const box = text.getBoundingClientRect();
    const stack = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const under = stack.filter((element) => !element.closest("text")).map(paint).find(Boolean) ?? "Canvas";
    const [low, high] = [luminance(getComputedStyle(text).fill), luminance(under)].sort((one, other) => one - other);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) faults.push(`“${text.textContent.trim()}” in a drawing has a contrast of only ${contrast.toFixed(2)}`);
  }
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
      const name = `${element.localName}.${element.className} “${element.textContent.trim().slice(0, 30)}”`;
      const hides = (overflow) => overflow === "hidden" || overflow === "clip";
      if (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) faults.push(`${name} cuts off its text at the side`);
      if (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1) faults.push(`${name} cuts off its text below`);
      const scrolls = element.parentElement.closest(".scroll, [tabindex='0']");
      if (!scrolls && element.getBoundingClientRect().right > room + 1) faults.push(`${name} reaches beyond the window`);
    }
    return faults;
  });
}
