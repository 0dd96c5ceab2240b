// Checks the published pages as their readers meet them: valid markup, no dead link, and, in
// Chromium, accessibility, reflow, text spacing, keyboard and the promise to load nothing from
// elsewhere. Usage: node check.mjs OUTPUT, with CHROMIUM naming the browser.
import { chromium } from "playwright-core";
import { figures } from "./figures.mjs";
import { html } from "./html.mjs";
import { keyboard } from "./keyboard.mjs";
import { links } from "./links.mjs";
import { reading } from "./reading.mjs";
import { read, serve } from "./site.mjs";
import { tally } from "./tally.mjs";

const output = process.argv[2];
const site = read(output);
const server = await serve(output);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--disable-background-networking", "--disable-component-update", "--disable-quic"],
});

tally("the site has pages", site.pages.length > 0 ? [] : [`no page in ${output}`]);
html(site);
links(site);
figures(output);
// Two pages at a time: the smallest machine that we count on has two cores.
const waiting = [...site.pages];
const worker = async () => {
  for (let page = waiting.shift(); page; page = waiting.shift()) {
    await reading(browser, server.origin, page);
    await keyboard(browser, server.origin, page);
  }
};
await Promise.all([worker(), worker()]);

await browser.close();
server.close();
const { passed, failed } = tally;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
