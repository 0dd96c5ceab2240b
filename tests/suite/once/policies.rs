//! A policy of which one language says something else.

use belegg::Options;
use belegg::diagnostic::Diagnostics;
use belegg::project::versions::Versions;
use belegg::source::Sources;
use expect_test::{Expect, expect};

use super::told;
use crate::project::with;

const NORWEGIAN: &str = "content/conduct.md";
const ENGLISH: &str = "content/conduct.en.md";

/// The policy in one language.
fn policy(title: &str, employee: &str, manager: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\nkind = \"policy\"\nversion = \"1.0\"\nowner = \"CEO\"\n\
         approved_by = \"CEO\"\napproved_on = 2026-01-10\neffective = 2026-02-01\n\
         review_by = 2028-02-01\nroles = [\"employee\", \"manager\"]\n\n[[channels]]\n\
         name = \"HR\"\ntext = \"hr@fjord.example\"\n\n[[changes]]\nversion = \"1.0\"\n\
         date = 2026-02-01\ntext = \"1.\"\n+++\n\n## {employee} {{#one role=\"employee\"}}\n\n\
         - A\n\n## {manager} {{#other role=\"manager\"}}\n\n- B\n"
    )
}

/// A project with the policy in two languages, whose version was accepted, with something written in place of
/// another in one of them.
fn project(path: &str, right: &str, wrong: &str) -> Sources {
    let norwegian = policy("Oppførsel", "Ansatt", "Leder");
    let english = policy("Conduct", "Employee", "Manager");
    let before = with(&[(NORWEGIAN, &norwegian), (ENGLISH, &english)]);
    let found = belegg::policies(&before, &Options::default(), &mut Diagnostics::default());
    let mut versions = Versions::default();
    for policy in found.expect("policies").policies {
        versions.accept(&policy.key, "1.0", &policy.hash);
    }
    let pages = [(NORWEGIAN, norwegian), (ENGLISH, english)];
    let [one, other] = pages.map(|(own, text)| {
        assert!(text.contains(right), "{text}");
        if own == path { text.replacen(right, wrong, 1) } else { text }
    });
    with(&[(NORWEGIAN, &one), (ENGLISH, &other), ("policies.toml", &versions.to_toml())])
}

fn slip(path: &str, right: &str, wrong: &str, expected: Expect) {
    expected.assert_eq(&told(&project(path, right, wrong)));
}

#[test]
fn nothing_is_told_of_the_policy_as_it_is() {
    expect![[""]].assert_eq(&told(&project(NORWEGIAN, "CEO", "CEO")));
}

#[test]
fn a_version_in_one_language() {
    slip(
        NORWEGIAN,
        "version = \"1.0\"",
        "version = \"1.1\"",
        expect![[r#"
        content/conduct.en.md:4:11: `version` is `1.0` here, but `1.1` in the original (Norsk)
          say the same in all languages
    "#]],
    );
    slip(
        ENGLISH,
        "version = \"1.0\"",
        "version = \"1.1\"",
        expect![[r#"
        content/conduct.en.md:4:11: `version` is `1.1` here, but `1.0` in the original (Norsk)
          say the same in all languages
    "#]],
    );
    slip(
        NORWEGIAN,
        "\n\n[[changes]]\nversion = \"1.0\"",
        "\n\n[[changes]]\nversion = \"1.1\"",
        expect![[r#"
            content/conduct.en.md:17:11: `changes` is `1.0 of 2026-02-01` here, but `1.1 of 2026-02-01` in the original (Norsk)
              say the same in all languages
        "#]],
    );
}

#[test]
fn a_date_in_one_language() {
    slip(
        NORWEGIAN,
        "effective = 2026-02-01",
        "effective = 2025-02-01",
        expect![[r#"
        content/conduct.en.md:8:13: `effective` is `2026-02-01` here, but `2025-02-01` in the original (Norsk)
          say the same in all languages
    "#]],
    );
    slip(
        NORWEGIAN,
        "review_by = 2028",
        "review_by = 2024",
        expect![[r#"
        content/conduct.en.md:9:13: `review_by` is `2028-02-01` here, but `2024-02-01` in the original (Norsk)
          say the same in all languages
    "#]],
    );
}

#[test]
fn a_field_that_one_language_lacks() {
    slip(
        NORWEGIAN,
        "review_by = 2028-02-01\n",
        "",
        expect![[r#"
        content/conduct.en.md:9:13: `review_by` is `2028-02-01` here, but missing in the original (Norsk)
          say the same in all languages
    "#]],
    );
    slip(
        ENGLISH,
        "effective = 2026-02-01\n",
        "",
        expect![[r#"
        content/conduct.en.md:2:1: the policy does not say its `effective`
          add `effective = 2026-01-01` to the front matter
    "#]],
    );
    slip(
        ENGLISH,
        "version = \"1.0\"\n",
        "",
        expect![[r#"
        content/conduct.en.md:2:1: the policy does not say its `version`
          add `version = "1.0"` to the front matter
    "#]],
    );
    let channel = "\n[[channels]]\nname = \"HR\"\ntext = \"hr@fjord.example\"\n";
    slip(
        ENGLISH,
        channel,
        "",
        expect![[r#"
        content/conduct.en.md:2:1: `channels` is missing here, but `1 of them` in the original (Norsk)
          say the same in all languages
    "#]],
    );
    slip(
        ENGLISH,
        "kind = \"policy\"\n",
        "",
        expect![[r#"
        content/conduct.en.md:2:1: the page is a policy in Norsk, but not here
          add `kind = "policy"`, and what a policy says of itself
    "#]],
    );
    slip(
        NORWEGIAN,
        "kind = \"policy\"\n",
        "",
        expect![[r#"
        content/conduct.md:2:1: the page is a policy in English, but not here
          add `kind = "policy"`, and what a policy says of itself
    "#]],
    );
}

#[test]
fn a_role_in_one_language() {
    slip(
        NORWEGIAN,
        "\"employee\", \"manager\"",
        "\"employee\"",
        expect![[r#"
        content/conduct.en.md:10:10: `roles` is `employee, manager` here, but `employee` in the original (Norsk)
          say the same in all languages
    "#]],
    );
    slip(
        NORWEGIAN,
        "roles = [\"employee\", \"manager\"]\n",
        "",
        expect![[r#"
        content/conduct.en.md:10:10: `roles` is `employee, manager` here, but missing in the original (Norsk)
          say the same in all languages
    "#]],
    );
    slip(
        ENGLISH,
        "\"employee\", \"manager\"",
        "\"employee\"",
        expect![[r#"
        content/conduct.en.md:10:10: `roles` is `employee` here, but `employee, manager` in the original (Norsk)
          say the same in all languages
    "#]],
    );
    slip(
        NORWEGIAN,
        " role=\"manager\"",
        "",
        expect![[r#"
        content/conduct.en.md:2:1: the policy has 2 cards for roles here, but 1 in the original (Norsk)
          give the headings the same roles in both languages
    "#]],
    );
    slip(
        NORWEGIAN,
        "role=\"manager\"",
        "role=\"employee\"",
        expect![[r#"
        content/conduct.en.md:26:1: the card speaks to `manager` here, but to `employee` in the original (Norsk)
          give the headings the same roles in both languages
    "#]],
    );
}

#[test]
fn what_every_language_says_is_judged_beside_what_one_says_otherwise() {
    let both = |path: &str, text: &str| {
        let text = text.replace("effective = 2026-02-01", "effective = 2025-02-01");
        if path == NORWEGIAN { text.replacen("2028", "2029", 1) } else { text }
    };
    let sources = project(NORWEGIAN, "CEO", "CEO");
    let texts = [NORWEGIAN, ENGLISH]
        .map(|path| both(path, &sources.text(sources.find(path).expect("a page"))));
    expect![[r#"
        content/conduct.en.md:9:13: `review_by` is `2028-02-01` here, but `2029-02-01` in the original (Norsk)
          say the same in all languages
        content/conduct.md:7:15: the policy was approved on 2026-01-10, after the day from which it holds, 2025-02-01
          correct one of the two dates: nothing holds before it is approved
    "#]].assert_eq(&told(&with(&[(NORWEGIAN, &texts[0]), (ENGLISH, &texts[1])])));
}
