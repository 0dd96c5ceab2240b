//! Whatever stands in a text or a dataset comes out as text.

use std::collections::BTreeSet;
use std::sync::Arc;

use belegg::document::*;

use crate::site::fixture::*;
use crate::site::markup::elements;

const HOSTILE: &str = "</p><script>alert('x')</script>\" onmouseover=\"alert(1)\u{0}\u{1b}[2J&amp; {{ site }} {% raw %}";

/// Every tag that a page may hold.
const TAGS: &str = "html head meta title link body a header div nav ul li span svg path circle \
    main h1 h2 h3 h4 h5 h6 p ol dl dt dd section footer br details summary figure figcaption g \
    rect text tspan line desc time sup table caption thead tbody tfoot tr th td blockquote pre \
    code em strong s img hr script search form label input button";

/// Every attribute that a tag may have; `data-` and `aria-` beside them.
const ATTRIBUTES: &str = "decoding sizes srcset alt as charset class content crossorigin d download fill fill-rule focusable font-family \
    font-size font-weight height href hreflang http-equiv id lang loading media name property r cx cy rel role \
    scope src start stroke stroke-width tabindex text-anchor title type viewBox width x x1 x2 y y1 \
    y2 xmlns xmlns:xhtml datetime rx dx dy autocomplete defer for hidden maxlength";

/// A page that holds hostile words in every place that takes words.
fn hostile_report() -> Report {
    let mut report = report();
    report.organisation.name = HOSTILE.to_string();
    report.organisation.email = HOSTILE.to_string();
    report.organisation.address = HOSTILE.to_string();
    let edition = &mut report.editions[0];
    edition.title = HOSTILE.to_string();
    edition.label = HOSTILE.to_string();
    edition.menu[0].title = HOSTILE.to_string();
    for page in edition.pages.iter_mut().map(Arc::make_mut) {
        page.title = words(HOSTILE);
        page.title_text = HOSTILE.to_string();
        page.description = HOSTILE.to_string();
        page.number = Some(HOSTILE.to_string());
        page.metadata = vec![(HOSTILE.to_string(), HOSTILE.to_string())];
        for card in page.trail.iter_mut().chain(&mut page.children).chain(&mut page.next) {
            let card = Arc::make_mut(card);
            card.title = HOSTILE.to_string();
            card.description = HOSTILE.to_string();
        }
        for translation in &mut page.translations {
            translation.label = HOSTILE.to_string();
        }
        for card in &mut page.key_figures {
            card.label = HOSTILE.to_string();
            card.value = HOSTILE.to_string();
            card.unit = HOSTILE.to_string();
            card.detail = HOSTILE.to_string();
        }
        page.blocks.push(heading(3, HOSTILE, HOSTILE, HOSTILE));
        page.blocks.push(paragraph(vec![
            text(HOSTILE),
            fact(HOSTILE, HOSTILE),
            Inline::Code { text: HOSTILE.into(), span: span() },
            link(Target::External(format!("https://example.org/{HOSTILE}")), HOSTILE),
            link(Target::Anchor(HOSTILE.to_string()), HOSTILE),
            link(Target::File(HOSTILE.to_string()), HOSTILE),
        ]));
        page.blocks.push(Block::Code {
            language: HOSTILE.to_string(),
            text: HOSTILE.to_string(),
            span: span(),
        });
        let column = Column { title: HOSTILE.to_string(), numeric: false };
        let status = Cell::Status { word: HOSTILE.to_string(), tone: Tone::Bad };
        let image = FigureContent::Image(Picture {
            file: span().file,
            path: HOSTILE.to_string(),
            width: 8,
            height: 6,
            alt: HOSTILE.to_string(),
        });
        let table = DataTable {
            keys: Vec::new(),
            columns: vec![column],
            rows: vec![vec![Cell::Text(HOSTILE.to_string())], vec![status]],
            total: None,
        };
        let table = FigureContent::Table { table, file: data_file(HOSTILE) };
        for (at, content) in [image, table].into_iter().enumerate() {
            page.blocks.push(Block::Figure(Box::new(Figure {
                number: Some(HOSTILE.to_string()),
                anchor: format!("{HOSTILE}{at}"),
                caption: words(HOSTILE),
                subtitle: HOSTILE.to_string(),
                source: HOSTILE.to_string(),
                content,
                span: span(),
            })));
        }
    }
    report
}

#[test]
fn hostile_words_stay_words() {
    let tags: BTreeSet<&str> = TAGS.split_whitespace().collect();
    let attributes: BTreeSet<&str> = ATTRIBUTES.split_whitespace().collect();
    let (files, told) = publish(&hostile_report(), &[]);
    assert_eq!(told, Vec::<String>::new());
    let mut seen = 0;
    for (path, page) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        for element in elements(page) {
            let data = element.attribute("type") == Some("application/ld+json");
            let known = tags.contains(element.name.as_str()) || element.name == "script" && data;
            assert!(known, "{path}: <{}>", element.name);
            for (name, value) in &element.attributes {
                let known = attributes.contains(name.as_str())
                    || name.starts_with("aria-")
                    || name.starts_with("data-");
                assert!(known, "{path}: the attribute `{name}` of <{}>", element.name);
                assert!(!value.contains(['<', '>', '\0', '\u{1b}']), "{path}: {name}={value}");
            }
        }
        assert!(!page.contains(['\0', '\u{1b}']), "{path} holds control characters");
        seen += page.matches("&lt;script&gt;").count();
    }
    assert!(seen > 100, "the words were shown {seen} times");
}

#[test]
fn only_four_schemes_become_links() {
    let mut report = report();
    let urls = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org/",
    ];
    let content = urls.iter().map(|url| link(Target::External(url.to_string()), "her"));
    Arc::make_mut(&mut report.editions[0].pages[1]).blocks.push(paragraph(content.collect()));
    let (files, _) = publish(&report, &[]);
    assert!(files["om/index.html"].contains(&format!("<p>{}</p>", "her".repeat(urls.len()))));
    for element in elements(&files["om/index.html"]) {
        let href = element.attribute("href").unwrap_or_default();
        assert!(!urls.contains(&href), "{href}");
    }
}

#[test]
fn a_cell_that_looks_like_a_formula_is_text_in_the_csv_file() {
    let mut report = report();
    let front = Arc::make_mut(report.editions[0].pages.last_mut().unwrap());
    let Some(Block::Figure(figure)) = front.blocks.last_mut() else { panic!("a chart") };
    let FigureContent::Chart { table, file, .. } = &mut figure.content else { panic!("a chart") };
    file.csv = "own.csv".to_string();
    let cells = ["=HYPERLINK(\"x\")", "+1+1", "-2+3", "@SUM(A1)", " =1"];
    for (row, cell) in table.rows.iter_mut().zip(cells) {
        row[0] = Cell::Text(cell.to_string());
    }
    let (files, _) = publish(&report, &[]);
    let firsts: Vec<&str> =
        files["own.csv"].lines().skip(1).map(|line| line.split(",").next().unwrap()).collect();
    assert_eq!(firsts, ["\"'=HYPERLINK(\"\"x\"\")\"", "'+1+1", "'-2+3", "'@SUM(A1)", "' =1"]);
}

#[test]
fn an_alias_cannot_leave_the_site() {
    for alias in ["/../../etc/", "..", "/", "a/../b"] {
        let mut report = report();
        Arc::make_mut(&mut report.editions[0].pages[1]).aliases = vec![alias.to_string()];
        let (files, told) = publish(&report, &[("content/page.md", "x")]);
        assert_eq!(told.len(), 1, "{alias}: {told:?}");
        assert!(told[0].contains("is not an address on this site"), "{told:?}");
        assert!(files.keys().all(|path| !path.contains("..")), "{alias}");
    }
}
