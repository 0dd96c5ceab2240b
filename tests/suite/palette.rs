//! The colours of a theme: one file for pages, charts and PDFs, and what a brand is told of it.

use std::collections::BTreeMap;

use belegg::artifact::Artifacts;
use belegg::diagnostic::Diagnostics;
use belegg::load;
use belegg::render::svg::{Fonts, Variant, draw};
use belegg::render::typst::document;
use belegg::source::Sources;
use belegg::theme::built_in;
use belegg::theme::palette::{FILE, Palette, Scheme};
use expect_test::{Expect, expect};

use crate::project::{BASE, built, composed, with};

/// The small project with a chart, and with these tokens in a theme of its own.
fn branded(tokens: &str) -> Sources {
    with_theme(&[("themes/brand/tokens.toml", tokens)])
}

fn with_theme(theme: &[(&str, &str)]) -> Sources {
    let config = format!("theme = \"brand\"\n{}", BASE[0].1);
    let chart = "![Etter land](chart:suppliers.by_country)\n";
    let norwegian = format!("+++\ntitle = \"Metode\"\nslug = \"metode\"\n+++\n{chart}");
    let english = format!("+++\ntitle = \"Method\"\n+++\n{chart}");
    let own = [
        ("belegg.toml", config.as_str()),
        ("content/report/01-method.md", &norwegian),
        ("content/report/01-method.en.md", &english),
    ];
    with(&[&own, theme].concat())
}

/// A brand is told exactly this.
#[track_caller]
fn tells(tokens: &str, expected: Expect) {
    expected.assert_eq(&built(&branded(tokens)).1);
}

/// Everything that is published, of a project in which nothing is wrong.
#[track_caller]
fn files(sources: &Sources) -> BTreeMap<String, String> {
    let (artifacts, told) = built(sources);
    assert_eq!(told, "");
    let files = artifacts.expect("a site").files.into_iter();
    files.map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// The style sheet that is made of the tokens.
fn sheet(files: &BTreeMap<String, String>) -> &String {
    let mut found = files.iter().filter(|(path, _)| path.starts_with("static/style."));
    found.next().expect("the style of all pages").1
}

/// The files that a PDF of a project is set from.
fn set_from(sources: &Sources) -> BTreeMap<String, String> {
    let mut told = Diagnostics::default();
    let project = load::project("belegg.toml", sources, &[], None, &mut told).expect("a project");
    let (theme, report) = (&project.theme, composed(sources));
    let fonts = Fonts::from_theme(theme, &mut told).expect("fonts");
    let (edition, published) = (&report.editions[0], Artifacts::default());
    let draw = |chart: &_| draw(chart, Variant::Wide, &fonts, &theme.palette);
    let typst = document(&report, edition, &edition.documents[0], theme, &published, &draw);
    let files = typst.files.into_iter();
    files.map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

const BLUE: &str = "[page]\naccent = { light = \"#0f4c81\", dark = \"#9cf\" }\n\
    [chart]\nc1 = { light = \"#0A4763\" }\n";

#[test]
fn a_brand_of_one_file_changes_pages_charts_and_pdfs() {
    let sources = branded(BLUE);
    let files = files(&sources);
    let sheet = sheet(&files);
    assert!(sheet.contains("--accent:light-dark(#0f4c81,#99ccff);"), "{sheet}");
    assert!(sheet.contains("--bc-c1:light-dark(#0a4763,#b5f0e7);"), "{sheet}");
    let page = &files["redegjorelse/metode/index.html"];
    assert!(page.contains("<rect class=\"bc-c1\" fill=\"#0a4763\""), "{page}");
    assert!(!page.contains("#07463f"), "{page}");

    let files = set_from(&sources);
    let facts: serde_json::Value = serde_json::from_str(&files["report.json"]).expect("JSON");
    assert_eq!(facts["colours"]["accent"], "#0f4c81");
    assert_eq!(facts["colours"]["c1"], "#0a4763");
    assert_eq!(facts["colours"]["hero"], "#07413d", "what the brand leaves out stays");
    let chart = files.iter().find(|(path, _)| path.ends_with(".svg")).expect("a chart");
    assert!(chart.1.contains("<rect class=\"bc-c1\" fill=\"#0a4763\""), "{}", chart.1);
}

#[test]
fn colours_are_linked_before_all_that_may_set_them_anew() {
    let sheets = [("themes/brand/static/a.css", ":root { --accent: #000; }")];
    let files = files(&with_theme(&sheets));
    let sheet = sheet(&files);
    let colours = sheet.find("--accent:light-dark(").expect("the colours");
    assert!(colours < sheet.find("--accent:#000").expect("the own sheet"), "{sheet}");
    let page = &files["index.html"];
    let links = page.lines().filter(|line| line.contains("rel=\"stylesheet\""));
    let names: Vec<&str> =
        links.filter_map(|line| line.split("static/").nth(1)?.split('.').next()).collect();
    // What only some pages need comes after all that every page has.
    assert_eq!(names, ["style", "pages/front", "pages/print"]);
}

#[test]
fn no_other_file_of_the_theme_repeats_a_colour() {
    let palette = Palette::built_in();
    let files = [
        "static/belegg.css",
        "static/chart.css",
        "pdf/style.typ",
        "pdf/cover.typ",
        "pdf/share.typ",
    ];
    for path in files {
        let text = built_in(path).expect("a file of the theme").to_lowercase();
        for (name, scheme) in
            palette.names().flat_map(|name| Scheme::ALL.map(|scheme| (name, scheme)))
        {
            let colour = palette.colour(name, scheme).to_string();
            assert!(!text.contains(&colour), "{path} repeats {colour} of `{name}`");
        }
    }
}

#[test]
fn the_built_in_colours_pass_as_a_brand_would_have_to() {
    files(&branded(built_in(FILE).expect("the theme has tokens")));
}

#[test]
fn the_brand_of_the_guide_is_told_nothing() {
    let guide = include_str!("../../docs/guide.md");
    let example = guide.split("```toml\n").find(|block| block.starts_with("[page]"));
    let tokens = example.and_then(|block| block.split("```").next()).expect("an example");
    let sheet = sheet(&files(&branded(tokens))).clone();
    assert!(sheet.contains("--hero:light-dark(#0b3a63,#0b2f2b)"), "{sheet}");
}

#[test]
fn a_colour_that_cannot_be_read_is_told_with_the_nearest_that_can() {
    tells(
        "[page]\nlink = { light = \"#ff6600\" }\n[chart]\nc1 = { light = \"#f60\", dark = \"#ff6600\" }\n",
        expect![[r##"
            error[contrast]: words of the colour `link` stand on `warn-bg` with a contrast of 2.59:1 on light pages; words need 4.5:1 (WCAG 2.2, 1.4.3)
             --> themes/brand/tokens.toml:2:18
              |
            2 | link = { light = "#ff6600" }
              |                  ^^^^^^^^^ `link` in light
              |
            help: the nearest of this hue that passes is #bc4900
              |
            2 - link = { light = "#ff6600" }
            2 + link = { light = "#bc4900" }
              |

            error[contrast]: words in `c1` have the colour `bg` with a contrast of 2.93:1 on light pages; words need 4.5:1 (WCAG 2.2, 1.4.3)
             --> themes/brand/tokens.toml:4:16
              |
            4 | c1 = { light = "#f60", dark = "#ff6600" }
              |                ^^^^^^ `c1` in light
              |
            help: the nearest of this hue that passes is #ca4f00
              |
            4 - c1 = { light = "#f60", dark = "#ff6600" }
            4 + c1 = { light = "#ca4f00", dark = "#ff6600" }
              |

            warning[similar-colours]: `c1` and `c2` look alike to readers who do not see red (protanopia) on light pages
             --> themes/brand/tokens.toml:4:16
              |
            4 | c1 = { light = "#f60", dark = "#ff6600" }
              |                ^^^^^^
              |
              = help: make one of them lighter or darker; they stand side by side with a contrast of 1.21:1, and only the gap between them parts them

        "##]],
    );
}

#[test]
fn the_nearest_colour_itself_passes() {
    let failing = [
        ("page", "link", "light", "#ff6600"),
        ("page", "link", "dark", "#0000ff"),
        ("page", "bg", "light", "#9fb8c0"),
        ("page", "ink-2", "light", "#aaaaaa"),
        ("page", "hero", "light", "#66ccaa"),
        ("page", "warn-bg", "dark", "#8a6d1a"),
        ("chart", "c1", "light", "#f7c600"),
        ("chart", "c2", "light", "#1c2f6b"),
        ("chart", "c2", "dark", "#ffd0a0"),
        ("chart", "bandtext", "light", "#7fbfa5"),
    ];
    for (group, name, scheme, colour) in failing {
        let brand = |colour: &str| format!("[{group}]\n{name} = {{ {scheme} = \"{colour}\" }}\n");
        let (_, told) = built(&branded(&brand(colour)));
        assert_eq!(told.matches("error[contrast]").count(), 1, "{name}: {told}");
        let nearest = told.split("that passes is ").nth(1).unwrap_or_else(|| panic!("{told}"));
        let (_, told) = built(&branded(&brand(&nearest[..7])));
        assert!(!told.contains("error"), "{name}: {} is told: {told}", &nearest[..7]);
    }
}

#[test]
fn where_no_colour_of_a_hue_passes_the_other_one_is_named() {
    tells(
        "[page]\nlink = { light = \"#0a5470\" }\nwarn-bg = { light = \"#000000\" }\n",
        expect![[r##"
            error[contrast]: words of the colour `link` stand on `warn-bg` with a contrast of 2.51:1 on light pages; words need 4.5:1 (WCAG 2.2, 1.4.3)
             --> themes/brand/tokens.toml:2:18
              |
            2 | link = { light = "#0a5470" }
              |                  ^^^^^^^^^ `link` in light
              |
              = help: no colour of this hue passes: change `warn-bg` too

            error[contrast]: words of the colour `ink` stand on `warn-bg` with a contrast of 1.25:1 on light pages; words need 4.5:1 (WCAG 2.2, 1.4.3)
             --> themes/brand/tokens.toml:3:21
              |
            3 | warn-bg = { light = "#000000" }
              |                     ^^^^^^^^^ `warn-bg` in light
              |
            help: the nearest of this hue that passes is #c5c5c5
              |
            3 - warn-bg = { light = "#000000" }
            3 + warn-bg = { light = "#c5c5c5" }
              |

        "##]],
    );
}

#[test]
fn colours_that_some_readers_cannot_tell_apart_are_told() {
    tells(
        "[chart]\nc3 = { light = \"#5a1010\" }\nlow = { light = \"#8a5a00\" }\nc4 = { dark = \"#b13d09\" }\n",
        expect![[r##"
            warning[similar-colours]: `c1` and `c3` look alike to readers who do not see green (deuteranopia) on light pages
             --> themes/brand/tokens.toml:2:16
              |
            2 | c3 = { light = "#5a1010" }
              |                ^^^^^^^^^
              |
              = help: make one of them lighter or darker, or take another hue

            warning[similar-colours]: `c3` and `c5` look alike to readers who do not see blue (tritanopia) on light pages
             --> themes/brand/tokens.toml:2:16
              |
            2 | c3 = { light = "#5a1010" }
              |                ^^^^^^^^^
              |
              = help: make one of them lighter or darker, or take another hue

            error[contrast]: words in `low` have the colour `ink` with a contrast of 2.82:1 on light pages; words need 4.5:1 (WCAG 2.2, 1.4.3)
             --> themes/brand/tokens.toml:3:17
              |
            3 | low = { light = "#8a5a00" }
              |                 ^^^^^^^^^ `low` in light
              |
            help: the nearest of this hue that passes is #ad7b32
              |
            3 - low = { light = "#8a5a00" }
            3 + low = { light = "#ad7b32" }
              |

            warning[similar-colours]: `low` and `medium` look alike to readers who do not see red (protanopia) on light pages
             --> themes/brand/tokens.toml:3:17
              |
            3 | low = { light = "#8a5a00" }
              |                 ^^^^^^^^^
              |
              = help: make one of them lighter or darker; they stand side by side with a contrast of 1.04:1, and only the gap between them parts them

            warning[similar-colours]: `c2` and `c4` look alike to every reader on dark pages
             --> themes/brand/tokens.toml:4:15
              |
            4 | c4 = { dark = "#b13d09" }
              |               ^^^^^^^^^
              |
              = help: make one of them lighter or darker, or take another hue

        "##]],
    );
}

#[test]
fn misspelt_tokens_are_told_with_the_nearest_name() {
    tells(
        "accent = { light = \"#000\" }\n[pages]\n[page]\nacent = { light = \"#000\" }\nc1 = { light = \"#000\" }\nsomething = { light = \"#000\" }\nink = { lihgt = \"#000\" }\n\
         [chart]\nink = \"#000\"\nc7 = { light = \"#000\" }\n",
        expect![[r##"
            error[unknown-key]: unknown key `accent`
             --> themes/brand/tokens.toml:1:1
              |
            1 | accent = { light = "#000" }
              | ^^^^^^
              |
              = help: `accent` stands under `[page]`

            error[unknown-key]: unknown key `pages`
             --> themes/brand/tokens.toml:2:2
              |
            2 | [pages]
              |  ^^^^^
              |
            help: there is a similar one: `page`
              |
            2 - [pages]
            2 + [page]
              |

            error[unknown-key]: unknown token `acent`
             --> themes/brand/tokens.toml:4:1
              |
            4 | acent = { light = "#000" }
              | ^^^^^
              |
            help: there is a similar one: `accent`
              |
            4 | accent = { light = "#000" }
              |   +

            error[unknown-key]: unknown token `c1`
             --> themes/brand/tokens.toml:5:1
              |
            5 | c1 = { light = "#000" }
              | ^^
              |
              = help: `c1` stands under `[chart]`

            error[unknown-key]: unknown token `something`
             --> themes/brand/tokens.toml:6:1
              |
            6 | something = { light = "#000" }
              | ^^^^^^^^^
              |
              = help: known are `accent`, `bg`, `hero`, `hero-2`, `hero-ink`, `ink`, `ink-2`, `line`, `line-2`, `link`, `ok`, `ok-bg`, `stop`, `stop-bg`, `tint`, `tint-2`, `visited`, `warn`, `warn-bg`

            error[unknown-key]: unknown key `lihgt`
             --> themes/brand/tokens.toml:7:9
              |
            7 | ink = { lihgt = "#000" }
              |         ^^^^^
              |
              = help: a token has a colour for `light` pages and one for `dark` pages

            error[unknown-key]: unknown token `ink`
             --> themes/brand/tokens.toml:9:1
              |
            9 | ink = "#000"
              | ^^^
              |
              = help: `ink` stands under `[page]`

            error[unknown-key]: unknown token `c7`
              --> themes/brand/tokens.toml:10:1
               |
            10 | c7 = { light = "#000" }
               | ^^
               |
            help: there is a similar one: `c1`
               |
            10 - c7 = { light = "#000" }
            10 + c1 = { light = "#000" }
               |

        "##]],
    );
}

#[test]
fn only_a_colour_is_a_colour() {
    tells(
        "page = 1\n[chart]\nc1 = \"#31105f\"\nc2 = { light = 7, dark = [\"#000\"] }\nc3 = { light = \"red\", dark = \"#12345\" }\n\
         c4 = { light = \"#000; } body { display: none\", dark = \"rgb(0,0,0)\" }\nc5 = { light = \"#11223344\", dark = \"#\\u00e5\\u00e5\\u00e5\" }\n",
        expect![[r##"
            error[wrong-type]: `page` is a table of tokens
             --> themes/brand/tokens.toml:1:8
              |
            1 | page = 1
              |        ^
              |
              = help: begin it with `[page]`

            error[wrong-type]: `c1` needs a colour for light pages and one for dark pages
             --> themes/brand/tokens.toml:3:6
              |
            3 | c1 = "#31105f"
              |      ^^^^^^^^^
              |
              = help: write `{ light = "#31105f", dark = "#b5f0e7" }`

            error[wrong-value]: this is no colour for `c2`
             --> themes/brand/tokens.toml:4:16
              |
            4 | c2 = { light = 7, dark = ["#000"] }
              |                ^
              |
              = help: write `#` and six digits or letters a to f, such as "#d56a0e"

            error[wrong-value]: this is no colour for `c2`
             --> themes/brand/tokens.toml:4:26
              |
            4 | c2 = { light = 7, dark = ["#000"] }
              |                          ^^^^^^^^
              |
              = help: write `#` and six digits or letters a to f, such as "#b13d09"

            error[wrong-value]: this is no colour for `c3`
             --> themes/brand/tokens.toml:5:16
              |
            5 | c3 = { light = "red", dark = "#12345" }
              |                ^^^^^
              |
              = help: write `#` and six digits or letters a to f, such as "#1a015c"

            error[wrong-value]: this is no colour for `c3`
             --> themes/brand/tokens.toml:5:30
              |
            5 | c3 = { light = "red", dark = "#12345" }
              |                              ^^^^^^^^
              |
              = help: write `#` and six digits or letters a to f, such as "#cdaafe"

            error[wrong-value]: this is no colour for `c4`
             --> themes/brand/tokens.toml:6:16
              |
            6 | c4 = { light = "#000; } body { display: none", dark = "rgb(0,0,0)" }
              |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: write `#` and six digits or letters a to f, such as "#0aa592"

            error[wrong-value]: this is no colour for `c4`
             --> themes/brand/tokens.toml:6:55
              |
            6 | c4 = { light = "#000; } body { display: none", dark = "rgb(0,0,0)" }
              |                                                       ^^^^^^^^^^^^
              |
              = help: write `#` and six digits or letters a to f, such as "#246e77"

            error[wrong-value]: this is no colour for `c5`
             --> themes/brand/tokens.toml:7:16
              |
            7 | c5 = { light = "#11223344", dark = "#\u00e5\u00e5\u00e5" }
              |                ^^^^^^^^^^^
              |
              = help: write `#` and six digits or letters a to f, such as "#3f0000"

            error[wrong-value]: this is no colour for `c5`
             --> themes/brand/tokens.toml:7:36
              |
            7 | c5 = { light = "#11223344", dark = "#\u00e5\u00e5\u00e5" }
              |                                    ^^^^^^^^^^^^^^^^^^^^^
              |
              = help: write `#` and six digits or letters a to f, such as "#fea557"

        "##]],
    );
}

#[test]
fn a_file_that_cannot_be_read_is_told() {
    tells(
        "[page\nink = ",
        expect![[r##"
        error[toml-syntax]: this is not valid TOML: unclosed table, expected `]`
         --> themes/brand/tokens.toml:1:6
          |
        1 | [page
          |      ^
          |
          = help: write each as `accent = { light = "#0b5a54", dark = "#6fcfc3" }`

    "##]],
    );
    let mut sources = Vec::new();
    for (path, text) in BASE {
        sources.push((path, text.as_bytes().to_vec()));
    }
    sources[0].1.splice(0..0, b"theme = \"brand\"\n".iter().copied());
    sources.push(("themes/brand/tokens.toml", b"[page]\nink = \"\xff\"\n".to_vec()));
    let (_, told) = built(&Sources::from_files(sources));
    expect![[r#"
        error[not-utf8]: `tokens.toml` of the theme is not UTF-8 text
        --> themes/brand/tokens.toml:1:1
         = help: save it as UTF-8

    "#]]
    .assert_eq(&told);
}

#[test]
fn a_style_sheet_in_the_place_of_the_tokens_is_told() {
    let sources = with_theme(&[("themes/brand/static/tokens.css", ":root { --ink: red; }")]);
    expect![[r#"
        error[address-taken]: `static/tokens.css` is made from `tokens.toml`
        --> themes/brand/static/tokens.css:1:1
         = help: give this style sheet another name, and set colours in `tokens.toml`

    "#]]
    .assert_eq(&built(&sources).1);
}
