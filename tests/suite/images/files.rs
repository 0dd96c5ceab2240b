//! Files beside pages: where they lie on the site, and names that no site can have.

use expect_test::{Expect, expect};

use super::{chapter_and, published};
use crate::project::{told, with};

/// The chapter says this of one or two files; the line is each message in short.
fn tells(text: &str, files: &[&str], expected: Expect) {
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|path| (*path, path.as_bytes().to_vec())).collect();
    let told = told(&chapter_and(text, &files));
    let lines = told.lines().filter(|line| {
        line.starts_with("error") || line.starts_with("warning") || line.contains("= help")
    });
    let lines: Vec<&str> = lines.map(str::trim_start).collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn a_file_lies_at_the_address_of_its_page_in_each_language_that_leads_to_it() {
    let english = "+++\ntitle = \"Method\"\n+++\nSee [the plan](plan%20A.pdf).\n";
    let norwegian = "+++\ntitle = \"Metode\"\nslug = \"metode\"\n+++\nSe [planen](<plan A.pdf>).\n";
    let sources = with(&[
        ("content/report/01-method.en.md", english),
        ("content/report/01-method.md", norwegian),
        ("content/report/plan A.pdf", "%PDF"),
        ("content/report/liste.csv", "a\n"),
        ("static/robots-extra.txt", "x"),
    ]);
    let artifacts = published(&sources);
    let beside: Vec<&str> = artifacts
        .files
        .keys()
        .map(String::as_str)
        .filter(|path| [".pdf", "liste.csv", "extra.txt"].iter().any(|end| path.ends_with(end)))
        .collect();
    // No page leads to the list: nobody said that it should be published.
    let expected = ["en/statement/plan-a.pdf", "redegjorelse/plan-a.pdf", "robots-extra.txt"];
    assert_eq!(beside, expected);
    let page = artifacts.text("en/statement/method/index.html").expect("the chapter");
    assert!(page.contains("href=\"../../../en/statement/plan-a.pdf\""), "{page}");
}

#[test]
fn a_file_below_the_folder_of_a_language_is_of_that_language() {
    let page = "+++\ntitle = \"About\"\n+++\nSee [the plan](plan.pdf).\n";
    let norwegian = "+++\ntitle = \"Om\"\n+++\nSe [planen](plan.pdf).\n";
    let artifacts = published(&with(&[
        ("content/en/about/us.md", page),
        ("content/en/about/plan.pdf", "English"),
        ("content/about/us.md", norwegian),
        ("content/about/plan.pdf", "norsk"),
    ]));
    assert_eq!(artifacts.text("about/plan.pdf"), Some("norsk"));
    assert_eq!(artifacts.text("en/about/plan.pdf"), Some("English"));
}

#[test]
fn letters_spaces_and_capitals_become_an_address() {
    // The name as macOS writes it: e with an accent of its own.
    let name = "content/report/Re\u{301}sume\u{301} for A\u{30a}r 2024.PDF";
    let artifacts = published(&chapter_and(
        "Se [ett](<Résumé for År 2024.PDF>) og [to](Re%CC%81sum%C3%A9%20for%20%C3%85r%202024.PDF).",
        &[(name, b"%PDF".to_vec())],
    ));
    let page = artifacts.text("redegjorelse/method/index.html").expect("the chapter");
    assert_eq!(page.matches("href=\"../../redegjorelse/resume-for-ar-2024.pdf\"").count(), 2);
    assert!(artifacts.files.contains_key("redegjorelse/resume-for-ar-2024.pdf"));
}

#[test]
fn a_link_to_a_file_that_is_not_there_names_the_nearest() {
    tells(
        "Se [planen](plann.pdf).",
        &["content/report/plan.pdf"],
        expect![[r#"
            error[broken-link]: there is no file `content/report/plann.pdf`
            = help: there is `content/report/plan.pdf`: write `plan.pdf`"#]],
    );
}

#[test]
fn the_letters_of_a_name_must_be_the_same() {
    tells(
        "Se [planen](Plan.pdf).",
        &["content/report/plan.pdf"],
        expect![[r#"
            error[broken-link]: there is no file `content/report/Plan.pdf`
            = help: there is `content/report/plan.pdf`: write `plan.pdf`"#]],
    );
}

#[test]
fn a_file_that_could_run_or_is_not_known_is_not_published() {
    tells(
        "Se [en](side.html) og [to](modell.xyz).",
        &["content/report/side.html", "content/report/modell.xyz"],
        expect![[r#"
            error[broken-link]: `content/report/side.html` is not published: a browser could run what stands in it
            = help: if it is meant to be on the site, put it into `static/`
            error[broken-link]: `content/report/modell.xyz` is not published: files of this kind are not known
            = help: put it into `static/`, from where everything is published, or save it as PDF"#]],
    );
}

#[test]
fn two_files_may_not_have_one_address() {
    tells(
        "Tekst.",
        &["static/Logo.png", "static/logo.png"],
        expect![[r#"
            error[file-name]: `static/Logo.png` and `static/logo.png` would be one file, `logo.png`
            = help: they differ in capital letters alone, which is one name on many machines: rename one"#]],
    );
    tells(
        "Tekst.",
        &["content/a/Årsplan 1.pdf", "content/a/aarsplan-1.pdf", "content/a/arsplan_1.pdf"],
        expect![[r#"
            error[file-name]: `content/a/arsplan_1.pdf` and `content/a/Årsplan 1.pdf` would be one file, `a/arsplan-1.pdf`
            = help: capital letters, accents and spaces do not tell files apart in an address: rename one"#]],
    );
    tells(
        "Tekst.",
        &["content/a/e\u{301}.pdf", "content/a/\u{e9}.pdf"],
        expect![[r#"
            error[file-name]: `content/a/é.pdf` and `content/a/é.pdf` would be one file, `a/e.pdf`
            = help: their letters look the same and are stored in two ways, as between macOS and Windows: keep one"#]],
    );
}

#[test]
fn names_that_windows_keeps_or_that_no_address_can_have() {
    tells(
        "Tekst.",
        &["content/a/con.pdf", "static/x/Com1.txt", "content/a/日本.pdf", "content/a/console.pdf"],
        expect![[r#"
            error[file-name]: `con` is a name that Windows keeps for itself
            = help: rename it, for instance to `con-1.pdf`
            error[file-name]: `content/a/日本.pdf` has no letter or digit that an address can have
            = help: rename it with letters a–z
            error[file-name]: `com1` is a name that Windows keeps for itself
            = help: rename it, for instance to `com1-1.txt`"#]],
    );
}

#[test]
fn a_file_in_the_place_of_a_page_is_told() {
    let (artifacts, told) =
        crate::project::built(&chapter_and("Tekst.", &[("static/index.html", b"<p>".to_vec())]));
    assert!(artifacts.is_none());
    assert!(
        told.contains(
            "error[address-taken]: a page lies at `/`, where this file would be published"
        ),
        "{told}"
    );
}

#[test]
fn markup_in_a_title_is_told_and_signs_are_written_as_they_are() {
    let page = |title: &str| format!("+++\ntitle = \"{title}\"\n+++\nTekst.\n");
    let markup = page("Metode <b>fet</b><script>alert(1)</script>");
    let told = told(&with(&[("content/report/01-method.md", &markup)]));
    assert_eq!(told.matches("error[raw-html]").count(), 2, "{told}");
    let signs = page("A < B & C > D");
    let artifacts = published(&crate::project::chapter_with(
        "Tekst.",
        &[("content/report/01-method.md", &signs)],
    ));
    let html = artifacts.text("redegjorelse/method/index.html").expect("the chapter");
    assert!(html.contains("<title>1 A &lt; B &amp; C &gt; D – "), "{html}");
    assert!(!html.contains("A < B"));
}

#[test]
fn a_picture_in_static_that_tells_of_its_camera_is_warned_of() {
    let picture = super::secretive_jpeg(&super::photo(8, 8), 1);
    let told = told(&chapter_and("Tekst.", &[("static/a.jpg", picture)]));
    assert!(told.contains("warning[picture-notes]: `static/a.jpg` is published with"), "{told}");
}
