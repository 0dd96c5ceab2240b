//! A build that remembers the last one makes the same files, and tells the same, as one that does not.

use std::collections::BTreeMap;
use std::sync::Arc;

use belegg::artifact::Artifacts;
use belegg::diagnostic::{Diagnostics, print};
use belegg::recent::Recent;
use belegg::source::Sources;
use belegg::{Options, PdfChoice};
use expect_test::expect;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::policies::{ENGLISH, ENGLISH_PART, ORIGINAL, PART, POLICY, TRANSLATION};
use crate::project::BASE;

type Project = BTreeMap<String, String>;

/// A project in which pages depend on each other in many ways.
fn project() -> Project {
    let news = |name: &str, more: &str, text: &str| {
        let page = format!("+++\ntitle = \"{name}\"\nkind = \"article\"\n{more}\n+++\n{text}\n");
        (format!("content/news/{name}.md"), page)
    };
    let own = [
        (
            "content/_index.md",
            "+++\ntitle = \"Hjem\"\nkey_figures = [\"suppliers.count\"]\n+++\nVi har [3](fact:suppliers.count) leverandører, se [metoden](@/report/01-method.md#how).\n\n![](chart:suppliers.by_country)\n",
        ),
        (
            "content/_index.en.md",
            "+++\ntitle = \"Home\"\nkey_figures = [\"suppliers.count\"]\n+++\nWe have [3](fact:suppliers.count) suppliers, see [the method](@/report/01-method.md#how).\n\n![](chart:suppliers.by_country)\n",
        ),
        (
            "content/report/02-goals.md",
            "+++\ntitle = \"Mål\"\naliases = [\"/gammel/\"]\n+++\n## Målene {#goals}\n\n![Mål](table:goals)\n\nSe [rapporten](/brosjyre.txt) og [politikken](@/policy/equality.md).[^1]\n\n[^1]: En note med [3](fact:suppliers.count).\n",
        ),
        (
            "content/report/02-goals.en.md",
            "+++\ntitle = \"Goals\"\n+++\n## The goals {#goals}\n\n![Goals](table:goals)\n\nSee [the brochure](/brosjyre.txt) and [the policy](@/policy/equality.md).[^1]\n\n[^1]: A note with [3](fact:suppliers.count).\n",
        ),
        ("content/news/_index.md", "+++\ntitle = \"Nytt\"\npaginate_by = 2\n+++\n"),
        ("content/policy/_index.md", "+++\ntitle = \"Retningslinjer\"\n+++\n"),
        ("content/policy/_index.en.md", "+++\ntitle = \"Policies\"\n+++\n"),
        (POLICY, ORIGINAL),
        (ENGLISH, TRANSLATION),
        (PART, "kjønn, alder og etnisitet\n"),
        (ENGLISH_PART, "gender, age and ethnicity\n"),
        ("static/brosjyre.txt", "En brosjyre\n"),
        (
            "themes/default/templates/404.html",
            "{% extends \"base.html\" %}{% block body %}<main id=\"site-main\"><h1>{{ page.title }}</h1></main>{% endblock %}\n",
        ),
        ("translations.toml", "# Nothing yet\n"),
    ];
    let articles = [
        news("alfa", "date = 2025-05-01", "Tekst om alfa."),
        news(
            "beta",
            "date = 2026-03-04\nrelated = [\"@/news/alfa.md\"]",
            "Tekst om beta.\n\n> Et sitat.\n> — Kari, leder",
        ),
        news("gamma", "date = 2025-11-30", "Tekst om gamma."),
    ];
    let base = BASE.iter().chain(&own).map(|(path, text)| (path.to_string(), text.to_string()));
    base.chain(articles).collect()
}

/// What writers add: some of it is right, some is not, some depends on where it comes.
const LINES: [&str; 24] = [
    "Et nytt avsnitt.",
    "## En overskrift",
    "## En overskrift {#how}",
    "## Som leder {#ny role=\"manager\"}",
    "Vi har [3](fact:suppliers.count) leverandører.",
    "Vi har [6](fact:suppliers.count) leverandører, og 7 til.",
    "[](fact:suppliers.above_threshold)",
    "Se [målene](@/report/02-goals.md#goals) og [ingenting](@/report/none.md).",
    "Se [brosjyren](/brosjyre.txt).",
    "![](chart:suppliers.by_country)",
    "![Tabell](table:goals)",
    "![](include:grounds)",
    "En note.[^2]",
    "[^2]: Noten.",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "title = \"En annen tittel\"",
    "slug = \"annen\"",
    "draft = true",
    "weight = 3",
    "description = \"Kort sagt.\"",
    "missing = \"omit\"",
    "7,Zeta AS,SE,62.01,90000.00",
    "[menu]",
    "<b>Alfa AS</b> 01010012345",
];

/// From here on, they are not meant for texts.
const FIRST_OF_FRONT_MATTER: usize = 15;

const PLAIN: [&str; 4] = [
    "content/report/01-method.md",
    "content/report/01-method.en.md",
    "content/news/alfa.md",
    "content/news/beta.md",
];

#[derive(Debug, Clone)]
enum Edit {
    Add(Index, Index, Index),
    /// A line at the end of one of the plain pages, most of which print nothing that others know.
    Say(Index, Index),
    Remove(Index, Index),
    /// A word goes.
    Shorten(Index, Index),
    Delete(Index),
    Rename(Index, String),
    Copy(Index, Index),
    /// A file as it was in the beginning, or all of them.
    Restore(Index),
    RestoreAll,
}

fn edit() -> impl Strategy<Value = Edit> {
    let any = any::<Index>;
    prop_oneof![
        6 => (any(), any(), any()).prop_map(|(file, line, text)| Edit::Add(file, line, text)),
        6 => (any(), any()).prop_map(|(page, text)| Edit::Say(page, text)),
        2 => (any(), any()).prop_map(|(file, line)| Edit::Remove(file, line)),
        2 => (any(), any()).prop_map(|(file, word)| Edit::Shorten(file, word)),
        1 => any().prop_map(Edit::Delete),
        1 => (any(), "[a-c]").prop_map(|(file, name)| Edit::Rename(file, name)),
        1 => (any(), any()).prop_map(|(from, to)| Edit::Copy(from, to)),
        3 => any().prop_map(Edit::Restore),
        2 => Just(Edit::RestoreAll),
    ]
}

fn apply(edit: &Edit, project: &mut Project, first: &Project) {
    let name = |at: &Index, project: &Project| {
        let names: Vec<&String> = project.keys().collect();
        names[at.index(names.len())].clone()
    };
    match edit {
        Edit::Add(file, line, text) => {
            let file = name(file, project);
            let mut lines: Vec<&str> = project[&file].lines().collect();
            lines.insert(line.index(lines.len() + 1), LINES[text.index(LINES.len())]);
            let text = lines.join("\n") + "\n";
            project.insert(file, text);
        }
        Edit::Say(page, text) => {
            let page = PLAIN[page.index(PLAIN.len())];
            let text = LINES[text.index(FIRST_OF_FRONT_MATTER)];
            project.entry(page.to_string()).or_default().push_str(&format!("\n{text}\n"));
        }
        Edit::Remove(file, line) => {
            let file = name(file, project);
            let mut lines: Vec<&str> = project[&file].lines().collect();
            if !lines.is_empty() {
                lines.remove(line.index(lines.len()));
            }
            let text = lines.join("\n") + "\n";
            project.insert(file, text);
        }
        Edit::Shorten(file, word) => {
            let file = name(file, project);
            let mut words: Vec<&str> = project[&file].split_inclusive(' ').collect();
            if words.len() > 1 {
                words.remove(word.index(words.len()));
            }
            let text = words.concat();
            project.insert(file, text);
        }
        Edit::Delete(file) if project.len() > 1 => _ = project.remove(&name(file, project)),
        Edit::Delete(_) => {}
        Edit::Rename(file, new) => {
            let file = name(file, project);
            let text = project.remove(&file).unwrap_or_default();
            let (folder, rest) = file.rsplit_once('/').unwrap_or(("content", &file));
            project.insert(format!("{folder}/{new}-{rest}"), text);
        }
        Edit::Copy(from, to) => {
            let text = project[&name(from, project)].clone();
            project.insert(name(to, project), text);
        }
        Edit::Restore(file) => {
            let file = name(file, first);
            project.insert(file.clone(), first[&file].clone());
        }
        Edit::RestoreAll => project.clone_from(first),
    }
}

fn built(project: &Project, recent: Option<&Arc<Recent>>) -> (Option<Artifacts>, String) {
    let sources = Sources::from_files(project.iter().map(|(path, text)| (path, text.as_bytes())));
    let mut diagnostics = Diagnostics::default();
    let options = Options { pdf: PdfChoice::No, recent: recent.cloned(), ..Options::default() };
    let artifacts =
        belegg::build(&sources, &options, &mut diagnostics).expect("no engine is asked for");
    (artifacts, print::text(&diagnostics, &sources, print::Style::Plain))
}

/// Builds after each edit, with what the last build knew and without, and compares.
fn compare(edits: &[Edit]) -> Result<(), TestCaseError> {
    let first = project();
    let mut project = first.clone();
    let recent = Arc::default();
    let (site, told) = built(&project, Some(&recent));
    prop_assert!(site.is_some(), "{told}");
    for (at, edit) in edits.iter().enumerate() {
        apply(edit, &mut project, &first);
        let (site, told) = built(&project, Some(&recent));
        let (clean_site, clean_told) = built(&project, None);
        prop_assert_eq!(told, clean_told, "told after {:?}", &edits[..=at]);
        prop_assert_eq!(site.is_some(), clean_site.is_some());
        let files =
            site.zip(clean_site).map(|(site, clean)| (site.into_files(), clean.into_files()));
        if let Some((files, clean)) = files {
            let differing: Vec<&String> = files
                .iter()
                .filter(|(path, bytes)| clean.get(*path) != Some(bytes))
                .map(|(path, _)| path)
                .chain(clean.keys().filter(|path| !files.contains_key(*path)))
                .collect();
            prop_assert!(differing.is_empty(), "{differing:?} after {:?}", &edits[..=at]);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_edited_comes_out_as_in_a_first_build(edits in prop::collection::vec(edit(), 1..16)) {
        compare(&edits)?;
    }
}

/// What a build takes over is neither too much nor nothing: of two pages that lie apart, the one
/// that did not change is the same in memory.
#[test]
fn a_page_that_did_not_change_is_not_made_again() {
    let mut project = project();
    let recent = Arc::default();
    let (before, told) = built(&project, Some(&recent));
    let before = before.unwrap_or_else(|| panic!("{told}"));
    let news = project.get_mut("content/news/alfa.md").expect("an article");
    news.push_str("\nEt ord til.\n");
    let after = built(&project, Some(&recent)).0.expect("a site");
    let is_same = |path: &str| before.files[path].as_ptr() == after.files[path].as_ptr();
    let pages = before.files.keys().filter(|path| path.ends_with("/index.html"));
    let again: Vec<&String> = pages.filter(|path| !is_same(path)).collect();
    expect![[r#"
        [
            "en/news/alfa/index.html",
            "news/alfa/index.html",
            "sok/index.html",
        ]"#]]
    .assert_eq(&format!("{again:#?}"));
}

/// Of pages with plain text, one after the other, the new ones are put in the places of the old: so also
/// when one then gets a figure, a mistake, a part or a title, and loses it.
#[test]
fn plain_pages_are_exchanged_one_after_the_other() {
    let texts = [
        ("content/news/alfa.md", "\nEt ord til.\n"),
        (
            "content/report/01-method.en.md",
            "\nA word, and [the goals](@/report/02-goals.md#goals).\n",
        ),
        ("content/news/alfa.md", "\nOg [3](fact:suppliers.count) leverandører.\n"),
        ("content/news/alfa.md", "\nOg ett til.\n"),
        ("content/report/01-method.md", "\nSe [ingenting](@/report/none.md).\n"),
        ("content/news/beta.md", "\n## En overskrift\n"),
        ("content/report/01-method.md", "\nEt ord.\n"),
        ("content/news/beta.md", "\n![](include:grounds)\n"),
        ("content/news/alfa.md", "\nOg et siste.\n"),
        (PART, "\nOg et avsnitt.\n"),
        ("content/news/gamma.md", "\n![](include:nothing)\n"),
        ("content/news/alfa.md", "\nOg et aller siste.\n"),
    ];
    let first = project();
    let mut project = first.clone();
    let recent = Arc::default();
    built(&project, Some(&recent));
    let back = texts.map(|(page, _)| (page, None));
    let there = texts.map(|(page, text)| (page, Some(text)));
    for (page, text) in there.into_iter().chain(back) {
        let whole = project.get_mut(page).expect("a page");
        match text {
            Some(text) => whole.push_str(text),
            None => whole.clone_from(&first[page]),
        }
        let (site, told) = built(&project, Some(&recent));
        let (clean_site, clean_told) = built(&project, None);
        assert_eq!(told, clean_told, "{page}: {text:?}");
        let files = [site, clean_site].map(|site| site.map(Artifacts::into_files));
        assert!(files[0] == files[1], "{page}: {text:?}");
    }
}
