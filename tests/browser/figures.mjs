// The published figures are what their schema says, judged by a validator that knows nothing of the
// program; and the schema is strict enough to refuse files that are not.
import Ajv from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tally } from "./tally.mjs";

export function figures(folder) {
  const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const own = read("figures.json");
  // `$schema` names the schema beside it.
  const validate = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }).compile(read(own.$schema));
  const faults = (figures) =>
    validate(figures) ? [] : validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
  tally("figures.json is what its schema says", faults(own));
  for (const [name, change] of Object.entries(BROKEN)) {
    const broken = structuredClone(own);
    change(broken);
    tally(`the schema of the figures refuses ${name}`, faults(broken).length > 0 ? [] : ["it does not"]);
  }
  const share = (one) => one.numerator !== undefined && one.denominator > 0 && one.kind === "percent";
  const wrong = own.facts.filter(share).filter((one) => Math.abs((100 * one.numerator) / one.denominator - one.value) > 1e-6);
  tally("every share is its numerator by its denominator", wrong.map((one) => `${one.id} (${one.period})`));
  const sums = own.series.filter((one) => one.total !== undefined);
  const off = sums.filter((one) => one.categories.reduce((sum, { value }) => sum + value, 0) !== one.total);
  // Shares of each group, as of women in the workforce, have no total.
  const counted = own.series.filter((one) => one.kind === "count");
  const silent = counted.length > 0 && sums.length === 0;
  tally("every total is the sum of its categories", silent ? ["there is no total"] : off.map((one) => one.id));
}

const WITHHELD = { id: "a.b", period: "2024", reason: "small group", smallest_group: 5, dataset: "data/2024/workforce.csv" };

const BROKEN = {
  "a fact without a definition": (figures) => delete figures.facts[0].definition,
  "a field that it does not know": (figures) => (figures.facts[0].colour = "green"),
  "a count that is a text": (figures) => (figures.facts.find((one) => one.kind === "count").value = "447"),
  "a share without its denominator": (figures) => delete figures.facts.find((one) => one.denominator !== undefined).denominator,
  "a value that is missing": (figures) => (figures.facts[0].value = null),
  "a withheld figure with its value": (figures) => figures.suppressed.push({ ...WITHHELD, value: 2 }),
  "a hash that is cut short": (figures) => (figures.facts[0].provenance.sha256 = "abc"),
  "a series without categories": (figures) => delete figures.series[0].categories,
};
