//! Two things at one address are told once, with both places.

use belegg::source::Sources;
use expect_test::{Expect, expect};

use crate::project::{BASE, built};

/// Home pages in two languages, and these files beside them.
fn tells(files: &[(&str, &str)], expected: Expect) {
    let config = BASE[0].1.replace("period = 2024\n", "");
    let config = [("belegg.toml", config.as_str())];
    let files = config.iter().chain(&BASE[1..3]).chain(files);
    let sources = Sources::from_files(files.map(|(path, text)| (*path, text.as_bytes())));
    expected.assert_eq(&built(&sources).1);
}

/// A page with more lines of front matter.
fn page(title: &str, lines: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n{lines}+++\nTekst.\n")
}

/// A page in both languages.
fn both<'a>(paths: [&'a str; 2], pages: [&'a str; 2]) -> [(&'a str, &'a str); 2] {
    [(paths[0], pages[0]), (paths[1], pages[1])]
}

const OM: [&str; 2] = ["content/om.md", "content/om.en.md"];
const OSS: [&str; 2] = ["content/oss.md", "content/oss.en.md"];

#[test]
fn an_old_address_that_is_another_page_s() {
    let (om, en) = (page("Om", ""), page("About", ""));
    let oss = page("Oss", "aliases = [\"/om/\", \"/en/OM/\"]\n");
    let us = page("Us", "");
    tells(
        &[both(OM, [&om, &en]), both(OSS, [&oss, &us])].concat(),
        expect![[r#"
        error[address-taken]: the old address `/om/` is that of another page
         --> content/oss.md:3:12
          |
        3 | aliases = ["/om/", "/en/OM/"]
          |            ^^^^^^
          |
          = help: take it out of `aliases`, or give the other page another `slug`
        note: the page that lies there
         --> content/om.md:1:1

        error[address-taken]: the old address `/en/OM/` is that of another page
         --> content/oss.md:3:20
          |
        3 | aliases = ["/om/", "/en/OM/"]
          |                    ^^^^^^^^^ differs in capital letters alone, which many servers take for the same
          |
          = help: take it out of `aliases`, or give the other page another `slug`
        note: the page that lies there
         --> content/om.en.md:1:1

    "#]],
    );
}

#[test]
fn a_file_with_the_name_of_a_folder() {
    tells(
        &[("static/en", "x")],
        expect![[r#"
        error[address-taken]: `/en/` needs a folder where this file would be published
        --> static/en:1:1
         = help: rename the file
        note: what lies there
        --> content/_index.en.md:1:1

    "#]],
    );
}

#[test]
fn two_pages_with_one_slug() {
    let om = page("Om", "slug = \"om\"\n");
    let oss = page("Oss", "slug = \"om\"\n");
    let (en, us) = (page("About", ""), page("Us", ""));
    tells(
        &[both(OM, [&om, &en]), both(OSS, [&oss, &us])].concat(),
        expect![[r#"
        error[duplicate-url]: two pages would lie at `/om/`
         --> content/oss.md:3:8
          |
        3 | slug = "om"
          |        ^^^^
          |
          = help: give one of them another `slug`
        note: the other page
         --> content/om.md:3:8
          |
        3 | slug = "om"
          |        ^^^^

    "#]],
    );
}

#[test]
fn two_pages_with_one_old_address() {
    let om = page("Om", "aliases = [\"/gammel/\"]\n");
    let oss = page("Oss", "aliases = [\"gammel\"]\n");
    let (en, us) = (page("About", ""), page("Us", ""));
    tells(
        &[both(OM, [&om, &en]), both(OSS, [&oss, &us])].concat(),
        expect![[r#"
        error[address-taken]: two pages have the old address `/gammel/`
         --> content/oss.md:3:12
          |
        3 | aliases = ["gammel"]
          |            ^^^^^^^^
          |
          = help: take it out of `aliases` in `content/oss.md` or in `content/om.md`
        note: the same old address
         --> content/om.md:3:12
          |
        3 | aliases = ["/gammel/"]
          |            ^^^^^^^^^^

    "#]],
    );
}

#[test]
fn one_old_address_in_both_languages_of_a_page() {
    let om = page("Om", "aliases = [\"/gammel/\", \"/en/old/\"]\n");
    let en = page("About", "aliases = [\"/gammel/\", \"/en/old/\"]\n");
    tells(
        &both(OM, [&om, &en]),
        expect![[r#"
        error[address-taken]: the old address `/gammel/` stands in `content/om.md` too, and can lead to one of the two only
         --> content/om.en.md:3:12
          |
        3 | aliases = ["/gammel/", "/en/old/"]
          |            ^^^^^^^^^^
          |
          = help: keep it in `content/om.md`; in `content/om.en.md` take it out of `aliases`, or write `/en/gammel/`
        note: the same old address
         --> content/om.md:3:12
          |
        3 | aliases = ["/gammel/", "/en/old/"]
          |            ^^^^^^^^^^

        error[address-taken]: the old address `/en/old/` stands in `content/om.en.md` too, and can lead to one of the two only
         --> content/om.md:3:24
          |
        3 | aliases = ["/gammel/", "/en/old/"]
          |                        ^^^^^^^^^^
          |
          = help: keep it in `content/om.en.md`; in `content/om.md` take it out of `aliases`
        note: the same old address
         --> content/om.en.md:3:24
          |
        3 | aliases = ["/gammel/", "/en/old/"]
          |                        ^^^^^^^^^^

    "#]],
    );
}

#[test]
fn a_page_that_leads_to_itself_and_files_in_the_place_of_pages() {
    let om = page("Om", "aliases = [\"/om/\", \"/Om/\", \"/fil.html\"]\n");
    let en = page("About", "");
    let files = [("static/en/om/index.html", "<p>"), ("static/fil.html", "<p>")];
    tells(
        &[&both(OM, [&om, &en])[..], &files].concat(),
        expect![[r#"
        error[address-taken]: `/om/` is where the page itself lies
         --> content/om.md:3:12
          |
        3 | aliases = ["/om/", "/Om/", "/fil.html"]
          |            ^^^^^^
          |
          = help: take it out of `aliases`: it would lead from the page to itself
        note: the page
         --> content/om.md:1:1

        error[address-taken]: `/Om/` is where the page itself lies
         --> content/om.md:3:20
          |
        3 | aliases = ["/om/", "/Om/", "/fil.html"]
          |                    ^^^^^^ differs in capital letters alone, which many servers take for the same
          |
          = help: take it out of `aliases`: it would lead from the page to itself
        note: the page
         --> content/om.md:1:1

        error[address-taken]: the old address `/fil.html` is that of a file
         --> content/om.md:3:28
          |
        3 | aliases = ["/om/", "/Om/", "/fil.html"]
          |                            ^^^^^^^^^^^
          |
          = help: take it out of `aliases`, or rename the file
        note: the file that lies there
         --> static/fil.html:1:1

        error[address-taken]: a page lies at `/en/om/`, where this file would be published
        --> static/en/om/index.html:1:1
         = help: rename the file, or give the page another `slug`
        note: the page
        --> content/om.en.md:1:1

    "#]],
    );
}

#[test]
fn names_that_differ_in_capital_letters_or_look_the_same() {
    let om = page("Om", "");
    // The letter å, in one piece and in two.
    let files = [
        ("content/om.md", om.as_str()),
        ("content/Om.md", &om),
        ("content/\u{e5}r.md", &om),
        ("content/a\u{30a}r.md", &om),
        ("content/b\u{e5}t.md", &om),
        ("content/ba\u{30a}t.en.md", &om),
    ];
    let config = BASE[0].1.replace("period = 2024\n", "");
    let config = format!("{config}[translations]\nmissing = \"omit\"\n");
    let files = [&[("belegg.toml", config.as_str())][..], &BASE[1..3], &files].concat();
    let sources = Sources::from_files(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    expect![[r#"
        error[duplicate-url]: two pages would lie at `/om/`
        --> content/om.md:1:1
         = help: `content/Om.md` and `content/om.md` differ in capital letters alone: rename or delete one
        note: the other page
        --> content/Om.md:1:1

        error[duplicate-page]: the page `år` stands twice in `nb`
        --> content/år.md:1:1
         = help: their names look the same and are stored in two ways, as between macOS and Windows: keep one
        note: the other file
        --> content/år.md:1:1

    "#]].assert_eq(&built(&sources).1);
}
