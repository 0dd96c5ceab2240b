//! What the documents say is what the program does: they name every column, key, code, command and
//! figure, and no others; their examples are read without a word; their links lead somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use belegg::diagnostic::{Diagnostics, print};
use belegg::fact::PeriodFacts;
use belegg::source::Sources;

use crate::architecture::sources;
use crate::project::with;

/// Every document whose links are followed, from the root of the repository.
const DOCUMENTS: [&str; 11] = [
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "NOTICE.md",
    "docs/guide.md",
    "docs/charts.md",
    "docs/data.md",
    "docs/facts.md",
    "docs/messages.md",
    "src/data/nace/README.md",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn document(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("a document")
}

/// The source files below a path, as one text.
fn source(path: &str) -> String {
    let files = sources();
    let below = files.iter().filter(|(file, _)| file.starts_with(path));
    below.map(|(_, text)| text.as_str()).collect()
}

/// The texts in quotes that stand first after one of these openings.
fn first_texts(code: &str, openings: &[&str]) -> BTreeSet<String> {
    let after = openings.iter().flat_map(|opening| code.split(opening).skip(1));
    let quoted = after.filter_map(|rest| rest.trim_start().strip_prefix('"'));
    quoted.filter_map(|rest| Some(rest.split_once('"')?.0.to_string())).collect()
}

/// The texts of a list such as `const TABLES: [&str; 3] = ["…"];`.
fn listed(code: &str, name: &str) -> Vec<String> {
    let (_, rest) = code.split_once(&format!("const {name}: [&str; ")).expect("a list");
    let list = rest.split(';').next().unwrap_or_default();
    let names: Vec<String> = list.split('"').skip(1).step_by(2).map(str::to_string).collect();
    assert!(!names.is_empty(), "{name}");
    names
}

/// What stands in code signs in the first cells of all tables.
fn first_cells(text: &str) -> BTreeSet<String> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    let cells = rows.filter_map(|row| row.split(" |").next());
    let coded = cells.flat_map(|cell| {
        format!("`{cell}").split('`').skip(1).step_by(2).map(str::to_string).collect::<Vec<_>>()
    });
    coded.collect()
}

/// Whether a word stands in a text, not as a part of another.
fn says(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !before.ends_with(is_part) && (!after.starts_with(is_part) || after.starts_with("_<"))
    })
}

/// The examples of docs/data.md that are whole files: name and text.
pub fn examples() -> BTreeMap<String, String> {
    let text = document("docs/data.md");
    let blocks = text.split("\n```").skip(1).step_by(2);
    let named = blocks.filter_map(|block| {
        let (info, body) = block.split_once('\n')?;
        let (_, name) = info.split_once(' ')?;
        Some((name.to_string(), format!("{body}\n")))
    });
    named.collect()
}

/// A project with every example, and an earlier year to compare with.
fn full_project() -> Sources {
    const EARLIER: &str = "[\"suppliers.count\"]\nvalue = 2\nunit = \"count\"\n\
        [\"code_of_conduct.share_of_turnover\"]\nvalue = 90\nunit = \"percent\"\n";
    let path = |name: &str| match name.starts_with("names/") {
        true => format!("data/{name}"),
        false => format!("data/2024/{name}"),
    };
    let mut files: Vec<(String, String)> =
        examples().into_iter().map(|(name, text)| (path(&name), text)).collect();
    files.push(("data/2023/facts.toml".to_string(), EARLIER.to_string()));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    with(&files)
}

/// What the full project is told, and the figures of its period.
fn full_facts() -> (String, PeriodFacts) {
    let sources = full_project();
    let mut told = Diagnostics::default();
    let project =
        belegg::load::project("belegg.toml", &sources, &[], None, &mut told).expect("a project");
    let mut facts = belegg::derive::facts(&project.datasets, None, &mut told);
    let told = print::text(&told, &sources, print::Style::Plain);
    (told, facts.periods.remove("2024").expect("the period"))
}

/// Whether a name is of a pattern: `goals.<goal>.value`.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('<') else { return pattern == name };
    let (Some(name), Some((word, after))) = (name.strip_prefix(before), rest.split_once('>'))
    else {
        return false;
    };
    // No other names hold points.
    let holds_points = ["industry", "figure"].contains(&word);
    let ends = name.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut ends = ends.take_while(|end| holds_points || !name[..*end].contains('.'));
    ends.any(|end| fits(after, &name[end..]))
}

#[test]
fn the_examples_are_read_without_a_word() {
    let (told, _) = full_facts();
    assert_eq!(told, "");
}

#[test]
fn every_data_file_has_an_example_and_a_place() {
    let code = source("load/tables.rs");
    let (examples, data) = (examples(), document("docs/data.md"));
    let settings = listed(&code, "SETTINGS").into_iter().map(|name| format!("{name}.toml"));
    let tables = listed(&code, "TABLES").into_iter().map(|name| format!("{name}.csv"));
    for file in settings.chain(tables) {
        assert!(examples.contains_key(&file), "docs/data.md has no example of {file}");
        assert!(data.contains(&format!("# {file}\n")), "docs/data.md has no section {file}");
    }
}

#[test]
fn every_column_that_is_asked_for_is_described() {
    let data = document("docs/data.md");
    let asked = ["columns.required(", "columns.optional(", "columns.by_language("];
    let columns = first_texts(&source("load/tables/"), &asked);
    assert!(columns.len() > 60, "{columns:?}");
    for column in columns {
        let is_there =
            data.contains(&format!("`{column}`")) || data.contains(&format!("`{column}_<"));
        assert!(is_there, "docs/data.md does not describe the column `{column}`");
    }
}

#[test]
fn every_key_that_is_asked_for_is_described() {
    let asked = [
        "text(",
        "texts(",
        "name(",
        "words(",
        "date(",
        "number(",
        "integer(",
        "bool(",
        "table(",
        "tables(",
        "one_or_more(",
        "missing(",
        "most(&inner, ",
        "(fields, ",
        "keep(",
    ];
    let data = document("docs/data.md");
    let guide = format!("{}{data}", document("docs/guide.md"));
    for (code, text) in [
        ("load/tables/", &data),
        ("load/charts", &data),
        ("load/config", &guide),
        ("load/front_matter.rs", &guide),
        ("load/policy.rs", &guide),
    ] {
        let keys = first_texts(&source(code), &asked);
        assert!(keys.len() > 8, "{code}: {keys:?}");
        for key in keys {
            assert!(says(text, &key), "the documents do not describe the key `{key}` of {code}");
        }
    }
}

#[test]
fn every_message_is_listed_and_no_other() {
    let code: String = sources().into_values().collect();
    let made = ["Diagnostic::error(", "Diagnostic::warning(", "Failure::new(", "fields.unknown("];
    let mut codes = first_texts(&code, &made);
    codes.extend(first_texts(
        &source("typeset/message.rs"),
        &["return Some((", "unwrap_or_else(|| ("],
    ));
    let known = first_cells(&document("docs/messages.md"));
    let missing: Vec<_> = codes.difference(&known).collect();
    assert!(codes.len() > 100 && missing.is_empty(), "not in docs/messages.md: {missing:?}");
    let said = |one: &&String| !code.contains(&format!("\"{one}\""));
    let dead: Vec<_> = known.iter().filter(said).collect();
    assert!(dead.is_empty(), "in docs/messages.md, but never told: {dead:?}");
}

#[test]
fn every_figure_is_listed_and_no_other() {
    let text = document("docs/facts.md");
    let (facts, _) = text.split_once("## Series and tables").expect("a section");
    let patterns = first_cells(facts);
    let (_, made) = full_facts();
    let computed =
        made.facts.values().filter(|fact| !fact.provenance.formula.starts_with("stated"));
    let names: Vec<&str> = computed.map(|fact| fact.id.as_str()).collect();
    for name in &names {
        let is_listed = patterns.iter().any(|pattern| fits(pattern, name));
        assert!(is_listed, "docs/facts.md does not list `{name}`");
    }
    for pattern in &patterns {
        let is_made = names.iter().any(|name| fits(pattern, name));
        assert!(is_made, "docs/facts.md lists `{pattern}`, which the examples do not give");
    }
}

#[test]
fn every_series_and_table_is_listed_and_no_other() {
    let text = document("docs/facts.md");
    let (_, section) = text.split_once("## Series and tables").expect("a section");
    let (_, made) = full_facts();
    let stated = |id: &&String| !made.series[*id].provenance.formula.starts_with("stated");
    let mut names: BTreeSet<String> = made.series.keys().filter(stated).cloned().collect();
    for code in ["datasets", "risk", "changes"].map(|file| format!("compose/figures/{file}.rs")) {
        names.extend(listed(&source(&code), "TABLES"));
    }
    assert_eq!(first_cells(section), names);
}

/// All keys of an object, those of objects in it after a dot.
fn keys(value: &serde_json::Value) -> BTreeSet<String> {
    let inner = |(key, value): (&String, &serde_json::Value)| {
        let below = keys(value).into_iter().map(|inner| format!("{key}.{inner}"));
        below.chain([key.clone()]).collect::<Vec<_>>()
    };
    value.as_object().into_iter().flatten().flat_map(inner).collect()
}

#[test]
fn a_message_as_json_has_the_keys_that_the_guide_shows() {
    let guide = document("docs/guide.md");
    let (_, rest) = guide.split_once("A message as JSON").expect("a section");
    let example = rest.split("```").nth(1).and_then(|block| block.strip_prefix("json"));
    let example = serde_json::from_str(example.expect("an example")).expect("JSON");
    let page = "+++\ntitle = \"Metode\"\n+++\n[4](fact:suppliers.count)\n";
    let sources = with(&[("content/report/01-method.md", page)]);
    let mut diagnostics = Diagnostics::default();
    belegg::compose(&sources, &belegg::Options::default(), &mut diagnostics);
    let told = print::json(&diagnostics, &sources);
    let told = told.lines().find(|line| line.contains("stated-number")).expect("a message");
    assert_eq!(keys(&serde_json::from_str(told).expect("JSON")), keys(&example));
}

#[test]
fn every_command_is_in_the_guide() {
    let program = env!("CARGO_BIN_EXE_belegg");
    let help = Command::new(program).arg("--help").output().expect("the program").stdout;
    let help = String::from_utf8(help).expect("text");
    let (_, commands) = help.split_once("Commands:\n").expect("the commands");
    let (commands, _) = commands.split_once("\n\n").expect("their end");
    let names: Vec<&str> = commands
        .lines()
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let guide = document("docs/guide.md");
    assert!(names.len() >= 7, "{names:?}");
    for name in names {
        assert!(guide.contains(&format!("\nbelegg {name}")), "the guide does not list `{name}`");
    }
}

/// A document without its examples of code.
fn prose(text: &str) -> String {
    let blocks = text.split("\n```").step_by(2).collect::<String>();
    blocks.split('`').step_by(2).collect()
}

/// The places of a document that links can lead to, as GitHub names them.
fn anchors(path: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(path).expect("a document");
    let prose: Vec<&str> = text.split("\n```").step_by(2).collect();
    let lines = prose.iter().flat_map(|part| part.lines());
    let headings = lines.filter(|line| line.starts_with('#'));
    let anchor = |heading: &str| {
        let title = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn links_between_the_documents_lead_somewhere() {
    for path in DOCUMENTS {
        let text = prose(&document(path));
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.starts_with("http")) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let at: PathBuf = match file {
                "" => root().join(path),
                file => root().join(path).parent().expect("a folder").join(file),
            };
            assert!(at.exists(), "{path}: {target} leads nowhere");
            let is_there = anchor.is_empty() || anchors(&at).contains(anchor);
            assert!(is_there, "{path}: {target} is not a heading");
        }
    }
}

/// What somebody copies from the guide is a policy without a mistake; that its version is still to be
/// accepted is told.
#[test]
fn the_policy_of_the_guide_builds_when_it_is_copied() {
    let guide = document("docs/guide.md");
    let (_, section) = guide.split_once("\n## Policies\n").expect("the section");
    let mut examples = section.split("```markdown\n").skip(1);
    let mut example = || examples.next().and_then(|rest| rest.split("```").next());
    let (policy, part) = (example().expect("a policy"), example().expect("a part"));
    let config = "title = \"F\"\nbase_url = \"https://f.example\"\ndefault_language = \"en\"\n";
    let files = [
        ("belegg.toml", config),
        ("content/_index.md", "+++\ntitle = \"Home\"\n+++\nWelcome.\n"),
        ("content/policy/equality.md", policy),
        ("content/_parts/grounds.md", part),
    ];
    let sources = Sources::from_files(files.map(|(path, text)| (path, text.as_bytes())));
    let (artifacts, told) = crate::project::built(&sources);
    assert!(artifacts.is_some(), "{told}");
    let titles: Vec<&str> = told
        .lines()
        .filter(|line| line.starts_with("error") || line.starts_with("warning"))
        .collect();
    assert_eq!(
        titles,
        ["warning[unaccepted-policy]: nobody keeps track of the versions of policies"],
        "{told}"
    );
}
