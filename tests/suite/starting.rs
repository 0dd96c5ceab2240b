//! Starting: `init`, `new`, and what shells ask for.

use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};

use super::cli::{folder, session};
use super::project::{tells, with};

/// What a command puts on standard output.
pub fn data(folder: &Path, arguments: &[&str]) -> String {
    let printed = session(folder, arguments);
    let text = printed.strip_prefix("stdout:\n").unwrap_or_else(|| panic!("{printed}"));
    text.strip_suffix("exit 0\n").unwrap_or_else(|| panic!("{printed}")).to_string()
}

pub fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_new_project_is_without_mistakes_in_whatever_languages() {
    let folder = folder();
    let languages = ["nb", "nn", "sv", "da", "en", "nb,en", "en,nb", "sv,en,da", "nb,nn,sv,da,en"];
    for template in ["report", "policies", "both"] {
        for lang in languages {
            let site = format!("{template}-{lang}");
            session(folder.path(), &["init", &site, "--template", template, "--lang", lang]);
            let told = session(&folder.path().join(&site), &["check", "--no-pdf"]);
            assert!(told.ends_with(": no mistakes\nexit 0\n"), "{site}: {told}");
            assert!(!told.contains("warning"), "{site}: {told}");
            for path in super::cli::files(&folder.path().join(&site)) {
                let text = read(folder.path().join(&site).join(&path));
                assert!(!text.contains("{{") && !text.contains("}}"), "{site}/{path}");
                assert!(!text.contains("# \n"), "{site}/{path} has an explanation without words");
            }
        }
    }
}

#[test]
fn init_says_what_it_made_in_which_languages() {
    let folder = folder();
    expect![[r#"
        stderr:
        Made a project in site: a report for 2025 and two policies in Swedish, Danish and English, about an invented company
          belegg.toml  the name of the organisation, the languages, the address of the site
          content/     the text
          data/2025/   the figures
          README.md    what to change first
          .gitlab-ci.yml  checks and builds
        Next:
          cd site
          belegg serve --open  shows it while you write
          belegg build         publishes it to output/
        exit 0
    "#]]
    .assert_eq(&session(
        folder.path(),
        &["init", "site", "--template=both", "--lang=sv,da,en,sv", "--ci=gitlab"],
    ));
    let config = read(folder.path().join("site/belegg.toml"));
    assert!(config.starts_with("# Inställningarna för webbplatsen."), "{config}");
    assert!(config.contains("default_language = \"sv\"\n"), "{config}");
    assert!(
        config.contains("name = { sv = \"leverantör\", da = \"leverandør\", en = \"supplier\" }")
    );
    let unknown = session(folder.path(), &["init", "other", "--lang", "fi"]);
    assert!(unknown.ends_with("exit 2\n") && !folder.path().join("other").exists(), "{unknown}");
}

#[test]
fn pipelines_check_and_build_and_name_no_host_and_no_secret() {
    let folder = folder();
    let systems = [
        ("github", ".github/workflows/belegg.yml", "Checks and builds the site at every change."),
        ("gitlab", ".gitlab-ci.yml", "Checks and builds the site at every change."),
        ("make", "Makefile", "`make` builds the site, `make check` only looks for mistakes."),
    ];
    for (system, path, comment) in systems {
        session(folder.path(), &["init", system, "--ci", system, "--lang", "en"]);
        let text = read(folder.path().join(system).join(path));
        assert!(text.starts_with(&format!("# {comment}\n")), "{text}");
        // The call that fails at a mistake, and the message format of the system.
        let calls: &[&str] = match system {
            "github" => &[" belegg build --locked --date today --message-format github\n"],
            "gitlab" => &[
                " belegg check --locked --date today --message-format gitlab > quality.json || true\n",
                " belegg build --locked --date today\n",
                "codequality: quality.json\n",
            ],
            _ => &["\t$(BELEGG) build --date today\n", "\t$(BELEGG) check --date today\n"],
        };
        calls.iter().for_each(|call| assert!(text.contains(call), "{system}: {call}: {text}"));
        for word in ["http", "token", "secret", "registry"] {
            assert!(!text.to_lowercase().contains(word), "{system} names {word}: {text}");
        }
    }
}

#[test]
fn new_pages_are_made_in_every_language_and_leave_the_project_as_good_as_it_was() {
    let folder = folder();
    session(folder.path(), &["init", "site", "--template", "both"]);
    let site = folder.path().join("site");
    expect![[r#"
        stderr:
        Made a chapter of `report/2025`, as a draft
          content/report/2025/03-slik-arbeider-vi.en.md
          content/report/2025/03-slik-arbeider-vi.md
        Next:
          write the text, and the title in each language
          belegg serve --drafts --open
          take out `draft = true` when it is ready, then:
          belegg translations accept report/2025/03-slik-arbeider-vi
        exit 0
    "#]]
    .assert_eq(&session(&site, &["new", "chapter", "Slik arbeider vi"]));
    expect![[r#"
        +++
        # Et utkast blir ikke publisert. Ta ut denne linjen når teksten er ferdig.
        draft = true
        # Tittelen på norsk.
        title = "Slik arbeider vi"
        # Skriv teksten under linjen `+++` som følger.
        +++
    "#]]
    .assert_eq(&read(site.join("content/report/2025/03-slik-arbeider-vi.md")));
    let made = [
        vec!["new", "chapter", "../Ærlig \"talt\" + 100 %"],
        vec!["new", "policy", "Reiser"],
        vec!["new", "article", "Nye lokaler", "--lang", "nb,en"],
    ];
    for arguments in &made {
        let told = session(&site, arguments);
        assert!(told.ends_with("exit 0\n"), "{told}");
    }
    assert!(site.join("content/report/2025/04-aerlig-talt-100.en.md").is_file());
    assert!(site.join("content/policy/reiser.md").is_file());
    assert!(site.join("content/news/_index.en.md").is_file());
    let told = session(&site, &["check", "--no-pdf"]);
    assert!(told.ends_with(": no mistakes\nexit 0\n") && !told.contains("warning"), "{told}");
    let drafts = session(&site, &["check", "--no-pdf", "--drafts"]);
    assert!(drafts.ends_with("exit 0\n"), "{drafts}");
}

#[test]
fn new_overwrites_nothing_and_knows_its_sections() {
    let folder = folder();
    session(folder.path(), &["init", "site", "--template", "policies"]);
    let site = folder.path().join("site");
    let check = |arguments: &[&str], expected: Expect| {
        let before = super::cli::files(&site);
        expected.assert_eq(&session(&site, arguments));
        assert_eq!(super::cli::files(&site), before);
    };
    check(
        &["new", "policy", "Speaking up"],
        expect![[r#"
            stderr:
            error[file-exists]: `content/policy/speaking-up.en.md` is there already
             |
             = help: choose another name; nothing was written

            exit 2
        "#]],
    );
    check(
        &["new", "chapter", "Method"],
        expect![[r#"
            stderr:
            error[unknown-section]: there is no report that the chapter could belong to
             |
             = help: name the folder below content/ with `--in`

            exit 2
        "#]],
    );
    check(
        &["new", "policy", "Travel", "--in", "polcy"],
        expect![[r#"
            stderr:
            error[unknown-section]: there is no section `polcy` in content/
             |
             = help: did you mean `policy`?

            exit 2
        "#]],
    );
    check(
        &["new", "policy", "Travel", "--lang", "sv"],
        expect![[r#"
            stderr:
            error[unknown-language]: `sv` is not a language of this site
             |
             = help: it has nb, en

            exit 2
        "#]],
    );
    check(
        &["new", "policy", "!?"],
        expect![[r#"
            stderr:
            error[wrong-name]: `!?` has no letters or digits, of which the file's name is made
             |
             = help: begin with another name, and change the title in the file; nothing was written

            exit 2
        "#]],
    );
    check(
        &["new", "policy", "Con"],
        expect![[r#"
            stderr:
            error[wrong-name]: `con` is a name that Windows keeps for itself
             |
             = help: begin with another name, and change the title in the file; nothing was written

            exit 2
        "#]],
    );
    check(
        &["new", "policy", "日本語"],
        expect![[r#"
        stderr:
        error[wrong-name]: `日本語` has no letters from a to z, of which the file's name is made
         |
         = help: begin with another name, and change the title in the file; nothing was written

        exit 2
    "#]],
    );
    check(
        &["new", "year", "2025"],
        expect![[r#"
            stderr:
            error[file-exists]: there is a folder `data/2025` already
             |
             = help: the files of the year are there: edit them; nothing was written

            exit 2
        "#]],
    );
}

#[test]
fn a_name_with_marks_is_a_title_that_shows_them() {
    let folder = folder();
    session(folder.path(), &["init", "site"]);
    let site = folder.path().join("site");
    session(&site, &["new", "chapter", "<b> *og* [alt] \\`slikt`"]);
    let told = session(&site, &["check", "--no-pdf", "--drafts"]);
    assert!(told.contains("03-b-og-alt-slikt.en.md") && !told.contains("error["), "{told}");
}

#[test]
fn a_new_year_of_policies_has_data_alone() {
    let folder = folder();
    session(folder.path(), &["init", "site", "--template", "policies"]);
    expect![[r#"
        stderr:
        Made the files of 2026 after those of 2025
          data/2026/facts.toml
        2025 is as it was.
        Next:
          fill in data/2026/
          set `period = 2026` in belegg.toml
        exit 0
    "#]]
    .assert_eq(&session(&folder.path().join("site"), &["new", "year", "2026"]));
}

#[test]
fn a_new_year_has_the_texts_of_the_last_as_drafts_and_none_of_its_figures() {
    let folder = folder();
    session(folder.path(), &["init", "site"]);
    let site = folder.path().join("site");
    let old: Vec<_> =
        super::cli::files(&site).into_iter().map(|path| (read(site.join(&path)), path)).collect();
    expect![[r#"
        stderr:
        Made the files of 2026 after those of 2025
          content/report/2026/01-about.en.md
          content/report/2026/01-about.md
          content/report/2026/02-suppliers.en.md
          content/report/2026/02-suppliers.md
          content/report/2026/_index.en.md
          content/report/2026/_index.md
          data/2026/facts.toml
          data/2026/goals.csv
          data/2026/questionnaire.toml
          data/2026/report.toml
          data/2026/responses.csv
          data/2026/suppliers.csv
        2025 is as it was. The texts are drafts, and their figures fill in from the data.
        Next:
          fill in data/2026/, first report.toml
          go through the texts: belegg serve --drafts --open
          when they are ready, take out `draft = true`, and set `period = 2026` in belegg.toml
          these still lead to 2025: belegg.toml, content/_index.en.md, content/_index.md
        exit 0
    "#]]
    .assert_eq(&session(&site, &["new", "year", "2026"]));
    for (text, path) in old {
        assert_eq!(read(site.join(&path)), text, "{path}");
    }
    expect![[r#"
        +++
        draft = true
        title = "Statement on due diligence 2026"
        description = "Whom we do business with, what we found, and what we do."
        # A report also becomes one PDF in each language. Its chapters are the files in this folder, in order.
        kind = "report"
        # The year that the figures are about: a folder under data/.
        period = 2026
        # The figures at the top of the page. `belegg facts` shows all that you can choose from.
        key_figures = ["suppliers.count", "questionnaire.response_rate", "questionnaire.mean"]
        +++

        ## In brief {#in-brief}

        - **We know whom we do business with.** During the year we bought for more than [](fact:suppliers.threshold) from each of [](fact:suppliers.count) enterprises.
        - **Most of them replied.** We asked [](fact:questionnaire.invited), and [](fact:questionnaire.answered) replied.
    "#]].assert_eq(&read(site.join("content/report/2026/_index.en.md")));
    expect![[r#"
        +++
        draft = true
        title = "Our suppliers"
        description = "Whom we buy from, what we asked, and what we found."
        slug = "suppliers"
        # How to write a figure: [10](fact:suppliers.count). The program compares 10 with the data and names
        # the line where they differ. Leave the brackets empty, and it fills the figure in itself.
        +++

        ## Whom we buy from {#supply-chain}

        Of [](fact:suppliers.registered) suppliers in the register we assessed the [](fact:suppliers.count) from which we had bought for more than [](fact:suppliers.threshold). [](fact:suppliers.by_country.NO) of them, or [](fact:suppliers.by_country.NO.share), are based in Norway.

        ![Most of our suppliers are based in Norway](chart:suppliers.by_country)

        ## What we asked {#self-assessment}

        We asked [](fact:questionnaire.invited) suppliers to answer [](fact:questionnaire.question_count) questions about the environment and working conditions. [](fact:questionnaire.response_rate) replied, and on average they achieved [](fact:questionnaire.mean) of the highest possible score.

        ## What we found {#results legal="tl-5b"}

        We found no violations of human rights and no significant risk of them. How the work is organised is told in [the chapter about us](@/report/2026/01-about.md#organisation).
    "#]].assert_eq(&read(site.join("content/report/2026/02-suppliers.en.md")));
    expect![[r##"
        # Redegjørelsen for ett år: hva den dekker, når den publiseres, og hvem som svarer for den.
        year = 2026
        period_start = 2026-01-01
        period_end = 2026-12-31
        # Datoen tallene gjelder.
        cutoff = 2026-12-31
        # published_on = 2027-06-15
        # Språket som gjelder hvis to skulle være ulike.
        authoritative = "nb"
        # Utgaven av næringskodene i suppliers.csv.
        nace_version = "rev2"

        # Leverandører som vi har kjøpt for mer enn dette fra, blir vurdert og talt.
        [threshold]
        amount = 30000
        currency = "NOK"

        [contact]
        name = "Ane Stigård"
        role = { nb = "daglig leder", en = "General Manager" }
        email = "apenhet@fjellstien.example"
        phone = "+47 00 00 00 00"

        # De som signerer redegjørelsen: én blokk for hver.
        [[signers]]
        name = "Olav Tindvik"
        role = { nb = "styreleder", en = "Chair of the Board" }
        # signed_on = 2027-06-10

        [[signers]]
        name = "Ane Stigård"
        role = { nb = "daglig leder", en = "General Manager" }
        # signed_on = 2027-06-10
    "##]]
    .assert_eq(&read(site.join("data/2026/report.toml")));
    expect![[r##"
        # Tall som ikke blir talt i en tabell her, hvert med stedet det er hentet fra.

        # ["organisation.employees"]
        # value = 40
        # unit = "count"
        # label = { nb = "Ansatte", en = "Employees" }
        # source = { nb = "Lønnssystemet, 31. desember 2025", en = "Payroll system, 31 December 2025" }
    "##]].assert_eq(&read(site.join("data/2026/facts.toml")));
    assert_eq!(
        read(site.join("data/2026/goals.csv")),
        "id,text_nb,text_en,status,owner_nb,owner_en\n"
    );
    // The one thing that is told is where the new figures go.
    expect![[r#"
        stderr:
        warning[empty-table]: `data/2026/suppliers.csv` has no rows
        --> data/2026/suppliers.csv:1:1
         = help: write a row below the columns, or delete the file

          Pages  12 (6 en-GB, 6 nb)
        Checked 30 files: 1 warning
        exit 0
    "#]]
    .assert_eq(&session(&site, &["check", "--no-pdf"]));
}

#[test]
fn a_new_year_speaks_of_the_year_before_as_the_last_one_did() {
    let folder = folder();
    session(folder.path(), &["init", "site", "--lang", "en"]);
    let site = folder.path().join("site");
    let page = "---\ntitle: \"Goals of 2025 and 2024\"\ndraft: false\naliases:\n  - /old/\nupdated: 2026-03-01\n---\n\
                In 2025, [10](fact:suppliers.count) and not [8](fact:suppliers.count@2024), \
                [two](fact:goals.count \"≈\"), see [this](@/report/2025/_index.md).\n";
    fs::write(site.join("content/report/2025/03-goals.md"), page).expect("a page");
    fs::write(site.join("content/report/2025/plan.txt"), "a file").expect("a file");
    session(&site, &["new", "year", "2026"]);
    expect![[r#"
        ---
        title: "Goals of 2026 and 2025"
        draft: true
        ---
        In 2025, [](fact:suppliers.count) and not [](fact:suppliers.count@2025), [](fact:goals.count), see [this](@/report/2026/_index.md).
    "#]].assert_eq(&read(site.join("content/report/2026/03-goals.md")));
    assert_eq!(read(site.join("content/report/2026/plan.txt")), "a file");
}

#[test]
fn shells_and_manual_readers_are_told_every_command() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = data(folder.path(), &["completions", shell]);
        for word in ["translations", "message-format", "belegg"] {
            assert!(script.contains(word), "{shell} lacks {word}");
        }
        // The values of an argument are completed by these shells alone.
        let has_codes = script.contains("overdue-review");
        assert_eq!(has_codes, ["bash", "zsh", "fish"].contains(&shell), "{shell}");
    }
    let manual = data(folder.path(), &["man"]);
    assert!(manual.contains(".TH belegg 1") && manual.contains("close\\-year"), "{manual}");
    let manual = data(folder.path(), &["man", "translations", "accept"]);
    assert!(manual.contains("\\-\\-section") && manual.contains("\\-\\-root"), "{manual}");
    expect![[r#"
        stderr:
        error[unknown-command]: there is no command `biuld`
         |
         = help: did you mean `build`?

        exit 2
    "#]]
    .assert_eq(&session(folder.path(), &["man", "biuld"]));
}

#[test]
fn five_mistakes_in_one_configuration_are_told_at_once() {
    let config = "titel = \"A\"\nbase_url = \"a.example\"\ndefault_language = \"nb\"\nperiod = true\n\
                  [languages.nb]\nlable = \"Norsk\"\n[languages.en]\n[pdf]\nengine = \"latex\"\n";
    tells(
        &with(&[("belegg.toml", config)]),
        expect![[r#"
        error[unknown-key]: unknown key `titel`
         --> belegg.toml:1:1
          |
        1 | titel = "A"
          | ^^^^^
          |
        help: there is a similar one: `title`
          |
        1 - titel = "A"
        1 + title = "A"
          |

        error[wrong-value]: `base_url` must be a web address, not `a.example`
         --> belegg.toml:2:12
          |
        2 | base_url = "a.example"
          |            ^^^^^^^^^^^
          |
          = help: base_url = "https://example.org"

        error[wrong-type]: `period` must be a name or a number, not `true`
         --> belegg.toml:4:10
          |
        4 | period = true
          |          ^^^^
          |
          = help: write `period = "…"`

        error[unknown-key]: unknown key `lable`
         --> belegg.toml:6:1
          |
        6 | lable = "Norsk"
          | ^^^^^
          |
        help: there is a similar one: `label`
          |
        6 - lable = "Norsk"
        6 + label = "Norsk"
          |

        error[wrong-value]: `engine` must be `embedded` or `cli`, not `latex`
         --> belegg.toml:9:10
          |
        9 | engine = "latex"
          |          ^^^^^^^

    "#]],
    );
}

#[test]
fn five_mistakes_that_keep_a_configuration_from_being_read_are_told_with_the_others() {
    let config = "title = Fjord\nbase_url = \"https://a.example\"\ndefault_languge = \"nb\"\n\
                  period 2024\n[languages.nb]\nlable = \"Norsk\"\n[pdf]\nenabled = \"no\"\n";
    tells(
        &with(&[("belegg.toml", config)]),
        expect![[r#"
        error[toml-syntax]: a text stands in double quotes
         --> belegg.toml:1:9
          |
        1 | title = Fjord
          |         ^^^^^
          |
          = help: write `title = "Fjord"`

        error[unknown-key]: unknown key `default_languge`
         --> belegg.toml:3:1
          |
        3 | default_languge = "nb"
          | ^^^^^^^^^^^^^^^
          |
        help: there is a similar one: `default_language`
          |
        3 | default_language = "nb"
          |              +

        error[toml-syntax]: a key and its value are joined by `=`
         --> belegg.toml:4:8
          |
        4 | period 2024
          |        ^
          |
          = help: write `period = "…"`

        error[unknown-key]: unknown key `lable`
         --> belegg.toml:6:1
          |
        6 | lable = "Norsk"
          | ^^^^^
          |
        help: there is a similar one: `label`
          |
        6 - lable = "Norsk"
        6 + label = "Norsk"
          |

        error[wrong-type]: `enabled` must be `true` or `false`, not a text
         --> belegg.toml:8:11
          |
        8 | enabled = "no"
          |           ^^^^
          |
          = help: write `enabled = false`

    "#]],
    );
}

#[test]
fn five_mistakes_in_one_front_matter_are_told_at_once() {
    let toml = "+++\ntitel = \"A\"\ndraft = \"yes\"\ndate = 2025-13-01\nslug = \"Å\"\nkind = \"polcy\"\n+++\n";
    let yaml = "---\ntitel: A\ndraft: \"yes\"\ndate: 2025/13\nslug: Å\nkind: polcy\n---\n";
    tells(
        &with(&[("content/one.md", toml), ("content/two.md", yaml)]),
        expect![[r#"
        error[missing-key]: the page has no title
         --> content/one.md:2:1
          |
        2 | titel = "A"
          | ^^^^^
          |
        help: `titel` is not known: write `title`
          |
        2 - titel = "A"
        2 + title = "A"
          |

        error[wrong-type]: `draft` must be `true` or `false`, not a text
         --> content/one.md:3:9
          |
        3 | draft = "yes"
          |         ^^^^^
          |
          = help: write `draft = true`

        error[toml-syntax]: `2025-13-01` is no day in the calendar
         --> content/one.md:4:8
          |
        4 | date = 2025-13-01
          |        ^^^^^^^^^^
          |
          = help: write year, month and day, without quotes: `2025-06-30`

        error[wrong-value]: `Å` cannot be part of a web address
         --> content/one.md:5:8
          |
        5 | slug = "Å"
          |        ^^^
          |
          = help: write `a`: small letters a–z, digits and hyphens

        error[wrong-value]: `polcy` is not a kind of page
         --> content/one.md:6:8
          |
        6 | kind = "polcy"
          |        ^^^^^^^
          |
          = help: did you mean `policy`?

        warning[missing-translation]: the page is missing in English: readers get the original with a notice
        --> content/two.md:1:1
         = help: translate it as `content/two.en.md`

        error[missing-key]: the page has no title
         --> content/two.md:2:1
          |
        2 | titel: A
          | ^^^^^
          |
        help: `titel` is not known: write `title`
          |
        2 - titel: A
        2 + title: A
          |

        error[wrong-type]: `draft` must be `true` or `false`, not a text
         --> content/two.md:3:8
          |
        3 | draft: "yes"
          |        ^^^^^
          |
          = help: write `draft: true`

        error[wrong-type]: `date` must be a date, not a text
         --> content/two.md:4:7
          |
        4 | date: 2025/13
          |       ^^^^^^^
          |
          = help: write year, month and day: `date: 2025-06-30`

        error[wrong-value]: `Å` cannot be part of a web address
         --> content/two.md:5:7
          |
        5 | slug: Å
          |       ^
          |
          = help: write `a`: small letters a–z, digits and hyphens

        error[wrong-value]: `polcy` is not a kind of page
         --> content/two.md:6:7
          |
        6 | kind: polcy
          |       ^^^^^
          |
          = help: did you mean `policy`?

    "#]],
    );
}
