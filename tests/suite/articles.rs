//! Articles: dated pages with byline, picture and speech, listed with the newest first.

use belegg::artifact::Artifacts;
use expect_test::expect;

use crate::project::{built, tells, with};

/// The small project with articles in a section of its own, in Norwegian alone.
fn news(articles: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let config = format!("{}[translations]\nmissing = \"omit\"\n", crate::project::BASE[0].1);
    let mut files = vec![
        ("belegg.toml".to_string(), config),
        ("content/nytt/_index.md".to_string(), "+++\ntitle = \"Nytt\"\n+++\n".to_string()),
    ];
    for (name, front, text) in articles {
        let page = format!("+++\ntitle = \"{name}\"\nkind = \"article\"\n{front}\n+++\n{text}\n");
        files.push((format!("content/nytt/{name}.md"), page));
    }
    files
}

fn published(files: &[(String, String)]) -> Artifacts {
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (artifacts, told) = built(&with(&files));
    artifacts.unwrap_or_else(|| panic!("{told}"))
}

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 30\"><rect width=\"9\" height=\"9\"/></svg>";

fn two() -> Vec<(String, String)> {
    let first = "date = 2025-05-01";
    let second = "date = 2026-03-04\nauthors = [\"Kari Nordmann\", \"Ola Hansen\"]\nimage = \"a.svg\"\n\
                  image_alt = \"Et hus\"\nimage_caption = \"Huset © Eva Berg\"\nrelated = [\"@/nytt/alfa.md\", \"@/report/_index.md\"]";
    let text = "– Vi har lært mye, sier Kari.\n\nTekst.\n\n> Et sitat.\n> — Kari, leder";
    let mut files = news(&[
        ("alfa", first, "Tekst."),
        ("beta", second, text),
        ("gamma", "date = 2025-11-30", "Tekst."),
    ]);
    files.push(("content/nytt/a.svg".to_string(), DRAWING.to_string()));
    files
}

#[test]
fn an_article_has_byline_date_picture_speech_and_what_belongs_to_it() {
    let artifacts = published(&two());
    let page = artifacts.text("nytt/beta/index.html").expect("the article");
    for part in [
        "<p class=\"eyebrow\" lang=\"nb\">Nytt</p>",
        "<span>Av Kari Nordmann og Ola Hansen</span>",
        "<time datetime=\"2026-03-04\">4.",
        "width=\"40\" height=\"30\" alt=\"Et hus\"",
        "Huset <span class=\"credit\">Foto: Eva Berg</span>",
        "<p class=\"said\">– Vi har lært mye, sier Kari.</p>",
        "<blockquote class=\"pull\">",
        "<h2 id=\"site-related\">Les også</h2>",
        "<a href=\"../../redegjorelse/index.html\">Redegjørelse</a>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    // The picture at the top is seen first: it does not wait.
    assert!(!page.contains("loading=\"lazy\""));
}

#[test]
fn a_section_lists_the_newest_first_with_a_small_picture() {
    let artifacts = published(&two());
    let list = artifacts.text("nytt/index.html").expect("the section");
    let at = |title: &str| list.find(&format!(">{title}</a>")).expect(title);
    assert!(at("beta") < at("gamma") && at("gamma") < at("alfa"), "{list}");
    let items: Vec<&str> = list.split("<li").filter(|item| item.contains("<time")).collect();
    assert!(items[0].contains("<img ") && items[0].contains("alt=\"\""), "{}", items[0]);
    assert!(!items[1].contains("<img "));
}

#[test]
fn before_and_after_an_article_are_the_older_and_the_newer() {
    let artifacts = published(&two());
    let page = artifacts.text("nytt/gamma/index.html").expect("the article");
    let pager = &page[page.find("class=\"pager\"").expect("a pager")..];
    let (older, newer) =
        (pager.find("../alfa/").or(pager.find("alfa/index")), pager.find("beta/index"));
    assert!(older < newer && older.is_some(), "{pager}");
    assert!(pager.contains("<span>Eldre</span>") && pager.contains("<span>Nyere</span>"));
    let newest = artifacts.text("nytt/beta/index.html").expect("the article");
    assert!(!newest.contains("<span>Nyere</span>"));
}

#[test]
fn what_an_article_lacks_is_told() {
    let mut files = news(&[(
        "alfa",
        "image = \"borte.jpg\"\nrelated = [\"@/nytt/alfaa.md\", \"https://a.example\"]",
        "Tekst.",
    )]);
    files.push(("content/nytt/a.svg".to_string(), DRAWING.to_string()));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    tells(
        &with(&files),
        expect![[r#"
            error[missing-key]: the article has no date
             --> content/nytt/alfa.md:2:1
              |
            2 | / title = "alfa"
            3 | | kind = "article"
            4 | | image = "borte.jpg"
            5 | | related = ["@/nytt/alfaa.md", "https://a.example"]
              | |__________________________________________________^
              |
              = help: add `date = 2026-03-04` to the front matter

            error[missing-alt]: the picture has no text alternative
             --> content/nytt/alfa.md:4:9
              |
            4 | image = "borte.jpg"
              |         ^^^^^^^^^^^
              |
              = help: say in `image_alt` what it shows; if it only decorates, write `image_caption = "decorative"`

            error[broken-link]: there is no picture `content/nytt/borte.jpg`
             --> content/nytt/alfa.md:4:10
              |
            4 | image = "borte.jpg"
              |          ^^^^^^^^^
              |
              = help: put it beside the page, or in `static/` and write `/name.jpg`

            error[broken-link]: there is no page `content/nytt/alfaa.md`
             --> content/nytt/alfa.md:5:13
              |
            5 | related = ["@/nytt/alfaa.md", "https://a.example"]
              |             ^^^^^^^^^^^^^^^
              |
            help: there is a similar one: `content/nytt/alfa.md`
              |
            5 - related = ["@/nytt/alfaa.md", "https://a.example"]
            5 + related = ["@/nytt/alfa.md", "https://a.example"]
              |

            error[wrong-value]: `https://a.example` is no page of this site
             --> content/nytt/alfa.md:5:32
              |
            5 | related = ["@/nytt/alfaa.md", "https://a.example"]
              |                                ^^^^^^^^^^^^^^^^^
              |
              = help: name a page by its file: `@/news/gender-balance.md`

        "#]],
    );
}

#[test]
fn a_kind_that_is_misspelt_is_told_with_the_nearest() {
    let page = "+++\ntitle = \"Om\"\nkind = \"artikkel\"\n+++\n";
    let told = crate::project::told(&with(&[("content/om.md", page)]));
    assert!(
        told.contains("`artikkel` is not a kind of page") && told.contains("article"),
        "{told}"
    );
}

#[test]
fn an_article_dated_in_the_future_is_told_unless_it_waits_for_its_day() {
    let told_on = |front: &str| {
        let files = news(&[("alfa", front, "Tekst.")]);
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let sources = with(&files);
        let date = time::Date::from_calendar_date(2026, time::Month::March, 3).ok();
        let options = belegg::Options { date, pdf: belegg::PdfChoice::No, ..Default::default() };
        let mut told = belegg::diagnostic::Diagnostics::default();
        belegg::build(&sources, &options, &mut told).expect("no engine is asked for");
        let style = belegg::diagnostic::print::Style::Plain;
        belegg::diagnostic::print::text(&told, &sources, style)
    };
    assert_eq!(told_on("date = 2026-03-03"), "");
    assert_eq!(told_on("date = 2026-03-04\npublish_date = 2026-03-04"), "");
    expect![[r#"
        warning[future-date]: the article is dated 2026-03-04, which is yet to come
         --> content/nytt/alfa.md:4:8
          |
        4 | date = 2026-03-04
          |        ^^^^^^^^^^
          |
          = help: correct `date`; where it is to be published that day, write `publish_date = 2026-03-04` below it

    "#]].assert_eq(&told_on("date = 2026-03-04"));
}
