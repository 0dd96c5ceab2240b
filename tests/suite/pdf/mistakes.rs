//! What is told when a document cannot be typeset: the user's own lines, whichever engine found it.

use std::path::PathBuf;

use belegg::PdfChoice;
use belegg::diagnostic::{Diagnostics, print};
use belegg::typeset::Engine;
use expect_test::{Expect, expect};

use crate::pdf::fixture::everything;
use crate::project::with;

/// The engines of this machine: the one built in, and the `typst` command.
fn engines() -> Vec<PdfChoice> {
    let mut engines = Vec::new();
    if cfg!(feature = "engine") {
        engines.push(PdfChoice::Embedded);
    }
    let given = std::env::var_os("TYPST").map(PathBuf::from);
    match Engine::command(given.as_deref(), &everything().theme) {
        Ok(_) => engines.push(PdfChoice::Command(given)),
        Err(fault) => {
            eprintln!("NOT TESTED: what the typst command says: {}", fault.message);
            assert!(given.is_none(), "TYPST names a command that works: {}", fault.message);
        }
    }
    engines
}

/// The project with these files is told exactly this, by every engine.
fn tells(changed: &[(&str, &str)], expected: Expect) {
    const FRONT: [(&str, &str); 2] = [
        (
            "content/report/_index.md",
            "+++\ntitle = \"Redegjørelse\"\nkind = \"report\"\ndate = 2025-06-30\n+++\nKort fortalt.\n",
        ),
        (
            "content/report/_index.en.md",
            "+++\ntitle = \"Statement\"\nkind = \"report\"\ndate = 2025-06-30\n+++\nIn brief.\n",
        ),
    ];
    let front = FRONT.iter().filter(|(path, _)| !changed.iter().any(|(own, _)| own == path));
    let files: Vec<_> = front.chain(changed).copied().collect();
    let sources = with(&files);
    for pdf in engines() {
        let mut told = Diagnostics::default();
        let options = belegg::Options { pdf, ..belegg::Options::default() };
        let made = belegg::build(&sources, &options, &mut told).expect("the engine works");
        assert_eq!(made.is_some(), !told.has_errors());
        expected.assert_eq(&print::text(&told, &sources, print::Style::Plain));
    }
}

#[test]
fn every_character_that_no_font_has_is_told_at_once_where_it_was_written() {
    let settings = format!("{}[organisation]\nname = \"Fjord 株\"\n", crate::project::BASE[0].1);
    tells(
        &[
            ("belegg.toml", &settings),
            (
                "content/report/_index.en.md",
                "+++\ntitle = \"Statement 漢\"\nkind = \"report\"\ndate = 2025-06-30\n+++\nIn brief.\n",
            ),
            (
                "content/report/01-method.md",
                "+++\ntitle = \"Metode\"\n+++\n## Slik 語 gjør vi {#how}\n\nFørst 字, så **字** og 書.\n\n\
                 ![Mål](table:goals)\n\n![Slag](chart:kinds)\n",
            ),
            (
                "content/report/01-method.en.md",
                "+++\ntitle = \"Method\"\n+++\n## How we do it {#how}\n\n![Goals](table:goals)\n\n\
                 ![Kinds](chart:kinds)\n",
            ),
            (
                "data/2024/goals.csv",
                "id,text_nb,text_en,status\ng1,Vi lærer,We learn 日,continuous\n",
            ),
            (
                "data/2024/series/kinds.csv",
                "key,label_nb,label_en,count\na,Varer,Goods,12\nb,Tjenester,Services 国,7\n",
            ),
            ("data/2024/series/kinds.toml", "label = { nb = \"Slag\", en = \"Kinds\" }\n"),
        ],
        expect![[r#"
            error[pdf-missing-character]: no font of the theme has the character "株" (U+682A), so it cannot stand in the PDF
              --> belegg.toml:11:15
               |
            11 | name = "Fjord 株"
               |               ^^
               |
               = help: write it with other characters, or add a font that has them to the theme's `fonts` and name it in `pdf/style.typ`

            error[pdf-missing-character]: no font of the theme has the character "語" (U+8A9E), so it cannot stand in the PDF
             --> content/report/01-method.md:4:9
              |
            4 | ## Slik 語 gjør vi {#how}
              |         ^^
              |
              = help: write it with other characters, or add a font that has them to the theme's `fonts` and name it in `pdf/style.typ`

            error[pdf-missing-character]: no font of the theme has the character "字" (U+5B57), so it cannot stand in the PDF
             --> content/report/01-method.md:6:7
              |
            6 | Først 字, så **字** og 書.
              |       ^^
              |
              = help: write it with other characters, or add a font that has them to the theme's `fonts` and name it in `pdf/style.typ`

            error[pdf-missing-character]: no font of the theme has the character "字" (U+5B57), so it cannot stand in the PDF
             --> content/report/01-method.md:6:15
              |
            6 | Først 字, så **字** og 書.
              |                ^^
              |
              = help: write it with other characters, or add a font that has them to the theme's `fonts` and name it in `pdf/style.typ`

            error[pdf-missing-character]: no font of the theme has the character "書" (U+66F8), so it cannot stand in the PDF
             --> content/report/01-method.md:6:22
              |
            6 | Først 字, så **字** og 書.
              |                        ^^
              |
              = help: write it with other characters, or add a font that has them to the theme's `fonts` and name it in `pdf/style.typ`

            error[pdf-missing-character]: no font of the theme has the character "漢" (U+6F22), so it cannot stand in the PDF
             --> content/report/_index.en.md:2:20
              |
            2 | title = "Statement 漢"
              |                    ^^
              |
              = help: write it with other characters, or add a font that has them to the theme's `fonts` and name it in `pdf/style.typ`

            error[pdf-missing-character]: no font of the theme has the character "日" (U+65E5), so it cannot stand in the PDF
             --> data/2024/goals.csv:2:22
              |
            2 | g1,Vi lærer,We learn 日,continuous
              |                      ^^
              |
              = help: write it with other characters, or add a font that has them to the theme's `fonts` and name it in `pdf/style.typ`
            note: it is shown here
             --> content/report/01-method.en.md:6:1
              |
            6 | ![Goals](table:goals)
              | ^^^^^^^^^^^^^^^^^^^^^

            error[pdf-missing-character]: no font of the theme has the character "国" (U+56FD), so it cannot stand in the PDF
             --> data/2024/series/kinds.csv:3:22
              |
            3 | b,Tjenester,Services 国,7
              |                      ^^
              |
              = help: write it with other characters, or add a font that has them to the theme's `fonts` and name it in `pdf/style.typ`
            note: it is shown here
             --> content/report/01-method.en.md:8:1
              |
            8 | ![Kinds](chart:kinds)
              | ^^^^^^^^^^^^^^^^^^^^^

        "#]],
    );
}

#[test]
fn characters_are_told_beside_other_mistakes() {
    tells(
        &[(
            "content/report/01-method.md",
            "+++\ntitle = \"Metode\"\n+++\n## Slik gjør vi {#how}\n\nHele [](fact:no.such) 漢 her.\n",
        )],
        expect![[r#"
            error[unknown-fact]: there is no fact `no.such` in the data of 2024
             --> content/report/01-method.md:6:14
              |
            6 | Hele [](fact:no.such) 漢 her.
              |              ^^^^^^^ no fact has this name
              |
              = help: `belegg facts` lists all 26 of them

            error[pdf-missing-character]: no font of the theme has the character "漢" (U+6F22), so it cannot stand in the PDF
             --> content/report/01-method.md:6:23
              |
            6 | Hele [](fact:no.such) 漢 her.
              |                       ^^
              |
              = help: write it with other characters, or add a font that has them to the theme's `fonts` and name it in `pdf/style.typ`

        "#]],
    );
}

#[test]
fn a_mistake_in_an_own_layout_is_told_once_at_its_line() {
    tells(
        &[(
            "themes/default/pdf/cover.typ",
            "#import \"style.typ\": *\n#let rings() = none\n#let cover() = {\n  colour-that-is-not\n}\n",
        )],
        expect![[r#"
            error[pdf-theme]: the theme's Typst does not work: unknown variable: colour-that-is-not
             --> themes/default/pdf/cover.typ:4:3
              |
            4 |   colour-that-is-not
              |   ^
              |
              = help: if you meant to use subtraction, try adding spaces around the minus signs: `colour - that - is - not`

        "#]],
    );
    tells(
        &[("themes/default/pdf/colophon.typ", "#let colophon() = {\n  [open\n}\n")],
        expect![[r#"
            error[pdf-theme]: the theme's Typst does not work: unclosed delimiter
             --> themes/default/pdf/colophon.typ:1:19
              |
            1 | #let colophon() = {
              |                   ^
              |
              = help: correct it, or remove the file to use the built-in one

            error[pdf-theme]: the theme's Typst does not work: unclosed delimiter
             --> themes/default/pdf/colophon.typ:2:3
              |
            2 |   [open
              |   ^
              |
              = help: correct it, or remove the file to use the built-in one

        "#]],
    );
}

#[test]
fn an_own_layout_that_others_miss_something_in_is_named() {
    tells(
        &[("themes/default/pdf/cover.typ", "#let rings() = none\n#let front-side() = none\n")],
        expect![[r#"
            error[pdf-theme]: `pdf/cover.typ` of the theme lacks `cover`, which other files use
            --> themes/default/pdf/cover.typ:1:1
             = help: compare it with the built-in `pdf/cover.typ`, which may be newer, or remove it to use that

        "#]],
    );
    tells(
        &[
            (
                "content/report/01-method.md",
                "+++\ntitle = \"Metode\"\n+++\n## Slik gjør vi {#how}\n\n> [!NOTE]\n> Tekst.\n",
            ),
            (
                "themes/default/pdf/blocks.typ",
                "#let quotation(it) = it\n#let to-evidence(it) = false\n",
            ),
        ],
        expect![[r#"
            error[pdf-theme]: `pdf/blocks.typ` of the theme lacks `key-figures`, which other files use
            --> themes/default/pdf/blocks.typ:1:1
             = help: compare it with the built-in `pdf/blocks.typ`, which may be newer, or remove it to use that

        "#]],
    );
}
