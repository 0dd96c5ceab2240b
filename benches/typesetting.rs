//! The typesetting of PDFs, over a made-up report of 100 pages in two languages or a project of yours:
//!
//!     cargo bench --bench typesetting [-- PROJECT]
//!
//! The engine built in and the `typst` command, if there is one (TYPST names it), set the same source in
//! processes of their own, in turn. What counts are the ratios: times differ by machine and by what else
//! it does. CPU seconds suffer less from that.

mod made_up;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Instant;
use std::{env, fs};

use belegg::artifact::TypstProject;
use belegg::compose::publication::Publication;
use belegg::diagnostic::Diagnostics;
use belegg::memory::Memory;
use belegg::render::svg::{Fonts, Variant, draw};
use belegg::source::Sources;
use belegg::theme::Theme;
use belegg::typeset::{Engine, STANDARDS, TYPST_VERSION, each, finished, picture, typeset};
use belegg::{Options, compose, derive, load, typst_folder};
use made_up::project_of;

/// How often everything is measured; the medians are told.
const RUNS: usize = 7;

/// What this program is called with to set documents in a process of its own.
const CHILD: &str = "--set";

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|one| one != "--bench").collect();
    match arguments.split_first() {
        Some((first, [folder, documents @ ..])) if first == CHILD => {
            let engine = engine();
            let set = |document: &String| typeset(&project(Path::new(folder), document), &engine);
            let pdfs: Vec<_> = each(documents, set);
            for (document, pdf) in documents.iter().zip(pdfs) {
                let file = Path::new(folder).join(format!("{document}.pdf"));
                fs::write(file, pdf.expect("a PDF").bytes).expect("the PDF is written");
            }
        }
        Some((root, _)) => {
            let (sources, _) = Sources::read(Path::new(root), "belegg.toml").expect("a project");
            measure(&sources);
        }
        None => measure(&project_of(100, 500)),
    }
}

fn measure(sources: &Sources) {
    let made = typst_folder(sources, &Options::default()).expect("a project without errors");
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in &made.files {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, bytes).expect("a file");
    }
    // The largest document of each language.
    let size = |name: &str| made.files[&format!("{name}/content.typ")].len();
    let mut names = made.documents.clone();
    names.sort_by_key(|name| std::cmp::Reverse(size(name)));
    let (one, other) = (&names[0], &names[1]);
    println!("documents: {one} and {other}");
    println!("load of the machine: {}", fs::read_to_string("/proc/loadavg").unwrap_or_default());

    let mut told = BTreeMap::<&str, Vec<Cost>>::new();
    let has_command = has_command();
    for _ in 0..RUNS {
        let mut add = |name, cost| told.entry(name).or_default().push(cost);
        add("1 embedded, one", process(&ourselves(folder.path(), &[one])));
        if has_command {
            add("2 command, one", process(&command(folder.path(), one)));
        }
        add("3 embedded, two", process(&ourselves(folder.path(), &[one, other])));
        let engine = engine();
        let mut document = project(folder.path(), one);
        belegg::typeset::forget(0);
        add("4 first time", timed(|| drop(typeset(&document, &engine).expect("a PDF"))));
        add("7 its picture", timed(|| drop(picture(&document, &engine).expect("a picture"))));
        edit(&mut document);
        add("5 a word edited", timed(|| drop(typeset(&document, &engine).expect("a PDF"))));
        let notebook = Notebook::default();
        let whole = || finished(&document, &engine, false, Some(&notebook)).expect("a PDF");
        whole();
        add("6 unchanged", timed(|| drop(whole())));
    }
    let median = |name: &str| median(&told[name]);
    for name in told.keys() {
        let Cost { wall, cpu } = median(name);
        println!("{name:20} {:8.1} ms, {:8.1} ms CPU", wall * 1e3, cpu * 1e3);
    }
    let ratio = |what: &str, over: &str, under: &str, most: f64| {
        let (over, under) = (median(over), median(under));
        let (wall, cpu) = (over.wall / under.wall, over.cpu / under.cpu);
        println!("{what}: {wall:.3} (CPU {cpu:.3}); at most {most}");
    };
    if has_command {
        ratio("embedded to command", "1 embedded, one", "2 command, one", 1.0);
    }
    ratio("two languages to one", "3 embedded, two", "1 embedded, one", 1.3);
    ratio("an edit to the first time", "5 a word edited", "4 first time", 0.2);
    ratio("unchanged to the first time", "6 unchanged", "4 first time", 0.02);
    println!("our own share, tree to Typst of 30 pages: {:.2} ms; at most 10", own_share() * 1e3);
}

/// What something took, in seconds.
#[derive(Debug, Clone, Copy)]
struct Cost {
    wall: f64,
    /// Of all cores together; 0 where the system does not tell.
    cpu: f64,
}

fn timed(work: impl FnOnce()) -> Cost {
    let (begun, before) = (Instant::now(), cpu_seconds());
    work();
    Cost { wall: begun.elapsed().as_secs_f64(), cpu: cpu_seconds() - before }
}

/// Of this process and those that it waited for, from `/proc/self/stat` in hundredths of a second.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn median(costs: &[Cost]) -> Cost {
    let middle = |part: fn(&Cost) -> f64| {
        let mut all: Vec<f64> = costs.iter().map(part).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    Cost { wall: middle(|cost| cost.wall), cpu: middle(|cost| cost.cpu) }
}

fn process(call: &[String]) -> Cost {
    timed(|| {
        let mut command = Command::new(&call[0]);
        let status = command.args(&call[1..]).stdin(Stdio::null()).status().expect("it runs");
        assert!(status.success(), "{call:?}");
    })
}

fn ourselves(folder: &Path, documents: &[&String]) -> Vec<String> {
    let program = env::current_exe().expect("this program");
    let mut call = vec![program.display().to_string(), CHILD.into(), folder.display().to_string()];
    call.extend(documents.iter().map(|one| one.to_string()));
    call
}

fn typst() -> String {
    env::var("TYPST").unwrap_or_else(|_| "typst".to_string())
}

fn has_command() -> bool {
    let told = Command::new(typst()).arg("--version").output();
    let version = told.map(|told| String::from_utf8_lossy(&told.stdout).into_owned());
    let has = version.is_ok_and(|told| told.split_whitespace().nth(1) == Some(TYPST_VERSION));
    if !has {
        println!(
            "not compared with the typst command: install {TYPST_VERSION}, or name it with TYPST"
        );
    }
    has
}

fn command(folder: &Path, document: &str) -> Vec<String> {
    let within = |path: &str| folder.join(path).display().to_string();
    let mut call = vec![typst(), "compile".to_string()];
    call.extend(["--ignore-system-fonts", "--ignore-embedded-fonts"].map(String::from));
    call.extend(["--pdf-standard".to_string(), STANDARDS.to_string()]);
    call.extend(["--font-path".to_string(), within("fonts"), "--root".to_string()]);
    let files =
        [document.to_string(), format!("{document}/main.typ"), format!("{document}.typst.pdf")];
    call.extend(files.map(|path| within(&path)));
    call
}

fn engine() -> Engine {
    let theme = Theme::load("default", &Sources::default(), &mut Diagnostics::default());
    Engine::embedded(&theme).expect("the engine is built in")
}

/// A document of the folder, as the engine takes it.
fn project(folder: &Path, document: &str) -> TypstProject {
    let root = folder.join(document);
    let mut project = TypstProject::default();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(root.join(&inner)).expect("a folder") {
            let entry = entry.expect("an entry");
            let path = inner.join(entry.file_name());
            match entry.path().is_dir() {
                true => folders.push(path),
                false => {
                    let bytes = fs::read(entry.path()).expect("a file");
                    project.files.insert(path.display().to_string(), bytes.into());
                }
            }
        }
    }
    project
}

/// Puts a word into the middle of the text.
fn edit(project: &mut TypstProject) {
    let content = project.files.get_mut("content.typ").expect("the text");
    let text = String::from_utf8(content.to_vec()).expect("text");
    let middle = text.len() / 2;
    let middle = (middle..).find(|at| text.is_char_boundary(*at)).expect("a boundary");
    let at = text[..middle].rfind("par({ text(\"").expect("a paragraph") + 12;
    *content = format!("{}Edited {}", &text[..at], &text[at..]).into();
}

/// Seconds from the resolved tree of a report of 30 pages to Typst source, with its charts.
fn own_share() -> f64 {
    let sources = project_of(30, 500);
    let mut told = Diagnostics::default();
    let project = load::project("belegg.toml", &sources, &[], None, &mut told).expect("a project");
    let facts = derive::facts(&project.datasets, None, &mut told);
    let all = Publication::Everything;
    let report = compose::composed(&project, &facts, all, "", None, &mut told).report;
    let fonts = Fonts::from_theme(&project.theme, &mut told).expect("fonts");
    let chart = |chart: &_| draw(chart, Variant::Wide, &fonts, &project.theme.palette);
    let none = Default::default();
    let edition = &report.editions[0];
    let costs: Vec<Cost> = (0..20)
        .map(|_| {
            timed(|| {
                let document = &edition.documents[0];
                let theme = &project.theme;
                belegg::render::typst::document(&report, edition, document, theme, &none, &chart);
            })
        })
        .collect();
    median(&costs).wall
}

#[derive(Debug, Default)]
struct Notebook(Mutex<BTreeMap<String, Vec<u8>>>);

impl Memory for Notebook {
    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.0.lock().expect("nobody fails").get(key).cloned()
    }

    fn remember(&self, key: &str, bytes: &[u8]) {
        self.0.lock().expect("nobody fails").insert(key.to_string(), bytes.to_vec());
    }
}
