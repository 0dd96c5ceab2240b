//! What `belegg check --fix` writes into the files of a project, and what it leaves alone.

use std::fs;
use std::path::Path;

use belegg::diagnostic::{Diagnostic, Diagnostics};
use belegg::source::{Sources, Span};
use belegg::{Fixed, Options, PdfChoice, fix, fixed};
use expect_test::{Expect, expect};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::cli::{folder, session};
use crate::project::{chapter, with};

const NB: &str = "content/report/01-method.md";
const EN: &str = "content/report/01-method.en.md";

/// Both languages say 4, and one of them more in a form that is not its own; the English file is
/// as Windows writes it.
fn planted() -> Sources {
    with(&[
        (
            NB,
            "+++\ntitle = \"De [4](fact:suppliers.count)\"\n+++\n## Slik {#how}   \n\nVi hadde [4](fact:suppliers.count) av [5](fact:suppliers.registered),\nog [NOK 30,000](fact:suppliers.threshold) som grense.\t\n\n\n\nIkke noe å rette her.  \nEller her.",
        ),
        (
            EN,
            "\u{feff}+++\r\ntitle = 'The [4](fact:suppliers.count)'\r\n+++\r\n## How {#how}\r\n\r\nWe had [**4**](fact:suppliers.count) of [six][r],\r\nover [](fact:suppliers.threshold).  \r\n\r\n[r]: fact:suppliers.registered \"≈\"\r\n",
        ),
    ])
}

/// The project in a folder.
fn written(sources: &Sources) -> TempDir {
    let folder = folder();
    for (file, source) in sources.iter() {
        let path = folder.path().join(sources.path(file));
        fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        fs::write(path, source.bytes()).expect("a file");
    }
    folder
}

/// A file with what cannot be seen.
fn shown(folder: &Path, path: &str) -> String {
    let text = fs::read_to_string(folder.join(path)).expect("a text");
    text.escape_debug().to_string().replace("\\n", "\\n\n").replace("\\\"", "\"")
}

fn mended(sources: &Sources) -> (Fixed, Diagnostics) {
    let mut left = Diagnostics::default();
    let options = Options { pdf: PdfChoice::No, ..Options::default() };
    let fixed = fixed(sources, &options, &mut left).expect("no engine is asked for");
    (fixed, left)
}

/// What comes of paragraphs of the Norwegian chapter, and the codes of what is left to be told.
fn check(paragraphs: &str, expected: Expect) {
    let (fixed, left) = mended(&chapter(paragraphs));
    let text = fixed.sources.text(fixed.sources.find(NB).expect("the chapter")).into_owned();
    let (_, body) = text.split_once("\n+++\n").expect("front matter");
    let codes: Vec<&str> = left.sorted().iter().map(|one| one.code.0).collect();
    expected.assert_eq(&format!("{}left: {}\n", body.replace('\u{a0}', "~"), codes.join(" ")));
}

#[test]
fn every_language_is_mended_and_nothing_else_is_touched() {
    let folder = written(&planted());
    expect![[r#"
        stderr:
          Pages  8 (4 en-GB, 4 nb)
        Fixed 5 places in 2 files
        Checked 11 files: no mistakes
        exit 0
    "#]]
    .assert_eq(&session(folder.path(), &["check", "--fix", "--no-pdf"]));
    expect![[r#"
        +++\n
        title = "De [3](fact:suppliers.count)"\n
        +++\n
        ## Slik {#how}   \n
        \n
        Vi hadde [3](fact:suppliers.count) av [5](fact:suppliers.registered),\n
        og [30\u{a0}000\u{a0}kroner](fact:suppliers.threshold) som grense.\t\n
        \n
        \n
        \n
        Ikke noe å rette her.  \n
        Eller her."#]]
    .assert_eq(&shown(folder.path(), NB));
    expect![[r#"
        \u{feff}+++\r\n
        title = \'The [3](fact:suppliers.count)\'\r\n
        +++\r\n
        ## How {#how}\r\n
        \r\n
        We had [**3**](fact:suppliers.count) of [six][r],\r\n
        over [](fact:suppliers.threshold).  \r\n
        \r\n
        [r]: fact:suppliers.registered "≈"\r\n
    "#]]
    .assert_eq(&shown(folder.path(), EN));
    expect![[r#"
        stderr:
          Pages  8 (4 en-GB, 4 nb)
        Nothing to fix
        Checked 11 files: no mistakes
        exit 0
    "#]]
    .assert_eq(&session(folder.path(), &["check", "--fix", "--no-pdf"]));
    let (before, _) = Sources::read(written(&planted()).path(), "belegg.toml").expect("a project");
    let (after, _) = Sources::read(folder.path(), "belegg.toml").expect("a project");
    let changed = after.iter().filter(|(file, source)| source.bytes() != before.bytes(*file));
    let changed: Vec<&str> = changed.map(|(_, source)| &*source.path).collect();
    assert_eq!(changed, [EN, NB]);
}

#[test]
fn check_says_how_many_places_can_be_mended() {
    let folder = written(&planted());
    let told = session(folder.path(), &["check", "--no-pdf"]);
    let (_, end) = told.split_once("Checked").expect("a summary");
    expect![[r#"
         11 files: 5 errors
        5 of these can be mended by `belegg check --fix`
        exit 1
    "#]]
    .assert_eq(end);
}

#[test]
fn a_dry_run_shows_the_changes_and_writes_nothing() {
    let folder = written(&planted());
    let told = session(folder.path(), &["check", "--fix", "--dry-run", "--no-pdf"]);
    let marked = told.split_terminator('\n').map(|line| format!("{}|\n", line.replace('\r', "␍")));
    expect![[r#"
        stdout:|
        --- a/content/report/01-method.en.md|
        +++ b/content/report/01-method.en.md|
        @@ -1,9 +1,9 @@|
         ﻿+++␍|
        -title = 'The [4](fact:suppliers.count)'␍|
        +title = 'The [3](fact:suppliers.count)'␍|
         +++␍|
         ## How {#how}␍|
         ␍|
        -We had [**4**](fact:suppliers.count) of [six][r],␍|
        +We had [**3**](fact:suppliers.count) of [six][r],␍|
         over [](fact:suppliers.threshold).  ␍|
         ␍|
         [r]: fact:suppliers.registered "≈"␍|
        --- a/content/report/01-method.md|
        +++ b/content/report/01-method.md|
        @@ -1,10 +1,10 @@|
         +++|
        -title = "De [4](fact:suppliers.count)"|
        +title = "De [3](fact:suppliers.count)"|
         +++|
         ## Slik {#how}   |
         |
        -Vi hadde [4](fact:suppliers.count) av [5](fact:suppliers.registered),|
        -og [NOK 30,000](fact:suppliers.threshold) som grense.	|
        +Vi hadde [3](fact:suppliers.count) av [5](fact:suppliers.registered),|
        +og [30 000 kroner](fact:suppliers.threshold) som grense.	|
         |
         |
         |
        stderr:|
          Pages  8 (4 en-GB, 4 nb)|
        Would fix 5 places in 2 files|
        Checked 11 files: no mistakes|
        exit 1|
    "#]]
    .assert_eq(&marked.collect::<String>());
    let (read, _) = Sources::read(folder.path(), "belegg.toml").expect("a project");
    for (file, source) in planted().iter() {
        assert_eq!(read.bytes(file), source.bytes(), "{}", source.path);
    }
    let coloured = session(
        folder.path(),
        &["check", "--fix", "--dry-run", "--color=always", "-q", "--no-pdf"],
    );
    let lines: Vec<&str> = coloured.lines().skip(1).take(8).collect();
    expect![[r#"
        ␛[1m--- a/content/report/01-method.en.md␛[0m
        ␛[1m+++ b/content/report/01-method.en.md␛[0m
        ␛[36m@@ -1,9 +1,9 @@␛[0m
         ﻿+++
        ␛[31m-title = 'The [4](fact:suppliers.count)'␛[0m
        ␛[32m+title = 'The [3](fact:suppliers.count)'␛[0m
         +++
         ## How {#how}"#]]
    .assert_eq(&lines.join("\n").replace('\x1b', "␛"));

    session(folder.path(), &["check", "--fix", "--no-pdf"]);
    expect![[r#"
        stderr:
          Pages  8 (4 en-GB, 4 nb)
        Nothing to fix
        Checked 11 files: no mistakes
        exit 0
    "#]]
    .assert_eq(&session(folder.path(), &["check", "--fix", "--dry-run", "--no-pdf"]));
}

#[test]
fn a_dry_run_is_one_of_fix() {
    expect![[r#"
        stderr:
        error: the following required arguments were not provided:
          --fix

        Usage: belegg check --fix --dry-run

        For more information, try '--help'.
        exit 2
    "#]]
    .assert_eq(&session(folder().path(), &["check", "--dry-run"]));
}

#[test]
fn what_is_no_sure_fix_stays_an_error() {
    let sources = with(&[(
        NB,
        "+++\ntitle = \"M\"\n+++\n[4](fact:suppliers.cuont) og [4](fact:suppliers.count)\n",
    )]);
    let folder = written(&sources);
    expect![[r#"
        stderr:
        error[section-differs]: the section “How we do it” is not in the original (Norsk)
         --> content/report/01-method.en.md:4:1
          |
        4 | ## How we do it {#how}
          | ^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: a translation may not say more: add it there, or say why under `[[exceptions]]` in the front matter
        note: the page in Norsk
         --> content/report/01-method.md:1:1

        error[unknown-fact]: there is no fact `suppliers.cuont` in the data of 2024
         --> content/report/01-method.md:4:10
          |
        4 | [4](fact:suppliers.cuont) og [3](fact:suppliers.count)
          |          ^^^^^^^^^^^^^^^ no fact has this name
          |
        help: there is a similar one: `suppliers.count`
          |
        4 - [4](fact:suppliers.cuont) og [3](fact:suppliers.count)
        4 + [4](fact:suppliers.count) og [3](fact:suppliers.count)
          |

        Fixed 1 place in 1 file
        Checked 11 files: 2 errors
        exit 1
    "#]]
    .assert_eq(&session(folder.path(), &["check", "--fix", "--no-pdf"]));
}

#[test]
fn a_file_that_is_read_only_is_left_and_told() {
    let folder = written(&planted());
    let path = folder.path().join(NB);
    let mut permissions = fs::metadata(&path).expect("the file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("read-only");
    let before = fs::read(&path).expect("the file");
    expect![[r#"
        stderr:
        error[cannot-write]: `content/report/01-method.md` is read-only
         |
         = help: allow writing to it, and call the command again; it was not changed

        Fixed 2 places in 1 file
        exit 2
    "#]]
    .assert_eq(&session(folder.path(), &["check", "--fix", "--no-pdf"]));
    assert_eq!(fs::read(&path).expect("the file"), before);
}

#[test]
fn a_number_is_mended_in_the_form_that_was_chosen() {
    check(
        "[4](fact:suppliers.count) [**4**](fact:suppliers.count) [4][r] [&#52;](fact:suppliers.count)\n\n\
         [65](fact:suppliers.by_country.NO.share) prosent, [65 %](fact:suppliers.by_country.NO.share), \
         [66,8 %](fact:suppliers.by_country.NO.share), [67%](fact:suppliers.by_country.NO.share)\n\n\
         [31.12.2023](fact:report.cutoff) eller [1. januar 2024](fact:report.cutoff), i [2023](fact:report.year)\n\n\
         [40 000](fact:suppliers.threshold) kroner, [kr 40.000](fact:suppliers.threshold), \
         [NOK 30,000](fact:suppliers.threshold)\n\n\
         > - [40\n> 000](fact:suppliers.threshold) kroner\n\n\
         [r]: fact:suppliers.count",
        expect![[r#"
            [3](fact:suppliers.count) [**3**](fact:suppliers.count) [3][r] [3](fact:suppliers.count)

            [67](fact:suppliers.by_country.NO.share) prosent, [67~%](fact:suppliers.by_country.NO.share), [66,7~%](fact:suppliers.by_country.NO.share), [67~%](fact:suppliers.by_country.NO.share)

            [31.12.2024](fact:report.cutoff) eller [31.~desember 2024](fact:report.cutoff), i [2024](fact:report.year)

            [30~000](fact:suppliers.threshold) kroner, [30~000~kroner](fact:suppliers.threshold), [30~000~kroner](fact:suppliers.threshold)

            > - [30~000](fact:suppliers.threshold) kroner

            [r]: fact:suppliers.count
            left: 
        "#]],
    );
}

#[test]
fn what_a_person_must_weigh_is_left() {
    // Another kind, a sign that turns, words, half a word in bold, an escaped sign, code, decimals
    // of a count, and a number that most likely has its unit after it.
    check(
        "[4 %](fact:suppliers.count) [−3](fact:suppliers.count) [fire](fact:suppliers.count)\n\n\
         [1**4**](fact:suppliers.count) [\\−4](fact:suppliers.count) [`4`](fact:suppliers.count) \
         [4,5](fact:suppliers.count) [30](fact:suppliers.threshold) tusen",
        expect![[r#"
            [4 %](fact:suppliers.count) [−3](fact:suppliers.count) [fire](fact:suppliers.count)

            [1**4**](fact:suppliers.count) [\−4](fact:suppliers.count) [`4`](fact:suppliers.count) [4,5](fact:suppliers.count) [30](fact:suppliers.threshold) tusen
            left: stated-number stated-number words-for-number stated-number words-for-number stated-number stated-number stated-number
        "#]],
    );
}

#[test]
fn front_matter_is_mended_where_its_places_are_known() {
    let titles = [
        "+++\ntitle = \"De [4](fact:suppliers.count)\"\n+++\n",
        "+++\ntitle = '''De [4](fact:suppliers.count)'''\n+++\n",
        "+++\ntitle = \"\\u0044e [4](fact:suppliers.count)\"\n+++\n",
        "---\ntitle: \"De [4](fact:suppliers.count)\"\n---\n",
        "---\ntitle: De [4](fact:suppliers.count)\ndescription: '[4](fact:suppliers.count) og [4](fact:suppliers.count)'\n---\n",
        "---\ntitle: >\n  De\n  [4](fact:suppliers.count)\n---\n",
    ];
    let mut told = String::new();
    for title in titles {
        let (fixed, left) = mended(&with(&[(NB, title)]));
        told.push_str(&fixed.sources.text(fixed.sources.find(NB).expect("the chapter")));
        told.push_str(&format!("{} errors\n", left.errors()));
    }
    expect![[r#"
        +++
        title = "De [3](fact:suppliers.count)"
        +++
        2 errors
        +++
        title = '''De [3](fact:suppliers.count)'''
        +++
        2 errors
        +++
        title = "\u0044e [4](fact:suppliers.count)"
        +++
        3 errors
        ---
        title: "De [3](fact:suppliers.count)"
        ---
        2 errors
        ---
        title: De [3](fact:suppliers.count)
        description: '[3](fact:suppliers.count) og [3](fact:suppliers.count)'
        ---
        2 errors
        ---
        title: >
          De
          [4](fact:suppliers.count)
        ---
        3 errors
    "#]]
    .assert_eq(&told);
}

/// What fixes of this text, each `(from, to, words)`, make of it.
fn applied(text: &str, fixes: &[(usize, usize, &str)]) -> String {
    let sources = Sources::from_files([("page.md", text)]);
    let file = sources.find("page.md").expect("the page");
    let mut diagnostics = Diagnostics::default();
    for (from, to, words) in fixes {
        let span = Span::new(file, *from..*to);
        diagnostics.push(Diagnostic::error("x", span, *words).sure_fix(span, *words));
    }
    match fix::mended(&sources, &diagnostics).remove(&file) {
        Some(mended) => format!("{} ({})", mended.text, mended.places),
        None => "nothing".to_string(),
    }
}

#[test]
fn of_fixes_that_overlap_the_first_is_applied_and_of_contradictory_ones_none() {
    let told = [
        applied("abcdef", &[(0, 2, "12"), (4, 6, "56"), (3, 3, "-")]),
        applied("abcdef", &[(1, 4, "x"), (3, 5, "y"), (4, 5, "z")]),
        applied("abcdef", &[(1, 2, "x"), (1, 2, "x")]),
        applied("abcdef", &[(1, 2, "x"), (1, 2, "y")]),
        applied("abcdef", &[(1, 2, "b")]),
        // Beyond the end, and within a letter.
        applied("abø", &[(3, 9, "x")]),
        applied("abø", &[(0, 3, "x")]),
    ];
    expect![[r#"
        12c-d56 (3)
        axzf (2)
        axcdef (1)
        nothing
        nothing
        nothing
        nothing"#]]
    .assert_eq(&told.join("\n"));
}

#[test]
fn only_text_that_is_utf_8_on_disk_is_mended() {
    let latin = b"id,text_nb\ng1,p\xe5\n".to_vec();
    let sources =
        Sources::from_files([("content/a.md", b"\xff 4".to_vec()), ("data/2024/goals.csv", latin)]);
    let mut diagnostics = Diagnostics::default();
    for (file, _) in sources.iter() {
        let span = Span::new(file, 0..1);
        diagnostics.push(Diagnostic::error("x", span, "x").sure_fix(span, "y"));
    }
    assert_eq!(fix::places(&sources, &diagnostics), 0);
    assert!(fix::mended(&sources, &diagnostics).is_empty());
}

/// A sentence with a number that most likely is not the data's.
fn sentence() -> impl Strategy<Value = String> {
    let numbers = prop_oneof![
        (0_u32..2_000_000).prop_map(|number| number.to_string()),
        (0_u32..200_000, 0_u32..100).prop_map(|(number, cents)| format!("{number},{cents:02}")),
        (0_u32..1000, 0_u32..1000).prop_map(|(a, b)| format!("{a}.{b:03}")),
        (0_u32..1000, 0_u32..1000).prop_map(|(a, b)| format!("{a},{b:03}")),
        (1_u32..1000, 0_u32..1000).prop_map(|(a, b)| format!("{a} {b:03}")),
        (1_u32..32, 1_u32..13).prop_map(|(day, month)| format!("{day}.{month}.2024")),
        (1_u32..32).prop_map(|day| format!("{day}. desember 2024")),
        (1_u32..32).prop_map(|day| format!("{day} December 2023")),
    ];
    let before = prop::sample::select(vec!["", "", "kr ", "NOK ", "−", "-", "**", "\\", "<", " "]);
    let after = prop::sample::select(vec![
        "",
        "",
        "%",
        " %",
        " prosent",
        " kroner",
        " per cent",
        "**",
        " ",
        "\\.",
        "!",
    ]);
    let facts = prop::sample::select(vec![
        "suppliers.count",
        "suppliers.registered",
        "suppliers.by_country.NO.share",
        "suppliers.by_country.NO.share?digits=2",
        "suppliers.threshold",
        "report.cutoff",
        "report.year",
        "suppliers.count@2023",
    ]);
    (before, numbers, after, facts).prop_map(|(before, number, after, fact)| {
        format!("Vi hadde [{before}{number}{after}](fact:{fact}) der.")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]
    #[test]
    fn whatever_is_stated_no_sure_fix_is_left_and_nothing_changes_again(
        sentences in prop::collection::vec(sentence(), 1..24),
        end in prop::sample::select(vec!["\n", "\r\n"]),
        title in sentence(),
    ) {
        let title = title.replace('\\', "");
        let page = |title: &str| {
            let body = sentences.join(&format!("{end}{end}- "));
            format!("+++{end}title = \"{title}\"{end}+++{end}{body}{end}")
        };
        let project = with(&[(NB, &page(&title)), (EN, &page(&title))]);
        let (once, left) = mended(&project);
        prop_assert_eq!(fix::places(&once.sources, &left), 0);
        let sure = left.sorted().into_iter().filter(|one| one.fix.as_ref().is_some_and(|it| it.sure));
        prop_assert_eq!(sure.count(), 0);
        let (twice, _) = mended(&once.sources);
        prop_assert!(twice.places.is_empty());
        for (file, source) in once.sources.iter() {
            prop_assert_eq!(source.bytes(), twice.sources.bytes(file));
            // Only what stands between brackets is another.
            prop_assert_eq!(outside(&project.text(file)), outside(&once.sources.text(file)));
        }
    }
}

/// A text without the words of its references.
fn outside(text: &str) -> String {
    let parts = text.split("](fact:");
    parts.map(|part| part.rsplit_once('[').map_or(part, |(before, _)| before)).collect()
}

#[test]
fn a_number_that_becomes_a_reference_makes_no_translation_stale() {
    let page = |title: &str, text: &str| format!("+++\ntitle = \"{title}\"\n+++\n{text}\n");
    let (nb, en) = (page("M", "Kjøp for 1 530 000 kroner."), page("M", "We paid NOK 1,530,000."));
    let plain = with(&[(NB, &nb), (EN, &en)]);
    let told = &mut Diagnostics::default();
    let listed = belegg::translations(&plain, &Options::default(), told).expect("a project");
    let mut accepted = belegg::project::accepted::Accepted::default();
    for page in &listed.pages {
        belegg::translation::accept::accept(page, None, &mut accepted);
    }
    let store = accepted.to_toml();
    let (fixed, left) = mended(&with(&[(NB, &nb), (EN, &en), ("translations.toml", &store)]));
    let codes: Vec<&str> = left.sorted().iter().map(|one| one.code.0).collect();
    assert_eq!(codes, [""; 0]);
    let text = fixed.sources.text(fixed.sources.find(EN).expect("the chapter"));
    assert!(text.contains("[NOK 1,530,000](fact:suppliers.turnover)"), "{text}");
    let kept = fixed.sources.text(fixed.sources.find("translations.toml").expect("the store"));
    assert_ne!(kept, store);
}
