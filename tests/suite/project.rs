//! A small project in memory, and the functions that know the program's interface for all tests.

use belegg::diagnostic::{Diagnostics, print};
use belegg::document::{Block, Page, Report, plain};
use belegg::source::Sources;
use belegg::{Options, compose};
use expect_test::Expect;

/// A project in two languages with one report and a register of five suppliers, three of them over
/// the threshold.
pub const BASE: [(&str, &str); 11] = [
    (
        "belegg.toml",
        r#"title = "Fjord"
base_url = "https://fjord.example"
default_language = "nb"
period = 2024

[languages.nb]
label = "Norsk"
[languages.en]
label = "English"
"#,
    ),
    ("content/_index.md", "+++\ntitle = \"Hjem\"\n+++\nVelkommen.\n"),
    ("content/_index.en.md", "+++\ntitle = \"Home\"\n+++\nWelcome.\n"),
    (
        "content/report/_index.md",
        "+++\ntitle = \"Redegjørelse\"\nkind = \"report\"\nslug = \"redegjorelse\"\n+++\nKort fortalt.\n",
    ),
    (
        "content/report/_index.en.md",
        "+++\ntitle = \"Statement\"\nkind = \"report\"\nslug = \"statement\"\n+++\nIn brief.\n",
    ),
    (
        "content/report/01-method.md",
        "+++\ntitle = \"Metode\"\nslug = \"metode\"\n+++\n## Slik gjør vi det {#how}\n\nTekst.\n",
    ),
    (
        "content/report/01-method.en.md",
        "+++\ntitle = \"Method\"\n+++\n## How we do it {#how}\n\nText.\n",
    ),
    (
        "data/2024/report.toml",
        "year = 2024\ncutoff = 2024-12-31\n[threshold]\namount = 30000\ncurrency = \"NOK\"\n",
    ),
    (
        "data/2024/suppliers.csv",
        "supplier_id,name,country,nace,turnover\n\
         1,Alfa AS,NO,46.46,1200000.00\n\
         2,Beta AB,SE,62.01,300000.00\n\
         3,Gamma AS,NO,46.46,30000.01\n\
         4,Delta AS,NO,62.01,30000.00\n\
         5,Epsilon ApS,DK,81.21,100.00\n",
    ),
    ("data/2024/goals.csv", "id,text_nb,text_en,status\ng1,Vi lærer,We learn,continuous\n"),
    ("data/2023/facts.toml", "[\"suppliers.count\"]\nvalue = 2\nunit = \"count\"\n"),
];

/// The small project, with files added or replaced.
pub fn with(changed: &[(&str, &str)]) -> Sources {
    let base = BASE.iter().filter(|(path, _)| !changed.iter().any(|(other, _)| other == path));
    Sources::from_files(base.chain(changed).map(|(path, text)| (*path, text.as_bytes())))
}

/// The small project with this text on its chapter, which is there in Norwegian alone.
pub fn chapter(text: &str) -> Sources {
    chapter_with(text, &[])
}

/// As [`chapter`], with other files added or replaced.
pub fn chapter_with(text: &str, changed: &[(&str, &str)]) -> Sources {
    let page = format!("+++\ntitle = \"Metode\"\n+++\n{text}\n");
    let config = format!("{}[translations]\nmissing = \"omit\"\n", BASE[0].1);
    let own = [("belegg.toml", config.as_str()), ("content/report/01-method.md", page.as_str())];
    let is_replaced = |path: &str| {
        path == "content/report/01-method.en.md"
            || own.iter().chain(changed).any(|(other, _)| *other == path)
    };
    let base = BASE.iter().filter(|(path, _)| !is_replaced(path));
    let own = own.iter().filter(|(path, _)| !changed.iter().any(|(other, _)| other == path));
    let files = base.chain(own).chain(changed);
    Sources::from_files(files.map(|(path, text)| (*path, text.as_bytes())))
}

/// What a project is told, as it is printed.
pub fn told(sources: &Sources) -> String {
    let mut diagnostics = Diagnostics::default();
    compose(sources, &Options::default(), &mut diagnostics);
    print::text(&diagnostics, sources, print::Style::Plain)
}

/// A project is told exactly this.
pub fn tells(sources: &Sources, expected: Expect) {
    expected.assert_eq(&told(sources));
}

/// The published files of a project, without PDFs, and what it is told.
pub fn built(sources: &Sources) -> (Option<belegg::artifact::Artifacts>, String) {
    let mut diagnostics = Diagnostics::default();
    let options = Options { pdf: belegg::PdfChoice::No, ..Options::default() };
    let artifacts =
        belegg::build(sources, &options, &mut diagnostics).expect("no engine is asked for");
    (artifacts, print::text(&diagnostics, sources, print::Style::Plain))
}

/// The report of a project in which nothing is wrong.
pub fn composed(sources: &Sources) -> Report {
    let mut diagnostics = Diagnostics::default();
    let report = compose(sources, &Options::default(), &mut diagnostics);
    let told = print::text(&diagnostics, sources, print::Style::Plain);
    report.filter(|_| diagnostics.is_empty()).unwrap_or_else(|| panic!("{told}"))
}

pub fn page<'a>(report: &'a Report, language: &str, key: &str) -> &'a Page {
    let edition = report.editions.iter().find(|edition| edition.locale.language() == language);
    let pages = &edition.expect("an edition").pages;
    pages.iter().find(|page| page.key == key).expect("a page")
}

/// The words of a page's headings and paragraphs, a line each.
pub fn words(page: &Page) -> String {
    let mut lines = Vec::new();
    for block in &page.blocks {
        match block {
            Block::Heading(heading) => {
                let number = heading.mark.number.clone().unwrap_or_default();
                lines.push(format!("{number} {}", heading.mark.text).trim().to_string());
            }
            Block::Paragraph(paragraph) => lines.push(plain(&paragraph.content)),
            other => lines
                .push(format!("{other:?}").split(['(', ' ', '{']).next().unwrap_or("").to_string()),
        }
    }
    lines.join("\n")
}
