// Valid markup, by two validators that share no code: html-validate, and the Nu checker (which
// reads the style sheets too).
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { HtmlValidate } from "html-validate";
import vnu from "vnu-jar";
import { tally } from "./tally.mjs";

const RULES = {
  extends: ["html-validate:recommended"],
  elements: ["html5"],
  rules: {
    // A title names the page and the site (WCAG 2.4.2), however long these are.
    "long-title": "off",
    // A table that scrolls sideways is a region by role, not one more section of the text.
    "prefer-native-element": ["error", { exclude: ["region"] }],
  },
};

// Where the Nu checker is behind: newer CSS that browsers without it pass over; policies with 'self',
// of which it knows the meaning only for pages handed over HTTP; and blocks of data in `script`, which
// no policy forbids. The browser judges those: what it blocks is told by reading.mjs.
const BEHIND = [
  /^CSS: Unrecognized at-rule “@container”/,
  /^CSS: “(container|scroll-target-group)”: Property “.*” doesn't exist\.$/,
  /^CSS: Unknown pseudo-element or pseudo-class “:target-current”/,
  /^Resource violates Content Security Policy/,
  /^Inline script violates Content Security Policy \(meta tag\)/,
];

export async function html(site) {
  // A program of its own, which works while the browser does.
  const answer = nu(site);
  const validator = new HtmlValidate(RULES);
  for (const page of [...site.pages, ...site.redirects]) {
    const report = validator.validateStringSync(page.text, page.path);
    const messages = report.results.flatMap((result) => result.messages);
    tally(
      `html-validate accepts ${page.file}`,
      messages.map(({ line, column, message, ruleId }) => `${page.path}:${line}:${column}: ${message} (${ruleId})`),
    );
  }
  tally("the Nu checker accepts every page and style sheet", await answer);
}

async function nu(site) {
  const files = site.files.filter((file) => /\.(html|css)$/.test(file)).map((file) => join(site.folder, file));
  const flags = ["--format", "json", "--exit-zero-always", "--stdout", "--also-check-css"];
  const { stdout } = await promisify(execFile)("java", ["-jar", vnu, ...flags, ...files], { maxBuffer: 1 << 26 });
  return JSON.parse(stdout)
    .messages.filter(({ message }) => !BEHIND.some((known) => known.test(message)))
    .map(({ url, lastLine, type, message }) => `${url.replace("file:", "")}:${lastLine ?? 1}: ${type}: ${message}`);
}
