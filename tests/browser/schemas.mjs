// Checks what the program tells other programs, with the tools of those: the schemas of `belegg schema` with
// taplo's own linter, as editors use them, and as YAML; SARIF with its published schema. Each must fit what is
// right, and refuse a mistake that is planted. Usage: node schemas.mjs BELEGG PROJECT WORK; WORK is a folder of ours.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { tally } from "./tally.mjs";

const [belegg, root, work] = process.argv.slice(2);
const packages = createRequire(import.meta.url);
const taplo = packages.resolve("@taplo/cli/dist/cli.js");

rmSync(work, { recursive: true, force: true });
mkdirSync(join(work, "schemas"), { recursive: true });

const kinds = run(["schema", "data"]).split("\n").map((line) => line.split(" ")[0]).filter(Boolean);
const schemas = new Map([["config", run(["schema", "config"])], ["front-matter", run(["schema", "front-matter"])]]);
for (const kind of kinds) schemas.set(kind, run(["schema", "data", kind]));
for (const [kind, text] of schemas) writeFileSync(join(work, "schemas", `${kind}.json`), text);

// A new project has what the examples have not.
const made = join(work, "new");
run(["init", made, "--template", "both", "--lang", "nb,sv,en"]);
const projects = [root, join(root, "examples/kommune"), join(root, "tests/projects/small"), made];

toml();
yaml();
sarif();
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed > 0 ? 1 : 0);

// Every TOML file and front matter of the projects is right; the first of each kind with a key that there is not
// is wrong, and so is each with a value of another type. One call for all: taplo takes two seconds to start.
function toml() {
  const right = new Map();
  for (const [at, project] of projects.entries()) {
    keep(right, "config", `${at}-belegg.toml`, read(project, "belegg.toml"));
    for (const path of files(join(project, "content")).filter((path) => path.endsWith(".md"))) {
      const matter = /^\+\+\+\n([^]*?\n)\+\+\+\n/.exec(read(project, "content", path))?.[1];
      if (matter) keep(right, "front-matter", `${at}-${path.replaceAll("/", "-")}.toml`, matter);
    }
    for (const path of files(join(project, "data")).filter((path) => path.endsWith(".toml"))) {
      keep(right, basename(path, ".toml"), `${at}-${path.replaceAll("/", "-")}`, read(project, "data", path));
    }
  }
  keep(right, "series-about", "energy.toml", 'label = { nb = "Energikilder", en = "Sources of energy" }\nas_of = 2024-12-31\n');
  const settings = kinds.filter((kind) => JSON.parse(schemas.get(kind)).type === "object" && kind !== "history");
  tally("every kind of TOML file is linted", ["config", "front-matter", ...settings].filter((kind) => !right.has(kind)));

  const wrong = new Map();
  for (const [kind, [[name, text]]] of right) {
    // At the top of settings, and in a table where any name may stand.
    const key = ["facts", "charts"].includes(kind) ? text.replace(/^(\[.*\]\n)/m, "$1zzunknown = 1\n") : `zzunknown = 1\n${text}`;
    keep(wrong, kind, `key-${name}`, key);
  }
  const types = {
    config: 'title = 1\nbase_url = "https://a.example"\ndefault_language = "nb"\n',
    "front-matter": 'title = "A"\ndraft = "yes"\n',
    report: 'year = "2024"\n',
    questionnaire: 'question_count = "many"\n',
    "risk-matrix": 'matrix = "low"\n',
    targets: '[[target]]\ngroup = "board"\nlow = "40"\n',
    facts: '[a]\nvalue = "12"\nunit = "count"\n',
    charts: '[a]\ndata = "b"\ntransform = { top = "four" }\n',
    "series-about": "label = 1\n",
  };
  for (const [kind, text] of Object.entries(types)) keep(wrong, kind, "type.toml", text);
  // As the guide says it: the file itself names its schema.
  keep(wrong, "named", "key-belegg.toml", `#:schema ../../schemas/config.json\nzzunknown = 1\n${read(root, "belegg.toml")}`);

  const refused = lint("right", right);
  tally("taplo finds no fault in what is right", [...refused.paths, ...refused.log]);
  const found = new Set(lint("wrong", wrong).paths);
  const planted = [...wrong].flatMap(([kind, list]) => list.map(([name]) => `${kind}/${name}`));
  for (const path of planted) tally(`taplo refuses the planted mistake of ${path}`, found.has(path) ? [] : ["it was taken"]);
}

// The files that taplo refuses. It is told which schema is for which folder, as an editor is.
function lint(folder, kept) {
  const place = join(work, folder);
  const rules = [];
  for (const [kind, list] of kept) {
    mkdirSync(join(place, kind), { recursive: true });
    for (const [name, text] of list) writeFileSync(join(place, kind, name), text);
    if (!schemas.has(kind)) continue;
    const schema = join(work, "schemas", `${kind}.json`);
    rules.push(`[[rule]]\ninclude = ["**/${kind}/*.toml"]\n[rule.schema]\npath = ${JSON.stringify(schema)}\nenabled = true\n`);
  }
  const config = join(place, "taplo-rules");
  writeFileSync(config, rules.join("\n"));
  const ran = spawnSync("node", [taplo, "lint", "--colors", "never", "--config", config, "**/*.toml"], { cwd: place, encoding: "utf8", maxBuffer: 1 << 28 });
  const said = `${ran.stdout}${ran.stderr}`;
  const number = [...kept.values()].flat().length;
  if (!said.includes(`found files total=${number} `)) return { paths: [], log: [`taplo did not find ${number} files`, said.slice(0, 2000)] };
  const paths = [...said.matchAll(/invalid file .*path="([^"]+)"/g)].map((found) => relative(place, found[1]));
  return { paths, log: ran.status === 0 ? [] : [said.slice(0, 2000)] };
}

// A YAML language server takes the same schema to what the parser gives it.
function yaml() {
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(schemas.get("front-matter")));
  const right = [
    "title: Likeverd\nkind: policy\nversion: '2.0'\nowner: HR\napproved_on: 2025-01-15\neffective: 2025-02-01\nreview_by: 2026-02-01\nroles: [manager, employee]\nchannels:\n  - name: Varslingsutvalget\n    text: varsling@fjord.example\n",
    "title: \"Equality: a policy\"\ndraft: true\nweight: 3\ndate: 2025-06-30\naliases:\n  - /gammel/\nexceptions:\n  - number: 24/7\n    reason: A figure of speech\n",
  ];
  const wrong = ["title: A\nzzunknown: 1\n", "title: A\ndraft: yes please\n", "draft: true\n", "title: A\nchannels:\n  - nam: B\n", "title: A\ndate: June\n"];
  for (const text of right) tally("front matter in YAML fits the schema", validate(parse(text)) ? [] : [text, JSON.stringify(validate.errors)]);
  for (const text of wrong) tally("a mistake in YAML is refused", validate(parse(text)) ? [text] : []);
}

// The schema lies in a package of the makers of SARIF's own JavaScript kit.
function sarif() {
  const folder = join(dirname(packages.resolve("@microsoft/jest-sarif/package.json")), "lib/schemas");
  const ajv = new AjvDraft04({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(folder, "sarif-2.1.0-rtm.5.json"), "utf8")));
  const check = (project) => {
    const ran = spawnSync(belegg, ["check", "--no-pdf", "--root", project, "--message-format", "sarif"], { encoding: "utf8", maxBuffer: 1 << 28 });
    return JSON.parse(ran.stdout);
  };
  const faults = (log) => (validate(log) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`));
  const page = files(join(made, "content")).find((path) => /\d\d-.*\.md$/.test(path));
  const text = read(made, "content", page);
  writeFileSync(join(made, "content", page), `${text}\n[99](fact:suppliers.count) [](fact:suppliers.cuont) <b>x</b> ![](missing.jpg)\n`);
  writeFileSync(join(made, "belegg.toml"), `${read(made, "belegg.toml")}\n[pdff]\nenabled = true\n`);
  const log = check(made);
  tally("a log of mistakes is SARIF", faults(log));
  const results = log.runs[0].results;
  tally("the log has mistakes, rules and corrections", results.length > 3 && results.some((one) => one.fixes) ? [] : [JSON.stringify(results)]);
  tally("a log without mistakes is SARIF", faults(check(join(root, "examples/kommune"))));
  tally("what is no SARIF is refused", validate({ ...log, version: "2.0" }) || validate({ ...log, runs: [{ results: [] }] }) ? ["it was taken"] : []);
}

function run(call) {
  const ran = spawnSync(belegg, call, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (ran.status !== 0) throw new Error(`belegg ${call.join(" ")}: ${ran.stderr}`);
  return ran.stdout;
}

function keep(map, kind, name, text) {
  map.set(kind, [...(map.get(kind) ?? []), [name, text]]);
}

function read(...path) {
  return readFileSync(join(...path), "utf8");
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
