//! One slip of a writer is told once: of what follows from it, in other languages, on other pages and in what
//! was accepted, nothing is said.

mod data;
mod lines;
mod policies;

use belegg::diagnostic::{Diagnostics, print};
use belegg::project::accepted::Accepted;
use belegg::source::Sources;
use belegg::{Options, PdfChoice, compose};
use expect_test::{Expect, expect};

use crate::project::{BASE, with};

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
    accepted(&CHAPTERS, changed, gone)
}

/// A project with these files, as [`project`].
fn accepted(own: &[(&str, &str)], changed: &[(&str, &str)], gone: &[&str]) -> Sources {
    let before = with(own);
    let found = belegg::translations(&before, &Options::default(), &mut Diagnostics::default());
    let mut accepted = Accepted::default();
    for page in found.expect("translations").pages {
        for section in page.sections {
            let hash = section.hash.unwrap_or_default();
            accepted.accept(&page.key, &page.language, &section.anchor, &hash);
        }
    }
    let accepted = accepted.to_toml();
    let own = [own, &[("translations.toml", accepted.as_str())]].concat();
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

#[test]
fn fields_between_the_wrong_fences() {
    let text = CHAPTERS[0].1;
    let expected = expect![[r#"
        content/report/01-method.md:1:1: these fields are written with `=`, which stand between `+++`, not between `---`
          write `+++` both on this line and below the last field
    "#]];
    expected.assert_eq(&told(&project(&[(NORWEGIAN, &text.replace("+++", "---"))], &[])));
    let text = text.replace("title = ", "title: ").replace("\n+++", "\nslug: metode\n+++");
    let expected = expect![[r#"
        content/report/01-method.md:1:1: these fields are written with `:`, which stand between `---`, not between `+++`
          write `---` both on this line and below the last field
    "#]];
    expected.assert_eq(&told(&project(&[(NORWEGIAN, &text)], &[])));
}

#[test]
fn a_translation_whose_file_has_another_name() {
    let english = CHAPTERS[1].1;
    let expected = expect![[r#"
        content/report/01-methods.en.md: `content/report/01-methods.en.md` and `content/report/01-method.md` seem to be one page, and have two names
          rename it to `01-method.en.md`; if it is another page, take `["report/01-method".en]` out of `translations.toml`
    "#]];
    expected
        .assert_eq(&told(&project(&[("content/report/01-methods.en.md", english)], &[ENGLISH])));
    let expected = expect![[r#"
        content/report/01-method_en.md: the language of `01-method_en.md` stands behind no dot: it is taken for a page of its own
          rename it to `01-method.en.md`
    "#]];
    expected.assert_eq(&told(&project(&[("content/report/01-method_en.md", english)], &[ENGLISH])));
    let norwegian = CHAPTERS[0].1;
    let moved = [("content/report/01-metode.md", norwegian)];
    expect![[r#"
        content/report/01-metode.md: `content/report/01-metode.md` and `content/report/01-method.en.md` seem to be one page, and have two names
          rename it to `01-method.md`; if it is another page, take `["report/01-method".en]` out of `translations.toml`
    "#]].assert_eq(&told(&project(&moved, &[NORWEGIAN])));
}

#[test]
fn an_original_that_is_not_there() {
    expect![[r#"
        content/report/02-more.en.md: the report has this page, but not in Norsk, the language that holds
          put `content/report/02-more.md` back, of which this is the translation, or delete this one too
    "#]].assert_eq(&told(&project(&[], &["content/report/02-more.md"])));
    let about = [
        ("content/about.md", "+++\ntitle = \"Om\"\n+++\nVi er her.\n"),
        ("content/about.en.md", "+++\ntitle = \"About\"\n+++\nHere we are.\n"),
    ];
    expect![[r#"
        content/about.en.md: the page is missing in Norsk: readers get the original with a notice
          put `content/about.md` back, of which this is the translation, or delete this one too
    "#]]
    .assert_eq(&told(&accepted(&about, &[], &["content/about.md"])));
}

#[test]
fn a_file_of_data_that_is_not_there() {
    const PATH: &str = "data/2024/suppliers.csv";
    let expected = expect![[r#"
        content/report/01-method.en.md:7:18: there is no fact `suppliers.registered` in the data of 2024
          figures of this name are made from `data/2024/suppliers.csv`: is it there, and complete?
    "#]];
    expected.assert_eq(&told(&project(&[], &[PATH])));
    let suppliers = crate::project::BASE.iter().find(|(path, _)| *path == PATH);
    let text = suppliers.map_or("", |(_, text)| text);
    let expected = expect![[r#"
        data/2024/suppliers.csv.txt: `suppliers.csv.txt` is not a dataset: it is not read
          rename it to `suppliers.csv`
        : the pages are not compared with the data of 2024, which has errors
          correct the errors in `data/2024` first
    "#]];
    expected.assert_eq(&told(&project(&[("data/2024/suppliers.csv.txt", text)], &[PATH])));
    let report = "year = 2024\n";
    let misnamed = [("data/2024/report.toml.txt", report)];
    let expected = expect![[r#"
        data/2024/report.toml.txt: `report.toml.txt` is not a dataset: it is not read
          rename it to `report.toml`
    "#]];
    expected.assert_eq(&told(&project(&misnamed, &["data/2024/report.toml"])));
}

#[test]
fn a_currency_in_a_whole_column() {
    let table = |currency: &str| {
        let row = |id: &str| format!("{id},Alfa {id} AS,NO,46.46,1200000.00,{currency}\n");
        let rows: String = ["1", "2", "3"].map(row).concat();
        format!(
            "supplier_id,name,country,nace,turnover,currency\n{rows}4,Delta AS,NO,46.46,1.00,NOK\n5,E AS,NO,46.46,1.00,EUR\n"
        )
    };
    let expected = expect![[r#"
        data/2024/suppliers.csv:2:33: `kroner` in row 2, column `currency` is not the code of a currency; so it is in 3 rows
          write its three letters, such as NOK
        data/2024/suppliers.csv:6:22: `EUR` in row 6, column `currency` is another currency than the figures', NOK
          add a `rates.csv` to `data/2024` with the columns currency and rate, and a row for EUR
        : the pages are not compared with the data of 2024, which has errors
          correct the errors in `data/2024` first
    "#]];
    expected.assert_eq(&told(&project(&[("data/2024/suppliers.csv", &table("kroner"))], &[])));
    let expected = expect![[r#"
        data/2024/suppliers.csv:2:33: `SEK` in row 2, column `currency` is another currency than the figures', NOK; so it is in 3 rows
          add a `rates.csv` to `data/2024` with the columns currency and rate, and a row for SEK
        data/2024/suppliers.csv:6:22: `EUR` in row 6, column `currency` is another currency than the figures', NOK
          add a `rates.csv` to `data/2024` with the columns currency and rate, and a row for EUR
        : the pages are not compared with the data of 2024, which has errors
          correct the errors in `data/2024` first
    "#]];
    expected.assert_eq(&told(&project(&[("data/2024/suppliers.csv", &table("SEK"))], &[])));
}

#[test]
fn a_theme_that_is_not_there() {
    let title = "title = \"Fjord\"";
    slip(
        "belegg.toml",
        title,
        "title = \"Fjord\"\ntheme = \"deflaut\"",
        expect![[r#"
        belegg.toml:2:9: there is no folder `themes/deflaut`
          there is a theme `default`: write `theme = "default"`
    "#]],
    );
}

#[test]
fn tabs_in_front_of_fields() {
    let page = |fields: &str| format!("---\ntitle: Metode\n{fields}---\n\nTekst.\n");
    let told = |fields: &str| told(&project(&[("content/report/03-other.md", &page(fields))], &[]));
    expect![[r#"
        content/report/03-other.md:5:1: a tab stands here
          write spaces instead: two for each step in
    "#]]
    .assert_eq(&told("aliases:\n  - /a/\n\t- /b/\n"));
    expect![[r#"
        content/report/03-other.md:3:3: a tab stands here
          write spaces instead: two for each step in
    "#]]
    .assert_eq(&told("  \tdraft: true\n"));
}

#[test]
fn toml_as_other_languages_are_written() {
    let right = "title = \"Metode\"";
    let slip = |wrong: &str, expected: Expect| slip(NORWEGIAN, right, wrong, expected);
    slip(
        "title = \"Metode\";",
        expect![[r#"
        content/report/01-method.md:2:9: no `;` stands behind a value here
          write `title = "Metode"`
    "#]],
    );
    slip(
        "title = Metode;",
        expect![[r#"
        content/report/01-method.md:2:9: no `;` stands behind a value here
          write `title = "Metode"`
    "#]],
    );
    slip(
        "title = \"Metode\",",
        expect![[r#"
        content/report/01-method.md:2:9: no comma stands behind a value that ends its line
          write `title = "Metode"`
    "#]],
    );
    slip(
        "title = \"Metode\" // navnet",
        expect![[r#"
        content/report/01-method.md:2:9: a comment begins with `#`
          write `title = "Metode" # navnet`
    "#]],
    );
    slip(
        "/* navnet */\ntitle = \"Metode\"",
        expect![[r#"
        content/report/01-method.md:2:1: a comment begins with `#`
          write `# navnet`
    "#]],
    );
    slip(
        "title = `Metode`",
        expect![[r#"
        content/report/01-method.md:2:9: these are backticks: a text stands in straight quotes
          write `title = "Metode"`
    "#]],
    );
    slip(
        "title = \"Metode\nog mål\"",
        expect![[r#"
        content/report/01-method.md:2:9: this text goes on below: a text stands on one line
          write `title = "Metode og mål"`
    "#]],
    );
    slip(
        "title = \"Metode\ndescription = \"Mål\"",
        expect![[r#"
        content/report/01-method.md:2:9: this text has no quote at its end
          write `title = "Metode"`
    "#]],
    );
    slip(
        "title = \"Met\u{b}ode\"",
        expect![[r#"
        content/report/01-method.md:2:13: the invisible sign U+000B stands here
          delete what stands between the letters around it, and type it anew
    "#]],
    );
    slip("title = \"Metode\" # navnet; // og mer", expect![[r#""#]]);
}

#[test]
fn a_number_of_a_person() {
    let right = "[languages.nb]";
    let wrong = "[organisation]\nname = \"Fjord\"\naddress = \"15076500565\"\n[languages.nb]";
    slip(
        "belegg.toml",
        right,
        wrong,
        expect![[r#"
        belegg.toml:8:12: a person's national identity number would be published in `404.html` and 13 more files
          take the eleven digits out of the text or the data
    "#]],
    );
}

#[test]
fn a_figure_in_one_language_that_is_told_already() {
    let chart = |at: usize, words: &str| format!("{}\n{words}\n", CHAPTERS[at].1);
    let told = |norwegian: &str| {
        let (one, other) = (chart(0, norwegian), chart(1, "![Land](chart:suppliers.by_country)"));
        told(&project(&[(NORWEGIAN, &one), (ENGLISH, &other)], &[]))
    };
    expect![[r#"
        content/report/01-method.md:13:4: a figure stands in the middle of a text
          put it on a line of its own, with an empty line before and after
    "#]]
    .assert_eq(&told("Se ![Land](chart:suppliers.by_country) her."));
    expect![[r#"
        content/report/01-method.md:13:9: `domain=[0,75]` is not an option of a chart
          the options are `as=`, `top=`, `sort=`, `highlight=`, `periods=`, `digits=`
    "#]]
    .assert_eq(&told("![Land](chart:suppliers.by_country?domain=[0,75])"));
}

#[test]
fn a_language_that_no_file_has() {
    let english = CHAPTERS[1].1;
    let named = [("content/report/01-method.eng.md", english)];
    expect![[r#"
        content/report/01-method.eng.md: `eng` in the file name is not a language of this site
          did you mean `.en.md`?
    "#]]
    .assert_eq(&told(&project(&named, &[ENGLISH])));
    let default = "default_language = \"nb\"";
    let menu = "[[menu]]\npage = \"@/_index.md\"\ntitle = { nb = \"Hjem\", en = \"Home\" }\n";
    let config = crate::project::BASE[0].1.replace(default, "default_language = \"no\"");
    let config = format!("{config}{menu}");
    expect![[r#"
        belegg.toml:3:20: `no` and `nb` are the same language
          write `default_language = "nb"`
    "#]]
    .assert_eq(&told(&project(&[("belegg.toml", &config)], &[])));
}

#[test]
fn a_period_without_data() {
    let page = "content/report/_index.md";
    let period = ("title = \"Redegjørelse\"", "title = \"Redegjørelse\"\nperiod = 2052");
    slip(
        page,
        period.0,
        period.1,
        expect![[r#"
        content/report/_index.md:3:10: there is no data for the period 2052
          there is data for 2023, 2024
    "#]],
    );
}

#[test]
fn a_column_that_is_misspelt() {
    slip(
        "data/2024/suppliers.csv",
        "country",
        "contry",
        expect![[r#"
            data/2024/suppliers.csv:1:18: column `country` is missing in `data/2024/suppliers.csv`
              there is a column `contry`: rename it to `country`
            : the pages are not compared with the data of 2024, which has errors
              correct the errors in `data/2024` first
        "#]],
    );
    slip(
        "data/2024/suppliers.csv",
        "turnover",
        "name",
        expect![[r#"
            data/2024/suppliers.csv:1:31: there are two columns called `name`
              delete one of the two, or rename it
            : the pages are not compared with the data of 2024, which has errors
              correct the errors in `data/2024` first
        "#]],
    );
}

#[test]
fn a_fact_that_is_not_there_in_both_languages() {
    let fact =
        |at: usize| CHAPTERS[at].1.replace("[5](fact:suppliers.registered)", "[](fact:energy.use)");
    let (one, other) = (fact(0), fact(1));
    let sources = project(&[(NORWEGIAN, &one), (ENGLISH, &other)], &[]);
    expect![[r#"
        content/report/01-method.en.md:7:17: there is no fact `energy.use` in the data of 2024
          `belegg facts` lists all 26 of them
    "#]]
    .assert_eq(&told(&sources));
}

#[test]
fn another_figure_in_one_language() {
    let page = |at: usize, figure: &str| format!("{}\n![Tall]({figure})\n", CHAPTERS[at].1);
    let (one, other) =
        (page(0, "table:suppliers.by_country"), page(1, "chart:suppliers.by_country"));
    let sources = project(&[(NORWEGIAN, &one), (ENGLISH, &other)], &[]);
    expect![[r#"
        content/report/01-method.en.md:13:9: `chart:suppliers.by_country` stands here, but `table:suppliers.by_country` in the original (Norsk)
          show the same figures in both languages
    "#]].assert_eq(&told(&sources));
}

#[test]
fn a_number_that_differs_hides_no_translation_that_is_out_of_date() {
    let text = CHAPTERS[0].1.replace("[5]", "[7]").replace("Tekst.", "Ny tekst.");
    let told = told(&project(&[(NORWEGIAN, &text)], &[]));
    assert!(
        told.contains("the data gives 5") && told.contains("`Slik spør vi` has changed"),
        "{told}"
    );
}

#[test]
fn the_default_language_was_another_when_the_files_were_named() {
    let config = BASE[0].1.replace("default_language = \"nb\"", "default_language = \"en\"");
    expect![[r#"
        content/_index.md: `content/_index.md` and `content/_index.en.md` are both taken for `en`, the default language, and so are 3 more pairs of files
          files without a language in their names are in the default language: set `default_language` to that of their texts, or give it to their names
    "#]].assert_eq(&told(&project(&[("belegg.toml", &config)], &[])));
}

#[test]
fn rows_that_are_divided_by_another_sign_than_the_names_above_them() {
    let table = "supplier_id;name;country;nace;turnover\n1,Alfa AS,NO,46.46,1200000.00\n2,Beta AB,SE,62.01,3.00\n";
    expect![[r#"
        data/2024/suppliers.csv:2:1: the rows are divided by `,`, and the names of the columns by `;`
          divide the first line by the same sign as the others
        : the pages are not compared with the data of 2024, which has errors
          correct the errors in `data/2024` first
    "#]].assert_eq(&told(&project(&[("data/2024/suppliers.csv", table)], &[])));
}

#[test]
fn a_chapter_and_a_folder_that_were_copied() {
    let copied = CHAPTERS.map(|(path, text)| (path.replace("report/", "report - Kopi/"), text));
    let pages = copied.iter().map(|(path, text)| (path.as_str(), *text));
    let own = [("content/report/01-method (2).md", CHAPTERS[0].1)];
    let changed: Vec<_> = pages.chain(own).collect();
    expect![[r#"
        content/report - Kopi/01-method.md: `content/report - Kopi` would be published beside `report`, of which it is a copy by its name
          delete the copy, or give it a name of its own
        content/report/01-method (2).md: `content/report/01-method (2)` would be published beside `01-method`, of which it is a copy by its name
          delete the copy, or give it a name of its own
    "#]].assert_eq(&told(&project(&changed, &[])));
}

#[test]
fn a_fact_that_is_not_there_and_cited_often_shows_a_few_places() {
    let text = format!("{}{}", CHAPTERS[0].1, "Her er [](fact:no.such) av det.\n\n".repeat(60));
    let mut diagnostics = Diagnostics::default();
    let sources = project(&[(NORWEGIAN, &text)], &[]);
    compose(&sources, &Options::default(), &mut diagnostics);
    let told = print::text(&diagnostics, &sources, print::Style::Plain);
    assert_eq!(told.matches("note: and here").count(), 5, "{told}");
    assert!(told.contains("note: and 54 more places"), "{told}");
}
