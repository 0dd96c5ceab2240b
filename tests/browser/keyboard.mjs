// A page without a mouse and without JavaScript: the skip link comes first and skips, every link
// and control is reached in order and shows that it has the focus, and the language switch leads to
// the same page and back.
import { tally } from "./tally.mjs";

export async function keyboard(browser, origin, page) {
  // Without motion, so that a stop has been scrolled to when it is looked at.
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    javaScriptEnabled: false,
    reducedMotion: "reduce",
  });
  const tab = await context.newPage();
  await tab.goto(origin + page.address, { waitUntil: "load" });

  await tab.keyboard.press("Tab");
  tally(`${page.file} begins with a skip link that skips`, await skipLink(tab));
  await tab.goto(origin + page.address, { waitUntil: "load" });
  tally(`${page.file} can be used by keyboard`, await walk(tab));
  tally(`${page.file} has its language switch`, await languages(tab, origin + page.address, page));
  await context.close();
}

async function skipLink(tab) {
  const focus = await focused(tab);
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
async function walk(tab) {
  const expected = await tab.evaluate(() => {
    const all = document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex='0']");
    const shown = [...all].filter((element) => element.checkVisibility({ visibilityProperty: true }));
    shown.forEach((element, index) => (element.dataset.stop = index));
    return shown.map((element) => `${element.localName} “${element.textContent.trim().slice(0, 40)}”`);
  });
  const faults = [];
  const stops = [];
  // A scrolling area without a link of its own is a stop too, so there may be more than expected.
  for (let step = 0; step < expected.length * 2 + 10; step += 1) {
    await tab.keyboard.press("Tab");
    const focus = await focused(tab);
    if (!focus) break;
    faults.push(...focus.faults);
    if (focus.stop !== undefined) stops.push(Number(focus.stop));
  }
  expected.forEach((name, index) => {
    if (!stops.includes(index)) faults.push(`${name} is not reached`);
  });
  if (stops.some((stop, index) => stop < stops[index - 1])) faults.push("the order of the stops is not the order of the page");
  return faults;
}

// What has the focus, and whether a reader sees that: an outline, and nothing lying over it.
function focused(tab) {
  return tab.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return undefined;
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
  });
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
