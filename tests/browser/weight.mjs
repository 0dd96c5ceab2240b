// What a reader's first visit to a chapter costs: the page, its style sheets and fonts as they travel.
// Text is counted as servers compress it; fonts are compressed already.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { tally } from "./tally.mjs";

const MOST = 60_000;
const MOST_STYLE = 15_000;

export async function weight(browser, origin, site) {
  // Chapters of reports; of a site without reports its policies.
  const having = (sign) => site.pages.filter((page) => page.text.includes(sign));
  const chapters = having('class="secno"');
  const weighed = chapters.length > 0 ? chapters : having('class="factbox"');
  tally("the site has pages to weigh", weighed.length > 0 ? [] : ["none"]);
  for (const page of weighed) {
    const loaded = await loads(browser, origin, page);
    const bytes = (file) => readFileSync(join(site.folder, file));
    const travels = (file) => (file.endsWith(".woff2") ? bytes(file).length : gzipSync(bytes(file), { level: 9 }).length);
    const weights = [...loaded].map((file) => [file, travels(file)]);
    const sum = weights.reduce((sum, [, weight]) => sum + weight, 0);
    const list = weights.map(([file, weight]) => `${weight} ${file}`).join(", ");
    tally(`the first visit to ${page.file} is light`, sum < MOST ? [] : [`${sum} bytes: ${list}`]);
    tally(`${page.file} needs no script`, [...loaded].filter((file) => file.endsWith(".js")));
    // The short style is promised of chapters.
    if (chapters.length === 0) continue;
    const linked = [...page.text.matchAll(/<link rel="stylesheet" href="[^"]*?(static\/[^"]+)"(?! media)/g)];
    const style = linked.reduce((sum, [, file]) => sum + bytes(file).length, 0);
    tally(`the style of ${page.file} is short`, style < MOST_STYLE ? [] : [`${style} bytes`]);
  }
}

// The files of the site that a browser asks for when it has none of them yet.
async function loads(browser, origin, page) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const tab = await context.newPage();
  const loaded = new Set([page.file]);
  tab.on("response", (response) => {
    const path = decodeURIComponent(new URL(response.url()).pathname).slice(1);
    if (response.ok() && path !== "" && !path.endsWith("/")) loaded.add(path);
  });
  await tab.goto(origin + page.address, { waitUntil: "networkidle" });
  await context.close();
  return loaded;
}
