//! Projects of any size, for measuring.

use std::collections::BTreeMap;

use belegg::source::Sources;

/// A site of one report a hundred chapters, in two languages, over a register of made-up suppliers.
pub fn project_of(pages: usize, suppliers: usize) -> Sources {
    let mut files = BTreeMap::new();
    let mut add = |path: String, text: String| drop(files.insert(path, text));
    add(
        "belegg.toml".into(),
        "title = \"Measured\"\nbase_url = \"https://measured.example\"\ndefault_language = \"nb\"\n\
         period = 2024\n[languages.nb]\n[languages.en]\n"
            .into(),
    );
    add(
        "data/2024/report.toml".into(),
        "year = 2024\ncutoff = 2024-12-31\n[threshold]\namount = 30000\ncurrency = \"NOK\"\n"
            .into(),
    );
    add("data/2024/suppliers.csv".into(), register(suppliers));
    for (suffix, title) in [("", "Forside"), (".en", "Front page")] {
        add(format!("content/_index{suffix}.md"), format!("+++\ntitle = \"{title}\"\n+++\nTo.\n"));
        for report in 0..pages.div_ceil(100) {
            let front = format!(
                "+++\ntitle = \"{title} {report}\"\nkind = \"report\"\ndate = 2025-06-30\n+++\nSo.\n"
            );
            add(format!("content/report-{report}/_index{suffix}.md"), front);
        }
        for page in 0..pages {
            let path = format!("content/report-{}/part-{:03}{suffix}.md", page / 100, page % 100);
            add(path, chapter(title, page));
        }
    }
    Sources::from_files(files)
}

/// A page as people write them: two sections, eight figures in the text, a link, a footnote, a list,
/// and on every tenth page a chart.
fn chapter(title: &str, page: usize) -> String {
    let mut text =
        format!("+++\ntitle = \"{title} {page}\"\ndescription = \"Part {page}.\"\n+++\n");
    for section in ["method", "results"] {
        text.push_str(&format!(
            "\n## {title} {section} {{#{section}}}\n\n\
             We have [](fact:suppliers.count) suppliers in [](fact:suppliers.countries) countries, of \
             which [](fact:suppliers.by_country.NO.share) are Norwegian, with \"more\" than \
             [](fact:suppliers.threshold) each. See [the method](#method).[^{section}]\n\n\
             - **First**, some words that say what was done, and why.\n\
             - Then, *other words*, that say what came of it in the year.\n\n\
             [^{section}]: A note on the {section}.\n"
        ));
    }
    if page.is_multiple_of(10) {
        text.push_str("\n![Countries](chart:suppliers.by_country?top=3)\n");
    }
    text
}

fn register(suppliers: usize) -> String {
    const COUNTRIES: [&str; 5] = ["NO", "NO", "SE", "DK", "DE"];
    const INDUSTRIES: [&str; 4] = ["46.46", "62.01", "81.21", "43.21"];
    let mut csv = String::from("supplier_id,name,country,nace,turnover,coc_signed_on\n");
    for row in 0..suppliers {
        let (country, industry) = (COUNTRIES[row % 5], INDUSTRIES[row % 4]);
        let turnover = 10_000 + row * 7_919 % 900_000;
        let signed = if row.is_multiple_of(3) { "2024-03-01" } else { "" };
        let cells =
            format!("S{row},Supplier {row} AS,{country},{industry},{turnover}.50,{signed}\n");
        csv.push_str(&cells);
    }
    csv
}
