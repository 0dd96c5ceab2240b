//! Texts on their way to an agency and back.

use belegg::Options;
use belegg::diagnostic::{Diagnostics, print};
use belegg::load::leaves::leaves;
use belegg::source::Sources;
use belegg::translation::exchange::{Export, Format, Import, Wanted, export, import};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::cli::{folder, session};
use crate::project::{told, with};

const NB: &str = "content/report/01-method.md";
const EN: &str = "content/report/01-method.en.md";

/// A page of the small project in Norwegian, and in English if there is a text.
fn page(norwegian: &str, english: Option<&str>) -> Sources {
    let other = english.map(|text| (EN, text));
    let changed: Vec<(&str, &str)> = std::iter::once((NB, norwegian)).chain(other).collect();
    let all = with(&changed);
    let kept = all.iter().filter(|(_, source)| english.is_some() || source.path.as_ref() != EN);
    Sources::from_files(kept.map(|(_, source)| (source.path.to_string(), source.bytes())))
}

fn chapter(text: &str) -> String {
    format!("+++\ntitle = \"Metode\"\n+++\n{text}")
}

fn sent(sources: &Sources, format: Format, all: bool) -> Export {
    let mut diagnostics = Diagnostics::default();
    let found =
        belegg::translations(sources, &Options::default(), &mut diagnostics).expect("a project");
    let pages: Vec<_> = found
        .pages
        .iter()
        .filter(|page| page.language == "en" && page.key == "report/01-method")
        .collect();
    let locale = |name: &str| found.project.config.language(name).expect("a language").locale;
    let wanted = Wanted { format, all };
    export(&pages, (locale("nb"), locale("en")), wanted, sources, &found.project)
}

fn came(sources: &Sources, file: &str) -> (Import, String) {
    let mut diagnostics = Diagnostics::default();
    let found =
        belegg::translations(sources, &Options::default(), &mut diagnostics).expect("a project");
    let files = Sources::from_files([("back", file)]);
    let mut diagnostics = Diagnostics::default();
    let import = import(&files, sources, &found.project, &found.pages, &mut diagnostics);
    (import, print::text(&diagnostics, &files, print::Style::Plain))
}

/// The project after an import about which there is nothing to say.
fn imported(sources: &Sources, file: &str) -> Sources {
    let (import, told) = came(sources, file);
    assert_eq!(told, "");
    applied(sources, &import)
}

fn applied(sources: &Sources, import: &Import) -> Sources {
    let changed = import.changed.iter().map(|(path, changed)| (path.as_str(), &*changed.text));
    changed.fold(sources.clone(), |sources, (path, text)| with_file(&sources, path, text))
}

fn with_file(sources: &Sources, path: &str, text: &str) -> Sources {
    let others = sources.iter().map(|(_, source)| (source.path.as_ref(), source.bytes()));
    let others = others.filter(|(other, _)| *other != path);
    Sources::from_files(others.chain([(path, text.as_bytes())]))
}

/// A project in which every translation is accepted.
fn accepted(sources: &Sources) -> Sources {
    imported(sources, &sent(sources, Format::Po, true).text)
}

fn text(sources: &Sources, path: &str) -> String {
    sources.find(path).map(|file| sources.text(file).into_owned()).unwrap_or_default()
}

/// The same text whatever is counted into the hashes of sections.
fn without_hashes(text: &str) -> String {
    let is_hash = |word: &&str| word.len() == 16 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(is_hash).fold(text.to_string(), |text, hash| text.replace(hash, "HASH"))
}

/// An XLIFF 1.2 file with a target for every unit, made of its source.
fn translated(file: &str, target: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    for line in file.lines().filter(|line| !line.trim_start().starts_with("<target")) {
        out.push_str(line);
        out.push('\n');
        if let Some(source) = line.trim_start().strip_prefix("<source xml:lang=\"nb\">") {
            let source = source.strip_suffix("</source>").expect("a source on one line");
            out.push_str(&format!("<target>{}</target>\n", target(source)));
        }
    }
    out
}

/// What a page becomes when its own words come back as their translation.
fn echoed(norwegian: &str) -> String {
    let sources = page(&chapter(norwegian), None);
    let file = translated(&sent(&sources, Format::Xliff1, false).text, str::to_string);
    let after = text(&imported(&sources, &file), EN);
    after.split_once("+++\ntitle = \"Metode\"\n+++\n").expect("a page").1.to_string()
}

/// The units of a text, a line each: id and Markdown.
fn units(norwegian: &str, expected: Expect) {
    let sources = page(&chapter(norwegian), None);
    let file = sent(&sources, Format::Po, false).text;
    let mut out = String::new();
    for entry in file.split("\n\n").skip(1) {
        let field = |name: &str| entry.split_once(name).map(|(_, rest)| rest).unwrap_or_default();
        let kind = entry.lines().nth(1).and_then(|line| line.split(['.', ';']).nth(1));
        let id = field("msgctxt \"report/01-method#").lines().next().unwrap_or_default();
        let words = field("msgid ").split("\nmsgstr").next().unwrap_or_default();
        let kind = kind.unwrap_or_default().trim();
        out.push_str(&format!("{} ({kind}): {words}\n", id.trim_end_matches('"')));
    }
    expected.assert_eq(&out);
}

#[test]
fn every_leaf_is_a_unit_and_nothing_between_them_is() {
    units(
        "Intro på\nto linjer.\n\n## Metode og *mål* {#how legal=\"tl-5a\"}\n\n- Første\n- Andre\n  linje\n\n1. Steg\n\n   Mer\n\n> Sitat\n> — Kari, leder\n\n> [!NOTE]\n> Merk\n\n| Land | Antall |\n| --- | ---: |\n| Norge | 3 \\| 4 |\n\nBegrep\n: Forklaring[^a]\n\n![Etter land](chart:suppliers.by_country?top=7)\n\n![Bilde](bilde.png \"Et \\\"hus\\\"\")\n\n```\nkode\n```\n\n[^a]: Noten\n    går videre.\n\n    Andre avsnitt.\n",
        expect![[r#"
            title (Title of the page): "Metode"
            1 (Paragraph): "Intro på to linjer."
            how.1 (Heading): "Metode og *mål*"
            how.2 (Item of a list): "Første"
            how.3 (Item of a list): "Andre linje"
            how.4 (Item of a list): "Steg"
            how.5 (Item of a list): "Mer"
            how.6 (Quotation): "Sitat"
            how.7 (Who is quoted): "Kari, leder"
            how.8 (Paragraph): "Merk"
            how.9 (Cell of a table): "Land"
            how.10 (Cell of a table): "Antall"
            how.11 (Cell of a table): "Norge"
            how.12 (Cell of a table): "3 \\| 4"
            how.13 (Term): "Begrep"
            how.14 (Definition): "Forklaring[^a]"
            how.15 (Caption of a figure): "Etter land"
            how.16 (Caption of a figure): "Bilde"
            how.17 (What a picture shows, for those who cannot see it): "Et \"hus\""
            how.note-a-1 (Footnote): "Noten går videre."
            how.note-a-2 (Footnote): "Andre avsnitt."
        "#]],
    );
}

#[test]
fn an_echo_gives_the_same_page_with_numbers_in_the_other_language() {
    let text = "Innledning.\n\n## Metode {#how legal=\"tl-5a\"}\n\nVi har [3](fact:suppliers.count) av [1 447](fact:suppliers.registered), [66 %](fact:a.b) og [kr 30 000](fact:c.d)\\\ni [2024](fact:e.f) per [31. desember 2024](fact:g.h \"≈\").\n\n- **Ett** og [lenke](@/_index.md)\n  - under\n\n| Land | Antall |\n| :-- | --: |\n| Norge | `kode` |\n\nBegrep\n: Forklaring[^a]\n\n[^a]: Note.\n";
    let expected = text
        .replace("1 447", "1,447")
        .replace("66 %", "66%")
        .replace("kr 30 000", "NOK\u{a0}30,000")
        .replace("31. desember", "31\u{a0}December");
    assert_eq!(echoed(text), expected);
}

#[test]
fn the_file_is_xliff_1_2() {
    let sources = page(
        &chapter("## Slik {#how}\n\nVi har [3](fact:suppliers.count) & **flere**.\n"),
        Some(
            "+++\ntitle = \"Method\"\n+++\n## So {#how}\n\nWe have [3](fact:suppliers.count) & **more**.\n",
        ),
    );
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
          <file original="content/report/01-method.md" source-language="nb" target-language="en-GB" datatype="x-markdown">
            <body>
              <group id="top" resname="Metode">
                <note from="belegg">The page “Metode”</note>
                <trans-unit id="title" xml:space="preserve">
                  <source xml:lang="nb">Metode</source>
                  <target xml:lang="en-GB" state="translated">Method</target>
                  <context-group purpose="information"><context context-type="x-belegg-original">HASH</context></context-group>
                  <note from="belegg">Title of the page</note>
                </trans-unit>
              </group>
              <group id="section.how" resname="Slik">
                <note from="belegg">The section “Slik” of the page “Metode”</note>
                <trans-unit id="how.1" xml:space="preserve">
                  <source xml:lang="nb">Slik</source>
                  <target xml:lang="en-GB" state="translated">So</target>
                  <context-group purpose="information"><context context-type="x-belegg-original">HASH</context></context-group>
                  <note from="belegg">Heading</note>
                </trans-unit>
                <trans-unit id="how.2" xml:space="preserve">
                  <source xml:lang="nb">Vi har <ph id="1" ctype="x-fact" equiv-text="3">[3](fact:suppliers.count)</ph> &amp; <g id="2" ctype="bold">flere</g>.</source>
                  <target xml:lang="en-GB" state="translated">We have <ph id="1" ctype="x-fact" equiv-text="3">[3](fact:suppliers.count)</ph> &amp; <g id="2" ctype="bold">more</g>.</target>
                  <context-group purpose="information"><context context-type="x-belegg-original">HASH</context></context-group>
                  <note from="belegg">Paragraph; 1: the figure 3 (suppliers.count); 2: bold</note>
                </trans-unit>
              </group>
            </body>
          </file>
        </xliff>
    "#]].assert_eq(&without_hashes(&sent(&sources, Format::Xliff1, false).text));
}

#[test]
fn the_file_is_xliff_2_0() {
    let sources = page(&chapter("Vi har [3](fact:suppliers.count) & **flere**.\n"), None);
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="nb" trgLang="en-GB">
          <file id="f1" original="content/report/01-method.md">
            <group id="top" name="Metode">
              <notes>
                <note category="place">The page “Metode”</note>
              </notes>
              <unit id="title" canResegment="no" xml:space="preserve">
                <notes>
                  <note category="x-belegg-original">HASH</note>
                  <note category="description">Title of the page</note>
                </notes>
                <segment state="initial">
                  <source>Metode</source>
                </segment>
              </unit>
              <unit id="1" canResegment="no" xml:space="preserve">
                <notes>
                  <note category="x-belegg-original">HASH</note>
                  <note category="description">Paragraph; 1: the figure 3 (suppliers.count); 2: bold</note>
                </notes>
                <originalData>
                  <data id="s1">[3](fact:suppliers.count)</data>
                  <data id="s2">**</data>
                  <data id="s2e">**</data>
                </originalData>
                <segment state="initial">
                  <source>Vi har <ph id="1" canCopy="no" canDelete="no" type="other" subType="belegg:fact" equiv="3" disp="3" dataRef="s1"/> &amp; <pc id="2" canCopy="no" canDelete="no" type="fmt" subType="xlf:b" dataRefStart="s2" dataRefEnd="s2e">flere</pc>.</source>
                </segment>
              </unit>
            </group>
          </file>
        </xliff>
    "#]].assert_eq(&without_hashes(&sent(&sources, Format::Xliff2, false).text));
}

#[test]
fn a_stale_section_is_offered_its_older_translation() {
    let english = "+++\ntitle = \"Method\"\n+++\n## So {#how}\n\nWe ask.\n\nWe look.\n";
    let sources = page(&chapter("## Slik {#how}\n\nVi spør.\n\nVi ser.\n"), Some(english));
    let sources = accepted(&sources);
    assert_eq!(sent(&sources, Format::Po, false).units, 0);
    let changed = chapter("## Slik {#how}\n\nVi spør alle.\n\nVi ser.\n");
    let sources = with_file(&sources, NB, &changed);
    let file = sent(&sources, Format::Po, false).text;
    expect![[r##"
        #. The section “Slik” of the page “Metode”
        #. Heading
        #. original: HASH
        #: content/report/01-method.md:4
        #, fuzzy
        msgctxt "report/01-method#how.1"
        msgid "Slik"
        msgstr "So"

        #. The section “Slik” of the page “Metode”
        #. Paragraph
        #. original: HASH
        #: content/report/01-method.md:6
        #, fuzzy
        msgctxt "report/01-method#how.2"
        msgid "Vi spør alle."
        msgstr "We ask."

        #. The section “Slik” of the page “Metode”
        #. Paragraph
        #. original: HASH
        #: content/report/01-method.md:8
        #, fuzzy
        msgctxt "report/01-method#how.3"
        msgid "Vi ser."
        msgstr "We look."
    "##]]
    .assert_eq(&without_hashes(file.split_once("\n\n").expect("entries").1));
    // What is still marked is not taken.
    let (import, told) = came(&sources, &file);
    assert!(import.changed.is_empty());
    expect![[r#"
        warning[unfinished-section]: the section `how` of `report/01-method` is left as it is: 3 of 3 units are open, the first is still marked `fuzzy`
          --> back:21:1
           |
        21 | msgstr "So"
           | ^^^^^^^^^^^
           |
           = help: let the agency finish it, and import the file again

    "#]].assert_eq(&told);
    // What is mended is.
    let mended = file.replace("#, fuzzy\n", "").replace("We ask.", "We ask everybody.");
    let after = imported(&sources, &mended);
    assert_eq!(text(&after, EN), english.replace("We ask.", "We ask everybody."));
    assert_eq!(sent(&after, Format::Po, false).units, 0);
}

#[test]
fn a_section_that_was_missing_is_put_at_its_place() {
    let english = "\u{feff}+++\r\ntitle = \"Method\"\r\n+++\r\nText  \r\n\r\n## Last {#last}\r\n\r\nThe   end.\r\n";
    let sources = page(
        &chapter(
            "Tekst\n\n## Først {#first}\n\nFørst.[^n]\n\n## Sist {#last}\n\nSlutt.\n\n[^n]: Note.\n",
        ),
        Some(english),
    );
    let file = sent(&sources, Format::Xliff1, false).text;
    let english_words = |source: &str| {
        source
            .replace("Metode", "Method")
            .replace("Tekst", "Text")
            .replace("Først", "First")
            .replace("Note", "A note")
            .replace("Sist", "Last")
            .replace("Slutt", "The end")
    };
    let after = text(&imported(&sources, &translated(&file, english_words)), EN);
    let expected = "\u{feff}+++\r\ntitle = \"Method\"\r\n+++\r\nText  \r\n\r\n## First {#first}\r\n\r\nFirst.[^n]\r\n\r\n## Last {#last}\r\n\r\nThe   end.\r\n\r\n[^n]: A note.\r\n";
    assert_eq!(after, expected);
}

#[test]
fn words_for_a_figure_are_translated_and_wait_for_a_person() {
    let sources = page(&chapter("Vi har [tre](fact:suppliers.count \"≈\") av dem.\n"), None);
    let file = sent(&sources, Format::Xliff1, false).text;
    let file = translated(&file, |source| {
        source.replace("Vi har", "We have").replace("tre<", "three<").replace("av dem", "of them")
    });
    let after = imported(&sources, &file);
    assert!(text(&after, EN).ends_with("We have [three](fact:suppliers.count) of them.\n"));
    // Accepted words stay so while they are the same.
    let english = "+++\ntitle = \"Method\"\n+++\nThere are [three](fact:suppliers.count \"≈\").\n";
    let sources =
        page(&chapter("Vi har [tre](fact:suppliers.count \"≈\") av dem.\n"), Some(english));
    let file = sent(&sources, Format::Po, false).text.replace("There are", "We have");
    assert!(
        text(&imported(&sources, &file), EN)
            .contains("We have [three](fact:suppliers.count \"≈\").")
    );
}

/// What is told of an XLIFF file in which something was changed.
fn mistake(change: impl Fn(String) -> String, expected: Expect) {
    let sources = page(&chapter("Vi *har* [3](fact:suppliers.count) i **Norge**.\n"), None);
    let file = translated(&sent(&sources, Format::Xliff1, false).text, str::to_string);
    let (import, told) = came(&sources, &change(file));
    assert!(import.changed.is_empty());
    expected.assert_eq(&told);
}

#[test]
fn a_code_that_is_lost_is_told() {
    mistake(
        |file| file.replace("<target>Vi <g id=\"1\" ctype=\"italic\">har</g>", "<target>Vi har"),
        expect![[r#"
            error[exchange-unit]: unit `1`: code 1 (emphasis) is missing
              --> back:15:1
               |
            15 | <target>Vi har <ph id="2" ctype="x-fact" equiv-text="3">[3](fact:suppliers.count)</ph> i <g id="3" ctype="bold…
               | ^^^^^^^^
               |
               = help: correct it in the agency's tool and import the file again; the section is left as it is

        "#]],
    );
}

#[test]
fn codes_that_are_doubled_or_strange_are_told_at_once() {
    mistake(
        |file| file.replace("<target>Vi ", "<target><x id=\"2\"/><x id=\"7\"/>Vi "),
        expect![[r#"
            error[exchange-unit]: unit `1`: code 2 (3) stands there 2 times
              --> back:15:1
               |
            15 | <target><x id="2"/><x id="7"/>Vi <g id="1" ctype="italic">har</g> <ph id="2" ctype="x-fact" equiv-text="3">[3]…
               | ^^^^^^^^
               |
               = help: correct it in the agency's tool and import the file again; the section is left as it is

            error[exchange-unit]: unit `1`: code 7 is not in the original
              --> back:15:1
               |
            15 | <target><x id="2"/><x id="7"/>Vi <g id="1" ctype="italic">har</g> <ph id="2" ctype="x-fact" equiv-text="3">[3]…
               | ^^^^^^^^
               |
               = help: correct it in the agency's tool and import the file again; the section is left as it is

        "#]],
    );
}

#[test]
fn codes_that_cross_are_told() {
    mistake(
        |file| {
            let (before, after) = file.rsplit_once("<target>").expect("a target");
            let rest = after.split_once("</target>").expect("its end").1;
            format!(
                "{before}<target>We <bpt id=\"1\"/>have <ph id=\"2\"/> <bpt id=\"3\"/>in<ept id=\"1\"/> Norway<ept id=\"3\"/>.</target>{rest}"
            )
        },
        expect![[r#"
            error[exchange-unit]: unit `1`: code 1 (emphasis) ends before a code that began inside it
              --> back:15:1
               |
            15 | <target>We <bpt id="1"/>have <ph id="2"/> <bpt id="3"/>in<ept id="1"/> Norway<ept id="3"/>.</target>
               | ^^^^^^^^
               |
               = help: correct it in the agency's tool and import the file again; the section is left as it is

        "#]],
    );
}

#[test]
fn a_unit_that_is_not_on_the_page_is_told() {
    mistake(
        |file| file.replace("trans-unit id=\"1\"", "trans-unit id=\"9\""),
        expect![[r#"
            warning[unfinished-section]: the beginning of `report/01-method` is left as it is: 1 of 2 units is open, the first is not in the file
             --> back:9:1
              |
            9 | <target>Metode</target>
              | ^^^^^^^^
              |
              = help: let the agency finish it, and import the file again

            error[exchange-unit]: there is no unit `9` on the page `report/01-method`
              --> back:15:1
               |
            15 | <target>Vi <g id="1" ctype="italic">har</g> <ph id="2" ctype="x-fact" equiv-text="3">[3](fact:suppliers.count)…
               | ^^^^^^^^
               |
               = help: the original may have changed since: export the section again; if somebody changed the id in the file, take it back

        "#]],
    );
}

#[test]
fn a_language_that_the_site_has_not_is_told() {
    mistake(
        |file| file.replace("target-language=\"en-GB\"", "target-language=\"fr\""),
        expect![[r#"
            error[exchange-language]: the file is translated to `fr`, which the site has not
             --> back:3:3
              |
            3 |   <file original="content/report/01-method.md" source-language="nb" target-language="fr" datatype="x-markdown"…
              |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: the site has nb, en-GB

        "#]],
    );
}

#[test]
fn a_page_that_is_not_there_is_told() {
    mistake(
        |file| file.replace("report/01-method.md", "report/01-metod.md"),
        expect![[r#"
        error[exchange-unit]: there is no page `content/report/01-metod.md` in this project
         --> back:9:1
          |
        9 | <target>Metode</target>
          | ^^^^^^^^
          |
          = help: there is a `content/report/01-method.md`: was the page renamed? Export it again

    "#]],
    );
}

#[test]
fn a_file_that_is_cut_off_is_told() {
    mistake(
        |file| file[..file.len() / 2].to_string(),
        expect![[r#"
        error[exchange-file]: the XML is broken: syntax error: tag not closed: `>` not found before end of input
          --> back:13:9
           |
        13 |         <trans-un
           |         ^
           |
           = help: ask the agency for the file once more, exported as XLIFF

    "#]],
    );
}

#[test]
fn entities_are_not_expanded() {
    mistake(
        |file| {
            file.replace(
                "<xliff ",
                "<!DOCTYPE lolz [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<xliff ",
            )
        },
        expect![[r#"
            error[exchange-file]: the file has a document type definition (`<!DOCTYPE`), which is not read: it may hide what the file says
             --> back:2:1
              |
            2 | <!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: ask the agency for the file once more, exported as XLIFF

        "#]],
    );
    mistake(
        |file| file.replace("Metode</target>", "&b;</target>"),
        expect![[r#"
        error[exchange-file]: the file uses `&b;`, which XML does not know
         --> back:9:9
          |
        9 | <target>&b;</target>
          |         ^^^
          |
          = help: ask the agency for the file once more, exported as XLIFF

    "#]],
    );
}

#[test]
fn html_in_markdown_that_came_back_is_told() {
    let sources = page(&chapter("Vi spør.\n"), None);
    let file = sent(&sources, Format::Po, false).text;
    let file = file.replace("msgid \"Metode\"\nmsgstr \"\"", "msgid \"Metode\"\nmsgstr \"Method\"");
    let file = file.replace(
        "msgid \"Vi spør.\"\nmsgstr \"\"",
        "msgid \"Vi spør.\"\nmsgstr \"We <b>ask</b>.\"",
    );
    let (import, told) = came(&sources, &file);
    assert!(import.changed.is_empty());
    expect![[r#"
        error[exchange-unit]: unit `1`: `<b>` is HTML, which is not allowed in texts
          --> back:28:1
           |
        28 | msgstr "We <b>ask</b>."
           | ^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: correct it in the agency's tool and import the file again; the section is left as it is

    "#]].assert_eq(&told);
}

#[test]
fn a_link_that_was_turned_is_told() {
    let sources = page(&chapter("Se [loven](https://lov.example/a).\n"), None);
    let file = sent(&sources, Format::Po, false).text;
    let file = file.replace("\"Metode\"\nmsgstr \"\"", "\"Metode\"\nmsgstr \"Method\"");
    let (before, _) = file.rsplit_once("msgstr").expect("an entry");
    let file = format!("{before}msgstr \"See [the act](https://evil.example).\"\n");
    let (import, told) = came(&sources, &file);
    assert!(import.changed.is_empty());
    expect![[r#"
        error[exchange-unit]: unit `1`: `[…](https://evil.example)` leads elsewhere than in the original
          --> back:28:1
           |
        28 | msgstr "See [the act](https://evil.example)."
           | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: correct it in the agency's tool and import the file again; the section is left as it is

    "#]].assert_eq(&told);
    // A law of its own language, which the translation had before, is kept.
    let english = "+++\ntitle = \"Method\"\n+++\nSee [the act](https://lov.example/en).\n";
    let sources = page(&chapter("Se [loven](https://lov.example/a).\n"), Some(english));
    let file = sent(&sources, Format::Xliff1, false).text.replace(">the act<", ">the law<");
    assert_eq!(text(&imported(&sources, &file), EN), english.replace("the act", "the law"));
}

#[test]
fn the_command_line_sends_and_takes_back() {
    let folder = folder();
    for (_, source) in page(&chapter("Vi spør [3](fact:suppliers.count).\n"), None).iter() {
        let path = folder.path().join(source.path.as_ref());
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
        std::fs::write(path, source.bytes()).expect("a new file");
    }
    let run = |arguments: &[&str]| session(folder.path(), &[&["translations"], arguments].concat());
    let mut told = run(&["export", "report/01-method"]);
    told.push_str(&run(&["export", "report/01-method"]));
    let file = folder.path().join("translations-en.xlf");
    let sent = std::fs::read_to_string(&file).expect("an export");
    let back =
        translated(&sent, |source| source.replace("Metode", "Method").replace("Vi spør", "We ask"));
    std::fs::write(&file, back).expect("a file");
    told.push_str(&run(&["import", "translations-en.xlf", "--dry-run"]));
    told.push_str(&run(&["import", "translations-en.xlf"]));
    told.push_str(&run(&["import", "translations-en.xlf"]));
    told.push_str(&run(&["export", "report/01-method"]));
    told.push_str(&run(&["export", "report/01-method", "--all", "--format", "po", "-o", "-"]));
    told.push_str(&run(&["export", "--language", "sv"]));
    told.push_str(&run(&["import", "missing.xlf"]));
    expect![[r#"
        stderr:
        Wrote translations-en.xlf: XLIFF 1.2, from Norsk to English
        1 section of 1 page: 2 units, 3 words
        exit 0
        stderr:
        error[file-exists]: there is a `translations-en.xlf` already
         |
         = help: it may be what the agency sent back: import it first, then add `--force`, or write to another file with `-o FILE`

        exit 2
        stderr:
        Would import 1 section of 1 page in English, 1 with other words than before
        Would write content/report/01-method.en.md, which is new
        Would write translations.toml, which is new
        exit 0
        stderr:
        Imported 1 section of 1 page in English, 1 with other words than before
        Wrote content/report/01-method.en.md, which is new
        Wrote translations.toml, which is new
        exit 0
        stderr:
        Imported 1 section of 1 page in English, 0 with other words than before
        exit 0
        stderr:
        Everything is translated to English and accepted: there is nothing to export without --all
        exit 0
        stdout:
        msgid ""
        msgstr ""
        "Project-Id-Version: belegg\n"
        "PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\n"
        "Last-Translator: \n"
        "Language-Team: \n"
        "Language: en_GB\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Content-Transfer-Encoding: 8bit\n"
        "Plural-Forms: nplurals=2; plural=(n != 1);\n"
        "X-Source-Language: nb\n"

        #. The page “Metode”
        #. Title of the page
        #. original: HASH
        #: content/report/01-method.md:2
        msgctxt "report/01-method#title"
        msgid "Metode"
        msgstr "Method"

        #. The page “Metode”
        #. Paragraph; 1: the figure 3 (suppliers.count)
        #. original: HASH
        #: content/report/01-method.md:4
        msgctxt "report/01-method#1"
        msgid "Vi spør [3](fact:suppliers.count)."
        msgstr "We ask [3](fact:suppliers.count)."
        stderr:
        Wrote to standard output: PO, from Norsk to English
        1 section of 1 page: 2 units, 3 words
        exit 0
        stderr:
        error[unknown-language]: `sv` is not a language of this site
         |
         = help: the site has nb, en

        exit 2
        stderr:
        error[cannot-read]: cannot read `missing.xlf`: No such file or directory (os error 2)
         |
         = help: name the file that the agency sent back

        exit 2
    "#]].assert_eq(&without_hashes(&told));
    let made = std::fs::read_to_string(folder.path().join(EN)).expect("a page");
    assert_eq!(made, "+++\ntitle = \"Method\"\n+++\nWe ask [3](fact:suppliers.count).\n");
}

#[test]
fn a_file_of_another_kind_is_told() {
    mistake(
        |_| "Dear customer, please find attached".to_string(),
        expect![[r#"
        error[exchange-file]: this is neither XLIFF 1.2 or 2.0 nor PO
        --> back:1:1
         = help: name the file that the agency sent back, as it was exported

    "#]],
    );
}

#[test]
fn a_section_whose_original_changed_since_the_export_is_taken_and_stays_stale() {
    let sources = page(&chapter("Vi spør.\n"), None);
    let file = translated(&sent(&sources, Format::Xliff1, false).text, |source| {
        source.replace("Metode", "Method").replace("Vi spør", "We ask")
    });
    let changed = page(&chapter("Vi spør alle.\n"), None);
    let (import, told) = came(&changed, &file);
    expect![[r#"
        warning[changed-original]: the original of the beginning of `report/01-method` has changed since the export
         --> back:9:1
          |
        9 | <target>Method</target>
          | ^^^^^^^^
          |
          = help: it is imported, but stays stale: export it again when the rest is in

    "#]].assert_eq(&told);
    let after = applied(&changed, &import);
    assert_eq!(text(&after, EN), "+++\ntitle = \"Method\"\n+++\nWe ask.\n");
    assert!(sent(&after, Format::Po, false).text.contains("#, fuzzy"));
}

#[test]
fn words_that_markdown_would_take_for_its_own_are_escaped() {
    let source = "## Tittel {#a}\n\nAvsnitt\n\n- Punkt\n\n| A | B |\n| - | - |\n| C | D |\n\nTerm\n: Def\n\n> Sitat\n";
    let sources = page(&chapter(source), None);
    let file = sent(&sources, Format::Xliff1, false).text;
    let hostile = [
        ("Metode", "# 1. *T* \"x\" \\"),
        ("Tittel", "C # {#b}"),
        ("Avsnitt", "1. en | to * tre [x](http://y) &lt;b&gt;x&lt;/b&gt; `k` &amp;amp;"),
        ("Punkt", "- [ ] gjøre"),
        ("A", "a | b"),
        ("B", "---"),
        ("C", ": c"),
        ("D", "![x](y)"),
        ("Term", "&gt; t"),
        ("Def", ": d ~~x~~"),
        ("Sitat", "[!NOTE]"),
    ];
    let file = translated(&file, |source| {
        let found = hostile.iter().find(|(word, _)| *word == source);
        found.map_or_else(|| source.to_string(), |(_, hostile)| hostile.to_string())
    });
    let after = imported(&sources, &file);
    expect![[r#"
        +++
        title = "\\# 1. \\*T\\* \"x\" \\\\"
        +++
        ## C # {#b} {#a}

        1\. en \| to \* tre \[x\](http://y) \<b\>x\</b\> \`k\` \&amp;

        - \- \[ \] gjøre

        | a \| b | --- |
        | - | - |
        | : c | \!\[x\](y) |

        \> t
        : \: d \~\~x\~\~

        > \[\!NOTE\]
    "#]]
    .assert_eq(&text(&after, EN));
    assert!(!told(&after).contains("01-method.en.md"), "{}", told(&after));
}

/// Blocks of a page, as people write them.
fn block() -> impl Strategy<Value = String> {
    let words = "[a-zæøå]{1,6}( [a-zæøå0-9.,]{1,6}){0,4}";
    let line = prop_oneof![
        words.prop_map(|words| words),
        words.prop_map(|words| format!("x *{words}* y")),
        words.prop_map(|words| format!("**{words}** og [3](fact:suppliers.count)")),
        words.prop_map(|words| format!("[{words}](@/_index.md) `{words}` slutt")),
    ];
    prop_oneof![
        line.clone().prop_map(|line| format!("{line}\n")),
        (line.clone(), line.clone()).prop_map(|(one, two)| format!("{one}\n{two}\n")),
        (line.clone(), line.clone()).prop_map(|(one, two)| format!("- {one}\n- {two}\n")),
        (line.clone(), line.clone()).prop_map(|(one, two)| format!("1. {one}\n\n   {two}\n")),
        (line.clone(), line.clone()).prop_map(|(one, two)| format!("> {one}\n>\n> — {two}\n")),
        (line.clone(), line.clone())
            .prop_map(|(one, two)| format!("| {one} | b |\n|---|:-:|\n| c | {two} |\n")),
        (line.clone(), line.clone()).prop_map(|(one, two)| format!("{one}\n: {two}\n")),
        line.clone().prop_map(|line| format!("## {line}\n")),
        line.prop_map(|line| format!("> [!TIP]\n> {line}\n")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn what_is_sent_and_comes_back_as_it_is_has_the_same_words(blocks in prop::collection::vec(block(), 1..8)) {
        let source = blocks.join("\n");
        let back = echoed(&source);
        let words = |text: &str| leaves(text, 0).leaves.into_iter().map(|leaf| (leaf.kind, leaf.words.pieces)).collect::<Vec<_>>();
        prop_assert_eq!(words(&back), words(&source));
    }

    #[test]
    fn no_words_change_the_structure_of_a_page(hostile in r#"[ -~\n\t—«»æ]{1,30}"#, blocks in prop::collection::vec(block(), 1..5)) {
        let sources = page(&chapter(&blocks.join("\n")), None);
        let escaped = hostile.replace('&', "&amp;").replace('<', "&lt;");
        let file = translated(&sent(&sources, Format::Xliff1, false).text, |source| match source.contains('<') {
            true => format!("{source}{escaped}"),
            false => format!("{escaped}x"),
        });
        let (import, _) = came(&sources, &file);
        if let Some(made) = import.changed.get(EN) {
            let kinds = |text: &str| {
                let body = text.split("\n+++\n").skip(1).collect::<Vec<_>>().join("\n+++\n");
                leaves(&body, 0).leaves.into_iter().map(|leaf| leaf.kind).collect::<Vec<_>>()
            };
            let whole = import.left.is_empty();
            prop_assert!(!whole || kinds(&made.text) == kinds(&text(&sources, NB)), "{}", made.text);
        }
    }

    #[test]
    fn no_file_makes_the_import_panic(file in r#"[ -~\n]{0,200}"#, cut in 0..2000_usize) {
        let sources = page(&chapter("Vi *har* [3](fact:suppliers.count).\n"), None);
        came(&sources, &file);
        for format in Format::ALL {
            let sent = sent(&sources, format, true).text;
            let cut = (0..=cut.min(sent.len())).rev().find(|at| sent.is_char_boundary(*at)).unwrap_or(0);
            came(&sources, &format!("{}{file}", &sent[..cut]));
        }
    }
}

const POLICY: &str = r#"+++
title = "Likeverd"
kind = "policy"
version = "1.10"
owner = "HR-direktør"
approved_by = "Styret"
effective = 2026-01-01
review_by = 2027-01-01
applies_to = "Alle *ansatte*, nå [3](fact:suppliers.count)"
related = ["@/report/_index.md", "Etiske krav"]
supersedes = "Retningslinje fra 2019"
image = "hus.png"
image_alt = "Et hus med [3](fact:suppliers.count) dører"
image_caption = "Huset vårt * © Eva Berg"
[[channels]]
name = "Varsling"
text = "Skriv til [oss](mailto:oss@fjord.example)."
[[changes]]
version = "1.10"
date = 2026-01-01
text = "Nytt om rekruttering"
+++
Tekst.
"#;

#[test]
fn the_words_of_front_matter_go_out_and_make_a_page() {
    let sources = page(POLICY, None);
    let file = sent(&sources, Format::Xliff1, false).text;
    let file = translated(&file, |words| match words.contains("Huset") {
        true => "Our \"house\" * © Eva Berg".to_string(),
        false => words.replace("Varsling", "Whistle").replace("Alle", "All"),
    });
    expect![[r#"
        +++
        title = "Likeverd"
        image_alt = "Et hus med [3](fact:suppliers.count) dører"
        image_caption = "Our \"house\" * © Eva Berg"
        owner = "HR-direktør"
        approved_by = "Styret"
        applies_to = "All *ansatte*, nå [3](fact:suppliers.count)"
        supersedes = "Retningslinje fra 2019"
        kind = "policy"
        image = "hus.png"
        version = "1.10"
        effective = 2026-01-01
        review_by = 2027-01-01
        related = ["@/report/_index.md", "Etiske krav"]

        [[channels]]
        name = "Whistle"
        text = "Skriv til [oss](mailto:oss@fjord.example)."

        [[changes]]
        version = "1.10"
        date = 2026-01-01
        text = "Nytt om rekruttering"
        +++
        Tekst.
    "#]]
    .assert_eq(&text(&imported(&sources, &file), EN));
}

#[test]
fn words_of_front_matter_come_back_to_their_places_and_nothing_else_moves() {
    let english = POLICY.replace("Varsling", "Whistle").replace("version", "# kept\nversion");
    let yaml = "---\ntitle: Equality\nkind: policy\nversion: 1.10 # kept\nowner: HR\napproved_by: The board\neffective: 2026-01-01\nreview_by: 2027-01-01\napplies_to: >\n  All *employees*,\n  now [3](fact:suppliers.count)\nrelated: [\"@/report/_index.md\", Ethics]\nsupersedes: Of 2019\nimage: hus.png\nimage_alt: House of [3](fact:suppliers.count)\nimage_caption: House\nchannels:\n  - name: Whistle\n    text: Write to [us](mailto:oss@fjord.example).\nchanges:\n  - version: 1.10\n    date: 2026-01-01\n    text: New\n---\nText.\n";
    for english in [english.as_str(), yaml] {
        let sources = page(POLICY, Some(english));
        for format in Format::ALL {
            let file = sent(&sources, format, true).text;
            assert_eq!(text(&imported(&sources, &file), EN), english);
            let changed = file.replace("Whistle", "Whistleblower");
            let expected = english.replace("name = \"Whistle\"", "name = \"Whistleblower\"");
            let expected = expected.replace("name: Whistle", "name: \"Whistleblower\"");
            assert_eq!(text(&imported(&sources, &changed), EN), expected);
        }
    }
}

#[test]
fn a_translation_without_the_table_that_words_belong_to_is_told() {
    let english = POLICY.replace("[[channels]]\nname = \"Varsling\"\ntext = \"Skriv til [oss](mailto:oss@fjord.example).\"\n", "");
    let sources = page(POLICY, Some(&english));
    let file = sent(&sources, Format::Xliff1, true).text;
    let (import, told) = came(&sources, &translated(&file, str::to_string));
    assert!(!import.changed.contains_key(EN));
    expect![[r#"
        error[exchange-unit]: unit `channels-1-name`: the translation has no such `channels` yet
          --> back:57:1
           |
        57 | <target>Varsling</target>
           | ^^^^^^^^
           |
           = help: give `channels` in the front matter of the translation as many entries as the original has, and import the file again

    "#]].assert_eq(&told);
}
