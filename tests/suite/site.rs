//! The published site, as its readers meet it.

mod fixture;
mod hostile;
mod markup;
mod search;
mod sharing;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use belegg::document::Block;
use fixture::{publish, report};
use markup::{elements, text_of};

const CHAPTER: &str = "rapport/2024/leverandorer/index.html";
const UNTRANSLATED: &str = "en/om/index.html";

fn default_site() -> BTreeMap<String, String> {
    let (files, told) = publish(&report(), &[]);
    assert_eq!(told, Vec::<String>::new());
    files
}

/// The finished pages; not the short ones that only lead on to another.
fn pages(files: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, &String)> {
    files
        .iter()
        .filter(|(path, text)| path.ends_with(".html") && !text.contains("http-equiv=\"refresh\""))
}

#[track_caller]
fn holds(page: &str, markup: &str) {
    assert!(page.contains(markup), "`{markup}` is missing in\n{page}");
}

#[test]
fn every_page_has_one_title_a_language_and_a_way_past_the_menu() {
    for (path, page) in pages(&default_site()) {
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
        let lang =
            if path.starts_with("en/") { "<html lang=\"en-GB\">" } else { "<html lang=\"nb\">" };
        holds(page, lang);
        let skip = elements(page).into_iter().find(|one| one.attribute("class") == Some("vh skip"));
        let target = skip.and_then(|link| link.attribute("href").map(str::to_string)).unwrap();
        holds(page, &format!("<main id=\"{}\"", target.trim_start_matches('#')));
    }
}

#[test]
fn no_id_stands_twice_and_every_fragment_leads_somewhere() {
    for (path, page) in pages(&default_site()) {
        let mut ids = BTreeSet::new();
        for element in elements(page) {
            if let Some(id) = element.attribute("id") {
                assert!(ids.insert(id.to_string()), "{path}: the id `{id}` stands twice");
            }
        }
        for element in elements(page) {
            for name in ["aria-labelledby", "href"] {
                let Some(value) = element.attribute(name) else { continue };
                let wanted = match name {
                    "href" => value.strip_prefix('#').into_iter().collect::<Vec<_>>(),
                    _ => value.split(' ').collect(),
                };
                for id in wanted {
                    assert!(ids.contains(id), "{path}: `{id}` leads nowhere");
                }
            }
        }
    }
}

#[test]
fn every_relative_link_leads_to_a_file_of_the_site() {
    let files = default_site();
    let pdfs = fixture::downloads().into_iter().map(|download| download.path);
    let known: BTreeSet<String> = files.keys().cloned().chain(pdfs).collect();
    for (path, page) in files.iter().filter(|(path, _)| path.ends_with("index.html")) {
        for element in elements(page) {
            let target = element.attribute("href").or(element.attribute("src")).unwrap_or("#");
            if target.starts_with('#') || target.contains(':') {
                continue;
            }
            let mut parts: Vec<&str> = path.split('/').collect();
            parts.pop();
            for part in target.split('#').next().unwrap().split('/') {
                match part {
                    ".." => _ = parts.pop().expect("stays inside the site"),
                    part => parts.push(part),
                }
            }
            let file = parts.join("/");
            assert!(known.contains(&file), "{path}: `{target}` leads to `{file}`");
        }
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere_and_nothing_needs_a_script() {
    for (path, page) in pages(&default_site()) {
        for element in elements(page) {
            let loads = match element.name.as_str() {
                "iframe" | "object" | "embed" => panic!("{path}: {}", element.name),
                "link" => {
                    element.attribute("rel") != Some("canonical")
                        && element.attribute("rel") != Some("alternate")
                }
                "script" if element.attribute("type") == Some("application/ld+json") => false,
                "img" | "source" | "script" => true,
                _ => false,
            };
            let address =
                element.attribute("href").or(element.attribute("src")).unwrap_or_default();
            assert!(!loads || !address.contains("//"), "{path}: loads {address}");
            assert_eq!(element.attribute("style"), None, "{path}");
            assert!(!element.attributes.iter().any(|(name, _)| name.starts_with("on")), "{path}");
        }
        holds(page, "content=\"default-src 'none'; ");
    }
}

#[test]
fn the_language_switch_leads_to_the_same_page() {
    let files = default_site();
    holds(
        &files[CHAPTER],
        "<a href=\"../../../en/report/2024/suppliers/index.html\" rel=\"alternate\" \
         hreflang=\"en-GB\" lang=\"en-GB\">English</a>",
    );
    holds(&files[CHAPTER], "<span aria-current=\"true\" lang=\"nb\">Norsk</span>");
    holds(&files["om/index.html"], "lang=\"en-GB\">English (not translated)</a>");
}

#[test]
fn search_engines_are_told_of_true_translations_only() {
    let files = default_site();
    let base = "https://apenhet.example";
    for (tag, url) in [
        ("nb", "/rapport/2024/leverandorer/"),
        ("en-GB", "/en/report/2024/suppliers/"),
        ("x-default", "/rapport/2024/leverandorer/"),
    ] {
        let link = format!("<link rel=\"alternate\" hreflang=\"{tag}\" href=\"{base}{url}\">");
        holds(&files[CHAPTER], &link);
        holds(&files["en/report/2024/suppliers/index.html"], &link);
    }
    for page in ["om/index.html", UNTRANSLATED] {
        assert!(!files[page].contains("<link rel=\"alternate\" hreflang"), "{page}");
        holds(&files[page], "<link rel=\"canonical\" href=\"https://apenhet.example/om/\">");
    }
    let sitemap = &files["sitemap.xml"];
    holds(sitemap, "<loc>https://apenhet.example/om/</loc>");
    assert!(!sitemap.contains("/en/om/"), "{sitemap}");
}

#[test]
fn a_page_that_is_not_translated_says_so_in_the_readers_language() {
    let page = &default_site()[UNTRANSLATED];
    holds(page, "<html lang=\"en-GB\">");
    holds(page, "<main id=\"site-main\" class=\"page\" lang=\"nb\">");
    holds(page, "lang=\"en-GB\"><p>This page has not been translated into English yet.");
    holds(page, "Norsk.</p>");
}

#[test]
fn footnotes_lead_there_and_back_from_every_place() {
    let page = &default_site()[CHAPTER];
    holds(page, "<a id=\"fnref1\" href=\"#fn1\" role=\"doc-noteref\">");
    holds(page, "<a id=\"fnref1-2\" href=\"#fn1\" role=\"doc-noteref\">");
    holds(page, "<li id=\"fn1\">Jf. åpenhetsloven § 3. <a href=\"#fnref1\" role=\"doc-backlink\">");
    holds(page, "<a href=\"#fnref1-2\" role=\"doc-backlink\">");
}

#[test]
fn the_pdf_is_offered_with_its_size_and_pages_only_where_there_is_one() {
    let files = default_site();
    holds(&files["rapport/2024/index.html"], "Last ned PDF (1,8\u{a0}MB, 24 sider)");
    holds(&files["en/report/2024/index.html"], "Download PDF (1.8\u{a0}MB, 24 pages)");
    holds(&files["rapport/2024/index.html"], "href=\"../../report-2024.nb.pdf\"");

    let (without, _) = fixture::publish_without_pdfs(&report());
    for (path, page) in pages(&without) {
        assert!(!page.contains(".pdf\""), "{path} links to a PDF that is not there");
    }
}

#[test]
fn every_table_has_a_caption_and_heads_with_a_scope() {
    let files = default_site();
    let mut tables = 0;
    for (path, page) in pages(&files) {
        for table in page.split("<table").skip(1) {
            tables += 1;
            let table = table.split("</table>").next().unwrap();
            assert!(table.contains("<caption"), "{path}: {table}");
            for head in table.split("<th").skip(1).filter(|head| !head.starts_with("ead")) {
                assert!(head.starts_with(" scope="), "{path}: <th{head}");
            }
        }
    }
    assert!(tables >= 10, "{tables}");
}

#[test]
fn drawings_have_a_name_or_are_hidden() {
    for (path, page) in pages(&default_site()) {
        for svg in elements(page).into_iter().filter(|element| element.name == "svg") {
            let named = svg.attribute("aria-labelledby").is_some();
            let hidden = svg.attribute("aria-hidden") == Some("true");
            assert!(named || hidden, "{path}: {svg:?}");
        }
    }
}

#[test]
fn the_contents_beside_the_text_are_its_headings() {
    let report = report();
    let (files, _) = publish(&report, &[]);
    let page = &files[CHAPTER];
    let list = page.split("<ol class=\"here\">").nth(1).unwrap().split("</ol>").next().unwrap();
    let listed: Vec<String> =
        list.split("</li>").map(text_of).filter(|text| !text.is_empty()).collect();
    let chapter =
        report.editions[0].pages.iter().find(|page| page.key.ends_with("01-suppliers")).unwrap();
    let headings: Vec<String> = chapter
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(heading) if heading.level == 2 => {
                Some(format!("{} {}", heading.mark.number.as_ref()?, heading.mark.text))
            }
            _ => None,
        })
        .collect();
    assert_eq!(listed, headings);
    holds(page, "<h2 id=\"who\"><span class=\"secno\">1.1</span> Hvem vi handler med</h2>");
    holds(
        page,
        "aria-current=\"page\"><span>1</span> <span>Leve\u{ad}ran\u{ad}dør\u{ad}kjeden</span></a>",
    );
}

#[test]
fn a_fact_in_the_text_names_where_it_comes_from() {
    holds(
        &default_site()[CHAPTER],
        "<span class=\"fact\" data-fact=\"suppliers.count\" data-period=\"2024\">447</span>",
    );
}

#[test]
fn an_old_address_leads_to_the_new_one() {
    let page = &default_site()["gammel/adresse/index.html"];
    holds(page, "content=\"0; url=../../rapport/2024/index.html\"");
    holds(page, "<a href=\"../../rapport/2024/index.html\">");
}

#[test]
fn the_page_for_wrong_addresses_works_at_any_depth() {
    let mut report = report();
    let (files, _) = publish(&report, &[]);
    holds(&files["404.html"], "<a class=\"btn\" href=\"/index.html\">");
    holds(&files["en/404.html"], "<a class=\"btn\" href=\"/en/index.html\">");
    report.base_url = "https://example.org/apenhet".to_string();
    let (files, _) = publish(&report, &[]);
    holds(&files["en/404.html"], "<a class=\"btn\" href=\"/apenhet/en/index.html\">");
}

#[test]
fn figures_are_published_with_their_origin() {
    let json: serde_json::Value = serde_json::from_str(&default_site()["figures.json"]).unwrap();
    let fact = &json["facts"][0];
    assert_eq!(fact["id"], "suppliers.count");
    assert_eq!(fact["value"], 447);
    assert_eq!(fact["display"]["en-GB"], "447");
    assert_eq!(fact["label"]["nb"], "forretningsforbindelser");
    assert_eq!(fact["as_of"], "2024-12-31");
    assert_eq!(fact["provenance"]["rows"], 447);
}

#[test]
fn the_numbers_of_a_chart_are_a_csv_file_in_the_readers_language() {
    let files = default_site();
    let csv = &files["data/2024/suppliers-by-country.en.csv"];
    assert!(csv.starts_with("Country,Code,Number,Share\nNorway,NO,356,80%\n"), "{csv}");
    assert_eq!(csv.lines().count(), 6, "no total that could be counted twice: {csv}");
}

#[test]
fn two_builds_give_the_same_bytes() {
    assert_eq!(default_site(), default_site());
}

#[test]
fn a_theme_may_replace_one_template() {
    let own = [("themes/default/templates/404.html", "<p>{{ page.title }}</p>\n")];
    let (files, told) = publish(&report(), &own);
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(files["404.html"], "<p>Vi fant ikke siden</p>\n");
}

#[test]
fn mistakes_in_templates_are_all_told_with_their_place() {
    let broken = [
        ("themes/default/templates/404.html", "<p>{{ page.titel }}</p>\n"),
        ("themes/default/templates/section.html", "<p>\n  {% if page.title %}\n</p>\n"),
        ("themes/default/templates/stamp.html", "{{ page.title | shout }}\n"),
        ("themes/default/templates/own.html", "{% extends \"bass.html\" %}\n"),
    ];
    let (files, told) = publish(&report(), &broken);
    let told = told.join("\n");
    expect_test::expect![[r#"
        themes/default/templates/404.html:1:12: field `titel` is not defined (available fields: alternates, as_of, authoritative, canonical, children, contents, date, description, extra, hidden, key, kind, lang, locale, menu_key, metadata, next, notice, number, opens_with_heading, path, previous, reading_time, signatures, title, trail, translations, updated)
        themes/default/templates/own.html:1:1: template 'own.html' is inheriting from 'bass.html', which doesn't exist or isn't loaded (compare it with the template of the same name in the default theme)
        themes/default/templates/section.html:2:22: unexpected end of input (compare it with the template of the same name in the default theme)
        themes/default/templates/stamp.html:1:17: unknown filter `shout` (compare it with the template of the same name in the default theme)"#]].assert_eq(&told);
    // What is whole is still made, so that the rest of a site can be looked at.
    assert!(files.contains_key(CHAPTER));
    assert!(!files.contains_key("404.html"));
}

#[test]
fn a_page_that_names_an_unknown_template_is_told_of() {
    let mut report = report();
    let page = Arc::make_mut(&mut report.editions[0].pages[0]);
    page.template = Some(("chaptr.html".to_string(), page.span));
    let (_, told) = publish(&report, &[("content/page.md", "x")]);
    assert_eq!(
        told,
        ["content/page.md:1:1: the theme has no template `chaptr.html` \
          (there is a template `chapter.html`)"]
    );
}

#[test]
fn two_files_at_one_address_are_told_of() {
    let mut report = report();
    let pages = &mut report.editions[0].pages;
    Arc::make_mut(&mut pages[1]).url = pages[2].url.clone();
    let (_, told) = publish(&report, &[("content/page.md", "x")]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("would be published as `rapport/2024/leverandorer/index.html`"));
}
