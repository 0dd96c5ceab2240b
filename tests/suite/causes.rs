//! One mistake is one message: what follows from it is not told beside it.

use belegg::Options;
use belegg::diagnostic::Diagnostics;
use belegg::project::accepted::Accepted;
use belegg::project::versions::Versions;
use expect_test::{Expect, expect};

use crate::policies::{
    ENGLISH, ENGLISH_GROUNDS, ENGLISH_PART, GROUNDS, ORIGINAL, PART, POLICY, TRANSLATION, project,
    tells, unaccepted,
};

/// The policy as it was accepted and translated; then files are changed.
fn told(changed: &[(&str, &str)], expected: Expect) {
    let options = Options::default();
    let before = unaccepted(&[]);
    let found = belegg::policies(&before, &options, &mut Diagnostics::default()).expect("policies");
    let mut versions = Versions::default();
    for policy in found.policies {
        versions.accept(&policy.key, policy.version.as_deref().unwrap_or("-"), &policy.hash);
    }
    let found = belegg::translations(&before, &options, &mut Diagnostics::default());
    let mut accepted = Accepted::default();
    for page in found.expect("translations").pages {
        for section in page.sections {
            let hash = section.hash.unwrap_or_default();
            accepted.accept(&page.key, &page.language, &section.anchor, &hash);
        }
    }
    let (versions, accepted) = (versions.to_toml(), accepted.to_toml());
    let own = [("policies.toml", versions.as_str()), ("translations.toml", &accepted)];
    tells(&unaccepted(&[&own[..], changed].concat()), expected);
}

#[test]
fn nothing_is_told_of_what_was_accepted() {
    told(&[], expect![[""]]);
}

#[test]
fn a_part_that_is_not_there() {
    let original = ORIGINAL.replace("include:grounds", "include:groundz");
    told(
        &[(POLICY, &original)],
        expect![[r#"
        error[unknown-part]: there is no part `groundz`
          --> content/policy/equality.md:31:47
           |
        31 | Ingen skal forskjellsbehandles på grunn av [](include:groundz).
           |                                               ^^^^^^^^^^^^^^^
           |
        help: there is a similar one: `grounds`
           |
        31 - Ingen skal forskjellsbehandles på grunn av [](include:groundz).
        31 + Ingen skal forskjellsbehandles på grunn av [](include:grounds).
           |

        error[unknown-part]: there is no part `groundz`
          --> content/policy/equality.md:47:5
           |
        47 | ![](include:groundz)
           |     ^^^^^^^^^^^^^^^
           |
        help: there is a similar one: `grounds`
           |
        47 - ![](include:groundz)
        47 + ![](include:grounds)
           |

    "#]],
    );
    let other = ORIGINAL.replace("include:grounds", "include:felles/tekst");
    told(
        &[(POLICY, &other)],
        expect![[r#"
            error[unknown-part]: there is no part `felles/tekst`
              --> content/policy/equality.md:31:47
               |
            31 | Ingen skal forskjellsbehandles på grunn av [](include:felles/tekst).
               |                                               ^^^^^^^^^^^^^^^^^^^^
               |
               = help: write it as `content/_parts/felles/tekst.md`, or include one that is there: `grounds`
            note: included here too
              --> content/policy/equality.md:47:5
               |
            47 | ![](include:felles/tekst)
               |     ^^^^^^^^^^^^^^^^^^^^

        "#]],
    );
}

#[test]
fn a_part_that_a_language_lacks() {
    let hjem = "+++\ntitle = \"Hjem\"\n+++\n![](include:steps)\n\n![](include:steps)\n";
    let home = "+++\ntitle = \"Home\"\n+++\n![](include:steps)\n\n![](include:steps)\n";
    let original = ORIGINAL.replace("include:grounds", "include:steps");
    let translation = TRANSLATION.replace("include:grounds", "include:steps");
    tells(
        &project(&[
            ("content/_index.md", hjem),
            ("content/_index.en.md", home),
            ("content/_parts/steps.md", GROUNDS),
            (POLICY, &original),
            (ENGLISH, &translation),
        ]),
        expect![[r#"
            error[unknown-part]: the part `steps` is missing in English
              --> content/_index.en.md:4:5
               |
             4 | ![](include:steps)
               |     ^^^^^^^^^^^^^
               |
               = help: write it as `content/_parts/steps.en.md`
            note: the part in another language
              --> content/_parts/steps.md:1:1
            note: included here too
              --> content/_index.en.md:6:5
               |
             6 | ![](include:steps)
               |     ^^^^^^^^^^^^^
            note: included here too
              --> content/policy/equality.en.md:30:51
               |
            30 | Nobody shall be treated differently because of [](include:steps).
               |                                                   ^^^^^^^^^^^^^
            note: included here too
              --> content/policy/equality.en.md:46:5
               |
            46 | ![](include:steps)
               |     ^^^^^^^^^^^^^

        "#]],
    );
}

#[test]
fn a_part_that_cannot_be_read() {
    let broken = format!("+++\nweight = \n+++\n{GROUNDS}");
    told(
        &[(PART, &broken)],
        expect![[r#"
        error[toml-syntax]: nothing stands behind `weight =`
         --> content/_parts/grounds.md:2:10
          |
        2 | weight =
          |          ^
          |
          = help: write a value, or take the line out

    "#]],
    );
    let html = ENGLISH_GROUNDS.replace("- age\n", "- <b>age</b>\n");
    told(
        &[(ENGLISH_PART, &html)],
        expect![[r#"
        error[raw-html]: HTML is not allowed in texts
         --> content/_parts/grounds.en.md:5:3
          |
        5 | - <b>age</b>
          |   ^^^
          |
          = help: write it in Markdown; a `<` that is meant as a sign is written `&lt;`

    "#]],
    );
    let unknown = GROUNDS.replace("- alder\n", "- [](fact:suppliers.cuont)\n");
    told(
        &[(PART, &unknown)],
        expect![[r#"
        error[unknown-fact]: there is no fact `suppliers.cuont` in the data of 2024
         --> content/_parts/grounds.md:5:11
          |
        5 | - [](fact:suppliers.cuont)
          |           ^^^^^^^^^^^^^^^ no fact has this name
          |
        help: there is a similar one: `suppliers.count`
          |
        5 - - [](fact:suppliers.cuont)
        5 + - [](fact:suppliers.count)
          |

    "#]],
    );
}

#[test]
fn a_part_that_includes_itself() {
    let part = GROUNDS.replace("- alder\n", "- alder [](include:grounds)\n");
    told(
        &[(PART, &part)],
        expect![[r#"
        error[part-cycle]: a part includes itself: `grounds` → `grounds`
         --> content/_parts/grounds.md:5:12
          |
        5 | - alder [](include:grounds)
          |            ^^^^^^^^^^^^^^^
          |
          = help: take one of these includes away

    "#]],
    );
}

#[test]
fn a_link_that_leads_nowhere_in_one_language() {
    let translation = TRANSLATION.replace(
        "We are each other's working environment.",
        "We are each other's [working environment](@/report/_indx.md).",
    );
    let original = ORIGINAL.replace(
        "Vi er hverandres arbeidsmiljø.",
        "Vi er hverandres [arbeidsmiljø](@/report/_index.md).",
    );
    tells(
        &project(&[(POLICY, &original), (ENGLISH, &translation)]),
        expect![[r#"
        error[broken-link]: there is no page `content/report/_indx.md`
          --> content/policy/equality.en.md:34:43
           |
        34 | We are each other's [working environment](@/report/_indx.md).
           |                                           ^^^^^^^^^^^^^^^^^
           |
        help: there is a similar one: `content/report/_index.md`
           |
        34 | We are each other's [working environment](@/report/_index.md).
           |                                                        +

    "#]],
    );
}
