//! The rules of the house, held by reading the source: who may import whom, and which module
//! alone names which library.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Every source file under `src`, by path relative to it, with its text up to its unit tests.
pub fn sources() -> BTreeMap<String, String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => walk(&path, found),
                false => found.push(path),
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    let rust = paths.into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
    rust.map(|path| {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_string();
        let name =
            path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
        (name, text)
    })
    .collect()
}

/// The module that a file belongs to: `load/csv.rs` and `load.rs` are `load`.
fn module(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// Lines of code that hold a word, without comments.
fn lines_with<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines().filter(move |line| !line.trim_start().starts_with("//") && line.contains(word))
}

/// The modules that a file names by `crate::`.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in lines_with(text, "crate::") {
        for part in line.split("crate::").skip(1) {
            let names: Vec<&str> = match part.strip_prefix('{') {
                Some(list) => list.split(',').collect(),
                None => vec![part],
            };
            for name in names {
                let end = name.trim().find(|c: char| !(c.is_alphanumeric() || c == '_'));
                found.push(name.trim()[..end.unwrap_or(name.trim().len())].to_string());
            }
        }
    }
    found
}

#[test]
fn each_library_is_known_to_one_module() {
    let owners: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("walkdir", &["source"][..]),
        ("bytes", &["artifact"]),
        ("encoding_rs", &["source"]),
        ("zip", &["check", "load"]),
        ("annotate_snippets", &["diagnostic"]),
        ("strsim", &["diagnostic"]),
        ("pulldown_cmark", &["load"]),
        ("serde_saphyr", &["load"]),
        ("csv::", &["load", "import"]),
        ("quick_xml", &["diagnostic", "import", "load", "translation"]),
        ("tera", &["render"]),
        ("plotters", &["render"]),
        ("plotters_backend", &["render"]),
        ("ttf_parser", &["render", "typeset"]),
        ("hypher", &["render"]),
        ("image", &["load", "render"]),
        ("moxcms", &["render"]),
        ("minifier", &["render"]),
        ("rust_xlsxwriter", &["render"]),
        ("typst", &["typeset"]),
        ("typst_kit", &["typeset"]),
        ("typst_layout", &["typeset"]),
        ("typst_pdf", &["typeset"]),
        ("typst_render", &["typeset"]),
        ("comemo", &["typeset"]),
        ("clap", &["cli"]),
        ("clap_complete", &["cli"]),
        ("clap_mangen", &["cli"]),
        ("indicatif", &["cli"]),
        ("anstream", &["cli", "diagnostic"]),
        ("axum", &["serve"]),
        ("tokio", &["serve"]),
        ("futures_util", &["serve"]),
        ("notify", &["serve"]),
        ("same_file", &["serve"]),
        ("getrandom", &["serve"]),
        ("percent_encoding", &["diagnostic", "serve"]),
        ("include_dir", &["theme", "cli"]),
        ("similar", &["cli"]),
        ("rustix", &["publish", "typeset"]),
        ("mimalloc", &["main"]),
    ]);
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for (library, modules) in &owners {
            let used = lines_with(&text, library).any(|line| {
                let code = line.trim_start();
                let name = library.trim_end_matches("::");
                code.starts_with(&format!("use {name}::"))
                    || code.starts_with(&format!("use {name};"))
                    || code.contains(&format!(" {name}::"))
                        && !code.contains("crate::")
                        && !code.contains("super::")
                        && !code.contains("self::")
                        && library.len() > 3
                        && *library != "typst"
                        && *library != "csv::"
            });
            if used && !modules.contains(&module(&path)) {
                wrong.push(format!("{path} names {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_stage_imports_only_what_lies_before_it() {
    const NOUNS: [&str; 12] = [
        "artifact",
        "chart",
        "config",
        "data",
        "diagnostic",
        "document",
        "fact",
        "locale",
        "memory",
        "project",
        "source",
        "theme",
    ];
    let may: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("source", &[][..]),
        ("artifact", &["source"]),
        // The classification of industries, which itself builds on nothing.
        ("fact", &["data"]),
        ("chart", &[]),
        ("diagnostic", &["source"]),
        ("locale", &["fact"]),
        ("data", &["fact", "source"]),
        ("config", &["diagnostic", "document", "fact", "locale", "source"]),
        ("document", &["chart", "fact", "locale", "source"]),
        ("theme", &["diagnostic", "locale", "memory", "source"]),
        ("project", &["config", "data", "document", "source", "theme"]),
    ]);
    let stages: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("load", &[][..]),
        // A heading means the same in what is imported and in what is read.
        ("import", &["load"]),
        ("derive", &[]),
        ("fix", &[]),
        // Anchors and slugs are made as `load` reads them.
        ("compose", &["load"]),
        ("render", &["compose", "load"]),
        ("typeset", &["render"]),
        ("publish", &[]),
        // Where a page lies, and which are its sisters.
        ("translation", &["compose", "load"]),
        ("check", &["compose", "load", "translation"]),
        ("serve", &[]),
    ]);
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let own = module(&path);
        for import in imports(&text) {
            let known = NOUNS.contains(&import.as_str()) || stages.contains_key(import.as_str());
            let allowed = import == own
                || may.get(own).is_some_and(|list| list.contains(&import.as_str()))
                || stages.get(own).is_some_and(|list| {
                    NOUNS.contains(&import.as_str()) || list.contains(&import.as_str())
                });
            // `pdfs` and `recent` are parts of the build, where stages meet.
            let shell = ["lib", "main", "cli", "pdfs", "recent"].contains(&own);
            if known && !allowed && !shell {
                wrong.push(format!("{path} imports {import}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_asks_the_clock_and_nobody_prints_but_the_command_line() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let shell = module(&path) == "cli";
        for word in ["SystemTime::now", "Instant::now", "println!", "eprintln!", "dbg!"] {
            // A command that hangs is given up after a while: that is the machine's affair.
            // An editor that writes in steps is waited for.
            let waits = ["typeset/command.rs", "serve/watch.rs"].contains(&path.as_str())
                && word == "Instant::now";
            // Whether a file may have been written again in the same tick of the disk's clock.
            let waits = waits || path == "source/folder.rs" && word == "SystemTime::now";
            if !shell && !waits && lines_with(&text, word).next().is_some() {
                wrong.push(format!("{path} uses {word}"));
            }
        }
        for word in ["unsafe ", "todo!", "unimplemented!", "HashMap"] {
            if lines_with(&text, word).next().is_some() {
                wrong.push(format!("{path} uses {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_language_of_the_theme_has_the_same_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/i18n");
    let mut languages: BTreeMap<String, toml::Table> = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name.ends_with(".toml") {
            let text = std::fs::read_to_string(&path).expect("a readable file");
            languages.insert(name, toml::from_str(&text).expect("valid TOML"));
        }
    }
    let own = &languages["nb.toml"];
    let mut wrong = Vec::new();
    for (language, words) in &languages {
        let keys: BTreeSet<&String> = own.keys().chain(words.keys()).collect();
        for key in keys {
            match (own.get(key), words.get(key)) {
                (_, None) => wrong.push(format!("{language} lacks `{key}`")),
                (None, Some(_)) => wrong.push(format!("nb.toml lacks `{key}` of {language}")),
                (Some(one), Some(other)) => {
                    let (one, other) = (placeholders(one), placeholders(other));
                    if one != other {
                        wrong.push(format!("{language} has {other:?} in `{key}`, not {one:?}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The `{names}` in a message, by plural form; a message without plural forms is one of no name.
fn placeholders(message: &toml::Value) -> BTreeMap<&str, BTreeSet<&str>> {
    let forms: Vec<(&str, &toml::Value)> = match message {
        toml::Value::Table(forms) => {
            forms.iter().map(|(form, text)| (form.as_str(), text)).collect()
        }
        text => vec![("", text)],
    };
    let named = forms.into_iter().map(|(form, text)| {
        let text = text.as_str().expect("a message is a text");
        let parts = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
        (form, parts.map(|(name, _)| name).collect())
    });
    named.collect()
}

#[test]
fn the_theme_speaks_every_language_that_a_site_may_have() {
    for tag in belegg::locale::Locale::tags() {
        let language = belegg::locale::Locale::find(tag).expect("a locale").language();
        let path = format!("themes/default/i18n/{language}.toml");
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path).is_file(), "{tag} has no {path}");
    }
}
