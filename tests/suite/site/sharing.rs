//! What other sites show of a page that somebody shares.

use std::collections::BTreeMap;

use crate::site::fixture::{publish, publish_without_pdfs, report};
use crate::site::markup::elements;

/// What a page says for sharing, by property.
fn shared(page: &str) -> BTreeMap<String, String> {
    let own = |name: &str| name.starts_with("og:") || name.starts_with("twitter:");
    let said = elements(page).into_iter().filter_map(|element| {
        let name = element.attribute("property").or(element.attribute("name"))?.to_string();
        own(&name).then(|| (name, element.attribute("content").unwrap_or_default().to_string()))
    });
    said.collect()
}

#[test]
fn a_shared_chapter_shows_the_picture_of_its_report_in_its_language() {
    let (files, _) = publish(&report(), &[]);
    let said = shared(&files["rapport/2024/leverandorer/index.html"]);
    for (name, wanted) in [
        ("og:image", "https://apenhet.example/rapport/2024/share.png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:locale", "nb_NO"),
        ("og:type", "article"),
        ("og:url", "https://apenhet.example/rapport/2024/leverandorer/"),
        ("twitter:card", "summary_large_image"),
    ] {
        assert_eq!(said.get(name).map(String::as_str), Some(wanted), "{name}");
    }
    let alt = &said["og:image:alt"];
    assert!(alt.starts_with("Lyngvik Helse AS. "), "{alt}");
    assert!(alt.contains("447"), "the figures of the picture are told: {alt}");
    let english = shared(&files["en/report/2024/index.html"]);
    assert_eq!(english["og:locale"], "en_GB");
    assert_eq!(english["og:image"], "https://apenhet.example/en/report/2024/share.png");
}

#[test]
fn pages_outside_reports_and_sites_without_pdfs_show_no_picture() {
    let (files, _) = publish(&report(), &[]);
    let home = shared(&files["index.html"]);
    assert_eq!(home["og:type"], "website");
    assert_eq!(home["og:url"], "https://apenhet.example/");
    assert_eq!(home["og:locale"], "nb_NO");
    assert!(!home.contains_key("og:image") && !home.contains_key("twitter:card"), "{home:?}");
    assert_eq!(shared(&files["404.html"]), BTreeMap::new());
    let (files, _) = publish_without_pdfs(&report());
    for (path, page) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(!shared(page).contains_key("og:image"), "{path}");
    }
}
