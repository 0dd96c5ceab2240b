//! A small report made by hand: two languages, a home page, a report with two chapters, and a page
//! that is not translated.

use belegg::artifact::Bytes;
use std::collections::BTreeMap;
use std::sync::Arc;

use belegg::chart::{Bar, Bars, Chart, Plot};
use belegg::diagnostic::Diagnostics;
use belegg::document::*;
use belegg::fact::{Fact, Label, Provenance, Value};
use belegg::locale::Locale;
use belegg::render::pictures::{Pictures, Version};
use belegg::render::site::{Download, Length, Picture, Run, site};
use belegg::source::{Sources, Span};
use belegg::theme::Theme;
use time::{Date, Month};

pub type Inlines = Vec<Inline<Resolved>>;

pub fn span() -> Span {
    let sources = Sources::from_files([("content/page.md", "")]);
    Span::file(sources.find("content/page.md").unwrap())
}

pub fn text(text: &str) -> Inline<Resolved> {
    Inline::Text { text: text.into(), span: span() }
}

pub fn words(words: &str) -> Inlines {
    vec![text(words)]
}

pub fn paragraph(content: Inlines) -> Block<Resolved> {
    Block::Paragraph(Paragraph { content, span: span() })
}

pub fn heading(level: u8, number: &str, anchor: &str, title: &str) -> Block<Resolved> {
    Block::Heading(Heading {
        level,
        content: words(title),
        mark: Box::new(HeadingMark {
            anchor: anchor.to_string(),
            number: (!number.is_empty()).then(|| number.to_string()),
            text: title.to_string(),
            attributes: Vec::new(),
        }),
        span: span(),
    })
}

pub fn fact(id: &str, shown: &str) -> Inline<Resolved> {
    let (id, period, text) = (id.to_string(), "2024".to_string(), shown.to_string());
    Inline::Fact(Box::new(CitedFact { id, period, text, entry: None, span: span() }))
}

pub fn link(target: Target, content: &str) -> Inline<Resolved> {
    Inline::Link {
        target: Box::new(Link { target, title: String::new(), span: span() }),
        content: words(content),
    }
}

pub fn note(number: usize, occurrence: usize) -> Inline<Resolved> {
    Inline::Note(Box::new(NoteMark { number, occurrence, span: span() }))
}

pub fn list(start: Option<u64>, steps: bool, items: Vec<Inlines>) -> Block<Resolved> {
    let items = items.into_iter().map(|item| vec![paragraph(item)]).collect();
    Block::List(List { start, tight: true, steps, items, span: span() })
}

fn day(year: i32, month: Month, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, month, day).ok()
}

/// The words of one language.
pub struct Tongue {
    pub tag: &'static str,
    label: &'static str,
    prefix: &'static str,
    pub percent: &'static str,
    words: fn(&'static str, &'static str) -> &'static str,
}

pub fn tongues() -> [Tongue; 2] {
    [
        Tongue { tag: "nb", label: "Norsk", prefix: "/", percent: "\u{a0}%", words: |nb, _| nb },
        Tongue { tag: "en", label: "English", prefix: "/en/", percent: "%", words: |_, en| en },
    ]
}

impl Tongue {
    fn locale(&self) -> &'static Locale {
        Locale::find(self.tag).unwrap()
    }

    fn say(&self, nb: &'static str, en: &'static str) -> &'static str {
        (self.words)(nb, en)
    }

    fn url(&self, nb: &'static str, en: &'static str) -> String {
        format!("{}{}", self.prefix, self.say(nb, en))
    }
}

/// A page with nothing on it yet.
pub fn page(tongue: &Tongue, key: &str, kind: PageKind, url: String, title: &str) -> Page {
    Page {
        key: key.to_string(),
        kind,
        url,
        locale: tongue.locale(),
        title: words(title),
        title_text: title.to_string(),
        number: None,
        description: String::new(),
        blocks: Vec::new(),
        notes: Vec::new(),
        translations: Vec::new(),
        trail: Vec::new(),
        children: Vec::new(),
        previous: None,
        next: None,
        report: None,
        key_figures: Vec::new(),
        printed: Vec::new(),
        evidence: None,
        policy: None,
        authoritative: None,
        article: Article::default(),
        metadata: Vec::new(),
        signatures: Vec::new(),
        date: None,
        updated: None,
        as_of: None,
        reading_minutes: 1,
        template: None,
        aliases: Vec::new(),
        extra: serde_json::Value::Null,
        span: span(),
        known: Known::default(),
    }
}

pub fn card(page: &Page) -> Arc<PageCard> {
    Arc::new(PageCard {
        key: page.key.clone(),
        url: page.url.clone(),
        title: page.title_text.clone(),
        number: page.number.clone(),
        description: page.description.clone(),
        date: page.date,
        picture: None,
    })
}

pub fn data_file(csv: &str) -> DataFile {
    DataFile { csv: csv.to_string(), period: "2024".to_string() }
}

pub fn chart(tongue: &Tongue) -> Block<Resolved> {
    let rows = [
        ("NO", tongue.say("Norge", "Norway"), 356.0, "356", "80"),
        ("SE", tongue.say("Sverige", "Sweden"), 31.0, "31", "7"),
        ("DK", tongue.say("Danmark", "Denmark"), 18.0, "18", "4"),
        ("GB", tongue.say("Storbritannia", "United Kingdom"), 13.0, "13", "3"),
        ("other", tongue.say("Andre land (8)", "Other countries (8)"), 29.0, "29", "6"),
    ];
    let share = |share: &str| format!("{share}{}", tongue.percent);
    let bars = rows.map(|(key, label, value, value_text, part)| Bar {
        key: key.to_string(),
        label: label.to_string(),
        value,
        value_text: value_text.to_string(),
        share_text: Some(share(part)),
        other: key == "other",
        quiet: false,
    });
    let column = |title: &str, numeric| Column { title: title.to_string(), numeric };
    let cells = |cells: [&str; 3]| cells.map(|cell| Cell::Text(cell.to_string())).to_vec();
    let table = DataTable {
        keys: rows.iter().map(|row| row.0.to_string()).collect(),
        columns: vec![
            column(tongue.say("Land", "Country"), false),
            column(tongue.say("Antall", "Number"), true),
            column(tongue.say("Andel", "Share"), true),
        ],
        rows: rows.iter().map(|row| cells([row.1, row.3, &share(row.4)])).collect(),
        total: Some(cells([tongue.say("I alt", "Total"), "447", &share("100")])),
    };
    let name = tongue.say("De fleste holder til i Norge", "Most are based in Norway");
    let description = tongue.say(
        "Søylediagram med fem grupper. Størst er Norge med 356.",
        "Bar chart with five groups. The largest is Norway with 356.",
    );
    Block::Figure(Box::new(Figure {
        number: Some("1.1".to_string()),
        anchor: "suppliers-by-country".to_string(),
        caption: words(name),
        subtitle: tongue
            .say("Antall forretningsforbindelser etter land", "Business relations by country")
            .to_string(),
        source: tongue
            .say("Kilde: leverandørregisteret.", "Source: the supplier register.")
            .to_string(),
        content: FigureContent::Chart {
            chart: Box::new(Chart {
                id: "suppliers-by-country".to_string(),
                lang: tongue.locale().tag().to_string(),
                name: name.to_string(),
                description: description.to_string(),
                plot: Plot::Bar(Bars { bars: bars.to_vec(), maximum: 356.0 }),
            }),
            table,
            file: data_file(&format!("data/2024/suppliers-by-country.{}.csv", tongue.tag)),
        },
        span: span(),
    }))
}

fn goals(tongue: &Tongue) -> Block<Resolved> {
    let percent = |number: &str| format!("{number}{}", tongue.percent);
    let row = |goal: &str, word: &str, tone, reached: String, target: String, owner: &str| {
        let cell = |text: &str| Cell::Text(text.to_string());
        let status = Cell::Status { word: word.to_string(), tone };
        vec![cell(goal), status, cell(&reached), cell(&target), cell(owner)]
    };
    let column = |title: &str, numeric| Column { title: title.to_string(), numeric };
    Block::Figure(Box::new(Figure {
        number: Some("1.1".to_string()),
        anchor: "goals".to_string(),
        caption: words(tongue.say("Mål og status ved årsslutt", "Goals and status at year-end")),
        subtitle: String::new(),
        source: tongue.say("Kilde: innkjøpsavdelingen.", "Source: procurement.").to_string(),
        content: FigureContent::Table {
            table: DataTable {
                keys: Vec::new(),
                columns: vec![
                    column(tongue.say("Mål", "Goal"), false),
                    column("Status", false),
                    column("2024", true),
                    column(tongue.say("Målverdi", "Target"), true),
                    column(tongue.say("Ansvarlig", "Owner"), false),
                ],
                rows: vec![
                    row(
                        tongue.say(
                            "Flere kjøp fra leverandører som har signert de etiske kravene",
                            "More purchases from suppliers who have signed the code of conduct",
                        ),
                        tongue.say("I rute", "On track"),
                        Tone::Going,
                        percent("68"),
                        percent("75"),
                        tongue.say("Innkjøp", "Procurement"),
                    ),
                    row(
                        tongue.say(
                            "Svarprosent på egenvurderingen",
                            "Response to the self-assessment",
                        ),
                        tongue.say("Nådd", "Met"),
                        Tone::Good,
                        percent("66"),
                        percent("65"),
                        tongue.say("Bærekraft", "Sustainability"),
                    ),
                    row(
                        tongue.say("Revisjoner hos leverandører", "Supplier audits"),
                        tongue.say("Forsinket", "Delayed"),
                        Tone::Bad,
                        "2".to_string(),
                        "4".to_string(),
                        tongue.say("Kvalitet", "Quality"),
                    ),
                    row(
                        tongue.say("Opplæring av alle som bestiller", "Training of all who order"),
                        tongue.say("Løpende", "Ongoing"),
                        Tone::Neutral,
                        percent("93"),
                        percent("100"),
                        "HR",
                    ),
                ],
                total: None,
            },
            file: data_file(&format!("data/2024/goals.{}.csv", tongue.tag)),
        },
        span: span(),
    }))
}

fn chapter_blocks(tongue: &Tongue) -> Vec<Block<Resolved>> {
    let say = |nb, en| words(tongue.say(nb, en));
    let step = |lead: &'static str, rest: &'static str| {
        vec![Inline::Strong(words(lead)), text(" "), text(rest)]
    };
    vec![
        heading(2, "1.1", "who", tongue.say("Hvem vi handler med", "Who we buy from")),
        paragraph(vec![
            text(tongue.say("Ved utgangen av året hadde vi ", "At the end of the year we had ")),
            fact("suppliers.count", "447"),
            text(tongue.say(" forretningsforbindelser", " business relations")),
            note(1, 1),
            text(tongue.say(". Mer står i ", ". More is said in ")),
            link(
                Target::Page {
                    url: tongue.url("rapport/2024/tiltak/", "report/2024/measures/"),
                    key: "report/2024/02-measures".to_string(),
                    anchor: Some("aud".to_string()),
                    lang: None,
                },
                tongue.say("kapittel 2", "chapter 2"),
            ),
            text(tongue.say(" og hos ", " and by ")),
            link(Target::External("https://www.oecd.org/".to_string()), "OECD"),
            text("."),
            note(1, 2),
        ]),
        Block::Callout {
            kind: Callout::Note,
            blocks: vec![paragraph(say(
                "Vi bruker ordet om leverandører og forretningspartnere under ett.",
                "We use the term for suppliers and business partners together.",
            ))],
            span: span(),
        },
        heading(2, "1.2", "countries", tongue.say("Land og næring", "Country and industry")),
        chart(tongue),
        heading(
            3,
            "1.2.1",
            "risk",
            tongue.say("Varer fra land med høyere risiko", "Riskier goods"),
        ),
        Block::Callout {
            kind: Callout::Warning,
            blocks: vec![paragraph(say(
                "Fire leverandører har ikke svart. De regnes med middels risiko til vi vet mer.",
                "Four suppliers have not answered. They count as medium risk until we know more.",
            ))],
            span: span(),
        },
        heading(2, "1.3", "method", tongue.say("Slik vurderer vi risiko", "How we assess risk")),
        list(
            Some(1),
            true,
            vec![
                step(
                    tongue.say("Oversikt.", "Overview."),
                    tongue.say("Vi henter leverandørene fra regnskapet.", "Taken from accounts."),
                ),
                step(
                    tongue.say("Risiko.", "Risk."),
                    tongue.say("Land og næring gir en første klasse.", "Country and industry."),
                ),
            ],
        ),
        Block::PullQuote {
            quote: vec![paragraph(say(
                "Det er samtalen etter skjemaet som endrer noe.",
                "It is the conversation after the form that changes something.",
            ))],
            attribution: words("Ingrid Eksempel"),
            span: span(),
        },
        Block::Table(Box::new(Table {
            columns: vec![Alignment::Start, Alignment::End],
            head: vec![say("År", "Year"), say("Svar", "Answers")],
            rows: vec![vec![words("2023"), words("81")], vec![words("2024"), words("90")]],
            span: span(),
        })),
        heading(2, "1.4", "goals-progress", tongue.say("Mål og fremdrift", "Goals and progress")),
        goals(tongue),
        heading(2, "1.5", "terms", tongue.say("Begreper", "Terms")),
        Block::Definitions(vec![Definition {
            term: say("Hva er anstendige arbeidsforhold?", "What are decent working conditions?"),
            details: vec![vec![paragraph(say(
                "Arbeid som ivaretar menneskerettigheter og sikkerhet.",
                "Work that safeguards human rights and safety.",
            ))]],
        }]),
    ]
}

fn key_figures(tongue: &Tongue) -> Vec<Card> {
    let card = |id: &str, value: &str, unit: &str, label: &str, detail: &str| Card {
        id: id.to_string(),
        period: "2024".to_string(),
        value: value.to_string(),
        unit: unit.to_string(),
        label: label.to_string(),
        detail: detail.to_string(),
        entry: None,
    };
    let say = |nb, en| tongue.say(nb, en);
    vec![
        card(
            "suppliers.count",
            "447",
            "",
            say("forretningsforbindelser vurdert", "business relations assessed"),
            say("Innkjøp over 30\u{a0}000 kr", "Purchases over NOK 30,000"),
        ),
        card(
            "questionnaire.response_rate",
            "66",
            "%",
            say("svarte på egenvurderingen", "answered the self-assessment"),
            say("90 av 137 spurte", "90 of 137 asked"),
        ),
        card("questionnaire.mean", "84", "%", say("gjennomsnittlig skår", "mean score"), ""),
        card("audits.count", "2", "", say("leverandørrevisjoner", "supplier audits"), ""),
    ]
}

fn edition(tongue: &Tongue, others: &[Tongue]) -> Edition {
    let say = |nb, en| tongue.say(nb, en);
    let title = say("Åpenhet i Lyngvik Helse", "Transparency at Lyngvik Helse");
    let mut home = page(tongue, "_index", PageKind::Home, tongue.url("", ""), title);
    home.description = say("Tall og tiltak, år for år.", "Figures and measures.").to_string();

    let key = "report/2024/_index";
    let url = tongue.url("rapport/2024/", "report/2024/");
    let title =
        say("Redegjørelse for aktsomhetsvurderinger 2024", "Statement on due diligence 2024");
    let mut front = page(tongue, key, PageKind::Report, url, title);
    front.description = say(
        "Vi undersøker hvordan innkjøpene våre påvirker mennesker. Her står det vi fant.",
        "We examine how our purchases affect people. This is what we found.",
    )
    .to_string();
    front.date = day(2025, Month::May, 28);
    front.report = Some(key.to_string());
    front.key_figures = key_figures(tongue);
    front.trail = vec![card(&home)];
    front.metadata = vec![
        (say("Publisert", "Published").to_string(), say("28. mai 2025", "28 May 2025").to_string()),
        (say("Gjelder", "Covers").to_string(), "2024".to_string()),
    ];
    front.aliases = vec![say("/gammel/adresse/", "/old/address/").to_string()];
    front.blocks = vec![
        heading(2, "", "in-brief", say("Kort fortalt", "In brief")),
        list(
            None,
            false,
            vec![
                words(say("Vi fant ingen brudd.", "We found no breaches.")),
                vec![
                    fact("questionnaire.response_rate", &format!("66{}", tongue.percent)),
                    text(say(" svarte da vi spurte.", " answered when we asked.")),
                ],
            ],
        ),
        chart(tongue),
    ];

    let url = tongue.url("rapport/2024/leverandorer/", "report/2024/suppliers/");
    let title = say("Leverandørkjeden", "The supply chain");
    let mut chapter = page(tongue, "report/2024/01-suppliers", PageKind::Chapter, url, title);
    chapter.number = Some("1".to_string());
    chapter.description = say("Hvem vi handler med.", "Who we buy from.").to_string();
    chapter.blocks = chapter_blocks(tongue);
    chapter.notes = vec![Note {
        number: 1,
        blocks: vec![paragraph(words(say("Jf. åpenhetsloven § 3.", "See section 3 of the Act.")))],
        references: 2,
    }];
    chapter.updated = day(2025, Month::May, 21);
    chapter.as_of = day(2024, Month::December, 31);
    chapter.reading_minutes = 6;

    let url = tongue.url("rapport/2024/tiltak/", "report/2024/measures/");
    let mut last = page(tongue, "report/2024/02-measures", PageKind::Chapter, url, "x");
    let title = say("Tiltak og oppfølging", "Measures and follow-up");
    (last.title, last.title_text) = (words(title), title.to_string());
    last.number = Some("2".to_string());
    last.blocks = vec![heading(2, "2.1", "aud", say("Revisjoner", "Audits"))];

    front.children = vec![card(&chapter), card(&last)];
    chapter.next = Some(card(&last));
    last.previous = Some(card(&chapter));
    for one in [&mut chapter, &mut last] {
        one.report = Some(key.to_string());
        one.trail = vec![card(&home), card(&front)];
    }

    // Written in Norwegian only: the English edition shows the original.
    let url = tongue.url("om/", "om/");
    let mut about = page(&tongues()[0], "about", PageKind::Page, url, "Om oss");
    about.blocks = vec![
        heading(2, "", "hvem", "Hvem vi er"),
        paragraph(words("Vi driver klinikker.")),
        heading(2, "", "hvor", "Hvor vi er"),
    ];
    about.trail = vec![card(&home)];
    home.children = vec![card(&front), card(&about)];

    let mut pages = vec![home, about, chapter, last, front];
    for one in &mut pages {
        one.translations = others.iter().map(|other| translation(one, other, tongue)).collect();
    }
    Edition {
        locale: tongue.locale(),
        is_default: tongue.tag == "nb",
        label: tongue.label.to_string(),
        title: say("Åpenhet i Lyngvik Helse", "Transparency at Lyngvik Helse").to_string(),
        description: String::new(),
        accessibility_statement: None,
        menu: vec![
            MenuItem {
                title: say("Redegjørelse", "Statement").to_string(),
                url: tongue.url("rapport/2024/", "report/2024/"),
                key: key.to_string(),
            },
            MenuItem {
                title: say("Om oss", "About us").to_string(),
                url: tongue.url("om/", "om/"),
                key: "about".to_string(),
            },
        ],
        pages: pages.into_iter().map(Arc::new).collect(),
        documents: vec![Document {
            key: key.to_string(),
            chapters: Vec::new(),
            evidence: None,
            path: pdf(tongue.tag),
            title: String::new(),
            kind: say("Redegjørelse etter åpenhetsloven", "Transparency Act statement").to_string(),
            period: "2024".to_string(),
            date: None,
        }],
        search: Some(tongue.url("sok/", "search/")),
    }
}

fn pdf(tag: &str) -> String {
    format!("report-2024.{tag}.pdf")
}

fn translation(page: &Page, other: &Tongue, own: &Tongue) -> Translation {
    let url = match page.key.as_str() {
        "_index" => other.url("", ""),
        "about" => other.url("om/", "om/"),
        "report/2024/_index" => other.url("rapport/2024/", "report/2024/"),
        "report/2024/01-suppliers" => {
            other.url("rapport/2024/leverandorer/", "report/2024/suppliers/")
        }
        _ => other.url("rapport/2024/tiltak/", "report/2024/measures/"),
    };
    Translation {
        tag: other.locale().tag(),
        label: other.label.to_string(),
        url,
        translated: page.key != "about" || other.tag == "nb",
        instead: None,
        current: other.tag == own.tag,
    }
}

pub fn report() -> Report {
    let tongues = tongues();
    let label = [("nb", "forretningsforbindelser"), ("en", "business relations")];
    let fact = Fact {
        id: "suppliers.count".to_string(),
        value: Value::Count(447),
        decimals: 0,
        parts: None,
        label: Label::Given(label.map(|(tag, word)| (tag.into(), word.into())).into()),
        definition: Label::Message("definition.suppliers.count".to_string()),
        as_of: day(2024, Month::December, 31),
        provenance: Provenance {
            others: Vec::new(),
            dataset: "data/2024/suppliers.csv".to_string(),
            sha256: "00".repeat(32),
            rows: Some(447),
            formula: "count where turnover > 30000".to_string(),
            source: None,
        },
    };
    Report {
        base_url: "https://apenhet.example".to_string(),
        licence: None,
        organisation: Organisation {
            name: "Lyngvik Helse AS".to_string(),
            email: "aktsomhet@lyngvik.example".to_string(),
            address: "Lyngvikkaia 4, 0000 Oslo".to_string(),
        },
        editions: tongues.iter().map(|tongue| edition(tongue, &tongues)).collect(),
        files: std::collections::BTreeMap::new(),
        facts: vec![("2024".to_string(), fact)],
        series: Vec::new(),
        suppressed: Vec::new(),
        outline: Default::default(),
    }
}

/// The PDFs as if they had been typeset.
pub fn downloads() -> Vec<Download> {
    let download = |tag| {
        let folder = if tag == "nb" { "rapport" } else { "en/report" };
        let path = format!("{folder}/2024/share.png");
        let picture = Some(Picture { path, width: 1200, height: 630, is_own: false });
        Download { path: pdf(tag), length: Some(Length { bytes: 1_800_000, pages: 24 }), picture }
    };
    tongues().map(|tongue| download(tongue.tag)).to_vec()
}

pub type Files = std::collections::BTreeMap<String, String>;

/// The files of a report under the default theme, with the files of a project over it, and what
/// was told.
pub fn publish(report: &Report, project: &[(&str, &str)]) -> (Files, Vec<String>) {
    publish_with(report, project, &downloads())
}

pub fn publish_without_pdfs(report: &Report) -> (Files, Vec<String>) {
    publish_with(report, &[], &[])
}

fn publish_with(
    report: &Report,
    project: &[(&str, &str)],
    downloads: &[Download],
) -> (Files, Vec<String>) {
    let sources = Sources::from_files(project.iter().copied());
    let mut diagnostics = Diagnostics::default();
    let theme = Arc::new(Theme::load("default", &sources, &mut diagnostics));
    let version = Version {
        path: "images/picture-8.00000000.png".to_string(),
        width: 8,
        height: 6,
        bytes: Bytes::new(),
    };
    let shown = BTreeMap::from([(span().file, vec![version])]);
    let pictures = Pictures { shown, ..Pictures::default() };
    let report = Arc::new(report.clone());
    let run = Run::default();
    let artifacts = site(&report, &theme, &sources, &pictures, downloads, run, &mut diagnostics);
    let told = diagnostics.sorted().into_iter().map(|one| {
        let place = belegg::diagnostic::place(one, &sources);
        let place =
            place.map_or(String::new(), |(path, line, column)| format!("{path}:{line}:{column}: "));
        let help = one.help.as_deref().map_or(String::new(), |help| format!(" ({help})"));
        format!("{place}{}{help}", one.message)
    });
    let told = told.collect();
    let texts = artifacts.files.into_iter();
    let texts = texts.map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()));
    (texts.collect(), told)
}
