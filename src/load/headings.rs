//! What purchasing systems call the columns that we read, in Norwegian, Swedish and English.

/// A column and the headings that mean the same, letters and digits only.
const SAME: [(&str, &[&str]); 9] = [
    (
        "supplier_id",
        &[
            "leverandørnr",
            "leverandørnummer",
            "leverandørid",
            "levnr",
            "leverantörsnr",
            "leverantörsnummer",
            "leverantörsid",
            "suppliernumber",
            "supplierno",
            "vendorid",
            "vendorno",
        ],
    ),
    (
        "name",
        &[
            "navn",
            "namn",
            "leverandør",
            "leverandørnavn",
            "leverantör",
            "leverantörsnamn",
            "supplier",
            "suppliername",
            "vendor",
        ],
    ),
    (
        "orgnr",
        &[
            "orgnummer",
            "organisasjonsnr",
            "organisasjonsnummer",
            "organisationsnr",
            "organisationsnummer",
            "organisationnumber",
            "registrationnumber",
        ],
    ),
    ("org_form", &["organisasjonsform", "organisationsform", "selskapsform", "bolagsform"]),
    ("country", &["land", "landkode", "landskod", "countrycode"]),
    (
        "nace",
        &[
            "næringskode",
            "næring",
            "næringsgruppe",
            "sni",
            "snikod",
            "sn2007",
            "nacekode",
            "nacecode",
        ],
    ),
    (
        "turnover",
        &[
            "omsetning",
            "omsättning",
            "beløp",
            "belopp",
            "innkjøp",
            "inköp",
            "spend",
            "amount",
            "purchases",
        ],
    ),
    ("currency", &["valuta", "valutakode", "valutakod"]),
    ("publish", &["publiser", "publiseres", "publicera", "publiceras"]),
];

/// Whether a heading, in small letters, means the column `name` of a table. Signs and spaces do not
/// count: `Org.nr` is `orgnr`.
pub fn means(_dataset: &str, heading: &str, name: &str) -> bool {
    let heading = plain(heading);
    let others = SAME.iter().find(|(column, _)| *column == name).map_or(&[][..], |(_, list)| list);
    heading == plain(name) || others.contains(&heading.as_str())
}

/// Whether a heading means the column `name` in a language: `Tekst (nb)` is `text_nb`.
pub fn means_in(dataset: &str, heading: &str, name: &str, language: &str) -> bool {
    let heading = heading.trim_end_matches([')', ']']);
    let Some(before) = heading.strip_suffix(language) else { return false };
    before.ends_with(['_', ' ', '-', '(', '[']) && means(dataset, before, name)
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
