//! What people and purchasing systems call our tables and columns, in Norwegian, Swedish and
//! English. Letters and digits only, in small letters: `Org.nr` is `orgnr`.

type Names = &'static [(&'static str, &'static [&'static str])];

/// Columns that mean the same in every table.
const COMMON: Names = &[
    (
        "supplier_id",
        &[
            "leverandørnr",
            "leverandørnummer",
            "leverandørid",
            "levnr",
            "kreditornr",
            "kreditornummer",
            "leverantörsnr",
            "leverantörsnummer",
            "leverantörsid",
            "suppliernumber",
            "supplierno",
            "suppliernr",
            "vendorid",
            "vendorno",
            "vendornumber",
            "creditorno",
        ],
    ),
    ("country", &["land", "landkode", "landskod", "countrycode", "countryregion"]),
    (
        "nace",
        &[
            "næringskode",
            "næring",
            "næringsgruppe",
            "nacekode",
            "nacecode",
            "nacekod",
            "sni",
            "snikod",
            "sn2007",
            "næringskode1",
            "industry",
            "industrycode",
            "bransje",
            "bransch",
        ],
    ),
    ("nace_version", &["naceversjon", "naceutgave", "naceutgåva"]),
    ("currency", &["valuta", "valutakode", "valutakod", "currencycode"]),
    ("source", &["kilde", "källa"]),
    ("status", &["tilstand", "läge"]),
    ("text", &["tekst", "beskrivelse", "beskrivning", "description"]),
    ("year", &["år"]),
    ("group", &["gruppe", "grupp"]),
    ("unit", &["enhet"]),
    ("due", &["frist", "tidsfrist", "deadline", "duedate"]),
    ("women", &["kvinner", "kvinnor", "antallkvinner", "antalkvinnor"]),
    ("men", &["menn", "män", "antallmenn", "antalmän"]),
    ("women_n", &["kvinner", "kvinnor", "antallkvinner", "antalkvinnor", "women"]),
    ("men_n", &["menn", "män", "antallmenn", "antalmän", "men"]),
    ("class", &["risiko", "risk", "risikoklasse", "riskklass", "klasse", "klass", "risikonivå"]),
    ("edition", &["utgave", "utgåva"]),
    ("licence", &["lisens", "licens", "license"]),
    ("retrieved_on", &["hentet", "hentetdato", "hämtad", "retrieved"]),
];

/// Columns by the table that they stand in.
const OWN: &[(&str, Names)] = &[
    (
        "suppliers",
        &[
            (
                "name",
                &[
                    "navn",
                    "namn",
                    "leverandør",
                    "leverandørnavn",
                    "kreditornavn",
                    "leverantör",
                    "leverantörsnamn",
                    "supplier",
                    "suppliername",
                    "vendor",
                    "vendorname",
                    "foretaksnavn",
                    "företagsnamn",
                    "company",
                    "companyname",
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
                    "organisationno",
                    "companyregistrationnumber",
                ],
            ),
            (
                "org_form",
                &[
                    "organisasjonsform",
                    "organisationsform",
                    "selskapsform",
                    "bolagsform",
                    "legalform",
                    "orgformkode",
                ],
            ),
            ("relation", &["relasjon", "forhold", "leddi", "ledd", "relationstyp", "tier"]),
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
                    "innkjøpsbeløp",
                    "inköpsbelopp",
                    "årligomsetning",
                    "annualspend",
                    "sumnok",
                ],
            ),
            ("strategic", &["strategisk", "kritisk", "critical"]),
            (
                "coc_signed_on",
                &[
                    "etiskeretningslinjersignert",
                    "etiskekravsignert",
                    "signertetiskekrav",
                    "signertdato",
                    "signertetiskeretningslinjer",
                    "cocsignert",
                    "cocdato",
                    "uppförandekodsignerad",
                    "cocsignerad",
                    "cocsigned",
                    "codeofconductsigned",
                    "codeofconductsignedon",
                ],
            ),
            (
                "risk_override",
                &["overstyrtrisiko", "risikooverstyring", "manuellrisk", "egenrisiko"],
            ),
            ("override_reason", &["begrunnelserisiko", "motiveringrisk", "riskreason"]),
            ("exclude", &["utelat", "utelates", "holdesutenfor", "uteslut", "excluded"]),
            ("exclude_reason", &["begrunnelseutelatt", "utelattfordi", "skäl", "excludedreason"]),
            (
                "publish",
                &[
                    "publiser",
                    "publiseres",
                    "kanpubliseres",
                    "publicera",
                    "publiceras",
                    "published",
                ],
            ),
        ],
    ),
    ("rates", &[("rate", &["kurs", "valutakurs", "växelkurs", "exchangerate"])]),
    (
        "country-risk",
        &[("index", &["indeks"]), ("value", &["verdi", "värde", "score", "poeng", "poäng"])],
    ),
    (
        "responses",
        &[
            (
                "invited_on",
                &["invitert", "invitertdato", "inbjuden", "sendt", "skickad", "invited"],
            ),
            (
                "answered_on",
                &["besvart", "besvartdato", "svart", "besvarad", "svarsdatum", "answered"],
            ),
            (
                "score_total",
                &["totalscore", "totalpoeng", "poengsum", "totalpoäng", "poängsumma", "total"],
            ),
            ("documents", &["dokumenter", "dokument", "antalldokumenter"]),
        ],
    ),
    (
        "audits",
        &[
            ("date", &["dato", "datum", "revisjonsdato", "auditdate"]),
            ("type", &["art", "slag", "revisjonstype", "typ", "audittype"]),
            ("findings", &["funn", "avvik", "avvikelser", "antallfunn", "nonconformities"]),
            ("closed", &["lukket", "lukkede", "stängda", "åtgärdade", "lukkedefunn"]),
        ],
    ),
    (
        "findings",
        &[
            ("kind", &["art", "slag", "type", "typ"]),
            ("scope", &["omfang", "omfattning", "hvor"]),
            ("right", &["rettighet", "rättighet"]),
            ("topic", &["tema", "ämne", "område"]),
            ("severity", &["alvorlighet", "alvorlighetsgrad", "allvarlighetsgrad"]),
            ("likelihood", &["sannsynlighet", "sannolikhet", "probability"]),
        ],
    ),
    (
        "measures",
        &[
            ("finding_ids", &["funn", "funnid", "findings", "finding", "gjelderfunn"]),
            ("type", &["art", "slag", "tiltakstype", "typ"]),
            ("title", &["tittel", "titel", "tiltak", "åtgärd", "measure"]),
            ("owner_role", &["ansvarlig", "ansvarig", "rolle", "roll", "responsible"]),
            ("result", &["resultat"]),
            ("expected_result", &["forventetresultat", "förväntatresultat"]),
        ],
    ),
    (
        "goals",
        &[
            ("text", &["mål", "målsetting", "goal"]),
            ("owner", &["ansvarlig", "ansvarig", "eier", "ägare", "responsible"]),
            ("baseline", &["utgangspunkt", "utgångsläge"]),
            ("target", &["måltall", "måltal", "målverdi", "målvärde"]),
            ("value", &["verdi", "värde", "resultat", "nåverdi"]),
        ],
    ),
    (
        "requests",
        &[
            ("received_on", &["mottatt", "mottattdato", "mottagen", "inkommen", "received"]),
            ("answered_on", &["besvart", "besvartdato", "besvarad", "answered"]),
            ("extended", &["forlenget", "utsatt", "förlängd"]),
            ("outcome", &["utfall", "resultat"]),
        ],
    ),
    ("workforce", &[("group_type", &["gruppetype", "type", "grupptyp", "inndeling", "indelning"])]),
    (
        "leave",
        &[
            ("women_weeks", &["ukerkvinner", "kvinneruker", "veckorkvinnor"]),
            ("men_weeks", &["ukermenn", "mennuker", "veckormän"]),
        ],
    ),
    (
        "pay",
        &[
            ("level", &["nivå", "stillingsnivå", "befattningsnivå"]),
            ("women_avg", &["snittkvinner", "gjennomsnittkvinner", "medellönkvinnor"]),
            ("men_avg", &["snittmenn", "gjennomsnittmenn", "medellönmän"]),
            ("ratio_pct", &["kvinnersandel", "lønnsforhold", "andelprosent", "lönekvot", "ratio"]),
        ],
    ),
];

/// What people call a table, as a sheet of a workbook.
const TABLES: Names = &[
    (
        "suppliers",
        &[
            "leverandører",
            "leverandorer",
            "leverandørregister",
            "leverandørliste",
            "leverandør",
            "leverantörer",
            "leverantörsregister",
            "supplier",
            "supplierregister",
            "vendors",
        ],
    ),
    ("rates", &["kurser", "valutakurser", "växelkurser", "valutor", "exchangerates"]),
    ("country-risk", &["landrisiko", "landrisk", "risikoland"]),
    ("industry-risk", &["bransjerisiko", "næringsrisiko", "branschrisk"]),
    ("responses", &["svar", "besvarelser", "egenvurdering", "egenvurderinger", "enkätsvar"]),
    ("audits", &["revisjoner", "leverandørrevisjoner", "revisioner", "audit"]),
    ("findings", &["funn", "avvik", "iakttagelser"]),
    ("measures", &["tiltak", "åtgärder", "actions"]),
    ("goals", &["mål", "målsettinger", "targets"]),
    ("requests", &["innsynskrav", "informasjonskrav", "henvendelser", "förfrågningar"]),
    ("workforce", &["ansatte", "kjønnsbalanse", "anställda", "könsfördelning", "employees"]),
    ("leave", &["permisjon", "foreldrepermisjon", "föräldraledighet"]),
    ("pay", &["lønn", "lønnskartlegging", "lön", "lönekartläggning"]),
];

/// The table that a sheet of this name holds.
pub fn dataset(sheet: &str) -> Option<&'static str> {
    let sheet = plain(&sheet.to_lowercase());
    let is_meant = |(table, names): &&(&str, &[&str])| {
        plain(table) == sheet || names.contains(&sheet.as_str())
    };
    TABLES.iter().find(is_meant).map(|(table, _)| *table)
}

/// Whether a heading, in small letters, means the column `name` of a table. Signs and spaces do not
/// count. What a table calls its own stands before what all tables have in common.
pub fn means(table: &str, heading: &str, name: &str) -> bool {
    let heading = plain(heading);
    if heading == plain(name) {
        return true;
    }
    let own = OWN.iter().find(|(known, _)| *known == table).map_or(&[][..], |(_, names)| names);
    let is_listed = |names: Names, column: &dyn Fn(&str) -> bool| {
        names.iter().any(|(known, list)| column(known) && list.contains(&heading.as_str()))
    };
    is_listed(own, &|known| known == name)
        || is_listed(COMMON, &|known| known == name) && !is_listed(own, &|_| true)
}

/// Whether a heading means the column `name` in a language: `Tekst (nb)` is `text_nb`.
pub fn means_in(table: &str, heading: &str, name: &str, language: &str) -> bool {
    let heading = heading.trim_end_matches([')', ']']);
    let Some(before) = heading.strip_suffix(language) else { return false };
    before.ends_with(['_', ' ', '-', '(', '[']) && means(table, before, name)
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_means_what_its_table_calls_so() {
        assert!(means("suppliers", "leverandør", "name"));
        assert!(means("suppliers", "org. nr.", "orgnr"));
        assert!(means("audits", "leverandørnr.", "supplier_id"));
        assert!(!means("audits", "leverandør", "name"));
        assert!(means("goals", "mål", "text") && !means("measures", "mål", "text"));
        assert!(means_in("measures", "tiltak (nb)", "title", "nb"));
        assert!(means_in("goals", "text_en", "text", "en"));
        assert_eq!(dataset("Leverandører"), Some("suppliers"));
        assert_eq!(dataset("Country risk"), Some("country-risk"));
        assert_eq!(dataset("Ark1"), None);
    }

    #[test]
    fn no_name_means_two_columns_of_a_table() {
        for (table, names) in OWN {
            let mut all: Vec<&str> = names.iter().flat_map(|(_, list)| *list).copied().collect();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count, "{table}");
        }
    }
}
