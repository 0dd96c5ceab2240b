//! `belegg serve` as a program that runs: what it heeds of levels and `--locked`, and how it and `build` end
//! when somebody presses Ctrl+C. What browsers see of it is checked by `tests/browser/serve.mjs`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::pipeline::{WARNING, config, project, tree};

/// A busy machine needs so long at most to make the small project.
const PATIENCE: Duration = Duration::from_secs(60);

/// A call that runs until it is dropped, and what it said so far.
struct Running {
    child: Child,
    lines: Receiver<String>,
    said: String,
}

impl Running {
    /// Ctrl+C ends it, also where the tests themselves were started so that it does not.
    fn start(folder: &Path, arguments: &[&str]) -> Running {
        let mut command = Command::new("env");
        // The shell outlives Ctrl+C, and tells what it gets of the program.
        command.args([
            "--default-signal=INT",
            "sh",
            "-c",
            "trap : INT; \"$@\"; echo code $? >&2",
            "sh",
        ]);
        command.arg(env!("CARGO_BIN_EXE_belegg")).args(arguments).current_dir(folder);
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        let stderr = BufReader::new(child.stderr.take().expect("its messages"));
        let (tell, lines) = channel();
        thread::spawn(move || {
            stderr.lines().map_while(Result::ok).for_each(|line| _ = tell.send(line));
        });
        Running { child, lines, said: String::new() }
    }

    /// A preview that is there; of the port the next free one is taken.
    fn serve(folder: &Path, arguments: &[&str]) -> Running {
        let arguments = [&["serve", "--no-pdf", "--port", "21347"], arguments].concat();
        let mut running = Running::start(folder, &arguments);
        running.says("Serving http");
        running
    }

    /// Waits for these words; what was said up to then is taken away and given back.
    fn says(&mut self, words: &str) -> String {
        let begun = Instant::now();
        loop {
            if let Some(at) = self.said.find(words) {
                let end = self.said[at..].find('\n').map_or(self.said.len(), |end| at + end);
                return self.said.drain(..end).collect();
            }
            let Ok(line) = self.lines.recv_timeout(PATIENCE.saturating_sub(begun.elapsed())) else {
                panic!("`{words}` was not said, but: {}", self.said);
            };
            self.said.push_str(&line);
            self.said.push('\n');
        }
    }

    fn interrupt(&self) {
        let group = format!("-{}", self.child.id());
        let killed = Command::new("kill").args(["-INT", "--", &group]).status();
        assert!(killed.is_ok_and(|status| status.success()));
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}

const CHAPTER: &str = "content/report/01-method.md";

const DENIED: &str = "error[unused-footnote]: the footnote `a` is never referred to: it is not shown \
     (a warning, denied by ";

#[test]
fn a_preview_heeds_what_the_call_denies_and_allows() {
    let folder = project(WARNING);
    let mut denied =
        Running::start(folder.path(), &["serve", "--no-pdf", "--deny", "unused-footnote"]);
    denied.says(&format!("{DENIED}`--deny unused-footnote`)"));
    denied.says("1 error; nothing to show yet");
    let mut allowed =
        Running::start(folder.path(), &["serve", "--no-pdf", "--allow", "unused-footnote"]);
    let told = allowed.says("Serving http");
    assert!(!told.contains("unused-footnote") && !told.contains("warning"), "{told}");
}

#[test]
fn a_preview_heeds_what_the_configuration_says_of_messages_and_its_changes() {
    let deny = config("[messages]\nunused-footnote = \"deny\"\n");
    let folder = project(&[WARNING, &[("belegg.toml", deny.as_str())]].concat());
    let mut running = Running::start(folder.path(), &["serve", "--no-pdf", "--port", "21347"]);
    let by_config = "`unused-footnote` under `[messages]` in the configuration)";
    running.says(&format!("{DENIED}{by_config}"));
    running.says("1 error; nothing to show yet");
    running.says("Serving http");
    let allow =
        config("[messages]\nunused-footnote = { level = \"allow\", reason = \"a draft\" }\n");
    fs::write(folder.path().join("belegg.toml"), allow).expect("a file");
    let told = running.says("belegg.toml: ");
    assert!(!told.contains("unused-footnote") && !told.contains(", with"), "{told}");
    fs::write(folder.path().join("belegg.toml"), deny).expect("a file");
    running.says(by_config);
    running.says("1 error; the last good version stays");
}

#[test]
fn a_preview_heeds_what_is_left_out() {
    let folder = project(&[]);
    let mut running = Running::serve(folder.path(), &[]);
    let link = folder.path().join("data/2024/people.csv");
    std::os::unix::fs::symlink("/etc/passwd", &link).expect("a link");
    running.says("error[skipped-file]: `data/2024/people.csv` leads out of the project");
    running.says("data/2024/people.csv: 1 error; the last good version stays");
    fs::remove_file(&link).expect("a link");
    running.says("data/2024/people.csv: the pages are as they were");
}

#[test]
fn a_preview_heeds_a_configuration_in_a_folder() {
    let folder = project(&[]);
    let config = fs::read_to_string(folder.path().join("belegg.toml")).expect("settings");
    let own = folder.path().join("conf/site.toml");
    fs::create_dir(folder.path().join("conf")).expect("a folder");
    fs::write(&own, &config).expect("a file");
    let mut running = Running::serve(folder.path(), &["--config", "conf/site.toml"]);
    fs::write(&own, format!("{config}\n[[[\n")).expect("a file");
    running.says("conf/site.toml: 1 error; the last good version stays");
}

#[test]
fn a_preview_heeds_a_project_that_is_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("site");
    let made = || fs::rename(project(&[]).into_path(), &root).expect("a folder");
    made();
    let mut running = Running::serve(folder.path(), &["--root", "site"]);
    fs::remove_dir_all(&root).expect("a folder");
    running.says("error[not-a-project]");
    made();
    running.says("the pages are as they were");
    fs::write(root.join(CHAPTER), page("Nytt.")).expect("a file");
    running.says(&format!("{CHAPTER}: "));
}

#[test]
fn a_preview_heeds_what_lies_behind_a_link() {
    let folder = project(&[]);
    let (chapter, shared) = (folder.path().join(CHAPTER), folder.path().join("shared.md"));
    fs::write(&shared, page("Felles.")).expect("a file");
    fs::remove_file(&chapter).expect("a file");
    std::os::unix::fs::symlink("../../shared.md", &chapter).expect("a link");
    let mut running = Running::serve(folder.path(), &[]);
    fs::write(&shared, page("Nytt.")).expect("a file");
    running.says(&format!("{CHAPTER}: "));
}

#[test]
fn a_quiet_preview_says_where_it_is() {
    let folder = project(WARNING);
    let mut running = Running::serve(folder.path(), &["--quiet", "--interface", "localhost"]);
    fs::write(folder.path().join("content/_index.md"), "+++\n").expect("a file");
    let told = running.says("error[");
    assert!(!told.contains("pages") && !told.contains("warning"), "{told}");
}

#[test]
fn a_preview_for_other_machines_says_where_they_find_it() {
    let folder = project(&[]);
    let arguments = ["serve", "--no-pdf", "--port", "21347", "--interface", "0.0.0.0"];
    let mut running = Running::start(folder.path(), &arguments);
    running.says("Whoever reaches this machine and has the address can see drafts and mistakes");
    running.says("Serving http://localhost:");
}

/// What the preview answers to a browser that has the key: the first line, and the bytes.
#[cfg(feature = "engine")]
fn answer(address: &str, path: &str) -> (String, Vec<u8>) {
    use std::io::{Read, Write};
    let address = address.split("http://").nth(1).expect("an address");
    let (host, rest) = address.split_once('/').expect("a path");
    let key = rest.split("key=").nth(1).and_then(|key| key.split(' ').next()).expect("a key");
    let port = host.rsplit(':').next().expect("a port");
    let mut stream = std::net::TcpStream::connect(host).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    let cookie = format!("belegg-{port}={key}");
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    )
    .expect("it can be asked");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let first = String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_string();
    (first, answer.split_off(end + 4))
}

/// The PDF is that of the last good version, and so is the picture that stands for it.
#[cfg(feature = "engine")]
#[test]
fn a_document_can_be_had_while_the_project_has_mistakes() {
    // A document has a date.
    let dated = |title: &str, slug: &str| {
        format!(
            "+++\ntitle = \"{title}\"\nkind = \"report\"\nslug = \"{slug}\"\ndate = 2025-06-30\n+++\nTekst.\n"
        )
    };
    let (report, english) =
        (dated("Redegjørelse", "redegjorelse"), dated("Statement", "statement"));
    for locked in [&[][..], &["--locked"]] {
        let folder = project(&[
            ("content/report/_index.md", &report),
            ("content/report/_index.en.md", &english),
        ]);
        let arguments = [&["serve", "--port", "21347"], locked].concat();
        let mut running = Running::start(folder.path(), &arguments);
        let address = running.says("Serving http");
        let home = folder.path().join("content/_index.md");
        let good = fs::read_to_string(&home).expect("a page");
        fs::write(&home, format!("{good}\n[](fact:no.such)\n")).expect("a file");
        running.says("the last good version stays");
        let (_, report) = answer(&address, "/redegjorelse/");
        let report = String::from_utf8(report).expect("a page");
        let hrefs = report.split("href=\"").filter_map(|rest| rest.split('"').next());
        let pdf = hrefs.into_iter().find(|href| href.ends_with(".pdf")).expect("a document");
        let path = format!("/{}", pdf.trim_start_matches("../"));
        let (status, pdf) = answer(&address, &path);
        assert!(status.ends_with("200 OK") && pdf.starts_with(b"%PDF-"), "{status}");
        let (status, picture) = answer(&address, "/redegjorelse/share.png");
        assert!(status.ends_with("200 OK") && picture.starts_with(b"\x89PNG"), "{status}");
        fs::write(&home, good).expect("a file");
        running.says("content/_index.md: ");
        let (_, again) = answer(&address, &path);
        assert_eq!(again, pdf);
    }
}

#[cfg(feature = "engine")]
#[test]
fn a_document_that_cannot_be_set_is_told_to_whoever_asks_for_it() {
    let folder = project(&[]);
    let mut running = Running::start(folder.path(), &["serve", "--port", "21347"]);
    let address = running.says("Serving http");
    let (status, _) = answer(&address, "/redegjorelse/redegjorelse.nb.pdf");
    assert!(status.ends_with("404 Not Found"), "{status}");
    running.says("error[pdf-date]: the document has no date");
    running.says("redegjorelse/redegjorelse.nb.pdf: 1 error; the last good version stays");
}

#[test]
fn a_locked_preview_writes_nothing_to_the_project() {
    let folder = project(WARNING);
    let mut before = tree(folder.path());
    let mut running = Running::serve(folder.path(), &["--locked"]);
    let page = "content/report/01-method.md";
    let text = format!("{}Mer.\n", WARNING[0].1);
    fs::write(folder.path().join(page), &text).expect("a file");
    running.says(&format!("{page}: "));
    before.insert(page.to_string(), text.into_bytes());
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn a_preview_that_is_ended_by_ctrl_c_has_130() {
    let folder = project(WARNING);
    let mut running = Running::serve(folder.path(), &[]);
    running.interrupt();
    running.says("code 130");
}

/// The chapter with this text.
fn page(text: &str) -> String {
    format!("+++\ntitle = \"Metode\"\n+++\n## Slik {{#how}}\n\n{text}\n")
}

/// It waits for another build, so it surely runs when it is interrupted; nothing is published then.
#[test]
fn a_build_that_is_ended_by_ctrl_c_has_130_and_publishes_nothing() {
    let folder = project(WARNING);
    let other = fs::File::open(folder.path()).expect("the folder");
    other.lock().expect("a lock");
    let mut running = Running::start(folder.path(), &["build", "--no-pdf"]);
    running.says("Waiting for another build of this site to end");
    running.interrupt();
    running.says("code 130");
    assert!(!folder.path().join("output").exists());
    let left = tree(folder.path())
        .into_keys()
        .filter(|path| path.starts_with("output") || path.contains(".tmp"));
    assert_eq!(left.collect::<Vec<_>>(), Vec::<String>::new());
}
