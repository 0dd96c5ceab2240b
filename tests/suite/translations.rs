//! Which translations still say what their originals say.

use std::sync::OnceLock;

use belegg::Options;
use belegg::diagnostic::{Diagnostics, print};
use belegg::locale::Locale;
use belegg::source::Sources;
use belegg::translation::Status;
use belegg::translation::accept::accept;
use expect_test::{Expect, expect};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::cli::{folder, session};
use crate::project::{BASE, built, with};

const KEY: &str = "content/report/01-method.md";
const ENGLISH: &str = "content/report/01-method.en.md";

const ORIGINAL: &str = "\
+++
title = \"Metode for 2024\"
description = \"Slik har vi gått frem.\"
+++
Vi har [3](fact:suppliers.count) leverandører.

## Slik gjør vi det {#how}

Av 1 447 virksomheter svarte 66 %.[^1] Se [hvem](#whom).

![Land](chart:suppliers.by_country?top=3)

- Vi spør.
- Vi følger opp med `sak 12`.

## Hvem vi spør {#whom}

Vi spør *alle* som leverer mer enn [30 000 kroner](fact:suppliers.threshold \"≈\").

[^1]: Per 30.11.2024.
";

const TRANSLATION: &str = "\
+++
title = \"Method for 2024\"
description = \"How we went about it.\"
+++
We have [3](fact:suppliers.count) suppliers.

## How we do it {#how}

Of 1,447 businesses 66% answered.[^1] See [whom](#whom).

![Country](chart:suppliers.by_country?top=3)

- We ask.
- We follow up with `case 12`.

## Whom we ask {#whom}

We ask *all* that deliver for more than [NOK 30,000](fact:suppliers.threshold \"≈\").

[^1]: At 30.11.2024.
";

fn project(files: &[(&str, &str)]) -> Sources {
    let given = |path: &str| files.iter().any(|(other, _)| *other == path);
    let own = [(KEY, ORIGINAL), (ENGLISH, TRANSLATION)];
    let own = own.into_iter().filter(|(path, _)| !given(path));
    let files: Vec<(&str, &str)> = own.chain(files.iter().copied()).collect();
    with(&files)
}

fn listed(sources: &Sources) -> belegg::Translations {
    let mut told = Diagnostics::default();
    let found = belegg::translations(sources, &Options::default(), &mut told);
    found.unwrap_or_else(|| panic!("{}", print::text(&told, sources, print::Style::Plain)))
}

/// `translations.toml` with everything accepted.
fn accepted(sources: &Sources) -> String {
    let found = listed(sources);
    let mut accepted = found.project.accepted.unwrap_or_default();
    for page in &found.pages {
        accept(page, None, &mut accepted);
    }
    accepted.to_toml()
}

/// The sections of the chapter in English, and how they stand.
fn stand(sources: &Sources) -> String {
    let found = listed(sources);
    let page = found.pages.iter().find(|page| page.key == "report/01-method");
    let page = page.expect("the chapter");
    let sections = page.sections.iter().map(|section| {
        let anchor = if section.anchor.is_empty() { "top" } else { &section.anchor };
        format!("{anchor} {}", section.status.name())
    });
    let left = page.words_left();
    format!("{}; {left} words left", sections.collect::<Vec<_>>().join(", "))
}

/// How the chapter stands when its original is changed after everything was accepted.
fn check(changes: &[(&str, &str)], expected: &Expect) {
    let mut text = ORIGINAL.to_string();
    for (before, after) in changes {
        assert!(text.contains(before), "the original has no `{before}`");
        text = text.replace(before, after);
    }
    let before = accepted(&project(&[]));
    let changed = project(&[(KEY, &text), ("translations.toml", &before)]);
    expected.assert_eq(&stand(&changed));
}

#[test]
fn what_was_accepted_is_current() {
    expect!["top new, how new, whom new; 46 words left"].assert_eq(&stand(&project(&[])));
    check(&[], &expect!["top current, how current, whom current; 0 words left"]);
}

#[test]
fn figures_white_space_and_emphasis_make_nothing_stale() {
    let same = expect!["top current, how current, whom current; 0 words left"];
    check(&[("[3](fact", "[4](fact")], &same);
    check(&[("[3](fact", "[](fact")], &same);
    check(&[("[30 000 kroner](fact", "[førti tusen](fact")], &same);
    check(&[("1 447", "12 001"), ("66 %", "7,5 %"), ("30.11.2024", "1.1.2025")], &same);
    check(&[("1 447", "1\u{a0}447"), ("66 %", "66%")], &same);
    check(&[("2024\"", "2025\"")], &same);
    check(&[("Vi har [3]", "Vi\nhar   [3]"), ("\n", "\r\n")], &same);
    check(&[("*alle*", "**alle**")], &same);
    check(&[("\n## Hvem vi spør", "\n\n\n## Hvem vi spør")], &same);
}

#[test]
fn words_structure_and_references_make_their_own_section_stale() {
    let top = expect!["top stale, how current, whom current; 12 words left"];
    check(&[("har [3]", "hadde [3]")], &top);
    check(&[("Metode for", "Metoder for")], &top);
    check(
        &[("har vi gått frem", "gjorde vi")],
        &expect!["top stale, how current, whom current; 10 words left"],
    );
    check(&[("suppliers.count", "suppliers.registered")], &top);
    let how = expect!["top current, how stale, whom current; 23 words left"];
    check(&[("Slik gjør", "Sådan gjør")], &how);
    check(&[("top=3", "top=4")], &how);
    check(&[("chart:suppliers.by_country", "chart:suppliers.by_industry")], &how);
    check(&[("![Land]", "![Landene]")], &how);
    check(&[("(#whom)", "(#how)")], &how);
    check(&[("- Vi", "1. Vi")], &how);
    check(&[("sak 12", "sak 13")], &how);
    check(&[("Per 30", "Til 30")], &how);
    check(
        &[("følger opp", "følger ikke opp")],
        &expect!["top current, how stale, whom current; 24 words left"],
    );
}

#[test]
fn the_caption_of_the_picture_of_a_page_makes_its_beginning_stale() {
    let with_picture = |caption: &str| {
        let fields = format!(
            "image = \"hus.png\"\nimage_alt = \"Et hus\"\nimage_caption = \"{caption}\"\n+++"
        );
        ORIGINAL.replacen("\n+++", &format!("\n{fields}"), 1)
    };
    let before = accepted(&project(&[(KEY, &with_picture("Huset vårt"))]));
    let stands = |caption: &str, expected: Expect| {
        let text = with_picture(caption);
        let changed = project(&[(KEY, &text), ("translations.toml", &before)]);
        expected.assert_eq(&stand(&changed));
    };
    stands("Huset vårt", expect!["top current, how current, whom current; 0 words left"]);
    stands("Huset deres", expect!["top stale, how current, whom current; 16 words left"]);
    // What only decorates has no words.
    stands("decorative", expect!["top stale, how current, whom current; 14 words left"]);
}

#[test]
fn a_section_that_moved_is_what_it_was() {
    let (head, rest) = ORIGINAL.split_once("## Slik").expect("a section");
    let (how, rest) = rest.split_once("## Hvem").expect("a section");
    let (whom, note) = rest.split_once("[^1]: ").expect("a footnote");
    let moved = format!("{head}## Hvem{whom}## Slik{how}[^1]: {note}");
    let before = accepted(&project(&[]));
    let hashes = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.contains(" = ")).map(str::to_string).collect()
    };
    let after = accepted(&project(&[(KEY, &moved)]));
    assert!(hashes(&before).len() > 4);
    assert_eq!(hashes(&before), hashes(&after));
}

#[test]
fn a_section_worded_anew_is_stale_with_its_own_anchor_and_new_without() {
    check(
        &[("## Hvem vi spør {#whom}", "## De vi spør {#whom}")],
        &expect!["top current, how current, whom stale; 11 words left"],
    );
    check(
        &[("## Hvem vi spør {#whom}", "## De vi spør"), ("(#whom)", "(#how)")],
        &expect!["top current, how stale, de-vi-spor new, whom orphaned; 34 words left"],
    );
}

#[test]
fn a_section_may_be_missing_on_either_side() {
    let (short, _) = TRANSLATION.split_once("## Whom").expect("a section");
    let short = format!("{short}[^1]: At 30.11.2024.\n");
    let before = accepted(&project(&[]));
    let files = [(ENGLISH, short.as_str()), ("translations.toml", before.as_str())];
    expect!["top current, how current, whom missing; 11 words left"]
        .assert_eq(&stand(&project(&files)));
    let longer = TRANSLATION.replace("[^1]: At", "## Who else {#else}\n\nNobody.\n\n[^1]: At");
    let files = [(ENGLISH, longer.as_str()), ("translations.toml", before.as_str())];
    expect!["top current, how current, whom current, else orphaned; 0 words left"]
        .assert_eq(&stand(&project(&files)));
}

#[test]
fn a_page_that_is_not_translated_is_missing_as_a_whole() {
    let only = ("content/report/02-goals.md", "+++\ntitle = \"Våre mål\"\n+++\nTo ord.\n");
    let found = listed(&project(&[only]));
    let page = found.pages.iter().find(|page| page.key == "report/02-goals").expect("the page");
    assert_eq!((page.file, page.count(Status::Missing), page.words_left()), (None, 1, 4));
}

#[test]
fn a_page_that_is_left_out_of_a_language_is_not_missing_there() {
    let (_, config) = BASE[0];
    let config = format!("{config}[translations]\nmissing = \"omit\"\n");
    let only = ("content/report/02-goals.md", "+++\ntitle = \"Våre mål\"\n+++\nTo ord.\n");
    let found = listed(&project(&[("belegg.toml", &config), only]));
    let keys: Vec<&str> = found.pages.iter().map(|page| page.key.as_str()).collect();
    assert_eq!(keys, ["_index", "report/01-method", "report/_index"]);
}

#[test]
fn accepting_writes_one_line_a_section_in_order() {
    expect![[r##"
        # Which text of the original each section of a translation was accepted against: the page and the
        # language, then the section and a hash of the original's words without its figures.
        # `belegg translations accept` writes this file. Keep it with the texts, and leave it as it is.

        ["_index".en]
        "" = "ec407df7ad7b835d"

        ["report/01-method".en]
        "" = "6e8b037fd97939d0"
        "how" = "80bd115c2d9cd631"
        "whom" = "7c808898d50bf444"

        ["report/_index".en]
        "" = "0069bad506352a93"
    "##]].assert_eq(&accepted(&project(&[])));
}

#[test]
fn accepting_one_section_leaves_the_others() {
    let sources = project(&[]);
    let found = listed(&sources);
    let page = found.pages.iter().find(|page| page.key == "report/01-method").expect("it");
    let mut accepted = belegg::project::accepted::Accepted::default();
    let now = accept(page, Some(&["how".to_string()]), &mut accepted);
    assert_eq!((now.sections, now.before, now.missing), (vec!["how".to_string()], 0, 0));
    let sources = project(&[("translations.toml", &accepted.to_toml())]);
    expect!["top new, how current, whom new; 23 words left"].assert_eq(&stand(&sources));
}

#[test]
fn keys_of_any_letters_come_back_as_they_were() {
    let mut accepted = belegg::project::accepted::Accepted::default();
    for key in ["a", "å\"\\b", "x.y z/#'", "\u{7f}\t"] {
        accepted.accept(key, "nb-NO", key, "0123456789abcdef");
    }
    let text = accepted.to_toml();
    let sources = project(&[("translations.toml", &text)]);
    let read = listed(&sources).project.accepted.expect("what was accepted");
    assert_eq!(read.to_toml(), text);
    assert_eq!(read.hash("å\"\\b", "nb-NO", "å\"\\b"), Some("0123456789abcdef"));
}

#[test]
fn check_tells_what_is_stale_what_nobody_accepted_and_what_is_gone() {
    let before = accepted(&project(&[]));
    let before = before.replace("[\"_index\".en]", "[\"old\".en]").replace("\"whom\"", "\"who\"");
    let text = ORIGINAL.replace("har [3]", "hadde [3]");
    let (_, told) = built(&project(&[(KEY, &text), ("translations.toml", &before)]));
    expect![[r#"
        warning[unaccepted-translation]: nobody has accepted the English text of this page
        --> content/_index.en.md:1:1
         = help: compare it with the original, then run `belegg translations accept _index --language en`

        warning[unaccepted-translation]: nobody has accepted 1 section of this page in English
        --> content/report/01-method.en.md:1:1
         = help: compare it with the original, then run `belegg translations accept report/01-method --language en`

        warning[stale-translation]: the original of `Metode for 2024` has changed since its English text was accepted
         --> content/report/01-method.en.md:5:1
          |
        5 | We have [3](fact:suppliers.count) suppliers.
          | ^
          |
          = help: translate the change, then run `belegg translations accept report/01-method --section top --language en`
        note: the original
         --> content/report/01-method.md:5:1
          |
        5 | Vi hadde [3](fact:suppliers.count) leverandører.
          | ^

        warning[orphaned-translation]: there is no page `old` in `en` any more
         --> translations.toml:5:8
          |
        5 | ["old".en]
          |        ^^
          |
          = help: run `belegg translations accept old --language en`, which takes it out of the file

        warning[orphaned-translation]: `report/01-method` has no section `who` any more
          --> translations.toml:11:1
           |
        11 | "who" = "7c808898d50bf444"
           | ^^^^^
           |
           = help: run `belegg translations accept report/01-method --language en`, which takes it out of the file

    "#]].assert_eq(&told);
}

#[test]
fn nothing_is_told_where_nobody_keeps_track() {
    let (artifacts, told) = built(&project(&[]));
    assert_eq!(told, "");
    let (also, told) = built(&project(&[("translations.toml", &accepted(&project(&[])))]));
    assert_eq!(told, "");
    let files = |artifacts: Option<belegg::artifact::Artifacts>| artifacts.expect("a site").files;
    assert!(files(artifacts) == files(also), "what was accepted is published nowhere");
}

#[test]
fn what_is_wrong_in_the_file_is_told_with_its_place() {
    let text = "[\"report/01-method\".en]\n\"how\" = \"abc\"\n\"whom\" = 3\n[page]\nen = \"x\"\n";
    let (_, told) = built(&project(&[("translations.toml", text)]));
    expect![[r#"
        warning[unaccepted-translation]: nobody has accepted the English text of this page
        --> content/_index.en.md:1:1
         = help: compare it with the original, then run `belegg translations accept _index --language en`

        warning[unaccepted-translation]: nobody has accepted the English text of this page
        --> content/report/01-method.en.md:1:1
         = help: compare it with the original, then run `belegg translations accept report/01-method --language en`

        warning[unaccepted-translation]: nobody has accepted the English text of this page
        --> content/report/_index.en.md:1:1
         = help: compare it with the original, then run `belegg translations accept report/_index --language en`

        error[wrong-value]: what stands for the section `how` is no hash
         --> translations.toml:2:9
          |
        2 | "how" = "abc"
          |         ^^^^^
          |
          = help: take the line out, and run `belegg translations accept` for the page again

        error[wrong-value]: what stands for the section `whom` is no hash
         --> translations.toml:3:10
          |
        3 | "whom" = 3
          |          ^
          |
          = help: take the line out, and run `belegg translations accept` for the page again

        error[wrong-type]: `en` must be a table of sections
         --> translations.toml:5:6
          |
        5 | en = "x"
          |      ^^^
          |
          = help: take the line out, and run `belegg translations accept` for the page again

    "#]].assert_eq(&told);
    let text = "a = 1\n<<<<<<< mine\nb = 2\n=======\n>>>>>>> theirs\n";
    let (_, told) = built(&project(&[("translations.toml", text)]));
    expect![[r#"
        error[merge-conflict]: here two people's changes were not put together
         --> translations.toml:2:1
          |
        2 | <<<<<<< mine
          | ^^^^^^^
          |
          = help: keep the lines of both sides, and take out the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`

    "#]].assert_eq(&told);
}

#[test]
fn of_a_draft_nothing_is_said_to_be_gone() {
    let before = accepted(&project(&[]));
    let draft = ORIGINAL.replace("+++\ntitle", "+++\ndraft = true\ntitle");
    let english = TRANSLATION.replace("+++\ntitle", "+++\ndraft = true\ntitle");
    let files =
        [(KEY, draft.as_str()), (ENGLISH, english.as_str()), ("translations.toml", &before)];
    let (_, told) = built(&project(&files));
    assert_eq!(told, "");
    expect!["top current, how current, whom current; 0 words left"]
        .assert_eq(&stand(&project(&files)));
    // Without its original, the English page is not one.
    let stale = draft.replace("har [3]", "hadde [3]");
    let (_, told) = built(&project(&[(KEY, stale.as_str()), ("translations.toml", &before)]));
    assert!(!told.contains("stale-translation") && !told.contains("orphaned"), "{told}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_stated_number_makes_a_translation_stale(
        count in 2u32..3_000_000,
        share in 0u32..1000,
        stated in "[^\\[\\]()\\\\\"*_`|<>!&^~\\p{Cc}]{0,12}",
    ) {
        static BEFORE: OnceLock<String> = OnceLock::new();
        let before = BEFORE.get_or_init(|| accepted(&project(&[])));
        let nb = Locale::find("nb").expect("a language");
        let share = Decimal::new(i64::from(share), 1);
        let text = ORIGINAL
            .replace("[3](", &format!("[{}](", stated.trim()))
            .replace("1 447", &nb.number(Decimal::from(count), 0))
            .replace("66 %", &nb.percent(share, 1));
        let after = accepted(&project(&[(KEY, &text)]));
        prop_assert_eq!(before, &after);
    }
}

/// A project on disk.
fn on_disk() -> tempfile::TempDir {
    let folder = folder();
    for (_, source) in project(&[]).iter() {
        let path = folder.path().join(source.path.as_ref());
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, source.bytes()).expect("written");
    }
    folder
}

#[test]
fn the_list_says_how_to_begin() {
    let folder = on_disk();
    expect![[r#"
        stdout:
        page              language  new  words left
        _index            en          1           2
        report/01-method  en          3          46
        report/_index     en          1           3

        new       content/_index.en.md  whole page
        new       content/report/01-method.en.md  whole page
        new       content/report/_index.en.md  whole page

        English: 3 pages with 0 sections current, 5 new; 51 words left
        stderr:
        Nothing has been accepted yet. When the translations say what the originals say, run
          belegg translations accept --all
        exit 0
    "#]]
    .assert_eq(&session(folder.path(), &["translations"]));
}

#[test]
fn the_list_tells_what_is_to_be_done_and_where() {
    let folder = on_disk();
    let mut told = session(folder.path(), &["translations", "accept", "--all"]);
    let text = ORIGINAL.replace("har [3]", "hadde [3]").replace("Hvem vi", "Alle vi");
    std::fs::write(folder.path().join(KEY), text).expect("written");
    let goals = "+++\ntitle = \"Våre mål\"\n+++\nTo ord.\n";
    std::fs::write(folder.path().join("content/report/02-goals.md"), goals).expect("written");
    std::fs::remove_file(folder.path().join("content/_index.en.md")).expect("removed");
    told.push_str(&session(folder.path(), &["translations", "list"]));
    told.push_str(&session(folder.path(), &["translations", "report/01-method", "--json"]));
    told.push_str(&session(folder.path(), &["translations", "accept", "report", "-q"]));
    let path = "content/report/01-method.en.md";
    told.push_str(&session(folder.path(), &["translations", "accept", path]));
    told.push_str(&session(folder.path(), &["translations", "accept", "--all"]));
    told.push_str(&session(folder.path(), &["translations"]));
    expect![[r#"
        stderr:
        Accepted 5 sections of 3 pages in English
        exit 0
        stdout:
        page              language  current  stale  missing  orphaned  words left
        _index            en              –      –        1         1           2
        report/01-method  en              1      2        –         –          23
        report/02-goals   en              –      –        1         –           4
        report/_index     en              1      –        –         –           –

        missing   content/_index.md  whole page in en
        orphaned  translations.toml:6  page _index
        stale     content/report/01-method.en.md:5  #top
        stale     content/report/01-method.en.md:16  #whom
        missing   content/report/02-goals.md  whole page in en

        English: 4 pages with 2 sections current, 2 stale, 2 missing, 1 orphaned; 29 words left
        exit 0
        stdout:
        [
          {"page":"report/01-method","language":"en","original_language":"nb","original_file":"content/report/01-method.md","file":"content/report/01-method.en.md","words_left":23,"sections":[{"section":"","status":"stale","title":"Metode for 2024","words":12,"original_line":5,"line":5,"hash":"3e8afad7719d9d10"},{"section":"how","status":"current","title":"Slik gjør vi det","words":23,"original_line":7,"line":7,"hash":"80bd115c2d9cd631"},{"section":"whom","status":"stale","title":"Alle vi spør","words":11,"original_line":16,"line":16,"hash":"044758ef8d663907"}]}
        ]
        exit 0
        exit 0
        stderr:
        Nothing to accept: 3 sections are current already
        exit 0
        stderr:
        2 sections are missing in English: `belegg translations` lists what is
        Took 1 line of what is gone out of translations.toml
        exit 0
        stdout:
        page              language  current  missing  words left
        _index            en              –        1           2
        report/01-method  en              3        –           –
        report/02-goals   en              –        1           4
        report/_index     en              1        –           –

        missing   content/_index.md  whole page in en
        missing   content/report/02-goals.md  whole page in en

        English: 4 pages with 4 sections current, 2 missing; 6 words left
        exit 0
    "#]].assert_eq(&told);
}

#[test]
fn a_new_project_begins_with_everything_accepted() {
    let folder = folder();
    session(folder.path(), &["init", "new"]);
    let told = session(&folder.path().join("new"), &["translations"]);
    assert!(told.contains("13 sections current; 0 words left"), "{told}");
}

#[test]
fn the_example_has_accepted_its_own_translations() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let (sources, _) = Sources::read(root, "belegg.toml").expect("the example can be read");
    let pages = listed(&sources).pages;
    let sections = pages.iter().flat_map(|page| page.sections.iter().map(move |one| (page, one)));
    let left = sections.filter(|(_, section)| section.status != Status::Current);
    let left = left.map(|(page, section)| {
        format!("{} {} `{}`: {}", page.key, page.language, section.anchor, section.status.name())
    });
    let left: Vec<String> = left.collect();
    assert!(left.is_empty() && !pages.is_empty(), "{left:#?}");
}

#[test]
fn accepting_what_is_not_there_is_refused() {
    let folder = on_disk();
    let goals = "+++\ntitle = \"Våre mål\"\n+++\nTo ord.\n";
    std::fs::write(folder.path().join("content/report/02-goals.md"), goals).expect("written");
    let accept = |arguments: &[&str]| {
        session(folder.path(), &[&["translations", "accept"], arguments].concat())
    };
    let mut told = accept(&[]);
    told.push_str(&accept(&["report/02-goals"]));
    told.push_str(&accept(&["report/01-metod"]));
    told.push_str(&accept(&["report/01-method", "--section", "hwo"]));
    told.push_str(&accept(&["report/01-method", "--language", "se"]));
    told.push_str(&session(folder.path(), &["translations", "acept"]));
    expect![[r#"
        stderr:
        error: the following required arguments were not provided:
          <PAGE|--all>

        Usage: belegg translations accept <PAGE|--all>

        For more information, try '--help'.
        exit 2
        stderr:
        error[missing-translation]: `report/02-goals` is missing in English: there is nothing to accept
         |
         = help: translate it as `content/report/02-goals.en.md`

        exit 2
        stderr:
        error[unknown-page]: there is no page `report/01-metod` that is translated
         |
         = help: there is a page `report/01-method`

        exit 2
        stderr:
        error[unknown-section]: the original of `report/01-method` has no section `hwo`
         |
         = help: there is a section `how`

        exit 2
        stderr:
        error[unknown-language]: `se` is not a language of this site
         |
         = help: the site has nb, en

        exit 2
        stderr:
        error[unknown-page]: there is no page `acept` that is translated
         |
         = help: did you mean `belegg translations accept`?

        exit 2
    "#]].assert_eq(&told);
    assert!(!folder.path().join("translations.toml").exists());
}

#[test]
fn a_broken_file_is_never_written_over() {
    let folder = on_disk();
    let path = folder.path().join("translations.toml");
    let text = "[\"report/01-method\".en]\n\"how\" = \"abc\"\n";
    std::fs::write(&path, text).expect("written");
    expect![[r#"
        stderr:
        error[wrong-value]: what stands for the section `how` is no hash
         --> translations.toml:2:9
          |
        2 | "how" = "abc"
          |         ^^^^^
          |
          = help: take the line out, and run `belegg translations accept` for the page again

        Nothing was accepted: correct translations.toml first
        exit 1
    "#]]
    .assert_eq(&session(folder.path(), &["translations", "accept", "--all"]));
    assert_eq!(std::fs::read_to_string(&path).expect("read"), text);
}

#[test]
fn a_translation_that_has_lost_its_original_is_still_there() {
    let store = "[\"report/01-method\".en]\n\"\" = \"7c808898d50bf444\"\n";
    let english = "+++\ntitle = \"Method\"\n+++\nWords.\n";
    let sources = with(&[
        ("content/report/03-how.en.md", english),
        ("translations.toml", &store.replace("01-method", "03-how")),
    ]);
    let told = built(&sources).1;
    assert!(told.contains("put `content/report/03-how.md` back"), "{told}");
    assert!(!told.contains("orphaned-translation"), "{told}");
    // Where a language leaves out what it lacks, nothing else tells of it.
    let config = format!("{}[translations]\nmissing = \"omit\"\n", BASE[0].1);
    let alone = [("content/how.en.md", english), ("belegg.toml", &config)];
    let store = store.replace("report/01-method", "how");
    let told = built(&with(&[&alone[..], &[("translations.toml", &store)]].concat())).1;
    let gone = "the page `how` in `en` is no translation any more: its original is gone";
    assert!(told.contains(gone), "{told}");
}
