//! The contract with pipelines: codes that are explained, formats that other programs read, levels,
//! `--locked`, dependency files and exit codes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use belegg::diagnostic::finding::{Finding, findings};
use belegg::diagnostic::formats::{github, gitlab, junit, sarif};
use belegg::diagnostic::levels::{self, Level, Levels, SaidBy};
use belegg::diagnostic::{Diagnostic, Diagnostics, codes};
use belegg::source::{Sources, Span};
use belegg::{Options, PdfChoice};
use expect_test::{Expect, expect, expect_file};
use tempfile::TempDir;

use crate::architecture::sources;
use crate::cli::session;
use crate::project::{BASE, built, with};

/// The small project on the disk, with files added or replaced.
pub fn project(changed: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let base = BASE.iter().filter(|(path, _)| !changed.iter().any(|(other, _)| other == path));
    for (path, text) in base.chain(changed) {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    }
    folder
}

pub fn config(more: &str) -> String {
    format!("{}{more}", BASE[0].1)
}

/// What a call tells, without what it tells first and last where only a part is of interest.
fn check(changed: &[(&str, &str)], arguments: &[&str], expected: Expect) {
    expected.assert_eq(&session(project(changed).path(), arguments));
}

/// The small project as it is.
const BASE_ONLY: &[(&str, &str)] = &[];

/// A chapter with a warning: a footnote that nothing refers to.
pub const WARNING: &[(&str, &str)] = &[(
    "content/report/01-method.md",
    "+++\ntitle = \"Metode\"\n+++\n## Slik {#how}\n\nTekst.\n\n[^a]: Ubrukt.\n",
)];

/// A chapter with an error and a warning.
const MISTAKES: &[(&str, &str)] = &[(
    "content/report/01-method.md",
    "+++\ntitle = \"Metode\"\n+++\n## Slik {#how}\n\nVi har [4](fact:suppliers.count).\n\n[^a]: Ubrukt.\n",
)];

/// What a project with hostile names and words is told: line breaks, signs of all the formats.
fn hostile() -> (Sources, Diagnostics) {
    let path = "content/a,b:c%d <&\"'> æ\u{1b}[31m.md";
    let sources = Sources::from_files([(path, "æøå \u{1}<&>\n::error::her\n".as_bytes())]);
    let file = sources.find(path).expect("the file");
    let span = Span::new(file, 3..8);
    let mut told = Diagnostics::default();
    told.push(
        Diagnostic::error(
            "raw-html",
            span,
            "50 %\n::warning::\u{1b}[2J\u{0} ]]> <x a=\"b\">\u{fffe}",
        )
        .help("first\r\nsecond, with : and %0A")
        .fix(span, "<b>\"")
        .related(Span::file(file), "there"),
    );
    told.push(Diagnostic::warning("jump", None, "about no file"));
    told.push(Diagnostic::warning("no-such-code", Span::new(file, 16..20), "on the next line"));
    (sources, told)
}

fn hostile_findings() -> Vec<Finding> {
    let (sources, told) = hostile();
    findings(&told, &sources, "site/")
}

#[test]
fn every_code_is_explained_with_an_example() {
    let mut seen = BTreeSet::new();
    for meaning in codes::all() {
        let codes::Meaning { code, wrong, remedy, example, .. } = meaning;
        assert!(seen.insert(code), "{code} stands twice in docs/messages.md");
        assert!(
            !wrong.is_empty() && !remedy.is_empty(),
            "docs/messages.md says too little of {code}"
        );
        let is_told = ["error", "warning"]
            .iter()
            .any(|kind| example.starts_with(&format!("{kind}[{code}]: ")));
        assert!(is_told, "src/diagnostic/codes/examples.txt has no example of {code}");
        let is_warning = example.starts_with("warning");
        assert!(meaning.may_warn || !is_warning, "docs/messages.md has no * at {code}");
        assert_eq!(codes::meaning(code), Some(meaning));
    }
    let text = fs::read_to_string("src/diagnostic/codes/examples.txt").expect("the examples");
    let examples =
        text.lines().filter(|line| line.starts_with("error[") || line.starts_with("warning["));
    assert_eq!(
        examples.count(),
        seen.len(),
        "an example of a code that there is not, or a second one"
    );
}

/// The star of docs/messages.md decides what can be allowed, so it must stand at every warning.
#[test]
fn every_warning_is_marked_as_one() {
    let code: String = sources().into_values().collect();
    let warned = code.split("Diagnostic::warning(").skip(1);
    let quoted = warned.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
    let unmarked: BTreeSet<&str> =
        quoted.filter(|code| codes::meaning(code).is_none_or(|one| !one.may_warn)).collect();
    assert!(unmarked.is_empty(), "no * in docs/messages.md: {unmarked:?}");
}

#[test]
fn a_code_is_explained_as_it_was_copied() {
    let folder = tempfile::tempdir().expect("a folder");
    let explained = session(folder.path(), &["explain", "error[stated-number]:"]);
    expect![[r#"
        stdout:
        stated-number: the text says another number than the data
          Numbers and figures; an error: nothing is published

        What to do: correct whichever is wrong

        For example:

          error[stated-number]: the text says 4 but the data gives 3
           --> content/report/01-method.md:4:9
            |
          4 | Vi har [4](fact:suppliers.count) leverandører.
            |         ^ `suppliers.count` is 3
            |
          help: write `[3](fact:suppliers.count)`, or correct `data/2024/suppliers.csv` (count of rows where turnover > 30000)
            |
          4 - Vi har [4](fact:suppliers.count) leverandører.
          4 + Vi har [3](fact:suppliers.count) leverandører.
            |
        exit 0
    "#]].assert_eq(&explained);
    assert_eq!(session(folder.path(), &["explain", "stated-number"]), explained);
    expect![[r#"
        stdout:
        stale-translation: the original of a section has changed since its translation was accepted
          Pages and links; a warning: it does not stop publishing unless it is denied

        What to do: translate the change, then accept it

        For example:

          warning[stale-translation]: the original of `Metode for 2024` has changed since its English text was accepted
           --> content/report/01-method.en.md:5:1
            |
          5 | We have [3](fact:suppliers.count) suppliers.
            | ^
            |
            = help: translate the change, then run `belegg translations accept report/01-method --section top --language en`
          note: the original
           --> content/report/01-method.md:5:1
            |
          5 | Vi hadde [3](fact:suppliers.count) leverandører.
            | ^
        exit 0
    "#]].assert_eq(&session(folder.path(), &["explain", "stale-translation"]));
    expect![[r#"
        stderr:
        error[unknown-code]: there is no message with the code `stated-nubmer`
         |
         = help: there is a similar one: `belegg explain stated-number`

        exit 2
    "#]]
    .assert_eq(&session(folder.path(), &["explain", "stated-nubmer"]));
    let list = session(folder.path(), &["explain"]);
    for meaning in codes::all() {
        assert!(list.contains(&format!("  {}", meaning.code)), "{} is not listed", meaning.code);
    }
}

#[test]
fn messages_are_annotations_on_github() {
    check(
        MISTAKES,
        &["check", "--no-pdf", "--message-format", "github"],
        expect![[r#"
            stdout:
            ::error file=content/report/01-method.md,line=6,endLine=6,col=8,endColumn=33,title=fact-differs::the fact `suppliers.count` stands here, but not in the translation (English)%0Acite the same facts in both languages
            ::error file=content/report/01-method.md,line=6,endLine=6,col=9,endColumn=10,title=stated-number::the text says 4 but the data gives 3%0Awrite `[3](fact:suppliers.count)`, or correct `data/2024/suppliers.csv` (count of rows where turnover > 30000)
            ::warning file=content/report/01-method.md,line=8,endLine=8,col=1,endColumn=14,title=unused-footnote::the footnote `a` is never referred to: it is not shown
            stderr:
            Checked 11 files: 2 errors, 1 warning
            1 of these can be mended by `belegg check --fix`
            exit 1
        "#]],
    );
    expect![[r#"
        ::error file=site/content/a%2Cb%3Ac%25d <&"'> æ\x1B[31m.md,line=1,endLine=1,col=3,endColumn=6,title=raw-html::50 %25%0A::warning::\x1B[2J\x00 ]]> <x a="b">￾%0Afirst\x0D%0Asecond, with : and %250A
        ::warning file=site/content/a%2Cb%3Ac%25d <&"'> æ\x1B[31m.md,line=2,endLine=2,col=5,endColumn=9,title=no-such-code::on the next line
        ::warning title=jump::about no file
    "#]].assert_eq(&github(&hostile_findings()));
    for line in github(&hostile_findings()).lines() {
        assert!(line.starts_with("::error ") || line.starts_with("::warning "), "{line}");
    }
}

#[test]
fn messages_are_a_code_quality_report_on_gitlab() {
    check(
        MISTAKES,
        &["check", "--no-pdf", "--message-format", "gitlab"],
        expect![[r#"
            stdout:
            [
              {
                "description": "the fact `suppliers.count` stands here, but not in the translation (English)\ncite the same facts in both languages",
                "check_name": "fact-differs",
                "fingerprint": "1ce87c71d816c93ab9b6f1690fb04c02",
                "severity": "blocker",
                "location": {
                  "path": "content/report/01-method.md",
                  "lines": {
                    "begin": 6,
                    "end": 6
                  }
                }
              },
              {
                "description": "the text says 4 but the data gives 3\nwrite `[3](fact:suppliers.count)`, or correct `data/2024/suppliers.csv` (count of rows where turnover > 30000)",
                "check_name": "stated-number",
                "fingerprint": "1583d760ded5df3627050746d732b7f9",
                "severity": "blocker",
                "location": {
                  "path": "content/report/01-method.md",
                  "lines": {
                    "begin": 6,
                    "end": 6
                  }
                }
              },
              {
                "description": "the footnote `a` is never referred to: it is not shown",
                "check_name": "unused-footnote",
                "fingerprint": "2f0f4a28491b04df726552a6b5376ff6",
                "severity": "minor",
                "location": {
                  "path": "content/report/01-method.md",
                  "lines": {
                    "begin": 8,
                    "end": 8
                  }
                }
              }
            ]
            stderr:
            Checked 11 files: 2 errors, 1 warning
            1 of these can be mended by `belegg check --fix`
            exit 1
        "#]],
    );
    let text = gitlab(&hostile_findings(), "site/belegg.toml");
    let issues: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
    assert_eq!(issues.len(), 3);
    for issue in &issues {
        for key in ["description", "check_name", "fingerprint", "severity"] {
            assert!(issue[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {issue}");
        }
        assert!(
            issue["location"]["path"].is_string() && issue["location"]["lines"]["begin"].is_u64()
        );
    }
    assert_eq!(gitlab(&[], "belegg.toml"), "[]\n");
}

/// GitLab tells by the fingerprint which messages are new.
#[test]
fn a_fingerprint_stays_when_lines_move() {
    let of = |text: &str| {
        let path = "content/report/01-method.md";
        let sources = with(&[(path, text), ("content/report/01-method.en.md", text)]);
        let mut told = Diagnostics::default();
        belegg::compose(&sources, &Options::default(), &mut told);
        let text = gitlab(&findings(&told, &sources, ""), "belegg.toml");
        let issues: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
        let names = issues.iter().map(|issue| issue["fingerprint"].to_string());
        names.collect::<BTreeSet<String>>()
    };
    let front = "+++\ntitle = \"Metode\"\n+++\n";
    let twice = "[4](fact:suppliers.count) [4](fact:suppliers.count)\n";
    let before = of(&format!("{front}{twice}"));
    assert_eq!(before.len(), 4, "each message has its own");
    assert_eq!(of(&format!("{front}En linje til.\n\n{twice}")), before);
    assert!(of(&format!("{front}Nå {twice}")).is_disjoint(&before));
}

#[test]
fn messages_are_test_cases_in_junit() {
    check(
        MISTAKES,
        &["check", "--no-pdf", "--message-format", "junit"],
        expect![[r#"
        stdout:
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="belegg" tests="3" failures="2" errors="0">
          <testsuite name="belegg" tests="3" failures="2" errors="0">
            <testcase name="fact-differs: the fact `suppliers.count` stands here, but not in the translation (English)" classname="content/report/01-method.md" file="content/report/01-method.md" line="6">
              <failure message="the fact `suppliers.count` stands here, but not in the translation (English)" type="fact-differs">content/report/01-method.md:6:8
        the fact `suppliers.count` stands here, but not in the translation (English)
        cite the same facts in both languages</failure>
            </testcase>
            <testcase name="stated-number: the text says 4 but the data gives 3" classname="content/report/01-method.md" file="content/report/01-method.md" line="6">
              <failure message="the text says 4 but the data gives 3" type="stated-number">content/report/01-method.md:6:9
        the text says 4 but the data gives 3
        write `[3](fact:suppliers.count)`, or correct `data/2024/suppliers.csv` (count of rows where turnover &gt; 30000)</failure>
            </testcase>
            <testcase name="unused-footnote: the footnote `a` is never referred to: it is not shown" classname="content/report/01-method.md" file="content/report/01-method.md" line="8">
              <system-out>content/report/01-method.md:8:1
        the footnote `a` is never referred to: it is not shown</system-out>
            </testcase>
          </testsuite>
        </testsuites>
        stderr:
        Checked 11 files: 2 errors, 1 warning
        1 of these can be mended by `belegg check --fix`
        exit 1
    "#]],
    );
    let text = junit(&hostile_findings());
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="belegg" tests="3" failures="1" errors="0">
          <testsuite name="belegg" tests="3" failures="1" errors="0">
            <testcase name="raw-html: 50 %&#10;::warning::\x1B[2J\x00 ]]&gt; &lt;x a=&quot;b&quot;&gt;�" classname="site/content/a,b:c%d &lt;&amp;&quot;&apos;&gt; æ�[31m.md" file="site/content/a,b:c%d &lt;&amp;&quot;&apos;&gt; æ�[31m.md" line="1">
              <failure message="50 %&#10;::warning::\x1B[2J\x00 ]]&gt; &lt;x a=&quot;b&quot;&gt;�" type="raw-html">site/content/a,b:c%d &lt;&amp;&quot;&apos;&gt; æ�[31m.md:1:3
        50 %
        ::warning::\x1B[2J\x00 ]]&gt; &lt;x a=&quot;b&quot;&gt;�
        first\x0D
        second, with : and %0A</failure>
            </testcase>
            <testcase name="no-such-code: on the next line" classname="site/content/a,b:c%d &lt;&amp;&quot;&apos;&gt; æ�[31m.md" file="site/content/a,b:c%d &lt;&amp;&quot;&apos;&gt; æ�[31m.md" line="2">
              <system-out>site/content/a,b:c%d &lt;&amp;&quot;&apos;&gt; æ�[31m.md:2:5
        on the next line</system-out>
            </testcase>
            <testcase name="jump: about no file" classname="belegg">
              <system-out>belegg
        about no file</system-out>
            </testcase>
          </testsuite>
        </testsuites>
    "#]].assert_eq(&text);
    let document = roxmltree::Document::parse(&text).expect("XML");
    let suite = document.root_element().first_element_child().expect("a suite");
    assert_eq!((suite.attribute("tests"), suite.attribute("failures")), (Some("3"), Some("1")));
    let cases = suite.children().filter(|node| node.has_tag_name("testcase")).count();
    let failed = document.descendants().filter(|node| node.has_tag_name("failure")).count();
    assert_eq!((cases, failed), (3, 1));
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="belegg" tests="1" failures="0" errors="0">
          <testsuite name="belegg" tests="1" failures="0" errors="0">
            <testcase name="no mistakes" classname="belegg"/>
          </testsuite>
        </testsuites>
    "#]]
    .assert_eq(&junit(&[]));
}

#[test]
fn messages_are_results_in_sarif() {
    let told =
        session(project(MISTAKES).path(), &["check", "--no-pdf", "--message-format", "sarif"]);
    expect_file!["expected/check.sarif.txt"].assert_eq(&told);
    let (_, log) = told.split_once("stdout:\n").expect("a log");
    let (log, _) = log.split_once("stderr:\n").expect("a summary");
    for text in [log, &sarif(&hostile_findings(), "site/belegg.toml")] {
        must_be_sarif(&serde_json::from_str(text).expect("JSON"));
    }
    must_be_sarif(&serde_json::from_str(&sarif(&[], "belegg.toml")).expect("JSON"));
    let hostile = sarif(&hostile_findings(), "site/belegg.toml");
    assert!(
        hostile.contains(
            "\"uri\": \"site/content/a%2Cb%3Ac%25d%20%3C%26%22%27%3E%20%C3%A6%1B%5B31m.md\""
        ),
        "{hostile}"
    );
}

/// What the schema of SARIF 2.1.0 requires of a log such as ours, and allows.
fn must_be_sarif(log: &serde_json::Value) {
    let keys = |value: &serde_json::Value, allowed: &[&str]| {
        for key in value.as_object().expect("an object").keys() {
            assert!(allowed.contains(&key.as_str()), "{key} is not in the schema: {value}");
        }
    };
    let place = |value: &serde_json::Value| {
        keys(value, &["artifactLocation", "region"]);
        let uri = value["artifactLocation"]["uri"].as_str().expect("an address");
        assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()), "{uri}");
        if let Some(region) = value.get("region") {
            keys(region, &["startLine", "startColumn", "endLine", "endColumn"]);
            for number in region.as_object().expect("an object").values() {
                assert!(number.as_u64().is_some_and(|number| number >= 1), "{region}");
            }
        }
    };
    keys(log, &["$schema", "version", "runs"]);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    keys(run, &["tool", "columnKind", "results"]);
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "belegg");
    let rules = driver["rules"].as_array().expect("rules");
    for rule in rules {
        keys(rule, &["id", "shortDescription", "help", "defaultConfiguration", "properties"]);
        assert!(rule["id"].is_string() && rule["shortDescription"]["text"].is_string());
        assert!(rule["help"]["text"].is_string() && rule["help"]["markdown"].is_string());
    }
    for result in run["results"].as_array().expect("results") {
        keys(
            result,
            &[
                "ruleId",
                "ruleIndex",
                "level",
                "message",
                "locations",
                "relatedLocations",
                "partialFingerprints",
                "fixes",
            ],
        );
        assert!(result["message"]["text"].is_string());
        assert!(["error", "warning"].contains(&result["level"].as_str().expect("a level")));
        if let Some(index) = result.get("ruleIndex").and_then(serde_json::Value::as_u64) {
            assert_eq!(rules[index as usize]["id"], result["ruleId"]);
        }
        place(&result["locations"][0]["physicalLocation"]);
        for related in result["relatedLocations"].as_array().into_iter().flatten() {
            place(&related["physicalLocation"]);
        }
        for fix in result["fixes"].as_array().into_iter().flatten() {
            let change = &fix["artifactChanges"][0];
            assert!(change["artifactLocation"]["uri"].is_string());
            assert!(change["replacements"][0]["deletedRegion"].is_object());
        }
    }
}

/// GitHub and GitLab know files from the top of the repository.
#[test]
fn files_are_named_from_the_top_of_the_repository() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    fs::rename(project(MISTAKES).path(), folder.path().join("site")).expect("a move");
    let arguments = ["-r", "site", "check", "--no-pdf", "-q", "--message-format", "github"];
    let told = session(folder.path(), &arguments);
    assert!(told.contains("file=site/content/report/01-method.md,"), "{told}");
}

/// A document is one also where the call ends with a fault after the messages, or before any.
#[test]
fn a_format_is_one_document_whatever_happens() {
    let folder = project(WARNING);
    for arguments in [
        &["build", "--no-pdf", "-o", ".", "--message-format", "sarif"][..],
        &["build", "-r", "nowhere", "--message-format", "sarif"],
        &["check", "--no-pdf", "--message-format", "sarif"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_belegg"))
            .current_dir(folder.path())
            .args(arguments)
            .output()
            .expect("the program");
        let log: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one document");
        let results = log["runs"][0]["results"].as_array().expect("results");
        assert!(!results.is_empty(), "{arguments:?}");
    }
    expect![[r#"
        stdout:
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="belegg" tests="1" failures="1" errors="0">
          <testsuite name="belegg" tests="1" failures="1" errors="0">
            <testcase name="endless-document: `serve` never ends, and this format is one document" classname="belegg">
              <failure message="`serve` never ends, and this format is one document" type="endless-document">belegg
        `serve` never ends, and this format is one document
        take `--message-format text`, `json` or `github`</failure>
            </testcase>
          </testsuite>
        </testsuites>
        exit 2
    "#]].assert_eq(&session(folder.path(), &["serve", "--message-format", "junit"]));
}

#[test]
fn a_warning_is_an_error_where_it_is_denied() {
    check(
        WARNING,
        &["check", "--no-pdf", "--deny", "unused-footnote"],
        expect![[r#"
        stderr:
        error[unused-footnote]: the footnote `a` is never referred to: it is not shown (a warning, denied by `--deny unused-footnote`)
         --> content/report/01-method.md:8:1
          |
        8 | [^a]: Ubrukt.
          | ^^^^^^^^^^^^^

        Checked 11 files: 1 error
        exit 1
    "#]],
    );
    for group in ["all", "warnings"] {
        let told = session(project(WARNING).path(), &["build", "--no-pdf", "--deny", group]);
        assert!(told.contains("nothing was published\nexit 1"), "{told}");
    }
    let told =
        session(project(WARNING).path(), &["check", "--no-pdf", "--allow", "unused-footnote"]);
    assert!(told.ends_with("files: no mistakes\nexit 0\n"), "{told}");
}

#[test]
fn the_configuration_says_how_much_a_warning_counts_and_a_call_says_it_louder() {
    let allow =
        config("[messages]\nunused-footnote = { level = \"allow\", reason = \"a draft\" }\n");
    let deny = config("[messages]\nunused-footnote = \"deny\"\n");
    let ends = |config: &str, arguments: &[&str]| {
        let mut changed = WARNING.to_vec();
        changed.push(("belegg.toml", config));
        let arguments = [&["check", "--no-pdf"], arguments].concat();
        let told = session(project(&changed).path(), &arguments);
        told.lines().rev().take(2).collect::<Vec<_>>().join(" ")
    };
    let (none, warned, denied) = (
        "exit 0 Checked 11 files: no mistakes",
        "exit 0 Checked 11 files: 1 warning",
        "exit 1 Checked 11 files: 1 error",
    );
    assert_eq!(ends(&allow, &[]), none);
    assert_eq!(ends(&deny, &[]), denied);
    assert_eq!(ends(&deny, &["--warn", "unused-footnote"]), warned);
    assert_eq!(ends(&deny, &["--allow", "unused-footnote"]), none);
    assert_eq!(ends(&allow, &["--warn", "unused-footnote"]), warned);
    assert_eq!(ends(&allow, &["--deny", "unused-footnote"]), denied);
    // What was allowed for a reason stays so.
    assert_eq!(ends(&allow, &["--deny", "all"]), none);
    assert_eq!(ends(&config(""), &["--deny", "all", "--warn", "unused-footnote"]), warned);
    assert_eq!(
        ends(&config(""), &["--allow", "unused-footnote", "--deny", "unused-footnote"]),
        denied
    );
}

#[test]
fn what_protects_cannot_be_allowed() {
    for one in codes::all().iter().filter(|one| !one.may_warn) {
        for level in [Level::Allow, Level::Warn] {
            let refused = levels::target(one.code, level).expect_err(one.code);
            assert_eq!(refused.code, "fixed-level", "{}", one.code);
        }
        assert_eq!(levels::target(one.code, Level::Deny), Ok(one.code));
    }
    check(
        BASE_ONLY,
        &["check", "--allow", "private-value"],
        expect![[r#"
        stderr:
        error[fixed-level]: `private-value` is always an error: somebody who did not agree would be named or recognised
         |
         = help: only warnings can be allowed: correct what it tells

        exit 2
    "#]],
    );
    check(
        BASE_ONLY,
        &["check", "--warn", "privat-word"],
        expect![[r#"
        stderr:
        error[unknown-code]: there is no message with the code `privat-word`
         |
         = help: there is a similar one: `private-word`

        exit 2
    "#]],
    );
    let wrong = "[messages]\nprivate-value = { level = \"allow\", reason = \"ok\" }\n\
        numbers-differ = { level = \"warn\", reason = \"ok\" }\n\
        typed-number = \"allow\"\njump = { level = \"allow\", reason = \" \" }\n\
        stale-transaltion = \"deny\"\nimport = \"denied\"\nempty-cells = 3\n\
        all = { level = \"allow\", reason = \"ok\" }\nunsigned = { levle = \"deny\" }\n";
    let (artifacts, told) = built(&with(&[("belegg.toml", &config(wrong))]));
    assert!(artifacts.is_none());
    expect![[r#"
        error[fixed-level]: `private-value` is always an error: somebody who did not agree would be named or recognised
          --> belegg.toml:11:1
           |
        11 | private-value = { level = "allow", reason = "ok" }
           | ^^^^^^^^^^^^^
           |
           = help: only warnings can be allowed: correct what it tells

        error[fixed-level]: `numbers-differ` is always an error: readers would get a wrong number
          --> belegg.toml:12:1
           |
        12 | numbers-differ = { level = "warn", reason = "ok" }
           | ^^^^^^^^^^^^^^
           |
           = help: what may differ, and why, is said under `[[exceptions]]` in the front matter

        error[missing-reason]: `typed-number` is allowed without a reason
          --> belegg.toml:13:1
           |
        13 | typed-number = "allow"
           | ^^^^^^^^^^^^
           |
           = help: say why, so that others can judge it: `{ level = "allow", reason = "…" }`

        error[missing-reason]: `jump` is allowed without a reason
          --> belegg.toml:14:1
           |
        14 | jump = { level = "allow", reason = " " }
           | ^^^^
           |
           = help: say why, so that others can judge it: `{ level = "allow", reason = "…" }`

        error[unknown-code]: there is no message with the code `stale-transaltion`
          --> belegg.toml:15:1
           |
        15 | stale-transaltion = "deny"
           | ^^^^^^^^^^^^^^^^^
           |
        help: there is a similar one: `stale-translation`
           |
        15 - stale-transaltion = "deny"
        15 + stale-translation = "deny"
           |

        error[wrong-value]: a level is `allow`, `warn` or `deny`, not `denied`
          --> belegg.toml:16:10
           |
        16 | import = "denied"
           |          ^^^^^^^^
           |
           = help: `deny` makes it an error, `allow` does not tell it

        error[wrong-type]: `empty-cells` must be a level
          --> belegg.toml:17:15
           |
        17 | empty-cells = 3
           |               ^
           |
           = help: write `"deny"`, or `{ level = "allow", reason = "…" }`

        error[unknown-code]: `all` can only be denied
          --> belegg.toml:18:1
           |
        18 | all = { level = "allow", reason = "ok" }
           | ^^^
           |
           = help: name the codes one by one, so that nothing new goes unseen

        error[unknown-key]: unknown key `levle`
          --> belegg.toml:19:14
           |
        19 | unsigned = { levle = "deny" }
           |              ^^^^^
           |
        help: there is a similar one: `level`
           |
        19 - unsigned = { levle = "deny" }
        19 + unsigned = { level = "deny" }
           |

    "#]].assert_eq(&told);
}

#[test]
fn a_locked_project_is_not_written_to() {
    let folder = project(WARNING);
    for arguments in [
        &["check", "--fix"][..],
        &["translations", "accept", "--all"],
        &["translations", "import", "a.xlf"],
        &["translations", "export"],
        &["new", "chapter", "Ny"],
        &["policies", "accept", "--all"],
        &["import", "saft", "a.xml"],
        &["close-year"],
        &["init", "new"],
    ] {
        let before = tree(folder.path());
        let told = session(folder.path(), &[arguments, &["--locked"]].concat());
        assert!(told.contains("error[locked]") && told.ends_with("exit 2\n"), "{told}");
        assert_eq!(tree(folder.path()), before);
    }
    let before = tree(folder.path());
    let told = session(folder.path(), &["build", "--no-pdf", "--locked"]);
    assert!(told.ends_with("exit 0\n"), "{told}");
    let new = tree(folder.path()).into_keys().filter(|path| !before.contains_key(path));
    let tops: BTreeSet<String> =
        new.map(|path| path.split('/').next().unwrap_or_default().to_string()).collect();
    assert_eq!(tops, BTreeSet::from(["output".to_string()]));
}

/// The files below a folder, with their texts.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let name = path.strip_prefix(folder).expect("below").to_string_lossy();
                    found.insert(name.replace('\\', "/"), fs::read(&path).expect("a file"));
                }
            }
        }
    }
    found
}

#[test]
fn make_builds_again_when_a_file_has_changed_and_not_otherwise() {
    let version = Command::new("make").arg("--version").output();
    let is_there =
        version.is_ok_and(|it| String::from_utf8_lossy(&it.stdout).starts_with("GNU Make"));
    assert!(is_there, "GNU make is not there: install `make`, or call tests/run, which does");
    let names = [
        "static/to ord.txt",
        "static/pris$5.txt",
        "static/nr#1.txt",
        "static/æ%.txt",
        "static/a:b.txt",
    ];
    // These cannot be said to make, which goes on without them.
    let odd = ["static/semi;.txt", "static/a|b.txt", "static/a = b.txt"];
    let mut files = WARNING.to_vec();
    files.extend(names.into_iter().chain(odd).map(|name| (name, "x")));
    let folder = project(&files);
    let program = env!("CARGO_BIN_EXE_belegg");
    let makefile = format!(
        "output/.belegg-manifest:\n\t@echo building\n\t@{program} build --no-pdf -q --deps site.d\n-include site.d\n"
    );
    fs::write(folder.path().join("Makefile"), makefile).expect("a file");
    // The dates of a disk stand still for some milliseconds.
    let pause = || std::thread::sleep(std::time::Duration::from_millis(20));
    let make = || {
        pause();
        let output = Command::new("make").current_dir(folder.path()).output().expect("make");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).contains("building")
    };
    assert!(make(), "at first");
    assert!(!make(), "nothing has changed");
    for name in names {
        pause();
        fs::write(folder.path().join(name), "y").expect("a file");
        assert!(make(), "{name} has changed");
        assert!(!make(), "nothing has changed since {name}");
    }
    pause();
    fs::remove_file(folder.path().join(names[0])).expect("a file");
    assert!(make(), "a file is gone");
    pause();
    fs::write(folder.path().join("static/new.txt"), "x").expect("a file");
    assert!(make(), "a file is new");
    assert!(!make(), "nothing has changed");
    pause();
    fs::create_dir(folder.path().join("themes")).expect("a folder");
    assert!(make(), "a folder is new that was not there at all");
    assert!(!make(), "nothing has changed");
}

#[test]
fn what_make_is_told_is_written_over_no_source() {
    let folder = project(&[]);
    let before = tree(folder.path());
    for (file, why) in [
        ("belegg.toml", "the project is made from that file: `--deps` would write over it"),
        ("content/_index.md", "the project is made from that file: `--deps` would write over it"),
        ("output/site.d", "what `--deps` writes may not lie in the folder that is published"),
    ] {
        let told = session(folder.path(), &["build", "--no-pdf", "--deps", file]);
        assert!(told.contains(why) && told.ends_with("exit 2\n"), "{told}");
        assert_eq!(tree(folder.path()), before);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn messages_that_cannot_be_written_are_not_lost() {
    let folder = project(WARNING);
    for format in ["json", "sarif", "github", "gitlab", "junit"] {
        let full = fs::File::options().write(true).open("/dev/full").expect("a full disk");
        let output = Command::new(env!("CARGO_BIN_EXE_belegg"))
            .args(["check", "--no-pdf", "--message-format", format])
            .current_dir(folder.path())
            .stdout(full)
            .output()
            .expect("the program runs");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains("error[standard-output]: cannot write to standard output"), "{told}");
        assert_eq!(output.status.code(), Some(2), "{format}");
    }
}

/// Exit codes are part of the interface: each command with each that it can have.
#[test]
fn commands_end_with_the_code_that_the_guide_names() {
    let (good, wrong) = (project(&[]), project(MISTAKES));
    let nowhere = tempfile::tempdir().expect("a folder");
    let code = |folder: &TempDir, arguments: &[&str]| {
        let told = session(folder.path(), arguments);
        told.trim_end().rsplit(' ').next().and_then(|code| code.parse().ok()).unwrap_or(-1)
    };
    let ends: [(&TempDir, &[&str], i32); 21] = [
        (&good, &["check", "--no-pdf"], 0),
        (&good, &["build", "--no-pdf"], 0),
        (&good, &["verify"], 0),
        (&good, &["facts"], 0),
        (&good, &["translations"], 0),
        (&good, &["policies"], 0),
        (&good, &["explain", "jump"], 0),
        (&good, &["--help"], 0),
        (&wrong, &["check", "--no-pdf"], 1),
        (&wrong, &["build", "--no-pdf"], 1),
        (&wrong, &["check", "--fix", "--dry-run", "--no-pdf"], 1),
        (&nowhere, &["check"], 2),
        (&nowhere, &["build"], 2),
        (&nowhere, &["serve"], 2),
        (&nowhere, &["facts"], 2),
        (&nowhere, &["translations"], 2),
        (&nowhere, &["policies"], 2),
        (&nowhere, &["verify"], 2),
        (&nowhere, &["explain", "jmp"], 2),
        (&nowhere, &["close-year"], 2),
        (&nowhere, &["chekc"], 2),
    ];
    for (folder, arguments, expected) in ends {
        assert_eq!(code(folder, arguments), expected, "{arguments:?}");
    }
    fs::write(good.path().join("output/index.html"), "changed").expect("a file");
    assert_eq!(code(&good, &["verify"]), 1);
}

#[test]
fn levels_hold_for_what_is_given_to_the_library() {
    let mut levels = Levels::default();
    levels.set("all", Level::Deny, SaidBy::Call);
    let options = Options { levels, pdf: PdfChoice::No, ..Options::default() };
    let mut told = Diagnostics::default();
    let artifacts = belegg::build(&with(WARNING), &options, &mut told).expect("no engine");
    assert!(artifacts.is_none() && told.errors() == 1 && told.warnings() == 0);
    let message = &told.sorted()[0].message;
    assert!(message.ends_with(" (a warning, denied by `--deny all`)"), "{message}");
}

#[test]
fn timings_tell_each_phase_and_the_slowest_pages() {
    let folder = project(&[]);
    let told = session(folder.path(), &["build", "--no-pdf", "--timings"]);
    for phase in ["read", "load", "derive", "compose", "check", "render", "publish", "in all"] {
        assert!(told.contains(&format!("  Time   {phase} ")), "{told}");
    }
    let read = "  Files  11 read, 0 left out\n";
    assert!(told.contains(read) && !told.contains(" 0 written"), "{told}");
    let slowest: Vec<&str> =
        told.lines().filter(|line| line.starts_with("  Time   page ")).collect();
    assert_eq!(slowest.len(), 5, "{told}");
    assert!(slowest.iter().all(|line| line.ends_with(".html")), "{told}");
    let again = session(folder.path(), &["build", "--no-pdf", "--timings"]);
    let (_, block) = again.split_once(read).expect("a block");
    assert!(block.starts_with("  Files  0 written, "), "{again}");
    let plain = session(folder.path(), &["build", "--no-pdf"]);
    assert!(!plain.contains("  Time ") && !plain.contains(" read, "), "{plain}");
}
