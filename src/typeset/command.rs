//! The `typst` command. It runs in a folder of its own that holds copies of the project's files
//! and fonts, without the caller's environment.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use crate::artifact::TypstProject;
use crate::artifact::{Bytes, Files};
use crate::theme::Theme;

use super::{Complaint, EngineFault, Failure, Pdf, STANDARDS, TYPST_VERSION, TypesetError, fonts};

/// A document that takes longer is taken for stuck.
const LONGEST_RUN: Duration = Duration::from_secs(300);
const LONGEST_VERSION: Duration = Duration::from_secs(20);

/// So much of what the command says is read; the rest is thrown away.
const LONGEST_OUTPUT: u64 = 1024 * 1024;

/// The command and the fonts of a theme.
pub(super) struct Command {
    program: PathBuf,
    /// What it says of itself: `typst 0.15.1 (…)`.
    states: String,
    fonts: Files,
}

impl Command {
    pub(super) fn find(path: Option<&Path>, theme: &Theme) -> Result<Command, EngineFault> {
        let found = match path {
            Some(path) => path.canonicalize().ok().filter(|path| path.is_file()),
            None => on_search_path(OsStr::new("typst")),
        };
        let Some(program) = found else { return Err(missing(path)) };
        let (states, version) = version(&program)?;
        if version != TYPST_VERSION {
            return Err(EngineFault {
                message: format!(
                    "the typst command `{}` has version {version}, but {TYPST_VERSION} is needed",
                    program.display()
                ),
                help: help_install(),
            });
        }
        let fonts = fonts(theme)
            .map(|(name, bytes)| (name.replace('/', "-"), Bytes::copy_from_slice(bytes)))
            .collect();
        Ok(Command { program, states, fonts })
    }

    pub(super) fn states(&self) -> &str {
        &self.states
    }

    pub(super) fn typeset(&self, project: &TypstProject) -> Result<Pdf, Failure> {
        let arguments = ["--pdf-standard", STANDARDS, "main.typ", "../document.pdf"];
        let bytes = self.compile(project, &arguments)?;
        match pages(&bytes) {
            Some(pages) => Ok(Pdf { bytes, pages }),
            None => Err(fault("the typst command wrote a file that is no PDF".to_string())),
        }
    }

    pub(super) fn picture(&self, project: &TypstProject) -> Result<Vec<u8>, Failure> {
        // At 72 pixels an inch, each point is one.
        let arguments =
            ["--format", "png", "--ppi", "72", "--pages", "1", "share.typ", "../share.png"];
        self.compile(project, &arguments)
    }

    /// What the command makes of a project: the file that its last argument names, beside the project.
    fn compile(&self, project: &TypstProject, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        let stage = Stage::new(project, &self.fonts)
            .map_err(|error| machine("cannot write to the temporary folder", &error))?;
        let folder = stage.folder.join("project");
        let child = bare(&self.program)
            .current_dir(&folder)
            // Fonts built into the command must not stand in for a theme's missing font.
            .env("TYPST_IGNORE_EMBEDDED_FONTS", "true")
            .args(["--color", "never", "compile", "--diagnostic-format", "human"])
            .args(["--root", ".", "--ignore-system-fonts"])
            .arg("--font-path")
            .arg(stage.folder.join("fonts"))
            .arg("--package-path")
            .arg(stage.folder.join("packages"))
            .arg("--package-cache-path")
            .arg(stage.folder.join("packages"))
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| machine("cannot run the typst command", &error))?;
        let (status, said) = finish(child, |child| child.stderr.take(), LONGEST_RUN)
            .map_err(|error| machine("the typst command did not finish", &error))?;
        let errors = errors(&said, project);
        if !errors.is_empty() {
            return Err(Failure::Document(errors));
        }
        if !status.success() {
            let last = said.lines().last().unwrap_or("it said nothing");
            return Err(fault(format!("the typst command failed ({status}): {last}")));
        }
        let output = arguments.last().copied().unwrap_or_default();
        fs::read(folder.join(output))
            .map_err(|error| machine("the typst command wrote no document", &error))
    }
}

fn missing(path: Option<&Path>) -> EngineFault {
    let message = match path {
        Some(path) => format!("there is no typst command at `{}`", path.display()),
        None => "there is no typst command on this machine".to_string(),
    };
    EngineFault {
        message: format!("{message}; version {TYPST_VERSION} is needed"),
        help: help_install(),
    }
}

fn help_install() -> String {
    format!(
        "install it with `cargo install typst-cli --locked --version {TYPST_VERSION}`, or leave out \
         `--pdf-engine cli` to use the engine built in"
    )
}

fn machine(what: &str, error: &io::Error) -> Failure {
    fault(format!("{what}: {error}"))
}

fn fault(message: String) -> Failure {
    Failure::Engine(EngineFault {
        message,
        help: "leave out `--pdf-engine cli` to use the engine built in, or make no PDF with `--no-pdf`"
            .to_string(),
    })
}

fn on_search_path(name: &OsStr) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// What the command states, and the version in it: `typst 0.15.1 (…)`.
fn version(program: &Path) -> Result<(String, String), EngineFault> {
    let fails = |error: io::Error| EngineFault {
        message: format!("`{}` does not run: {error}", program.display()),
        help: help_install(),
    };
    let child = bare(program)
        .arg("--version")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(fails)?;
    let (_, said) = finish(child, |child| child.stdout.take(), LONGEST_VERSION).map_err(fails)?;
    let mut words = said.split_whitespace();
    match (words.next(), words.next()) {
        (Some("typst"), Some(version)) => Ok((said.trim().to_string(), version.to_string())),
        _ => Err(fails(io::Error::other("it is not the typst command"))),
    }
}

/// The program without the caller's environment and input.
fn bare(program: &Path) -> std::process::Command {
    let mut command = std::process::Command::new(program);
    command.env_clear().stdin(Stdio::null());
    command
}

/// Waits until a process has said all and ended; one that takes longer than `limit` is ended.
fn finish<P: Read + Send + 'static>(
    mut child: Child,
    pipe: impl FnOnce(&mut Child) -> Option<P>,
    limit: Duration,
) -> io::Result<(ExitStatus, String)> {
    let (told, heard) = mpsc::channel();
    if let Some(mut pipe) = pipe(&mut child) {
        std::thread::spawn(move || {
            let mut said = Vec::new();
            let kept = pipe.by_ref().take(LONGEST_OUTPUT).read_to_end(&mut said);
            // The process would stop at a full pipe.
            let drained = io::copy(&mut pipe, &mut io::sink());
            // Nobody listens any more where the process took too long.
            let _ = told.send(kept.and(drained).map(|_| said));
        });
    }
    let said = match heard.recv_timeout(limit) {
        Ok(said) => said?,
        Err(_) => {
            child.kill()?;
            child.wait()?;
            let seconds = limit.as_secs();
            return Err(io::Error::other(format!("it took longer than {seconds} seconds")));
        }
    };
    let status = child.wait()?;
    Ok((status, String::from_utf8_lossy(&said).into_owned()))
}

/// What the command complains about:
///
/// ```text
/// error: missing alt text
///   ┌─ theme/blocks.typ:12:3
///   │ …
///   = hint: what to do
///
///   while calling `chart` at content.typ:120:0
/// ```
fn errors(said: &str, project: &TypstProject) -> Vec<TypesetError> {
    complaints(said, project).into_iter().map(|found| found.settle(project)).collect()
}

fn complaints(said: &str, project: &TypstProject) -> Vec<Complaint> {
    let mut found: Vec<Complaint> = Vec::new();
    for line in said.lines() {
        let message = line.strip_prefix("error: ").or_else(|| line.strip_prefix("warning: "));
        if let Some(message) = message {
            let message = message.to_string();
            found.push(Complaint { message, hints: Vec::new(), trail: Vec::new() });
        }
        let Some(last) = found.last_mut() else { continue };
        let inner = line.trim_start();
        let passed = inner.strip_prefix("while ").and_then(|rest| rest.rsplit_once(" at "));
        let place = inner.strip_prefix("┌─ ").or(passed.map(|(_, place)| place));
        last.trail.extend(place.and_then(|place| self::place(place, project)));
        last.hints.extend(inner.strip_prefix("= hint: ").map(str::to_string));
    }
    found
}

/// The file and the byte of `theme/blocks.typ:12:3`.
fn place(place: &str, project: &TypstProject) -> Option<(String, usize)> {
    let mut parts = place.trim_end().rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let row = parts.next()?.parse().ok()?;
    let path = parts.next()?.replace('\\', "/").trim_start_matches("./").to_string();
    let at = project.files.get(&path).map_or(0, |bytes| offset(bytes, row, column));
    Some((path, at))
}

/// The byte at a line, counted from 1, and a column, counted from 0 in characters.
fn offset(bytes: &[u8], line: usize, column: usize) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let Some(found) = text.split_inclusive('\n').nth(line.saturating_sub(1)) else { return 0 };
    let start = found.as_ptr() as usize - text.as_ptr() as usize;
    let within = found.char_indices().nth(column).map_or(0, |(at, _)| at);
    start + within
}

/// The number of pages of a whole PDF: what the root of its page tree counts.
fn pages(bytes: &[u8]) -> Option<usize> {
    let end = &bytes[bytes.len().saturating_sub(1024)..];
    if !bytes.starts_with(b"%PDF-") || find(end, b"%%EOF").is_none() {
        return None;
    }
    let mut most = None;
    let mut at = 0;
    while let Some(next) = find(&bytes[at..], b"/Pages") {
        let before = bytes[..at + next].trim_ascii_end();
        at += next + b"/Pages".len();
        let object = &bytes[at..];
        let object = &object[..find(object, b"endobj").unwrap_or(object.len())];
        if let Some(count) = find(object, b"/Count ").filter(|_| before.ends_with(b"/Type")) {
            let digits = object[count + 7..].iter().take_while(|byte| byte.is_ascii_digit());
            let count = digits.fold(0_usize, |sum, digit| {
                sum.saturating_mul(10).saturating_add(usize::from(digit - b'0'))
            });
            most = most.max(Some(count));
        }
    }
    most.filter(|pages| *pages > 0)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// A fresh folder with copies of all that a document needs; removed when it is dropped.
struct Stage {
    folder: PathBuf,
}

impl Stage {
    fn new(project: &TypstProject, fonts: &Files) -> io::Result<Stage> {
        let stage = Stage { folder: fresh_folder()? };
        fs::create_dir(stage.folder.join("packages"))?;
        stage.copy("project", &project.files)?;
        stage.copy("fonts", fonts)?;
        Ok(stage)
    }

    fn copy(&self, name: &str, files: &Files) -> io::Result<()> {
        let folder = self.folder.join(name);
        fs::create_dir(&folder)?;
        for (path, bytes) in files {
            let inside =
                Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
            if !inside {
                let message = format!("`{path}` leads out of the folder");
                return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
            }
            let full = folder.join(path);
            if let Some(parent) = full.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(full, bytes)?;
        }
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Nothing can be done about a temporary folder that does not go away.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A folder that nobody had before and nobody else may read.
fn fresh_folder() -> io::Result<PathBuf> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let parent = std::env::temp_dir().canonicalize()?;
    loop {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = parent.join(format!("belegg-{}-{number}", std::process::id()));
        match builder.create(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the command was heard to say, as it says it.
    const SAID: &str = "error: PDF/UA-1 error: no: alt
  ┌─ theme/a.typ:2:5
  │
2 │   bé x
  │      ^
  │
  = hint: try: this
  = hint: or that

  while calling `a` at content.typ:1:2
    while calling is no place

warning: nothing more
error: missing document title
";

    #[test]
    fn what_the_command_says_leads_to_bytes() {
        let mut project = TypstProject::default();
        project.files.insert("theme/a.typ".into(), "å\n  bé x".into());
        project.files.insert("content.typ".into(), "#{a}".into());
        let found = complaints(SAID, &project);
        let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, ["PDF/UA-1 error: no: alt", "nothing more", "missing document title"]);
        let place = |path: &str, at| (path.to_string(), at);
        assert_eq!(found[0].trail, [place("theme/a.typ", 3 + 6), place("content.typ", 2)]);
        assert_eq!(found[0].hints, ["try: this", "or that"]);
        assert!(found[1].trail.is_empty() && found[2].trail.is_empty());
    }

    #[test]
    fn the_root_of_the_page_tree_counts_the_pages() {
        let pdf = b"%PDF-1.7\n1 0 obj<</Type/Pages/Kids [2 0 R]/Count 31>>endobj\n\
            2 0 obj<</Type /Pages /Count 16>>endobj 3 0 obj<</Type /Outlines /Count 99>>endobj\n\
            4 0 obj<</Type /Catalog /Pages 1 0 R>>endobj\n%%EOF";
        assert_eq!(pages(pdf), Some(31));
        assert_eq!(pages(b"%PDF-1.7 /Type /Pages /Count 3"), None);
        assert_eq!(pages(b"not found"), None);
    }
}
