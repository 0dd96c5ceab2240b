//! The grounds of discrimination that the law of a country names, and whether a policy names them.
//!
//! Norway: likestillings- og diskrimineringsloven (LOV-2017-06-16-51) § 6. Sweden: diskrimineringslagen
//! (2008:567) 1 kap. 5 §, in the order of 1 kap. 1 §. Both as in force in 2026.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::project::WrittenPage;
use crate::project::policy::{Jurisdiction, PolicyFront};
use crate::translation::content::{Part, read};

/// A ground: by language what it is called, first, and by which words it is known. A word that ends
/// in `*` may go on: `etnisk*`. Small letters.
type Ground = [(&'static str, &'static [&'static str]); 5];

const GENDER: Ground = [
    ("nb", &["kjønn"]),
    ("nn", &["kjønn"]),
    ("sv", &["kön"]),
    ("da", &["køn"]),
    ("en", &["gender", "sex"]),
];
const PREGNANCY: Ground = [
    ("nb", &["graviditet*", "gravid*"]),
    ("nn", &["graviditet*", "gravid*"]),
    ("sv", &["graviditet*", "gravid*"]),
    ("da", &["graviditet*", "gravid*"]),
    ("en", &["pregnancy", "pregnan*"]),
];
const LEAVE: Ground = [
    ("nb", &["permisjon ved fødsel eller adopsjon", "permisjon*", "foreldrepermisjon*"]),
    ("nn", &["permisjon ved fødsel eller adopsjon", "permisjon*", "foreldrepermisjon*"]),
    ("sv", &["ledighet vid födelse eller adoption", "ledighet*", "föräldraledig*"]),
    ("da", &["orlov ved fødsel eller adoption", "orlov*", "barsel*", "forældreorlov*"]),
    ("en", &["leave for birth or adoption", "leave", "maternity", "parental leave"]),
];
const CARE: Ground = [
    ("nb", &["omsorgsoppgaver", "omsorg*"]),
    ("nn", &["omsorgsoppgåver", "omsorg*"]),
    ("sv", &["omsorgsuppgifter", "omsorg*"]),
    ("da", &["omsorgsopgaver", "omsorg*"]),
    ("en", &["care responsibilities", "caring", "care", "caregiv*"]),
];
const ETHNICITY: Ground = [
    ("nb", &["etnisitet*", "etnisk*"]),
    ("nn", &["etnisitet*", "etnisk*"]),
    ("sv", &["etnisk tillhörighet", "etnisk*", "etnicitet*"]),
    ("da", &["etnicitet*", "etnisk*"]),
    ("en", &["ethnicity", "ethnic*"]),
];
const RELIGION: Ground = [
    ("nb", &["religion*", "religiøs*"]),
    ("nn", &["religion*", "religiøs*"]),
    ("sv", &["religion*", "religiös*"]),
    ("da", &["religion*", "religiøs*"]),
    ("en", &["religion*", "religious*"]),
];
const BELIEF: Ground = [
    ("nb", &["livssyn*"]),
    ("nn", &["livssyn*"]),
    ("sv", &["livsåskådning*", "trosuppfattning*"]),
    ("da", &["livssyn*", "livsanskuelse*", "trosretning*"]),
    ("en", &["belief*", "life stance*", "philosophy of life"]),
];
const DISABILITY: Ground = [
    ("nb", &["funksjonsnedsettelse*", "funksjonshemm*", "nedsatt funksjon*", "funksjonsevne*"]),
    ("nn", &["funksjonsnedsetjing*", "funksjonshemm*", "nedsett funksjon*", "funksjonsevne*"]),
    ("sv", &["funktionsnedsättning*", "funktionshinder*", "funktionsvariation*"]),
    ("da", &["handicap*", "funktionsnedsættelse*"]),
    ("en", &["disability", "disabilit*", "disabled"]),
];
const ORIENTATION: Ground = [
    ("nb", &["seksuell orientering*", "seksuelle orientering*", "legning*"]),
    ("nn", &["seksuell orientering*", "seksuelle orientering*", "legning*"]),
    ("sv", &["sexuell läggning*", "sexuella läggning*"]),
    ("da", &["seksuel orientering*", "seksuelle orientering*"]),
    ("en", &["sexual orientation*"]),
];
const IDENTITY: Ground = [
    ("nb", &["kjønnsidentitet*"]),
    ("nn", &["kjønnsidentitet*"]),
    ("sv", &["könsidentitet*", "könsöverskridande identitet*"]),
    ("da", &["kønsidentitet*"]),
    ("en", &["gender identity", "gender identit*"]),
];
const EXPRESSION: Ground = [
    ("nb", &["kjønnsuttrykk*"]),
    ("nn", &["kjønnsuttrykk*"]),
    ("sv", &["könsuttryck*", "identitet eller uttryck"]),
    ("da", &["kønsudtryk*"]),
    ("en", &["gender expression*", "identity or expression", "identity and expression"]),
];
const AGE: Ground = [
    ("nb", &["alder", "alderen", "aldersdiskriminering*"]),
    ("nn", &["alder", "alderen", "aldersdiskriminering*"]),
    ("sv", &["ålder", "åldern", "åldersdiskriminering*"]),
    ("da", &["alder", "alderen", "aldersdiskrimination*"]),
    ("en", &["age", "ages", "ageism"]),
];
/// One ground in Swedish law: identity or expression that goes beyond one's sex.
const TRANSGENDER: Ground = [
    (
        "nb",
        &[
            "kjønnsidentitet eller kjønnsuttrykk",
            "kjønnsidentitet*",
            "kjønnsuttrykk*",
            "kjønnsoverskridende*",
        ],
    ),
    (
        "nn",
        &[
            "kjønnsidentitet eller kjønnsuttrykk",
            "kjønnsidentitet*",
            "kjønnsuttrykk*",
            "kjønnsoverskridande*",
        ],
    ),
    ("sv", &["könsöverskridande identitet eller uttryck", "könsöverskridande*", "könsidentitet*"]),
    (
        "da",
        &["kønsidentitet eller kønsudtryk", "kønsidentitet*", "kønsudtryk*", "kønsoverskridende*"],
    ),
    ("en", &["transgender identity or expression", "transgender*", "gender identit*"]),
];
/// One ground in Swedish law too.
const FAITH: Ground = [
    ("nb", &["religion eller annen trosoppfatning", "religion*", "religiøs*"]),
    ("nn", &["religion eller anna trusoppfatning", "religion*", "religiøs*"]),
    ("sv", &["religion eller annan trosuppfattning", "religion*", "religiös*"]),
    ("da", &["religion eller anden trosopfattelse", "religion*", "religiøs*"]),
    ("en", &["religion or other belief", "religion*", "religious*"]),
];

const NORWAY: [&Ground; 12] = [
    &GENDER,
    &PREGNANCY,
    &LEAVE,
    &CARE,
    &ETHNICITY,
    &RELIGION,
    &BELIEF,
    &DISABILITY,
    &ORIENTATION,
    &IDENTITY,
    &EXPRESSION,
    &AGE,
];
const SWEDEN: [&Ground; 7] =
    [&GENDER, &TRANSGENDER, &ETHNICITY, &FAITH, &DISABILITY, &ORIENTATION, &AGE];

/// A law, what it calls its section and itself, and the languages that it is written in.
struct Law {
    section: &'static str,
    own_name: &'static str,
    languages: &'static [&'static str],
    grounds: &'static [&'static Ground],
}

fn law(jurisdiction: Jurisdiction) -> Law {
    match jurisdiction {
        Jurisdiction::Norway => Law {
            section: "section 6 of Norway's Equality and Anti-Discrimination Act",
            own_name: "likestillings- og diskrimineringsloven § 6",
            languages: &["nb", "nn"],
            grounds: &NORWAY,
        },
        Jurisdiction::Sweden => Law {
            section: "chapter 1, section 5 of Sweden's Discrimination Act",
            own_name: "diskrimineringslagen 1 kap. 5 §",
            languages: &["sv"],
            grounds: &SWEDEN,
        },
    }
}

/// What a ground is called in a language, and by which words it is known.
fn names(ground: &Ground, language: &str) -> Option<&'static [&'static str]> {
    ground.iter().find(|(known, _)| *known == language).map(|(_, names)| *names)
}

/// A ground in the language of the policy, and in the words of the law where that is another.
fn called(ground: &Ground, language: &str, law: &Law) -> Option<String> {
    let name = |language| names(ground, language)?.first().map(|name| name.trim_end_matches('*'));
    let own = name(language)?;
    match law.languages.contains(&language) {
        true => Some(format!("`{own}`")),
        false => Some(match law.languages.first().and_then(|first| name(first)) {
            Some(in_law) => format!("`{own}` ({in_law})"),
            None => format!("`{own}`"),
        }),
    }
}

/// Tells the grounds of the policy's jurisdiction that its text, parts included, does not name.
pub fn tell(
    page: &WrittenPage,
    front: &PolicyFront,
    language: &str,
    diagnostics: &mut Diagnostics,
) {
    if front.jurisdictions.is_empty() {
        return;
    }
    let text = text(page);
    for jurisdiction in &front.jurisdictions {
        let law = law(jurisdiction.value);
        let missing = law.grounds.iter().filter_map(|ground| {
            let is_named = names(ground, language)?.iter().any(|name| says(&text, name));
            if is_named { None } else { called(ground, language, &law) }
        });
        let missing: Vec<String> = missing.collect();
        if missing.is_empty() {
            continue;
        }
        let message = format!(
            "the policy does not name {}, as {} does ({})",
            missing.join(", "),
            law.section,
            law.own_name
        );
        diagnostics.push(Diagnostic::warning("missing-grounds", jurisdiction.span, message).help(
            "name them where the policy says whom nobody may discriminate; a policy on something else needs no `jurisdiction`",
        ));
    }
}

/// All that the policy says, in small letters, one space between words and around the whole.
fn text(page: &WrittenPage) -> String {
    let whole = page.whole();
    let mut text = String::from(" ");
    let sections = crate::translation::sections(&whole);
    let Some(locale) = crate::locale::Locale::find("en") else { return text };
    read(&whole, &sections, locale, |part| {
        if let Part::Line(_, line) = part {
            for word in line.text.split(|c: char| !c.is_alphanumeric()) {
                if !word.is_empty() {
                    text.push_str(&word.to_lowercase());
                    text.push(' ');
                }
            }
        }
    });
    text
}

/// Whether a text has these words one after the other; the last may go on where it ends in `*`.
fn says(text: &str, name: &str) -> bool {
    match name.strip_suffix('*') {
        Some(stem) => text.contains(&format!(" {stem}")),
        None => text.contains(&format!(" {name} ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_is_not_known_by_a_part_of_another() {
        let text = " vi ser forbi kjønnsidentitet og etniske røtter ";
        let named = |ground: &Ground| ground[0].1.iter().any(|name| says(text, name));
        assert!(named(&IDENTITY) && named(&ETHNICITY));
        assert!(!named(&GENDER) && !named(&EXPRESSION) && !named(&AGE));
    }

    #[test]
    fn every_ground_is_known_by_what_it_is_called() {
        for ground in NORWAY.iter().chain(&SWEDEN) {
            for (language, names) in ground.iter() {
                let text = format!(" {} ", names[0].trim_end_matches('*'));
                let known: Vec<&str> =
                    names.iter().copied().filter(|name| says(&text, name)).collect();
                assert!(!known.is_empty(), "{language} {names:?}");
                assert!(names.iter().all(|name| name.to_lowercase() == **name), "{names:?}");
            }
        }
    }
}
