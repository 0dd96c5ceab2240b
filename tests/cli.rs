//! The program as it is called: all of its output and its exit code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use expect_test::{Expect, expect};
use tempfile::TempDir;

/// A folder that has nothing to do with any project.
fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn belegg(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_belegg"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for variable in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "COLUMNS"] {
        command.env_remove(variable);
    }
    command
}

/// What a command prints, with the temporary folder called FOLDER.
fn session(folder: &Path, arguments: &[&str]) -> String {
    let output = belegg(folder, arguments).output().expect("the program runs");
    told(&output, folder)
}

fn told(output: &Output, folder: &Path) -> String {
    let Output { status, stdout, stderr } = output;
    let mut text = String::new();
    for (name, bytes) in [("stdout", stdout), ("stderr", stderr)] {
        if !bytes.is_empty() {
            text.push_str(&format!("{name}:\n{}", String::from_utf8_lossy(bytes)));
        }
    }
    text.push_str(&format!("exit {}\n", status.code().unwrap_or(-1)));
    let real = folder.canonicalize().unwrap_or_default();
    let text = text.replace(&real.display().to_string(), "FOLDER");
    text.replace(&folder.display().to_string(), "FOLDER")
}

fn check(arguments: &[&str], expected: Expect) {
    let folder = folder();
    expected.assert_eq(&session(folder.path(), arguments));
}

#[test]
fn no_command_is_answered_with_help() {
    check(
        &[],
        expect![[r#"
        stderr:
        Publishes a year's data and text as an accessible website and PDF, in several languages

        Examples:
          belegg init my-report        make a small project in two languages
          belegg build                 publish the project you stand in to output/
          belegg check                 find every mistake, publish nothing
          belegg facts suppliers       show figures, in every language, and where they come from
          belegg verify                compare the published files with what was published

        Usage: belegg [OPTIONS] <COMMAND>

        Commands:
          build   Build the site and its PDFs, and publish them to the output folder
          check   Build everything and tell every mistake, but publish nothing
          init    Make a small project in Norwegian and English that is ready to build
          facts   List the figures of the project, in every language, with where they come from
          verify  Compare the published files with what was published

        Options:
          -h, --help     Print help
          -V, --version  Print version

        Options of every command:
          -r, --root <DIR>               The project folder [default: the nearest one upward with a
                                         belegg.toml]
          -c, --config <FILE>            The configuration, within the project folder [default: belegg.toml]
              --message-format <FORMAT>  Messages as `text`, or as `json`: one object a line on standard
                                         output [default: text]
              --color <WHEN>             Colours: `auto`, `always` or `never`; NO_COLOR is heeded [default:
                                         auto]
          -q, --quiet                    Tell errors only
          -v, --verbose                  Tell more: which folders are used, what was left out

        Exit codes: 0 done, 1 the project has errors, 2 the call or the machine is at fault
        exit 2
    "#]],
    );
}

#[test]
fn help_is_given_when_asked_for() {
    check(
        &["--help"],
        expect![[r#"
        stdout:
        Publishes a year's data and text as an accessible website and PDF, in several languages

        Examples:
          belegg init my-report        make a small project in two languages
          belegg build                 publish the project you stand in to output/
          belegg check                 find every mistake, publish nothing
          belegg facts suppliers       show figures, in every language, and where they come from
          belegg verify                compare the published files with what was published

        Usage: belegg [OPTIONS] <COMMAND>

        Commands:
          build   Build the site and its PDFs, and publish them to the output folder
          check   Build everything and tell every mistake, but publish nothing
          init    Make a small project in Norwegian and English that is ready to build
          facts   List the figures of the project, in every language, with where they come from
          verify  Compare the published files with what was published

        Options:
          -h, --help     Print help
          -V, --version  Print version

        Options of every command:
          -r, --root <DIR>               The project folder [default: the nearest one upward with a
                                         belegg.toml]
          -c, --config <FILE>            The configuration, within the project folder [default: belegg.toml]
              --message-format <FORMAT>  Messages as `text`, or as `json`: one object a line on standard
                                         output [default: text]
              --color <WHEN>             Colours: `auto`, `always` or `never`; NO_COLOR is heeded [default:
                                         auto]
          -q, --quiet                    Tell errors only
          -v, --verbose                  Tell more: which folders are used, what was left out

        Exit codes: 0 done, 1 the project has errors, 2 the call or the machine is at fault
        exit 0
    "#]],
    );
    check(
        &["build", "--help"],
        expect![[r#"
        stdout:
        Build the site and its PDFs, and publish them to the output folder

        Usage: belegg build [OPTIONS]

        Options:
          -o, --output-dir <DIR>     The folder to publish to [default: `output` in the project folder]
          -u, --base-url <URL>       The address that the site is published at, instead of the one in the
                                     configuration
              --drafts               Take drafts in
              --pdf-engine <ENGINE>  What typesets the PDFs: `embedded`, the engine in this program, or
                                     `cli`, the `typst` command
              --typst <PATH>         The `typst` command to use; implies `--pdf-engine cli`
              --no-pdf               Make no PDFs
          -h, --help                 Print help

        Options of every command:
          -r, --root <DIR>               The project folder [default: the nearest one upward with a
                                         belegg.toml]
          -c, --config <FILE>            The configuration, within the project folder [default: belegg.toml]
              --message-format <FORMAT>  Messages as `text`, or as `json`: one object a line on standard
                                         output [default: text]
              --color <WHEN>             Colours: `auto`, `always` or `never`; NO_COLOR is heeded [default:
                                         auto]
          -q, --quiet                    Tell errors only
          -v, --verbose                  Tell more: which folders are used, what was left out
        exit 0
    "#]],
    );
}

#[test]
fn a_misspelt_command_gets_a_suggestion() {
    check(
        &["biuld"],
        expect![[r#"
        stderr:
        error: unrecognized subcommand 'biuld'

          tip: a similar subcommand exists: 'build'

        Usage: belegg [OPTIONS] <COMMAND>

        For more information, try '--help'.
        exit 2
    "#]],
    );
}

#[test]
fn a_misspelt_flag_gets_a_suggestion() {
    check(
        &["build", "--no-pdfs"],
        expect![[r#"
        stderr:
        error: unexpected argument '--no-pdfs' found

          tip: a similar argument exists: '--no-pdf'

        Usage: belegg build --no-pdf

        For more information, try '--help'.
        exit 2
    "#]],
    );
}

#[test]
fn flags_that_contradict_each_other_are_refused() {
    check(
        &["build", "--no-pdf", "--pdf-engine", "cli"],
        expect![[r#"
        stderr:
        error: the argument '--no-pdf' cannot be used with '--pdf-engine <ENGINE>'

        Usage: belegg build --no-pdf

        For more information, try '--help'.
        exit 2
    "#]],
    );
    check(
        &["check", "-q", "-v"],
        expect![[r#"
        stderr:
        error: the argument '--quiet' cannot be used with '--verbose'

        Usage: belegg check --quiet

        For more information, try '--help'.
        exit 2
    "#]],
    );
}

#[test]
fn a_folder_that_is_no_project_says_what_to_do() {
    let folder = folder();
    let answer = session(folder.path(), &["build"]);
    expect![[r#"
        stderr:
        error[not-a-project]: there is no `belegg.toml` in `FOLDER` or any folder above
         |
         = help: go to your project folder, name it with `--root DIR`, or make a project with `belegg init DIR`

        exit 2
    "#]].assert_eq(&answer);
    for command in ["check", "facts", "verify"] {
        assert_eq!(session(folder.path(), &[command]), answer);
    }
    check(
        &["check", "--root", "site"],
        expect![[r#"
        stderr:
        error[not-a-project]: there is no `belegg.toml` in `site`
         |
         = help: go to your project folder, name it with `--root DIR`, or make a project with `belegg init DIR`

        exit 2
    "#]],
    );
    check(
        &["--message-format", "json", "check"],
        expect![[r#"
        stdout:
        {"code":"not-a-project","severity":"error","message":"there is no `belegg.toml` in `FOLDER` or any folder above","file":null,"start":null,"end":null,"label":null,"help":"go to your project folder, name it with `--root DIR`, or make a project with `belegg init DIR`","fix":null,"related":[]}
        exit 2
    "#]],
    );
    check(
        &["check", "--message-format=json", "-q"],
        expect![[r#"
        stdout:
        {"code":"not-a-project","severity":"error","message":"there is no `belegg.toml` in `FOLDER` or any folder above","file":null,"start":null,"end":null,"label":null,"help":"go to your project folder, name it with `--root DIR`, or make a project with `belegg init DIR`","fix":null,"related":[]}
        exit 2
    "#]],
    );
}

#[test]
fn init_makes_a_project_once() {
    let folder = folder();
    expect![[r#"
        stderr:
        Made a project in my report: a report for 2025 in Norwegian and English, about an invented company
          belegg.toml  the name of the organisation, the languages, the address of the site
          content/     the text
          data/2025/   the figures
          README.md    what to change first
        Next:
          cd "my report"
          belegg build
          then open output/index.html in a browser
        exit 0
    "#]].assert_eq(&session(folder.path(), &["init", "my report"]));
    let project = folder.path().join("my report");
    expect![[r#"
        .gitignore
        README.md
        belegg.toml
        content/_index.en.md
        content/_index.md
        content/report/2025/01-about.en.md
        content/report/2025/01-about.md
        content/report/2025/02-suppliers.en.md
        content/report/2025/02-suppliers.md
        content/report/2025/_index.en.md
        content/report/2025/_index.md
        content/report/_index.en.md
        content/report/_index.md
        data/2025/facts.toml
        data/2025/goals.csv
        data/2025/questionnaire.toml
        data/2025/report.toml
        data/2025/responses.csv
        data/2025/suppliers.csv"#]]
    .assert_eq(&files(&project).join("\n"));
    expect![[r#"
        stderr:
        error[folder-not-empty]: the folder `my report` is not empty: it has `.gitignore`, `README.md`, `belegg.toml`, `content`, `data`
         |
         = help: choose a new folder, or empty this one; nothing was written

        exit 2
    "#]].assert_eq(&session(folder.path(), &["init", "my report"]));
}

#[test]
fn init_takes_the_folder_it_stands_in_even_under_version_control() {
    let folder = folder();
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    expect![[r#"
        stderr:
        Made a project in this folder: a report for 2025 in Norwegian and English, about an invented company
          belegg.toml  the name of the organisation, the languages, the address of the site
          content/     the text
          data/2025/   the figures
          README.md    what to change first
        Next:
          belegg build
          then open output/index.html in a browser
        exit 0
    "#]].assert_eq(&session(folder.path(), &["init", "."]));
    assert!(folder.path().join("belegg.toml").is_file());
    assert!(!folder.path().join(".belegg-init").exists());
}

#[test]
fn init_refuses_a_folder_in_use_and_writes_nothing() {
    let folder = folder();
    for name in ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt", "g.txt"] {
        fs::write(folder.path().join(name), "mine").expect("a file");
    }
    expect![[r#"
        stderr:
        error[folder-not-empty]: the folder `.` is not empty: it has `a.txt`, `b.txt`, `c.txt`, `d.txt`, `e.txt` and 2 more
         |
         = help: choose a new folder, or empty this one; nothing was written

        exit 2
    "#]].assert_eq(&session(folder.path(), &["init", "."]));
    assert_eq!(files(folder.path()).len(), 7);
    expect![[r#"
        stderr:
        error[folder-not-empty]: `a.txt` is a file, not a folder
         |
         = help: choose a new folder, or empty this one; nothing was written

        exit 2
    "#]]
    .assert_eq(&session(folder.path(), &["init", "a.txt"]));
}

#[cfg(unix)]
#[test]
fn init_leaves_nothing_behind_where_it_may_not_write() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    // A dead link is a place where nobody can make a folder, whoever they are.
    symlink("/nowhere/at/all", folder.path().join("link")).expect("a link");
    expect![[r#"
        stderr:
        error[cannot-write]: cannot make a project in `link/new/site`: File exists (os error 17)
         |
         = help: choose a folder that you may write to

        exit 2
    "#]]
    .assert_eq(&session(folder.path(), &["init", "link/new/site"]));
    assert_eq!(files(folder.path()), Vec::<String>::new());
}

#[test]
fn every_file_of_a_new_project_is_read() {
    let folder = folder();
    session(folder.path(), &["init", "site"]);
    let site = folder.path().join("site");
    for path in files(&site) {
        let bytes = fs::read(site.join(&path)).expect("the file is there");
        let text = String::from_utf8(bytes).expect("the file is text");
        assert!(text.ends_with('\n') && !text.contains('\r'), "{path}");
        if path.ends_with(".toml") {
            text.parse::<toml::Table>().unwrap_or_else(|error| panic!("{path}: {error}"));
        }
        if let Some(page) = path.strip_suffix(".en.md") {
            assert!(site.join(format!("{page}.md")).is_file(), "{path} has no original");
        }
    }
}

#[test]
fn a_new_project_has_no_mistakes() {
    let folder = folder();
    session(folder.path(), &["init", "site"]);
    let site = folder.path().join("site");
    let told = session(&site, &["check"]);
    assert!(told.ends_with("Checked 17 files: no mistakes\nexit 0\n"), "{told}");
    // From a folder below, and with the flags before the command or after it.
    let quiet = expect![[""]];
    quiet.assert_eq(&session(&site.join("content"), &["-q", "check", "--no-pdf"]));
    quiet.assert_eq(&session(folder.path(), &["check", "-q", "--root", "site"]));
}

#[test]
fn a_changed_row_names_every_sentence_in_both_languages() {
    let folder = folder();
    session(folder.path(), &["init", "site"]);
    let site = folder.path().join("site");
    let register = site.join("data/2025/suppliers.csv");
    let rows = fs::read_to_string(&register).expect("the register");
    fs::write(&register, rows.replace(",18200.00,", ",48200.00,")).expect("a changed register");
    expect![[""]].assert_eq(&session(&site, &["check", "-q"]));
    let json = session(&site, &["check", "-q", "--message-format", "json"]);
    let places: Vec<&str> =
        json.lines().filter_map(|line| line.split("\"message\":").nth(1)).collect();
    let places: Vec<String> = places.iter().map(|line| line.chars().take(150).collect()).collect();
    expect![[""]].assert_eq(&places.join("\n"));
}

#[test]
fn facts_are_listed_with_their_origin() {
    let folder = folder();
    session(folder.path(), &["init", "site"]);
    let site = folder.path().join("site");
    expect![[""]].assert_eq(&session(&site, &["facts", "organisation.employees"]));
    expect![[""]].assert_eq(&session(&site, &["facts", "suppliers.by_country@2025"]));
    expect![[""]].assert_eq(&session(&site, &["facts", "--json", "organisation"]));
    expect![[""]].assert_eq(&session(&site, &["facts", "suppliers.cuont"]));
}

#[test]
fn verify_needs_a_published_folder() {
    let folder = folder();
    fs::create_dir(folder.path().join("public")).expect("a folder");
    expect![[r#"
        stderr:
        error[not-published]: the folder `public` was not published by belegg: it has no `.belegg-manifest`
         |
         = help: name the output folder of a site, or run `belegg build` first

        exit 2
    "#]].assert_eq(&session(folder.path(), &["verify", "public"]));
    expect![[r#"
        stderr:
        {"code":"not-published","severity":"error","message":"the folder `public` was not published by belegg: it has no `.belegg-manifest`","file":null,"start":null,"end":null,"label":null,"help":"name the output folder of a site, or run `belegg build` first","fix":null,"related":[]}
        exit 2
    "#]]
        .assert_eq(&session(folder.path(), &["verify", "public", "--message-format", "json"]));
    expect![[r#"
        stderr:
        error[not-published]: the folder `nothing` was not published by belegg: it has no `.belegg-manifest`
         |
         = help: name the output folder of a site, or run `belegg build` first

        exit 2
    "#]].assert_eq(&session(folder.path(), &["verify", "nothing"]));
}

#[test]
fn verify_lists_what_differs() {
    let (_folder, project) = published();
    let output = project.join("output");
    expect![[r#"
        stderr:
        Verified output: 3 files, all as published
        exit 0
    "#]]
    .assert_eq(&session(&project, &["verify"]));
    // From a folder below, with the flag before the command.
    expect![[r#"
        exit 0
    "#]]
    .assert_eq(&session(&output.join("en"), &["-q", "verify"]));

    fs::write(output.join("index.html"), "changed").expect("a file");
    fs::remove_file(output.join("style.css")).expect("removed");
    fs::write(output.join("mine.txt"), "mine").expect("a file");
    expect![[r#"
        stdout:
        changed  index.html
        missing  style.css
        foreign  mine.txt
        stderr:
        Verified output: of 3 files, 1 changed and 1 missing; 1 that belegg did not write
        exit 1
    "#]]
    .assert_eq(&session(&project, &["verify"]));
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let folder = folder();
    let coloured = session(folder.path(), &["check", "--color", "always"]);
    assert!(coloured.contains("\x1b["), "{coloured}");
    let plain = session(folder.path(), &["check"]);
    assert!(!plain.contains('\x1b'), "{plain}");
    let mut command = belegg(folder.path(), &["check"]);
    let output = command.env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1").output();
    assert!(!told(&output.expect("the program runs"), folder.path()).contains('\x1b'));
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_is_no_mistake() {
    let (_folder, project) = published();
    fs::write(project.join("output/mine.txt"), "mine").expect("a file");
    let unread = |arguments: &[&str]| {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = belegg(&project, arguments).stdout(writer).output();
        told(&output.expect("the program runs"), &project)
    };
    expect![[r#"
        stderr:
        Verified output: 3 files, all as published; 1 that belegg did not write
        exit 0
    "#]]
    .assert_eq(&unread(&["verify"]));
    expect![[r#"
        exit 0
    "#]]
    .assert_eq(&unread(&["--help"]));
    expect![[r#"
        exit 2
    "#]]
    .assert_eq(&unread(&["check", "-r", "nowhere", "--message-format", "json"]));
}

/// A project of three files that is published.
fn published() -> (TempDir, PathBuf) {
    let folder = folder();
    let project = folder.path().join("site");
    fs::create_dir(&project).expect("a folder");
    fs::write(project.join("belegg.toml"), "").expect("a file");
    let files = ["index.html", "en/index.html", "style.css"]
        .map(|path| (path.to_string(), path.as_bytes().to_vec()));
    let output = project.join("output");
    belegg::publish::publish(&files.into_iter().collect(), &output, &project).expect("published");
    (folder, project)
}

/// The files in a folder by path relative to it, sorted.
fn files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.is_file() => {
                    let path = path.strip_prefix(folder).expect("below the folder");
                    files.push(path.display().to_string().replace('\\', "/"));
                }
                false => {}
            }
        }
    }
    files.sort();
    files
}
