//! Pages say the same in both languages, or both places are told.

use expect_test::{Expect, expect};

use crate::project::{built, with};

/// The chapter in Norwegian and in English.
fn chapters(norwegian: &str, english: &str) -> belegg::source::Sources {
    with(&[
        ("content/report/01-method.md", &format!("+++\ntitle = \"Metode\"\n+++\n{norwegian}\n")),
        ("content/report/01-method.en.md", &format!("+++\ntitle = \"Method\"\n+++\n{english}\n")),
    ])
}

fn tells(norwegian: &str, english: &str, expected: Expect) {
    expected.assert_eq(&built(&chapters(norwegian, english)).1);
}

#[test]
fn numbers_are_the_same_however_each_language_writes_them() {
    let pairs = [
        ("1 447 personer", "1,447 people"),
        ("66 % eller 66 prosent", "66% or 66 per cent"),
        ("den 31.12.2023", "on 31 December 2023"),
        ("tre av 1000", "3 of a thousand, or 1,000"),
        ("etter § 5 a", "under section 5 a"),
        ("3,2 millioner kroner", "NOK 3.2 million"),
        ("−18 prosentpoeng", "−18 percentage points"),
        ("mellom 40 og 60 %", "between 40% and 60%"),
        ("to ganger i året", "twice a year"),
        ("begge to", "both"),
        ("4 millioner kroner, mot 3 millioner", "NOK 4 million, against NOK 3 million"),
        ("Kaigata 2, 5003 Bergen", "Kaigata 2, NO-5003 Bergen"),
        (
            "[67](fact:suppliers.by_country.NO.share) prosent",
            "[67%](fact:suppliers.by_country.NO.share)",
        ),
        (
            "[67](fact:suppliers.by_country.NO.share) til 70 %",
            "[67%](fact:suppliers.by_country.NO.share) to 70%",
        ),
    ];
    for (norwegian, english) in pairs {
        tells(norwegian, english, expect![""]);
    }
}

#[test]
fn a_number_that_differs() {
    tells(
        "Vi ga opplæring til 1 474 personer.",
        "We trained 1,447 people.",
        expect![[r#"
            error[numbers-differ]: `1,447` stands here, but `1 474` in the original (Norsk)
             --> content/report/01-method.en.md:4:12
              |
            4 | We trained 1,447 people.
              |            ^^^^^ English
              |
              = help: correct the one that is wrong; if both are right, say why under `[[exceptions]]` in the front matter
            note: Norsk
             --> content/report/01-method.md:4:21
              |
            4 | Vi ga opplæring til 1 474 personer.
              |                     ^^^^^

        "#]],
    );
}

#[test]
fn a_unit_that_differs() {
    tells(
        "Svarprosenten økte med 36 %.",
        "The rate rose by 36 percentage points.",
        expect![[r#"
        error[numbers-differ]: `36 percentage points` stands here, but `36 %` in the original (Norsk)
         --> content/report/01-method.en.md:4:18
          |
        4 | The rate rose by 36 percentage points.
          |                  ^^^^^^^^^^^^^^^^^^^^ English
          |
          = help: correct the one that is wrong; if both are right, say why under `[[exceptions]]` in the front matter
        note: Norsk
         --> content/report/01-method.md:4:24
          |
        4 | Svarprosenten økte med 36 %.
          |                        ^^^^

    "#]],
    );
}

#[test]
fn a_number_of_a_title_is_looked_for_in_the_other_title() {
    let chapter = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\n## Del {{#part}}\n");
    let (norwegian, english) = (chapter("Svar fra 320 elever"), chapter("Answers of pupils"));
    let sources = with(&[
        ("content/report/01-method.md", &norwegian),
        ("content/report/01-method.en.md", &english),
    ]);
    expect![[r#"
        error[number-missing]: `320` stands here, but not in the translation (English)
         --> content/report/01-method.md:2:19
          |
        2 | title = "Svar fra 320 elever"
          |                   ^^^ Norsk
          |
          = help: write it in both languages, or say why not under `[[exceptions]]` in the front matter
        note: the same section in the translation (English)
         --> content/report/01-method.en.md:2:10
          |
        2 | title = "Answers of pupils"
          |          ^

    "#]]
    .assert_eq(&built(&sources).1);
}

#[test]
fn a_number_that_one_language_lacks() {
    tells(
        "Vi møtte 320 elever.\n",
        "We met pupils.",
        expect![[r#"
        error[number-missing]: `320` stands here, but not in the translation (English)
         --> content/report/01-method.md:4:10
          |
        4 | Vi møtte 320 elever.
          |          ^^^ Norsk
          |
          = help: write it in both languages, or say why not under `[[exceptions]]` in the front matter
        note: the same section in the translation (English)
         --> content/report/01-method.en.md:4:1
          |
        4 | We met pupils.
          | ^

    "#]],
    );
}

#[test]
fn a_number_read_with_a_decimal_sign() {
    tells(
        "Vi ga 350,000 kroner.",
        "We gave NOK 350,000.",
        expect![[r#"
            error[numbers-differ]: `NOK 350,000` stands here, but `350,000 kroner` in the original (Norsk)
             --> content/report/01-method.en.md:4:9
              |
            4 | We gave NOK 350,000.
              |         ^^^^^^^^^^^ English
              |
              = help: `350,000 kroner` has three decimals in Norsk: if thousands are meant, write `350 000`
            note: Norsk
             --> content/report/01-method.md:4:7
              |
            4 | Vi ga 350,000 kroner.
              |       ^^^^^^^^^^^^^^

        "#]],
    );
}

#[test]
fn words_for_numbers_that_differ() {
    tells(
        "Vi fant tre avvik.",
        "We found four deviations.",
        expect![[r#"
        error[numbers-differ]: `four` stands here, but `tre` in the original (Norsk)
         --> content/report/01-method.en.md:4:10
          |
        4 | We found four deviations.
          |          ^^^^ English
          |
          = help: correct the one that is wrong; if both are right, say why under `[[exceptions]]` in the front matter
        note: Norsk
         --> content/report/01-method.md:4:9
          |
        4 | Vi fant tre avvik.
          |         ^^^

    "#]],
    );
}

#[test]
fn a_fact_that_one_language_lacks() {
    tells(
        "Vi har [3](fact:suppliers.count) leverandører.",
        "We have suppliers.",
        expect![[r#"
            error[fact-differs]: the fact `suppliers.count` stands here, but not in the translation (English)
             --> content/report/01-method.md:4:8
              |
            4 | Vi har [3](fact:suppliers.count) leverandører.
              |        ^^^^^^^^^^^^^^^^^^^^^^^^^ Norsk
              |
              = help: cite the same facts in both languages
            note: the same section in the translation (English)
             --> content/report/01-method.en.md:4:1
              |
            4 | We have suppliers.
              | ^

        "#]],
    );
}

#[test]
fn a_fact_that_the_other_language_types() {
    tells(
        "Vi kjøpte for [1 530 000 kroner](fact:suppliers.turnover).",
        "We bought for NOK 1,530,000.",
        expect![[r#"
            warning[typed-number]: `NOK 1,530,000` is typed here; the original (Norsk) cites it as `suppliers.turnover`
             --> content/report/01-method.en.md:4:15
              |
            4 | We bought for NOK 1,530,000.
              |               ^^^^^^^^^^^^^ English
              |
            help: cite the fact
              |
            4 - We bought for NOK 1,530,000.
            4 + We bought for [NOK 1,530,000](fact:suppliers.turnover).
              |
            note: Norsk
             --> content/report/01-method.md:4:15
              |
            4 | Vi kjøpte for [1 530 000 kroner](fact:suppliers.turnover).
              |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        "#]],
    );
}

#[test]
fn a_fact_that_the_other_language_types_wrongly() {
    tells(
        "Vi kjøpte for [1 530 000 kroner](fact:suppliers.turnover).",
        "We bought for NOK 1,503,000.",
        expect![[r#"
            error[numbers-differ]: `NOK 1,503,000` stands here, but the original (Norsk) has `suppliers.turnover`, 1 530 000 kroner
             --> content/report/01-method.en.md:4:15
              |
            4 | We bought for NOK 1,503,000.
              |               ^^^^^^^^^^^^^ English
              |
              = help: if it is the same figure, write `[](fact:suppliers.turnover)`
            note: Norsk
             --> content/report/01-method.md:4:15
              |
            4 | Vi kjøpte for [1 530 000 kroner](fact:suppliers.turnover).
              |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        "#]],
    );
}

#[test]
fn a_fact_shown_with_other_decimals() {
    tells(
        "[](fact:suppliers.by_country.NO.share)",
        "[](fact:suppliers.by_country.NO.share?digits=1)",
        expect![[r#"
            error[numbers-differ]: `suppliers.by_country.NO.share` is shown as `66.7%` here and as `67 %` in the original (Norsk)
             --> content/report/01-method.en.md:4:1
              |
            4 | [](fact:suppliers.by_country.NO.share?digits=1)
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ English
              |
              = help: show it with as many decimals in both languages
            note: Norsk
             --> content/report/01-method.md:4:1
              |
            4 | [](fact:suppliers.by_country.NO.share)
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        "#]],
    );
}

#[test]
fn numbers_that_differ_are_told_beside_what_they_should_be() {
    let told = built(&chapters(
        "Vi har 14 klinikker, 260 000 besøk og 501 ansatte.\n\nVi fikk 77 svar.",
        "We have 502 employees, 260.000 visits and 41 clinics.\n\nWe have 9 cars.\n\nWe got 5 answers.",
    ))
    .1;
    let errors: Vec<&str> = told.lines().filter(|line| line.starts_with("error")).collect();
    expect![[r#"
        error[numbers-differ]: `502` stands here, but `501` in the original (Norsk)
        error[numbers-differ]: `260.000` stands here, but `260 000` in the original (Norsk)
        error[numbers-differ]: `41` stands here, but `14` in the original (Norsk)
        error[numbers-differ]: `9` stands here, but `77` in the original (Norsk)
        error[number-missing]: `5` stands here, but not in the original (Norsk)"#]]
    .assert_eq(&errors.join("\n"));
}

#[test]
fn a_share_without_its_sign() {
    tells(
        "[67 %](fact:suppliers.by_country.NO.share) er norske.",
        "[67](fact:suppliers.by_country.NO.share) are Norwegian.",
        expect![[r#"
            error[numbers-differ]: `suppliers.by_country.NO.share` is shown as `67` here, without the sign of per cent, and as `67 %` in the original (Norsk)
             --> content/report/01-method.en.md:4:2
              |
            4 | [67](fact:suppliers.by_country.NO.share) are Norwegian.
              |  ^^ English
              |
            help: write `[67%](fact:suppliers.by_country.NO.share)`
              |
            4 | [67%](fact:suppliers.by_country.NO.share) are Norwegian.
              |    +
            note: Norsk
             --> content/report/01-method.md:4:1
              |
            4 | [67 %](fact:suppliers.by_country.NO.share) er norske.
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        "#]],
    );
    tells(
        "[67 %](fact:suppliers.by_country.NO.share) er norske.",
        "67 are Norwegian.",
        expect![[r#"
            error[numbers-differ]: `67` stands here, but the original (Norsk) has `suppliers.by_country.NO.share`, 67 %
             --> content/report/01-method.en.md:4:1
              |
            4 | 67 are Norwegian.
              | ^^ English
              |
              = help: if it is the same figure, write `[](fact:suppliers.by_country.NO.share)`
            note: Norsk
             --> content/report/01-method.md:4:1
              |
            4 | [67 %](fact:suppliers.by_country.NO.share) er norske.
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        "#]],
    );
    // In a table the sign may stand at the head of the column.
    tells(
        "| Land | Andel |\n|---|---|\n| Norge | [67 %](fact:suppliers.by_country.NO.share) |",
        "| Country | Per cent |\n|---|---|\n| Norway | [67](fact:suppliers.by_country.NO.share) |",
        expect![[""]],
    );
}

#[test]
fn a_number_in_the_text_alternative_of_a_chart() {
    tells(
        "![Land](chart:suppliers.by_country \"Søyler for 7 land\")",
        "![Countries](chart:suppliers.by_country \"Bars for 8 countries\")",
        expect![[r#"
            error[numbers-differ]: `8` stands here, but `7` in the original (Norsk)
             --> content/report/01-method.en.md:4:1
              |
            4 | ![Countries](chart:suppliers.by_country "Bars for 8 countries")
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ English
              |
              = help: correct the one that is wrong; if both are right, say why under `[[exceptions]]` in the front matter
            note: Norsk
             --> content/report/01-method.md:4:1
              |
            4 | ![Land](chart:suppliers.by_country "Søyler for 7 land")
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        "#]],
    );
}

#[test]
fn a_heading_on_another_level() {
    tells(
        "## Slik {#how}\n\nTekst.\n\n### Hvem {#who}\n\nTekst.",
        "## How {#how}\n\nText.\n\n## Who {#who}\n\nText.",
        expect![[r#"
            error[section-differs]: the heading is written with `##` here, but with `###` in the original (Norsk)
             --> content/report/01-method.en.md:8:1
              |
            8 | ## Who {#who}
              | ^^^^^^^^^^^^^ English
              |
              = help: give the heading the same level in both languages
            note: Norsk
             --> content/report/01-method.md:8:1
              |
            8 | ### Hvem {#who}
              | ^^^^^^^^^^^^^^^

        "#]],
    );
}

#[test]
fn a_chart_with_other_options_and_one_too_many() {
    tells(
        "![Land](chart:suppliers.by_country?top=2)",
        "![Countries](chart:suppliers.by_country?top=3)\n\n![Goals](table:goals)",
        expect![[r#"
            error[figure-differs]: `chart:suppliers.by_country?top=3` stands here, but `chart:suppliers.by_country?top=2` in the original (Norsk)
             --> content/report/01-method.en.md:4:14
              |
            4 | ![Countries](chart:suppliers.by_country?top=3)
              |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: give it the same options in both languages
            note: the original (Norsk)
             --> content/report/01-method.md:4:9
              |
            4 | ![Land](chart:suppliers.by_country?top=2)
              |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            error[figure-differs]: `table:goals` stands here, but not in the original (Norsk)
             --> content/report/01-method.en.md:6:1
              |
            6 | ![Goals](table:goals)
              | ^^^^^^^^^^^^^^^^^^^^^ English
              |
              = help: show the same figures in both languages
            note: the same section in the original (Norsk)
             --> content/report/01-method.md:4:1
              |
            4 | ![Land](chart:suppliers.by_country?top=2)
              | ^

        "#]],
    );
}

#[test]
fn a_table_with_a_row_too_few() {
    tells(
        "| År | Antall |\n|---|---|\n| 2023 | 5 |\n| 2022 | 4 |",
        "| Year | Number |\n|---|---|\n| 2023 | 5 |",
        expect![[r#"
            error[table-differs]: the table has 2 rows and 2 columns, but 3 and 2 in the original (Norsk)
             --> content/report/01-method.en.md:4:1
              |
            4 | / | Year | Number |
            5 | | |---|---|
            6 | | | 2023 | 5 |
              | |____________^
              |
              = help: give both the same rows and columns
            note: the original (Norsk)
             --> content/report/01-method.md:4:1
              |
            4 | / | År | Antall |
            5 | | |---|---|
            6 | | | 2023 | 5 |
            7 | | | 2022 | 4 |
              | |____________^

            error[number-missing]: `2022` stands here, but not in the translation (English)
             --> content/report/01-method.md:7:3
              |
            7 | | 2022 | 4 |
              |   ^^^^ Norsk
              |
              = help: write it in both languages, or say why not under `[[exceptions]]` in the front matter
            note: the same section in the translation (English)
             --> content/report/01-method.en.md:4:1
              |
            4 | | Year | Number |
              | ^

            error[number-missing]: `4` stands here, but not in the translation (English)
             --> content/report/01-method.md:7:10
              |
            7 | | 2022 | 4 |
              |          ^ Norsk
              |
              = help: write it in both languages, or say why not under `[[exceptions]]` in the front matter
            note: the same section in the translation (English)
             --> content/report/01-method.en.md:4:1
              |
            4 | | Year | Number |
              | ^

        "#]],
    );
}

#[test]
fn a_missing_footnote() {
    tells(
        "Tekst.[^a]\n\n[^a]: Note.",
        "Text.",
        expect![[r#"
        error[footnote-differs]: the footnote `a` stands here, but not in the translation (English)
         --> content/report/01-method.md:4:7
          |
        4 | Tekst.[^a]
          |       ^^^^ Norsk
          |
          = help: refer to the footnote in both languages, or in neither
        note: the same section in the translation (English)
         --> content/report/01-method.en.md:4:1
          |
        4 | Text.
          | ^

    "#]],
    );
}

#[test]
fn footnotes_may_have_other_names() {
    tells(
        "Tekst.[^note]\n\n[^note]: I 12 land.",
        "Text.[^1]\n\n[^1]: In 12 countries.",
        expect![""],
    );
}

#[test]
fn a_footnote_that_says_another_number() {
    tells(
        "Tekst.[^a]\n\n[^a]: I 12 land.",
        "Text.[^a]\n\n[^a]: In 21 countries.",
        expect![[r#"
        error[numbers-differ]: `21` stands here, but `12` in the original (Norsk)
         --> content/report/01-method.en.md:6:10
          |
        6 | [^a]: In 21 countries.
          |          ^^ English
          |
          = help: correct the one that is wrong; if both are right, say why under `[[exceptions]]` in the front matter
        note: Norsk
         --> content/report/01-method.md:6:9
          |
        6 | [^a]: I 12 land.
          |         ^^

    "#]],
    );
}

#[test]
fn links_to_other_pages() {
    tells(
        "Se [hjem](@/_index.md).",
        "See [this](https://example.org).",
        expect![[r#"
            error[link-differs]: a link to another site stands here, but not in the original (Norsk)
             --> content/report/01-method.en.md:4:5
              |
            4 | See [this](https://example.org).
              |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ English
              |
              = help: link to the same in both languages
            note: the same section in the original (Norsk)
             --> content/report/01-method.md:4:1
              |
            4 | Se [hjem](@/_index.md).
              | ^

            error[link-differs]: a link to `content/_index.md` stands here, but not in the translation (English)
             --> content/report/01-method.md:4:4
              |
            4 | Se [hjem](@/_index.md).
              |    ^^^^^^^^^^^^^^^^^^^ Norsk
              |
              = help: link to the same in both languages
            note: the same section in the translation (English)
             --> content/report/01-method.en.md:4:1
              |
            4 | See [this](https://example.org).
              | ^

        "#]],
    );
}

#[test]
fn a_section_that_is_not_translated() {
    tells(
        "## Én {#one}\n\nTekst.\n\n## To {#two}\n\nI 15 land.\n\n## Tre {#three}\n\nTekst.",
        "## One {#one}\n\nText.\n\n## Three {#three}\n\nText.",
        expect![[r#"
            error[section-differs]: the section “To” is missing in English
             --> content/report/01-method.md:8:1
              |
            8 | ## To {#two}
              | ^^^^^^^^^^^^
              |
              = help: translate it, or say why not under `[[exceptions]]` in the front matter
            note: the page in English
             --> content/report/01-method.en.md:1:1

        "#]],
    );
}

#[test]
fn sections_without_anchors_are_recognised_by_what_they_cite() {
    tells(
        "## Først\n\nTekst.\n\n## Så\n\n![Land](chart:suppliers.by_country)\n\n## Sist\n\nI 15 land.",
        "## Then\n\n![Countries](chart:suppliers.by_country)\n\n## Last\n\nIn 15 countries.",
        expect![[r#"
            error[section-differs]: the section “Først” is missing in English
             --> content/report/01-method.md:4:1
              |
            4 | ## Først
              | ^^^^^^^^
              |
              = help: translate it, or say why not under `[[exceptions]]` in the front matter
            note: the page in English
             --> content/report/01-method.en.md:1:1

        "#]],
    );
}

#[test]
fn a_section_that_the_original_lacks() {
    tells(
        "Tekst.",
        "Text.\n\n## More\n\nIn 15 countries.",
        expect![[r#"
        error[section-differs]: the section “More” is not in the original (Norsk)
         --> content/report/01-method.en.md:6:1
          |
        6 | ## More
          | ^^^^^^^
          |
          = help: a translation may not say more: add it there, or say why under `[[exceptions]]` in the front matter
        note: the page in Norsk
         --> content/report/01-method.md:1:1

    "#]],
    );
}

#[test]
fn sections_in_another_order() {
    tells(
        "## Én {#one}\n\nTekst.\n\n## To {#two}\n\nTekst.",
        "## Two {#two}\n\nText.\n\n## One {#one}\n\nText.",
        expect![[r#"
            error[section-differs]: the section “Én” stands at another place in English
             --> content/report/01-method.md:4:1
              |
            4 | ## Én {#one}
              | ^^^^^^^^^^^^
              |
              = help: put both in the same order, on the same level
            note: the page in English
             --> content/report/01-method.en.md:8:1
              |
            8 | ## One {#one}
              | ^^^^^^^^^^^^^

        "#]],
    );
}

#[test]
fn titles_are_compared_too() {
    let sources = with(&[
        ("content/report/01-method.md", "+++\ntitle = \"De 17 målene\"\n+++\nTekst.\n"),
        ("content/report/01-method.en.md", "+++\ntitle = \"The 18 goals\"\n+++\nText.\n"),
    ]);
    expect![[r#"
        error[numbers-differ]: `18` stands here, but `17` in the original (Norsk)
         --> content/report/01-method.en.md:2:14
          |
        2 | title = "The 18 goals"
          |              ^^ English
          |
          = help: correct the one that is wrong; if both are right, say why under `[[exceptions]]` in the front matter
        note: Norsk
         --> content/report/01-method.md:2:13
          |
        2 | title = "De 17 målene"
          |             ^^

    "#]].assert_eq(&built(&sources).1);
}

#[test]
fn an_exception_is_written_once_with_its_reason() {
    let english = "+++\ntitle = \"Method\"\n+++\nText.\n\n## Extra {#extra}\n\nText.\n";
    let page =
        |front: &str| format!("+++\ntitle = \"Metode\"\n{front}+++\nÅpent 24/7 for alle 99.\n");
    let told = |front: &str| {
        built(&with(&[
            ("content/report/01-method.md", &page(front)),
            ("content/report/01-method.en.md", english),
        ]))
        .1
    };
    let all = "[[exceptions]]\nnumber = \"24/7\"\nreason = \"a name\"\n\
               [[exceptions]]\nnumber = 99\nreason = \"Norway only\"\n\
               [[exceptions]]\nsection = \"extra\"\nreason = \"abroad only\"\n";
    expect![""].assert_eq(&told(all));
    expect![[r#"
        error[section-differs]: the section “Extra” is not in the original (Norsk)
         --> content/report/01-method.en.md:6:1
          |
        6 | ## Extra {#extra}
          | ^^^^^^^^^^^^^^^^^
          |
          = help: a translation may not say more: add it there, or say why under `[[exceptions]]` in the front matter
        note: the page in Norsk
         --> content/report/01-method.md:1:1

        error[missing-key]: an exception needs a reason
         --> content/report/01-method.md:3:1
          |
        3 | [[exceptions]]
          | ^^^^^^^^^^^^^^
          |
          = help: add `reason = "…"`

        warning[unused-exception]: `77` does not stand on the page
         --> content/report/01-method.md:3:1
          |
        3 | [[exceptions]]
          | ^^^^^^^^^^^^^^
          |
          = help: correct the exception, or take it away

        error[missing-key]: an exception names one thing
         --> content/report/01-method.md:5:1
          |
        5 | [[exceptions]]
          | ^^^^^^^^^^^^^^
          |
          = help: write `number = "24/7"` or `section = "anchor"`, and `reason = "…"`

    "#]].assert_eq(&told("[[exceptions]]\nnumber = \"77\"\n[[exceptions]]\nreason = \"so\"\n"));
}

#[test]
fn rows_of_data_say_the_same_in_all_languages() {
    let told = |row: &str| {
        let table = format!("id,text_nb,text_en,status\n{row}\n");
        built(&with(&[("data/2024/goals.csv", &table)])).1
    };
    expect![""].assert_eq(&told("g1,Minst 50 % innen 2026,At least 50% by 2026,continuous"));
    expect![[r#"
        error[numbers-differ]: `text` says `50 %` in Norsk and `60%` in English
         --> data/2024/goals.csv:2:1
          |
        2 | g1,Minst 50 %,At least 60%,continuous
          | ^^ this row
          |
          = help: write the same numbers in all languages of the row

    "#]]
    .assert_eq(&told("g1,Minst 50 %,At least 60%,continuous"));
}
