// Writes tests/suite/fixtures/locale.json: how the Unicode CLDR's own implementation (ICU, in Node 20 or
// later with full data) writes the values that tests/suite/locale.rs gives to our `locale`.
//
//   node scripts/locale-fixture.mjs
//
// Run it from the root of the repository.

import { readFileSync, writeFileSync } from "node:fs";

const TAGS = ["da", "en-GB", "en-US", "nb", "nn", "sv"];
const NUMBERS = [
  ["0", 0], ["1", 0], ["7", 0], ["447", 0], ["999.5", 0], ["1447", 0], ["30000", 0], ["1234567.891", 2], ["0.5", 0], ["1.5", 0], ["2.5", 0],
  ["-2.5", 0], ["-18", 0], ["-1234.25", 1], ["84.35", 1], ["0.005", 2], ["12345678901234567890", 0], ["3", 2],
];
const PERCENTAGES = [["0", 0], ["66", 0], ["100", 0], ["84.35", 1], ["-12.5", 0], ["1234", 0], ["0.25", 2], ["21.8", 1]];
const AMOUNTS = [["30000", 0], ["1", 0], ["-1250.5", 2], ["1.5", 1], ["0", 0], ["2500000", 0]];
const CURRENCIES = ["CHF", "DKK", "EUR", "GBP", "NOK", "SEK", "USD"];
const DATES = [..."123456789abc"].map((month, index) => `${2023 + (index % 3)}-${String(index + 1).padStart(2, "0")}-${["01", "15", "28", "09"][index % 4]}`);
const RANGES = [["2024-01-01", "2024-12-31"], ["2024-06-03", "2024-06-09"], ["2023-07-01", "2024-06-30"], ["2024-12-31", "2025-01-01"]];
const LISTS = [["a"], ["a", "b"], ["a", "b", "c"], ["Norge", "Sverige", "Danmark", "Finland"]];
const PLURALS = [["0", 0], ["1", 0], ["1.0", 1], ["1.5", 1], ["0.5", 1], ["2", 0], ["2.5", 1], ["11", 0], ["21", 0], ["101", 0]];
const WORDS = `Aasen Ås Asker Åsen aas Zebra zoo Ærlig ærlig Ørsta ørsta Öland Ärla Äpple apple Apple applet Bø Bo Bö bo café cafe Café
  caféer cafeer Müller Muller Myller Mzller thorn þorn Thorn tiden dag đag dal ðal Łódź Lodz løs los lös Haakon Hakon Håkon HAAKON Hå
  resume résumé Resume resumé rèsume vann Wann wann Vann œuvre oeuvre straße strasse Straße co-op coop co op 10 2 1 a1 a10 a2 A/S AS A.S
  (AS) «AS» $1 1% é è ê ë e E É ø å æ ä ö Ø Å Æ Ä Ö ü Ü y Y z Z aa Aa AA ab az baa bå bAA Bodø Bodö Bodo Kanaan Kanå kanal piñata pinata
  Čapek Capek čapek naïve naive 'n & et_al Et-al et,al Tromsø Trøndelag Telemark Ångström Angstrom Aalesund Ålesund Alesund`.split(/\s+/);

// The table of countries that the program has; the fixture holds what the CLDR calls each.
const COUNTRIES = readFileSync("src/locale/countries.tsv", "utf8").split("\n").map((row) => row.split("\t")[0]).filter((code) => /^[A-Z]{2}$/.test(code));

const day = (text) => new Date(`${text}T12:00:00Z`);
const exactHundredth = (text) => {
  // A percentage is given to Intl as a share; the point is moved in the text, so nothing is lost.
  const [, sign, whole, fraction = ""] = text.match(/^(-?)(\d+)\.?(\d*)$/);
  const digits = whole.padStart(3, "0");
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`;
};
const fixed = (decimals) => ({ minimumFractionDigits: decimals, maximumFractionDigits: decimals });

function locale(tag) {
  const date = (options) => new Intl.DateTimeFormat(tag, { timeZone: "UTC", ...options });
  const long = date({ dateStyle: "long" });
  const english = tag.startsWith("en");
  const money = ([amount, decimals], currency) =>
    new Intl.NumberFormat(tag, { style: "currency", currency, currencyDisplay: english ? "symbol" : "name", ...fixed(decimals) }).format(amount);
  const names = new Intl.DisplayNames(tag, { type: "region" });
  return {
    numbers: NUMBERS.map(([value, decimals]) => [value, decimals, new Intl.NumberFormat(tag, fixed(decimals)).format(value)]),
    percentages: PERCENTAGES.map(([value, decimals]) => [
      value, decimals, new Intl.NumberFormat(tag, { style: "percent", ...fixed(decimals) }).format(exactHundredth(value)),
    ]),
    changes: NUMBERS.map(([value, decimals]) => [
      value, decimals, new Intl.NumberFormat(tag, { signDisplay: "exceptZero", ...fixed(decimals) }).format(value),
    ]),
    money: CURRENCIES.flatMap((currency) => AMOUNTS.map((amount) => [...amount, currency, money(amount, currency)])),
    dates: DATES.map((text) => [
      text, long.format(day(text)), date({ dateStyle: "short" }).format(day(text)), date({ year: "numeric", month: "long" }).format(day(text)),
    ]),
    ranges: RANGES.map(([first, last]) => [first, last, long.formatRange(day(first), day(last))]),
    lists: LISTS.map((items) => [items, new Intl.ListFormat(tag, { type: "conjunction" }).format(items)]),
    plurals: PLURALS.map(([value, decimals]) => [value, new Intl.PluralRules(tag, fixed(decimals)).select(value)]),
    sorted: [...new Set(WORDS)].sort(new Intl.Collator(tag).compare),
    // Ten a row.
    countries: [...Array(Math.ceil(COUNTRIES.length / 10)).keys()].map((row) => COUNTRIES.slice(row * 10, row * 10 + 10).map((code) => `${code} ${names.of(code)}`)),
    months: [...Array(12).keys()].map((month) => date({ month: "long", day: "numeric" }).formatToParts(new Date(Date.UTC(2024, month, 15))).find((part) => part.type === "month").value),
    signs: Object.fromEntries(["group", "decimal", "minusSign", "percentSign"].map((sign) => [
      sign, new Intl.NumberFormat(tag, { style: "percent", minimumFractionDigits: 1 }).formatToParts(-12345.678).find((part) => part.type === sign).value,
    ])),
    name: new Intl.DisplayNames(tag, { type: "language" }).of(tag.slice(0, 2)),
  };
}

const fixture = { cldr: process.versions.cldr, ...Object.fromEntries(TAGS.map((tag) => [tag, locale(tag)])) };
const compact = JSON.stringify(fixture, null, 1).replace(/\n {4,}/g, " ").replace(/\n {3}\]/g, " ]");
writeFileSync("tests/suite/fixtures/locale.json", `${compact}\n`);
