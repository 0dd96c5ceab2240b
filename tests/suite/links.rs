//! Links lead home, to the same language first.

use belegg::document::{Block, Inline, Target, plain};

use crate::project::{chapter, composed, page, with};

fn first_link(report: &belegg::document::Report, language: &str) -> Target {
    let Block::Paragraph(paragraph) = &page(report, language, "report/01-method").blocks[0] else {
        panic!("no paragraph")
    };
    let link = paragraph.content.iter().find_map(|inline| match inline {
        Inline::Link { target, .. } => Some(target.target.clone()),
        _ => None,
    });
    link.expect("a link")
}

fn to_page(url: &str, key: &str, anchor: Option<&str>, lang: Option<&'static str>) -> Target {
    Target::Page { url: url.into(), key: key.into(), anchor: anchor.map(String::from), lang }
}

#[test]
fn a_link_leads_to_the_page_in_the_same_language() {
    let english = "+++\ntitle = \"Method\"\n+++\nSee [home](@/_index.md).\n";
    let report = composed(&with(&[("content/report/01-method.en.md", english)]));
    assert_eq!(first_link(&report, "en"), to_page("/en/", "_index", None, None));
}

#[test]
fn a_relative_path_is_a_link_too() {
    let report = composed(&chapter("Se [forsiden](../_index.md) og ## {#how}"));
    assert_eq!(first_link(&report, "nb"), to_page("/", "_index", None, None));
}

#[test]
fn an_anchor_is_that_of_the_heading() {
    let report = composed(&chapter("Se [over](#maal).\n\n## Mål {#maal}"));
    assert_eq!(first_link(&report, "nb"), Target::Anchor("maal".into()));
}

/// The links of a text: their words, and where they lead.
fn links_out(text: &str) -> Vec<(String, String)> {
    let report = composed(&chapter(text));
    let mut links = Vec::new();
    for block in &page(&report, "nb", "report/01-method").blocks {
        let content = match block {
            Block::Paragraph(paragraph) => &paragraph.content,
            Block::Heading(heading) => &heading.content,
            _ => continue,
        };
        for inline in content {
            if let Inline::Link { target, content } = inline
                && let Target::External(address) = &target.target
            {
                links.push((plain(content), address.clone()));
            }
        }
    }
    links
}

#[test]
fn an_address_in_a_text_is_a_link() {
    let pairs = |links: &[(&str, &str)]| -> Vec<(String, String)> {
        links.iter().map(|(words, to)| (words.to_string(), to.to_string())).collect()
    };
    assert_eq!(
        links_out(
            "Se https://fjord.no/a_b?c=1, www.fjord.no. (Eller post@fjord.no!)\n\n## Om http://fjord.no/å {#om}"
        ),
        pairs(&[
            ("https://fjord.no/a_b?c=1", "https://fjord.no/a_b?c=1"),
            ("www.fjord.no", "https://www.fjord.no"),
            ("post@fjord.no", "mailto:post@fjord.no"),
            ("http://fjord.no/å", "http://fjord.no/å"),
        ])
    );
    // Words that only look like one, code, and what is a link already.
    assert_eq!(
        links_out(
            "Lest av lov.no, `https://fjord.no`, javascript://fjord.no, a@b og www. <https://fjord.no> [www.fjord.no](https://b.no)"
        ),
        pairs(&[("https://fjord.no", "https://fjord.no"), ("www.fjord.no", "https://b.no")])
    );
}

#[test]
fn what_is_missing_in_a_language_is_linked_with_the_language_it_is_in() {
    let sources = with(&[
        ("content/about.md", "+++\ntitle = \"Om\"\n+++\nTekst.\n"),
        (
            "content/report/01-method.en.md",
            "+++\ntitle = \"Method\"\n+++\nSee [about](@/about.md).\n",
        ),
    ]);
    let mut told = belegg::diagnostic::Diagnostics::default();
    let report =
        belegg::compose(&sources, &belegg::Options::default(), &mut told).expect("a report");
    assert_eq!((told.errors(), told.warnings()), (0, 1));
    assert_eq!(first_link(&report, "en"), to_page("/en/about/", "about", None, Some("nb")));
}
