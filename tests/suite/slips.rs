//! Slips of people who write and do not program: each is told once, at its place, in their words, with
//! what to write instead.

use belegg::diagnostic::{Diagnostics, argument, print};
use belegg::source::Sources;
use belegg::{Options, compose};
use expect_test::{Expect, expect};

use crate::project::{BASE, chapter, chapter_with, with};

/// The place, the message and what to do, of every mistake.
fn told(sources: &Sources) -> String {
    let mut diagnostics = Diagnostics::default();
    compose(sources, &Options::default(), &mut diagnostics);
    let told = print::told(&diagnostics, sources);
    let line = |one: print::Told| {
        let place = one.place.unwrap_or_default();
        let place = place.strip_prefix("content/report/01-method.md").unwrap_or(&place);
        let place = if place.is_empty() { "the whole" } else { place };
        format!("{place}: {}\n  {}\n", one.message, one.help.unwrap_or_default())
    };
    told.into_iter().map(line).collect()
}

fn check(sources: &Sources, expected: Expect) {
    expected.assert_eq(&told(sources));
}

/// A whole page of a report.
fn page(text: &str) -> Sources {
    chapter_with("", &[("content/report/01-method.md", text)])
}

/// A page with this line in its front matter.
fn field(line: &str) -> Sources {
    page(&format!("+++\ntitle = \"Metode\"\n{line}\n+++\nTekst.\n"))
}

#[test]
fn quotes_of_a_word_processor() {
    check(
        &field("description = “Om oss”"),
        expect![[r#"
            :3:15: these quotes are typographic: a text stands in straight ones
              write `description = "Om oss"`
        "#]],
    );
    check(
        &field("description = «Om oss»"),
        expect![[r#"
            :3:15: these quotes are typographic: a text stands in straight ones
              write `description = "Om oss"`
        "#]],
    );
    check(
        &field("aliases = [“/om/”, “/oss/”]"),
        expect![[r#"
            :3:11: these quotes are typographic: a text stands in straight ones
              write `aliases = ["/om/", "/oss/"]`
        "#]],
    );
}

#[test]
fn quotes_that_are_missing_or_too_many() {
    check(
        &field("description = \"Om oss"),
        expect![[r#"
            :3:15: this text has no quote at its end
              write `description = "Om oss"`
        "#]],
    );
    check(
        &field("description = Om oss\""),
        expect![[r#"
            :3:15: this text has no quote at its beginning
              write `description = "Om oss"`
        "#]],
    );
    check(
        &field("description = \"Om \"oss\" her\""),
        expect![[r#"
            :3:15: quotes stand within the text, and end it
              write `description = "Om \"oss\" her"`
        "#]],
    );
}

#[test]
fn a_colon_where_an_equals_sign_belongs() {
    check(
        &field("description: \"Om oss\""),
        expect![[r#"
            :3:12: a key and its value are joined by `=`, not by a colon
              write `description = "Om oss"`
        "#]],
    );
    check(
        &field("draft: true"),
        expect![[r#"
            :3:6: a key and its value are joined by `=`, not by a colon
              write `draft = true`
        "#]],
    );
}

#[test]
fn dates_and_numbers_as_readers_see_them() {
    check(
        &field("date = 10.12.2025"),
        expect![[r#"
            :3:8: a date is written as year, month and day
              write `date = 2025-12-10`
        "#]],
    );
    check(
        &field("date = 2025.12.10"),
        expect![[r#"
            :3:8: a date is written as year, month and day
              write `date = 2025-12-10`
        "#]],
    );
    let facts = |value: &str| {
        let text = format!("[\"a.b\"]\nvalue = {value}\nunit = \"count\"\n");
        with(&[("data/2024/facts.toml", text.as_str())])
    };
    check(
        &facts("1 240"),
        expect![[r#"
            data/2024/facts.toml:2:9: a number is written without spaces
              write `value = 1240`
        "#]],
    );
    check(
        &facts("40,5"),
        expect![[r#"
            data/2024/facts.toml:2:9: a number has a point before its decimals
              write `value = 40.5`
        "#]],
    );
    check(
        &facts("40 %"),
        expect![[r#"
            data/2024/facts.toml:2:9: a number is written without its unit
              write `value = 40`
        "#]],
    );
}

#[test]
fn a_non_breaking_space() {
    check(
        &field("description\u{a0}= \"Om oss\""),
        expect![[r#"
            :3:12: a non-breaking space stands here
              delete it, and press the space bar
        "#]],
    );
    check(&field("description = \"Om\u{a0}oss\""), expect![""]);
}

#[test]
fn front_matter_that_begins_or_ends_wrongly() {
    check(
        &page("+++\ntitle = \"Metode\"\n\n## Slik\n\nTekst.\n"),
        expect![[r#"
            :1:1: the front matter has no end
              write a line `+++` below its last field, above the text
        "#]],
    );
    check(
        &page("+++\ntitle = \"Metode\"\n---\nTekst.\n"),
        expect![[r#"
            :3:1: the front matter ends with another line than it begins with
              write `+++` both here and on the first line
        "#]],
    );
    check(
        &page("---\ntitle: Metode\n+++\nTekst.\n"),
        expect![[r#"
            :3:1: the front matter ends with another line than it begins with
              write `---` both here and on the first line
        "#]],
    );
    check(
        &page("\n+++\ntitle = \"Metode\"\n+++\nTekst.\n"),
        expect![[r#"
            :2:1: something stands above the front matter: an empty line, or a space
              delete it: the file begins with `+++`
        "#]],
    );
    check(
        &page("—\ntitle: Metode\n—\nTekst.\n"),
        expect![[r#"
            :1:1: this is no beginning of front matter
              write `+++`, or `---` where fields are written as `title: …`
        "#]],
    );
    check(
        &page("title = \"Metode\"\n\nTekst.\n"),
        expect![[r#"
            :1:1: the front matter has no line above it
              write `+++` above it, and `+++` below its last field
        "#]],
    );
    check(
        &page(""),
        expect![[r#"
            the whole: the file is empty
              begin it with `+++`, a line `title = "…"`, and `+++`; or delete it
        "#]],
    );
}

#[test]
fn tabs_and_quotes_in_yaml() {
    check(
        &page("---\ntitle: Metode\nextra:\n\tfarge: rod\n---\nTekst.\n"),
        expect![[r#"
            :4:1: a tab stands here
              write spaces instead: two for each step in
        "#]],
    );
    check(
        &page("---\ntitle: \"Metode\ndescription: Slik\n---\nTekst.\n"),
        expect![[r#"
            :2:8: this text has no quote at its end
              write `title: "…"`, with quotes on both sides
        "#]],
    );
}

#[test]
fn a_page_in_another_encoding() {
    let with_page = |bytes: &[u8]| {
        let base = with(&[]);
        let files = base.iter().map(|(file, source)| (source.path.to_string(), base.bytes(file)));
        let files: Vec<(String, Vec<u8>)> = files
            .map(|(path, old)| match path == "content/report/01-method.md" {
                true => (path, bytes.to_vec()),
                false => (path, old.to_vec()),
            })
            .collect();
        Sources::from_files(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
    };
    check(
        &with_page(b"+++\ntitle = \"M\xe5l\"\n+++\n"),
        expect![[r#"
            :2:11: `content/report/01-method.md` is not UTF-8 text
              in your editor, save it again with the encoding UTF-8; its å and é may have to be typed anew
        "#]],
    );
    check(
        &with_page(b"\xff\xfe+\0+\0+\0"),
        expect![[r#"
            :1:1: `content/report/01-method.md` is not UTF-8 text
              it is saved as UTF-16, “Unicode”: save it again, with the encoding UTF-8
        "#]],
    );
}

#[test]
fn a_heading_without_a_space() {
    check(
        &chapter("##Slik gjør vi det\n\nTekst."),
        expect![[r#"
            :4:1: this is no heading: a space is missing behind the signs
              write `## Slik gjør vi det`
        "#]],
    );
    // A hashtag, and signs that are meant as they stand.
    check(&chapter("#mangfold og \\##dette"), expect![""]);
}

#[test]
fn braces_of_a_heading() {
    check(
        &chapter("## Slik {#how\n\nTekst."),
        expect![[r#"
            :4:9: these braces are not closed: readers would see them
              write `{#how}`
        "#]],
    );
    check(
        &chapter("## Slik {how}\n\nTekst."),
        expect![[r#"
            :4:1: `how` in the braces of this heading says nothing
              write `{#how}` for the place that links lead to
        "#]],
    );
    check(
        &chapter("## Slik {#how}\n\nTekst.\n\n## Så {#how}\n\nTekst."),
        expect![[r#"
            :8:1: two headings of this page have the anchor `how`
              give one of them another, or delete it if it stands twice: `{#how-2}`
        "#]],
    );
}

#[test]
fn braces_of_a_heading_that_nobody_opens_or_that_say_nothing() {
    check(
        &chapter("## Slik #how}\n\nTekst."),
        expect![[r#"
        :4:9: these braces are not opened: readers would see them
          write `{#how}`
    "#]],
    );
    check(
        &chapter("## Slik #how legal=\"tl-5a\"}\n\nTekst."),
        expect![[r#"
        :4:9: these braces are not opened: readers would see them
          write `{#how legal="tl-5a"}`
    "#]],
    );
    check(
        &chapter("## Slik {#how legal\"tl-5a\"}\n\nTekst."),
        expect![[r#"
        :4:1: `legal"tl-5a"` in the braces of this heading says nothing
          write `legal="tl-5a"`
    "#]],
    );
    check(
        &chapter("## Slik {#how legal}\n\nTekst."),
        expect![[r#"
        :4:1: `legal` in the braces of this heading says nothing
          write `legal="…"`, or take it out
    "#]],
    );
    check(&chapter("## Slik i C# {#how legal=tl-5a}\n\nTekst."), expect![""]);
}

#[test]
fn stars_that_do_not_match() {
    let texts = ["- **Vi måler.* Den", "- *Vi måler.** Den", "**Vi måler. Den", "Vi måler**. Den"];
    expect![[r#"
        :4:3: these stars do not match others: readers would see them
          write as many behind the words as before them, close to the words: `**words**`; before a star that is meant stands `\`
        :4:14: these stars do not match others: readers would see them
          write as many behind the words as before them, close to the words: `**words**`; before a star that is meant stands `\`
        :4:1: these stars do not match others: readers would see them
          write as many behind the words as before them, close to the words: `**words**`; before a star that is meant stands `\`
        :4:9: these stars do not match others: readers would see them
          write as many behind the words as before them, close to the words: `**words**`; before a star that is meant stands `\`
    "#]].assert_eq(&texts.map(|text| told(&chapter(text))).concat());
    // A mark of a note, a sum, stars that are meant, and words that are set apart as they should be.
    for text in [
        "Ansatte*\n\n\\* Hele året.",
        "3 * 4 er 12",
        "\\*\\*Slik\\*\\*",
        "***Slik*** og **slik *og* slik** og *slik*, **slik**.",
        "`**slik`",
    ] {
        check(&chapter(text), expect![""]);
    }
}

#[test]
fn tables_that_are_none() {
    check(
        &chapter("| Land | Andel |\n| Norge | mye |\n| Sverige | lite |"),
        expect![[r#"
            :4:1: this is no table: the line of dashes below its head is missing, or does not fit
              write `| --- | --- |` below this line, with as many parts as it has
        "#]],
    );
    check(
        &chapter("| Land | Andel | År |\n| --- | --- |\n| Norge | mye | i år |"),
        expect![[r#"
            :4:1: this is no table: the line of dashes below its head is missing, or does not fit
              write `| --- | --- | --- |` below this line, with as many parts as it has
        "#]],
    );
    check(
        &chapter("| Land | Andel |\n| --- | --- |\n| Norge | mye | lite |"),
        expect![[r#"
            :6:1: this row has 3 cells, but the head of the table has 2
              name every column in the head, or merge two cells; a `|` that belongs to the text is written `\|`
        "#]],
    );
    check(
        &chapter("| Land | Andel |\n| --- | --- |\n| Norge \\| Noreg | mye |\n| Sverige |"),
        expect![""],
    );
}

#[test]
fn callouts_that_are_none() {
    check(
        &chapter("> [!MERK]\n> Dette er viktig."),
        expect![[r#"
            :4:1: there is no callout `MERK`
              known are NOTE, TIP, IMPORTANT, WARNING, CAUTION; readers see their names in their own language
        "#]],
    );
    check(
        &chapter("> [!NOTE] Dette er viktig."),
        expect![[r#"
            :4:1: this is no callout: a sign is missing, the line of its name says more, or it is not within a quotation
              write `> [!NOTE]` alone on a line, and the text below it, each line behind `>`
        "#]],
    );
    check(&chapter("> [!NOTE]\n> Dette er viktig."), expect![""]);
    let names = ["!NOTE]", "[!NOTE", "[NOTE]"];
    let told = names.map(|name| told(&chapter(&format!("> {name}\n> Dette er viktig."))));
    expect![[r#"
        :4:1: this is no callout: a sign is missing, the line of its name says more, or it is not within a quotation
          write `> [!NOTE]` alone on a line, and the text below it, each line behind `>`
        :4:1: this is no callout: a sign is missing, the line of its name says more, or it is not within a quotation
          write `> [!NOTE]` alone on a line, and the text below it, each line behind `>`
        :4:1: this is no callout: a sign is missing, the line of its name says more, or it is not within a quotation
          write `> [!NOTE]` alone on a line, and the text below it, each line behind `>`
    "#]].assert_eq(&told.concat());
    check(&chapter("> NOTE\n> Dette er viktig."), expect![""]);
}

#[test]
fn lists_of_a_word_processor() {
    check(
        &chapter("Vi har:\n\n•\tEtt punkt\n•\tTo punkt"),
        expect![[r#"
            :6:1: `•` makes no list: readers would see its lines as one
              write `- ` in its place, and leave an empty line above the first
        "#]],
    );
    check(&chapter("Ett · to"), expect![""]);
}

#[test]
fn lists_without_a_space_behind_the_sign() {
    check(
        &chapter("Vi har:\n\n-Ett punkt\n-To punkt\n-Tre"),
        expect![[r#"
            :6:1: these lines are no list: a space is missing behind the sign
              write `- Ett punkt`, and so on, with an empty line above
        "#]],
    );
    check(
        &chapter("1.Ett punkt\n2.To punkt"),
        expect![[r#"
            :4:1: these lines are no list: a space is missing behind the sign
              write `1. Ett punkt`, and so on, with an empty line above
        "#]],
    );
    for text in
        ["-Ett punkt alene", "3.kvartal\n\nvar bra", "-40 grader\n-50 grader", "- Ett\n- To"]
    {
        check(&chapter(text), expect![""]);
    }
}

#[test]
fn lists_by_other_signs() {
    for (text, expected) in [
        (
            "Vi har:\n\n– en ting\n– to ting",
            "write `- en ting`, and so on, with an empty line above",
        ),
        ("a) en\nb) to", "write `1. en`, and so on, with an empty line above"),
        ("o\ten\no\tto", "write `- en`, and so on, with an empty line above"),
        (
            "\u{f0b7}\ten\n\u{f0b7}\tto",
            "write `- ` in its place, and leave an empty line above the first",
        ),
        (
            "Navn\tAntall\nA\t3\nB\t4",
            "write `| Navn | Antall |`, below it `| --- | --- |`, and the other lines as the first",
        ),
    ] {
        let told = told(&chapter(text));
        assert_eq!(told.lines().count(), 2, "{told}");
        assert_eq!(told.lines().last().map(str::trim), Some(expected));
    }
    for text in
        ["– Ja, sa hun.\n\n– Nei.", "En – to\nTre – fire", "Et\ttabulatortegn\nog ord", "a) alene"]
    {
        check(&chapter(text), expect![""]);
    }
}

#[test]
fn signs_of_other_kinds_of_markdown() {
    check(
        &chapter("Det er 30 m^2^ og H~2~O."),
        expect![[r#"
        :4:12: `^2^` is shown as it stands
          write the small figure itself, as in `m²` and `CO₂`
        :4:20: `~2~` is shown as it stands
          write the small figure itself, as in `m²` and `CO₂`
    "#]],
    );
    check(
        &chapter("Dette er ** viktig ** her."),
        expect![[r#"
        :4:10: these stars do not match others: readers would see them
          write as many behind the words as before them, close to the words: `**words**`; before a star that is meant stands `\`
    "#]],
    );
    check(
        &chapter("Se (lenke)[https://fjord.example]."),
        expect![[r#"
        :4:4: this reference cannot be read
          the words stand first, in brackets: `[words](address)`
    "#]],
    );
    check(
        &chapter("Et\u{b}ord."),
        expect![[r#"
        :4:3: a sign that nobody sees stands here, U+000B
          take it out; a new line within a paragraph is made by two spaces at the end of the one above
    "#]],
    );
    check(&chapter("Det er 2 ** 3, ~50 og x^n."), expect![""]);
}

#[test]
fn a_title_that_says_nothing() {
    for title in ["", " ", "…"] {
        let told = told(&page(&format!("+++\ntitle = \"{title}\"\n+++\nTekst.\n")));
        assert!(told.starts_with(":2:9: the title is "), "{told}");
        assert_eq!(told.lines().count(), 2, "{told}");
    }
}

#[test]
fn yes_and_no_in_other_words() {
    for (written, meant) in [("ja", "true"), ("True", "true"), ("nei", "false"), ("no", "false")] {
        let told = told(&field(&format!("draft = {written}")));
        assert!(told.ends_with(&format!("write `draft = {meant}`\n")), "{told}");
    }
}

#[test]
fn settings_that_contradict_the_folder_or_say_too_little() {
    let report = "[threshold]\namount = \"30 000\"\ncurrency = \"kroner\"\n";
    check(
        &chapter_with("", &[("data/2024/report.toml", &format!("year = 2023\n{report}"))]),
        expect![[r#"
            data/2024/report.toml:1:8: the year is 2023, but the data lies in the folder of 2024
              write `year = 2024`, or call the folder `data/2023`
            data/2024/report.toml:3:10: `amount` must be a number, not a text
              write `amount = 30000`
            data/2024/report.toml:4:12: `kroner` is not a currency
              write `currency = "NOK"`
        "#]],
    );
    check(
        &chapter_with(
            "",
            &[
                ("data/2024 - Kopi/report.toml", "year = 2024\n"),
                ("data/2024 (2)/report.toml", "year = 2024\n"),
            ],
        ),
        expect![[r#"
            data/2024 (2)/report.toml: `data/2024 (2)` is read as a period of its own, beside `data/2024`
              delete the copy, or move it out of `data/`
            data/2024 - Kopi/report.toml: `data/2024 - Kopi` is read as a period of its own, beside `data/2024`
              delete the copy, or move it out of `data/`
        "#]],
    );
    check(
        &chapter_with(
            "",
            &[("data/2024/facts.toml", "[trips.count]\nvalue = 3\nunit = \"count\"\n")],
        ),
        expect![[r#"
            data/2024/facts.toml:1:8: the name of the fact `trips.count` stands in no quotes
              write `["trips.count"]`
        "#]],
    );
    let config = BASE.iter().find(|(path, _)| *path == "belegg.toml").expect("settings").1;
    check(
        &with(&[("belegg.toml", &format!("output_dir = \"content\"\n{config}"))]),
        expect![[r#"
            belegg.toml:1:14: the site cannot be published to `content`: the project itself lies there
              write `output_dir = "output"`, or leave it out
        "#]],
    );
}

#[test]
fn what_is_wrong_beside_a_table_that_stands_twice() {
    let config = format!("{}[languages.nb]\nlabell = \"N\"\n[pdff]\nx = 1\n", BASE[0].1);
    check(
        &with(&[("belegg.toml", &config)]),
        expect![[r#"
            belegg.toml:10:12: `nb` stands twice
              join the two
            belegg.toml:12:2: unknown key `pdff`
              there is a similar one: `pdf`
        "#]],
    );
}

#[test]
fn a_table_that_stands_twice_and_quotes_in_a_reference() {
    check(
        &page("+++\ntitle = \"A\"\n[extra]\na = 1\n[extra]\nb = 2\n+++\nTekst.\n"),
        expect![[r#"
            :5:2: `extra` stands twice
              join the two; where there are several, write `[[extra]]` above each
        "#]],
    );
    check(
        &chapter("[12](fact:suppliers.count “≈”)"),
        expect![[r#"
        :4:5: this reference cannot be read
          these quotes are typographic: write straight ones, `"…"`
    "#]],
    );
}

#[test]
fn a_chart_without_its_sign() {
    check(
        &chapter("[Landene](chart:suppliers.by_country)"),
        expect![[r#"
        :4:11: a link may not begin with `chart:`
          put an exclamation mark before it: `![…](chart:suppliers.by_country)`
    "#]],
    );
}

#[test]
fn commands_for_pages_with_spaces_can_be_copied() {
    assert_eq!(argument("report/01-method"), "report/01-method");
    assert_eq!(argument("report/03 nytt kapittel"), "'report/03 nytt kapittel'");
    assert_eq!(argument("pris $5 'nå'"), r"'pris $5 '\''nå'\'''");
}

#[test]
fn words_that_are_moved_in() {
    check(
        &chapter("Tekst.\n\n    Mer tekst."),
        expect![[r#"
        :6:5: these lines are set as code, because four spaces stand before them
          take the spaces out; code that is meant stands between two lines of three backticks
    "#]],
    );
    check(&chapter("```\nkode\n```"), expect![""]);
}

#[test]
fn a_heading_without_words() {
    check(
        &chapter("Tekst.\n\n##\n\nTekst.\n\n## {#how}\n\nTekst."),
        expect![[r#"
        :6:1: this heading has no words
          write them behind the signs, or take the line out
        :10:1: this heading has no words
          write them behind the signs, or take the line out
    "#]],
    );
}

#[test]
fn marks_of_other_programs() {
    check(
        &chapter("Se {{ youtube(id=\"a\") }} her."),
        expect![[r#"
            :4:4: what stands in braces is no part of Markdown: readers would see it
              a figure is written `[](fact:suppliers.count)`; what readers are to see stands between backticks
        "#]],
    );
    check(
        &chapter("<<<<<<< HEAD\nTekst.\n\n>>>>>>> gren"),
        expect![[r#"
        :4:1: here two people's changes were not put together
          keep one of the two versions, and take out the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`
    "#]],
    );
    check(
        &page(
            "+++\n<<<<<<< HEAD\ntitle = \"A\"\n=======\ntitle = \"B\"\n>>>>>>> gren\n+++\nTekst.\n",
        ),
        expect![[r#"
            :2:1: here two people's changes were not put together
              keep one of the two versions, and take out the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`
        "#]],
    );
    check(
        &chapter_with(
            "",
            &[(
                "data/2024/suppliers.csv",
                "id,name\n<<<<<<< HEAD\nS1,A\n=======\nS2,B\n>>>>>>> gren\n",
            )],
        ),
        expect![[r#"
            data/2024/suppliers.csv:2:1: here two people's changes were not put together
              keep one of the two versions, and take out the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`
        "#]],
    );
    check(&chapter("To linjer `<<<<<<< ` her."), expect![""]);
    check(&chapter("Skriv `{{ title }}` i malen."), expect![""]);
}

#[test]
fn links_that_are_not_closed_or_have_a_gap() {
    check(
        &chapter("Vi har [3] (fact:suppliers.count) av dem."),
        expect![[r#"
            :4:11: this reference cannot be read
              take out the space between `]` and `(`
        "#]],
    );
    check(
        &chapter("Se [oss](https://fjord.example for mer."),
        expect![[r#"
            :4:9: this reference cannot be read
              write `)` behind the address
        "#]],
    );
    check(&chapter("Som nevnt [1] (se nedenfor) er det slik."), expect![""]);
    check(
        &chapter("Vi har [3(fact:suppliers.count) av dem."),
        expect![[r#"
        :4:10: this reference cannot be read
          what readers see stands before it, in brackets: `[12](fact:suppliers.count)`
    "#]],
    );
    check(
        &chapter("Vi har 3](fact:suppliers.count) av dem."),
        expect![[r#"
            :4:10: this reference cannot be read
              no spaces may stand between the parentheses, and brackets must match
        "#]],
    );
    check(
        &chapter("Vi har [3]fact:suppliers.count) av dem."),
        expect![[r#"
            :4:11: this reference cannot be read
              write `(` between `]` and the address
        "#]],
    );
    check(
        &chapter("Uavhengig av []include:grounds)."),
        expect![[r#"
            :4:16: this reference cannot be read
              write `(` between `]` and the address
        "#]],
    );
    check(
        &chapter("Se [målene]@/_index.md) for mer."),
        expect![[r#"
        :4:12: this reference cannot be read
          write `(` between `]` and the address
    "#]],
    );
    check(&chapter("Slik (fact: det er sant) er det."), expect![""]);
    check(
        &chapter("Se (https://fjord.example)[oss], (https://fjord.example) eller (fact:a.b)[3]."),
        expect![[r#"
            :4:4: this reference cannot be read
              the words stand first, in brackets: `[words](address)`
            :4:64: this reference cannot be read
              the words stand first, in brackets: `[words](address)`
        "#]],
    );
    check(
        &chapter("Skriv til [oss](mailto:fjord.example), [ring](tel:) eller [se](https://)."),
        expect![[r#"
            :4:17: `mailto:fjord.example` is no whole address
              write it as `https://example.org`, `mailto:name@example.org` or `tel:+4722334455`
            :4:47: `tel:` is no whole address
              write it as `https://example.org`, `mailto:name@example.org` or `tel:+4722334455`
            :4:64: `https://` is no whole address
              write it as `https://example.org`, `mailto:name@example.org` or `tel:+4722334455`
        "#]],
    );
    check(
        &chapter("Loven[^lov sier det."),
        expect![[r#"
        :4:6: this reference to a footnote cannot be read
          write its name without spaces, in brackets: `[^law]`
    "#]],
    );
    check(
        &chapter("Loven[^lov og rett] sier det."),
        expect![[r#"
        :4:6: this reference to a footnote cannot be read
          write its name without spaces, in brackets: `[^law]`
    "#]],
    );
    check(&chapter("Loven\\[^lov sier det."), expect![""]);
}

#[test]
fn links_that_lead_nowhere() {
    check(
        &chapter("[oss](www.fjord.example)"),
        expect![[r#"
            :4:7: `www.fjord.example` is no page and no file of this site
              write `https://www.fjord.example`
        "#]],
    );
    check(
        &chapter("[oss](post@fjord.example)"),
        expect![[r#"
            :4:7: `post@fjord.example` is no page and no file of this site
              write `mailto:post@fjord.example`
        "#]],
    );
    check(
        &chapter("[oss]()"),
        expect![[r#"
            :4:1: this link leads nowhere
              write the address between the parentheses
        "#]],
    );
    check(
        &chapter("[filen](C:\\rapport.pdf)"),
        expect![[r#"
            :4:9: a link may not begin with `C:`
              nobody else can open a file on your machine: put it beside the page, and write its name
        "#]],
    );
    check(
        &chapter("[3](facts:suppliers.count)"),
        expect![[r#"
            :4:5: a link may not begin with `facts:`
              a figure is written `fact:suppliers.count`
        "#]],
    );
    check(
        &chapter("[forsiden](_index.html)"),
        expect![[r#"
            :4:12: `_index.html` is no page and no file of this site
              pages are linked by their file: `@/report/_index.md`
        "#]],
    );
    check(
        &chapter("[rapporten](/redegjorelse/)"),
        expect![[r#"
            :4:13: `/redegjorelse/` is no page and no file of this site
              pages are linked by their file: `@/report/_index.md`
        "#]],
    );
    check(
        &chapter("[metoden](@/policy/01-method.md)"),
        expect![[r#"
            :4:11: there is no page `content/policy/01-method.md`
              there is a similar one: `content/report/01-method.md`
        "#]],
    );
}

#[test]
fn a_reference_without_its_colon_is_one_mistake() {
    check(
        &chapter("Vi har [3](factsuppliers.count) av dem."),
        expect![[r#"
        :4:12: `factsuppliers.count` is no page and no file of this site
          write `fact:suppliers.count`
    "#]],
    );
    // In a footnote the other language has nothing to answer for.
    let original = "+++\ntitle = \"Metode\"\n+++\nTekst[^a].\n\n[^a]: Av [3](fact:suppliers.count) og [5](fact:suppliers.registered).\n";
    let translation = "+++\ntitle = \"Method\"\n+++\nText[^a].\n\n[^a]: Of [3](fact;suppliers.count) and [5](fact:suppliers.registered).\n";
    let pages = [
        ("content/report/01-method.md", original),
        ("content/report/01-method.en.md", translation),
    ];
    let (_, told) = crate::project::built(&with(&pages));
    expect![[r#"
        error[broken-link]: `fact;suppliers.count` is no page and no file of this site
         --> content/report/01-method.en.md:6:14
          |
        6 | [^a]: Of [3](fact;suppliers.count) and [5](fact:suppliers.registered).
          |              ^^^^^^^^^^^^^^^^^^^^
          |
          = help: write `fact:suppliers.count`

    "#]]
    .assert_eq(&told);
}

#[test]
fn a_footnote_without_a_text() {
    check(
        &chapter("Slik er det[^1].\n\n[^1]:\n"),
        expect![[r#"
            :6:1: the footnote `1` has no text
              write it behind the colon
        "#]],
    );
}

#[test]
fn a_language_whose_pages_have_another_name() {
    let config = BASE[0].1.replace("[languages.en]", "[languages.eng]\nlocale = \"en\"");
    let menu = "[[menu]]\npage = \"@/_index.md\"\ntitle = { nb = \"Hjem\", en = \"Home\" }\n";
    check(
        &with(&[("belegg.toml", &format!("{config}{menu}"))]),
        expect![[r#"
        belegg.toml:8:12: no page is named `eng`, but 3 pages are named `en`
          write `[languages.en]`, or end the names of these files in `.eng.md`
    "#]],
    );
}

#[test]
fn names_of_files() {
    let swedish = [
        ("content/_index.sv.md", "+++\ntitle = \"Hem\"\n+++\n"),
        ("content/report/_index.sv.md", "+++\ntitle = \"Rapport\"\n+++\n"),
    ];
    check(
        &with(&swedish),
        expect![[r#"
            content/_index.sv.md: `sv` in the names of this file and 1 more is not a language of this site
              add `[languages.sv]` to the configuration, or take the dot out of the name
        "#]],
    );
    check(
        &with(&[("content/om.MD", "x"), ("content/vi.md.txt", "x")]),
        expect![[r#"
            content/om.MD: `content/om.MD` is not read: pages end in `.md`
              if it is a page, rename it to `content/om.md`
            content/vi.md.txt: `content/vi.md.txt` is not read: pages end in `.md`
              if it is a page, rename it to `content/vi.md`
        "#]],
    );
    let capital = [
        ("content/report/Om.md", "+++\ntitle = \"Om\"\n+++\n"),
        ("content/report/om.en.md", "+++\ntitle = \"About\"\n+++\n"),
    ];
    check(
        &with(&capital),
        expect![[r#"
            content/report/Om.md: `content/report/Om.md` and `content/report/om.en.md` differ in capital letters
              rename one: a page and its translation have the same name, as a rule in small letters
        "#]],
    );
}

#[test]
fn copies_and_debris_beside_the_tables() {
    let file = |name: &'static str| with(&[(name, "a,b\n1,2\n")]);
    check(
        &file("data/2024/suppliers - Kopi.csv"),
        expect![[r#"
            data/2024/suppliers - Kopi.csv: `suppliers - Kopi.csv` is not a dataset: it is not read
              delete it if it is a copy; if it is the table, name it `suppliers.csv`
        "#]],
    );
    check(
        &file("data/2024/svar 2024.csv"),
        expect![[r#"
        data/2024/svar 2024.csv: `svar 2024.csv` is not a dataset: it is not read
          rename it to `responses.csv`
    "#]],
    );
    check(
        &file("data/2024/leverandører 2024.csv"),
        expect![[r#"
            data/2024/leverandører 2024.csv: `leverandører 2024.csv` is not a dataset: it is not read
              delete it if it is a copy; if it is the table, name it `suppliers.csv`
        "#]],
    );
}

#[test]
fn a_site_without_pages_or_data() {
    let config = crate::project::BASE[0];
    let files = [config].map(|(path, text)| (path, text.as_bytes()));
    check(
        &Sources::from_files(files),
        expect![[r#"
            the whole: there is no home page: no `content/_index.md`
              make the file; its title is the title of the site's first page
            belegg.toml:4:10: there is no data for the period 2024: no folder `data/2024`
              make the folder, or write a year that has one
        "#]],
    );
}

#[test]
fn one_mistake_in_a_table_is_told_once() {
    let suppliers = |rows: &str| {
        let text = format!("supplier_id,name,country,nace,turnover,orgnr\n{rows}");
        with(&[("data/2024/suppliers.csv", text.as_str())])
    };
    let alfa = "1,Alfa AS,NO,46.46,1200000.00,974760673\n";
    check(
        &suppliers(&format!("{alfa}Sum,,,,1200000.00,\n")),
        expect![[r#"
            data/2024/suppliers.csv:3:1: `Sum` in row 3, column `supplier_id` is no supplier, but the sum below a list
              delete the row: sums are made from the others
        "#]],
    );
    check(
        &suppliers(&format!("{alfa},I alt,,,1200000.00,\n")),
        expect![[r#"
            data/2024/suppliers.csv:3:2: `I alt` in row 3, column `name` is no supplier, but the sum below a list
              delete the row: sums are made from the others
        "#]],
    );
    check(
        &suppliers(&format!("{alfa}{alfa}")),
        expect![[r#"
            data/2024/suppliers.csv:3:1: the supplier number `1` stands twice
              merge the two rows, or give one another number
        "#]],
    );
    let questionnaire = "question_count = 20\nmax_score = 100\n";
    let answers = |rows: &str| {
        let text = format!("supplier_id,invited_on,answered_on,score_total\n{rows}");
        with(&[
            ("data/2024/questionnaire.toml", questionnaire),
            ("data/2024/responses.csv", text.as_str()),
        ])
    };
    check(
        &answers("1,2024-09-01,12.9.24,88\n"),
        expect![[r#"
            data/2024/responses.csv:2:14: `12.9.24` in row 2, column `answered_on` is not a date
              write the year with four digits: 2024-12-31
        "#]],
    );
}

#[test]
fn a_template_that_is_not_there_is_told_at_its_line() {
    let (_, told) = crate::project::built(&field("template = \"fin.html\""));
    expect![[r#"
        error[unknown-template]: the theme has no template `fin.html`
         --> content/report/01-method.md:3:12
          |
        3 | template = "fin.html"
          |            ^^^^^^^^^^
          |
          = help: make the file `templates/fin.html` in the theme, or leave it out

    "#]]
    .assert_eq(&told);
}
