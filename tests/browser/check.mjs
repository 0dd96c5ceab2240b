// Checks the published pages as their readers meet them: valid markup, no dead link, and, in
// Chromium, accessibility, reflow, text spacing, keyboard and the promise to load nothing from
// elsewhere. Usage: node check.mjs OUTPUT, with CHROMIUM naming the browser.
import { availableParallelism } from "node:os";
import { chromium } from "playwright-core";
import { figures } from "./figures.mjs";
import { html } from "./html.mjs";
import { images } from "./images.mjs";
import { keyboard, openTypist } from "./keyboard.mjs";
import { links } from "./links.mjs";
import { openReader, reading } from "./reading.mjs";
import { search } from "./search.mjs";
import { read, serve } from "./site.mjs";
import { tally } from "./tally.mjs";
import { weight } from "./weight.mjs";

const output = process.argv[2];
const site = read(output);
const server = await serve(output);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--disable-background-networking", "--disable-component-update", "--disable-quic"],
});

tally("the site has pages", site.pages.length > 0 ? [] : [`no page in ${output}`]);
links(site);
figures(output);
images(site);
// Long pages first, so that all workers end together; two at least, as the smallest machine that we
// count on has two cores. Each keeps its two tabs: opening one takes longer than most pages do.
const waiting = site.pages.toSorted((one, other) => other.text.length - one.text.length);
const worker = async () => {
  const reader = await openReader(browser, server.origin);
  const typist = await openTypist(browser, server.origin);
  for (let page = waiting.shift(); page; page = waiting.shift()) {
    await reading(reader, page);
    await keyboard(typist, page);
  }
};
const workers = Array.from({ length: Math.min(8, Math.max(2, availableParallelism())) }, worker);
await Promise.all([html(site), search(site, browser, server.origin), ...workers]);
await weight(browser, server.origin, site);

await browser.close();
server.close();
const { passed, failed } = tally;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
