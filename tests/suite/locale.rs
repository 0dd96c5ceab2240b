//! How values are put into words, and read back. `fixtures/locale.json` holds what the CLDR's own
//! implementation writes; `scripts/locale-fixture.mjs` made it.

use std::cmp::Ordering;

use belegg::fact::Value as Fact;
use belegg::locale::{Bound, Kind, Locale, countries, country_code};
use belegg::source::Sources;
use expect_test::expect;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value;
use time::{Date, Month};

use crate::project;

mod against_the_cldr {
    use super::*;

    #[test]
    fn numbers() {
        each("numbers", |locale, case| locale.number(value(&case[0]), decimals(&case[1])));
    }

    #[test]
    fn percentages() {
        each("percentages", |locale, case| locale.percent(value(&case[0]), decimals(&case[1])));
    }

    #[test]
    fn changes() {
        each("changes", |locale, case| locale.change(value(&case[0]), decimals(&case[1])));
    }

    /// The CLDR also says "norske kroner" to a Norwegian; we do not.
    #[test]
    fn money() {
        each("money", |locale, case| {
            let currency = text(&case[2]);
            let own = [("NO", "NOK"), ("SE", "SEK"), ("DK", "DKK")];
            if own.contains(&(locale.region(), currency)) {
                return text(&case[3]).to_owned();
            }
            locale.money(value(&case[0]), currency, decimals(&case[1]))
        });
    }

    #[test]
    fn dates_in_full() {
        each("dates", |locale, case| {
            // The last value of a case is what is expected.
            let expected = text(&case[3]);
            assert_eq!(plain(&locale.date(day(&case[0]))), text(&case[1]));
            let short = locale.date_short(day(&case[0]));
            // Americans cut the year in their short form; we never do.
            assert_eq!(short.replace("/20", "/"), text(&case[2]).replace("/20", "/"));
            assert_eq!(plain(&locale.month_year(day(&case[0]))), expected);
            expected.to_owned()
        });
    }

    #[test]
    fn periods() {
        each("ranges", |locale, case| locale.date_range(day(&case[0]), day(&case[1])));
    }

    #[test]
    fn lists() {
        each("lists", |locale, case| locale.list(&texts(&case[0])));
    }

    #[test]
    fn plurals() {
        each("plurals", |locale, case| locale.plural(value(&case[0])).key().to_owned());
    }

    /// The CLDR has a second name for these, which is shorter or tells two countries apart.
    const SECOND_NAME: [&str; 6] = ["CD", "CG", "HK", "MM", "MO", "PS"];

    #[test]
    fn names_of_countries() {
        for (locale, rows) in fixture("countries") {
            let rows: Vec<Vec<String>> = serde_json::from_value(rows).unwrap();
            let mut names: Vec<String> = rows.into_iter().flatten().collect();
            assert_eq!(names.len(), countries().count());
            names.retain(|name| !SECOND_NAME.contains(&&name[..2]));
            let written = |code| format!("{code} {}", locale.country(code).unwrap_or_default());
            let own = countries().filter(|code| !SECOND_NAME.contains(code)).map(written);
            assert_eq!(own.collect::<Vec<_>>(), names, "{}", locale.tag());
        }
    }

    #[test]
    fn names_of_months() {
        for (locale, months) in fixture("months") {
            for (month, name) in (1..).zip(texts(&months)) {
                let date = Date::from_calendar_date(2024, Month::try_from(month).unwrap(), 15);
                let written = spaced(locale.month_year(date.unwrap()));
                assert_eq!(written, format!("{name} 2024"), "{}", locale.tag());
            }
        }
    }

    #[test]
    fn names_of_languages() {
        for (locale, name) in fixture("name") {
            assert_eq!(locale.own_name().to_lowercase(), text(&name).to_lowercase());
        }
    }

    #[test]
    fn signs() {
        for (locale, signs) in fixture("signs") {
            let [minus, group, decimal, percent] =
                ["minusSign", "group", "decimal", "percentSign"].map(|sign| text(&signs[sign]));
            let written = locale.percent(number("-12345.678"), 1);
            let (figures, rest) = written.split_at(written.find('7').unwrap() + 1);
            let expected = format!("{minus}12{group}345{decimal}7");
            assert_eq!(spaced(figures.to_owned()), plain(&expected), "{}", locale.tag());
            assert_eq!(rest.trim_start(), percent, "{}", locale.tag());
        }
    }

    #[test]
    fn alphabetical_order() {
        for (locale, cases) in fixture("sorted") {
            let expected = texts(&cases);
            let mut sorted = expected.clone();
            sorted.reverse();
            sorted.sort_by(|a, b| locale.compare(a, b));
            assert_eq!(sorted, expected, "{}", locale.tag());
        }
    }

    /// Compares what `written` makes of each case with its last value, but for the kinds of space.
    fn each(part: &str, written: impl Fn(&Locale, &[Value]) -> String) {
        for (locale, cases) in fixture(part) {
            for case in cases.as_array().unwrap() {
                let case = case.as_array().unwrap();
                let expected = plain(text(case.last().unwrap()));
                let found = plain(&written(locale, case));
                assert_eq!(found, expected, "{} {part} {case:?}", locale.tag());
            }
        }
    }

    fn fixture(part: &str) -> Vec<(&'static Locale, Value)> {
        let fixture: Value = serde_json::from_str(include_str!("fixtures/locale.json")).unwrap();
        let tags = ["da", "en-GB", "en-US", "nb", "nn", "sv"];
        tags.iter().map(|tag| (locale(tag), fixture[tag][part].clone())).collect()
    }

    fn text(value: &Value) -> &str {
        value.as_str().unwrap()
    }

    fn texts(value: &Value) -> Vec<String> {
        serde_json::from_value(value.clone()).unwrap()
    }

    fn value(case: &Value) -> Decimal {
        text(case).parse().unwrap()
    }

    fn decimals(case: &Value) -> u32 {
        case.as_u64().unwrap() as u32
    }

    fn day(case: &Value) -> Date {
        locale("en").parse_date(text(case)).unwrap()
    }
}

#[test]
fn norwegian_groups_thousands_by_a_space_that_does_not_break() {
    assert_eq!(locale("nb").number(number("30000"), 0), "30\u{a0}000");
}

#[test]
fn norwegian_and_swedish_have_a_true_minus() {
    assert_eq!(locale("nb").number(number("-3"), 0), "−3");
    assert_eq!(locale("sv").number(number("-3"), 0), "−3");
}

#[test]
fn what_rounds_to_zero_has_no_sign() {
    assert_eq!(locale("nb").number(number("-0.4"), 0), "0");
    assert_eq!(locale("nb").change(number("0.4"), 0), "0");
}

#[test]
fn more_decimals_than_a_number_can_hold_do_not_stop_the_program() {
    let zeros = "0".repeat(28);
    assert_eq!(locale("en").number(number("1"), 90), format!("1.{zeros}"));
    assert!(locale("nb").points(Decimal::MAX, 90).contains(&format!("335,{zeros}")));
}

#[test]
fn percent_is_set_off_by_a_space_that_does_not_break_but_not_in_english() {
    assert_eq!(locale("nb").percent(number("66.0"), 0), "66\u{a0}%");
    assert_eq!(locale("en").percent(number("66.0"), 0), "66%");
}

#[test]
fn only_none_is_zero_percent() {
    assert_eq!(spaced(locale("nb").percent(number("0.2"), 0)), "< 1 %");
    assert_eq!(spaced(locale("nb").percent(number("0.04"), 1)), "< 0,1 %");
    assert_eq!(spaced(locale("nb").percent(number("-0.2"), 0)), "> −1 %");
    assert_eq!(spaced(locale("en").percent(number("0.2"), 0)), "< 1%");
    assert_eq!(spaced(locale("nb").percent(number("0.0"), 0)), "0 %");
}

#[test]
fn percentage_points_agree_in_number() {
    let points = |tag, n| spaced(locale(tag).points(number(n), 0));
    assert_eq!(points("nb", "18"), "18 prosentpoeng");
    assert_eq!(points("sv", "1"), "1 procentenhet");
    assert_eq!(points("sv", "18"), "18 procentenheter");
    assert_eq!(points("da", "18"), "18 procentpoint");
    assert_eq!(points("en", "-1"), "-1 percentage point");
    assert_eq!(points("en", "18"), "18 percentage points");
}

#[test]
fn a_change_shows_its_sign() {
    let change = |tag, n| spaced(locale(tag).change_points(number(n), 0));
    assert_eq!(change("nb", "18"), "+18 prosentpoeng");
    assert_eq!(change("nb", "-18"), "−18 prosentpoeng");
    assert_eq!(change("en", "0"), "0 percentage points");
}

#[test]
fn a_reader_s_own_currency_needs_no_country() {
    let money = |tag, currency| spaced(locale(tag).money(number("30000"), currency, 0));
    assert_eq!(money("nb", "NOK"), "30 000 kroner");
    assert_eq!(money("nn", "SEK"), "30 000 svenske kroner");
    assert_eq!(money("sv", "SEK"), "30 000 kronor");
    assert_eq!(money("sv", "NOK"), "30 000 norska kronor");
    assert_eq!(money("da", "DKK"), "30.000 kroner");
    assert_eq!(money("en", "NOK"), "NOK 30,000");
    assert_eq!(money("en", "GBP"), "£30,000");
    assert_eq!(spaced(locale("nb").money(number("1"), "NOK", 0)), "1 krone");
    assert_eq!(spaced(locale("nb").money(number("9.5"), "NOK", 2)), "9,50 kroner");
}

#[test]
fn a_currency_without_a_name_is_written_as_its_code() {
    assert_eq!(locale("nb").money(number("5000"), "KES", 0), "5\u{a0}000\u{a0}KES");
    assert_eq!(locale("en").money(number("-5000"), "KES", 0), "-KES\u{a0}5,000");
}

#[test]
fn a_value_of_each_kind_has_its_form() {
    let value = |value: Fact| locale("nb").value(&value, 1).map(spaced);
    let some = |text: &str| Some(text.to_owned());
    let words = |tag: &str| Fact::Text([(tag.to_owned(), "høy".to_owned())].into());
    assert_eq!(value(Fact::Count(1447)), some("1 447"));
    assert_eq!(value(Fact::Percent(number("66.04"))), some("66,0 %"));
    assert_eq!(value(Fact::Points(number("18"))), some("18,0 prosentpoeng"));
    assert_eq!(value(Fact::Number(number("8.35"))), some("8,4"));
    assert_eq!(value(Fact::Year(2024)), some("2024"));
    assert_eq!(value(words("nb")), some("høy"));
    assert_eq!(value(words("en")), None);
}

#[test]
fn day_and_month_stay_on_one_line() {
    let date = locale("nb").parse_date("2024-12-31").unwrap();
    assert_eq!(locale("nb").date(date), "31.\u{a0}desember 2024");
    assert_eq!(locale("en").date(date), "31\u{a0}December 2024");
    assert_eq!(locale("en-US").date(date), "December\u{a0}31, 2024");
}

#[test]
fn a_period_of_one_day_is_that_day() {
    let date = locale("nb").parse_date("2024-12-31").unwrap();
    assert_eq!(spaced(locale("nb").date_range(date, date)), "31. desember 2024");
}

#[test]
fn file_sizes_have_about_two_digits() {
    let size = |tag, bytes| spaced(locale(tag).file_size(bytes));
    assert_eq!(size("nb", 186), "< 1 kB");
    assert_eq!(size("nb", 12_300), "12 kB");
    assert_eq!(size("nb", 1_840_000), "1,8 MB");
    assert_eq!(size("en", 1_840_000), "1.8 MB");
    assert_eq!(size("nb", 999_600), "1 MB");
    assert_eq!(size("nb", 12_345_678), "12 MB");
    assert_eq!(size("nb", u64::MAX), "18 446 744 074 GB");
}

#[test]
fn each_language_has_its_quotation_marks() {
    let quoted = |tag| {
        let q = locale(tag).quotes();
        format!("{}a {}b{}{}", q.open, q.inner_open, q.inner_close, q.close)
    };
    assert_eq!(quoted("nb"), "«a ‘b’»");
    assert_eq!(quoted("sv"), "”a ’b’”");
    assert_eq!(quoted("da"), "»a ›b‹«");
    assert_eq!(quoted("en"), "“a ‘b’”");
}

#[test]
fn a_language_that_we_cannot_write_is_not_found() {
    for tag in ["se", "fi", "", "nb-SJ", "nb-", "no-SE", "sv-FI", "en-AU", "english"] {
        assert!(Locale::find(tag).is_none(), "{tag}");
    }
}

#[test]
fn a_tag_may_name_the_country_that_the_language_is_written_in() {
    for (asked, tag) in [
        ("nb-NO", "nb"),
        ("nn-no", "nn"),
        ("sv-SE", "sv"),
        ("da-DK", "da"),
        ("en_GB", "en-GB"),
        ("no", "nb"),
        ("no-NO", "nb"),
    ] {
        assert_eq!(Locale::find(asked).map(Locale::tag), Some(tag), "{asked}");
    }
}

#[test]
fn no_is_taken_as_bokmål_and_told() {
    let about = |languages: &str| {
        let told = project::told(&called_no(languages));
        let told = told.split("\n\n").filter(|one| one.contains("language-tag"));
        told.collect::<Vec<_>>().join("\n\n")
    };
    expect![[r#"
        warning[language-tag]: `no` does not say which Norwegian: it is written as Bokmål, `nb`
         --> belegg.toml:5:12
          |
        5 | [languages.no]
          |            ^^
          |
          = help: write `locale = "nb"`, or `"nn"` for Nynorsk, under `[languages.no]`; files may keep their names"#]]
    .assert_eq(&about("[languages.no]\n"));
    expect![[r#"
        warning[language-tag]: `no` does not say which Norwegian: it is written as Bokmål, `nb`
         --> belegg.toml:6:10
          |
        6 | locale = "no"
          |          ^^^^
          |
        help: write `locale = "nb"`, or `"nn"` for Nynorsk
          |
        6 - locale = "no"
        6 + locale = "nb"
          |"#]]
    .assert_eq(&about("[languages.no]\nlocale = \"no\"\n"));
    expect![[r#"
        warning[language-tag]: `no` does not say which Norwegian: it is written as Bokmål, `nb`
         --> belegg.toml:3:20
          |
        3 | default_language = "no"
          |                    ^^^^
          |
          = help: write `default_language = "nb"`, or `"nn"` for Nynorsk"#]]
    .assert_eq(&about(""));
    assert_eq!(about("[languages.no]\nlocale = \"nb\"\n"), "");
}

#[test]
fn one_language_under_two_names_is_told() {
    let about = |languages: &str| {
        let told = project::told(&called_no(languages));
        let told = told.split("\n\n").filter(|one| one.contains("same-language"));
        told.collect::<Vec<_>>().join("\n\n")
    };
    expect![[r#"
        warning[same-language]: `no` and `nb` are the same language, `nb`
         --> belegg.toml:6:12
          |
        6 | [languages.nb]
          |            ^^
          |
          = help: keep one of the two, or write another `locale` under `[languages.nb]`"#]]
    .assert_eq(&about("[languages.no]\n[languages.nb]\n"));
    expect![[r#"
        warning[same-language]: `nb` and `no` are the same language
         --> belegg.toml:5:12
          |
        5 | [languages.nb]
          |            ^^
          |
          = help: write `[languages.no]`, as `default_language` says"#]]
    .assert_eq(&about("[languages.nb]\n"));
    expect![[r#"
        warning[same-language]: `en-GB` and `en` are the same language, `en-GB`
         --> belegg.toml:7:12
          |
        7 | [languages.en]
          |            ^^
          |
          = help: keep one of the two, or write another `locale` under `[languages.en]`"#]]
    .assert_eq(&about("[languages.no]\n[languages.en-GB]\n"));
    assert_eq!(about("[languages.no]\n[languages.nn]\n[languages.en-US]\n"), "");
}

#[test]
fn a_language_may_be_called_no_in_names_of_files_and_columns() {
    let (artifacts, told) = project::built(&called_no("[languages.no]\nlocale = \"nb\"\n"));
    let artifacts = artifacts.unwrap_or_else(|| panic!("{told}"));
    let page = artifacts.text("about/index.html").expect("a page");
    assert!(page.contains("<html lang=\"nb\""), "{page}");
    assert!(page.contains("31.\u{a0}desember 2024"), "{page}");
    assert!(page.contains("Vi lærer"), "{page}");
}

/// A project whose Norwegian is called `no`.
fn called_no(languages: &str) -> Sources {
    let settings = format!(
        "title = \"Fjord\"\nbase_url = \"https://fjord.example\"\ndefault_language = \"no\"\n\
         period = 2024\n{languages}[languages.en]\n"
    );
    project::with(&[
        ("belegg.toml", &settings),
        (
            "content/about.no.md",
            "+++\ntitle = \"Om\"\n+++\n[](fact:report.cutoff)\n\n![Mål](table:goals)\n",
        ),
        (
            "content/about.en.md",
            "+++\ntitle = \"About\"\n+++\n[](fact:report.cutoff)\n\n![Goals](table:goals)\n",
        ),
        ("data/2024/goals.csv", "id,text_no,text_en,status\ng1,Vi lærer,We learn,continuous\n"),
    ])
}

#[test]
fn every_tag_is_found_and_names_itself() {
    let names: Vec<_> = Locale::tags()
        .iter()
        .map(|tag| (locale(tag).tag(), locale(tag).own_name(), locale(tag).region()))
        .collect();
    assert_eq!(
        names,
        [
            ("da", "Dansk", "DK"),
            ("en-GB", "English", "GB"),
            ("en-GB", "English", "GB"),
            ("en-US", "English", "US"),
            ("nb", "Norsk bokmål", "NO"),
            ("nn", "Norsk nynorsk", "NO"),
            ("sv", "Svenska", "SE"),
        ]
    );
    assert_eq!(locale("EN").language(), "en");
}

#[test]
fn aa_is_å_in_norwegian_and_a_in_swedish() {
    assert_eq!(locale("nb").compare("Aasen", "Zetlitz"), Ordering::Greater);
    assert_eq!(locale("sv").compare("Aasen", "Zetlitz"), Ordering::Less);
}

#[test]
fn capitals_and_accents_decide_only_between_equal_words() {
    assert_eq!(locale("nb").compare("Bo", "boa"), Ordering::Less);
    assert_eq!(locale("nb").compare("café", "cafeb"), Ordering::Less);
    assert_eq!(locale("nb").compare("a", "A"), Ordering::Less);
    assert_eq!(locale("nb").compare("a\u{30a}", "å"), Ordering::Less);
}

#[test]
fn every_country_has_a_name_in_every_language() {
    assert_eq!(countries().count(), 250);
    for tag in Locale::tags() {
        assert!(countries().all(|code| locale(tag).country(code).is_some_and(|n| n.len() > 2)));
    }
    assert_eq!(locale("nb").country("HK"), Some("Hongkong"));
    assert_eq!(locale("nb").country("ZZ"), None);
}

#[test]
fn a_country_is_known_by_its_names_and_codes() {
    for (code, names) in [
        ("NO", "NO|no|nor|NOR|Norge|NOREG| Norway |Norge\u{a0}|Norja"),
        ("GB", "Storbritannia|storbritannien|UK|U.K.|Great Britain|England|Skottland|GBR"),
        ("US", "USA|U.S.A.|US|United States of America|Amerikas forente stater|Yhdysvallat"),
        ("KR", "Sør-Korea|Sør Korea|SØR-KOREA|Sydkorea|Korea, Republic of"),
        ("TR", "Tyrkia|Turkiet|Tyrkiet|Turkey|Türkiye|Turkiye|Turkki"),
        ("BA", "Bosnia-Hercegovina|Bosnia & Herzegovina|Bosnia and Herzegovina"),
        ("LC", "St Lucia|St. Lucia|Saint Lucia"),
        ("NL", "Nederland|Nederländerna|The Netherlands|Netherlands|Holland|HOLLAND"),
        ("CD", "Kongo-Kinshasa|Congo (DRC)|DR Kongo"),
        ("AX", "Åland|A\u{30a}land|Ahvenanmaa"),
        ("GR", "Hellas|Grekland|Grækenland|EL"),
    ] {
        let unknown: Vec<&str> =
            names.split('|').filter(|name| country_code(name) != Some(code)).collect();
        assert_eq!(unknown, [""; 0], "{code}");
    }
    for name in ["", " ", "Narnia", "Korea", "Kongo", "Congo", "Saint", "ZZ", "XX", "å", "&&"] {
        assert_eq!(country_code(name), None, "{name}");
    }
}

#[test]
fn every_name_that_is_written_can_be_read() {
    for tag in Locale::tags() {
        for code in countries() {
            let name = locale(tag).country(code).expect("a name");
            assert_eq!(country_code(name), Some(code), "{name}");
        }
    }
    assert_eq!(locale("en-US").country("LC"), Some("St. Lucia"));
    assert_eq!(locale("en-GB").country("LC"), Some("St Lucia"));
}

mod reading {
    use super::*;

    #[test]
    fn numbers_as_the_language_writes_them() {
        let own = |tag, text, value| check(tag, text, value, Kind::Number, true);
        own("nb", "30 000", "30000");
        own("nb", "30\u{a0}000,5", "30000.5");
        own("nb", "1\u{202f}234\u{2009}567", "1234567");
        own("nb", "447", "447");
        own("nb", "1447", "1447");
        own("nb", "−18", "-18");
        own("nb", "-18", "-18");
        own("nb", "+18", "18");
        own("nb", " 1,234 ", "1.234");
        own("da", "30.000,50", "30000.50");
        own("en", "30,000.5", "30000.5");
        own("en", "1.234", "1.234");
    }

    #[test]
    fn numbers_as_another_language_writes_them() {
        let foreign = |tag, text, value| check(tag, text, value, Kind::Number, false);
        foreign("nb", "350.000", "350000");
        foreign("nb", "1,234.5", "1234.5");
        foreign("nb", "1.234,5", "1234.5");
        foreign("nb", "3.5", "3.5");
        foreign("nb", "0.500", "0.500");
        foreign("nb", "30000", "30000");
        foreign("nb", "–18", "-18");
        foreign("en", "30 000", "30000");
        foreign("en", "1,5", "1.5");
        foreign("en", "1.234.567", "1234567");
        foreign("da", "30 000", "30000");
    }

    #[test]
    fn percentages() {
        let percent = |tag, text, own| check(tag, text, "66", Kind::Percent, own);
        percent("nb", "66 %", true);
        percent("nb", "66\u{a0}%", true);
        percent("nb", "66 prosent", true);
        percent("nb", "66%", false);
        percent("nb", "66 per cent", false);
        percent("nn", "66 prosent", true);
        percent("sv", "66 procent", true);
        percent("da", "66 pct.", true);
        percent("en", "66%", true);
        percent("en", "66 per cent", true);
        percent("en", "66 %", false);
    }

    #[test]
    fn percentage_points() {
        let points = |tag, text| check(tag, text, "18", Kind::Points, true);
        points("nb", "18 prosentpoeng");
        points("sv", "18 procentenheter");
        points("da", "18 procentpoint");
        points("en", "18 percentage points");
    }

    #[test]
    fn money() {
        let money = |tag, text, code, own| check(tag, text, "30000", Kind::Money(code), own);
        money("nb", "30 000 kroner", "NOK", true);
        money("nb", "30 000 kr", "NOK", true);
        money("nb", "kr 30 000", "NOK", true);
        money("nb", "NOK 30 000", "NOK", true);
        money("nb", "30 000 NOK", "NOK", true);
        money("nb", "30 000,-", "NOK", true);
        money("nb", "30 000 svenske kroner", "SEK", true);
        money("nb", "30 000 kronor", "SEK", false);
        money("nb", "kr30 000", "NOK", false);
        money("sv", "30 000 kr", "SEK", true);
        money("sv", "30 000 kroner", "NOK", false);
        money("da", "kr. 30.000", "DKK", true);
        money("en", "NOK 30,000", "NOK", true);
        money("en", "£30,000", "GBP", true);
        money("en", "€30,000", "EUR", true);
        money("en", "30,000 euros", "EUR", true);
        money("nb", "30 000 euros", "EUR", false);
        check("en", "-NOK 5", "-5", Kind::Money("NOK"), true);
        check("en", "NOK -5", "-5", Kind::Money("NOK"), true);
    }

    #[test]
    fn what_is_nearly_zero_is_not_what_it_is_near() {
        let nearly = locale("nb").parse_number("< 1 %").unwrap();
        assert_eq!(nearly.bound, Some(Bound::Below));
        let one = locale("nb").parse_number("1 %").unwrap();
        assert!(!nearly.says_the_same(&one));
        assert!(nearly.says_the_same(&locale("en").parse_number("<1%").unwrap()));
    }

    #[test]
    fn what_is_not_one_number_is_none() {
        let texts = [
            "",
            " ",
            "-",
            "%",
            "fire av fem",
            "007",
            "12 34 56 78",
            "1 44",
            "3.1.2",
            "31.12.2024",
            "2023–2024",
            "5-6",
            "1,",
            ",5",
            "1 %%",
            "CO2",
            "ISO 9001",
            "12 kg",
            "kr 30 %",
            "--5",
            "-kr -5",
            "1234 567",
            "99999999999999999999999999999999999",
            "§ 5",
            "1. mai",
            "٣",
        ];
        for text in texts {
            for tag in Locale::tags() {
                let found = locale(tag).parse_number(text);
                assert_eq!(found, None, "{tag} {text:?}");
            }
        }
    }

    #[test]
    fn dates() {
        let date = |tag, text: &str| {
            let found = locale(tag).parse_date(text).map(|date| date.to_string());
            assert_eq!(found.as_deref(), Some("2024-12-31"), "{tag} {text}");
        };
        date("nb", "31. desember 2024");
        date("nb", "31.\u{a0}desember\u{a0}2024");
        date("nb", "31 Des. 2024");
        date("nb", "31.12.2024");
        date("nb", "2024-12-31");
        date("sv", "den 31 december 2024");
        date("da", "31-12-2024");
        date("en", "31 December 2024");
        date("en", "31st December 2024");
        date("en", "December 31, 2024");
        date("en", "31/12/2024");
        date("en-US", "12/31/2024");
    }

    #[test]
    fn what_is_not_a_date_is_none() {
        let texts = [
            "",
            "2024",
            "31.12",
            "31.12.24",
            "31.13.2024",
            "30. februar 2024",
            "00.01.2024",
            "1.2.3",
            "2024-1-1",
            "31. de 2024",
            "31 2024",
            "+1.12.2024",
            "a.b.cccc",
            "2024.12.31",
        ];
        for text in texts {
            assert_eq!(locale("nb").parse_date(text), None, "{text}");
        }
    }

    fn check(tag: &str, text: &str, value: &str, kind: Kind, canonical: bool) {
        let found = locale(tag).parse_number(text);
        let found = found.unwrap_or_else(|| panic!("{tag} {text} is no number"));
        let expected = (number(value), number(value).scale(), kind, canonical);
        let found = (found.value, found.decimals, found.kind, found.canonical);
        assert_eq!(found, expected, "{tag} {text}");
    }
}

proptest! {
    #[test]
    fn what_is_written_can_be_read(units in -10_000_000_000i64..10_000_000_000, decimals in 0u32..6, tag in tag()) {
        let (locale, value) = (locale(tag), Decimal::new(units, decimals));
        let written = [
            (locale.number(value, decimals), Kind::Number),
            (locale.change(value, decimals), Kind::Number),
            (locale.percent(value, decimals), Kind::Percent),
            (locale.points(value, decimals), Kind::Points),
            (locale.money(value, "NOK", decimals), Kind::Money("NOK")),
            (locale.money(value, "DKK", decimals), Kind::Money("DKK")),
            (locale.money(value, "EUR", decimals), Kind::Money("EUR")),
            (locale.money(value, "TRY", decimals), Kind::Money("TRY")),
        ];
        for (text, kind) in written {
            let read = locale.parse_number(&text);
            prop_assert!(read.is_some(), "{}", text);
            let read = read.unwrap();
            prop_assert_eq!((read.value, read.decimals, read.kind), (value, decimals, kind), "{}", text);
            prop_assert!(read.canonical, "{}", text);
        }
    }

    #[test]
    fn dates_that_are_written_can_be_read(day in 1_721_500i32..5_000_000, tag in tag()) {
        let (locale, date) = (locale(tag), Date::from_julian_day(day).unwrap());
        prop_assert_eq!(locale.parse_date(&locale.date(date)), Some(date));
        prop_assert_eq!(locale.parse_date(&locale.date_short(date)), Some(date));
    }

    #[test]
    fn any_text_can_be_read_and_sorted(a in ".{0,12}", b in "[-0-9a-zåæ ,.%<−kr]{0,12}", tag in tag()) {
        let locale = locale(tag);
        let _ = (locale.parse_number(&a), locale.parse_number(&b));
        let _ = (locale.parse_date(&a), locale.parse_date(&b));
        prop_assert_eq!(locale.compare(&a, &b), locale.compare(&b, &a).reverse());
        prop_assert_eq!(locale.compare(&a, &b) == Ordering::Equal, a == b);
    }
}

fn tag() -> impl Strategy<Value = &'static str> {
    prop::sample::select(Locale::tags())
}

fn locale(tag: &str) -> &'static Locale {
    Locale::find(tag).unwrap_or_else(|| panic!("no locale {tag}"))
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// With ordinary spaces in place of those that do not break.
fn spaced(text: String) -> String {
    plain(&text)
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}
