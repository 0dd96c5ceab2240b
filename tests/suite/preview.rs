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
