//! Search: the index, the page that searches it, and the way there.

use std::collections::BTreeMap;
use std::sync::Arc;

use expect_test::expect;

use crate::project::{self, built};
use crate::site::fixture::*;
use crate::site::markup::{elements, text_of};
use crate::site::{default_site, holds};

/// The lines of an index: address, title, what it is part of, text.
fn index(files: &BTreeMap<String, String>, folder: &str) -> Vec<[String; 4]> {
    let start = format!("{folder}search.");
    let mut found = files.iter().filter(|(path, _)| path.starts_with(&start));
    let (path, text) = found.next().expect("an index");
    assert!(path.ends_with(".json") && path.len() == start.len() + 13, "{path}");
    serde_json::from_str(text).expect("lines of four texts")
}

fn texts(artifacts: &belegg::artifact::Artifacts) -> BTreeMap<String, String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    artifacts.files.iter().map(|(path, bytes)| (path.clone(), text(bytes))).collect()
}

#[test]
fn the_index_has_a_line_for_every_section() {
    let lines = index(&default_site(), "");
    let cut = |text: &String| text.chars().take(60).collect::<String>();
    let shown: Vec<String> =
        lines.iter().map(|line| line.each_ref().map(cut).join(" | ")).collect();
    expect![[r#"
        index.html | Åpenhet i Lyngvik Helse |  | Tall og tiltak, år for år.
        rapport/2024/index.html | Redegjørelse for aktsomhetsvurderinger 2024 |  | Vi undersøker hvordan innkjøpene våre påvirker mennesker. He
        rapport/2024/index.html#in-brief | Kort fortalt | Redegjørelse for aktsomhetsvurderinger 2024 | Vi fant ingen brudd. 66 % svarte da vi spurte. De fleste hol
        rapport/2024/leverandorer/index.html | 1 Leverandørkjeden | Redegjørelse for aktsomhetsvurderinger 2024 | Hvem vi handler med.
        rapport/2024/leverandorer/index.html#who | 1.1 Hvem vi handler med | Redegjørelse for aktsomhetsvurderinger 2024 – 1 Leverandørkj | Ved utgangen av året hadde vi 447 forretningsforbindelser. M
        rapport/2024/leverandorer/index.html#countries | 1.2 Land og næring | Redegjørelse for aktsomhetsvurderinger 2024 – 1 Leverandørkj | De fleste holder til i Norge · Antall forretningsforbindelse
        rapport/2024/leverandorer/index.html#risk | 1.2.1 Varer fra land med høyere risiko | Redegjørelse for aktsomhetsvurderinger 2024 – 1 Leverandørkj | Fire leverandører har ikke svart. De regnes med middels risi
        rapport/2024/leverandorer/index.html#method | 1.3 Slik vurderer vi risiko | Redegjørelse for aktsomhetsvurderinger 2024 – 1 Leverandørkj | Oversikt. Vi henter leverandørene fra regnskapet. Risiko. La
        rapport/2024/leverandorer/index.html#goals-progress | 1.4 Mål og fremdrift | Redegjørelse for aktsomhetsvurderinger 2024 – 1 Leverandørkj | Mål og status ved årsslutt · Mål Status 2024 Målverdi Ansvar
        rapport/2024/leverandorer/index.html#terms | 1.5 Begreper | Redegjørelse for aktsomhetsvurderinger 2024 – 1 Leverandørkj | Hva er anstendige arbeidsforhold? Arbeid som ivaretar mennes
        rapport/2024/tiltak/index.html | 2 Tiltak og oppfølging | Redegjørelse for aktsomhetsvurderinger 2024 | 
        rapport/2024/tiltak/index.html#aud | 2.1 Revisjoner | Redegjørelse for aktsomhetsvurderinger 2024 – 2 Tiltak og op | 
        om/index.html | Om oss |  | 
        om/index.html#hvem | Hvem vi er | Om oss | Vi driver klinikker.
        om/index.html#hvor | Hvor vi er | Om oss | "#]].assert_eq(&shown.join("\n"));
}

#[test]
fn the_text_of_a_section_is_what_readers_see_there() {
    let lines = index(&default_site(), "");
    let section = |anchor: &str| {
        let ends = format!("#{anchor}");
        lines.iter().find(|line| line[0].ends_with(&ends)).map(|line| line[3].clone()).unwrap()
    };
    // Figures with what they are of, footnotes where they are referred to, one space between words.
    expect!["Ved utgangen av året hadde vi 447 forretningsforbindelser. Mer står i kapittel 2 og hos OECD. Vi bruker ordet om leverandører og forretningspartnere under ett. Jf. åpenhetsloven § 3."].assert_eq(&section("who"));
    expect!["De fleste holder til i Norge · Antall forretningsforbindelser etter land · Søylediagram med fem grupper. Størst er Norge med 356. Norge · Sverige · Danmark · Storbritannia · Andre land (8)"].assert_eq(&section("countries"));
}

#[test]
fn a_page_that_stands_in_for_a_translation_is_not_searched() {
    let files = default_site();
    assert!(index(&files, "").iter().any(|line| line[0] == "om/index.html"));
    assert!(index(&files, "en/").iter().all(|line| !line[0].starts_with("om/")));
    let places = files["en/search/index.html"].split("class=\"places\"").nth(1).unwrap();
    assert!(!places.split("</section>").next().unwrap().contains("om/index.html"));
}

#[test]
fn letters_in_pieces_and_unseen_hyphens_are_made_whole() {
    let mut report = report();
    let page = Arc::make_mut(&mut report.editions[0].pages[1]);
    page.blocks = vec![paragraph(words("A\u{30a}pen\u{ad}het\u{a0}i\n 1\u{202f}234 saker\u{1}"))];
    let (files, _) = publish(&report, &[]);
    let lines = index(&files, "");
    let line = lines.iter().find(|line| line[0] == "om/index.html").unwrap();
    assert!(line[3].ends_with("Åpenhet i 1 234 saker"), "{line:?}");
}

#[test]
fn every_page_leads_to_the_search_page_of_its_language() {
    let files = default_site();
    holds(
        &files["rapport/2024/leverandorer/index.html"],
        "class=\"find\" href=\"../../../sok/index.html\"",
    );
    holds(&files["en/index.html"], "class=\"find\" href=\"../en/search/index.html\"");
    holds(&files["404.html"], "class=\"find\" href=\"/sok/index.html\"");
    holds(
        &files["sok/index.html"],
        "href=\"../en/search/index.html\" rel=\"alternate\" hreflang=\"en-GB\"",
    );
    holds(&files["sok/index.html"], "aria-current=\"page\"");
    assert!(!files["sitemap.xml"].contains("/sok/"));
}

#[test]
fn without_a_script_the_search_page_lists_pages_and_sections() {
    let page = &default_site()["sok/index.html"];
    holds(page, "<search id=\"search\" data-index=\"../search.");
    let list = page.split("<section class=\"places\"").nth(1).unwrap();
    let list = list.split("</section>").next().unwrap();
    let shown: Vec<String> =
        list.split("</a>").map(|part| text_of(part.rsplit("<a").next().unwrap_or(part))).collect();
    expect![[r#"
        Åpenhet i Lyngvik Helse
        Om oss
        Hvem vi er
        Hvor vi er
        Redegjørelse for aktsomhetsvurderinger 2024
        1 Leverandørkjeden
        1.1 Hvem vi handler med
        1.2 Land og næring
        1.3 Slik vurderer vi risiko
        1.4 Mål og fremdrift
        1.5 Begreper
        2 Tiltak og oppfølging
        2.1 Revisjoner
    "#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn only_the_search_page_has_a_script_and_may_load_data() {
    for (path, page) in default_site().iter().filter(|(path, _)| path.ends_with(".html")) {
        let is_search = path.ends_with("sok/index.html") || path.ends_with("search/index.html");
        let policy = "script-src 'self'; connect-src 'self';";
        assert_eq!(page.contains(policy), is_search, "{path}");
        let scripts = elements(page).into_iter().filter(|element| element.name == "script");
        let scripts = scripts.filter(|one| one.attribute("type") != Some("application/ld+json"));
        let sources: Vec<String> =
            scripts.map(|one| one.attribute("src").unwrap_or_default().to_string()).collect();
        assert_eq!(sources.len(), usize::from(is_search), "{path}: {sources:?}");
        assert!(sources.iter().all(|source| source.contains("static/search.")), "{sources:?}");
    }
}

#[test]
fn the_script_is_small_and_makes_no_markup_from_words() {
    let files = default_site();
    let (path, script) = files
        .iter()
        .find(|(path, _)| path.starts_with("static/search.") && path.ends_with(".js"))
        .expect("a script");
    assert_eq!(path.len(), "static/search.12345678.js".len());
    assert!(script.len() < 2500, "{} bytes", script.len());
    for word in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval", "Function("]
    {
        assert!(!script.contains(word), "{word}");
    }
}

#[test]
fn hostile_words_stay_words_in_the_index() {
    let hostile = "</script><script>alert(\"x\")</script> \\u0022 ' {words} $& \u{1b}[2J";
    let mut report = report();
    let page = Arc::make_mut(&mut report.editions[0].pages[1]);
    page.title = words(hostile);
    page.title_text = hostile.to_string();
    page.blocks = vec![heading(2, "", "a\" onclick=\"x", hostile), paragraph(words(hostile))];
    let (files, told) = publish(&report, &[]);
    assert_eq!(told, Vec::<String>::new());
    let lines = index(&files, "");
    let line = lines.iter().find(|line| line[0].starts_with("om/index.html#")).unwrap();
    assert_eq!(line[0], "om/index.html#a%22%20onclick%3D%22x");
    let read = "</script><script>alert(\"x\")</script> \\u0022 ' {words} $& [2J";
    assert_eq!([&line[1], &line[2], &line[3]], [read, read, read]);
}

#[test]
fn a_page_of_the_project_keeps_the_address_of_the_search_page() {
    let own = ("content/sok.md", "+++\ntitle = \"Søk om støtte\"\n+++\nTekst.\n");
    let old = ("content/om.md", "+++\ntitle = \"Om\"\naliases = [\"/en/search/\"]\n+++\nTekst.\n");
    let (artifacts, told) = built(&project::with(&[own, old]));
    let files = texts(&artifacts.unwrap_or_else(|| panic!("{told}")));
    holds(&files["sok/index.html"], "Søk om støtte</h1>");
    holds(&files["sok-2/index.html"], "<search");
    holds(&files["index.html"], "href=\"sok-2/index.html\"");
    holds(&files["en/search/index.html"], "http-equiv=\"refresh\"");
    holds(&files["en/search-2/index.html"], "<search");
}

#[test]
fn drafts_and_evidence_are_not_searched() {
    let draft = ("content/hemmelig.md", "+++\ntitle = \"Hemmelig\"\ndraft = true\n+++\nUtkast.\n");
    let chapter = (
        "content/report/01-method.md",
        "+++\ntitle = \"Metode\"\nslug = \"metode\"\n+++\n## Slik gjør vi det {#how}\n\n[3](fact:suppliers.count) i tallet.\n",
    );
    let english = (
        "content/report/01-method.en.md",
        "+++\ntitle = \"Method\"\n+++\n## How we do it {#how}\n\n[3](fact:suppliers.count) in number.\n",
    );
    let (artifacts, told) = built(&project::with(&[draft, chapter, english]));
    let files = texts(&artifacts.unwrap_or_else(|| panic!("{told}")));
    let lines = index(&files, "");
    let evidence: Vec<_> = lines.iter().filter(|line| line[0].contains("dokumentasjon")).collect();
    assert_eq!(evidence.len(), 1, "{evidence:?}");
    assert!(!evidence[0][3].contains("suppliers.csv"), "{evidence:?}");
    assert!(lines.iter().any(|line| line[3] == "3 i tallet."), "{lines:?}");
    assert!(lines.iter().all(|line| !line[1].contains("Hemmelig")));
}

#[test]
fn the_newest_report_stands_first() {
    let mut files = Vec::new();
    for year in ["2023", "2024"] {
        for language in ["", ".en"] {
            let front =
                format!("+++\ntitle = \"Redegjørelse\"\nkind = \"report\"\nperiod = {year}\n+++\n");
            files.push((format!("content/aar/{year}/_index{language}.md"), front));
            let chapter = "+++\ntitle = \"Tiltak\"\n+++\nTekst.\n".to_string();
            files.push((format!("content/aar/{year}/01-tiltak{language}.md"), chapter));
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let (artifacts, told) = built(&project::with(&files));
    let lines = index(&texts(&artifacts.unwrap_or_else(|| panic!("{told}"))), "");
    let part_of: Vec<&str> =
        lines.iter().filter(|line| line[1].ends_with("Tiltak")).map(|line| &*line[2]).collect();
    assert_eq!(part_of, ["Redegjørelse 2024", "Redegjørelse 2023"]);
}

#[test]
fn a_project_may_do_without_search() {
    let off = format!("{}[search]\nenabled = false\n", project::BASE[0].1);
    let (artifacts, told) = built(&project::with(&[("belegg.toml", &off)]));
    let files = texts(&artifacts.unwrap_or_else(|| panic!("{told}")));
    let named: Vec<&String> =
        files.keys().filter(|path| path.contains("sok") || path.contains("search")).collect();
    assert_eq!(named, Vec::<&String>::new());
    assert!(files.values().all(|text| !text.contains("class=\"find\"")));
}

#[test]
fn a_misspelt_setting_of_search_is_told() {
    let wrong = format!("{}[search]\nenable = false\n", project::BASE[0].1);
    project::tells(
        &project::with(&[("belegg.toml", &wrong)]),
        expect![[r#"
        error[unknown-key]: unknown key `enable`
          --> belegg.toml:11:1
           |
        11 | enable = false
           | ^^^^^^
           |
        help: there is a similar one: `enabled`
           |
        11 | enabled = false
           |       +

    "#]],
    );
}
