// Checks `belegg serve` as a writer meets it: a copy of a project is edited, broken and mended
// while a real browser looks on. Usage: node serve.mjs BELEGG PROJECT WORK, with CHROMIUM naming the
// browser; WORK is a folder for the copy.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { tally } from "./tally.mjs";

const [belegg, project, work] = process.argv.slice(2);
// A change is on the screen by then, also on a machine that does other things.
const PATIENCE = 20_000;
const PORT = 4750;

rmSync(work, { recursive: true, force: true });
const folder = join(work, "project");
mkdirSync(folder, { recursive: true });
for (const name of ["belegg.toml", "content", "data", "themes", "policies.toml", "translations.toml"]) {
  cpSync(join(project, name), join(folder, name), { recursive: true });
}
const built = join(work, "built");
const day = new Date().toISOString().slice(0, 10);
const build = spawnSync(belegg, ["build", "--root", folder, "--no-pdf", "--date", day, "--output-dir", built, "--quiet"]);
tally("the copy can be built", build.status === 0 ? [] : [build.stderr.toString()]);
const before = listing(folder);

const server = spawn(belegg, ["serve", "--root", folder, "--no-pdf", "--date", day, "--port", String(PORT)]);
let said = "";
server.stderr.on("data", (chunk) => (said += chunk));
await until(() => said.includes("Ctrl+C"), "the preview says where it is");
const address = /http:\/\/\S+/.exec(said)?.[0] ?? "";
const origin = new URL(address).origin;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--disable-background-networking"] });
try {
  await strangers();
  await bytes();
  await writing();
  const kept = (path) => path.startsWith(".output.cache/");
  tally("the preview has written nothing to the project", listing(folder).filter((path) => !before.includes(path) && !kept(path)));
  tally("the preview still runs", server.exitCode === null ? [] : [`it ended with ${server.exitCode}`, said.slice(-2000)]);
} finally {
  await browser.close();
  server.kill("SIGINT");
}
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed > 0 ? 1 : 0);

// Whoever has not the key, comes from another site or under another name gets nothing.
async function strangers() {
  const cookie = await key();
  const asks = [
    ["without the key", {}, 403],
    ["with a wrong key", { cookie: cookie.replace(/=.*/, "=0") }, 403],
    ["from another site", { cookie, origin: "https://evil.example" }, 403],
    ["by a form", { cookie, method: "POST" }, 405],
    ["with the key", { cookie }, 200],
  ];
  for (const [name, { method = "GET", ...headers }, status] of asks) {
    const answer = await fetch(`${origin}/`, { method, headers });
    tally(`${name} it answers ${status}`, answer.status === status ? [] : [`it answers ${answer.status}`]);
    tally(`${name} nobody else may read it`, answer.headers.has("access-control-allow-origin") ? ["it has CORS"] : []);
  }
  const named = await ask("/", { cookie, host: "evil.example" });
  tally("under another name it refuses", named === 403 ? [] : [`it answers ${named}`]);
  for (const path of ["/../belegg.toml", "/%2e%2e/belegg.toml", "/en/..%2f..%2fbelegg.toml"]) {
    const outside = await ask(path, { cookie });
    tally(`${path} is not there`, outside === 404 ? [] : [`it answers ${outside}`]);
  }
}

// The status of an answer to a request exactly as it is written here.
function ask(path, headers) {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port: new URL(origin).port, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on("error", reject);
  });
}

async function key() {
  const answer = await fetch(address, { redirect: "manual" });
  return answer.headers.get("set-cookie").split(";")[0];
}

// Every file is as `build` makes it, but for the script that pages get on their way.
async function bytes() {
  const cookie = await key();
  const files = listing(built).filter((path) => !path.startsWith(".belegg"));
  const faults = [];
  for (const path of files) {
    const answer = await fetch(`${origin}/${path.split("/").map(encodeURIComponent).join("/")}`, { headers: { cookie } });
    const served = Buffer.from(await answer.arrayBuffer());
    const published = readFileSync(join(built, path));
    const same = path.endsWith(".html") ? asPublished(served.toString()) === asPublished(published.toString()) : served.equals(published);
    if (!same) faults.push(`${path} differs`);
    if (published.toString().includes("__belegg")) faults.push(`${path} has something of the preview in it`);
  }
  tally("the preview serves what build makes", files.length > 20 ? faults : [...faults, `only ${files.length} files`]);
}

function asPublished(html) {
  return html
    .replace(/<script src="\/__belegg\/live\.js" data-page="\w+" defer><\/script>/, "")
    .replace(/(content="default-src 'none'; )([^"]*)/, (_, first, rest) => first + rest.split("; ").sort().join("; ").replace("script-src 'self'; ", ""));
}

async function writing() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 700 } });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("404") && complaints.push(message.text()));
  const foreign = [];
  page.on("request", (request) => new URL(request.url()).origin !== origin && foreign.push(request.url()));
  await page.goto(address);
  tally("the key leaves the address line", page.url().includes("key=") ? [page.url()] : []);

  const source = join(folder, "content/report/2024/03-due-diligence.md");
  const text = readFileSync(source, "utf8");
  const chapter = addressOf(/^title = "(.*)"/m.exec(text)[1]);
  const other = await context.newPage();
  await other.goto(`${origin}/en/`);
  await other.evaluate(() => (window.untouched = true));

  await page.goto(chapter);
  await page.evaluate(() => scrollTo({ top: 600, behavior: "instant" }));
  const scrolled = await page.evaluate(() => scrollY);
  const word = "Fjellrypekvitter";
  writeFileSync(source, text.replace(/\n\n([A-ZÆØÅ])/, `\n\n${word} $1`));
  await shows(page, "a saved word is on the page", (word) => document.body.innerText.includes(word), word);
  await shows(page, "the page stays where it was", (before) => Math.abs(scrollY - before) < 60, scrolled);
  tally("another page is not loaded again", (await other.evaluate(() => window.untouched === true)) ? [] : ["it was"]);

  writeFileSync(source, `${text}\n\n[1](fact:no.such.fact)\n`);
  const layer = page.locator("[role=alertdialog]");
  await appears("a mistake is laid over the page", layer);
  const told = (await layer.innerText().catch(() => "")) || "";
  tally("the mistake is told with its place", /no\.such\.fact/.test(told) && /03-due-diligence\.md:\d+:\d+/.test(told) ? [] : [told]);
  tally("the last good page lies below", (await page.locator("h1").count()) === 1 ? [] : ["there is no page"]);
  await page.keyboard.press("Escape");
  await goes("Escape closes the mistake", layer);

  writeFileSync(source, text);
  await shows(page, "a mended page is shown again", (word) => !document.body.innerText.includes(word), word);

  await emptied(page, source, text);

  await moves(page, source, text, chapter);

  const away = `${source}.away`;
  renameSync(source, away);
  await page.waitForTimeout(700);
  renameSync(away, source);
  await shows(page, "a file that was away for a moment is back", () => document.querySelector("h1") !== null);

  const content = join(folder, "content");
  renameSync(content, `${content}.away`);
  await page.waitForTimeout(300);
  cpSync(`${content}.away`, content, { recursive: true });
  await page.waitForTimeout(700);
  writeFileSync(source, `${text}\n\n${round(7)}\n`);
  const says = (sentence) => document.body.textContent.includes(sentence);
  await shows(page, "a folder that was made anew is watched", says, round(7));
  writeFileSync(source, text);
  rmSync(`${content}.away`, { recursive: true });

  const config = join(folder, "belegg.toml");
  const settings = readFileSync(config, "utf8");
  writeFileSync(config, `${settings}\n[[[`);
  await appears("a broken configuration is told", layer);
  writeFileSync(config, settings);
  await goes("a mended configuration is heard", layer);
  await closely(page, { source, text, config, settings, layer });
  renameSync(config, `${config}.away`);
  await appears("a missing configuration is told", layer);
  renameSync(`${config}.away`, config);
  await goes("a configuration that is back is heard", layer);

  for (let number = 0; number < 1000; number += 1) writeFileSync(source, `${text}\n\n${round(number)}\n`);
  await shows(page, "after a thousand changes the last is shown", says, round(999));
  writeFileSync(source, text);
  await shows(page, "and what comes after it", (sentence) => !document.body.textContent.includes(sentence), round(999));

  tally("the browser has nothing against the preview", complaints);
  tally("nothing is asked of another host", foreign);
  await context.close();
}

// Many editors empty a file before they write it. Where this machine took its time in between,
// nothing was shown by that.
async function emptied(page, source, text) {
  const heard = said.length;
  const told = round(5);
  let took = 0;
  for (let tries = 0; tries < 5; tries += 1) {
    const begun = performance.now();
    writeFileSync(source, "");
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(source, `${text}\n\n${told}\n`);
    took = performance.now() - begun;
    if (took < 40) break;
  }
  const says = (sentence) => document.body.textContent.includes(sentence);
  await shows(page, "a file that was empty for a moment is read when it is written", says, told);
  const faults = took < 40 && said.slice(heard).includes("is empty") ? [said.slice(heard)] : [];
  tally("nobody is told that it was empty", faults);
  writeFileSync(source, text);
  await shows(page, "and as it was before", (sentence) => !document.body.textContent.includes(sentence), told);
}

// A page that gets another address, and another one upon that, takes along who reads it.
async function moves(page, source, text, chapter) {
  for (const slug of ["another-name", "a-third-name"]) {
    writeFileSync(source, text.replace(/^slug = .*/m, `slug = "${slug}"`));
    const is_there = (slug) => location.pathname.endsWith(`/${slug}/`) && document.querySelector("h1");
    await shows(page, `the page is followed to ${slug}`, is_there, slug);
  }
  await page.goto(chapter);
  const found = new URL(page.url()).pathname;
  tally("the first address leads to the page", found.endsWith("/a-third-name/") ? [] : [found]);
  writeFileSync(source, text);
  const first = new URL(chapter).pathname.replace("index.html", "");
  await shows(page, "and back", (path) => location.pathname === path, first);
}

// A change that comes while the page of the one before is loaded.
async function closely(page, { source, text, config, settings, layer }) {
  const faults = [];
  page.on("crash", () => faults.push("the page crashed"));
  const within = (wait, what) => wait.catch(() => faults.push(`${what}: not within ${PATIENCE} ms`));
  for (let number = 0; number < 12 && !faults.length; number += 1) {
    const told = round(number);
    writeFileSync(source, `${text}\n\n${told}\n`);
    const says = (sentence) => document.body.textContent.includes(sentence);
    await within(page.waitForFunction(says, told, { timeout: PATIENCE, polling: 20 }), told);
    writeFileSync(source, text);
    await page.waitForTimeout(number * 5);
    writeFileSync(config, `${settings}\n[[[`);
    await within(layer.waitFor({ state: "visible", timeout: PATIENCE }), "the mistake is shown");
    writeFileSync(config, settings);
    await within(layer.waitFor({ state: "detached", timeout: PATIENCE }), "the mistake is gone");
  }
  tally("changes may come while a page is loaded", faults.length ? [...faults, said.slice(-600)] : []);
}

// The address of the page that a title is of.
function addressOf(title) {
  const pages = listing(built).filter((path) => path.endsWith(".html") && !path.startsWith("en/"));
  const heading = (path) => /<h1.*?<\/h1>/s.exec(readFileSync(join(built, path), "utf8"))?.[0] ?? "";
  const has = (path) => heading(path).replace(/\u00ad|&shy;/g, "").includes(title);
  return `${origin}/${pages.find(has) ?? `no-page-of-${title}`}`;
}

// Words without digits, for numbers that stand in one language alone are mistakes.
function round(number) {
  return `Omgang ${[...String(number)].map((digit) => "abcdefghij"[digit]).join("")} er ute.`;
}

async function shows(page, check, condition, argument) {
  const shown = await page.waitForFunction(condition, argument, { timeout: PATIENCE, polling: 20 }).then(() => true, () => false);
  tally(check, shown ? [] : [`not within ${PATIENCE} ms`, said.slice(-600)]);
}

async function appears(check, locator) {
  const shown = await locator.waitFor({ state: "visible", timeout: PATIENCE }).then(() => true, () => false);
  tally(check, shown ? [] : [`not within ${PATIENCE} ms`, said.slice(-600)]);
}

async function goes(check, locator) {
  const gone = await locator.waitFor({ state: "detached", timeout: PATIENCE }).then(() => true, () => false);
  tally(check, gone ? [] : [`not within ${PATIENCE} ms`]);
}

async function until(condition, check) {
  const end = Date.now() + 60_000;
  while (!condition() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  tally(check, condition() ? [] : [said]);
}

// Files below a folder, by path within it.
function listing(folder) {
  return readdirSync(folder, { recursive: true }).filter((path) => statSync(join(folder, path)).isFile());
}
