// Writes the tables of `locale` from the Unicode CLDR: src/locale/cldr.rs and src/locale/countries.tsv.
//
//   npm install --prefix DIR cldr-core@48.2.0 cldr-dates-full@48.2.0 cldr-localenames-full@48.2.0 \
//       cldr-misc-full@48.2.0 cldr-numbers-full@48.2.0 cldr-units-full@48.2.0
//   node scripts/cldr.mjs DIR && cargo fmt
//
// Run it from the root of the repository. The same packages give the same bytes.

import { readFileSync, writeFileSync } from "node:fs";

const LANGUAGES = ["da", "en-GB", "en-US", "nb", "nn", "sv"];
const CURRENCIES = ["AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "INR", "ISK", "JPY", "KRW", "MXN", "NOK", "NZD", "PLN", "RON", "SEK", "SGD", "THB", "TRY", "USD", "ZAR"];

const folder = process.argv[2];
if (!folder) throw new Error("name the folder that holds node_modules with the CLDR packages");
const read = (path) => JSON.parse(readFileSync(`${folder}/node_modules/${path}.json`, "utf8"));

// CLDR files American English under plain "en".
const inCldr = (language) => (language === "en-US" ? "en" : language);
const main = (name, language, file) => read(`${name}/main/${inCldr(language)}/${file}`).main[inCldr(language)];

// A Rust string or char literal in which invisible characters show.
const shown = (text) =>
  text.replace(/["\\]/g, "\\$&").replace(/[\u00a0\u2009\u200f\u202f]/g, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
const string = (text) => `"${shown(text)}"`;
const char = (text) => (text === "'" ? "'\\''" : `'${shown(text)}'`);

// A date must not break between the day and the month.
const unbroken = (pattern) => pattern.replace(/(d\.?) (M)/g, "$1\u00a0$2").replace(/(M) (d)/g, "$1\u00a0$2");

// CLDR lists interval patterns for the short month only; ICU widens them in the same way.
function interval(pattern) {
  const wide = unbroken(pattern.replace(/MMM/g, "MMMM"));
  const seen = new Set();
  for (const field of wide.matchAll(/d+|M+|y+/g)) {
    if (seen.has(field[0])) return `(${string(wide.slice(0, field.index))}, ${string(wide.slice(field.index))})`;
    seen.add(field[0]);
  }
  throw new Error(`no repeated field in ${pattern}`);
}

const PLURAL_RULES = {
  "n = 1": "Exact",
  "i = 1 and v = 0": "Whole",
  "n = 1 or t != 0 and i = 0,1": "Danish",
};

function language(tag) {
  const numbers = main("cldr-numbers-full", tag, "numbers").numbers;
  const symbols = numbers["symbols-numberSystem-latn"];
  const currencies = main("cldr-numbers-full", tag, "currencies").numbers.currencies;
  const calendar = main("cldr-dates-full", tag, "ca-gregorian").dates.calendars.gregorian;
  const available = calendar.dateTimeFormats.availableFormats;
  const intervals = calendar.dateTimeFormats.intervalFormats.yMMMd;
  const lists = main("cldr-misc-full", tag, "listPatterns").listPatterns["listPattern-type-standard"];
  const quotes = main("cldr-misc-full", tag, "delimiters").delimiters;
  const units = main("cldr-units-full", tag, "units").units.short;
  const ownName = main("cldr-localenames-full", tag, "languages").localeDisplayNames.languages[tag.slice(0, 2)];
  const rules = read("cldr-core/supplemental/plurals").supplemental["plurals-type-cardinal"];
  const rule = rules[tag.slice(0, 2)]["pluralRule-count-one"].split("@")[0].trim();

  const percent = numbers["percentFormats-numberSystem-latn"].standard.match(/^#,##0(\s?)%$/);
  const money = numbers["currencyFormats-numberSystem-latn"].standard.split(";")[0];
  const between = (pattern) => pattern.match(/^\{0\}(.*)\{1\}$/)[1];
  const unit = (name) => units[name]["unitPattern-count-other"].match(/^\{0\}\s(.*)$/)[1];
  // The year is always written in full, also where CLDR's short form cuts it.
  const short = calendar.dateFormats.short.replace(/yy+/, "y");
  if (!PLURAL_RULES[rule] || !percent || lists.start !== "{0}, {1}" || lists.middle !== "{0}, {1}")
    throw new Error(`${tag}: a pattern that locale does not know`);

  return `Cldr {
    own_name: ${string(ownName[0].toUpperCase() + ownName.slice(1))},
    decimal: ${char(symbols.decimal)}, group: ${char(symbols.group)}, minus: ${char(symbols.minusSign)},
    before_percent: ${string(percent[1])},
    currency_first: ${money.startsWith("¤")},
    currencies: &[${CURRENCIES.map((code) => {
      const { symbol, displayName, "displayName-count-one": one, "displayName-count-other": other } = currencies[code];
      return `currency(${[code, symbol ?? code, one ?? displayName, other ?? displayName].map(string).join(", ")})`;
    }).join(", ")}],
    plural: PluralRule::${PLURAL_RULES[rule]},
    list_last_of_two: ${string(between(lists[2]))}, list_last: ${string(between(lists.end))},
    date_long: ${string(unbroken(calendar.dateFormats.long))}, date_short: ${string(short)},
    month_year: ${string(available.yMMMM)},
    range_in_month: ${interval(intervals.d)}, range_in_year: ${interval(intervals.M)}, range: ${interval(intervals.y)},
    months: [${Object.values(calendar.months.format.wide).map(string)}],
    file_sizes: [${["byte", "kilobyte", "megabyte", "gigabyte"].map((name) => string(unit(`digital-${name}`)))}],
    quotes: [${[quotes.quotationStart, quotes.quotationEnd, quotes.alternateQuotationStart, quotes.alternateQuotationEnd].map(char)}],
}`;
}

writeFileSync(
  "src/locale/cldr.rs",
  `//! How each language writes numbers, dates, lists and sums, as the Unicode CLDR has it.
//! Written by \`scripts/cldr.mjs\` from CLDR ${read("cldr-core/package").version} (Unicode License v3); do not edit.

use super::{Cldr, PluralRule, currency};

${LANGUAGES.map((tag) => `pub(super) static ${tag.replace("-", "_").toUpperCase()}: Cldr = ${language(tag)};`).join("\n\n")}
`,
);

// Where CLDR's first choice reads badly in a report: "Hongkong SAR Kina", "Congo - Kinshasa".
const SHORT = ["HK", "MM", "MO", "PS"];
const VARIANT = { "en-GB": ["CD", "CG"], "en-US": ["CD", "CG"] };
// "Kongo" alone could be either of the two.
const OWN = { nb: { CD: "Kongo-Kinshasa" } };
const COUNTRY_LANGUAGES = ["da", "en-GB", "en-US", "nb", "nn", "sv"];
// Read in a register, but never written.
const READ_LANGUAGES = [...COUNTRY_LANGUAGES, "fi"];

const territories = Object.fromEntries(
  READ_LANGUAGES.map((tag) => [tag, main("cldr-localenames-full", tag, "territories").localeDisplayNames.territories]),
);
const mappings = read("cldr-core/supplemental/codeMappings").supplemental.codeMappings;
// ISO 3166-1, and Kosovo, which has a code of its own in practice. The others are codes of the
// CLDR's own: Ascension, the European Union, unknown region …
const NOT_COUNTRIES = ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"];
const codes = Object.keys(territories.nb).filter((code) => /^[A-Z]{2}$/.test(code) && !NOT_COUNTRIES.includes(code)).sort();

const rows = codes.map((code) => {
  const name = (tag) => {
    const names = territories[tag];
    return OWN[tag]?.[code] || (SHORT.includes(code) && names[`${code}-alt-short`]) || (VARIANT[tag]?.includes(code) && names[`${code}-alt-variant`]) || names[code];
  };
  const shown = COUNTRY_LANGUAGES.map(name);
  const others = READ_LANGUAGES.flatMap((tag) => [OWN[tag]?.[code] ? null : territories[tag][code], territories[tag][`${code}-alt-short`], territories[tag][`${code}-alt-variant`]]);
  const also = [...new Set(others)].filter((other) => other && !shown.includes(other)).sort();
  return [code, mappings[code]._alpha3, ...shown, also.join(";")].join("\t");
});
writeFileSync("src/locale/countries.tsv", [["code", "alpha3", ...COUNTRY_LANGUAGES, "also"].join("\t"), ...rows].join("\n") + "\n");
