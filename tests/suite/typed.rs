//! Numbers typed by hand, against the data.

use expect_test::{Expect, expect};

use crate::project::{built, with};

/// The chapter in Norwegian, and in English with the same numbers.
fn tells(norwegian: &str, english: &str, expected: Expect) {
    let sources = with(&[
        ("content/report/01-method.md", &format!("+++\ntitle = \"Metode\"\n+++\n{norwegian}\n")),
        ("content/report/01-method.en.md", &format!("+++\ntitle = \"Method\"\n+++\n{english}\n")),
        ("data/2024/questionnaire.toml", "since = 2022\nquestion_count = 140\nmax_score = 100\n"),
    ]);
    expected.assert_eq(&built(&sources).1);
}

#[test]
fn a_number_that_is_a_fact() {
    tells(
        "Det er 140 spørsmål.",
        "There are 140 questions.",
        expect![[r#"
        warning[typed-number]: `140` is typed here; `questionnaire.question_count` is 140
         --> content/report/01-method.en.md:4:11
          |
        4 | There are 140 questions.
          |           ^^^ it stays when the data changes
          |
        help: cite the fact
          |
        4 - There are 140 questions.
        4 + There are [140](fact:questionnaire.question_count) questions.
          |

        warning[typed-number]: `140` is typed here; `questionnaire.question_count` is 140
         --> content/report/01-method.md:4:8
          |
        4 | Det er 140 spørsmål.
          |        ^^^ it stays when the data changes
          |
        help: cite the fact
          |
        4 - Det er 140 spørsmål.
        4 + Det er [140](fact:questionnaire.question_count) spørsmål.
          |

    "#]],
    );
}

#[test]
fn a_small_number_is_a_fact_only_beside_its_words() {
    tells("Vi møttes 3 ganger.", "We met 3 times.", expect![""]);
    tells(
        "Vi har 3 forretningsforbindelser med innkjøp over terskelen.",
        "We have 3 business relations with purchases over the threshold.",
        expect![[r#"
            warning[typed-number]: `3` is typed here; `suppliers.count` is 3
             --> content/report/01-method.en.md:4:9
              |
            4 | We have 3 business relations with purchases over the threshold.
              |         ^ it stays when the data changes
              |
            help: cite the fact
              |
            4 - We have 3 business relations with purchases over the threshold.
            4 + We have [3](fact:suppliers.count) business relations with purchases over the threshold.
              |

            warning[typed-number]: `3` is typed here; `suppliers.count` is 3
             --> content/report/01-method.md:4:8
              |
            4 | Vi har 3 forretningsforbindelser med innkjøp over terskelen.
              |        ^ it stays when the data changes
              |
            help: cite the fact
              |
            4 - Vi har 3 forretningsforbindelser med innkjøp over terskelen.
            4 + Vi har [3](fact:suppliers.count) forretningsforbindelser med innkjøp over terskelen.
              |

        "#]],
    );
}

#[test]
fn a_number_that_nothing_says_to_be_the_fact_is_left_to_a_person() {
    tells(
        "Huset er 140 meter høyt.",
        "The house is 140 metres high.",
        expect![[r#"
        warning[typed-number]: `140` is typed here; `questionnaire.question_count` is 140
         --> content/report/01-method.en.md:4:14
          |
        4 | The house is 140 metres high.
          |              ^^^ it stays when the data changes
          |
        help: if it is this figure, cite the fact; if not, say so under `[[exceptions]]` in the front matter
          |
        4 - The house is 140 metres high.
        4 + The house is [140](fact:questionnaire.question_count) metres high.
          |

        warning[typed-number]: `140` is typed here; `questionnaire.question_count` is 140
         --> content/report/01-method.md:4:10
          |
        4 | Huset er 140 meter høyt.
          |          ^^^ it stays when the data changes
          |
        help: if it is this figure, cite the fact; if not, say so under `[[exceptions]]` in the front matter
          |
        4 - Huset er 140 meter høyt.
        4 + Huset er [140](fact:questionnaire.question_count) meter høyt.
          |

    "#]],
    );
    // The share of a country is like many others.
    tells("Fraværet var 33,3 %.", "Absence was 33.3%.", expect![""]);
}

#[test]
fn a_number_beside_the_words_of_a_fact_that_says_another() {
    tells(
        "Egenvurderingen har 139 spørsmål.",
        "The self-assessment has 139 questions.",
        expect![[r#"
            error[contradicts-fact]: `139` is typed here, but `questionnaire.question_count` is 140
             --> content/report/01-method.en.md:4:25
              |
            4 | The self-assessment has 139 questions.
              |                         ^^^ by the data of 2024 it is 140
              |
              = help: write `[140](fact:questionnaire.question_count)`; if something else is counted, say so under `[[exceptions]]` in the front matter

            error[contradicts-fact]: `139` is typed here, but `questionnaire.question_count` is 140
             --> content/report/01-method.md:4:21
              |
            4 | Egenvurderingen har 139 spørsmål.
              |                     ^^^ by the data of 2024 it is 140
              |
              = help: write `[140](fact:questionnaire.question_count)`; if something else is counted, say so under `[[exceptions]]` in the front matter

        "#]],
    );
}

#[test]
fn other_years_are_not_compared() {
    tells(
        "I 2023 hadde egenvurderingen 139 spørsmål.",
        "In 2023 the self-assessment had 139 questions.",
        expect![""],
    );
}

#[test]
fn a_format_of_another_language() {
    tells(
        "Vi ga 36% av 350.000 kroner.",
        "We gave 36 % of NOK 350 000.",
        expect![[r#"
        warning[number-format]: `36 %` is not how this language writes `36%`
         --> content/report/01-method.en.md:4:9
          |
        4 | We gave 36 % of NOK 350 000.
          |         ^^^^
          |
        help: write this
          |
        4 - We gave 36 % of NOK 350 000.
        4 + We gave 36% of NOK 350 000.
          |

        warning[number-format]: `NOK 350 000` is not how this language writes `NOK 350,000`
         --> content/report/01-method.en.md:4:17
          |
        4 | We gave 36 % of NOK 350 000.
          |                 ^^^^^^^^^^^
          |
        help: write this
          |
        4 - We gave 36 % of NOK 350 000.
        4 + We gave 36 % of NOK 350,000.
          |

        warning[number-format]: `36%` is not how this language writes `36 %`
         --> content/report/01-method.md:4:7
          |
        4 | Vi ga 36% av 350.000 kroner.
          |       ^^^
          |
        help: write this
          |
        4 | Vi ga 36 % av 350.000 kroner.
          |         +

        warning[number-format]: `350.000 kroner` is not how this language writes `350 000 kroner`
         --> content/report/01-method.md:4:14
          |
        4 | Vi ga 36% av 350.000 kroner.
          |              ^^^^^^^^^^^^^^
          |
        help: write this
          |
        4 - Vi ga 36% av 350.000 kroner.
        4 + Vi ga 36% av 350 000 kroner.
          |

    "#]],
    );
}
