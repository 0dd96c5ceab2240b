//! What editors are told of the program by `belegg schema`: the schemas fit every example, refuse what the
//! program refuses, and have the very keys that its readers ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use belegg::diagnostic::{Diagnostics, print};
use belegg::source::Sources;
use serde_json::{Map, Value, json};

use super::cli::{files, folder, session};
use super::documentation::examples;
use super::project::{told, with};
use super::starting::{data, read};

fn schema(of: &[&str]) -> Value {
    serde_json::from_str(&data(folder().path(), &[&["schema"], of].concat())).expect("JSON")
}

/// Whether a value is as a schema says, or what is wrong.
fn validated(schema: &Value, value: &Value) -> Result<(), String> {
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("schema.json", schema.clone()).expect("a resource");
    let index = compiler.compile("schema.json", &mut schemas).expect("a valid schema");
    schemas.validate(value, index).map_err(|error| error.to_string())
}

/// TOML as JSON, with days as texts: so editors see it.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(day) => Value::from(day.to_string()),
        toml::Value::Array(items) => items.into_iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            table.into_iter().map(|(key, value)| (key, as_json(value))).collect()
        }
        toml::Value::String(text) => Value::from(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(bool) => Value::from(bool),
    }
}

fn toml(text: &str) -> Value {
    as_json(toml::Value::Table(text.parse().expect("TOML")))
}

/// The front matter between `+++` of a page.
fn front(text: &str) -> Option<&str> {
    let inside = text.strip_prefix("+++\n")?;
    Some(&inside[..inside.find("\n+++")? + 1])
}

#[test]
fn the_schemas_fit_every_example() {
    let folder = folder();
    session(folder.path(), &["init", "site", "--template", "both", "--lang", "nb,sv,en"]);
    let site = folder.path().join("site");
    for arguments in [["new", "policy", "A"], ["new", "article", "B"], ["new", "year", "2026"]] {
        session(&site, &arguments);
    }
    let (config, matter) = (schema(&["config"]), schema(&["front-matter"]));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = 0;
    for project in [root.to_path_buf(), root.join("examples/kommune"), site] {
        let settings = toml(&read(project.join("belegg.toml")));
        assert_eq!(validated(&config, &settings), Ok(()), "{}", project.display());
        for path in files(&project.join("content")) {
            let text = path.ends_with(".md").then(|| read(project.join("content").join(&path)));
            let Some(front) = text.as_deref().and_then(front) else { continue };
            assert_eq!(validated(&matter, &toml(front)), Ok(()), "{path}");
            pages += 1;
        }
    }
    assert!(pages > 60, "{pages}");
}

#[test]
fn the_schemas_refuse_what_the_program_refuses() {
    let config = schema(&["config"]);
    let least = json!({ "title": "A", "base_url": "https://a.example", "default_language": "nb" });
    assert_eq!(validated(&config, &least), Ok(()));
    for (key, value) in [
        ("titel", json!("A")),
        ("pdf", json!({ "enabeld": true })),
        ("pdf", json!({ "engine": "latex" })),
        ("languages", json!({ "en": { "lable": "English" } })),
        ("data", json!({ "suppliers": { "collumns": {} } })),
        ("menu", json!([{ "title": "no page" }])),
        ("base_url", json!("a.example")),
    ] {
        let mut wrong = least.clone();
        wrong[key] = value.clone();
        assert!(validated(&config, &wrong).is_err(), "{key} = {value}");
    }
    let matter = schema(&["front-matter"]);
    for (key, value) in [
        ("drafft", json!(true)),
        ("draft", json!("yes")),
        ("slug", json!("Å")),
        ("date", json!("2025")),
        ("channels", json!([{ "nam": "A" }])),
        ("exceptions", json!([{ "number": "24/7" }])),
    ] {
        let mut wrong = json!({ "title": "A" });
        assert_eq!(validated(&matter, &wrong), Ok(()));
        wrong[key] = value.clone();
        assert!(validated(&matter, &wrong).is_err(), "{key} = {value}");
    }
}

/// A key that is like no other.
const STRANGE: &str = "zzqqxxzzqqxx";

/// The keys that the program says are known where the strange key stands.
fn known(told: &str) -> Vec<BTreeSet<String>> {
    let lists = told.lines().filter_map(|line| line.split_once("known are "));
    lists
        .map(|(_, list)| list.split(", ").map(|key| key.trim_matches('`').to_string()).collect())
        .collect()
}

fn keys(schema: &Value) -> BTreeSet<String> {
    schema["properties"].as_object().expect("properties").keys().cloned().collect()
}

#[test]
fn the_schema_of_the_configuration_has_the_keys_that_its_reader_asks_for() {
    let config = schema(&["config"]);
    let check = |place: &str, table: &Value| {
        let base = super::project::BASE[0].1;
        let text = match place {
            "" => format!("{STRANGE} = 1\n{base}"),
            place => format!("{base}\n{place}\n{STRANGE} = 1\n"),
        };
        let told = told(&with(&[("belegg.toml", &text)]));
        assert_eq!(known(&told), [keys(table)], "{place}: {told}");
    };
    let properties = &config["properties"];
    check("", &config);
    for (key, value) in properties.as_object().expect("properties") {
        if value["properties"].is_object() {
            check(&format!("[{key}]"), value);
        }
    }
    check(
        "[[menu]]\npage = \"@/_index.md\"\ntitle = { nb = \"A\", en = \"B\" }",
        &properties["menu"]["items"],
    );
    check("[languages.sv]", &properties["languages"]["additionalProperties"]);
    check(
        "[roles.guest]\nname = { nb = \"A\", en = \"B\" }",
        &properties["roles"]["additionalProperties"],
    );
    let data = properties["data"]["properties"].as_object().expect("properties");
    for (table, value) in data.iter().filter(|(_, value)| value["properties"].is_object()) {
        check(&format!("[data.{table}]"), value);
    }
}

#[test]
fn the_schema_of_front_matter_has_the_keys_that_its_reader_asks_for() {
    let matter = schema(&["front-matter"]);
    let known_with = |front: &str| {
        let page = format!("+++\ntitle = \"A\"\n{front}\n+++\n");
        let told = told(&with(&[("content/strange.md", &page)]));
        let mut lists = known(&told);
        assert_eq!(lists.len(), 1, "{front}: {told}");
        lists.remove(0)
    };
    let mut all = BTreeSet::new();
    for kind in ["article", "report", "policy", "accessibility"] {
        all.extend(known_with(&format!("{STRANGE} = 1\nkind = \"{kind}\"")));
    }
    assert_eq!(all, keys(&matter));
    let inner = [
        ("channels", "kind = \"policy\""),
        ("changes", "kind = \"policy\""),
        ("faults", "kind = \"accessibility\""),
        ("exceptions", ""),
    ];
    for (key, kind) in inner {
        let items = &matter["properties"][key]["items"];
        assert_eq!(known_with(&format!("{kind}\n[[{key}]]\n{STRANGE} = 1")), keys(items), "{key}");
    }
}

/// The kinds of data files that have a schema.
fn kinds() -> Vec<String> {
    let list = data(folder().path(), &["schema", "data"]);
    list.lines().filter_map(|line| Some(line.split_whitespace().next()?.to_string())).collect()
}

/// The schema of each kind of data file.
fn data_schemas() -> BTreeMap<String, Value> {
    let schema = |kind: String| {
        let schema = self::schema(&["data", &kind]);
        (kind, schema)
    };
    kinds().into_iter().map(schema).collect()
}

/// A table as a list of objects, without empty cells; words are joined where there are some of each language.
/// `is_typed` writes numbers as numbers.
fn rows(csv: &str, is_typed: bool) -> Value {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter(csv)).from_reader(csv.as_bytes());
    let header = reader.headers().expect("columns").clone();
    let rows = reader.records().map(|row| {
        let row = row.expect("a row");
        let mut object = Map::new();
        for (column, cell) in header.iter().zip(&row).filter(|(_, cell)| !cell.is_empty()) {
            let value = match cell.parse::<f64>() {
                Ok(_) if is_typed => serde_json::from_str(cell).unwrap_or(Value::from(cell)),
                _ => Value::from(cell),
            };
            match column.rsplit_once('_').filter(|(_, last)| ["nb", "en"].contains(last)) {
                // Where the group has a name for facts as well, its words stand in columns of their own.
                Some((prefix, language)) if !["group", "level"].contains(&prefix) => {
                    object.entry(prefix).or_insert(json!({}))[language] = value;
                }
                _ => _ = object.insert(column.to_string(), value),
            }
        }
        Value::Object(object)
    });
    rows.collect()
}

fn delimiter(csv: &str) -> u8 {
    let first = csv.lines().next().unwrap_or_default();
    if first.contains(';') { b';' } else { b',' }
}

/// The kind of data file that lies at a path below `data/<period>/`.
fn kind(path: &str) -> &str {
    let (stem, ending) = path.rsplit_once('.').expect("an ending");
    match (path.starts_with("series/"), ending) {
        (true, "toml") => "series-about",
        (true, _) => "series",
        (false, _) => stem,
    }
}

#[test]
fn the_schemas_of_data_fit_every_example() {
    let folder = folder();
    session(folder.path(), &["init", "site", "--template", "both"]);
    let site = folder.path().join("site");
    session(&site, &["close-year", "2025"]);
    let schemas = data_schemas();
    let history = serde_json::from_str(&read(site.join("data/history.json"))).expect("JSON");
    assert_eq!(validated(&schemas["history"], &history), Ok(()));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let projects = [
        root.to_path_buf(),
        root.join("examples/kommune"),
        root.join("tests/projects/small"),
        site,
    ];
    let of_project = |project: &PathBuf| {
        let paths = files(&project.join("data")).into_iter().filter(|path| path.contains('/'));
        let file = |path: String| {
            let text = read(project.join("data").join(&path));
            (path.split_once('/').map(|(_, name)| name.to_string()).expect("a name"), text)
        };
        paths.map(file).collect::<Vec<_>>()
    };
    let documented = examples().into_iter().filter(|(name, _)| !name.starts_with("names/"));
    let mut kinds = BTreeSet::from(["history"]);
    let all: Vec<(String, String)> =
        projects.iter().flat_map(of_project).chain(documented).collect();
    for (name, text) in &all {
        let values = match name.ends_with(".toml") {
            true => vec![toml(text)],
            false => vec![rows(text, false), rows(text, true)],
        };
        for value in values {
            assert_eq!(validated(&schemas[kind(name)], &value), Ok(()), "{name}: {value:#}");
        }
        kinds.insert(kind(name));
    }
    assert_eq!(kinds, schemas.keys().map(String::as_str).collect(), "a kind without an example");
}

/// The examples of docs/data.md, with their tables as JSON and some of their files changed.
fn as_lists(change: impl Fn(&str, &mut Value)) -> Sources {
    let list = |(name, text): (String, String)| {
        let Some(stem) = name.strip_suffix(".csv") else {
            return (format!("data/2024/{name}"), text);
        };
        let mut list = rows(&text, stem != "suppliers" && stem != "industry-risk");
        change(stem, &mut list);
        (format!("data/2024/{stem}.json"), list.to_string())
    };
    let examples = examples().into_iter().filter(|(name, _)| !name.starts_with("names/"));
    let mut files: Vec<(String, String)> = examples.map(list).collect();
    let stands_as_csv = |path: &str| path.ends_with("suppliers.csv") || path.ends_with("goals.csv");
    let base = super::project::BASE.into_iter().filter(|(path, _)| !stands_as_csv(path));
    for (path, text) in base {
        if !files.iter().any(|(other, _)| other == path) {
            files.push((path.to_string(), text.to_string()));
        }
    }
    Sources::from_files(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())))
}

/// What the files of a project are told when they are read.
fn read_told(sources: &Sources) -> String {
    let mut diagnostics = Diagnostics::default();
    belegg::load::project("belegg.toml", sources, &[], None, &mut diagnostics);
    print::text(&diagnostics, sources, print::Style::Plain)
}

/// What is a slip is refused by the schema, and told by the program with the keys that the schema has.
#[test]
fn the_schemas_of_tables_have_the_columns_that_their_readers_ask_for() {
    let schemas = data_schemas();
    assert_eq!(read_told(&as_lists(|_, _| {})), "");
    for (kind, schema) in schemas.iter().filter(|(_, schema)| schema["type"] == "array") {
        let example = examples()
            .into_iter()
            .find(|(name, _)| name.ends_with(".csv") && self::kind(name) == kind.as_str());
        let (name, text) = example.expect("an example");
        let stem = name.strip_suffix(".csv").expect("an ending");
        let mut wrong = rows(&text, false);
        wrong[0][STRANGE] = json!("x");
        assert!(validated(schema, &wrong).is_err(), "{kind}");
        let told = read_told(&as_lists(|table, list| {
            if table == stem {
                list[0][STRANGE] = json!("x");
            }
        }));
        let mut columns = keys(&schema["items"]);
        let languages = schema["items"]["patternProperties"].as_object();
        let words =
            languages.into_iter().flatten().filter_map(|(pattern, _)| pattern.strip_prefix('^'));
        for prefix in words.filter_map(|pattern| pattern.split_once("_[")) {
            assert!(columns.contains(prefix.0), "{kind} has no `{}` by language", prefix.0);
        }
        // Of the numbers of a series its reader asks for the one that is there.
        if kind == "series" {
            columns.retain(|column| !["count", "value"].contains(&column.as_str()));
        }
        assert_eq!(known(&told), [columns], "{kind}: {told}");
    }
}

/// Words that a column may hold are the words that its reader knows.
#[test]
fn the_schemas_of_tables_have_the_words_that_their_readers_know() {
    for (kind, schema) in data_schemas() {
        for (column, of) in schema["items"]["properties"].as_object().into_iter().flatten() {
            let Some(words) = of["enum"].as_array() else { continue };
            let words: BTreeSet<&str> =
                words.iter().filter_map(Value::as_str).filter(|word| !word.is_empty()).collect();
            let told = read_told(&as_lists(|table, list| {
                if table == kind {
                    list[0][column] = json!(STRANGE);
                }
            }));
            let help = told.lines().find_map(|line| line.split_once("= help: write "));
            let (_, help) = help.unwrap_or_else(|| panic!("{kind}.{column}: {told}"));
            let help = help.trim_start_matches("one of ").replace(" or ", ", ");
            let known: BTreeSet<&str> =
                help.split(", ").map(|word| word.trim_matches('`')).collect();
            assert_eq!(known, words, "{kind}.{column}: {told}");
        }
    }
}

/// The keys at each place of a schema, by the lines that lead there: `[[rule]]`, `[rule.when]`. Where any name
/// may stand, it is `thing`.
fn places(schema: &Value, path: &str, before: &str, found: &mut Vec<(String, BTreeSet<String>)>) {
    let below = |key: &str| if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
    if schema["properties"].is_object() {
        found.push((before.to_string(), keys(schema)));
    }
    for (key, value) in schema["properties"].as_object().into_iter().flatten() {
        let path = below(key);
        places(value, &path, &format!("{}[{path}]\n", of_lists(before)), found);
        places(&value["items"], &path, &format!("{before}[[{path}]]\n"), found);
    }
    if schema["additionalProperties"].is_object() {
        let path = below("thing");
        places(&schema["additionalProperties"], &path, &format!("[{path}]\n"), found);
    }
}

/// Of lines that lead to a place those that begin an entry of a list.
fn of_lists(lines: &str) -> String {
    lines.split_inclusive('\n').filter(|line| line.starts_with("[[")).collect()
}

#[test]
fn the_schemas_of_settings_have_the_keys_that_their_readers_ask_for() {
    let mut count = 0;
    for (kind, schema) in data_schemas() {
        if schema["type"] != "object" || kind == "history" {
            continue;
        }
        let (path, rows) = match kind.as_str() {
            "series-about" => (
                "data/2024/series/energy.toml".to_string(),
                "key,label_nb,label_en,share\na,A,A,50\n",
            ),
            kind => (format!("data/2024/{kind}.toml"), "key,label_nb,label_en,share\na,A,A,50\n"),
        };
        let mut found = Vec::new();
        places(&schema, "", "", &mut found);
        assert!(!found.is_empty(), "{kind}");
        for (header, keys) in found {
            let text = format!("{header}{STRANGE} = 1\n");
            assert!(validated(&schema, &toml(&text)).is_err(), "{kind} {header}");
            let told = told(&with(&[(&path, &text), ("data/2024/series/energy.csv", rows)]));
            assert_eq!(known(&told), [keys], "{kind} {header}: {told}");
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn the_schemas_of_data_refuse_what_is_of_a_wrong_type() {
    let schemas = data_schemas();
    let refuses = |kind: &str, text: &str| {
        let value = match text.trim_start().starts_with(['[', '{'])
            && text.trim_end().ends_with([']', '}'])
        {
            true => serde_json::from_str(text).unwrap_or_else(|_| toml(text)),
            false => toml(text),
        };
        assert!(validated(&schemas[kind], &value).is_err(), "{kind}: {text}");
    };
    refuses("report", "year = \"2024\"");
    refuses("report", "period_end = 2024-12-31");
    refuses("report", "year = 2024\npublished_on = \"next June\"");
    refuses("report", "year = 2024\nnace_level = 5");
    refuses("report", "year = 2024\n[threshold]\namount = \"30 000\"\ncurrency = \"NOK\"");
    refuses("report", "year = 2024\n[smallest_group]\npeople = 2");
    refuses("facts", "[a]\nvalue = \"12\"\nunit = \"count\"");
    refuses("facts", "[a]\nvalue = 12.5\nunit = \"count\"");
    refuses("facts", "[a]\nvalue = \"12\"\nunit = \"NOK\"");
    refuses("facts", "[a]\nvalue = 12\nunit = \"kroner\"");
    refuses("facts", "[a]\nvalue = 12");
    refuses("charts", "[a]\nmark = \"pie\"\ndata = \"suppliers.by_country\"");
    refuses("charts", "[a]\nmark = \"bar\"");
    refuses("charts", "[A]\ndata = \"suppliers.by_country\"");
    refuses("charts", "[a]\ndata = \"b\"\ntransform = { top = 16 }");
    refuses("charts", "[a]\ndata = \"b\"\ntarget = { value = 1, range = [1, 2] }");
    refuses("risk-matrix", "[matrix]\nlow = { low = \"low\" }");
    refuses("targets", "[[target]]\ngroup = \"board\"\nlow = -1");
    refuses("questionnaire", "[[themes]]\ntitle = \"no id\"");
    refuses("series-about", "unit = \"share\"");
    refuses("goals", "{\"id\": \"g1\"}");
    refuses("goals", "[{\"id\": \"g1\", \"status\": \"late\"}]");
    refuses("goals", "[{\"id\": \"\", \"status\": \"on_track\"}]");
    refuses("goals", "[{\"id\": \"g1\", \"status\": \"on_track\", \"due\": \"soon\"}]");
    refuses("goals", "[{\"id\": \"g1\", \"status\": \"on_track\", \"text\": \"no language\"}]");
    refuses("suppliers", "[{\"supplier_id\": \"1\", \"name\": \"A\", \"turnover\": \"much\"}]");
    refuses("requests", "[{\"id\": \"1\", \"received_on\": \"2024-01-01\", \"email\": \"a@b\"}]");
    refuses("workforce", "[{\"group_type\": \"total\", \"women\": 1}]");
    refuses("series", "[{\"key\": \"a\"}]");
    refuses("series", "[]");
    refuses(
        "history",
        "{\"2024\": {\"facts\": {\"a\": {\"kind\": \"count\", \"value\": \"1\", \"formula\": \"\", \"dataset\": \"\", \"sha256\": \"\"}}}}",
    );
    refuses("history", "{\"2024\": {\"series\": {}}}");
}

/// Every kind of value that a closed year can hold is read, and fits the schema.
#[test]
fn the_schema_of_history_knows_every_kind_of_value() {
    let value = |kind: &str, value: Value| json!({ "kind": kind, "value": value, "formula": "f", "dataset": "d", "sha256": "s" });
    let mut share = value("percent", json!("66.7"));
    share["parts"] = json!(["2", "3"]);
    share["decimals"] = json!(1);
    share["label"] = json!({ "nb": "A", "en": "A" });
    share["about"] = json!({ "words": "w", "name": { "industry": "rev2 86.10" } });
    let category = |label: Value| json!({ "key": "k", "value": "1", "label": label });
    let history = json!({ "2023": {
        "facts": {
            "a": value("count", json!(1)),
            "b": share,
            "c": value("points", json!("-1.5")),
            "d": value("number", json!("1")),
            "e": value("money", json!({ "amount": "1.5", "currency": "NOK" })),
            "f": value("date", json!("2023-12-31")),
            "g": value("year", json!(2023)),
            "h": value("truth", json!(true)),
            "i": value("text", json!({ "nb": "A" })),
        },
        "series": { "s": {
            "measure": "count", "dimension": "country", "formula": "f", "dataset": "d", "sha256": "s",
            "categories": [
                category(json!({ "country": "NO" })),
                category(json!({ "message": "other" })),
                category(json!({ "words": { "nb": "A" } })),
            ],
        } },
    } });
    let schema = schema(&["data", "history"]);
    assert_eq!(validated(&schema, &history), Ok(()));
    let told = |history: &Value| told(&with(&[("data/history.json", &history.to_string())]));
    assert!(!told(&history).contains("json-syntax"), "{}", told(&history));
    let mut wrong = history.clone();
    wrong["2023"]["facts"]["a"]["kind"] = json!("sum");
    assert!(validated(&schema, &wrong).is_err());
    assert!(told(&wrong).contains("json-syntax"));
}
