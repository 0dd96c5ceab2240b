// Searching as readers do it: in a real browser, under the strict security policy of the page. What is
// asked comes from the index itself, so that any site can be checked.
import axe from "axe-core";
import { readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import { tally } from "./tally.mjs";

// Bytes of the script as it is sent, before it is compressed.
const HEAVIEST_SCRIPT = 2500;
// Milliseconds by which a page has answered, also on a machine that does other things.
const PATIENCE = 20_000;

export async function search(site, browser, origin) {
  for (const page of site.pages) {
    const index = /<search[^>]* data-index="([^"]+)"/.exec(page.text)?.[1];
    const scripts = [...page.text.matchAll(/<script\b(?![^>]*ld\+json)[^>]*?(?: src="([^"]+)")?[ >]/g)];
    if (!index) {
      tally(`${page.file} has no script`, scripts.map(([tag]) => tag));
      continue;
    }
    const beside = (address) => normalize(join(dirname(page.file), address));
    const sections = JSON.parse(readFileSync(join(site.folder, beside(index)), "utf8"));
    tally(`${page.file} has one small script`, weight(scripts, (path) => statSync(join(site.folder, beside(path))).size));
    tally(`the index of ${page.file} leads to sections`, lost(sections, dirname(beside(index)), site));
    const context = await browser.newContext({ viewport: { width: 390, height: 900 }, reducedMotion: "reduce" });
    const tab = await context.newPage();
    const told = [];
    tab.on("console", (message) => ["error", "warning"].includes(message.type()) && told.push(message.text()));
    tab.on("pageerror", (error) => told.push(error.message));
    await asking(tab, `${origin}${page.address}`, page.file, sections);
    tally(`the browser has nothing against searching on ${page.file}`, told);
    await context.close();
    await withoutScript(browser, `${origin}${page.address}`, page.file);
    await withoutServer(browser, site, page);
  }
}

function weight(scripts, size) {
  if (scripts.length !== 1) return [`it has ${scripts.length}`];
  const bytes = size(scripts[0][1]);
  return bytes < HEAVIEST_SCRIPT ? [] : [`it weighs ${bytes} bytes`];
}

function lost(sections, folder, site) {
  const texts = new Map(site.pages.map((page) => [page.file, page.text]));
  return sections
    .map(([address]) => address.split("#").map(decodeURIComponent))
    .filter(([file, anchor]) => {
      const text = texts.get(normalize(join(folder, file)));
      return !text || (anchor && !text.includes(` id="${anchor}"`));
    })
    .map((parts) => parts.join("#"));
}

async function asking(tab, address, file, sections) {
  const requests = [];
  tab.on("request", (request) => requests.push(request.url()));
  await tab.goto(address, { waitUntil: "load" });
  const early = requests.filter((url) => url.endsWith(".json"));
  tally(`${file} loads its index only when somebody searches`, early);

  const { word, end, title } = longest(sections);
  const whole = await ask(tab, word);
  tally(`${file} finds a word, with the hit marked`, [
    ...(whole.hits > 0 && whole.listed === false ? [] : [`“${word}” gives ${whole.hits} hits`]),
    ...(whole.marked.every((mark) => mark.toLowerCase() === word) && whole.marked.length > 0 ? [] : [`marked is ${whole.marked}`]),
    ...(whole.status.includes(String(whole.hits)) && whole.status.includes(word) ? [] : [`it says “${whole.status}”`]),
  ]);
  const inside = await ask(tab, end);
  tally(`${file} finds the parts of long words`, inside.links.includes(whole.links[0]) ? [] : [`“${end}” does not find “${word}”`]);
  const inflected = await ask(tab, `${word}enes`);
  tally(`${file} finds a word with another ending`, inflected.hits >= whole.hits ? [] : [`“${word}enes” gives ${inflected.hits} hits`]);
  const named = await ask(tab, title);
  tally(`${file} names the page of that title first`, named.first === title ? [] : [`“${title}” gives “${named.first}” first`]);
  tally(`${file} folds the letters of the north`, await folding(tab, sections));
  tally(`${file} finds a number however its thousands are parted`, await thousands(tab, sections));

  const nothing = await ask(tab, "xqzwvyk");
  tally(`${file} says when there is no hit`, nothing.hits === 0 && nothing.status.includes("xqzwvyk") ? [] : [`it says “${nothing.status}”`]);
  const hostile = await ask(tab, `${word} "'<img src=x onerror=alert(1)> $& \\ (`);
  tally(`${file} takes whatever is typed as words`, await tab.locator("main img").count() === 0 && hostile.status ? [] : ["markup came through"]);
  const empty = await ask(tab, "");
  tally(`${file} lists the pages again when nothing is asked`, empty.listed && empty.status === "" ? [] : ["it does not"]);
  await returning(tab, address, file, word, whole);
}

async function returning(tab, address, file, word, whole) {
  const input = tab.locator("search input");
  await input.fill(word);
  await input.press("Enter");
  const shared = tab.url();
  const faults = new URL(shared).searchParams.get("q") === word ? [] : [`the address is ${shared}`];
  await input.press("Tab");
  await tab.keyboard.press("Tab");
  const reached = await tab.evaluate(() => document.activeElement.getAttribute("href"));
  if (reached !== whole.links[0]) faults.push(`by keyboard ${reached} is reached, not ${whole.links[0]}`);
  await tab.keyboard.press("Enter");
  await tab.waitForURL((url) => url.href !== shared);
  await tab.goBack({ waitUntil: "load" });
  const back = await answer(tab, word);
  if (back.hits !== whole.hits) faults.push(`after going back there are ${back.hits} hits`);
  await tab.goto(shared, { waitUntil: "load" });
  const again = await answer(tab, word);
  if (again.hits !== whole.hits) faults.push(`the address of the search gives ${again.hits} hits`);
  tally(`${file} keeps what was asked in its address`, faults);
  tally(`${file} is accessible with its hits`, await inaccessible(tab));
  await input.fill("xqzwvyk");
  await input.press("Enter");
  await tab.goBack();
  const before = await answer(tab, word);
  tally(`${file} goes back to the search before`, before.hits === whole.hits ? [] : [`${before.hits} hits`]);
}

async function inaccessible(tab) {
  const faults = [];
  for (const width of [320, 1440]) {
    for (const colorScheme of ["light", "dark"]) {
      await tab.setViewportSize({ width, height: 900 });
      await tab.emulateMedia({ colorScheme });
      // Playwright's own scripts may run beside the page's policy; the page's own may not.
      await tab.evaluate(axe.source);
      const found = await tab.evaluate(async () => {
        const { violations, incomplete } = await axe.run({ preload: false, resultTypes: ["violations", "incomplete"] });
        return [...violations, ...incomplete].flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`));
      });
      faults.push(...found.map((fault) => `${width} px, ${colorScheme}: ${fault}`));
    }
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) faults.push(`${width} px: ${wide} px too wide`);
  }
  return faults;
}

async function withoutScript(browser, address, file) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(address, { waitUntil: "load" });
  const links = await tab.locator("main .places a").evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
  const field = await tab.locator("search input").isVisible();
  tally(`${file} lists all pages without JavaScript`, links > 0 && !field ? [] : [`${links} links, field ${field ? "shown" : "hidden"}`]);
  await context.close();
}

// A site in a folder: browsers load no data there.
async function withoutServer(browser, site, page) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(page.path).href, { waitUntil: "load" });
  const title = await tab.locator("main .places a").first().textContent();
  const found = await ask(tab, title);
  tally(`${page.file} searches the titles of pages in a folder without a server`, found.first === title ? [] : [`“${title}” gives “${found.first}”`]);
  await context.close();
}

// Types the words and waits until the page has answered.
async function ask(tab, words) {
  await tab.locator("search input").fill(words);
  return answer(tab, words);
}

// What the page says to these words, when it has said it: the index may still be on its way.
async function answer(tab, words) {
  const has = (said) => said.asked === words && (/[\p{L}\d]/u.test(words) ? said.status.includes(words) : said.status === "");
  const end = Date.now() + PATIENCE;
  let said = await read(tab);
  // A page's own policy forbids what Playwright would evaluate to wait for a condition.
  while (!has(said) && Date.now() < end) {
    await tab.waitForTimeout(20);
    said = await read(tab);
  }
  return said;
}

function read(tab) {
  return tab.evaluate(() => {
    const links = [...document.querySelectorAll(".hits a")];
    return {
      asked: document.querySelector("search input").value,
      hits: links.length,
      first: links[0]?.textContent,
      links: links.map((link) => link.getAttribute("href")),
      marked: [...document.querySelectorAll(".hits mark")].map((mark) => mark.textContent),
      status: document.querySelector("main [role=status]").textContent,
      listed: document.querySelector(".places").checkVisibility(),
    };
  });
}

// The longest word of the texts, its later part, and the longest title of a page.
function longest(sections) {
  const letters = (text) => text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const most = (texts) => texts.reduce((one, other) => (other.length > one.length ? other : one), "");
  const word = most(sections.flatMap(([, , , text]) => letters(text)));
  const title = most(sections.filter(([address]) => !address.includes("#")).map(([, title]) => title));
  return { word, end: word.slice(Math.floor(word.length / 2)), title };
}

// årsrapport, aarsrapport and arsrapport find the same.
async function folding(tab, sections) {
  const words = sections.flatMap(([, , , text]) => text.toLowerCase().match(/\p{L}{6,}/gu) ?? []);
  const faults = [];
  for (const [letter, others] of [["å", ["aa", "a"]], ["ø", ["oe", "o", "ö"]], ["æ", ["ae", "ä"]], ["ö", ["o", "oe", "ø"]], ["ä", ["a", "ae", "æ"]]]) {
    const word = words.find((word) => word.includes(letter));
    if (!word) continue;
    const { hits } = await ask(tab, word);
    for (const other of others) {
      const typed = word.replaceAll(letter, other);
      const found = await ask(tab, typed);
      if (found.hits < hits) faults.push(`“${typed}” finds ${found.hits}, “${word}” ${hits}`);
    }
  }
  return faults;
}

// 30 000, 30000, 30.000 and 30,000 find the same.
async function thousands(tab, sections) {
  const found = sections.map(([, , , text]) => text.match(/(?<![\d ,.])\d{1,3}[ ,]\d{3}(?![\d ,.])/)).find((one) => one);
  if (!found) return [];
  const [number] = found;
  const { hits } = await ask(tab, number);
  const faults = hits > 0 ? [] : [`“${number}” finds nothing`];
  for (const sign of ["", " ", "\u00a0", ".", ","]) {
    const typed = number.replace(/[ ,]/, sign);
    const other = await ask(tab, typed);
    if (other.hits !== hits) faults.push(`“${typed}” finds ${other.hits}, “${number}” ${hits}`);
  }
  return faults;
}
