//! One slip of a writer is told once: of what follows from it, in other languages, on other pages and in what
//! was accepted, nothing is said.

use belegg::diagnostic::{Diagnostics, print};
use belegg::project::accepted::Accepted;
use belegg::source::Sources;
use belegg::{Options, PdfChoice};
use expect_test::{Expect, expect};

use crate::project::with;

const NORWEGIAN: &str = "content/report/01-method.md";
const ENGLISH: &str = "content/report/01-method.en.md";

/// A chapter in two languages, which was accepted, and another that links to it.
const CHAPTERS: [(&str, &str); 4] = [
    (
        NORWEGIAN,
        "+++\ntitle = \"Metode\"\n+++\n\n## Slik gjør vi det {#how}\n\nVi har [5](fact:suppliers.registered) \
         leverandører.\n\n### Slik spør vi {#ask}\n\nTekst.\n",
    ),
    (
        ENGLISH,
        "+++\ntitle = \"Method\"\n+++\n\n## How we do it {#how}\n\nWe have [5](fact:suppliers.registered) \
         suppliers.\n\n### How we ask {#ask}\n\nText.\n",
    ),
    (
        "content/report/02-more.md",
        "+++\ntitle = \"Mer\"\n+++\n\nSe [metoden](@/report/01-method.md#how).\n",
    ),
    (
        "content/report/02-more.en.md",
        "+++\ntitle = \"More\"\n+++\n\nSee [the method](@/report/01-method.md#how).\n",
    ),
];

/// The project as it was accepted, with files added or replaced; without those of `gone`.
fn project(changed: &[(&str, &str)], gone: &[&str]) -> Sources {
    let before = with(&CHAPTERS);
    let found = belegg::translations(&before, &Options::default(), &mut Diagnostics::default());
    let mut accepted = Accepted::default();
    for page in found.expect("translations").pages {
        for section in page.sections {
            let hash = section.hash.unwrap_or_default();
            accepted.accept(&page.key, &page.language, &section.anchor, &hash);
        }
    }
    let accepted = accepted.to_toml();
    let own = [&CHAPTERS[..], &[("translations.toml", accepted.as_str())]].concat();
    let is_kept = |path: &str| !gone.contains(&path) && changed.iter().all(|(one, _)| *one != path);
    let own = own.into_iter().filter(|(path, _)| is_kept(path)).chain(changed.iter().copied());
    let all = with(&own.collect::<Vec<_>>());
    let files = all.iter().filter(|(_, source)| !gone.contains(&&*source.path));
    Sources::from_files(files.map(|(file, source)| (&*source.path, all.bytes(file))))
}

/// The place of every mistake, what it is and what to do.
fn told(sources: &Sources) -> String {
    let mut diagnostics = Diagnostics::default();
    let options = Options { pdf: PdfChoice::No, ..Options::default() };
    belegg::build(sources, &options, &mut diagnostics).expect("no engine is asked for");
    let line = |one: print::Told| {
        let place = one.place.unwrap_or_default();
        format!("{place}: {}\n  {}\n", one.message, one.help.unwrap_or_default())
    };
    print::told(&diagnostics, sources).into_iter().map(line).collect()
}

/// What is told when in a file of the project something is written in place of another.
fn slip(path: &str, right: &str, wrong: &str, expected: Expect) {
    let sources = project(&[], &[]);
    let text = sources.text(sources.find(path).expect("a file"));
    assert!(text.contains(right), "{text}");
    expected.assert_eq(&told(&project(&[(path, &text.replacen(right, wrong, 1))], &[])));
}

#[test]
fn nothing_is_told_of_the_project_as_it_is() {
    expect![[""]].assert_eq(&told(&project(&[], &[])));
}

#[test]
fn a_heading_that_is_none() {
    slip(
        NORWEGIAN,
        "## Slik",
        "##Slik",
        expect![[r#"
            content/report/01-method.md:5:1: this is no heading: a space is missing behind the signs
              write `## Slik gjør vi det {#how}`
        "#]],
    );
    slip(
        ENGLISH,
        "## How",
        "##How",
        expect![[r#"
            content/report/01-method.en.md:5:1: this is no heading: a space is missing behind the signs
              write `## How we do it {#how}`
        "#]],
    );
}

#[test]
fn the_name_of_a_place() {
    slip(
        NORWEGIAN,
        "{#how}",
        "{#slik}",
        expect![[r#"
            content/report/01-method.en.md:5:1: the section has the anchor `how` here, but `slik` in the original (Norsk)
              write `{#slik}` in both languages; if these are two sections, translate each
        "#]],
    );
    slip(
        NORWEGIAN,
        "{#how}",
        "{#Slik gjør vi}",
        expect![[r#"
        content/report/01-method.md:5:21: the name of a place, in the braces of a heading, has no spaces
          write `{#slik-gjor-vi}`
    "#]],
    );
    slip(
        NORWEGIAN,
        "{#how}",
        "{#gjør det legal=\"tl-5a\"}",
        expect![[r#"
        content/report/01-method.md:5:21: the name of a place, in the braces of a heading, has no spaces
          write `{#gjor-det legal="tl-5a"}`
    "#]],
    );
    slip(
        NORWEGIAN,
        "{#ask}",
        "{#how}",
        expect![[r#"
        content/report/01-method.md:9:1: two headings of this page have the anchor `how`
          give one of them another, or delete it if it stands twice: `{#how-2}`
    "#]],
    );
}

#[test]
fn a_level_of_headings_that_is_skipped() {
    slip(
        NORWEGIAN,
        "### Slik",
        "#### Slik",
        expect![[r#"
        content/report/01-method.md:9:1: a heading of level 4 follows one of level 2
          write `###`
    "#]],
    );
}

#[test]
fn a_table_that_is_none() {
    let table = |line: &str| format!("| A | B |\n{line}| 1 | 2 |\n");
    let page = |at: usize, line: &str| format!("{}\n{}", CHAPTERS[at].1, table(line));
    let (one, other) = (page(0, ""), page(1, "| --- | --- |\n"));
    let sources = project(&[(NORWEGIAN, &one), (ENGLISH, &other)], &[]);
    expect![[r#"
        content/report/01-method.md:13:1: this is no table: the line of dashes below its head is missing, or does not fit
          write `| --- | --- |` below this line, with as many parts as it has
    "#]].assert_eq(&told(&sources));
}

#[test]
fn a_text_in_place_of_a_list() {
    let page = "content/report/_index.md";
    let list = "key_figures = [\"suppliers.count\", \"suppliers.threshold\"]\nkind";
    let base = project(&[], &[]);
    let text = |path: &str| base.text(base.find(path).expect("a page")).to_string();
    let english = text("content/report/_index.en.md").replace("kind", list);
    let text =
        text(page).replace("kind", "key_figures = \"suppliers.count, suppliers.threshold\"\nkind");
    let sources = project(&[(page, &text), ("content/report/_index.en.md", &english)], &[]);
    expect![[r#"
        content/report/_index.md:3:15: `key_figures` must be a list of texts, not a text
          write `key_figures = ["suppliers.count", "suppliers.threshold"]`
    "#]]
    .assert_eq(&told(&sources));
}

#[test]
fn a_language_under_another_name() {
    slip(
        "belegg.toml",
        "[languages.nb]",
        "[languages.no]",
        expect![[r#"
        belegg.toml:6:12: `no` and `nb` are the same language
          write `[languages.nb]`, as `default_language` says
    "#]],
    );
}
