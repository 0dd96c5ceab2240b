//! What machines read: the files of the numbers, what search engines and feed readers are told, and
//! how the site wants to be served.

use std::io::{Cursor, Read, Write};

use belegg::artifact::Artifacts;
use serde_json::Value as Json;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::project::{BASE, built, chapter, chapter_with, with};

fn site(sources: &belegg::source::Sources) -> Artifacts {
    let (artifacts, told) = built(sources);
    artifacts.unwrap_or_else(|| panic!("{told}"))
}

fn text<'a>(site: &'a Artifacts, path: &str) -> &'a str {
    site.text(path).unwrap_or_else(|| panic!("no {path} among {:?}", site.files.keys()))
}

#[track_caller]
fn holds(text: &str, part: &str) {
    assert!(text.contains(part), "`{part}` is missing in\n{text}");
}

/// The parts of a workbook.
fn part(site: &Artifacts, path: &str, part: &str) -> String {
    let bytes = site.files.get(path).unwrap_or_else(|| panic!("no {path}"));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a ZIP file");
    let mut text = String::new();
    archive.by_name(part).expect(part).read_to_string(&mut text).expect("UTF-8");
    text
}

const COUNTRIES: &str = "data/2024/table-suppliers-by-country";

fn countries() -> Artifacts {
    site(&chapter("![Etter land](table:suppliers.by_country)"))
}

#[test]
fn a_table_is_published_in_three_forms_that_lie_beside_each_other() {
    let site = countries();
    assert_eq!(
        text(&site, &format!("{COUNTRIES}.csv")),
        "Land,Kode,Antall,Andel\nNorge,NO,2,66.666667\nSverige,SE,1,33.333333\n"
    );
    let json: Json = serde_json::from_str(text(&site, &format!("{COUNTRIES}.json"))).unwrap();
    assert_eq!(json["title"], "Etter land");
    assert_eq!(json["period"], "2024");
    assert_eq!(json["language"], "nb");
    assert_eq!(json["columns"][3]["unit"], "%");
    assert_eq!(json["rows"][0], serde_json::json!(["Norge", "NO", 2, 66.666667]));
    let page = text(&site, "redegjorelse/method/index.html");
    for (ending, name) in [("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON")] {
        let link = format!(
            "<a href=\"../../{COUNTRIES}.{ending}\" download>{name}<span class=\"vh\">: Etter land</span></a>"
        );
        holds(page, &link);
    }
    let front = text(&site, "redegjorelse/index.html");
    holds(front, "<th scope=\"row\">Tallene i tabell 1.1</th>");
    holds(front, &format!("<a href=\"../{COUNTRIES}.xlsx\" download>Excel<span"));
}

#[test]
fn numbers_in_a_workbook_are_numbers_and_shares_are_percent() {
    let site = countries();
    let path = format!("{COUNTRIES}.xlsx");
    let sheet = part(&site, &path, "xl/worksheets/sheet1.xml");
    holds(&sheet, "<v>2</v>");
    holds(&sheet, "<v>0.66666667</v>");
    holds(&sheet, "<pane ySplit=\"1\"");
    let styles = part(&site, &path, "xl/styles.xml");
    holds(&styles, "<b/>");
    holds(&styles, "formatCode=\"0%\"");
    let about = part(&site, &path, "xl/workbook.xml");
    holds(&about, "name=\"Tall\"");
    holds(&about, "name=\"Om tallene\"");
    let words = part(&site, &path, "xl/sharedStrings.xml");
    for word in ["Etter land", "2024", "Andel: prosent", "Kilde: ", "Fjord"] {
        holds(&words, word);
    }
}

#[test]
fn a_workbook_does_not_know_when_it_was_made() {
    let path = format!("{COUNTRIES}.xlsx");
    let site = countries();
    assert_eq!(site.files[&path], countries().files[&path]);
    let made = part(&site, &path, "docProps/core.xml");
    holds(&made, ">2000-01-01T00:00:00Z<");
    assert_eq!(made.matches("Z<").count(), made.matches(">2000-01-01T00:00:00Z<").count());
}

#[test]
fn a_column_of_several_units_says_the_unit_of_each_number() {
    let goals = "id,text_nb,text_en,status,target,value,unit\n\
        g1,Flere svar,More replies,on_track,75,68,percent\n\
        g2,Flere besøk,More visits,on_track,12,9,count\n";
    let sources = chapter_with("![](table:goals)", &[("data/2024/goals.csv", goals)]);
    let (artifacts, told) = built(&sources);
    let site = artifacts.unwrap_or_else(|| panic!("{told}"));
    let csv = text(&site, "data/2024/table-goals.csv");
    holds(csv, "Mål,Målverdi,Målverdi (Enhet),");
    holds(csv, "75,prosent");
    holds(csv, "12,antall");
}

#[test]
fn a_private_name_is_found_inside_a_workbook() {
    let mut workbook = ZipWriter::new(Cursor::new(Vec::new()));
    workbook.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).unwrap();
    workbook.write_all(b"<sst><si><t>Mest fra Alfa AS</t></si></sst>").unwrap();
    let workbook = workbook.finish().unwrap().into_inner();
    let files = BASE.iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec()));
    let files = files.chain([("static/liste.xlsx".to_string(), workbook)]);
    let (artifacts, told) = built(&belegg::source::Sources::from_files(files));
    assert!(artifacts.is_none(), "{told}");
    holds(
        &told,
        "the name of supplier `1` in `data/2024/suppliers.csv` would be published in `liste.xlsx`",
    );
}

#[test]
fn a_name_in_a_caption_is_found_in_the_workbook_that_repeats_it() {
    let (artifacts, told) = built(&chapter("![Mest fra Alfa AS](table:suppliers.by_country)"));
    assert!(artifacts.is_none());
    // The chapter, the front page, the index of the search, and beside the JSON file the workbook.
    holds(&told, "and 4 more files");
}

/// What a page tells search engines: the things of its graph.
fn linked_data(page: &str) -> Vec<Json> {
    let Some((_, rest)) = page.split_once("<script type=\"application/ld+json\">") else {
        return Vec::new();
    };
    let data = rest.split("</script>").next().unwrap();
    assert!(!data.contains(['<', '>', '&']), "{data}");
    let mut data: Json = serde_json::from_str(data).expect("JSON");
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].as_array_mut().expect("a graph").split_off(0)
}

const REPORT: &str = "content/report/_index.md";

fn dated(title: &str) -> String {
    format!(
        "+++\ntitle = '{title}'\nkind = \"report\"\nslug = \"redegjorelse\"\ndate = 2025-06-12\n+++\nKort.\n"
    )
}

#[test]
fn search_engines_are_told_what_a_page_is() {
    let config =
        format!("licence = \"https://creativecommons.org/licenses/by/4.0/\"\n{}", BASE[0].1);
    let chapter = "+++\ntitle = \"Metode\"\n+++\n![](chart:suppliers.by_country)\n";
    let files = [
        ("belegg.toml", config.as_str()),
        (REPORT, &dated("Redegjørelse")),
        ("content/report/01-method.md", chapter),
        ("content/report/01-method.en.md", chapter),
    ];
    let site = site(&with(&files));
    let home = linked_data(text(&site, "index.html"));
    assert_eq!(home[0]["@type"], "Organization");
    assert_eq!(home[1]["@type"], "WebSite");
    let [report, dataset, way] = &linked_data(text(&site, "redegjorelse/index.html"))[..] else {
        panic!("a report, its data and the way to it")
    };
    assert_eq!(report["@type"], "Report");
    assert_eq!(report["datePublished"], "2025-06-12");
    assert_eq!(report["publisher"]["@id"], home[0]["@id"]);
    assert_eq!(dataset["@type"], "Dataset");
    assert_eq!(dataset["license"], "https://creativecommons.org/licenses/by/4.0/");
    let files = dataset["distribution"].as_array().unwrap();
    let addresses: Vec<&str> =
        files.iter().map(|one| one["contentUrl"].as_str().unwrap()).collect();
    assert_eq!(addresses.len(), 4, "{addresses:?}");
    for address in addresses {
        let path = address.strip_prefix("https://fjord.example/").expect("an address of the site");
        assert!(site.files.contains_key(path), "{path}");
    }
    let names: Vec<&Json> =
        way["itemListElement"].as_array().unwrap().iter().map(|item| &item["name"]).collect();
    assert_eq!(names, ["Forside", "Redegjørelse"]);
    assert_eq!(linked_data(text(&site, "redegjorelse/method/index.html")).len(), 1);
    assert!(linked_data(text(&site, "404.html")).is_empty());
}

#[test]
fn no_title_ends_the_data_of_a_page_and_no_licence_is_made_up() {
    let site = site(&with(&[(REPORT, &dated("&lt;/script>&lt;b>A & B"))]));
    let told = linked_data(text(&site, "redegjorelse/index.html"));
    assert_eq!(told[0]["headline"], "</script><b>A & B");
    assert_eq!(told[1].get("license"), None);
}

#[test]
fn a_licence_is_a_web_address() {
    let config = format!("licence = \"CC BY\"\n{}", BASE[0].1);
    let (artifacts, told) = built(&with(&[("belegg.toml", &config)]));
    assert!(artifacts.is_none());
    holds(&told, "`licence` must be the web address of a licence, not `CC BY`");
}

#[test]
fn the_feed_of_a_language_tells_of_its_reports_the_newest_first() {
    let older = "+++\ntitle = \"Eldre & kort\"\nkind = \"report\"\ndate = 2024-06-01\nupdated = 2024-07-02\n+++\nKort.\n";
    let files = |title: &str| {
        let omit = format!("{}[translations]\nmissing = \"omit\"\n", BASE[0].1);
        site(&with(&[
            ("belegg.toml", &omit),
            (REPORT, &dated(title)),
            ("content/eldre/_index.md", older),
        ]))
    };
    let made = files("Redegjørelse");
    let feed = text(&made, "feed.xml");
    let tree = roxmltree::Document::parse(feed).expect("XML");
    let entries: Vec<_> = tree.descendants().filter(|node| node.has_tag_name("entry")).collect();
    let child = |node: &roxmltree::Node, name: &str| {
        let found = node.children().find(|child| child.has_tag_name(name));
        found.and_then(|child| child.text()).unwrap_or_default().to_string()
    };
    let titles: Vec<String> = entries.iter().map(|entry| child(entry, "title")).collect();
    assert_eq!(titles, ["Redegjørelse", "Eldre & kort"]);
    assert_eq!(child(&entries[1], "published"), "2024-06-01T00:00:00Z");
    assert_eq!(child(&entries[1], "updated"), "2024-07-02T00:00:00Z");
    assert_eq!(child(&tree.root_element(), "updated"), "2025-06-12T00:00:00Z");
    // Readers do not show a report again because its title was mended.
    let mended = files("Redegjørelsen");
    let mended = roxmltree::Document::parse(text(&mended, "feed.xml")).expect("XML");
    let first = mended.descendants().find(|node| node.has_tag_name("entry")).unwrap();
    assert_eq!(child(&first, "id"), child(&entries[0], "id"));
    holds(text(&made, "index.html"), "<link rel=\"alternate\" type=\"application/atom+xml\"");
    // The English report has no date: there is nothing to tell.
    assert!(!made.files.contains_key("en/feed.xml"));
    assert!(!text(&made, "en/index.html").contains("atom+xml"));
}

#[test]
fn headers_hold_the_policy_of_the_pages_and_keep_what_never_changes() {
    let site = countries();
    let headers = text(&site, "_headers");
    let policy = |path: &str| {
        let (_, rest) = text(&site, path).split_once("Security-Policy\" content=\"").unwrap();
        rest.split('"').next().unwrap().to_string()
    };
    // The search page needs the most; what its header allows, other pages forbid themselves.
    let most = policy("sok/index.html");
    holds(headers, &format!("Content-Security-Policy: {most}; frame-ancestors 'none'\n"));
    assert!(most.contains("script-src 'self'") && !policy("index.html").contains("script-src"));
    holds(headers, "/static/*\n  Cache-Control: public, max-age=31536000, immutable\n");
    let own = with(&[("static/_headers", "/*\n  X-Own: 1\n")]);
    assert_eq!(text(&self::site(&own), "_headers"), "/*\n  X-Own: 1\n");
}

#[test]
fn a_file_of_the_theme_carries_its_hash_wherever_it_is_named() {
    let sheet = "@import url(\"pages/print.css\");\n.a { background: url(\"img/a.svg\"); }\n";
    let image = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n";
    let files =
        [("themes/default/static/own.css", sheet), ("themes/default/static/img/a.svg", image)];
    let site = site(&with(&files));
    let hashed = |path: &str| {
        let parts: Vec<&str> = path.rsplit('/').next().unwrap().split('.').collect();
        parts.len() == 3 && parts[1].len() == 8 && parts[1].chars().all(|c| c.is_ascii_hexdigit())
    };
    let mut sheets = 0;
    for (path, bytes) in site.files.iter().filter(|(path, _)| path.starts_with("static/")) {
        assert!(hashed(path), "{path}");
        if path.ends_with(".css") {
            sheets += 1;
            let sheet = String::from_utf8_lossy(bytes);
            assert!(!sheet.contains("/*"), "{path} has comments");
            for named in sheet.split("url(\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(site.files.contains_key(&format!("static/{named}")), "{path}: {named}");
            }
        }
    }
    assert!(sheets > 5, "{sheets}");
}

/// A long word of each language, a key figure's label among the program's own.
const LONG: [(&str, &str); 5] = [
    ("nb", "Leverandørtilfredshetsundersøkelse"),
    ("nn", "Menneskerettsvurderingane"),
    ("sv", "Leverantörsuppföljningsprogrammet"),
    ("da", "Menneskerettighedsvurderingerne"),
    ("en", "Institutionalizationprogrammes"),
];

#[test]
fn long_words_may_break_where_columns_are_narrow_and_nowhere_else() {
    for (tag, word) in LONG {
        let config = format!(
            "title = \"Fjord\"\nbase_url = \"https://fjord.example\"\ndefault_language = \"{tag}\"\nperiod = 2024\n[languages.{tag}]\n"
        );
        let front = format!(
            "+++\ntitle = \"{word}\"\nkind = \"report\"\nslug = \"r\"\ndate = 2025-01-01\n+++\n{word}\n"
        );
        let chapter = format!(
            "+++\ntitle = \"{word}\"\nslug = \"m\"\n+++\n## {word}\n\n{word} `{word}`\n\n| {word} | b |\n| --- | --- |\n| {word} | 1 |\n\n![{word}](table:goals)\n"
        );
        let goals = format!("id,text_{tag},status\ng1,{word},continuous\n");
        let home = format!("+++\ntitle = \"{word}\"\n+++\n");
        let files = [
            ("belegg.toml", config.as_str()),
            ("content/_index.md", &home),
            ("content/report/_index.md", &front),
            ("content/report/01-method.md", &chapter),
            ("data/2024/goals.csv", &goals),
        ];
        let others = BASE
            .iter()
            .filter(|(path, _)| path.starts_with("data/2024/s") || path.ends_with("report.toml"));
        let sources = belegg::source::Sources::from_files(
            others.chain(&files).map(|(path, text)| (*path, text.as_bytes())),
        );
        let site = site(&sources);
        let page = text(&site, "r/m/index.html");
        let soft = |start: &str, end: &str, page: &str| {
            let (_, rest) = page.split_once(start).unwrap_or_else(|| panic!("{tag}: no {start}"));
            rest.split(end).next().unwrap().contains('\u{ad}')
        };
        for (start, end) in [
            ("<h1>", "</h1>"),
            ("<h2 id=", "</h2>"),
            ("<th scope=\"col\">", "</th>"),
            ("<th scope=\"row\">", "</th>"),
            ("<tbody>\n<tr><th scope=\"row\">", "</th>"),
            ("<ol class=\"here\">", "</ol>"),
        ] {
            assert!(soft(start, end, page), "{tag}: no soft hyphen after {start} in\n{page}");
        }
        let front = text(&site, "r/index.html");
        assert!(soft("<ol class=\"chapters\">", "</ol>", front), "{tag}: {front}");
        for (start, end) in [("<head>", "</head>"), ("<p>", "</p>"), ("<code>", "</code>")] {
            assert!(!soft(start, end, page), "{tag}: a soft hyphen after {start}");
        }
        for element in page.split('<') {
            let tag = element.split('>').next().unwrap();
            assert!(!tag.contains('\u{ad}'), "{tag}");
        }
        for (path, bytes) in &site.files {
            if [".csv", ".json", ".xml"].iter().any(|ending| path.ends_with(ending)) {
                assert!(!String::from_utf8_lossy(bytes).contains('\u{ad}'), "{path}");
            }
        }
    }
}
