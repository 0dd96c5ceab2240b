//! Policies: what they say of themselves, cards by role, texts written once, and what is checked.

mod parts;
mod roles;
mod versions;

use belegg::artifact::Artifacts;
use belegg::diagnostic::{Diagnostics, print};
use belegg::document::{PageKind, Report};
use belegg::project::versions::Versions;
use belegg::source::Sources;
use belegg::{Options, PdfChoice};
use expect_test::{Expect, expect};
use time::{Date, Month};

use crate::project::{BASE, page};

pub const POLICY: &str = "content/policy/equality.md";
pub const ENGLISH: &str = "content/policy/equality.en.md";
pub const PART: &str = "content/_parts/grounds.md";
pub const ENGLISH_PART: &str = "content/_parts/grounds.en.md";

pub const ORIGINAL: &str = r#"+++
title = "Likeverd"
slug = "likeverd"
description = "Alle skal behandles rettferdig."
kind = "policy"
version = "1.10"
owner = "HR-direktør"
approved_by = "Styret"
approved_on = 2025-12-12
effective = 2026-01-01
review_by = 2027-01-01
applies_to = "Alle ansatte"
jurisdiction = "no"
roles = ["employee", "manager"]
related = ["@/report/_index.md", "Etiske krav"]
supersedes = "Retningslinje fra 2019"

[[channels]]
name = "Varslingskanalen"
text = "Skriv til [oss](mailto:oss@fjord.example)."

[[changes]]
version = "1.10"
date = 2026-01-01
text = "Nytt om rekruttering"
[[changes]]
version = "1.9"
date = 2024-02-01
text = "Ny varslingskanal"
+++
Ingen skal forskjellsbehandles på grunn av [](include:grounds).

## Respekt {#respect}

Vi er hverandres arbeidsmiljø.

### Som ansatt {#employee role="employee"}

- sier du fra

### Som leder {#manager role="manager"}

- griper du inn[^soon]

## Rekruttering {#recruit}

![](include:grounds)

### Som leder {#recruit-manager role="manager"}

- skriver du kravene først, se [respekt](#respect)

[^soon]: Samme dag.
"#;

pub const TRANSLATION: &str = r#"+++
title = "Equality"
description = "Everyone shall be treated fairly."
kind = "policy"
version = "1.10"
owner = "HR director"
approved_by = "The board"
approved_on = 2025-12-12
effective = 2026-01-01
review_by = 2027-01-01
applies_to = "All employees"
jurisdiction = "no"
roles = ["employee", "manager"]
related = ["@/report/_index.md", "Ethical requirements"]
supersedes = "Policy of 2019"

[[channels]]
name = "The whistleblowing channel"
text = "Write to [us](mailto:oss@fjord.example)."

[[changes]]
version = "1.10"
date = 2026-01-01
text = "New on recruitment"
[[changes]]
version = "1.9"
date = 2024-02-01
text = "New whistleblowing channel"
+++
Nobody shall be treated differently because of [](include:grounds).

## Respect {#respect}

We are each other's working environment.

### As an employee {#employee role="employee"}

- you speak up

### As a manager {#manager role="manager"}

- you step in[^soon]

## Recruitment {#recruit}

![](include:grounds)

### As a manager {#recruit-manager role="manager"}

- you write the requirements first, see [respect](#respect)

[^soon]: The same day.
"#;

pub const GROUNDS: &str = "- kjønn, graviditet, permisjon og omsorg\n- etnisitet, religion og livssyn\n- funksjonsnedsettelse[^law]\n- seksuell orientering, kjønnsidentitet og kjønnsuttrykk\n- alder\n\n[^law]: Jf. § 6.\n";
pub const ENGLISH_GROUNDS: &str = "- gender, pregnancy, leave and care\n- ethnicity, religion and belief\n- disability[^law]\n- sexual orientation, gender identity and gender expression\n- age\n\n[^law]: Cf. section 6.\n";

/// The small project with a policy, and files added or replaced. Its texts are accepted as they are.
pub fn project(changed: &[(&str, &str)]) -> Sources {
    let sources = unaccepted(changed);
    let options = Options::default();
    let found = belegg::policies(&sources, &options, &mut Diagnostics::default());
    let mut versions = Versions::default();
    for policy in found.into_iter().flat_map(|found| found.policies) {
        versions.accept(&policy.key, policy.version.as_deref().unwrap_or("-"), &policy.hash);
    }
    let mut files = changed.to_vec();
    let text = versions.to_toml();
    files.push(("policies.toml", &text));
    unaccepted(&files)
}

/// As [`project`], before anything is accepted.
pub fn unaccepted(changed: &[(&str, &str)]) -> Sources {
    let own = [
        (POLICY, ORIGINAL),
        (ENGLISH, TRANSLATION),
        (PART, GROUNDS),
        (ENGLISH_PART, ENGLISH_GROUNDS),
        (
            "content/policy/_index.md",
            "+++\ntitle = \"Retningslinjer\"\nslug = \"retningslinjer\"\n+++\n",
        ),
        ("content/policy/_index.en.md", "+++\ntitle = \"Policies\"\nslug = \"policies\"\n+++\n"),
    ];
    let is_changed = |path: &str| changed.iter().any(|(other, _)| *other == path);
    let files = BASE.iter().chain(&own).filter(|(path, _)| !is_changed(path));
    Sources::from_files(files.chain(changed).map(|(path, text)| (*path, text.as_bytes())))
}

/// The middle of 2026.
fn options() -> Options {
    let today = Date::from_calendar_date(2026, Month::June, 15).ok();
    Options { today, pdf: PdfChoice::No, ..Options::default() }
}

fn built(sources: &Sources, options: &Options) -> (Option<Artifacts>, String) {
    let mut diagnostics = Diagnostics::default();
    let artifacts =
        belegg::build(sources, options, &mut diagnostics).expect("no engine is asked for");
    (artifacts, print::text(&diagnostics, sources, print::Style::Plain))
}

pub fn tells(sources: &Sources, expected: Expect) {
    expected.assert_eq(&built(sources, &options()).1);
}

/// What is told where a text of the policy is replaced, in both languages where it stands in both.
fn tells_with(replaced: &[(&str, &str)], expected: Expect) {
    let replace = |text: &str| {
        replaced.iter().fold(text.to_string(), |text, (from, to)| text.replace(from, to))
    };
    let (original, translation) = (replace(ORIGINAL), replace(TRANSLATION));
    tells(&project(&[(POLICY, &original), (ENGLISH, &translation)]), expected);
}

/// A published file of a project in which nothing is wrong.
fn published(sources: &Sources, path: &str) -> String {
    let (artifacts, told) = built(sources, &options());
    assert_eq!(told, "");
    let artifacts = artifacts.expect("a site");
    let known: Vec<&String> = artifacts.files.keys().collect();
    let bytes =
        artifacts.files.get(path).unwrap_or_else(|| panic!("{path} is not among {known:?}"));
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// What stands in the main part of a page.
fn main_part(html: &str) -> &str {
    let (_, rest) = html.split_once("<main").expect("a main part");
    rest.split_once("</main>").expect("its end").0
}

fn composed(sources: &Sources) -> Report {
    let mut diagnostics = Diagnostics::default();
    let report = belegg::compose(sources, &options(), &mut diagnostics);
    let told = print::text(&diagnostics, sources, print::Style::Plain);
    report.filter(|_| diagnostics.is_empty()).unwrap_or_else(|| panic!("{told}"))
}

fn keys(report: &Report, kind: PageKind) -> Vec<(&str, &str)> {
    let pages = report.editions.iter().flat_map(|edition| &edition.pages);
    pages
        .filter(|page| page.kind == kind)
        .map(|page| (page.key.as_str(), page.url.as_str()))
        .collect()
}

#[test]
fn a_policy_says_who_answers_for_it_and_shows_its_cards_and_changes() {
    let html = published(&project(&[]), "en/policies/equality/index.html");
    expect![[r##"
         id="site-main" class="page">
        <div class="text">

        <p class="eyebrow">Policy</p>
        <h1>Equality</h1>
        <p class="lead">Everyone shall be treated fairly.</p></div>
        <div class="side" lang="en-GB"><details class="toc"><summary>On this page</summary><nav aria-label="On this page"><ol class="here">
        <li><a href="#respect"><span>Respect</span></a></li>
        <li><a href="#recruit"><span>Recruitment</span></a></li>
        <li><a href="#site-channels"><span>Speak up</span></a></li>
        <li><a href="#site-changes"><span>Changes</span></a></li>
        </ol></nav></details></div>
        <div class="text">
        <div class="factbox"><dl class="meta">
        <div><dt>Applies to</dt><dd>All employees</dd></div>
        <div><dt>Owner</dt><dd>HR director</dd></div>
        <div><dt>Approved by</dt><dd>The board, 12 December 2025</dd></div>
        <div><dt>Valid from</dt><dd><time datetime="2026-01-01">1 January 2026</time></dd></div>
        <div><dt>Next review</dt><dd><time datetime="2027-01-01">1 January 2027</time></dd></div>
        <div><dt>Version</dt><dd>1.10</dd></div>
        <div><dt>Replaces</dt><dd>Policy of 2019</dd></div>
        </dl></div>
        <fieldset class="pick"><legend>Show responsibilities for</legend>
        <label><input type="radio" name="site-role" id="site-role-0" checked>Everyone</label>
        <label><input type="radio" name="site-role" id="site-role-1">Employees</label>
        <label><input type="radio" name="site-role" id="site-role-2">Managers</label>
        </fieldset>
        <p>Nobody shall be treated differently because of gender, pregnancy, leave and care, ethnicity, religion and belief, disability<sup><a id="fnref1" href="#fn1" role="doc-noteref"><span class="vh">Footnote </span>1</a></sup>, sexual orientation, gender identity and gender expression and age.</p>
        <h2 id="respect">Respect</h2>
        <p>We are each other’s working environment.</p>
        <div class="roles">
        <section class="role r1">
        <h3 id="employee">As an employee</h3>
        <ul>
        <li>you speak up</li>
        </ul>
        </section>
        <section class="role r2">
        <h3 id="manager">As a manager</h3>
        <ul>
        <li>you step in<sup><a id="fnref2" href="#fn2" role="doc-noteref"><span class="vh">Footnote </span>2</a></sup></li>
        </ul>
        </section>
        </div>
        <h2 id="recruit">Recruitment</h2>
        <ul>
        <li>gender, pregnancy, leave and care</li>
        <li>ethnicity, religion and belief</li>
        <li>disability<sup><a id="fnref1-2" href="#fn1" role="doc-noteref"><span class="vh">Footnote </span>1</a></sup></li>
        <li>sexual orientation, gender identity and gender expression</li>
        <li>age</li>
        </ul>
        <div class="roles">
        <section class="role r2">
        <h3 id="recruit-manager">As a manager</h3>
        <ul>
        <li>you write the requirements first, see <a href="#respect">respect</a></li>
        </ul>
        </section>
        </div>

        <section class="note" aria-labelledby="site-channels"><h2 id="site-channels">Speak up</h2>
        <p><strong>The whistleblowing channel</strong><br>
        Write to <a href="mailto:oss@fjord.example" rel="external noopener">us</a>.</p>
        </section>
        <h2 id="site-roles">All in one place for each role</h2>
        <ul>
        <li><a href="../../../en/policies/role/employee/index.html">What is expected of employees</a></li>
        <li><a href="../../../en/policies/role/manager/index.html">What is expected of managers</a></li>
        </ul>
        <h2 id="site-related">Related documents</h2>
        <ul>
        <li><a href="../../../en/statement/index.html">Statement</a></li>
        <li>Ethical requirements</li>
        </ul>
        <h2 id="site-changes">Changes</h2>
        <div class="scroll" role="region" aria-labelledby="site-versions" tabindex="0"><table>
        <caption id="site-versions" class="vh">Versions</caption>
        <thead><tr><th scope="col">Version</th><th scope="col">Valid from</th><th scope="col">What changed</th></tr></thead>
        <tbody>
        <tr><th scope="row">1.10</th><td><time datetime="2026-01-01">1 January 2026</time></td><td>New on recruitment</td></tr>
        <tr><th scope="row">1.9</th><td><time datetime="2024-02-01">1 February 2024</time></td><td>New whistleblowing channel</td></tr>
        </tbody></table></div>
        <section class="notes" aria-labelledby="site-notes"><h2 id="site-notes">Footnotes</h2><ol>
        <li id="fn1">Cf. section 6. <a href="#fnref1" role="doc-backlink"><span aria-hidden="true">↩</span><span class="vh">Back to the text, footnote 1</span></a> <a href="#fnref1-2" role="doc-backlink"><span aria-hidden="true">↩</span><span class="vh">Back to the text, footnote 1 (2)</span></a></li>
        <li id="fn2">The same day. <a href="#fnref2" role="doc-backlink"><span aria-hidden="true">↩</span><span class="vh">Back to the text, footnote 2</span></a></li>
        </ol></section>

        </div>
    "##]].assert_eq(main_part(&html));
}

#[test]
fn a_policy_is_a_document_dated_by_the_day_from_which_it_holds() {
    let report = composed(&project(&[]));
    let documents = report.editions.iter().flat_map(|edition| &edition.documents);
    let told: Vec<String> = documents
        .filter(|document| document.key.starts_with("policy"))
        .map(|document| format!("{} {} {:?}", document.kind, document.path, document.date))
        .collect();
    expect![[r#"
        Retningslinje retningslinjer/likeverd/likeverd.nb.pdf Some(2026-01-01)
        Policy en/policies/equality/equality.en.pdf Some(2026-01-01)"#]]
    .assert_eq(&told.join("\n"));
}

#[test]
fn a_version_stays_as_it_is_written() {
    let bare = |text: &str| text.replacen("version = \"1.10\"", "version = 1.10", 1);
    let (original, translation) = (bare(ORIGINAL), bare(TRANSLATION));
    let report = composed(&project(&[(POLICY, &original), (ENGLISH, &translation)]));
    let policy = page(&report, "nb", "policy/equality").policy.as_ref().expect("a policy");
    assert_eq!(policy.version, "1.10");
}

#[test]
fn a_policy_without_owner_version_approver_and_date_is_told() {
    let text = "+++\ntitle = \"Likeverd\"\nkind = \"policy\"\n+++\n";
    tells(
        &project(&[(POLICY, text), (ENGLISH, text)]),
        expect![[r#"
        error[incomplete-policy]: the policy does not say its `approved_by`
         --> content/policy/equality.en.md:2:1
          |
        2 | title = "Likeverd"
          | ^
          |
          = help: add `approved_by = "…"` to the front matter

        error[incomplete-policy]: the policy does not say its `effective`
         --> content/policy/equality.en.md:2:1
          |
        2 | title = "Likeverd"
          | ^
          |
          = help: add `effective = 2026-01-01` to the front matter

        error[incomplete-policy]: the policy does not say its `owner`
         --> content/policy/equality.en.md:2:1
          |
        2 | title = "Likeverd"
          | ^
          |
          = help: add `owner = "…"` to the front matter

        error[incomplete-policy]: the policy does not say its `version`
         --> content/policy/equality.en.md:2:1
          |
        2 | title = "Likeverd"
          | ^
          |
          = help: add `version = "1.0"` to the front matter

        warning[incomplete-policy]: the policy does not say when it is looked at again
         --> content/policy/equality.en.md:2:1
          |
        2 | title = "Likeverd"
          | ^
          |
          = help: add `review_by = 2027-12-01` to the front matter

        warning[incomplete-policy]: the policy does not say where somebody can speak up
         --> content/policy/equality.en.md:2:1
          |
        2 | title = "Likeverd"
          | ^
          |
          = help: add `[[channels]]` with `name` and `text` to the front matter

        error[incomplete-policy]: the policy does not say its `approved_by`
         --> content/policy/equality.md:2:1
          |
        2 | title = "Likeverd"
          | ^
          |
          = help: add `approved_by = "…"` to the front matter

        error[incomplete-policy]: the policy does not say its `effective`
         --> content/policy/equality.md:2:1
          |
        2 | title = "Likeverd"
          | ^
          |
          = help: add `effective = 2026-01-01` to the front matter

        error[incomplete-policy]: the policy does not say its `owner`
         --> content/policy/equality.md:2:1
          |
        2 | title = "Likeverd"
          | ^
          |
          = help: add `owner = "…"` to the front matter

        error[incomplete-policy]: the policy does not say its `version`
         --> content/policy/equality.md:2:1
          |
        2 | title = "Likeverd"
          | ^
          |
          = help: add `version = "1.0"` to the front matter

        warning[incomplete-policy]: the policy does not say when it is looked at again
         --> content/policy/equality.md:2:1
          |
        2 | title = "Likeverd"
          | ^
          |
          = help: add `review_by = 2027-12-01` to the front matter

        warning[incomplete-policy]: the policy does not say where somebody can speak up
         --> content/policy/equality.md:2:1
          |
        2 | title = "Likeverd"
          | ^
          |
          = help: add `[[channels]]` with `name` and `text` to the front matter

    "#]],
    );
}

#[test]
fn what_a_policy_says_must_be_the_same_in_every_language() {
    let translation = TRANSLATION
        .replacen("version = \"1.10\"", "version = \"1.1\"", 1)
        .replace("effective = 2026-01-01", "effective = 2026-02-01")
        .replace("review_by = 2027-01-01\n", "")
        .replace("\"1.9\"\ndate = 2024-02-01", "\"1.9\"\ndate = 2024-02-02")
        .replace("#employee role=\"employee\"", "#employee role=\"manager\"");
    tells(
        &project(&[(ENGLISH, &translation)]),
        expect![[r#"
            error[policy-differs]: `review_by` is missing here, but `2027-01-01` in the original (Norsk)
              --> content/policy/equality.en.md:2:1
               |
             2 | title = "Equality"
               | ^ English
               |
               = help: say the same in all languages
            note: Norsk
              --> content/policy/equality.md:11:13
               |
            11 | review_by = 2027-01-01
               |             ^^^^^^^^^^

            error[policy-differs]: `version` is `1.1` here, but `1.10` in the original (Norsk)
             --> content/policy/equality.en.md:5:11
              |
            5 | version = "1.1"
              |           ^^^^^ English
              |
              = help: say the same in all languages
            note: Norsk
             --> content/policy/equality.md:6:11
              |
            6 | version = "1.10"
              |           ^^^^^^

            error[policy-differs]: `effective` is `2026-02-01` here, but `2026-01-01` in the original (Norsk)
              --> content/policy/equality.en.md:9:13
               |
             9 | effective = 2026-02-01
               |             ^^^^^^^^^^ English
               |
               = help: say the same in all languages
            note: Norsk
              --> content/policy/equality.md:10:13
               |
            10 | effective = 2026-01-01
               |             ^^^^^^^^^^

            error[policy-differs]: `changes` is `1.10 of 2026-01-01, 1.9 of 2024-02-02` here, but `1.10 of 2026-01-01, 1.9 of 2024-02-01` in the original (Norsk)
              --> content/policy/equality.en.md:21:11
               |
            21 | version = "1.10"
               |           ^^^^^^ English
               |
               = help: say the same in all languages
            note: Norsk
              --> content/policy/equality.md:23:11
               |
            23 | version = "1.10"
               |           ^^^^^^

            error[policy-differs]: the card speaks to `manager` here, but to `employee` in the original (Norsk)
              --> content/policy/equality.en.md:35:1
               |
            35 | ### As an employee {#employee role="manager"}
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ English
               |
               = help: give the headings the same roles in both languages
            note: Norsk
              --> content/policy/equality.md:37:1
               |
            37 | ### Som ansatt {#employee role="employee"}
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        "#]],
    );
}

#[test]
fn a_page_that_is_a_policy_in_one_language_only_is_told() {
    let translation = "+++\ntitle = \"Equality\"\n+++\n";
    let sources = project(&[(ENGLISH, translation)]);
    let told = built(&sources, &options()).1;
    assert!(
        told.contains("error[policy-differs]: the page is a policy in Norsk, but not here"),
        "{told}"
    );
}

#[test]
fn a_review_that_is_overdue_is_told_and_changes_no_byte() {
    let sources = project(&[]);
    let later = Date::from_calendar_date(2027, Month::January, 2).ok();
    let (late, told) = built(&sources, &Options { today: later, ..options() });
    expect![[r#"
        warning[overdue-review]: the policy should have been reviewed by 2027-01-01
          --> content/policy/equality.md:11:13
           |
        11 | review_by = 2027-01-01
           |             ^^^^^^^^^^
           |
           = help: let its owner look at it, and set the next date

    "#]]
    .assert_eq(&told);
    let (now, told) = built(&sources, &Options { today: None, ..options() });
    assert_eq!(told, "");
    assert_eq!(late.expect("a site").files, now.expect("a site").files);
    let day = Date::from_calendar_date(2027, Month::January, 1).ok();
    assert_eq!(built(&sources, &Options { today: day, ..options() }).1, "");
}

#[test]
fn dates_and_changes_that_contradict_each_other_are_told() {
    tells_with(
        &[("review_by = 2027-01-01", "review_by = 2025-12-31")],
        expect![[r#"
        error[policy-dates]: the policy is to be reviewed by 2025-12-31, before it holds from 2026-01-01
          --> content/policy/equality.md:11:13
           |
        11 | review_by = 2025-12-31
           |             ^^^^^^^^^^
           |
           = help: correct one of the two dates
        note: from when it holds
          --> content/policy/equality.md:10:13
           |
        10 | effective = 2026-01-01
           |             ^^^^^^^^^^

        warning[overdue-review]: the policy should have been reviewed by 2025-12-31
          --> content/policy/equality.md:11:13
           |
        11 | review_by = 2025-12-31
           |             ^^^^^^^^^^
           |
           = help: let its owner look at it, and set the next date

    "#]],
    );
    tells_with(
        &[("[[changes]]\nversion = \"1.10\"", "[[changes]]\nversion = \"1.8\"")],
        expect![[r#"
            error[policy-changes]: the policy is version 1.10, but its newest change is 1.8
              --> content/policy/equality.md:23:11
               |
            23 | version = "1.8"
               |           ^^^^^
               |
               = help: say under `[[changes]]`, in its first entry, what is new in this version
            note: the version
              --> content/policy/equality.md:6:11
               |
             6 | version = "1.10"
               |           ^^^^^^

            error[policy-changes]: version 1.8 stands above 1.9, which is not older
              --> content/policy/equality.md:27:11
               |
            27 | version = "1.9"
               |           ^^^^^
               |
               = help: put the newest change first, and give each a higher version than those below
            note: the later one
              --> content/policy/equality.md:23:11
               |
            23 | version = "1.8"
               |           ^^^^^

        "#]],
    );
    tells_with(
        &[("date = 2024-02-01", "date = 2026-02-01")],
        expect![[r#"
        error[policy-changes]: version 1.10 is dated before 1.9, which stands below it
          --> content/policy/equality.md:27:11
           |
        27 | version = "1.9"
           |           ^^^^^
           |
           = help: put the newest change first, and give each a higher version than those below
        note: the later one
          --> content/policy/equality.md:23:11
           |
        23 | version = "1.10"
           |           ^^^^^^

    "#]],
    );
}

#[test]
fn roles_without_cards_and_cards_without_roles_are_told() {
    tells_with(
        &[("roles = [\"employee\", \"manager\"]", "roles = [\"employee\", \"safety\"]")],
        expect![[r#"
            error[unknown-role]: there is no role `safety`
              --> content/policy/equality.en.md:13:22
               |
            13 | roles = ["employee", "safety"]
               |                      ^^^^^^^^
               |
               = help: known are employee, manager; others are named under `[roles.safety]` in the configuration
            note: and here
              --> content/policy/equality.md:14:22
               |
            14 | roles = ["employee", "safety"]
               |                      ^^^^^^^^

        "#]],
    );
    tells_with(
        &[("role=\"manager\"", "role=\"manger\"")],
        expect![[r#"
            error[unknown-role]: there is no role `manger`
              --> content/policy/equality.en.md:40:1
               |
            40 | ### As a manager {#manager role="manger"}
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               |
               = help: there is a similar one: `manager`
            note: and here
              --> content/policy/equality.en.md:48:1
               |
            48 | ### As a manager {#recruit-manager role="manger"}
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            note: and here
              --> content/policy/equality.md:41:1
               |
            41 | ### Som leder {#manager role="manger"}
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            note: and here
              --> content/policy/equality.md:49:1
               |
            49 | ### Som leder {#recruit-manager role="manger"}
               | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        "#]],
    );
}

#[test]
fn a_card_with_nothing_in_it_is_told() {
    tells_with(
        &[("\n- sier du fra\n", ""), ("\n- speak up\n", "")],
        expect![[r#"
        error[empty-card]: nothing stands below this heading, which opens a card
          --> content/policy/equality.md:37:1
           |
        37 | ### Som ansatt {#employee role="employee"}
           | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: write below it what is expected, or take the heading out

    "#]],
    );
}

#[test]
fn a_part_of_a_policy_that_forgets_a_role_is_told() {
    let area = |name: &str| {
        format!(
            "\n## {name} {{#{name}}}\n\n### A {{#{name}-a role=\"employee\"}}\n\n- a\n\n### B {{#{name}-b role=\"manager\"}}\n\n- b\n"
        )
    };
    let with_area = |text: &str| format!("{text}{}", area("third"));
    let (original, translation) = (with_area(ORIGINAL), with_area(TRANSLATION));
    tells(
        &project(&[(POLICY, &original), (ENGLISH, &translation)]),
        expect![[r#"
        warning[missing-list]: this part of the policy has a list for others, and none for `employee`
          --> content/policy/equality.md:45:1
           |
        45 | ## Rekruttering {#recruit}
           | ^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: write a heading with `{role="employee"}` and a list below it; where nothing is expected, say so there

    "#]],
    );
}

#[test]
fn a_policy_that_holds_before_it_is_approved_is_told() {
    tells_with(
        &[("approved_on = 2025-12-12", "approved_on = 2026-01-02")],
        expect![[r#"
        warning[policy-dates]: the policy was approved on 2026-01-02, after the day from which it holds, 2026-01-01
          --> content/policy/equality.md:9:15
           |
         9 | approved_on = 2026-01-02
           |               ^^^^^^^^^^
           |
           = help: correct one of the two dates: nothing holds before it is approved
        note: from when it holds
          --> content/policy/equality.md:10:13
           |
        10 | effective = 2026-01-01
           |             ^^^^^^^^^^

    "#]],
    );
}

#[test]
fn an_organisation_names_roles_of_its_own() {
    let config = format!(
        "{}[roles.safety]\nname = {{ nb = \"verneombud\", en = \"safety representative\" }}\n\
         plural = {{ nb = \"verneombud\", en = \"safety representatives\" }}\n",
        BASE[0].1
    );
    let own = |text: &str| text.replace("\"manager\"", "\"safety\"");
    let (original, translation) = (own(ORIGINAL), own(TRANSLATION));
    let files = [("belegg.toml", config.as_str()), (POLICY, &original), (ENGLISH, &translation)];
    let report = composed(&project(&files));
    expect![[r#"
        [
            (
                "policy/_role-employee",
                "/retningslinjer/rolle/ansatt/",
            ),
            (
                "policy/_role-safety",
                "/retningslinjer/rolle/verneombud/",
            ),
            (
                "policy/_role-employee",
                "/en/policies/role/employee/",
            ),
            (
                "policy/_role-safety",
                "/en/policies/role/safety-representative/",
            ),
        ]"#]]
    .assert_eq(&format!("{:#?}", keys(&report, PageKind::Role)));
}

#[test]
fn grounds_of_the_law_that_a_policy_does_not_name_are_told_part_or_not() {
    let part = GROUNDS.replace("- alder\n", "").replace(" og kjønnsuttrykk", "");
    let english = ENGLISH_GROUNDS.replace("- age\n", "").replace(" and gender expression", "");
    tells(
        &project(&[(PART, &part), (ENGLISH_PART, &english)]),
        expect![[r#"
            warning[missing-grounds]: the policy does not name `gender expression` (kjønnsuttrykk), `age` (alder), as section 6 of Norway's Equality and Anti-Discrimination Act does (likestillings- og diskrimineringsloven § 6)
              --> content/policy/equality.en.md:12:16
               |
            12 | jurisdiction = "no"
               |                ^^^^
               |
               = help: name them where the policy says whom nobody may discriminate; a policy on something else needs no `jurisdiction`

            warning[missing-grounds]: the policy does not name `kjønnsuttrykk`, `alder`, as section 6 of Norway's Equality and Anti-Discrimination Act does (likestillings- og diskrimineringsloven § 6)
              --> content/policy/equality.md:13:16
               |
            13 | jurisdiction = "no"
               |                ^^^^
               |
               = help: name them where the policy says whom nobody may discriminate; a policy on something else needs no `jurisdiction`

        "#]],
    );
    tells_with(&[("jurisdiction = \"no\"", "jurisdiction = [\"se\"]")], expect![[r#""#]]);
    tells_with(
        &[("jurisdiction = \"no\"", "jurisdiction = \"us\"")],
        expect![[r#"
        error[wrong-value]: the protected grounds of `us` are not known
          --> content/policy/equality.en.md:12:16
           |
        12 | jurisdiction = "us"
           |                ^^^^
           |
           = help: known are `no` and `se`

        error[wrong-value]: the protected grounds of `us` are not known
          --> content/policy/equality.md:13:16
           |
        13 | jurisdiction = "us"
           |                ^^^^
           |
           = help: known are `no` and `se`

    "#]],
    );
}

#[test]
fn the_remedy_for_a_role_without_a_card_follows_from_the_text() {
    let line = |told: &str| {
        let lines = told
            .lines()
            .filter(|line| line.contains("[role-without-card]") || line.contains("= help"));
        lines.map(|line| format!("{}\n", line.trim())).collect::<String>()
    };
    let told = |replaced: [(&str, &str); 2]| {
        let replace = |text: &str| {
            replaced.iter().fold(text.to_string(), |text, (from, to)| text.replace(from, to))
        };
        let (original, translation) = (replace(ORIGINAL), replace(TRANSLATION));
        let sources = project(&[(POLICY, &original), (ENGLISH, &translation)]);
        line(&built(&sources, &options()).1)
    };
    // A heading that is called after the role.
    expect![[r#"
        error[role-without-card]: the policy names the role `manager`, but nothing speaks to it
        = help: write `{#manager role="manager"}` behind the heading, and below it a list of what is expected
    "#]].assert_eq(&told([
        (" {#manager role=\"manager\"}", " {#manager}"),
        (" role=\"manager\"", ""),
    ]));
    // Cards of other roles.
    expect![[r#"
        error[role-without-card]: the policy names the role `manager`, but nothing speaks to it
        = help: take it out, as nothing is expected of it here: `roles = ["employee"]`
    "#]]
    .assert_eq(&told([
        (" {#manager role=\"manager\"}", " {#boss}"),
        (" {#recruit-manager role=\"manager\"}", " {#recruit-boss}"),
    ]));
    // A role in place of another.
    expect![[r#"
        error[role-without-card]: the policy names the role `manager`, but its heading speaks to `employee`
        = help: write `roles = ["employee"]`, which are the roles that headings speak to
    "#]].assert_eq(&told([
        ("roles = [\"employee\", \"manager\"]", "roles = [\"manager\"]"),
        (" role=\"manager\"", ""),
    ]));
}

#[test]
fn a_field_under_a_misspelt_name_is_one_mistake() {
    let translation = TRANSLATION.replace("review_by", "review_bye").replace("owner", "ownr");
    tells(
        &project(&[(ENGLISH, &translation)]),
        expect![[r#"
        error[incomplete-policy]: the policy does not say its `owner`
         --> content/policy/equality.en.md:6:1
          |
        6 | ownr = "HR director"
          | ^^^^
          |
        help: `ownr` is not known: write `owner`
          |
        6 | owner = "HR director"
          |    +

        warning[unknown-field]: unknown key `review_bye`
          --> content/policy/equality.en.md:10:1
           |
        10 | review_bye = 2027-01-01
           | ^^^^^^^^^^
           |
        help: there is a similar one: `review_by`
           |
        10 - review_bye = 2027-01-01
        10 + review_by = 2027-01-01
           |

    "#]],
    );
}

#[test]
fn a_value_that_cannot_be_read_is_not_compared() {
    let translation =
        TRANSLATION.replace("2027-01-01", "\"1/1-27\"").replace("\"no\"", "\"norge\"");
    tells(
        &project(&[(ENGLISH, &translation)]),
        expect![[r#"
            error[wrong-type]: `review_by` must be a date, not a text
              --> content/policy/equality.en.md:10:13
               |
            10 | review_by = "1/1-27"
               |             ^^^^^^^^
               |
               = help: write year, month and day: `review_by = 2025-06-30`

            error[wrong-value]: the protected grounds of `norge` are not known
              --> content/policy/equality.en.md:12:16
               |
            12 | jurisdiction = "norge"
               |                ^^^^^^^
               |
               = help: did you mean `no`?

        "#]],
    );
}

#[test]
fn a_policy_in_a_report_is_told() {
    let chapter = ORIGINAL.replace("slug = \"likeverd\"\n", "");
    let sources = project(&[("content/report/01-method.md", &chapter)]);
    let told = built(&sources, &options()).1;
    assert!(told.contains("error[misplaced-policy]: a chapter cannot be a policy"), "{told}");
}
