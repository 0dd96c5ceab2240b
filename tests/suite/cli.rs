//! The program as it is called: all of its output and its exit code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use expect_test::{Expect, expect};
use tempfile::TempDir;

/// A folder that has nothing to do with any project.
pub fn folder() -> TempDir {
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
pub fn session(folder: &Path, arguments: &[&str]) -> String {
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
              belegg serve --open          see the site while you write
              belegg new chapter NAME      make a page in every language of the site
              belegg check                 find every mistake, publish nothing
              belegg check --fix           write the right numbers into the text
              belegg import saft FILE      make the supplier register from an accounting export
              belegg facts suppliers       show figures, in every language, and where they come from
              belegg translations          tell which translations are missing or out of date
              belegg policies              tell which policies are changed or due for review
              belegg verify                compare the published files with what was published
              belegg explain CODE          tell what a message means and what to do about it

            Usage: belegg [OPTIONS] <COMMAND>

            Commands:
              build         Build the site and its PDFs, and publish them to the output folder
              check         Build everything and tell every mistake, but publish nothing
              serve         Show the site in the browser, and each change as soon as it is saved
              init          Make a small project that is ready to build
              new           Make the files of a new chapter, policy, article or year, in every language of the
                            site
              facts         List the figures of the project, in every language, with where they come from
              import        Make or complete a dataset from a file of another system
              close-year    Keep the figures of a year in data/history.json, for the accounts of later years
              translations  Tell which translations are missing or out of date, and accept those that are right
              policies      Tell which policies there are and how they stand, and accept their versions
              verify        Compare the published files with what was published
              explain       Tell what a message means, with an example and what to do about it
              schema        Print JSON Schemas for editors: of `belegg.toml`, of front matter, of data files
              completions   Print what a shell needs to complete commands: bash, zsh, fish, powershell or elvish
              man           Print the manual page of the program, or of one of its commands

            Options:
              -h, --help     Print help
              -V, --version  Print version

            Options of every command:
              -r, --root <DIR>               The project folder [default: the nearest one upward with a
                                             belegg.toml]
              -c, --config <FILE>            The configuration, within the project folder [default: belegg.toml]
                  --message-format <FORMAT>  Messages as `text`, or on standard output as `json` (one object a
                                             line), `sarif`, `github`, `gitlab` or `junit` [default: text]
                  --locked                   Write nothing to the project but what is published, and refuse
                                             commands that do
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
              belegg serve --open          see the site while you write
              belegg new chapter NAME      make a page in every language of the site
              belegg check                 find every mistake, publish nothing
              belegg check --fix           write the right numbers into the text
              belegg import saft FILE      make the supplier register from an accounting export
              belegg facts suppliers       show figures, in every language, and where they come from
              belegg translations          tell which translations are missing or out of date
              belegg policies              tell which policies are changed or due for review
              belegg verify                compare the published files with what was published
              belegg explain CODE          tell what a message means and what to do about it

            Usage: belegg [OPTIONS] <COMMAND>

            Commands:
              build         Build the site and its PDFs, and publish them to the output folder
              check         Build everything and tell every mistake, but publish nothing
              serve         Show the site in the browser, and each change as soon as it is saved
              init          Make a small project that is ready to build
              new           Make the files of a new chapter, policy, article or year, in every language of the
                            site
              facts         List the figures of the project, in every language, with where they come from
              import        Make or complete a dataset from a file of another system
              close-year    Keep the figures of a year in data/history.json, for the accounts of later years
              translations  Tell which translations are missing or out of date, and accept those that are right
              policies      Tell which policies there are and how they stand, and accept their versions
              verify        Compare the published files with what was published
              explain       Tell what a message means, with an example and what to do about it
              schema        Print JSON Schemas for editors: of `belegg.toml`, of front matter, of data files
              completions   Print what a shell needs to complete commands: bash, zsh, fish, powershell or elvish
              man           Print the manual page of the program, or of one of its commands

            Options:
              -h, --help     Print help
              -V, --version  Print version

            Options of every command:
              -r, --root <DIR>               The project folder [default: the nearest one upward with a
                                             belegg.toml]
              -c, --config <FILE>            The configuration, within the project folder [default: belegg.toml]
                  --message-format <FORMAT>  Messages as `text`, or on standard output as `json` (one object a
                                             line), `sarif`, `github`, `gitlab` or `junit` [default: text]
                  --locked                   Write nothing to the project but what is published, and refuse
                                             commands that do
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
                  --keep-typst <DIR>     Write the Typst source of the PDFs to this folder too, for work with
                                         `typst watch`
                  --deps <FILE>          Write to this file, for make, on which files the site depends
                  --timings              Tell what took how long, and how many files were read and written
              -u, --base-url <URL>       The address that the site is published at, instead of the one in the
                                         configuration
                  --drafts               Take drafts in, and pages that are not due yet
                  --date <DATE>          The day of the build, for pages that are published from or until a day:
                                         `2025-06-30`, or `today` [default: that of SOURCE_DATE_EPOCH, if it is
                                         set]
                  --pdf-engine <ENGINE>  What typesets the PDFs: `embedded`, the engine in this program, or
                                         `cli`, the `typst` command
                  --typst <PATH>         The `typst` command to use; implies `--pdf-engine cli`
                  --no-pdf               Make no PDFs
                  --deny <CODE>          Take warnings of this code, or `all`, as errors
                  --warn <CODE>          Tell warnings of this code, whatever the configuration says
                  --allow <CODE>         Do not tell warnings of this code
              -h, --help                 Print help

            Options of every command:
              -r, --root <DIR>               The project folder [default: the nearest one upward with a
                                             belegg.toml]
              -c, --config <FILE>            The configuration, within the project folder [default: belegg.toml]
                  --message-format <FORMAT>  Messages as `text`, or on standard output as `json` (one object a
                                             line), `sarif`, `github`, `gitlab` or `junit` [default: text]
                  --locked                   Write nothing to the project but what is published, and refuse
                                             commands that do
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
        &["check", "--config", "../belegg.toml"],
        expect![[r#"
        stderr:
        error[config-outside]: the configuration `../belegg.toml` does not lie in the project folder
         |
         = help: name the folder with `--root DIR`, and the file in it with `--config FILE`

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
          cd 'my report'
          belegg serve --open  shows it while you write
          belegg build         publishes it to output/
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
        data/2025/suppliers.csv
        translations.toml"#]]
    .assert_eq(&files(&project).join("\n"));
    expect![[r#"
        stderr:
        error[folder-not-empty]: the folder `my report` is not empty: it has `.gitignore`, `README.md`, `belegg.toml`, `content`, `data` and 1 more
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
          belegg serve --open  shows it while you write
          belegg build         publishes it to output/
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
    let told = session(&site, &["check", "--no-pdf"]);
    assert!(told.ends_with("Checked 18 files: no mistakes\nexit 0\n"), "{told}");
    // From a folder below, and with the flags before the command or after it.
    assert_eq!(session(&site.join("content"), &["-q", "check", "--no-pdf"]), "exit 0\n");
    assert_eq!(session(folder.path(), &["check", "-q", "--no-pdf", "--root", "site"]), "exit 0\n");
}

#[test]
fn a_changed_row_names_every_sentence_in_both_languages() {
    let folder = folder();
    session(folder.path(), &["init", "site"]);
    let site = folder.path().join("site");
    let register = site.join("data/2025/suppliers.csv");
    let rows = fs::read_to_string(&register).expect("the register");
    fs::write(&register, rows.replace(",18200.00,", ",48200.00,")).expect("a changed register");
    expect![[r#"
        stderr:
        error[stated-number]: the text says 10 but the data gives 11
          --> content/report/2025/02-suppliers.en.md:11:79
           |
        11 | …the register we assessed the [10](fact:suppliers.count) from which we had bought for more than [NOK 30,000](fa…
           |                                ^^ `suppliers.count` is 11
           |
        help: write `[11](fact:suppliers.count)`, or correct `data/2025/suppliers.csv` (count of rows where turnover > 30000)
           |
        11 - …the register we assessed the [10](fact:suppliers.count) from which we had bought for more than [NOK 30,000](fa…
        11 + …the register we assessed the [11](fact:suppliers.count) from which we had bought for more than [NOK 30,000](fa…
           |

        error[stated-number]: the text says 7 but the data gives 8
          --> content/report/2025/02-suppliers.en.md:11:185
           |
        11 | …](fact:suppliers.threshold). [7](fact:suppliers.by_country.NO) of them, or [70%](fact:suppliers.by_country.NO.…
           |                                ^ `suppliers.by_country.NO` is 8
           |
        help: write `[8](fact:suppliers.by_country.NO)`, or correct `data/2025/suppliers.csv` (count of rows by country where turnover > 30000: NO)
           |
        11 - …](fact:suppliers.threshold). [7](fact:suppliers.by_country.NO) of them, or [70%](fact:suppliers.by_country.NO.…
        11 + …](fact:suppliers.threshold). [8](fact:suppliers.by_country.NO) of them, or [70%](fact:suppliers.by_country.NO.…
           |

        error[stated-number]: the text says 70% but the data gives 73%
          --> content/report/2025/02-suppliers.en.md:11:231
           |
        11 | … [7](fact:suppliers.by_country.NO) of them, or [70%](fact:suppliers.by_country.NO.share), are based in Norway.
           |                                                  ^^^ `suppliers.by_country.NO.share` is 73%
           |
        help: write `[73%](fact:suppliers.by_country.NO.share)`, or correct `data/2025/suppliers.csv` (count of rows by country where turnover > 30000: NO)
           |
        11 - … [7](fact:suppliers.by_country.NO) of them, or [70%](fact:suppliers.by_country.NO.share), are based in Norway.
        11 + … [7](fact:suppliers.by_country.NO) of them, or [73%](fact:suppliers.by_country.NO.share), are based in Norway.
           |

        error[stated-number]: the text says 10 but the data gives 11
          --> content/report/2025/02-suppliers.md:11:78
           |
        11 | … i registeret vurderte vi de [10](fact:suppliers.count) som vi hadde kjøpt for mer enn [30 000 kroner](fact:su…
           |                                ^^ `suppliers.count` is 11
           |
        help: write `[11](fact:suppliers.count)`, or correct `data/2025/suppliers.csv` (count of rows where turnover > 30000)
           |
        11 - … i registeret vurderte vi de [10](fact:suppliers.count) som vi hadde kjøpt for mer enn [30 000 kroner](fact:su…
        11 + … i registeret vurderte vi de [11](fact:suppliers.count) som vi hadde kjøpt for mer enn [30 000 kroner](fact:su…
           |

        error[stated-number]: the text says 7 but the data gives 8
          --> content/report/2025/02-suppliers.md:11:183
           |
        11 | …ct:suppliers.threshold) fra. [7](fact:suppliers.by_country.NO) av dem, eller [70 %](fact:suppliers.by_country.…
           |                                ^ `suppliers.by_country.NO` is 8
           |
        help: write `[8](fact:suppliers.by_country.NO)`, or correct `data/2025/suppliers.csv` (count of rows by country where turnover > 30000: NO)
           |
        11 - …ct:suppliers.threshold) fra. [7](fact:suppliers.by_country.NO) av dem, eller [70 %](fact:suppliers.by_country.…
        11 + …ct:suppliers.threshold) fra. [8](fact:suppliers.by_country.NO) av dem, eller [70 %](fact:suppliers.by_country.…
           |

        error[stated-number]: the text says 70 % but the data gives 73 %
          --> content/report/2025/02-suppliers.md:11:231
           |
        11 | …7](fact:suppliers.by_country.NO) av dem, eller [70 %](fact:suppliers.by_country.NO.share), holder til i Norge.
           |                                                  ^^^^ `suppliers.by_country.NO.share` is 73 %
           |
        help: write `[73 %](fact:suppliers.by_country.NO.share)`, or correct `data/2025/suppliers.csv` (count of rows by country where turnover > 30000: NO)
           |
        11 - …7](fact:suppliers.by_country.NO) av dem, eller [70 %](fact:suppliers.by_country.NO.share), holder til i Norge.
        11 + …7](fact:suppliers.by_country.NO) av dem, eller [73 %](fact:suppliers.by_country.NO.share), holder til i Norge.
           |

        error[stated-number]: the text says 10 but the data gives 11
          --> content/report/2025/_index.en.md:14:134
           |
        14 | …ught for more than [NOK 30,000](fact:suppliers.threshold) from each of [10](fact:suppliers.count) enterprises.
           |                                                                          ^^ `suppliers.count` is 11
           |
        help: write `[11](fact:suppliers.count)`, or correct `data/2025/suppliers.csv` (count of rows where turnover > 30000)
           |
        14 - …ught for more than [NOK 30,000](fact:suppliers.threshold) from each of [10](fact:suppliers.count) enterprises.
        14 + …ught for more than [NOK 30,000](fact:suppliers.threshold) from each of [11](fact:suppliers.count) enterprises.
           |

        error[stated-number]: the text says 10 but the data gives 11
          --> content/report/2025/_index.md:14:131
           |
        14 | … vi for mer enn [30 000 kroner](fact:suppliers.threshold) fra hver av [10](fact:suppliers.count) virksomheter.
           |                                                                         ^^ `suppliers.count` is 11
           |
        help: write `[11](fact:suppliers.count)`, or correct `data/2025/suppliers.csv` (count of rows where turnover > 30000)
           |
        14 - … vi for mer enn [30 000 kroner](fact:suppliers.threshold) fra hver av [10](fact:suppliers.count) virksomheter.
        14 + … vi for mer enn [30 000 kroner](fact:suppliers.threshold) fra hver av [11](fact:suppliers.count) virksomheter.
           |

        exit 1
    "#]].assert_eq(&session(&site, &["check", "-q"]));
    expect![[r#"
        content/report/2025/02-suppliers.en.md:11:79 "11"
        content/report/2025/02-suppliers.en.md:11:185 "8"
        content/report/2025/02-suppliers.en.md:11:231 "73%"
        content/report/2025/02-suppliers.md:11:78 "11"
        content/report/2025/02-suppliers.md:11:183 "8"
        content/report/2025/02-suppliers.md:11:231 "73 %"
        content/report/2025/_index.en.md:14:134 "11"
        content/report/2025/_index.md:14:131 "11"
    "#]]
    .assert_eq(&places(&site));
}

/// Where `check` finds mistakes, as a program reads it.
fn places(project: &Path) -> String {
    let output = belegg(project, &["check", "--message-format", "json"]).output();
    let stdout = String::from_utf8(output.expect("the program runs").stdout).expect("text");
    let place = |line: &str| {
        let message: serde_json::Value = serde_json::from_str(line).expect("one object a line");
        let (file, start) = (message["file"].as_str().unwrap_or("-"), &message["start"]);
        format!("{file}:{}:{} {}\n", start["line"], start["column"], message["fix"]["replacement"])
    };
    stdout.lines().map(place).collect()
}

#[test]
fn facts_are_listed_with_their_origin() {
    let folder = folder();
    session(folder.path(), &["init", "site"]);
    let site = folder.path().join("site");
    expect![[r#"
        stdout:
        organisation.employees (2025)
          en       40  Employees
                   Stated by the organisation; not computed from a data file.
          nb       40  Ansatte
                   Oppgitt av virksomheten; ikke regnet ut av en datafil.
          formula  stated
          as of    2025-12-31
          from     data/2025/facts.toml
          sha256   809a659ed21cbd58bc0d2b3734c1d1d4709f14129c0430624e9735cf5950c0c2
          source   Payroll system, 31 December 2025 (en)
          source   Lønnssystemet, 31. desember 2025 (nb)
          used     content/report/2025/01-about.md:9
                   content/report/2025/01-about.en.md:9
        exit 0
    "#]]
    .assert_eq(&session(&site, &["facts", "organisation.employees"]));
    expect![[r#"
        stdout:
        questionnaire.response_rate (2025)
          en       75%  share of those asked that answered
                   Suppliers that answered the self-assessment, in percent of all that were asked.
          nb       75 %  andel av de spurte som svarte
                   Leverandører som har svart på egenvurderingen, i prosent av alle som ble spurt.
          parts    6/8
          formula  answered / invited
          as of    2025-12-31
          from     data/2025/responses.csv, 8 rows
          sha256   82a3d02e878def259c88037859ae2ff8f9736246ccbd04702626f728fa27e857
          used     content/report/2025/02-suppliers.md:17
                   content/report/2025/_index.md:9
                   content/report/2025/02-suppliers.en.md:17
                   content/report/2025/_index.en.md:9
        exit 0
    "#]]
    .assert_eq(&session(&site, &["facts", "questionnaire.response_rate"]));
    expect![[r#"
        stdout:
        suppliers.by_country.NO (2025)
          en       7  Norway
                   Suppliers over the threshold by the country that they are registered in, those without a country apart.
          nb       7  Norge
                   Leverandører over terskelen etter landet de er registrert i, med dem uten land for seg.
          formula  count of rows by country where turnover > 30000: NO
          as of    2025-12-31
          from     data/2025/suppliers.csv, 10 rows
          sha256   358f3a47caf44434c46dab04d9df7886b2a5f88326a71470f69c987c83590f52
          used     content/report/2025/02-suppliers.md:11
                   content/report/2025/02-suppliers.en.md:11
        exit 0
    "#]].assert_eq(&session(&site, &["facts", "suppliers.by_country.NO"]));
    expect![[r#"
        stdout:
        suppliers.by_country (2025)
          en       3 groups, 10 in all  Business relations by country
                   Suppliers over the threshold by the country that they are registered in, those without a country apart.
          nb       3 grupper, 10 i alt  Forretningsforbindelser etter land
                   Leverandører over terskelen etter landet de er registrert i, med dem uten land for seg.
          values   NO  7  Norway / Norge
                   SE  2  Sweden / Sverige
                   DK  1  Denmark / Danmark
          formula  count of rows by country where turnover > 30000
          as of    2025-12-31
          from     data/2025/suppliers.csv, 10 rows
          sha256   358f3a47caf44434c46dab04d9df7886b2a5f88326a71470f69c987c83590f52
          used     content/report/2025/02-suppliers.md:13
                   content/report/2025/02-suppliers.en.md:13
        exit 0
    "#]]
    .assert_eq(&session(&site, &["facts", "suppliers.by_country@2025"]));
    expect![[r#"
        stdout:
        [
          {"period":"2025","id":"organisation.employees","values":{"en":"40","nb":"40"},"labels":{"en":"Employees","nb":"Ansatte"},"definitions":{"en":"Stated by the organisation; not computed from a data file.","nb":"Oppgitt av virksomheten; ikke regnet ut av en datafil."},"as_of":"2025-12-31","dataset":"data/2025/facts.toml","sha256":"809a659ed21cbd58bc0d2b3734c1d1d4709f14129c0430624e9735cf5950c0c2","rows":null,"formula":"stated","sources":{"en":"Payroll system, 31 December 2025","nb":"Lønnssystemet, 31. desember 2025"},"used":["content/report/2025/01-about.md:9","content/report/2025/01-about.en.md:9"]}
        ]
        exit 0
    "#]].assert_eq(&session(&site, &["facts", "--json", "organisation"]));
    expect![[r#"
        stderr:
        error[unknown-fact]: there is no fact `suppliers.cuont`
         |
         = help: there is a fact `suppliers.count`

        exit 2
    "#]]
    .assert_eq(&session(&site, &["facts", "suppliers.cuont"]));
}

#[test]
fn verify_needs_a_published_folder() {
    let folder = folder();
    fs::create_dir(folder.path().join("public")).expect("a folder");
    expect![[r#"
        stderr:
        error[not-published]: the folder `public` was not published by belegg: it has no `.belegg-manifest`
         |
         = help: name a site's output folder, or run `belegg build` first

        exit 2
    "#]].assert_eq(&session(folder.path(), &["verify", "public"]));
    expect![[r#"
        stderr:
        {"code":"not-published","severity":"error","message":"the folder `public` was not published by belegg: it has no `.belegg-manifest`","file":null,"start":null,"end":null,"label":null,"help":"name a site's output folder, or run `belegg build` first","fix":null,"related":[]}
        exit 2
    "#]]
        .assert_eq(&session(folder.path(), &["verify", "public", "--message-format", "json"]));
    expect![[r#"
        stderr:
        error[not-published]: the folder `nothing` was not published by belegg: it has no `.belegg-manifest`
         |
         = help: name a site's output folder, or run `belegg build` first

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
        .map(|path| (path.to_string(), belegg::artifact::Bytes::from(path)));
    let output = project.join("output");
    belegg::publish::publish(&files.into_iter().collect(), &output, &project).expect("published");
    (folder, project)
}

/// The files in a folder by path relative to it, sorted.
pub fn files(folder: &Path) -> Vec<String> {
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
