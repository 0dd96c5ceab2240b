//! Texts that are written once.

use belegg::document::{Page, plain};
use expect_test::expect;

use super::{
    ENGLISH, ENGLISH_GROUNDS, ENGLISH_PART, TRANSLATION, built, composed, main_part, options,
    project, published, tells,
};
use crate::project::page;

#[test]
fn a_part_stands_in_a_sentence_as_its_language_lists_things() {
    let report = composed(&project(&[]));
    let first = |language| {
        let page = page(&report, language, "policy/equality");
        let belegg::document::Block::Paragraph(paragraph) = &page.blocks[0] else { panic!() };
        plain(&paragraph.content)
    };
    expect![[r#"
        Ingen skal forskjellsbehandles på grunn av kjønn, graviditet, permisjon og omsorg, etnisitet, religion og livssyn, funksjonsnedsettelse, seksuell orientering, kjønnsidentitet og kjønnsuttrykk og alder.
        Nobody shall be treated differently because of gender, pregnancy, leave and care, ethnicity, religion and belief, disability, sexual orientation, gender identity and gender expression and age.
    "#]].assert_eq(&format!("{}\n{}\n", first("nb"), first("en")));
    let notes = |page: &Page| page.notes.iter().map(|note| note.references).collect::<Vec<_>>();
    // The note of the part is one for both its uses; the page's own is another.
    assert_eq!(notes(page(&report, "nb", "policy/equality")), [2, 1]);
}

#[test]
fn facts_and_parts_in_a_part_work() {
    let part = "Vi har [3](fact:suppliers.count) leverandører i [](include:land/names).\n";
    let english = "We have [3](fact:suppliers.count) suppliers in [](include:land/names).\n";
    let files = [
        ("content/_index.md", "+++\ntitle = \"Hjem\"\n+++\n![](include:count)\n"),
        ("content/_index.en.md", "+++\ntitle = \"Home\"\n+++\n![](include:count)\n"),
        ("content/_parts/count.md", part),
        ("content/_parts/count.en.md", english),
        ("content/_parts/land/names.md", "Norge og Sverige\n"),
        ("content/_parts/land/names.en.md", "Norway and Sweden\n"),
    ];
    let html = published(&project(&files), "index.html");
    assert!(main_part(&html).contains("leverandører i Norge og Sverige.</p>"), "{html}");
    assert!(html.contains("data-fact=\"suppliers.count\""), "{html}");
    let wrong = part.replace("[3]", "[4]");
    let sources = project(&[&files[..2], &[(files[2].0, wrong.as_str())], &files[3..]].concat());
    let told = built(&sources, &options()).1;
    assert!(told.contains("content/_parts/count.md:1:9"), "{told}");
}

#[test]
fn a_part_is_no_page() {
    let sources = project(&[]);
    let (artifacts, _) = built(&sources, &options());
    let paths = artifacts.expect("a site").files.into_keys();
    let of_parts: Vec<String> = paths.filter(|path| path.contains("parts")).collect();
    assert!(of_parts.is_empty(), "{of_parts:?}");
    tells(
        &project(&[(
            "content/_index.md",
            "+++\ntitle = \"Hjem\"\n+++\n[Se](@/_parts/grounds.md).\n",
        )]),
        expect![[r#"
            error[broken-link]: there is no page `content/_parts/grounds.md`
             --> content/_index.md:4:6
              |
            4 | [Se](@/_parts/grounds.md).
              |      ^^^^^^^^^^^^^^^^^^^
              |
              = help: a text under `_parts/` is no page: include it, or link to a page

        "#]],
    );
}

#[test]
fn parts_that_cannot_be_included_are_told() {
    let home = "+++\ntitle = \"Hjem\"\n+++\n![](include:ground)\n\nMed [](include:steps), [](include:a) og [ord](include:grounds).\n";
    let english = "+++\ntitle = \"Home\"\n+++\n![](include:ground)\n\nWith [](include:steps), [](include:a) and [](include:grounds).\n";
    tells(
        &project(&[
            ("content/_index.md", home),
            ("content/_index.en.md", english),
            ("content/_parts/steps.md", "Først.\n\nSå.\n"),
            ("content/_parts/a.md", "Se [](include:b).\n"),
            ("content/_parts/a.en.md", "See [](include:b).\n"),
            ("content/_parts/b.md", "Se [](include:a).\n"),
            ("content/_parts/b.en.md", "See [](include:a).\n"),
        ]),
        expect![[r#"
            error[unknown-part]: there is no part `ground`
             --> content/_index.en.md:4:5
              |
            4 | ![](include:ground)
              |     ^^^^^^^^^^^^^^
              |
            help: there is a similar one: `grounds`
              |
            4 | ![](include:grounds)
              |                   +

            error[unknown-part]: the part `steps` is missing in English
             --> content/_index.en.md:6:9
              |
            6 | With [](include:steps), [](include:a) and [](include:grounds).
              |         ^^^^^^^^^^^^^
              |
              = help: write it as `content/_parts/steps.en.md`
            note: the part in another language
             --> content/_parts/steps.md:1:1

            error[unknown-part]: there is no part `ground`
             --> content/_index.md:4:5
              |
            4 | ![](include:ground)
              |     ^^^^^^^^^^^^^^
              |
            help: there is a similar one: `grounds`
              |
            4 | ![](include:grounds)
              |                   +

            error[part-in-text]: the part `steps` is more than a paragraph or a list of words
             --> content/_index.md:6:5
              |
            6 | Med [](include:steps), [](include:a) og [ord](include:grounds).
              |     ^^^^^^^^^^^^^^^^^
              |
              = help: include it on a line of its own, `![](include:steps)`
            note: the part
             --> content/_parts/steps.md:1:1

            warning[part-words]: a part brings its own words: those in the brackets are not shown
             --> content/_index.md:6:41
              |
            6 | Med [](include:steps), [](include:a) og [ord](include:grounds).
              |                                         ^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: leave the brackets empty: `[](include:…)`

            error[part-cycle]: a part includes itself: `a` → `b` → `a`
             --> content/_parts/b.en.md:1:8
              |
            1 | See [](include:a).
              |        ^^^^^^^^^
              |
              = help: take one of these includes away
            note: and here
             --> content/_parts/a.en.md:1:8
              |
            1 | See [](include:b).
              |        ^^^^^^^^^

            error[part-cycle]: a part includes itself: `a` → `b` → `a`
             --> content/_parts/b.md:1:7
              |
            1 | Se [](include:a).
              |       ^^^^^^^^^
              |
              = help: take one of these includes away
            note: and here
             --> content/_parts/a.md:1:7
              |
            1 | Se [](include:b).
              |       ^^^^^^^^^

        "#]],
    );
}

#[test]
fn what_differs_in_a_part_is_told_once_in_its_own_file() {
    let english = ENGLISH_GROUNDS.replace("section 6", "section 7");
    tells(
        &project(&[(ENGLISH_PART, &english)]),
        expect![[r#"
        error[numbers-differ]: `section 7` stands here, but `§ 6` in the original (Norsk)
         --> content/_parts/grounds.en.md:7:13
          |
        7 | [^law]: Cf. section 7.
          |             ^^^^^^^^^ English
          |
          = help: correct the one that is wrong; if both are right, say why under `[[exceptions]]` in the front matter
        note: Norsk
         --> content/_parts/grounds.md:7:13
          |
        7 | [^law]: Jf. § 6.
          |             ^^^

    "#]],
    );
    let translation = TRANSLATION.replace("\n![](include:grounds)\n", "");
    tells(
        &project(&[(ENGLISH, &translation)]),
        expect![[r#"
            error[figure-differs]: `include:grounds` stands here, but not in the translation (English)
              --> content/policy/equality.md:47:1
               |
            47 | ![](include:grounds)
               | ^^^^^^^^^^^^^^^^^^^^ Norsk
               |
               = help: include the same texts in both languages
            note: the same section in the translation (English)
              --> content/policy/equality.en.md:44:1
               |
            44 | ## Recruitment {#recruit}
               | ^^^^^^^^^^^^^^^^^^^^^^^^^

        "#]],
    );
}
