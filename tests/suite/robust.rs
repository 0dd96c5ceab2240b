//! Whatever stands in the files of a project, it is told or published, and nothing falls over.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::project::{built, chapter, with};

/// Pieces that our formats give a meaning, and letters of one to four bytes.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "[",
        "](fact:",
        "suppliers.count",
        ")",
        "![",
        "](chart:",
        "suppliers.by_country",
        "?top=",
        "7",
        "](table:goals)",
        "](cards:",
        "@2023",
        " \"≈\"",
        "\"",
        "'",
        "(",
        "[^a]",
        "\n\n[^a]: ",
        "## ",
        "{#x ",
        "legal=\"tl-5\"",
        "}",
        "> [!NOTE]\n> ",
        "> ",
        "— Kari, leder",
        "1. **",
        "**",
        "* ",
        "\n",
        "\n\n",
        "|",
        "|-|\n",
        "\n: ",
        "<script>",
        "</div>",
        "<!--",
        "-->",
        "&amp;",
        "&#0;",
        "`",
        "```",
        "\\",
        "---\n",
        "+++\n",
        "@/report/",
        ".md",
        "#how",
        "javascript:",
        "https://a.example/",
        "30 000",
        "66 %",
        "å",
        "漢",
        "🦊",
        "\u{202e}",
        "\u{ad}",
        "\u{a0}",
        "\r\n",
        "\t",
        "=",
        "true",
        "2024-12-31",
        "[[",
        "]]",
        ",",
        ";",
        "46.46",
        "NO",
        "1.234",
        "{\"id\":",
        "null",
    ]);
    prop_oneof![4 => known.prop_map(String::from), 1 => "\\PC{0,3}"]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

/// What is told to search engines is data, which no browser runs.
const DATA: &str = "script type=\"application/ld+json\">{\"@context\":";

/// The elements of a page.
fn elements(page: &str) -> BTreeSet<&str> {
    let starts = page
        .split('<')
        .skip(1)
        .filter(|part| !part.starts_with(['/', '!']) && !part.starts_with(DATA));
    starts
        .map(|part| part.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or(""))
        .collect()
}

fn holds_only_known_elements(sources: &belegg::source::Sources) -> Result<(), TestCaseError> {
    const FORBIDDEN: [&str; 9] =
        ["script", "style", "iframe", "object", "embed", "form", "input", "base", "foreignObject"];
    let (artifacts, _) = built(sources);
    for (path, bytes) in artifacts.map(|artifacts| artifacts.files).unwrap_or_default() {
        if path.ends_with(".html") {
            let page = String::from_utf8(bytes.to_vec()).expect("pages are UTF-8");
            // The search page has a field to write in, and the theme's own script.
            let is_search =
                ["sok/index.html", "search/index.html"].iter().any(|it| path.ends_with(it));
            for element in elements(&page) {
                let known = is_search && ["script", "form", "input"].contains(&element);
                prop_assert!(known || !FORBIDDEN.contains(&element), "{element} in {path}");
            }
            prop_assert!(!page.contains("=\"javascript:"), "{path}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_of_a_page(text in text()) {
        holds_only_known_elements(&chapter(&text))?;
    }

    #[test]
    fn any_title_and_front_matter(text in text()) {
        let title = format!("+++\ntitle = \"{}\"\n+++\n", text.replace(['"', '\n', '\r', '\\'], " "));
        holds_only_known_elements(&with(&[("content/report/01-method.md", &title)]))?;
        let whole = format!("---\n{text}\n---\nTekst.\n");
        holds_only_known_elements(&with(&[("content/report/01-method.md", &whole)]))?;
    }

    #[test]
    fn any_data(text in text()) {
        let register = format!("supplier_id,name,country,turnover\n{text}\n");
        holds_only_known_elements(&with(&[("data/2024/suppliers.csv", &register)]))?;
        holds_only_known_elements(&with(&[("data/2024/goals.csv", &text)]))?;
        holds_only_known_elements(&with(&[("data/2024/facts.toml", &text)]))?;
        holds_only_known_elements(&with(&[("data/2024/charts.toml", &format!("[a]\n{text}"))]))?;
        holds_only_known_elements(&with(&[("data/2024/measures.json", &format!("[{text}]"))]))?;
        holds_only_known_elements(&with(&[("belegg.toml", &text)]))?;
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for path in ["content/report/01-method.md", "data/2024/suppliers.csv", "data/2024/report.toml", "belegg.toml"] {
            let base = crate::project::BASE.iter().filter(|(other, _)| *other != path);
            let files = base.map(|(path, text)| (*path, text.as_bytes())).chain([(path, bytes.as_slice())]);
            holds_only_known_elements(&belegg::source::Sources::from_files(files))?;
        }
    }
}
