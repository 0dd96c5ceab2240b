// A page without a mouse and without JavaScript: the skip link comes first and skips, every link
// and control is reached in order and shows that it has the focus, and the language switch leads to
// the same page and back.
import { tally } from "./tally.mjs";

const TAB = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
// Presses sent at once: the browser works them off in order, without waiting for an answer to each.
const BATCH = 40;

// A tab without scripts, and without motion, so that a stop has been scrolled to when it is looked at.
export async function openTypist(browser, origin) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    javaScriptEnabled: false,
    reducedMotion: "reduce",
  });
  const tab = await context.newPage();
  return { tab, origin, session: await context.newCDPSession(tab) };
}

export async function keyboard(typist, page) {
  const { tab, origin } = typist;
  const here = origin + page.address;
  await tab.goto(here, { waitUntil: "load" });
  tally(`${page.file} begins with a skip link that skips`, await skipLink(tab, await watch(typist)));
  await tab.goto(here, { waitUntil: "load" });
  tally(`${page.file} can be used by keyboard`, await walk(tab, await watch(typist)));
  if (page.text.includes('class="pick"')) {
    await tab.goto(here, { waitUntil: "load" });
    tally(`${page.file} shows the cards of the role that is chosen`, await roles(tab));
  }
  tally(`${page.file} has its language switch`, await languages(tab, here, page));
}

async function skipLink(tab, press) {
  const [focus] = await press(1);
  if (!focus?.href?.includes("#")) return [`the first stop is ${focus?.name ?? "nothing"}`];
  if (focus.faults.length > 0) return focus.faults;
  await tab.keyboard.press("Enter");
  await tab.keyboard.press("Tab");
  const inMain = await tab.evaluate(() => {
    const main = document.querySelector("main");
    const after = main.compareDocumentPosition(document.activeElement);
    return main.contains(document.activeElement) || Boolean(after & Node.DOCUMENT_POSITION_FOLLOWING);
  });
  return inMain ? [] : ["after the skip link the focus is not in the main text"];
}

// Tabs through the whole page and compares the stops with what ought to be reached.
async function walk(tab, press) {
  const expected = await tab.evaluate(() => {
    const all = document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex='0']");
    // Of a group of radio buttons only the chosen one is a stop: arrows lead to the others.
    const isStop = (element) => element.type !== "radio" || element.checked;
    const shown = [...all].filter((element) => isStop(element) && element.checkVisibility({ visibilityProperty: true }));
    shown.forEach((element, index) => (element.dataset.stop = index));
    return shown.map((element) => `${element.localName} “${element.textContent.trim().slice(0, 40)}”`);
  });
  const faults = [];
  const stops = [];
  // A scrolling area without a link of its own is a stop too, so there may be more than expected;
  // these are pressed one by one, as beyond the last the focus leaves the page.
  const most = expected.length * 2 + 10;
  for (let pressed = 0, times = 0; pressed < most; pressed += times) {
    times = Math.max(1, Math.min(BATCH, expected.length - pressed));
    const reached = await press(times);
    const end = reached.indexOf(null);
    for (const focus of end < 0 ? reached : reached.slice(0, end)) {
      faults.push(...focus.faults);
      if (focus.stop !== undefined) stops.push(Number(focus.stop));
    }
    if (end >= 0) break;
  }
  expected.forEach((name, index) => {
    if (!stops.includes(index)) faults.push(`${name} is not reached`);
  });
  stops.forEach((stop, index) => {
    if (stop < stops[index - 1]) faults.push(`the order of the stops is not that of the page: ${expected[stops[index - 1]]}, then ${expected[stop]}`);
  });
  return faults;
}

// Notes what has the focus after each Tab, when the key is let go: the page has been scrolled by
// then. Nothing has it (null) once it left the page, though the browser may hand it back to the first
// stop before the key is let go. Gives a function that presses Tab so many times and returns what was
// noted. The notes are taken beside the page's own scripts, which stay switched off.
async function watch({ session }) {
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId: contextId } = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", { contextId, expression, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception.description);
    return result.value;
  };
  await evaluate(`${focused}
    const notes = [];
    let left = false;
    addEventListener("focusout", ({ relatedTarget }) => (left ||= relatedTarget === null), true);
    addEventListener("keyup", () => {
      notes.push(left ? null : focused());
      left = false;
    }, true);`);
  return async (times) => {
    const keys = Array.from({ length: times }, () => ["rawKeyDown", "keyUp"]).flat();
    await Promise.all(keys.map((type) => session.send("Input.dispatchKeyEvent", { type, ...TAB })));
    const notes = await evaluate("notes.splice(0)");
    if (notes.length !== times) throw new Error(`of ${times} presses of Tab only ${notes.length} were noted`);
    return notes;
  };
}

// What has the focus, and whether a reader sees that: an outline, and nothing lying over it.
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const name = `${element.localName} “${element.textContent.trim().slice(0, 40)}”`;
  const style = getComputedStyle(element);
  const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const faults = [];
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  if (!outlined && style.boxShadow === "none") faults.push(`${name} does not show that it has the focus`);
  if (box.width < 2 || box.height < 2) faults.push(`${name} has the focus but is not visible`);
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  if (!over || !(element.contains(over) || over.contains(element))) faults.push(`${name} has the focus but is covered or outside the window`);
  return { name, href: element.getAttribute("href"), stop: element.dataset.stop, faults };
}

// Arrow by arrow through the roles: the cards of the chosen one are seen, and no others; all in print.
async function roles(tab) {
  const cards = () =>
    tab.evaluate(() =>
      [...document.querySelectorAll(".role")].map((card) => ({ role: card.className, seen: card.checkVisibility() })),
    );
  const buttons = tab.locator(".pick input");
  const faults = (await cards()).every((card) => card.seen) ? [] : ["not all cards are seen at first"];
  await buttons.first().focus();
  for (let index = 1; index < (await buttons.count()); index += 1) {
    await tab.keyboard.press("ArrowDown");
    const now = await cards();
    if (!now.some((card) => card.seen)) faults.push(`role ${index} has no card`);
    for (const { role, seen } of now) {
      if (seen !== role.split(" ").includes(`r${index}`)) faults.push(`role ${index} is chosen, but “${role}” is ${seen ? "" : "not "}seen`);
    }
  }
  await tab.emulateMedia({ media: "print" });
  if (!(await cards()).every((card) => card.seen)) faults.push("not all cards are printed");
  await tab.emulateMedia({ media: null });
  return faults;
}

async function languages(tab, here, page) {
  const own = await tab.evaluate(() => document.documentElement.lang);
  const others = tab.locator("nav.langs a[hreflang]");
  const faults = (await others.count()) > 0 ? [] : ["no link to another language"];
  for (let index = 0; index < (await others.count()); index += 1) {
    await tab.goto(here, { waitUntil: "load" });
    const wanted = await others.nth(index).getAttribute("hreflang");
    await others.nth(index).focus();
    await tab.keyboard.press("Enter");
    await tab.waitForURL((url) => url.href !== here, { waitUntil: "load" });
    const lang = await tab.evaluate(() => document.documentElement.lang);
    if (lang !== wanted) faults.push(`the link to ${wanted} leads to a page in ${lang}`);
    // A page for an unknown address has no other page to lead to than the home page.
    if (page.file.endsWith("404.html")) continue;
    const back = tab.locator(`nav.langs a[hreflang="${own}"]`);
    const home = (await back.count()) > 0 ? await back.evaluate((link) => link.href) : "nowhere";
    if (home.replace(/index\.html$/, "") !== here) faults.push(`from ${wanted} the switch leads back to ${home}, not to ${here}`);
  }
  return faults;
}
