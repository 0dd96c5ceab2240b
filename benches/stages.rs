//! How long each stage takes, over four projects: the example at the root, a site of 1,000 pages in
//! two languages, a register of 50,000 suppliers, and 1,000 charts of all kinds.
//!
//! `cargo bench --no-default-features` measures all but the typesetting of PDFs.

mod made_up;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use belegg::artifact::Files;
use belegg::chart::{Chart, Mark};
use belegg::compose::publication::Publication;
use belegg::compose::sitemap::Sitemap;
use belegg::diagnostic::Diagnostics;
use belegg::document::{Block, FigureContent, Report, Resolved};
use belegg::fact::Facts;
use belegg::project::Project;
use belegg::project::accepted::Accepted;
use belegg::render::pictures::Pictures;
use belegg::render::site;
use belegg::render::svg::{Fonts, Variant, draw};
use belegg::source::Sources;
use belegg::theme::palette::Palette;
use belegg::translation::accept::accept;
use belegg::translation::{self, Fingerprints};
use belegg::{PdfChoice, check, compose, derive, load, publish};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use made_up::project_of;

criterion_group! {
    name = stages;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    targets = example, many_pages, many_suppliers, many_charts
}
criterion_main!(stages);

fn example(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    criterion.bench_function("example/read", |bencher| {
        bencher.iter(|| Sources::read(root, "belegg.toml").expect("the example can be read"));
    });
    let (sources, _) = Sources::read(root, "belegg.toml").expect("the example can be read");
    measure(criterion, "example", &sources);
}

fn many_pages(criterion: &mut Criterion) {
    measure(criterion, "1000 pages x 2", &project_of(1_000, 500));
}

fn many_suppliers(criterion: &mut Criterion) {
    measure(criterion, "50000 suppliers", &project_of(10, 50_000));
}

/// Both drawings of each, one kind after the other.
fn many_charts(criterion: &mut Criterion) {
    let stages = Stages::of(&project_of_charts());
    let mut kinds = Vec::new();
    for page in stages.report.editions.iter().flat_map(|edition| &edition.pages) {
        collect_charts(&page.blocks, &mut kinds);
    }
    let marks: BTreeSet<Mark> = kinds.iter().map(|chart| chart.plot.mark()).collect();
    assert_eq!(marks.len(), Mark::ALL.len(), "every kind is measured");
    let charts: Vec<&Chart> = kinds.into_iter().cycle().take(1_000).collect();
    let (fonts, palette) = (fonts(&stages.project), &stages.project.theme.palette);
    criterion.bench_function("1000 charts/draw", |bencher| {
        bencher.iter(|| draw_all(&charts, &fonts, palette));
    });
}

/// Each stage by itself, fed with what the stage before it made, and then the whole.
fn measure(criterion: &mut Criterion, name: &str, sources: &Sources) {
    let stages = Stages::of(sources);
    let mut group = criterion.benchmark_group(name);
    group.bench_function("load", |bencher| bencher.iter(|| load_project(black_box(sources))));
    group.bench_function("derive", |bencher| bencher.iter(|| derive_facts(&stages.project)));
    group.bench_function("compose", |bencher| {
        bencher.iter(|| compose_report(&stages.project, &stages.facts));
    });
    let tracked = stages.with_translations_accepted();
    group.bench_function("texts", |bencher| bencher.iter(|| check_texts(&tracked, sources)));
    let originals = check_texts(&tracked, sources);
    group.bench_function("translations", |bencher| {
        bencher.iter(|| check_translations(&tracked, &originals, sources));
    });
    let fonts = fonts(&stages.project);
    group.bench_function("fonts", |bencher| bencher.iter(|| self::fonts(&stages.project)));
    group.bench_function("charts", |bencher| {
        bencher.iter(|| draw_charts(&stages.report, &fonts, &stages.project.theme.palette));
    });
    group.bench_function("site", |bencher| bencher.iter(|| render_site(&stages, sources)));
    let Stages { project, report, .. } = &stages;
    let pictures = Pictures::default();
    let pages = site::site(
        report,
        &project.theme,
        sources,
        &pictures,
        &[],
        site::Run::default(),
        &mut Diagnostics::default(),
    );
    group.bench_function("privacy", |bencher| {
        bencher.iter(|| {
            let mut told = Diagnostics::default();
            let registers = check::registers(project);
            let search = check::Search::new(&registers);
            let documents = Default::default();
            check::privacy(&search, &pages, &documents, report, sources, None, &mut told);
            faultless(&told, sources);
        });
    });
    #[cfg(feature = "engine")]
    typesetting(&mut group, &stages);
    group.bench_function("build without PDF", |bencher| bencher.iter(|| build(sources)));

    let files = build(sources);
    group.bench_function("publish anew", |bencher| {
        bencher.iter_batched(
            || tempfile::tempdir().expect("a temporary folder"),
            |folder| {
                publish_to(&files, folder.path());
                folder
            },
            BatchSize::PerIteration,
        );
    });
    let folder = tempfile::tempdir().expect("a temporary folder");
    publish_to(&files, folder.path());
    group.bench_function("publish unchanged", |bencher| {
        bencher.iter(|| publish_to(&files, folder.path()));
    });
    group.finish();
}

/// What every stage made of a project.
struct Stages {
    project: Project,
    facts: Facts,
    report: Arc<Report>,
}

impl Stages {
    fn of(sources: &Sources) -> Stages {
        let project = load_project(sources);
        let facts = derive_facts(&project);
        let report = compose_report(&project, &facts);
        Stages { project, facts, report }
    }

    /// With everything accepted as it is, as if somebody kept track of translations.
    fn with_translations_accepted(&self) -> Stages {
        let mut project = self.project.clone();
        let sitemap =
            Sitemap::new(&self.project, Publication::Everything, &mut Diagnostics::default());
        let mut accepted = Accepted::default();
        for page in translation::status(&sitemap, &self.project, &Fingerprints::new()) {
            accept(&page, None, &mut accepted);
        }
        project.accepted = Some(accepted);
        let (facts, report) = (self.facts.clone(), self.report.clone());
        Stages { project, facts, report }
    }
}

/// The languages of all pages compared, and the fingerprints of the originals where somebody keeps
/// track of translations.
fn check_texts(stages: &Stages, sources: &Sources) -> Fingerprints {
    let Stages { project, facts, .. } = stages;
    let mut told = Diagnostics::default();
    let sitemap = Sitemap::new(project, Publication::Everything, &mut told);
    let originals = check::texts(project, facts, &sitemap, sources, None, &mut told);
    faultless(&told, sources);
    originals
}

fn check_translations(stages: &Stages, originals: &Fingerprints, sources: &Sources) {
    let mut told = Diagnostics::default();
    let sitemap = Sitemap::new(&stages.project, Publication::Everything, &mut told);
    check::translations(&sitemap, &stages.project, originals, &mut told);
    faultless(&told, sources);
}

fn load_project(sources: &Sources) -> Project {
    let mut told = Diagnostics::default();
    let project = load::project("belegg.toml", sources, &[], None, &mut told);
    faultless(&told, sources);
    project.expect("a project")
}

fn derive_facts(project: &Project) -> Facts {
    derive::facts(&project.datasets, project.history.as_ref(), &mut Diagnostics::default())
}

fn compose_report(project: &Project, facts: &Facts) -> Arc<Report> {
    let mut told = Diagnostics::default();
    let (all, base_url) = (Publication::Everything, &project.config.base_url);
    compose::composed(project, facts, all, base_url, None, &mut told).report
}

fn fonts(project: &Project) -> Fonts {
    Fonts::from_theme(&project.theme, &mut Diagnostics::default()).expect("the theme's fonts")
}

/// Both drawings of every chart in every language; how many bytes they are.
fn draw_charts(report: &Report, fonts: &Fonts, palette: &Palette) -> usize {
    let mut charts = Vec::new();
    for page in report.editions.iter().flat_map(|edition| &edition.pages) {
        collect_charts(&page.blocks, &mut charts);
    }
    draw_all(&charts, fonts, palette)
}

fn draw_all(charts: &[&Chart], fonts: &Fonts, palette: &Palette) -> usize {
    let drawn = charts.iter().flat_map(|chart| {
        [Variant::Wide, Variant::Narrow].map(|variant| draw(chart, variant, fonts, palette).len())
    });
    drawn.sum()
}

fn collect_charts<'a>(blocks: &'a [Block<Resolved>], charts: &mut Vec<&'a Chart>) {
    for block in blocks {
        if let Block::Figure(figure) = block
            && let FigureContent::Chart { chart, .. } = &figure.content
        {
            charts.push(chart);
        }
    }
}

fn render_site(stages: &Stages, sources: &Sources) -> usize {
    let mut told = Diagnostics::default();
    let pictures = Pictures::default();
    let site = site::site(
        &stages.report,
        &stages.project.theme,
        sources,
        &pictures,
        &[],
        site::Run::default(),
        &mut told,
    );
    faultless(&told, sources);
    site.files.len()
}

/// All documents, one after the other: the first time, and again with what the engine remembers.
#[cfg(feature = "engine")]
fn typesetting(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    stages: &Stages,
) {
    use belegg::artifact::Artifacts;
    use belegg::render::typst::document;
    use belegg::typeset::{Engine, typeset};

    let Stages { project, report, .. } = stages;
    let fonts = fonts(project);
    let palette = &project.theme.palette;
    let draw = |chart: &Chart| draw(chart, Variant::Wide, &fonts, palette);
    let images = Artifacts::default();
    let written = || -> Vec<_> {
        let editions = report.editions.iter();
        let documents =
            editions.flat_map(|one| one.documents.iter().map(move |document| (one, document)));
        documents
            .map(|(edition, one)| document(report, edition, one, &project.theme, &images, &draw))
            .collect()
    };
    let all = |engine: &Engine| -> usize {
        written().iter().map(|one| typeset(one, engine).expect("a PDF").pages).sum()
    };
    group.bench_function("typst source", |bencher| bencher.iter(written));
    let engine = Engine::embedded(&project.theme).expect("the engine");
    group.bench_function("typeset again", |bencher| bencher.iter(|| all(&engine)));
}

fn build(sources: &Sources) -> Files {
    let options = belegg::Options { pdf: PdfChoice::No, ..belegg::Options::default() };
    let mut told = Diagnostics::default();
    let built = belegg::build(sources, &options, &mut told);
    faultless(&told, sources);
    built.expect("no engine is asked for").expect("a project without errors").files
}

fn publish_to(files: &Files, folder: &Path) {
    let project = folder.join("project");
    std::fs::create_dir_all(&project).expect("a folder");
    publish::publish(files, &folder.join("output"), &project).expect("the site is published");
}

/// A project with mistakes would be measured while it does other work.
fn faultless(told: &Diagnostics, sources: &Sources) {
    let first = told.sorted().first().map(|one| {
        let place = belegg::diagnostic::place(one, sources);
        format!("{place:?}: {}", one.message)
    });
    assert!(!told.has_errors(), "{first:?}");
}

/// A page with a chart of every kind, of the amount of data that reports have.
fn project_of_charts() -> Sources {
    let charts = [
        "suppliers.by_country",
        "suppliers.by_country?as=donut",
        "suppliers.by_country?as=waffle",
        "suppliers.by_country?as=share-bar",
        "risk?as=stacked-bar",
        "workforce.share_women",
        "scores?as=line",
        "scores?as=slope",
        "scores?as=bullet",
    ];
    let images: String =
        charts.iter().map(|chart| format!("![A chart](chart:{chart})\n\n")).collect();
    let page = format!("+++\ntitle = \"Charts\"\n+++\n{images}");
    let scores = "key,label_en,value\nsocial,Social conditions,86\nhealth,Health and safety,74\n\
        environment,The environment,63\n";
    let risk = "key,label_en,count\nlow,Low risk,233\nmedium,Medium risk,69\nhigh,High risk,4\n";
    let countries = "country,count\nNO,212\nSE,34\nDK,19\nDE,11\nGB,9\nPL,6\nNL,4\nUS,3\nEE,2\n";
    let mut files = vec![
        (
            "belegg.toml".to_string(),
            "title = \"Charts\"\nbase_url = \"https://charts.example\"\ndefault_language = \"en\"\n\
             period = 2024\n[languages.en]\n",
        ),
        ("content/_index.md".to_string(), page.as_str()),
        (
            "data/2024/workforce.csv".to_string(),
            "group_type,group,group_en,women,men\ntotal,,,412,386\nlevel,a,Leaders,112,96\n\
             level,b,Advisers,300,290\n",
        ),
        ("data/2024/targets.toml".to_string(), "[[target]]\ngroup = \"total\"\n"),
        ("data/2024/series/suppliers.by_country.csv".to_string(), countries),
    ];
    for year in [2021, 2022, 2023, 2024] {
        let mut add = |name: &str, text| files.push((format!("data/{year}/series/{name}"), text));
        add("scores.csv", scores);
        add("scores.toml", "label = { en = \"Score\" }\nunit = \"score\"\n");
        add("risk.csv", risk);
        add("risk.toml", "label = { en = \"Suppliers by risk\" }\n");
    }
    Sources::from_files(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())))
}
