//! Long lists: so many pages at a time, each with an address and a title of its own.

use belegg::document::PageKind;
use expect_test::expect;

use crate::project::{built, composed, tells, with};

/// The small project with articles in a section, of which English has only the first three.
fn news(front: &str, articles: usize) -> Vec<(String, String)> {
    let config = format!("{}[translations]\nmissing = \"omit\"\n", crate::project::BASE[0].1);
    let index = |title: &str, slug: &str| {
        format!("+++\ntitle = \"{title}\"\nslug = \"{slug}\"\n{front}\n+++\nInnledning.\n")
    };
    let mut files = vec![
        ("belegg.toml".to_string(), config),
        ("content/nytt/_index.md".to_string(), index("Nytt", "nytt")),
        (
            "content/nytt/_index.en.md".to_string(),
            index("News", "news").replace("Innledning", "Intro"),
        ),
    ];
    for number in 1..=articles {
        let page = |title: &str| {
            format!(
                "+++\ntitle = \"{title} {number}\"\nslug = \"a-{number}\"\nkind = \"article\"\ndate = 2025-01-{number:02}\n+++\nTekst.\n"
            )
        };
        files.push((format!("content/nytt/{number:02}.md"), page("Sak")));
        if number <= 3 {
            files.push((format!("content/nytt/{number:02}.en.md"), page("Story")));
        }
    }
    files
}

fn sources(files: &[(String, String)]) -> belegg::source::Sources {
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    with(&files)
}

#[test]
fn a_long_list_is_divided_in_each_language_by_its_own_length() {
    let report = composed(&sources(&news("paginate_by = 2", 5)));
    let mut lists = String::new();
    for edition in &report.editions {
        for page in edition.pages.iter().filter(|page| page.key.starts_with("nytt/_")) {
            let listed: Vec<&str> = page.children.iter().map(|card| card.title.as_str()).collect();
            lists.push_str(&format!("{} {} {listed:?}\n", page.url, page.title_text));
        }
    }
    expect![[r#"
        /nytt/ Nytt ["Sak 5", "Sak 4"]
        /nytt/side/2/ Nytt, side 2 av 3 ["Sak 3", "Sak 2"]
        /nytt/side/3/ Nytt, side 3 av 3 ["Sak 1"]
        /en/news/ News ["Story 3", "Story 2"]
        /en/news/page/2/ News, page 2 of 2 ["Story 1"]
    "#]]
    .assert_eq(&lists);
}

#[test]
fn each_page_of_a_list_says_where_it_stands_and_which_are_beside_it() {
    let (artifacts, told) = built(&sources(&news("paginate_by = 2", 5)));
    assert_eq!(told, "");
    let artifacts = artifacts.expect("a site");
    let second = artifacts.text("nytt/side/2/index.html").expect("a page");
    for part in [
        "<title>Nytt, side 2 av 3 – Fjord</title>",
        "<link rel=\"canonical\" href=\"https://fjord.example/nytt/side/2/\">",
        "<link rel=\"alternate\" hreflang=\"en-GB\" href=\"https://fjord.example/en/news/page/2/\">",
        "<link rel=\"prev\" href=\"../../../nytt/index.html\">",
        "<link rel=\"next\" href=\"../../../nytt/side/3/index.html\">",
        "<h1>Nytt, side 2 av 3</h1>",
        "<nav class=\"pager\" aria-label=\"Sider av listen\" lang=\"nb\">",
        "<li><a href=\"../../../nytt/index.html\">Nytt</a></li>",
    ] {
        assert!(second.contains(part), "{part}\n{second}");
    }
    assert_eq!(second.matches("<h1").count(), 1);
    assert!(!second.contains("Innledning"));
    let third = artifacts.text("nytt/side/3/index.html").expect("a page");
    // English has no third page: the switch leads to the beginning of its list.
    assert!(third.contains("<a href=\"../../../en/news/index.html\" hreflang"), "{third}");
    assert!(!third.contains("rel=\"next\"") && !third.contains("<link rel=\"alternate\" hreflang"));
    let first = artifacts.text("nytt/index.html").expect("a page");
    assert!(first.contains("<title>Nytt – Fjord</title>") && first.contains("Innledning"));
    let map = artifacts.text("sitemap.xml").expect("a map");
    assert!(map.contains("https://fjord.example/nytt/side/3/"));
    let feed = artifacts.text("feed.xml").expect("a feed");
    assert!(feed.contains("Sak 1") && !feed.contains("side 2"));
    assert!(!artifacts.files.contains_key("nytt/side/4/index.html"));
}

#[test]
fn a_list_that_fits_is_not_divided() {
    let report = composed(&sources(&news("paginate_by = 5", 5)));
    let is_list = |kind: PageKind| kind == PageKind::ListPage;
    assert!(report.editions.iter().flat_map(|it| &it.pages).all(|page| !is_list(page.kind)));
}

#[test]
fn a_list_of_no_length_and_of_a_page_without_one_are_told() {
    tells(
        &sources(&news("paginate_by = 0", 1)),
        expect![[r#"
        error[wrong-value]: a list cannot show 0 pages at a time
         --> content/nytt/_index.en.md:4:15
          |
        4 | paginate_by = 0
          |               ^
          |
          = help: write `paginate_by = 10`, or take the line out to show all on one page

        error[wrong-value]: a list cannot show 0 pages at a time
         --> content/nytt/_index.md:4:15
          |
        4 | paginate_by = 0
          |               ^
          |
          = help: write `paginate_by = 10`, or take the line out to show all on one page

    "#]],
    );
    let page = "+++\ntitle = \"Om\"\npaginate_by = 3\n+++\nTekst.\n";
    let config = format!("{}[translations]\nmissing = \"omit\"\n", crate::project::BASE[0].1);
    tells(
        &with(&[("belegg.toml", &config), ("content/om.md", page)]),
        expect![[r#"
        error[wrong-value]: only the list of a section is divided, and this page has none
         --> content/om.md:3:15
          |
        3 | paginate_by = 3
          |               ^
          |
          = help: write `paginate_by` into the `_index.md` of a folder that is no report

    "#]],
    );
}
