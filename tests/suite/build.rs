//! `belegg build` as its users meet it: the whole output, and what lies in the folder afterwards.

use std::fs;
use std::path::Path;
use std::process::Command;

use expect_test::expect;
use tempfile::TempDir;

use crate::project::BASE;

/// The small project on disk.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (path, text) in BASE {
        write(folder.path(), path, text);
    }
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
    fs::write(path, text).expect("a new file");
}

/// Runs the program in a folder: its exit code, what it printed and what it said.
fn session(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_belegg"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .output()
        .expect("the program runs");
    let text = |bytes: &[u8]| {
        String::from_utf8_lossy(bytes).replace(&*folder.to_string_lossy(), "PROJECT")
    };
    let code = output.status.code().map_or("none".to_string(), |code| code.to_string());
    format!("{}{}exit {code}\n", text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_build_says_what_it_made_and_a_second_one_writes_nothing() {
    let folder = folder();
    expect![[r#"
          Pages  6 (3 en-GB, 3 nb)
          Files  32 written, 0 unchanged, 0 removed
        Built output
        exit 0
    "#]]
    .assert_eq(&session(folder.path(), &["build", "--no-pdf"]));
    expect![[r#"
          Pages  6 (3 en-GB, 3 nb)
          Files  0 written, 32 unchanged, 0 removed
        Built output
        exit 0
    "#]]
    .assert_eq(&session(folder.path(), &["build", "--no-pdf"]));
    expect![[r#"
        Verified output: 32 files, all as published
        exit 0
    "#]]
    .assert_eq(&session(folder.path(), &["verify"]));
}

#[test]
fn an_error_leaves_the_old_site_as_it_was() {
    let folder = folder();
    session(folder.path(), &["build", "--no-pdf"]);
    let before = fs::read(folder.path().join("output/index.html")).expect("a page");
    write(
        folder.path(),
        "content/_index.md",
        "+++\ntitle = \"Ny\"\n+++\n[9](fact:suppliers.count)\n",
    );
    expect![[r#"
        error[fact-differs]: the fact `suppliers.count` stands here, but not in the translation (English)
         --> content/_index.md:4:1
          |
        4 | [9](fact:suppliers.count)
          | ^^^^^^^^^^^^^^^^^^^^^^^^^ Norsk
          |
          = help: cite the same facts in both languages
        note: the same section in the translation (English)
         --> content/_index.en.md:4:1
          |
        4 | Welcome.
          | ^

        error[stated-number]: the text says 9 but the data gives 3
         --> content/_index.md:4:2
          |
        4 | [9](fact:suppliers.count)
          |  ^ `suppliers.count` is 3
          |
        help: write `[3](fact:suppliers.count)`, or correct `data/2024/suppliers.csv` (count of rows where turnover > 30000)
          |
        4 - [9](fact:suppliers.count)
        4 + [3](fact:suppliers.count)
          |

        2 errors; nothing was published
        exit 1
    "#]].assert_eq(&session(folder.path(), &["build", "--no-pdf"]));
    assert_eq!(fs::read(folder.path().join("output/index.html")).expect("a page"), before);
}

#[test]
fn an_output_folder_that_holds_the_project_is_refused() {
    let folder = folder();
    expect![[r#"
        error[output]: the output folder `PROJECT` is the project or holds part of it (`PROJECT`)
         |
         = help: choose a folder used for nothing else, such as `--output-dir output`

        exit 2
    "#]]
    .assert_eq(&session(folder.path(), &["build", "--no-pdf", "-o", "."]));
    expect![[r#"
        error[output]: the output folder `PROJECT/content/site` lies inside `PROJECT/content`, which holds the project's sources
         |
         = help: choose a folder used for nothing else, such as `--output-dir output`

        exit 2
    "#]].assert_eq(&session(folder.path(), &["build", "--no-pdf", "-o", "content/site"]));
}

#[test]
fn a_missing_typst_command_is_a_fault_of_the_machine() {
    let folder = folder();
    let arguments = ["build", "--pdf-engine", "cli", "--typst", "/no/such/typst"];
    expect![[r#"
        error[pdf-engine]: there is no typst command at `/no/such/typst`; version 0.15.1 is needed
         |
         = help: install it with `cargo install typst-cli --locked --version 0.15.1`, or leave out `--pdf-engine cli` to use the engine built in

        exit 2
    "#]].assert_eq(&session(folder.path(), &arguments));
}

#[cfg(unix)]
#[test]
fn a_typst_command_of_another_version_is_named_with_the_one_that_is_needed() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    write(folder.path(), "typst", "#!/bin/sh\necho 'typst 0.11.0 (2bf9f95d)'\n");
    let typst = folder.path().join("typst");
    fs::set_permissions(&typst, fs::Permissions::from_mode(0o755)).expect("it may run");
    write(
        folder.path(),
        "belegg.toml",
        &format!("{}\n[pdf]\nengine = \"cli\"\ntypst = \"{}\"\n", BASE[0].1, typst.display()),
    );
    expect![[r#"
        error[pdf-engine]: the typst command `PROJECT/typst` has version 0.11.0, but 0.15.1 is needed
         |
         = help: install it with `cargo install typst-cli --locked --version 0.15.1`, or leave out `--pdf-engine cli` to use the engine built in

        exit 2
    "#]].assert_eq(&session(folder.path(), &["build"]));
}

#[test]
fn a_mistake_in_a_template_is_told_at_its_line() {
    let folder = folder();
    write(
        folder.path(),
        "themes/default/templates/section.html",
        "{% extends \"base.html\" %}\n{% block main %}\n<h1>{{ page.titel }}</h1>\n{% endblock main %}\n",
    );
    write(folder.path(), "content/about/_index.md", "+++\ntitle = \"Om\"\n+++\n");
    write(folder.path(), "content/about/_index.en.md", "+++\ntitle = \"About\"\n+++\n");
    expect![[r#"
        error[template]: field `titel` is not defined
         --> themes/default/templates/section.html:3:13
          |
        3 | <h1>{{ page.titel }}</h1>
          |             ^^^^^
          |
          = help: available fields: alternates, as_of, authoritative, canonical, children, contents, date, description, extra, hidden, key, kind, lang, locale, menu_key, metadata, next, notice, number, opens_with_heading, path, previous, reading_time, signatures, title, trail, translations, updated

        1 error; nothing was published
        exit 1
    "#]].assert_eq(&session(folder.path(), &["build", "--no-pdf"]));
}

#[test]
fn a_theme_s_own_template_knows_what_the_page_says_of_itself() {
    let folder = folder();
    write(
        folder.path(),
        "themes/default/templates/own.html",
        "<p>{{ page.extra.colour }} {{ page.extra.rooms }} {{ page.extra.since }}</p>\n",
    );
    let page = "+++\ntitle = \"Om\"\ntemplate = \"own.html\"\n[extra]\ncolour = \"<blå>\"\nrooms = 3\nsince = 2024-05-01\n+++\n";
    write(folder.path(), "content/about.md", page);
    write(folder.path(), "content/about.en.md", page);
    assert!(session(folder.path(), &["build", "--no-pdf", "-q"]).ends_with("exit 0\n"));
    let made = fs::read_to_string(folder.path().join("output/about/index.html")).expect("a page");
    assert_eq!(made, "<p>&lt;blå&gt; 3 2024-05-01</p>\n");
}

#[test]
fn a_template_that_cannot_be_read_is_told_too() {
    let folder = folder();
    write(folder.path(), "themes/default/templates/page.html", "<p>\n{% if page %}\n");
    expect![[r#"
        error[template]: unexpected end of input
         --> themes/default/templates/page.html:2:14
          |
        2 | {% if page %}
          |              ^
          |
          = help: compare it with the template of the same name in the default theme

        Checked 12 files: 1 error
        exit 1
    "#]]
    .assert_eq(&session(folder.path(), &["check", "--no-pdf"]));
}

#[test]
fn a_new_project_builds_without_a_warning() {
    let folder = TempDir::new().expect("a folder");
    session(folder.path(), &["init", "site"]);
    expect![[r#"
          Pages  12 (6 en-GB, 6 nb)
          Files  52 written, 0 unchanged, 0 removed
        Built output
        exit 0
    "#]]
    .assert_eq(&session(&folder.path().join("site"), &["build", "--no-pdf"]));
}

#[test]
fn the_same_project_gives_the_same_bytes_wherever_and_whenever_it_is_built() {
    let sum = |zone: &str, locale: &str, threads: &str| {
        let folder = folder();
        let status = Command::new(env!("CARGO_BIN_EXE_belegg"))
            .args(["build", "--no-pdf"])
            .current_dir(folder.path())
            .envs([("TZ", zone), ("LC_ALL", locale), ("RAYON_NUM_THREADS", threads)])
            .status()
            .expect("the program runs");
        assert!(status.success());
        fs::read_to_string(folder.path().join("output/.belegg-manifest")).expect("a manifest")
    };
    assert_eq!(sum("UTC", "C", "1"), sum("Asia/Tokyo", "nb_NO.UTF-8", "4"));
}
