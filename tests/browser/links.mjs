// Every address that a page, a style sheet or the sitemap names leads somewhere: to a file, and
// with a fragment to an element of it. Every page can be reached from the home page.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { tally } from "./tally.mjs";

const HOST = "http://site.example";

export function links(site) {
  const texts = new Map([...site.pages, ...site.redirects].map((page) => [page.file, page.text]));
  const files = new Set(site.files);
  const base = baseUrl(texts);
  const reached = new Map();

  for (const [file, text] of texts) {
    const targets = addresses(text).map((written) => [written, resolve(written, file, base)]);
    const faults = targets.flatMap(([written, target]) => fault(written, target, files, texts));
    tally(`every link of ${file} leads somewhere`, faults);
    const clickable = anchors(text).map((written) => resolve(written, file, base));
    reached.set(file, clickable.flatMap((target) => (target ? [target.file] : [])));
  }
  for (const file of site.files.filter((file) => file.endsWith(".css"))) {
    const text = readFileSync(join(site.folder, file), "utf8");
    const named = [...text.matchAll(/url\(["']?([^"')]+)["']?\)/g)].map((match) => match[1]);
    const inside = named.filter((written) => !written.startsWith("data:"));
    tally(
      `every file that ${file} names is there`,
      inside.flatMap((written) => fault(written, resolve(written, file, base), files, texts)),
    );
  }
  const sitemap = readFileSync(join(site.folder, "sitemap.xml"), "utf8");
  const listed = [...sitemap.matchAll(/(?:<loc>|href=")([^<"]+)/g)].map((match) => unescape(match[1]));
  tally(
    "every address of the sitemap is there",
    listed.flatMap((written) => fault(written, resolve(written, "sitemap.xml", base) ?? { file: written }, files, texts)),
  );
  tally("every page can be reached from the home page", unreachable(site, reached));
  const broken = site.files.filter((file) => file.endsWith(".json") && !parses(join(site.folder, file)));
  tally("every JSON file can be read", broken);
  const empty = site.files.filter((file) => statSync(join(site.folder, file)).size === 0);
  tally("no published file is empty", empty);
}

// The home page's canonical address, under which the other pages name each other.
function baseUrl(texts) {
  const canonical = /<link rel="canonical" href="([^"]+)"/.exec(texts.get("index.html") ?? "");
  return canonical ? canonical[1] : `${HOST}/`;
}

function addresses(text) {
  const attributes = [...text.matchAll(/\s(?:href|src)="([^"]*)"/g)].map((match) => match[1]);
  const refresh = [...text.matchAll(/http-equiv="refresh" content="[^"]*url=([^"]*)"/gi)].map((match) => match[1]);
  return [...attributes, ...refresh].map(unescape);
}

function anchors(text) {
  return [...text.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map((match) => unescape(match[1]));
}

// Where an address leads within the site, or nothing for another site, mail and telephone.
function resolve(written, from, base) {
  const page = new URL(from, base);
  if (!URL.canParse(written, page)) return { file: written, fragment: "" };
  const url = new URL(written, page);
  if (!url.href.startsWith(base)) return undefined;
  const path = decodeURIComponent(url.href.slice(base.length).split(/[?#]/)[0]);
  const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  return { file, fragment: decodeURIComponent(url.hash.slice(1)) };
}

function fault(written, target, files, texts) {
  if (!target) return [];
  if (!files.has(target.file)) return [`${written}: no file ${target.file}`];
  if (!target.fragment || target.file.endsWith(".pdf")) return [];
  const identified = (texts.get(target.file) ?? "").includes(` id="${target.fragment}"`);
  return identified ? [] : [`${written}: no element “${target.fragment}” in ${target.file}`];
}

function unreachable(site, reached) {
  const seen = new Set(["index.html"]);
  for (const file of seen) for (const next of reached.get(file) ?? []) seen.add(next);
  return site.pages.map((page) => page.file).filter((file) => !file.endsWith("404.html") && !seen.has(file));
}

function unescape(text) {
  return text.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}

function parses(path) {
  try {
    JSON.parse(readFileSync(path, "utf8"));
    return true;
  } catch {
    return false;
  }
}
