//! How the numbers of a running text are read, each in its own language.

use belegg::locale::{Certainty, Locale, Quantity, Reading};
use expect_test::{Expect, expect};
use proptest::prelude::*;
use rust_decimal::Decimal;
use time::Date;

#[test]
fn thousands_are_grouped_as_the_language_does() {
    check(
        "nb",
        "1 447; 1\u{a0}447; 1\u{202f}447; 1\u{2009}234\u{2009}567,5
         vi hadde i 2024 447 leverandører
         1447 og 14001 og 30 000
         3,5 og 1,234",
        expect![[r#"
            1 447 = 1447
            1~447 = 1447
            1_447 = 1447
            1_234_567,5 = 1234567.5
            2024 = 2024
            447 = 447
            1447 = 1447
            14001 = 14001
            30 000 = 30000
            3,5 = 3.5
            1,234 = 1.234, elsewhere 1234
        "#]],
    );
    check(
        "sv",
        "1 447 och 3,5",
        expect![[r#"
        1 447 = 1447
        3,5 = 3.5
    "#]],
    );
    check(
        "da",
        "1.447 og 1.234.567,50 og 3,5",
        expect![[r#"
        1.447 = 1447, elsewhere 1.447
        1.234.567,50 = 1234567.50
        3,5 = 3.5
    "#]],
    );
    check(
        "en",
        "1,447 and 1,234,567.50 and 3.5 and 1447",
        expect![[r#"
        1,447 = 1447, elsewhere 1.447
        1,234,567.50 = 1234567.50
        3.5 = 3.5
        1447 = 1447
    "#]],
    );
    check(
        "en-US",
        "in 2024, 447 suppliers",
        expect![[r#"
        2024 = 2024
        447 = 447
    "#]],
    );
}

#[test]
fn what_another_language_writes_has_an_own_form() {
    check(
        "nb",
        "350.000 besøk, 1,234,567.5 i alt, 1.234,5 i snitt
         36% og %66, 3.5 % og 3.500 kroner, –5 %
         350,000 besøk
         1000 medarbeidere etter ISO 14001
         66 per cent",
        expect![[r#"
            350.000 = 350000, here 350~000
            1,234,567.5 = 1234567.5, here 1~234~567,5
            1.234,5 = 1234.5, here 1~234,5
            36% = 36 %, here 36~%
            %66 = 66 %, here 66~%
            3.5 % = 3.5 %, here 3,5 %
            3.500 kroner = 3500 NOK, here 3~500 kroner
            –5 % = -5 %, here −5 %
            350,000 = 350.000, elsewhere 350000
            1000 = 1000
            14001 = 14001
            66 per cent = 66 %
        "#]],
    );
    check(
        "da",
        "30 000 besøg, 36%, 3.5 %",
        expect![[r#"
        30 000 = 30000, here 30.000
        36% = 36 %, here 36~%
        3.5 % = 3.5 %, here 3,5 %
    "#]],
    );
    check(
        "en",
        "350 000 visits, 36 % and 1.234.567, 3,5% of them, 912 345 678",
        expect![[r#"
        350 000 = 350000, here 350,000
        36 % = 36 %, here 36%
        1.234.567 = 1234567 or 1234567 %, here 1,234,567
        3,5% = 3.5 %, here 3.5%
        912 345 678 = 912345678
    "#]],
    );
    check(
        "en",
        "1,447 and 1.447",
        expect![[r#"
            1,447 = 1447, elsewhere 1.447
            1.447 = 1.447, elsewhere 1447
        "#]],
    );
}

#[test]
fn figures_that_count_nothing_are_codes() {
    check(
        "nb",
        "Ring 55 00 12 34 eller +47 912 34 567, tlf. 55001234
         org.nr. 912 345 678, Organisasjonsnummer: 912 345 678 MVA
         agent 007 i 0160 Oslo, kapittel 3.1, versjon 2.3.1.",
        expect![[r#"
            55 00 12 34 = code 55001234
            +47 912 34 567 = code 4791234567
            55001234 = code 55001234
            912 345 678 = code 912345678
            912 345 678 = code 912345678
            007 = code 007
            0160 = code 0160
            3.1 = code 3.1
            2.3.1 = code 2.3.1
        "#]],
    );
    check(
        "en",
        "Call +47 55 00 12 34 or 020 7946 0018, reg. no. 912 345 678; chapter 3.1",
        expect![[r#"
            +47 55 00 12 34 = code 4755001234
            020 7946 0018 = code 02079460018
            912 345 678 = code 912345678
            3.1 = 3.1
        "#]],
    );
    check(
        "sv",
        "org. nr 556677-8899, tfn 08-123 45 67",
        expect![[r#"
        556677-8899 = code 5566778899
        08-123 45 67 = code 081234567
    "#]],
    );
}

#[test]
fn shares_and_points() {
    check(
        "nb",
        "66 %, 66 prosent, 66 pst., 80 prosents stilling, 80-prosent, −18 prosentpoeng, 3 %-poeng",
        expect![[r#"
            66 % = 66 %
            66 prosent = 66 %
            66 pst. = 66 %
            80 prosents = 80 %
            80-prosent = 80 %
            −18 prosentpoeng = -18 points
            3 %-poeng = 3 points
        "#]],
    );
    check(
        "sv",
        "66 procent, 18 procentenheter",
        expect![[r#"
        66 procent = 66 %
        18 procentenheter = 18 points
    "#]],
    );
    check(
        "da",
        "66 pct. og 18 procentpoint",
        expect![[r#"
        66 pct. = 66 %
        18 procentpoint = 18 points
    "#]],
    );
    check(
        "en",
        "66%, 66 per cent, 66 percent, 18 percentage points, an 18-percentage-point rise",
        expect![[r#"
            66% = 66 %
            66 per cent = 66 %
            66 percent = 66 %
            18 percentage points = 18 points
            18-percentage-point = 18 points
        "#]],
    );
}

#[test]
fn sums_of_money() {
    check(
        "nb",
        "kr 30 000, 30 000 kroner, 30 000 kr, 30 000,-, NOK 30 000, 5 €, 5 euro, 30 000 svenske kroner
         3,2 millioner kroner, 3,2 mill. kr, 2 mrd. kroner, MNOK 3,2, 5 tusen, 7 milliarder
         kr −500, minst kr30 000.",
        expect![[r#"
            kr 30 000 = 30000 NOK
            30 000 kroner = 30000 NOK
            30 000 kr = 30000 NOK
            30 000,- = 30000 NOK
            NOK 30 000 = 30000 NOK
            5 € = 5 EUR
            5 euro = 5 EUR
            30 000 svenske kroner = 30000 SEK
            3,2 millioner kroner = 3200000.0 NOK
            3,2 mill. kr = 3200000.0 NOK
            2 mrd. kroner = 2000000000 NOK
            MNOK 3,2 = 3200000.0 NOK
            5 tusen = 5000 or 5000 NOK
            7 milliarder = 7000000000 or 7000000000 NOK
            kr −500 = -500 NOK
            kr30 000 = 30000 NOK
        "#]],
    );
    check(
        "en",
        "NOK 30,000, €5, £3m, NOK 3.2 million, 2 billion, -NOK 5, 5 million Norwegian kroner, US$5",
        expect![[r#"
            NOK 30,000 = 30000 NOK, elsewhere 30 NOK
            €5 = 5 EUR
            £3m = 3000000 GBP
            NOK 3.2 million = 3200000.0 NOK
            2 billion = 2000000000 or 2000000000 NOK
            -NOK 5 = -5 NOK
            5 million Norwegian kroner = 5000000 NOK
            US$5 = 5 USD
        "#]],
    );
    check(
        "sv",
        "3 mkr, 2 miljoner kronor, 5 kr, 2 biljoner",
        expect![[r#"
        3 mkr = 3000000 SEK
        2 miljoner kronor = 2000000 SEK
        5 kr = 5 SEK
        2 biljoner = 2000000000000 or 2000000000000 SEK
    "#]],
    );
    check(
        "da",
        "kr. 30.000, 3 mio. kr., 2 mia.",
        expect![[r#"
            kr. 30.000 = 30000 DKK, elsewhere 30 DKK
            3 mio. kr. = 3000000 DKK
            2 mia. = 2000000000 or 2000000000 DKK
        "#]],
    );
}

#[test]
fn neighbours_may_share_a_unit() {
    check(
        "nb",
        "40–60 %, 40 og 60 %, 40 til 60 prosent, 80, 18 og 2 %, fra 2 til 3 millioner kroner, kr 20–30",
        expect![[r#"
            40 = 40 or 40 %
            60 % = 60 %
            40 = 40 or 40 %
            60 % = 60 %
            40 = 40 or 40 %
            60 prosent = 60 %
            80 = 80 or 80 %
            18 = 18 or 18 %
            2 % = 2 %
            2 = 2 or 2000000 NOK
            3 millioner kroner = 3000000 NOK
            kr 20 = 20 NOK
            30 = 30 or 30 NOK
        "#]],
    );
    check(
        "en",
        "between 40 and 60 per cent, NOK 2–3 million, two or three per cent",
        expect![[r#"
            40 = 40 or 40 %
            60 per cent = 60 %
            NOK 2 = 2 NOK or 2000000 NOK
            3 million = 3000000 or 3000000 NOK
            two = 2 or 2 NOK (word)
            three per cent = 3 % (word)
        "#]],
    );
}

#[test]
fn dates_and_months() {
    check(
        "nb",
        "31.12.2024, 31.12.24, 31. desember 2024, 2024-12-31, 31. des. 2024
         innen 30. juni, i desember 2024, 1.–31. januar 2024
         1. januar–31. desember 2024",
        expect![[r#"
            31.12.2024 = 2024-12-31
            31.12.24 = 2024-12-31
            31. desember 2024 = 2024-12-31
            2024-12-31 = 2024-12-31
            31. des. 2024 = 2024-12-31
            30. juni = day 30 of month 6
            desember 2024 = month 12 of 2024
            1. = day 1 of month 1
            31. januar 2024 = 2024-01-31
            1. januar = day 1 of month 1
            31. desember 2024 = 2024-12-31
        "#]],
    );
    check(
        "en",
        "31/12/2024, 31 December 2024, 31st of December 2024, December 31, 2024
         by 30 June, in December 2024, 1–31 January 2024, we may 5 times, in May 2024",
        expect![[r#"
            31/12/2024 = 2024-12-31
            31 December 2024 = 2024-12-31
            31st of December 2024 = 2024-12-31
            December 31, 2024 = 2024-12-31
            30 June = day 30 of month 6
            December 2024 = month 12 of 2024
            1 = day 1 of month 1
            31 January 2024 = 2024-01-31
            5 = 5
            May 2024 = month 5 of 2024
        "#]],
    );
    check(
        "en-US",
        "12/31/2024, January 1 – 31, 2024, January 1 – December 31, 2024",
        expect![[r#"
            12/31/2024 = 2024-12-31
            January 1 = day 1 of month 1
            31, 2024 = 2024-01-31
            January 1 = day 1 of month 1
            December 31, 2024 = 2024-12-31
        "#]],
    );
    check(
        "sv",
        "2024-12-31, den 31 december 2024",
        expect![[r#"
        2024-12-31 = 2024-12-31
        31 december 2024 = 2024-12-31
    "#]],
    );
    check(
        "da",
        "31.12.2024, 31-12-2024, den 31. december 2024",
        expect![[r#"
        31.12.2024 = 2024-12-31
        31-12-2024 = 2024-12-31
        31. december 2024 = 2024-12-31
    "#]],
    );
}

#[test]
fn times_of_the_day() {
    check(
        "nb",
        "14:30, kl. 14.30, kl. 9–16, 14.30",
        expect![[r#"
        14:30 = 14:30
        14.30 = 14:30
        9 = 09:00
        16 = 16:00
        14.30 = code 14.30
    "#]],
    );
    check(
        "en",
        "14:30, 2.30 pm, 2 p.m., 9 am, 9:30am, 14.30",
        expect![[r#"
        14:30 = 14:30
        2.30 pm = 14:30
        2 p.m. = 14:00
        9 am = 09:00
        9:30am = 09:30
        14.30 = 14.30
    "#]],
    );
}

#[test]
fn signs_of_sections_belong_to_one_number_only() {
    check(
        "sv",
        "0§§§0 och 5 §§, §§ 6",
        expect![[r#"
        0 = 0
        §§0 = § 0
        5 = § 5
        §§ 6 = § 6
    "#]],
    );
}

#[test]
fn sections_of_law() {
    check(
        "nb",
        "§ 5, § 5 a, §5, §§ 4 og 5, §§ 4–6, §§ 3-1 og 3-2, § 26 a, § 3-1, § 5 i loven
         § 5 første ledd bokstav a, paragraf 5, § 2 og § 3, § 26 og § 26 a.",
        expect![[r#"
            § 5 = § 5
            § 5 a = § 5a
            §5 = § 5
            §§ 4 = § 4
            5 = § 5
            §§ 4 = § 4
            6 = § 6
            §§ 3-1 = § 3-1
            3-2 = § 3-2
            § 26 a = § 26a
            § 3-1 = § 3-1
            § 5 = § 5
            § 5 = § 5
            første = 1 (hint)
            paragraf 5 = § 5
            § 2 = § 2
            § 3 = § 3
            § 26 = § 26
            § 26 a = § 26a
        "#]],
    );
    check(
        "en",
        "section 5, sections 4 and 5, Section 5(a), sec. 5, sections 26 and 26 a of the Act
         under section 5 a company must; section 5, first paragraph, letter (a), section 3.4",
        expect![[r#"
            section 5 = § 5
            sections 4 = § 4
            5 = § 5
            Section 5(a) = § 5(a)
            sec. 5 = § 5
            sections 26 = § 26
            26 a = § 26a
            section 5 = § 5
            section 5 = § 5
            first = 1 (hint)
            section 3.4 = § 3.4
        "#]],
    );
    check(
        "sv",
        "5 §, 3 kap. 5 §, 5 a §, 4 och 5 §§",
        expect![[r#"
        5 § = § 5
        3 = 3
        5 § = § 5
        5 a § = § 5a
        4 = 4
        5 §§ = § 5
    "#]],
    );
    check(
        "da",
        "§ 5, stk. 2",
        expect![[r#"
        § 5 = § 5
        2 = 2
    "#]],
    );
}

#[test]
fn figures_within_words_are_no_numbers() {
    check(
        "nb",
        "CO2, B12, 4G, COVID-19, https://x.no/2024, post2@x.no, 2post@x.no, x.no/2024, v2.1, partnere1,
         forbindelser.2 Våre, se nr.5 og kap.3",
        expect![[r#"
            5 = 5
            3 = 3
        "#]],
    );
    check(
        "nb",
        "1970-tallet, 2030-målene, 3-åring, 40/60, 11-13, 2023/24, 1. ledd, 5kg, ISO 9001:2015",
        expect![[r#"
            1970 = 1970
            2030 = 2030
            3 = 3
            40 = 40
            60 = 60
            11 = 11
            13 = 13
            2023 = 2023
            24 = 24
            1 = 1
            5 = 5
            9001 = 9001
            2015 = 2015
        "#]],
    );
    check(
        "en",
        "the 1970s, 2nd, a 3-year-old, mid-2024, No. 5",
        expect![[r#"
        1970 = 1970
        2 = 2
        3 = 3
        2024 = 2024
        5 = 5
    "#]],
    );
    check(
        "sv",
        "40-talet, 1:a, 2:a",
        expect![[r#"
        40 = 40
        1 = 1
        2 = 2
    "#]],
    );
}

#[test]
fn where_a_number_stands_in_a_long_text_makes_no_difference() {
    for (said, number) in [(" 1 447 ord", "1 447"), ("\u{a0}tre ganger", "tre"), (" (to)", "to")] {
        for before in ["x", "å", "å–", "to"] {
            for times in 0..150 {
                let text = format!("{}{said}", before.repeat(times));
                let found = quantities("nb", &text);
                let found: Vec<&str> = found.iter().map(|one| &text[one.range.clone()]).collect();
                let lone =
                    if before == "to" && times == 1 { vec!["to", number] } else { vec![number] };
                assert_eq!(found, lone, "{text}");
            }
        }
    }
}

#[test]
fn numbers_in_words_up_to_twelve() {
    check(
        "nb",
        "To, tre, fire, fem, seks, sju, syv, åtte, ni, ti, elleve og TOLV; Åtte; ti prosent",
        expect![[r#"
            To = 2 (word)
            tre = 3 (word)
            fire = 4 (word)
            fem = 5 (word)
            seks = 6 (word)
            sju = 7 (word)
            syv = 7 (word)
            åtte = 8 (word)
            ni = 9 (word)
            ti = 10 (word)
            elleve = 11 (word)
            TOLV = 12 (hint)
            Åtte = 8 (word)
            ti prosent = 10 % (word)
        "#]],
    );
    check(
        "nn",
        "to, sju, åtte, ein, eitt, éin",
        expect![[r#"
        to = 2 (word)
        sju = 7 (word)
        åtte = 8 (word)
        ein = 1 (hint)
        eitt = 1 (hint)
        éin = 1 (hint)
    "#]],
    );
    check(
        "sv",
        "två, tre, fyra, fem, sex, sju, åtta, nio, tio, elva, tolv, ni",
        expect![[r#"
        två = 2 (word)
        tre = 3 (word)
        fyra = 4 (word)
        fem = 5 (word)
        sex = 6 (word)
        sju = 7 (word)
        åtta = 8 (word)
        nio = 9 (word)
        tio = 10 (word)
        elva = 11 (word)
        tolv = 12 (word)
    "#]],
    );
    check(
        "da",
        "to, tre, fire, fem, seks, syv, otte, ni, ti, elleve, tolv",
        expect![[r#"
        to = 2 (word)
        tre = 3 (word)
        fire = 4 (word)
        fem = 5 (word)
        seks = 6 (word)
        syv = 7 (word)
        otte = 8 (word)
        ni = 9 (word)
        ti = 10 (word)
        elleve = 11 (word)
        tolv = 12 (word)
    "#]],
    );
    check(
        "en",
        "two, three, Seven, twelve, two million, to, ten per cent",
        expect![[r#"
            two = 2 (word)
            three = 3 (word)
            Seven = 7 (word)
            twelve = 12 (word)
            two million = 2000000 (word)
            ten per cent = 10 % (word)
        "#]],
    );
}

#[test]
fn other_words_are_hints() {
    check(
        "nb",
        "én, ett, begge, dobbelt, par, halv, halvparten, første, andre, tolvte, ingen, tjue, tjuefem, treårig, todelt, to hundre, dusin, én prosent, tomt",
        expect![[r#"
            én = 1 (hint)
            ett = 1 (hint)
            begge = 2 (hint)
            dobbelt = 2 (hint)
            par = 2 (hint)
            halv = 0.5 or 50 % (hint)
            halvparten = 0.5 or 50 % (hint)
            første = 1 (hint)
            andre = 2 (hint)
            tolvte = 12 (hint)
            ingen = 0 (hint)
            tjue = 20 (hint)
            tjuefem = 25 (hint)
            treårig = 3 (hint)
            todelt = 2 (hint)
            to hundre = 200 or 200 % (word)
            dusin = 12 (hint)
            én prosent = 1 % (hint)
        "#]],
    );
    check(
        "en",
        "one, both, twice, pair, dozen, half, first, no, none, quarter, twenty-five, one million",
        expect![[r#"
            one = 1 (hint)
            both = 2 (hint)
            twice = 2 (hint)
            pair = 2 (hint)
            dozen = 12 (hint)
            half = 0.5 or 50 % (hint)
            first = 1 (hint)
            no = 0 (hint)
            none = 0 (hint)
            quarter = 0.25 or 25 % (hint)
            twenty-five = 25 (hint)
            one million = 1000000 (hint)
        "#]],
    );
}

#[test]
fn the_same_in_two_languages_answers() {
    for (nb, en) in [
        ("1 447", "1,447"),
        ("66 %", "66 per cent"),
        ("31.12.2024", "31 December 2024"),
        ("31.12.", "31 December"),
        ("31. desember", "31 December 2024"),
        ("sju", "7"),
        ("to", "both"),
        ("halvparten", "50%"),
        ("§ 5 a", "section 5(a)"),
        ("§ 3", "section 3(a)"),
        ("kapittel 3.1", "chapter 3.1"),
        ("§ 5", "Article 5"),
        ("kl. 14.30", "2.30 pm"),
        ("kl. 14.30", "14:30"),
        ("14.30", "2.30 pm"),
        ("40–60 %", "40%–60%"),
        ("40 og 60 %", "between 40 and 60 per cent"),
        ("3,2 millioner kroner", "NOK 3.2 million"),
        ("to hundre", "200"),
        ("ti prosent", "10%"),
        ("55 00 12 34", "+47 55 00 12 34"),
        ("2. ledd", "second paragraph"),
        ("2–3 millioner kroner", "between NOK 2 and 3 million"),
        ("tjuefem", "25"),
    ] {
        let (nb, en) = (quantities("nb", nb), quantities("en", en));
        let answered = nb.iter().all(|own| en.iter().any(|other| own.answers(other)));
        let answered = answered && en.iter().all(|own| nb.iter().any(|other| own.answers(other)));
        assert!(answered && !nb.is_empty() && !en.is_empty(), "{nb:#?} {en:#?}");
    }
}

/// Words that were once read in two ways at one place.
#[test]
fn a_text_without_sense_is_read_in_order() {
    for tag in ["nb", "nn", "sv", "da", "en"] {
        let mut last = 0;
        for quantity in quantities(tag, "–two%6666§§maiNOKmillionto52krpmtwoNOK§§§") {
            assert!(quantity.range.start >= last, "{tag}: {quantity:?}");
            last = quantity.range.end;
        }
    }
}

#[test]
fn what_differs_does_not_answer() {
    for (nb, en) in [
        ("447", "474"),
        ("66 %", "66"),
        ("66 %", "66 percentage points"),
        ("30 000 kroner", "30,000"),
        ("30 000 kroner", "€30,000"),
        ("31.12.2024", "31 December 2023"),
        ("§ 26", "section 26 a of the Act"),
        ("§ 5", "section 6"),
        ("007", "7"),
        ("3.1", "3.2"),
        ("kl. 14.30", "2.30 am"),
        ("3,2 millioner kroner", "NOK 3.2 billion"),
        ("1,447", "1,447"),
    ] {
        let (nb, en) = (quantities("nb", nb), quantities("en", en));
        assert_eq!((nb.len(), en.len()), (1, 1));
        assert!(!nb[0].answers(&en[0]) && !en[0].answers(&nb[0]), "{nb:?} {en:?}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_found_again(
        units in -10_000_000_000i64..10_000_000_000,
        decimals in 0u32..6,
        tag in tag(),
        other in tag(),
    ) {
        let value = Decimal::new(units, decimals);
        let write = |locale: &Locale| [
            (locale.number(value, decimals), Reading::Number(value)),
            (locale.percent(value, decimals), Reading::Percent(value)),
            (locale.points(value, decimals), Reading::Points(value)),
            (locale.money(value, "NOK", decimals), Reading::Money { amount: value, currency: "NOK" }),
            (locale.money(value, "EUR", decimals), Reading::Money { amount: value, currency: "EUR" }),
            (locale.money(value, "DKK", decimals), Reading::Money { amount: value, currency: "DKK" }),
            (locale.money(value, "TRY", decimals), Reading::Money { amount: value, currency: "TRY" }),
        ];
        for (own, theirs) in write(locale(tag)).into_iter().zip(write(locale(other))) {
            let found = found_again(tag, &own.0, &own.1)?;
            prop_assert_eq!(found.decimals, decimals, "{}", own.0);
            let other = found_again(other, &theirs.0, &theirs.1)?;
            prop_assert!(found.answers(&other) && other.answers(&found), "{} {}", own.0, theirs.0);
        }
    }

    #[test]
    fn dates_are_found_again(day in 2_378_500i32..2_524_500, tag in tag(), other in tag()) {
        let date = Date::from_julian_day(day).unwrap();
        let write = |locale: &Locale| [
            (locale.date(date), Reading::Date(date)),
            (locale.date_short(date), Reading::Date(date)),
            (locale.month_year(date), Reading::Month { year: date.year(), month: date.month().into() }),
        ];
        for (own, theirs) in write(locale(tag)).into_iter().zip(write(locale(other))) {
            let found = found_again(tag, &own.0, &own.1)?;
            let other = found_again(other, &theirs.0, &theirs.1)?;
            prop_assert!(found.answers(&other), "{} {}", own.0, theirs.0);
        }
    }

    #[test]
    fn any_text_gives_ranges_in_order(
        a in ".{0,24}",
        b in "[-0-9a-eåæ ,.%:/@()§–−\u{a0}krnopt]{0,40}",
        c in "(kr|NOK|§|§§|section|[0-9]{1,4}|[ .,:%–-]|mai|May|of|million|to|two|pm|kl.|x@|://){0,16}",
        tag in tag(),
    ) {
        for text in [a, b, c] {
            let mut last = 0;
            for quantity in quantities(tag, &text) {
                prop_assert!(quantity.range.start >= last, "{:?} {:?}", text, quantity);
                prop_assert!(quantity.range.end > quantity.range.start);
                prop_assert!(text.get(quantity.range.clone()).is_some(), "{:?}", text);
                last = quantity.range.end;
            }
        }
    }

    /// Else a second `--fix` would change the text again.
    #[test]
    fn an_own_form_is_final(
        text in "(kr |NOK |%|–|-)?[0-9]{1,3}([ .,\u{a0}]?[0-9]{3}){0,2}([.,][0-9]{1,2})?( %|%| kroner| million| per cent|)",
        tag in tag(),
    ) {
        let found = quantities(tag, &text);
        if let [Quantity { own_form: Some(form), range, reading, .. }] = &found[..] {
            let mut text = text.clone();
            text.replace_range(range.clone(), form);
            let again = quantities(tag, &text);
            prop_assert_eq!(again.len(), 1, "{:?}", again);
            prop_assert_eq!(&again[0].reading, reading);
            prop_assert_eq!(&again[0].own_form, &None);
        }
    }
}

/// The quantity of a text between words, which must be the one that was written.
fn found_again(tag: &str, written: &str, reading: &Reading) -> Result<Quantity, TestCaseError> {
    let text = format!("Here are {written} yes.");
    let found = quantities(tag, &text);
    prop_assert_eq!(found.len(), 1, "{} {:?}", &text, &found);
    let found = found.into_iter().next().unwrap();
    prop_assert_eq!(&text[found.range.clone()], written, "{} {:?}", tag, &found);
    prop_assert_eq!(&found.reading, reading, "{} {}", tag, &text);
    prop_assert_eq!(&found.own_form, &None, "{} {}", tag, &text);
    prop_assert_eq!(found.certainty, Certainty::Certain);
    Ok(found)
}

fn tag() -> impl Strategy<Value = &'static str> {
    prop::sample::select(Locale::tags())
}

fn locale(tag: &str) -> &'static Locale {
    Locale::find(tag).unwrap()
}

fn quantities(tag: &str, text: &str) -> Vec<Quantity> {
    locale(tag).quantities(text)
}

/// Each quantity of the text on a line: as it stands, and what it is read as.
fn check(tag: &str, text: &str, expected: Expect) {
    let mut lines = String::new();
    for quantity in quantities(tag, text) {
        let written = &text[quantity.range.clone()];
        let mut line = format!("{written} = {}", shown(&quantity.reading));
        if let Some(shared) = &quantity.shared_unit {
            line += &format!(" or {}", shown(shared));
        }
        if let Some(otherwise) = &quantity.otherwise {
            line += &format!(", elsewhere {}", shown(otherwise));
        }
        if let Some(own) = &quantity.own_form {
            line += &format!(", here {own}");
        }
        line += match quantity.certainty {
            Certainty::Certain => "",
            Certainty::Word => " (word)",
            Certainty::Hint => " (hint)",
        };
        lines += &line.replace('\u{a0}', "~").replace(['\u{202f}', '\u{2009}'], "_");
        lines.push('\n');
    }
    expected.assert_eq(&lines);
}

fn shown(reading: &Reading) -> String {
    match reading {
        Reading::Number(number) => number.to_string(),
        Reading::Percent(percent) => format!("{percent} %"),
        Reading::Points(points) => format!("{points} points"),
        Reading::Money { amount, currency } => format!("{amount} {currency}"),
        Reading::Date(date) => date.to_string(),
        Reading::DayMonth { day, month } => format!("day {day} of month {month}"),
        Reading::Month { year, month } => format!("month {month} of {year}"),
        Reading::Time { hour, minute } => format!("{hour:02}:{minute:02}"),
        Reading::Section(section) => format!("§ {section}"),
        Reading::Code(code) => format!("code {code}"),
    }
}
