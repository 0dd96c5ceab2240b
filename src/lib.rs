//! Belegg turns a year's data and Markdown text in several languages into a published report:
//! an accessible website and a tagged PDF per language, in which every number comes from the data.
//!
//! [`build`] is the only place where the stages meet.

// Bad input is a diagnostic, never a panic; only the command line speaks; the world outside is
// touched only where `clippy.toml` is set aside below. Tests and benchmarks are free of these.
#![warn(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unreachable,
    clippy::unwrap_used
)]

pub mod artifact;
pub mod chart;
pub mod check;
#[expect(
    clippy::disallowed_methods,
    reason = "the command line stands in a folder and measures time"
)]
pub mod cli;
pub mod compose;
pub mod config;
pub mod data;
pub mod derive;
pub mod diagnostic;
pub mod document;
pub mod fact;
pub mod fix;
pub mod import;
pub mod load;
pub mod locale;
pub mod memory;
mod pdfs;
pub mod phase;
pub mod project;
#[expect(clippy::disallowed_methods, reason = "writes the output folder")]
pub mod publish;
pub mod recent;
pub mod render;
#[expect(clippy::disallowed_methods, reason = "watches the project folder, and waits")]
pub mod serve;
#[expect(clippy::disallowed_methods, reason = "reads the project folder")]
pub mod source;
pub mod theme;
pub mod translation;
#[expect(clippy::disallowed_methods, reason = "hands the `typst` command a folder of its own")]
pub mod typeset;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use time::Date;

use artifact::{Artifacts, Store};
use check::PolicyStatus;
use compose::Composed;
use compose::ground::Ground;
use compose::publication::Publication;
use compose::sitemap::Sitemap;
use diagnostic::levels::Levels;
use diagnostic::{Diagnostic, Diagnostics};
use document::{Edition, Page, Printed, Report};
use fact::Facts;
use memory::Memory;
use pdfs::Documents;
pub use pdfs::{TypstFolder, documents, typst_folder};
use phase::{Phase, Stopwatch};
use project::{Project, accepted, versions};
use recent::Recent;
use render::site::{Download, Length, Picture};
use source::{FileId, Skipped, Sources};
use translation::{Fingerprints, PageStatus, SectionStatus, Status};
use typeset::{EngineFault, Engines};

/// What a build is asked for, beside the project itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The configuration's path within the project; `belegg.toml` unless said otherwise.
    pub config: Option<String>,
    /// Instead of the configuration's.
    pub base_url: Option<String>,
    /// Publish drafts too, and what is not due yet.
    pub drafts: bool,
    /// The day of the build, for pages that are published from or until a day.
    pub date: Option<Date>,
    pub pdf: PdfChoice,
    /// The day by which is told what is overdue: reviews of policies, faults to be mended. It changes
    /// no byte of what is published; where it is not known, nothing is told.
    pub today: Option<Date>,
    /// What takes finished pages over as they are made; without it they stay in memory.
    pub store: Option<Arc<dyn Store>>,
    /// What remembers pictures and typeset documents from one build to the next.
    pub memory: Option<Arc<dyn Memory>>,
    /// Only these documents are typeset, by their paths, and of the others those that are remembered
    /// are there: nobody waits for the rest. None where all are wanted.
    pub awaited: Option<BTreeSet<String>>,
    /// For programs that build again and again: the engine, with all that it knows of the last builds.
    pub engines: Arc<Engines>,
    /// For the same programs: what the last build knew, so that this one makes anew only what changed.
    pub recent: Option<Arc<Recent>>,
    /// What the project's folder held that is not read.
    pub skipped: Vec<Skipped>,
    /// What was said of warnings for this call; it goes before what the configuration says.
    pub levels: Levels,
    /// Who is told when a phase of the build begins, and when a document or page is made.
    pub stopwatch: Option<Arc<dyn Stopwatch>>,
}

impl Options {
    fn config(&self) -> &str {
        self.config.as_deref().unwrap_or("belegg.toml")
    }

    fn begin(&self, phase: Phase) {
        if let Some(stopwatch) = &self.stopwatch {
            stopwatch.begins(phase);
        }
    }

    /// What a build is asked for, where it says what becomes of a text.
    fn asked(&self) -> String {
        let Options { config, base_url, drafts, date, pdf, today, skipped, levels, .. } = self;
        format!("{:?}", (config, base_url, drafts, date, pdf, today, skipped, levels))
    }

    fn publication(&self) -> Publication {
        Publication::Due { drafts: self.drafts, on: self.date }
    }
}

/// Loads, derives and composes: everything up to words.
pub fn compose(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<Report> {
    let (project, facts) = load(sources, options, diagnostics)?;
    let Composed { report, .. } = composed(&project, &facts, options, None, diagnostics);
    compose::facts::tell_missing_once(&project.datasets, diagnostics);
    Arc::into_inner(report)
}

/// Everything that is published, in memory or with [`Options::store`]. `None` where the project has errors; an error where
/// the engine that was asked for cannot be had.
///
/// PDFs are typeset before the pages are rendered, because pages state their size and length.
pub fn build(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Artifacts>, EngineFault> {
    Ok(build_once(sources, options, diagnostics)?.0)
}

/// What a build has made on its way and nobody asks for any more.
pub struct Leftovers {
    _draft: Option<Draft>,
}

/// As [`build`], with what it leaves over: a program that is about to end holds on to that, because
/// it is millions of small pieces, and it takes time to free them one by one.
pub fn build_once(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Result<(Option<Artifacts>, Leftovers), EngineFault> {
    let draft = draft(sources, options, diagnostics);
    let artifacts = match &draft {
        Some(draft) => finish(draft, sources, options, diagnostics)?,
        None => None,
    };
    Ok((artifacts, Leftovers { _draft: draft }))
}

/// A project in which everything is mended that nobody needs to weigh.
#[derive(Debug)]
pub struct Fixed {
    pub sources: Sources,
    /// How many places were mended, for each file that has any.
    pub places: BTreeMap<FileId, usize>,
    /// As [`build`] makes them of the mended project.
    pub artifacts: Option<Artifacts>,
}

/// One fix may make room for another: `36%` becomes a reference, and then `36 %`.
const MOST_ROUNDS: usize = 8;

/// Applies all sure fixes, looking again until there are none, and builds what comes of it: as
/// [`build`], whose mistakes are those that are left. All sure fixes are found before anything is
/// rendered, so a round costs no more than that.
pub fn fixed(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Result<Fixed, EngineFault> {
    let places = BTreeMap::new();
    let mut fixed = Fixed { sources: sources.clone(), places, artifacts: None };
    let mut rounds = 0;
    let mut is_kept = false;
    loop {
        let mut found = Diagnostics::default();
        let draft = draft(&fixed.sources, options, &mut found);
        let mended = fix::mended(&fixed.sources, &found);
        let is_done = mended.is_empty() || rounds == MOST_ROUNDS;
        if is_done && rounds > 0 && !is_kept {
            is_kept = true;
            keep_accepted(sources, &mut fixed, options);
            continue;
        }
        if is_done {
            if let Some(draft) = draft {
                fixed.artifacts = finish(&draft, &fixed.sources, options, &mut found)?;
            }
            diagnostics.extend(found);
            return Ok(fixed);
        }
        for (file, mended) in mended {
            *fixed.places.entry(file).or_default() += mended.places;
            fixed.sources.set_text(file, mended.text);
        }
        rounds += 1;
    }
}

/// A reference in place of a typed number is no new wording: translations that were current stay so.
fn keep_accepted(before: &Sources, fixed: &mut Fixed, options: &Options) {
    let standing = |sources| translations(sources, options, &mut Diagnostics::default());
    let known = before.find(accepted::PATH).zip(standing(before)).zip(standing(&fixed.sources));
    let Some(((file, before), after)) = known else { return };
    let Some(mut accepted) = after.project.accepted.clone() else { return };
    let was_current = |page: &PageStatus, anchor: &str| {
        let same =
            |other: &&PageStatus| (&other.key, &other.language) == (&page.key, &page.language);
        let sections = before.pages.iter().find(same).map(|page| page.sections.as_slice());
        let current = |section: &&SectionStatus| section.status == Status::Current;
        sections.unwrap_or_default().iter().filter(current).any(|section| section.anchor == anchor)
    };
    let mut kept = 0;
    for page in &after.pages {
        let stale = page.sections.iter().filter(|section| section.status == Status::Stale);
        let ours = stale.filter(|section| was_current(page, &section.anchor));
        for (section, hash) in ours.filter_map(|one| Some((one, one.hash.as_ref()?))) {
            accepted.accept(&page.key, &page.language, &section.anchor, hash);
            kept += 1;
        }
    }
    if kept > 0 {
        fixed.sources.set_text(file, accepted.to_toml());
        fixed.places.insert(file, kept);
    }
}

/// A report in words, of which nothing is rendered yet.
struct Draft {
    /// Without its pages as written, which are large and which nobody reads any more.
    project: Project,
    report: Arc<Report>,
    /// Where something is remembered.
    ground: Option<Arc<Ground>>,
}

/// As [`compose`], and what languages and numbers must fulfil.
fn draft(sources: &Sources, options: &Options, diagnostics: &mut Diagnostics) -> Option<Draft> {
    let (mut project, facts) = load(sources, options, diagnostics)?;
    let recent = options.recent.as_deref();
    let last = recent.map(|recent| &recent.compose.ground);
    let ground = last.map(|last| Ground::of(sources, &project, options.asked(), last));
    let known = recent.zip(ground.as_ref());
    let again = known.map(|(recent, ground)| (&recent.compose, ground));
    let composed = composed(&project, &facts, options, again, diagnostics);
    let Composed { sitemap, report, .. } = &composed;
    options.begin(Phase::Check);
    let last = recent.map(|recent| &recent.check.addresses);
    check::addresses(sitemap, report, sources, last, diagnostics);
    check::palette(&project.theme.palette, diagnostics);
    let again =
        known.map(|(recent, ground)| check::recent::Again::new(&recent.check.texts, ground));
    let originals = check::texts(&project, &facts, sitemap, sources, again, diagnostics);
    check::translations(sitemap, &project, &originals, diagnostics);
    check::policies(sitemap, &project, options.today, diagnostics);
    check::statements(sitemap, options.today, diagnostics);
    check::articles(sitemap, options.date.or(options.today), diagnostics);
    check::empty(sitemap, diagnostics);
    compose::facts::tell_missing_once(&project.datasets, diagnostics);
    let report = report.clone();
    match recent {
        Some(recent) => recent.compose.report.put(Arc::new(composed)),
        None => drop(composed),
    }
    // They are many small pieces, which all cores set free.
    std::mem::take(&mut project.pages).into_par_iter().for_each(drop);
    Some(Draft { project, report, ground })
}

fn finish(
    draft: &Draft,
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Artifacts>, EngineFault> {
    let Draft { project, report, ground } = draft;
    let recent = options.recent.as_deref();
    let memory = options.memory.as_deref();
    options.begin(Phase::Pictures);
    let shown = render::pictures::pictures(report, project, sources, memory, diagnostics);
    options.begin(Phase::Typeset);
    // Nobody waits for a PDF that will not be published; what is wrong with its text is told all the same.
    let documents = match diagnostics.has_errors() {
        true => {
            pdfs::characters(report, project, sources, &shown, options, diagnostics);
            Documents::default()
        }
        false => pdfs::typeset(report, project, sources, &shown, options, diagnostics)?,
    };
    let Documents { pdfs, pictures, later, set_from } = &documents;
    let made = pdfs.iter().map(|(path, pdf)| Download {
        path: path.clone(),
        length: Some(Length { bytes: pdf.bytes.len() as u64, pages: pdf.pages }),
        picture: pictures.get(path).and_then(|bytes| {
            let is_own = report.files.contains_key(&document::shared_picture(path));
            Picture::of(path, bytes, is_own)
        }),
    });
    let unmade =
        later.iter().map(|path| Download { path: path.clone(), length: None, picture: None });
    let downloads: Vec<Download> = made.chain(unmade).collect();
    options.begin(Phase::Render);
    let registers = check::registers(project);
    let search = check::Search::new(&registers);
    // With a mistake nothing is published, and who remembers pages has them in memory.
    let store = options.store.as_deref();
    let store = store.filter(|_| recent.is_none() && !diagnostics.has_errors());
    let hand_over = |path: &str, parts: &[&[u8]]| {
        let is_taken = store.is_some_and(|store| store.take(path, parts));
        if is_taken {
            search.handed_over(path, parts);
        }
        is_taken
    };
    let mut artifacts = render::site::site(
        report,
        &project.theme,
        sources,
        &shown,
        &downloads,
        render::site::Run {
            recent: recent.map(|recent| &recent.site),
            stopwatch: options.stopwatch.as_deref(),
            hand_over: store.is_some().then_some(&hand_over),
        },
        diagnostics,
    );
    options.begin(Phase::Check);
    let known = recent.map(|recent| &recent.check.privacy).zip(ground.as_ref());
    check::privacy(&search, &artifacts, set_from, report, sources, known, diagnostics);
    for edition in &report.editions {
        let tag = edition.locale.tag();
        artifacts.pages.insert(tag.to_string(), edition.pages.len());
        if recent.is_some() {
            let address = |page: &Arc<document::Page>| {
                (format!("{tag} {}", page.key), render::address::file(&page.url))
            };
            artifacts.addresses.extend(edition.pages.iter().map(address));
        }
    }
    documents.put_into(&mut artifacts);
    Ok((!diagnostics.has_errors()).then_some(artifacts))
}

fn load(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<(Project, Facts)> {
    diagnostics.heed(&options.levels);
    options.begin(Phase::Load);
    let recent = options.recent.as_ref().map(|recent| &recent.load);
    let mut project =
        load::project(options.config(), sources, &options.skipped, recent, diagnostics)?;
    let unreadable = diagnostics.has_errors();
    options.begin(Phase::Derive);
    let mut facts = derive::facts(&project.datasets, project.history.as_ref(), diagnostics);
    // Of data that could not be read, that little is left or much has changed says nothing.
    if unreadable {
        diagnostics.forget(&["empty-cells", "not-assessed", "small-group", "jump"]);
    }
    options.begin(Phase::Compose);
    facts.in_doubt = in_doubt(&project, sources, diagnostics);
    compose::words::name_industries(&mut project, &facts, diagnostics);
    Some((project, facts))
}

/// The periods whose data has errors; all, where what belongs to none of them has.
fn in_doubt(
    project: &Project,
    sources: &Sources,
    diagnostics: &Diagnostics,
) -> BTreeSet<fact::Period> {
    let mut periods = BTreeSet::new();
    for file in diagnostics.files_with_errors() {
        let path = sources.path(file);
        let folder = path.strip_prefix("data/").and_then(|path| path.split_once('/'));
        match folder {
            // What is wrong with a chart says nothing of figures.
            Some((period, "charts.toml")) if project.charts.contains_key(period) => {}
            Some((period, _)) => drop(periods.insert(period.to_string())),
            None if path == data::history::PATH => {
                periods.extend(project.datasets.keys().cloned());
                periods.extend(project.history.iter().flat_map(|it| it.value.keys().cloned()));
            }
            None => {}
        }
    }
    // Of a period that is asked for and has no folder, something was told already: at the configuration, or in the
    // folder that lies where another year's should.
    let is_there = |period: &String| project.datasets.contains_key(period);
    periods.extend(project.config.period.clone().filter(|period| !is_there(period)));
    let moved = project.datasets.iter().filter_map(|(period, it)| it.other_year(period));
    periods.extend(moved.map(|year| year.to_string()).filter(|year| !is_there(year)));
    periods
}

fn composed(
    project: &Project,
    facts: &Facts,
    options: &Options,
    recent: Option<(&compose::recent::Recent, &Arc<Ground>)>,
    diagnostics: &mut Diagnostics,
) -> Composed {
    let base_url = options.base_url.as_deref().unwrap_or(&project.config.base_url);
    let base_url = base_url.trim_end_matches('/');
    compose::composed(project, facts, options.publication(), base_url, recent, diagnostics)
}

/// The figures of a project, and where its pages print them. What is wrong with the pages is not
/// told: that is the affair of `compose` and `build`.
pub fn figures(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<Figures> {
    let (project, facts) = load(sources, options, diagnostics)?;
    let mut untold = Diagnostics::default();
    let report = composed(&project, &facts, options, None, &mut untold).report;
    let own = |edition: &Edition, page: &Page| page.locale == edition.locale;
    let printed = report.editions.iter().flat_map(|edition| {
        let own = edition.pages.iter().filter(move |page| own(edition, page));
        own.flat_map(|page| page.printed.clone())
    });
    let printed = printed.collect();
    Some(Figures { project, facts, printed })
}

/// How the translations of a project stand, with those of drafts. `None` where there is no
/// configuration, or what was accepted cannot be read, which is told.
pub fn translations(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<Translations> {
    let project = load::project(options.config(), sources, &options.skipped, None, diagnostics)?;
    let is_lost = sources.find(accepted::PATH).is_some() && project.accepted.is_none();
    let sitemap = Sitemap::new(&project, Publication::Everything, &mut Diagnostics::default());
    let pages = translation::status(&sitemap, &project, &Fingerprints::new());
    (!is_lost).then_some(Translations { project, pages })
}

/// How the policies of a project stand, with drafts. `None` where there is no configuration, or what
/// was accepted cannot be read, which is told.
pub fn policies(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<Policies> {
    let project = load::project(options.config(), sources, &options.skipped, None, diagnostics)?;
    let is_lost = sources.find(versions::PATH).is_some() && project.versions.is_none();
    let sitemap = Sitemap::new(&project, Publication::Everything, &mut Diagnostics::default());
    let policies =
        check::policy_statuses(&sitemap, &project, &diagnostics.files_with_errors(), options.today);
    (!is_lost).then_some(Policies { project, policies })
}

/// `data/history.json` with one more period closed: its path in the project and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedYear {
    pub period: String,
    pub path: &'static str,
    pub bytes: Vec<u8>,
    pub facts: usize,
    /// Figures of the period that were closed before with another value.
    pub changed: Vec<String>,
}

/// Closes a period, or that of the configuration, or the newest: keeps its figures for the accounts of later years. `None` where the project
/// has errors or no data of the period, which is told.
pub fn close_year(
    sources: &Sources,
    options: &Options,
    period: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Option<ClosedYear> {
    let (project, facts) = load(sources, options, diagnostics)?;
    let own = project.config.period.as_deref();
    let newest = || project.datasets.keys().next_back().map(String::as_str);
    let period = period.or(own).or_else(newest).unwrap_or_default();
    let known = facts.periods.get(period).filter(|_| project.datasets.contains_key(period));
    if known.is_none() {
        let message = format!("there is no data for the period {period}");
        let known: Vec<&str> = project.datasets.keys().map(String::as_str).collect();
        diagnostics.push(
            Diagnostic::error("unknown-period", None, message)
                .help(format!("there is data for {}", known.join(", "))),
        );
    }
    let closed = derive::close(known.filter(|_| !diagnostics.has_errors())?);
    let mut history = project.history.clone().map(|loaded| loaded.value).unwrap_or_default();
    let before = history.get(period);
    let changed = before.into_iter().flat_map(|before| &before.facts);
    let changed = changed
        .filter(|(id, fact)| closed.facts.get(*id).is_none_or(|now| now.value != fact.value));
    let changed = changed.map(|(id, _)| id.clone()).collect();
    let facts = closed.facts.len();
    history.insert(period.to_string(), closed);
    let mut bytes = serde_json::to_vec_pretty(&history).unwrap_or_default();
    bytes.push(b'\n');
    let period = period.to_string();
    Some(ClosedYear { period, path: data::history::PATH, bytes, facts, changed })
}

/// The folder that a project is published to, relative to it, as its configuration says.
pub fn output_dir(sources: &Sources, options: &Options) -> String {
    let config = load::config(options.config(), sources, &mut Diagnostics::default());
    config.map_or_else(|| "output".to_string(), |config| config.output_dir)
}

/// The address that a project is published at, if it is known.
pub fn base_url(sources: &Sources, options: &Options) -> Option<String> {
    let configured = || load::config(options.config(), sources, &mut Diagnostics::default());
    options.base_url.clone().or_else(|| configured().map(|config| config.base_url))
}

/// What typesets the PDFs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PdfChoice {
    /// As `[pdf]` in the configuration says.
    #[default]
    AsConfigured,
    /// No PDFs.
    No,
    /// The Typst engine inside this program.
    Embedded,
    /// The `typst` command: at this path, or found by its name.
    Command(Option<PathBuf>),
}

/// What `belegg translations` lists.
#[derive(Debug, Clone)]
pub struct Translations {
    pub project: Project,
    pub pages: Vec<PageStatus>,
}

/// What `belegg policies` lists.
#[derive(Debug, Clone)]
pub struct Policies {
    pub project: Project,
    pub policies: Vec<PolicyStatus>,
}

/// What `belegg facts` explains.
#[derive(Debug, Clone)]
pub struct Figures {
    pub project: Project,
    pub facts: Facts,
    /// Page by page, in the language that each is written in.
    pub printed: Vec<Printed>,
}
