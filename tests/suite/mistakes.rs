//! Every mistake is told with its place and its remedy. Each test holds the whole message.

use expect_test::expect;

use crate::project::{built, chapter, tells, told, with};

#[test]
fn an_unknown_fact() {
    tells(
        &chapter("Så, på samme linje: [](fact:suppliers.cuont) leverandører."),
        expect![[r#"
        error[unknown-fact]: there is no fact `suppliers.cuont` in the data of 2024
         --> content/report/01-method.md:4:29
          |
        4 | Så, på samme linje: [](fact:suppliers.cuont) leverandører.
          |                             ^^^^^^^^^^^^^^^ no fact has this name
          |
        help: there is a similar one: `suppliers.count`
          |
        4 - Så, på samme linje: [](fact:suppliers.cuont) leverandører.
        4 + Så, på samme linje: [](fact:suppliers.count) leverandører.
          |

    "#]],
    );
}

#[test]
fn a_fact_of_an_unknown_period() {
    tells(
        &chapter("[](fact:suppliers.count@2019)"),
        expect![[r#"
        error[unknown-period]: there is no data for the period 2019
         --> content/report/01-method.md:4:9
          |
        4 | [](fact:suppliers.count@2019)
          |         ^^^^^^^^^^^^^^^
          |
          = help: there is data for 2023, 2024

    "#]],
    );
}

#[test]
fn an_unknown_chart() {
    tells(
        &chapter("![Land](chart:suppliers.by_contry?top=7)"),
        expect![[r#"
        error[unknown-chart]: there is no chart `suppliers.by_contry` in the data of 2024
         --> content/report/01-method.md:4:9
          |
        4 | ![Land](chart:suppliers.by_contry?top=7)
          |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
        help: there is a similar one: `suppliers.by_country`
          |
        4 | ![Land](chart:suppliers.by_country?top=7)
          |                              +

    "#]],
    );
}

#[test]
fn an_unknown_table() {
    tells(
        &chapter("![Mål](table:gaols)"),
        expect![[r#"
        error[unknown-table]: there is no table `gaols` in the data of 2024
         --> content/report/01-method.md:4:8
          |
        4 | ![Mål](table:gaols)
          |        ^^^^^^^^^^^
          |
        help: there is a similar one: `goals`
          |
        4 - ![Mål](table:gaols)
        4 + ![Mål](table:goals)
          |

    "#]],
    );
}

#[test]
fn an_unknown_key_figure() {
    tells(
        &chapter("![Tall](cards:suppliers.count, suppliers.cont)"),
        expect![[r#"
        error[broken-reference]: this reference cannot be read
         --> content/report/01-method.md:4:8
          |
        4 | ![Tall](cards:suppliers.count, suppliers.cont)
          |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: no spaces may stand between the parentheses, and brackets must match

    "#]],
    );
}

#[test]
fn an_unknown_option_of_a_chart() {
    tells(
        &chapter("![Land](chart:suppliers.by_country?tpo=7)"),
        expect![[r#"
            error[unknown-option]: `tpo=7` is not an option of a chart
             --> content/report/01-method.md:4:9
              |
            4 | ![Land](chart:suppliers.by_country?tpo=7)
              |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: did you mean `top=`?

        "#]],
    );
}

#[test]
fn an_unknown_key_in_the_configuration() {
    let config = "title = \"F\"\nbase_url = \"https://f.example\"\ndefault_langauge = \"nb\"\ndefault_language = \"nb\"\nperiod = 2024\n[languages.en]\nlable = \"English\"\n";
    tells(
        &with(&[("belegg.toml", config)]),
        expect![[r#"
        error[unknown-key]: unknown key `default_langauge`
         --> belegg.toml:3:1
          |
        3 | default_langauge = "nb"
          | ^^^^^^^^^^^^^^^^
          |
        help: there is a similar one: `default_language`
          |
        3 - default_langauge = "nb"
        3 + default_language = "nb"
          |

        error[unknown-key]: unknown key `lable`
         --> belegg.toml:7:1
          |
        7 | lable = "English"
          | ^^^^^
          |
        help: there is a similar one: `label`
          |
        7 - lable = "English"
        7 + label = "English"
          |

    "#]],
    );
}

#[test]
fn an_unknown_field_in_front_matter() {
    let page = "+++\ntitle = \"Metode\"\ndescripton = \"Kort\"\n+++\n";
    tells(
        &with(&[("content/report/01-method.md", page)]),
        expect![[r#"
        warning[unknown-field]: unknown key `descripton`
         --> content/report/01-method.md:3:1
          |
        3 | descripton = "Kort"
          | ^^^^^^^^^^
          |
        help: there is a similar one: `description`
          |
        3 | description = "Kort"
          |         +

    "#]],
    );
}

#[test]
fn a_stated_number_that_the_data_contradicts() {
    tells(
        &chapter("Vi har [4](fact:suppliers.count) leverandører."),
        expect![[r#"
        error[stated-number]: the text says 4 but the data gives 3
         --> content/report/01-method.md:4:9
          |
        4 | Vi har [4](fact:suppliers.count) leverandører.
          |         ^ `suppliers.count` is 3
          |
        help: write `[3](fact:suppliers.count)`, or correct `data/2024/suppliers.csv` (count of rows where turnover > 30000)
          |
        4 - Vi har [4](fact:suppliers.count) leverandører.
        4 + Vi har [3](fact:suppliers.count) leverandører.
          |

    "#]],
    );
}

#[test]
fn percent_where_the_data_has_a_number_of_things() {
    tells(
        &chapter("Vi har [3 %](fact:suppliers.count) leverandører."),
        expect![[r#"
        error[stated-number]: the text says 3 % but the data gives 3
         --> content/report/01-method.md:4:9
          |
        4 | Vi har [3 %](fact:suppliers.count) leverandører.
          |         ^^^ `suppliers.count` is 3
          |
        help: write `[3](fact:suppliers.count)`, or correct `data/2024/suppliers.csv` (count of rows where turnover > 30000)
          |
        4 - Vi har [3 %](fact:suppliers.count) leverandører.
        4 + Vi har [3](fact:suppliers.count) leverandører.
          |

    "#]],
    );
}

#[test]
fn a_number_in_another_language_s_form() {
    tells(
        &chapter("Over [30.000 kroner](fact:suppliers.threshold)."),
        expect![[r#"
        warning[number-format]: `30.000 kroner` is not how this language writes `30 000 kroner`
         --> content/report/01-method.md:4:7
          |
        4 | Over [30.000 kroner](fact:suppliers.threshold).
          |       ^^^^^^^^^^^^^
          |
        help: write this
          |
        4 - Over [30.000 kroner](fact:suppliers.threshold).
        4 + Over [30 000 kroner](fact:suppliers.threshold).
          |

    "#]],
    );
}

#[test]
fn words_where_a_number_is_meant() {
    tells(
        &chapter("[De fleste](fact:suppliers.count) leverandørene."),
        expect![[r#"
        warning[words-for-number]: `De fleste` stands for 3: only a person can tell whether it does
         --> content/report/01-method.md:4:2
          |
        4 | [De fleste](fact:suppliers.count) leverandørene.
          |  ^^^^^^^^^
          |
          = help: if it does, write `[De fleste](fact:suppliers.count "≈")`

    "#]],
    );
}

#[test]
fn a_broken_link() {
    tells(
        &chapter("Se [metode](@/report/01-methd.md)."),
        expect![[r#"
        error[broken-link]: there is no page `content/report/01-methd.md`
         --> content/report/01-method.md:4:13
          |
        4 | Se [metode](@/report/01-methd.md).
          |             ^^^^^^^^^^^^^^^^^^^^
          |
        help: there is a similar one: `content/report/01-method.md`
          |
        4 | Se [metode](@/report/01-method.md).
          |                             +

    "#]],
    );
}

#[test]
fn a_broken_anchor() {
    tells(
        &chapter("Se [mål](#mal).\n\n## Mål {#maal}"),
        expect![[r#"
        error[broken-anchor]: there is no place `#mal` on `content/report/01-method.md` (Norsk)
         --> content/report/01-method.md:4:10
          |
        4 | Se [mål](#mal).
          |          ^^^^
          |
        help: there is a similar one: `#maal`
          |
        4 | Se [mål](#maal).
          |             +

    "#]],
    );
}

#[test]
fn a_link_that_runs_code() {
    tells(
        &chapter("Se [her](javascript:alert(1))."),
        expect![[r#"
        error[unsafe-link]: a link may not begin with `javascript:`
         --> content/report/01-method.md:4:10
          |
        4 | Se [her](javascript:alert(1)).
          |          ^^^^^^^^^^^^^^^^^^^
          |
          = help: links begin with https:, http:, mailto: or tel:, or name a page

    "#]],
    );
}

#[test]
fn a_page_that_is_missing_in_english() {
    tells(
        &with(&[("content/report/02-goals.md", "+++\ntitle = \"Mål\"\n+++\nTekst.\n")]),
        expect![[r#"
        warning[missing-translation]: the page is missing in English: readers get the original with a notice
        --> content/report/02-goals.md:1:1
         = help: translate it as `content/report/02-goals.en.md`

    "#]],
    );
}

#[test]
fn a_column_that_is_missing() {
    let csv = "supplier_id,name,region,turnover\n1,Alfa,NO,1\n";
    tells(
        &with(&[("data/2024/suppliers.csv", csv)]),
        expect![[r#"
            error[missing-column]: column `country` is missing in `data/2024/suppliers.csv`
            --> data/2024/suppliers.csv:1:1
             = help: the file has `supplier_id`, `name`, `region`, `turnover`

            warning[unknown-column]: column `region` is not used
             --> data/2024/suppliers.csv:1:18
              |
            1 | supplier_id,name,region,turnover
              |                  ^^^^^^
              |
              = help: known are `source`, `supplier_id`, `name`, `orgnr`, `org_form`, `country`, `nace`, `nace_version`, `relation`, `turnover`, `currency`, `strategic`, `coc_signed_on`, `risk_override`, `override_reason`, `exclude`, `exclude_reason`, `publish`

        "#]],
    );
}

#[test]
fn a_column_with_a_slip() {
    let csv = "supplier_id,name,county,turnover\n1,Alfa,NO,1\n";
    tells(
        &with(&[("data/2024/suppliers.csv", csv)]),
        expect![[r#"
            error[missing-column]: column `country` is missing in `data/2024/suppliers.csv`
             --> data/2024/suppliers.csv:1:18
              |
            1 | supplier_id,name,county,turnover
              |                  ^^^^^^
              |
            help: there is a column `county`: rename it to `country`
              |
            1 | supplier_id,name,country,turnover
              |                       +

        "#]],
    );
}

#[test]
fn cells_that_are_no_numbers_countries_or_industries() {
    let csv = "supplier_id,name,country,nace,turnover\n1,Alfa,NO,46.46,12 x\n2,\"Be, ta\",XX,99.99,1.234\n3,Gamma,SE,62.01,\n";
    tells(
        &with(&[("data/2024/suppliers.csv", csv)]),
        expect![[r#"
            error[wrong-cell]: `12 x` in row 2, column `turnover` is not a number
             --> data/2024/suppliers.csv:2:17
              |
            2 | 1,Alfa,NO,46.46,12 x
              |                 ^^^^
              |
              = help: write it with digits only, and a point before decimals: 1234.50

            error[wrong-cell]: `XX` in row 3, column `country` is not a country
             --> data/2024/suppliers.csv:3:12
              |
            3 | 2,"Be, ta",XX,99.99,1.234
              |            ^^
              |
              = help: write its two-letter code, such as NO, or its name

            error[wrong-cell]: `99.99` in row 3, column `nace` is not a code of NACE Rev. 2
             --> data/2024/suppliers.csv:3:15
              |
            3 | 2,"Be, ta",XX,99.99,1.234
              |               ^^^^^
              |
              = help: look the class up in the list of the statistical office; it has four digits and a point: 46.46

            error[wrong-cell]: `1.234` in row 3, column `turnover` is not a number
             --> data/2024/suppliers.csv:3:21
              |
            3 | 2,"Be, ta",XX,99.99,1.234
              |                     ^^^^^
              |
              = help: it may mean a thousand or a decimal: write it without a thousands sign, or say `number_format = "1.234,56"` or `"1,234.56"` under `[data]` in the configuration

            error[wrong-cell]: the cell in row 4, column `turnover` is empty
             --> data/2024/suppliers.csv:4:18
              |
            4 | 3,Gamma,SE,62.01,
              |                  ^
              |
              = help: write 0 if nothing was bought

        "#]],
    );
}

#[test]
fn a_supplier_that_stands_twice() {
    let csv = "supplier_id,name,country,turnover\n1,Alfa,NO,1\n1,Beta,SE,2\n";
    tells(
        &with(&[("data/2024/suppliers.csv", csv)]),
        expect![[r#"
        error[duplicate-id]: the supplier number `1` stands twice
         --> data/2024/suppliers.csv:3:1
          |
        3 | 1,Beta,SE,2
          | ^
          |
          = help: merge the two rows, or give one another number
        note: first here
         --> data/2024/suppliers.csv:2:1
          |
        2 | 1,Alfa,NO,1
          | ^

    "#]],
    );
}

#[test]
fn windows_1252_in_a_register() {
    let mut files: Vec<(&str, Vec<u8>)> =
        crate::project::BASE.iter().map(|(path, text)| (*path, text.as_bytes().to_vec())).collect();
    files.retain(|(path, _)| *path != "data/2024/suppliers.csv");
    let bytes = b"supplier_id,name,country,turnover\n1,S\xF8r AS,NO,1\n".to_vec();
    files.push(("data/2024/suppliers.csv", bytes));
    tells(
        &belegg::source::Sources::from_files(files),
        expect![[r#"
            warning[not-utf8]: `data/2024/suppliers.csv` is not UTF-8: it is read as Windows-1252, here `Sør`
             --> data/2024/suppliers.csv:2:3
              |
            2 | 1,Sør AS,NO,1
              |   ^^^
              |
              = help: if that is right, say `encoding = "windows-1252"` under `[data]` in the configuration, or save the file as “CSV UTF-8”

        "#]],
    );
}

/// The small project with its goals as JSON.
fn json_goals(json: &str) -> belegg::source::Sources {
    let csv = crate::project::BASE.iter().filter(|(path, _)| *path != "data/2024/goals.csv");
    let files = csv.copied().chain([("data/2024/goals.json", json)]);
    belegg::source::Sources::from_files(files.map(|(path, text)| (path, text.as_bytes())))
}

#[test]
fn json_that_is_not_json() {
    let json = "[\n  {\"id\": \"g1\", \"text\": {\"nb\": \"Å lære\" \"en\": \"To learn\"}}\n]\n";
    tells(
        &json_goals(json),
        expect![[r#"
        error[json-syntax]: this is not a JSON list of objects: expected `,` or `}`
         --> data/2024/goals.json:2:40
          |
        2 |   {"id": "g1", "text": {"nb": "Å lære" "en": "To learn"}}
          |                                        ^
          |
          = help: the file is a list `[ … ]` of objects `{ "id": "…" }` with commas between them

    "#]],
    );
}

#[test]
fn a_wrong_word_and_a_doubled_key_in_json() {
    let json = "[\n  {\"id\": \"g1\", \"id\": \"g2\", \"text_nb\": \"Å lære\", \"text_en\": \"To learn\", \"status\": \"continous\"}\n]\n";
    tells(
        &json_goals(json),
        expect![[r#"
        error[duplicate-key]: the key `id` stands twice in one object
         --> data/2024/goals.json:2:22
          |
        2 |   {"id": "g1", "id": "g2", "text_nb": "Å lære", "text_en": "To learn", "status": "continous"}
          |                      ^^^^
          |
          = help: keep one of the two

        error[wrong-cell]: `continous` in row 1, column `status` is not a word that is known here
         --> data/2024/goals.json:2:82
          |
        2 |   {"id": "g1", "id": "g2", "text_nb": "Å lære", "text_en": "To learn", "status": "continous"}
          |                                                                                  ^^^^^^^^^^^
          |
          = help: did you mean `continuous`?

    "#]],
    );
}

#[test]
fn a_dataset_that_stands_in_two_files() {
    tells(
        &with(&[("data/2024/goals.json", "[]")]),
        expect![[r#"
            error[dataset-twice]: there is a `data/2024/goals.csv` too: which one holds?
            --> data/2024/goals.json:1:1
             = help: keep one of the two
            note: the other file
            --> data/2024/goals.csv:1:1

        "#]],
    );
}

#[test]
fn toml_that_is_not_toml() {
    let report = "year = 2024\ncutoff = 2024-12-31\n[threshold\namount = 30000\n";
    tells(
        &with(&[("data/2024/report.toml", report)]),
        expect![[r#"
            error[toml-syntax]: the name of a table stands in brackets on both sides
             --> data/2024/report.toml:3:11
              |
            3 | [threshold
              |           ^
              |
              = help: write `[threshold]`

        "#]],
    );
}

#[test]
fn yaml_that_is_not_yaml() {
    let page = "---\ntitle: Likeverd: mangfold\n---\nTekst.\n";
    tells(
        &with(&[("content/report/01-method.md", page)]),
        expect![[r#"
            error[yaml-syntax]: this is not valid YAML: a colon stands in a text without quotes
             --> content/report/01-method.md:2:16
              |
            2 | title: Likeverd: mangfold
              |                ^
              |
              = help: a text that holds a colon must stand in quotes: `title: "Equality: a policy"`

        "#]],
    );
}

#[test]
fn a_theme_that_is_not_there() {
    let config = crate::project::BASE[0].1.replace("period", "theme = \"blaa\"\nperiod");
    tells(
        &with(&[("belegg.toml", &config)]),
        expect![[r#"
            error[unknown-theme]: there is no folder `themes/blaa`
             --> belegg.toml:4:9
              |
            4 | theme = "blaa"
              |         ^^^^^^
              |
              = help: make the folder, or write `theme = "default"`

        "#]],
    );
}

#[test]
fn html_in_a_text() {
    tells(
        &chapter("Tekst <script>alert(1)</script> og mer.\n\n<div>Hei</div>"),
        expect![[r#"
        error[raw-html]: HTML is not allowed in texts
         --> content/report/01-method.md:4:7
          |
        4 | Tekst <script>alert(1)</script> og mer.
          |       ^^^^^^^^
          |
          = help: write it in Markdown; a `<` that is meant as a sign is written `&lt;`

        error[raw-html]: HTML is not allowed in texts
         --> content/report/01-method.md:6:1
          |
        6 | <div>Hei</div>
          | ^^^^^^^^^^^^^^
          |
          = help: write it in Markdown; a `<` that is meant as a sign is written `&lt;`

    "#]],
    );
}

#[test]
fn a_footnote_that_is_not_there() {
    tells(
        &chapter("Tekst[^a] og mer[^b].\n\n[^b]: Note.\n\n[^c]: Ubrukt."),
        expect![[r#"
        error[unknown-footnote]: there is no footnote `a` on this page
         --> content/report/01-method.md:4:6
          |
        4 | Tekst[^a] og mer[^b].
          |      ^^^^
          |
          = help: add a line `[^a]: …`, or take the reference away

        warning[unused-footnote]: the footnote `c` is never referred to: it is not shown
         --> content/report/01-method.md:8:1
          |
        8 | [^c]: Ubrukt.
          | ^^^^^^^^^^^^^

    "#]],
    );
}

#[test]
fn a_heading_that_skips_a_level() {
    tells(
        &chapter("## Mål\n\n#### Dypt"),
        expect![[r#"
        error[heading-level]: a heading of level 4 follows one of level 2
         --> content/report/01-method.md:6:1
          |
        6 | #### Dypt
          | ^^^^^^^^^
          |
          = help: write `###`

    "#]],
    );
}

#[test]
fn a_picture_without_a_text_alternative() {
    tells(
        &chapter("![](bilde.png)"),
        expect![[r#"
            error[missing-alt]: the picture has no text alternative
             --> content/report/01-method.md:4:1
              |
            4 | ![](bilde.png)
              | ^^^^^^^^^^^^^^
              |
              = help: say in the brackets what it shows: `![A nurse at a desk](nurse.jpg)`; if it only decorates, write `![](wave.png "decorative")`

            error[broken-link]: there is no picture `content/report/bilde.png`
             --> content/report/01-method.md:4:5
              |
            4 | ![](bilde.png)
              |     ^^^^^^^^^
              |
              = help: put it beside the page, or in `static/` and write `/name.jpg`

        "#]],
    );
}

#[test]
fn an_empty_folder() {
    tells(
        &belegg::source::Sources::default(),
        expect![[r#"
        error[no-project]: there is no `belegg.toml` here
         |
         = help: run `belegg init` to make a project, or name one with `--root`

    "#]],
    );
}

#[test]
fn two_pages_at_one_address() {
    let page = "+++\ntitle = \"Annen\"\nslug = \"metode\"\n+++\n";
    let english = "+++\ntitle = \"Other\"\n+++\n";
    let sources =
        with(&[("content/report/02-other.md", page), ("content/report/02-other.en.md", english)]);
    expect![[r#"
        warning[empty-page]: the page has a title and no text
        --> content/report/02-other.md:1:1
         = help: write its text below the front matter, or make it a draft: `draft = true`

        error[duplicate-url]: two pages would lie at `/redegjorelse/metode/`
         --> content/report/02-other.md:3:8
          |
        3 | slug = "metode"
          |        ^^^^^^^^
          |
          = help: give one of them another `slug`
        note: the other page
         --> content/report/01-method.md:3:8
          |
        3 | slug = "metode"
          |        ^^^^^^^^

    "#]]
    .assert_eq(&built(&sources).1);
}

#[test]
fn a_fact_that_is_stated_and_computed() {
    let facts = "[\"suppliers.count\"]\nvalue = 5\nunit = \"count\"\n";
    tells(
        &with(&[("data/2024/facts.toml", facts)]),
        expect![[r#"
        error[stated-and-computed]: `suppliers.count` is stated here, but computed from `data/2024/suppliers.csv` too
         --> data/2024/facts.toml:1:2
          |
        1 | ["suppliers.count"]
          |  ^^^^^^^^^^^^^^^^^
          |
          = help: take it out of `facts.toml`

    "#]],
    );
}

#[test]
fn text_nested_beyond_reason() {
    tells(
        &chapter(&"> ".repeat(150)),
        expect![[r#"
        error[too-deep]: this is nested more than 100 levels deep
         --> content/report/01-method.md:4:201
          |
        4 | …> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > …
          |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    "#]],
    );
}

#[test]
fn words_that_are_missing_in_a_language() {
    let goals = "id,text_nb,text_en,status\ng1,Vi lærer,,continuous\n";
    tells(
        &with(&[("data/2024/goals.csv", goals)]),
        expect![[r#"
        error[wrong-cell]: the cell in row 2, column `text_en` is empty
         --> data/2024/goals.csv:2:13
          |
        2 | g1,Vi lærer,,continuous
          |             ^
          |
          = help: translate it from the other language

    "#]],
    );
    let goals = "id,text_nb,status\ng1,Vi lærer,continuous\n";
    tells(
        &with(&[("data/2024/goals.csv", goals)]),
        expect![[r#"
        error[missing-column]: column `text_en` is missing in `data/2024/goals.csv`
        --> data/2024/goals.csv:1:1
         = help: every language of the site needs its own words

    "#]],
    );
    let facts = "[\"a.b\"]\nvalue = 1\nunit = \"count\"\nlabel = { nb = \"noe\" }\n";
    tells(
        &with(&[("data/2024/facts.toml", facts)]),
        expect![[r#"
        warning[missing-words]: `label` has no words in `en`
         --> data/2024/facts.toml:4:9
          |
        4 | label = { nb = "noe" }
          |         ^^^^^^^^^^^^^^
          |
          = help: write `label = { nb = "…", en = "…" }`

    "#]],
    );
}

/// A register in which the second row has a mistake, and pages that cite what is made from it.
fn with_a_wrong_row(row: &str) -> belegg::source::Sources {
    let register = format!(
        "supplier_id,name,country,nace,turnover,currency\n1,Alfa AS,NO,46.46,1200000,NOK\n{row}\n"
    );
    let page = "+++\ntitle = \"Metode\"\n+++\n\
        Vi har [3](fact:suppliers.count) og [](fact:suppliers.by_country.SE).\n\n\
        ![Hvor](chart:suppliers.by_region)\n";
    with(&[("data/2024/suppliers.csv", &register), ("content/report/01-method.md", page)])
}

#[test]
fn what_pages_say_is_not_held_against_data_with_errors() {
    tells(
        &with_a_wrong_row("2,Beta AB,SE,62.01,1.234,NOK"),
        expect![[r#"
            error[wrong-cell]: `1.234` in row 3, column `turnover` is not a number
             --> data/2024/suppliers.csv:3:20
              |
            3 | 2,Beta AB,SE,62.01,1.234,NOK
              |                    ^^^^^
              |
              = help: it may mean a thousand or a decimal: write it without a thousands sign, or say `number_format = "1.234,56"` or `"1,234.56"` under `[data]` in the configuration

            warning[not-compared]: the pages are not compared with the data of 2024, which has errors
             |
             = help: correct the errors in `data/2024` first

        "#]],
    );
}

#[test]
fn a_currency_without_a_rate_and_one_that_is_none() {
    tells(
        &with_a_wrong_row("2,Beta AB,SE,62.01,300000,SEK"),
        expect![[r#"
            error[wrong-cell]: `SEK` in row 3, column `currency` is another currency than the figures', NOK
             --> data/2024/suppliers.csv:3:27
              |
            3 | 2,Beta AB,SE,62.01,300000,SEK
              |                           ^^^
              |
              = help: add a `rates.csv` to `data/2024` with the columns currency and rate, and a row for SEK

            warning[not-compared]: the pages are not compared with the data of 2024, which has errors
             |
             = help: correct the errors in `data/2024` first

        "#]],
    );
    tells(
        &with_a_wrong_row("2,Beta AB,SE,62.01,300000,kroner"),
        expect![[r#"
            error[wrong-cell]: `kroner` in row 3, column `currency` is not the code of a currency
             --> data/2024/suppliers.csv:3:27
              |
            3 | 2,Beta AB,SE,62.01,300000,kroner
              |                           ^^^^^^
              |
              = help: write its three letters, such as NOK

            warning[not-compared]: the pages are not compared with the data of 2024, which has errors
             |
             = help: correct the errors in `data/2024` first

        "#]],
    );
}

#[test]
fn a_supplier_is_not_missing_whose_row_has_a_mistake() {
    let register = "supplier_id,name,country,nace,turnover\n1,Alfa AS,NO,46.46,mye\n";
    let audits = "supplier_id,date\n1,2024-03-01\n";
    tells(
        &with(&[("data/2024/suppliers.csv", register), ("data/2024/audits.csv", audits)]),
        expect![[r#"
            error[wrong-cell]: `mye` in row 2, column `turnover` is not a number
             --> data/2024/suppliers.csv:2:20
              |
            2 | 1,Alfa AS,NO,46.46,mye
              |                    ^^^
              |
              = help: write it with digits only, and a point before decimals: 1234.50

        "#]],
    );
}

#[test]
fn a_title_above_the_names_of_the_columns() {
    let register =
        "Leverandører 2024,,,,\nsupplier_id,name,country,nace,turnover\n1,Alfa AS,NO,46.46,5\n";
    tells(
        &with(&[("data/2024/suppliers.csv", register)]),
        expect![[r#"
            error[missing-column]: the first row of `data/2024/suppliers.csv` does not name the columns
            --> data/2024/suppliers.csv:1:1
             = help: delete what stands above the row that does; there must be `supplier_id`, `name`, `country`, `turnover`

        "#]],
    );
}

#[test]
fn a_figure_whose_file_is_not_there() {
    tells(
        &chapter("[](fact:audits.count)"),
        expect![[r#"
        error[unknown-fact]: there is no fact `audits.count` in the data of 2024
         --> content/report/01-method.md:4:9
          |
        4 | [](fact:audits.count)
          |         ^^^^^^^^^^^^ no fact has this name
          |
          = help: figures of this name are made from `data/2024/audits.csv`: is it there, and complete?

    "#]],
    );
}

#[test]
fn a_file_may_be_called_as_people_call_the_table() {
    let tiltak = "id,title_nb,title_en,type,status\nm1,Vi spør,We ask,track,done\n";
    tells(
        &with(&[
            ("data/2024/tiltak.csv", tiltak),
            ("content/report/01-method.md", "+++\ntitle = \"M\"\n+++\n[1](fact:measures.count)\n"),
        ]),
        expect![""],
    );
}

#[test]
fn every_number_that_stands_twice_is_told_with_the_first_of_them() {
    // So many that some numbers have a hash in common.
    let mut register = String::from("supplier_id,name,orgnr,country,turnover\n");
    for row in 0..20_000 {
        register.push_str(&format!("S{row},Firma {row},HRB {row},DE,40000\n"));
    }
    register.push_str("S7,Firma,HRB 19999,DE,40000\nS7,Firma,,DE,40000\nS20001,Firma,,DE,40000\n");
    let told = told(&with(&[("data/2024/suppliers.csv", &register)]));
    let errors: Vec<&str> = told
        .lines()
        .filter(|line| line.contains("same-organ") || line.contains("duplicate-id"))
        .collect();
    assert_eq!(
        errors,
        [
            "error[duplicate-id]: the supplier number `S7` stands twice",
            "warning[same-organisation]: the suppliers `S19999` and `S7` have the same organisation number",
            "error[duplicate-id]: the supplier number `S7` stands twice",
        ],
        "{told}"
    );
}

/// As `belegg new year` leaves it: charts and targets are those of the year before.
#[test]
fn a_year_that_waits_for_its_data_stops_no_other() {
    let target = "[[target]]\ngroup = \"board\"\nlow = 40\nhigh = 60\n";
    let chart = "[classes]\nmark = \"stacked-bar\"\ndata = [\"risk.initial\", \"risk.final\"]\n\
                 title = { nb = \"Klasser\", en = \"Classes\" }\n";
    let new = [
        ("data/2025/report.toml", "year = 2025\n"),
        ("data/2025/suppliers.csv", "supplier_id,name,country,turnover\n"),
        ("data/2025/workforce.csv", "group_type,group,group_nb,group_en,women,men\n"),
        ("data/2025/targets.toml", target),
        ("data/2025/charts.toml", chart),
    ];
    let (artifacts, told) = built(&with(&new));
    assert!(artifacts.is_some(), "{told}");
    let groups = (
        "data/2025/workforce.csv",
        "group_type,group,group_nb,group_en,women,men\ntotal,total,Alle,All,5,5\n",
    );
    let (artifacts, told) = built(&with(&[&new[..], &[groups]].concat()));
    assert!(artifacts.is_none() && told.contains("there is a target for `board`"), "{told}");
}

#[test]
fn the_number_of_a_reference_that_cannot_be_read_is_not_told_as_typed() {
    let plain = built(&chapter("Vi har 3 forretningsforbindelser med innkjøp over terskelen.")).1;
    assert!(plain.contains("typed-number"), "{plain}");
    for broken in ["[3] (fact:suppliers.count)", "[3](fact: suppliers.count)"] {
        let told = built(&chapter(&format!(
            "Vi har {broken} forretningsforbindelser med innkjøp over terskelen."
        )))
        .1;
        assert!(told.contains("broken-reference") && !told.contains("typed-number"), "{told}");
    }
}
