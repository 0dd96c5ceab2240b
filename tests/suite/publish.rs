//! Publishing, on real disks: what is written, what is kept, what is refused, and what is left when
//! the program is killed, the disk is full or two runs meet.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use belegg::artifact::{Files, Store};
use belegg::publish::{
    PublishError, Published, Staging, Verification, publish, publish_after_waiting, verify,
};
use expect_test::{Expect, expect};
use tempfile::TempDir;

const MANIFEST: &str = ".belegg-manifest";

/// Names the output folder to the process that the kill tests start.
const PUBLISH_TO: &str = "BELEGG_TEST_PUBLISH_TO";

/// A project in a folder of its own.
struct Project {
    folder: TempDir,
}

impl Project {
    fn new() -> Self {
        Self::within(&std::env::temp_dir())
    }

    /// Where storing takes no time, for tests that publish hundreds of times.
    fn in_memory() -> Self {
        let memory = Path::new("/dev/shm");
        if memory.is_dir() { Self::within(memory) } else { Self::new() }
    }

    fn within(folder: &Path) -> Self {
        let folder = TempDir::with_prefix_in("belegg-publish-", folder).unwrap();
        for name in ["site/content/report", "site/data", "site/themes", "site/.git"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        Self { folder }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn output(&self) -> PathBuf {
        self.root().join("output")
    }

    fn publish(&self, files: &Files) -> Published {
        publish(files, &self.output(), &self.root()).unwrap()
    }

    /// Publishes with all pages handed over as they are made.
    fn hand_over(&self, files: &Files, output: &Path) -> Result<Published, PublishError> {
        let staging = Staging::new(output, &self.root());
        let mut rest = files.clone();
        rest.retain(|path, bytes| {
            let (one, other) = bytes.split_at(bytes.len() / 2);
            !path.ends_with(".html") || !staging.take(path, &[one, b"", other])
        });
        staging.publish(&rest, || {})
    }

    /// Publishing to `output` fails; checks what the user is told, with folders of this run left out.
    fn check_refused(&self, files: &Files, output: impl AsRef<Path>, told: &Expect) {
        let before = tree(self.folder.path());
        let error = publish(files, &self.root().join(output), &self.root()).unwrap_err();
        told.assert_eq(&self.without_place(&format!("{error}\nhelp: {}", error.help())));
        assert_same(&tree(self.folder.path()), &before);
    }

    fn without_place(&self, text: &str) -> String {
        text.replace(self.folder.path().canonicalize().unwrap().to_str().unwrap(), "")
    }
}

fn files(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).into(), text.to_string().into())).collect()
}

fn small_site() -> Files {
    files(&[
        ("index.html", "Redegjørelse"),
        ("en/index.html", "Account"),
        ("en/report/index.html", "Report"),
        ("figures.json", "{}"),
    ])
}

/// A site of 60 files, 45 of which every version has.
fn version(letter: char) -> Files {
    let mut site = Files::new();
    for page in 0..45 {
        site.insert(
            format!("page/{page}/index.html"),
            format!("{letter}{page}").repeat(500).into(),
        );
    }
    for page in 0..15 {
        site.insert(format!("only/{letter}/{page}.html"), vec![b'x'; 3000].into());
    }
    // A file in one version is a folder in the other.
    match letter {
        'A' => site.insert("policy".into(), b"file".to_vec().into()),
        _ => site.insert("policy/diversity.html".into(), b"folder".to_vec().into()),
    };
    site.insert("same.css".into(), vec![b's'; 20_000].into());
    site
}

/// Everything in a folder: files with their bytes, links with `-> target`, folders as `name/`.
fn tree(folder: &Path) -> Files {
    fn walk(folder: &Path, prefix: &str, tree: &mut Files) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().display());
            let kind = entry.file_type().unwrap();
            if kind.is_symlink() {
                let target = fs::read_link(entry.path()).unwrap();
                tree.insert(path, format!("-> {}", target.display()).into());
            } else if kind.is_dir() {
                let prefix = format!("{path}/");
                walk(&entry.path(), &prefix, tree);
                tree.insert(prefix, vec![].into());
            } else {
                tree.insert(path, fs::read(entry.path()).unwrap().into());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, "", &mut found);
    found
}

/// The plain files of a published folder, without the manifest.
fn site(output: &Path) -> Files {
    let mut site = tree(output);
    site.retain(|path, _| path != MANIFEST && !path.ends_with('/'));
    site
}

/// Names what differs, instead of printing every byte of two sites.
fn assert_same(found: &Files, expected: &Files) {
    let paths: BTreeSet<_> = found.keys().chain(expected.keys()).collect();
    let differing: Vec<_> =
        paths.into_iter().filter(|path| found.get(*path) != expected.get(*path)).collect();
    assert!(differing.is_empty(), "these differ: {differing:?}");
}

fn inode_and_mtime(path: &Path) -> (u64, i64, i64) {
    let metadata = fs::symlink_metadata(path).unwrap();
    (metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

// ── What is handed over as it is made ────────────────────────────────────────────────────────────

#[test]
fn handed_over_files_are_published_with_the_rest() {
    let [one, other] = [Project::new(), Project::new()];
    for letter in ['A', 'A', 'B', 'A'] {
        let site = version(letter);
        assert_eq!(one.hand_over(&site, &one.output()).unwrap(), other.publish(&site), "{letter}");
        assert_same(&tree(&one.root()), &tree(&other.root()));
    }
}

#[test]
fn handed_over_file_that_did_not_change_is_kept() {
    let project = Project::new();
    project.publish(&small_site());
    let before = inode_and_mtime(&project.output().join("en/index.html"));
    let mut site = small_site();
    site.insert("index.html".into(), "Another".into());
    let published = project.hand_over(&site, &project.output()).unwrap();
    assert_eq!(published, Published { written: 1, unchanged: 3, removed: 0, swapped: true });
    assert_eq!(inode_and_mtime(&project.output().join("en/index.html")), before);
}

#[test]
fn handed_over_file_of_a_site_that_is_not_published_is_thrown_away() {
    let project = Project::new();
    project.publish(&small_site());
    let before = tree(&project.root());
    // A process that another test starts holds the lock until it is itself.
    let tries = std::iter::repeat_with(|| {
        std::thread::sleep(Duration::from_millis(5));
        Staging::new(&project.output(), &project.root())
    });
    let staging =
        tries.take(200).find(|staging| staging.take("index.html", &[b"Another"])).unwrap();
    assert!(!staging.take("index.html", &[b"A third"]), "there is one already");
    assert!(!staging.take("../index.html", &[b"Outside"]));
    assert!(project.root().join(".output.staging/index.html").exists());
    drop(staging);
    assert_same(&tree(&project.root()), &before);
}

#[test]
fn folders_around_the_output_are_made_for_what_is_handed_over_and_go_with_it() {
    let project = Project::new();
    let before = tree(project.folder.path());
    let output = project.folder.path().join("www/2025/site");
    let staging = Staging::new(&output, &project.root());
    assert!(staging.take("index.html", &[b"A page"]));
    assert!(output.with_file_name(".site.staging").join("index.html").exists());
    drop(staging);
    assert_same(&tree(project.folder.path()), &before);
    assert!(!project.folder.path().join("www").exists());
    project.hand_over(&small_site(), &output).unwrap();
    assert_same(&site(&output), &small_site());
}

#[test]
fn handed_over_file_is_published_alone_where_the_site_cannot_be() {
    let project = Project::new();
    project.publish(&version('A'));
    let Some(disk) = Disk::mount(&project.output().join("disk"), 2000) else { return };
    write(&disk.0.join("diary.txt"), "not ours");
    let published = project.hand_over(&version('B'), &project.output()).unwrap();
    assert!(!published.swapped);
    let mut expected = version('B');
    expected.insert("disk/diary.txt".into(), "not ours".into());
    assert_same(&site(&project.output()), &expected);
    assert!(!project.root().join(".output.staging").exists());
}

#[test]
fn full_disk_takes_no_more_files_and_leaves_the_old_site() {
    let project = Project::new();
    let Some(disk) = Disk::mount(&project.folder.path().join("disk"), 600) else { return };
    let output = disk.0.join("www");
    publish(&version('A'), &output, &project.root()).unwrap();
    let before = tree(&disk.0);
    let mut large = version('B');
    large.insert("large.html".into(), vec![7; 500_000].into());
    let error = project.hand_over(&large, &output).unwrap_err();
    assert!(matches!(error, PublishError::DiskFull { .. }), "{error}");
    assert_same(&tree(&disk.0), &before);
}

// ── What is written and kept ─────────────────────────────────────────────────────────────────────

#[test]
fn first_publication_writes_the_site_and_nothing_else() {
    let project = Project::new();
    let published = project.publish(&small_site());
    assert_eq!(published, Published { written: 4, unchanged: 0, removed: 0, swapped: true });
    assert_same(&site(&project.output()), &small_site());
    let beside: BTreeSet<_> =
        fs::read_dir(project.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let expected = [".git", "content", "data", "output", "themes"].map(Into::into);
    assert_eq!(beside, expected.into(), "no staging folder, no lock file");
    assert_eq!(verify(&project.output()).unwrap(), Verification { files: 4, ..Default::default() });
}

#[test]
fn missing_folders_on_the_way_to_the_output_are_made() {
    let project = Project::new();
    let output = project.folder.path().join("www/2024/../2025/site");
    publish(&small_site(), &output, &project.root()).unwrap();
    assert_same(&site(&project.folder.path().join("www/2025/site")), &small_site());
}

#[test]
fn unchanged_site_is_not_touched() {
    let project = Project::new();
    project.publish(&small_site());
    let places =
        ["", "en", "en/index.html", "index.html", MANIFEST].map(|at| project.output().join(at));
    let before = places.clone().map(|place| inode_and_mtime(&place));
    std::thread::sleep(Duration::from_millis(20));
    let published = project.publish(&small_site());
    assert_eq!(published, Published { written: 0, unchanged: 4, removed: 0, swapped: true });
    assert_eq!(places.map(|place| inode_and_mtime(&place)), before);
}

#[test]
fn only_the_changed_file_is_written() {
    let project = Project::new();
    project.publish(&small_site());
    let place = |path: &str| inode_and_mtime(&project.output().join(path));
    let (kept, replaced) = (place("index.html"), place("en/index.html"));
    std::thread::sleep(Duration::from_millis(20));
    let mut changed = small_site();
    changed.insert("en/index.html".into(), b"Account of 2024".to_vec().into());
    let published = project.publish(&changed);
    assert_eq!(published, Published { written: 1, unchanged: 3, removed: 0, swapped: true });
    assert_same(&site(&project.output()), &changed);
    assert_eq!(place("index.html"), kept);
    assert_ne!(place("en/index.html"), replaced);
}

#[test]
fn site_of_many_files_is_written_in_parts() {
    let project = Project::new();
    let page = |number: usize| format!("area/{}/page/{number}/index.html", number % 7);
    let mut site_now: Files = (0..700).map(|at| (page(at), format!("{at}").into())).collect();
    assert_eq!(project.publish(&site_now).written, 700);
    assert_same(&site(&project.output()), &site_now);
    site_now.extend((0..300).map(|at| (page(at), format!("new {at}").into())));
    let published = project.publish(&site_now);
    assert_eq!(published, Published { written: 300, unchanged: 400, removed: 0, swapped: true });
    assert_same(&site(&project.output()), &site_now);
}

#[test]
fn removed_page_is_gone_with_its_empty_folder() {
    let project = Project::new();
    project.publish(&small_site());
    let mut fewer = small_site();
    fewer.remove("en/report/index.html");
    assert_eq!(project.publish(&fewer).removed, 1);
    assert_same(&site(&project.output()), &fewer);
    assert!(!project.output().join("en/report").exists());
}

#[test]
fn file_becomes_folder_and_folder_becomes_file() {
    let project = Project::new();
    project.publish(&version('A'));
    project.publish(&version('B'));
    assert_same(&site(&project.output()), &version('B'));
    project.publish(&version('A'));
    assert_same(&site(&project.output()), &version('A'));
}

#[test]
fn file_edited_by_hand_is_replaced() {
    let project = Project::new();
    project.publish(&small_site());
    write(&project.output().join("index.html"), "edited by hand");
    fs::remove_file(project.output().join("figures.json")).unwrap();
    symlink("/etc/hostname", project.output().join("figures.json")).unwrap();
    assert_eq!(project.publish(&small_site()).written, 2);
    assert_same(&site(&project.output()), &small_site());
}

#[test]
fn foreign_files_are_kept_as_they_are() {
    let project = Project::new();
    let output = project.output();
    write(&output.join("CNAME"), "example.org");
    project.publish(&small_site());
    write(&output.join(".git/objects/ab/cd"), "object");
    write(&output.join("en/notes.txt"), "ours");
    write(&output.join("en/report/.htaccess"), "deny");
    fs::create_dir_all(output.join("empty/inner")).unwrap();
    fs::set_permissions(output.join(".git"), fs::Permissions::from_mode(0o700)).unwrap();
    symlink("en/index.html", output.join("latest.html")).unwrap();
    symlink("nowhere", output.join("dead")).unwrap();
    let foreign = ["CNAME", ".git/objects/ab/cd", "en/notes.txt", "latest.html", "dead"];
    let before = foreign.map(|path| inode_and_mtime(&output.join(path)));
    let mtime = inode_and_mtime(&output.join(".git/objects")).1;

    let published = project.publish(&files(&[("index.html", "new")]));
    assert_eq!(published, Published { written: 1, unchanged: 0, removed: 3, swapped: true });
    assert_eq!(foreign.map(|path| inode_and_mtime(&output.join(path))), before);
    let mut expected = files(&[
        ("index.html", "new"),
        ("CNAME", "example.org"),
        (".git/objects/ab/cd", "object"),
        ("en/notes.txt", "ours"),
        ("en/report/.htaccess", "deny"),
        ("latest.html", "-> en/index.html"),
        ("dead", "-> nowhere"),
    ]);
    for folder in [
        ".git/",
        ".git/objects/",
        ".git/objects/ab/",
        "empty/",
        "empty/inner/",
        "en/",
        "en/report/",
    ] {
        expected.insert(folder.into(), vec![].into());
    }
    let mut kept = tree(&output);
    kept.remove(MANIFEST);
    assert_same(&kept, &expected);
    assert_eq!(fs::metadata(output.join(".git")).unwrap().mode() & 0o777, 0o700);
    assert_eq!(inode_and_mtime(&output.join(".git/objects")).1, mtime);
}

#[test]
fn foreign_file_in_the_way_stops_everything() {
    let project = Project::new();
    write(&project.output().join("index.html"), "a page made by hand");
    project.check_refused(
        &small_site(),
        "output",
        &expect![[r#"
            `/site/output/index.html` is in the way: belegg did not write it
            help: move or remove it and build again; belegg replaces only what it wrote"#]],
    );
    // A file, a link or a folder of somebody else where a folder or a file of ours would be.
    write(&project.output().join("en"), "a file");
    fs::create_dir(project.output().join("figures.json")).unwrap();
    project.check_refused(
        &small_site(),
        "output",
        &expect![[r#"
            `/site/output/en` is in the way: belegg did not write it (and 2 others)
            help: move or remove it and build again; belegg replaces only what it wrote"#]],
    );
}

#[test]
fn link_in_place_of_a_folder_leads_nothing_out_of_the_site() {
    let project = Project::new();
    project.publish(&small_site());
    let elsewhere = project.folder.path().join("elsewhere");
    fs::rename(project.output().join("en"), &elsewhere).unwrap();
    symlink(&elsewhere, project.output().join("en")).unwrap();
    let before = tree(&elsewhere);
    assert!(publish(&small_site(), &project.output(), &project.root()).is_err());
    // Without the pages in it there is nothing in the way, and the link is somebody's to keep.
    project.publish(&files(&[("index.html", "alone")]));
    assert_same(&tree(&elsewhere), &before);
    assert!(project.output().join("en").is_symlink());
}

#[test]
fn equal_foreign_file_is_taken_over() {
    let project = Project::new();
    project.publish(&small_site());
    let before = inode_and_mtime(&project.output().join("index.html"));
    fs::remove_file(project.output().join(MANIFEST)).unwrap();
    assert_eq!(project.publish(&small_site()).unchanged, 4);
    assert_eq!(verify(&project.output()).unwrap().files, 4);
    assert_eq!(inode_and_mtime(&project.output().join("index.html")), before);
}

// ── What is refused ──────────────────────────────────────────────────────────────────────────────

#[test]
fn project_itself_is_refused() {
    let project = Project::new();
    let told = expect![[r#"
        the output folder `/site` is the project or holds part of it (`/site`)
        help: choose a folder used for nothing else, such as `--output-dir output`"#]];
    for output in [".", "content/..", "new/.."] {
        project.check_refused(&small_site(), output, &told);
    }
}

#[test]
fn folder_around_the_project_is_refused() {
    let project = Project::new();
    project.check_refused(
        &small_site(),
        "../",
        &expect![[r#"
            the output folder `` is the project or holds part of it (`/site`)
            help: choose a folder used for nothing else, such as `--output-dir output`"#]],
    );
    let error = publish(&small_site(), Path::new("/"), &project.root()).unwrap_err();
    assert!(matches!(error, PublishError::HoldsProject { .. }), "{error}");
}

#[test]
fn folders_with_sources_are_refused_also_through_links() {
    let project = Project::new();
    symlink("content", project.root().join("linked")).unwrap();
    let told = expect![[r#"
        the output folder `/site/content` lies inside `/site/content`, which holds the project's sources
        help: choose a folder used for nothing else, such as `--output-dir output`"#]];
    project.check_refused(&small_site(), "content", &told);
    project.check_refused(&small_site(), "linked", &told);
    for output in ["content/report/new/deep", "linked/new", "data", "themes/x", ".git/hooks"] {
        let error =
            publish(&small_site(), &project.root().join(output), &project.root()).unwrap_err();
        assert!(matches!(error, PublishError::InsideSources { .. }), "{output}: {error}");
    }
    assert!(!project.root().join("content/report/new").exists());
}

#[test]
fn content_kept_elsewhere_is_refused_too() {
    let project = Project::new();
    let elsewhere = project.folder.path().join("texts/belegg");
    fs::create_dir_all(&elsewhere).unwrap();
    fs::remove_dir_all(project.root().join("content")).unwrap();
    symlink(&elsewhere, project.root().join("content")).unwrap();
    let refusal = |output: &str| {
        publish(&small_site(), &project.folder.path().join(output), &project.root()).unwrap_err()
    };
    assert!(matches!(refusal("texts/belegg/out"), PublishError::InsideSources { .. }));
    assert!(matches!(refusal("texts"), PublishError::HoldsProject { .. }));
}

#[test]
fn output_that_is_a_link_to_a_folder_is_published_there() {
    let project = Project::new();
    let www = project.folder.path().join("www");
    fs::create_dir(&www).unwrap();
    symlink(&www, project.output()).unwrap();
    project.publish(&small_site());
    assert!(project.output().is_symlink());
    assert_same(&site(&www), &small_site());
}

#[test]
fn output_that_is_a_file_is_refused() {
    let project = Project::new();
    write(&project.output(), "a file");
    let told = expect![[r#"
        cannot publish to `/site/output`: it is not a folder
        help: rename or remove `/site/output`, or choose another output folder"#]];
    project.check_refused(&small_site(), "output", &told);
    project.check_refused(&small_site(), "output/below", &told);
    fs::remove_file(project.output()).unwrap();
    symlink("nowhere", project.output()).unwrap();
    project.check_refused(&small_site(), "output", &told);
}

#[test]
fn paths_that_lead_out_of_the_site_are_refused() {
    let project = Project::new();
    for path in [
        "",
        "/etc/x",
        "../x",
        "en/../../x",
        "./x",
        "en//x",
        "en/",
        "a\\b",
        "a\0b",
        "a\nb",
        MANIFEST,
    ] {
        let error = publish(&files(&[(path, "")]), &project.output(), &project.root()).unwrap_err();
        assert!(matches!(error, PublishError::InvalidPath { .. }), "{path:?}: {error}");
    }
    let both = files(&[("en", "a file"), ("en/index.html", "in it")]);
    let error = publish(&both, &project.output(), &project.root()).unwrap_err();
    assert_eq!(error.to_string(), "`en/index.html` is not a path of a site");
    assert!(!project.output().exists());
}

#[test]
fn damaged_manifest_removes_nothing() {
    let project = Project::new();
    project.publish(&small_site());
    let hash = "0".repeat(64);
    write(&project.root().join("precious"), "of the user");
    write(&project.output().join(MANIFEST), &format!("{hash}  index.html\n{hash}  ../precious\n"));
    project.check_refused(
        &files(&[("index.html", "new")]),
        "output",
        &expect![[r#"
            `/site/output/.belegg-manifest` is damaged at line 2
            help: move the folder `/site/output` away and build again"#]],
    );
}

#[test]
fn folder_of_somebody_else_at_the_staging_place_is_kept() {
    let project = Project::new();
    write(&project.root().join(".output.staging/diary.txt"), "not ours");
    project.check_refused(
        &small_site(),
        "output",
        &expect![[r#"
            `/site/.output.staging` is in the way: belegg did not write it
            help: move or remove it and build again; belegg replaces only what it wrote"#]],
    );
}

// ── verify ───────────────────────────────────────────────────────────────────────────────────────

#[test]
fn verify_names_what_differs_from_the_manifest() {
    let project = Project::new();
    project.publish(&small_site());
    let output = project.output();
    assert!(verify(&output).unwrap().is_intact());
    write(&output.join("index.html"), "Redegjorelse");
    fs::remove_file(output.join("figures.json")).unwrap();
    write(&output.join("en/report/notes.txt"), "");
    write(&output.join(".git/objects/ab"), "");
    fs::create_dir(output.join("empty")).unwrap();
    let verification = verify(&output).unwrap();
    assert!(!verification.is_intact());
    expect![[r#"
        Verification {
            files: 4,
            changed: [
                "index.html",
            ],
            missing: [
                "figures.json",
            ],
            foreign: [
                ".git/",
                "empty/",
                "en/report/notes.txt",
            ],
        }
    "#]]
    .assert_debug_eq(&verification);
}

#[test]
fn verify_refuses_a_folder_that_was_not_published() {
    let project = Project::new();
    for folder in [project.root().join("content"), project.root().join("nowhere")] {
        let error = verify(&folder).unwrap_err();
        assert!(matches!(error, PublishError::NotPublished { .. }), "{error}");
    }
    let error = verify(&project.root().join("content")).unwrap_err();
    expect!["the folder `/site/content` was not published by belegg: it has no `.belegg-manifest`"]
        .assert_eq(&project.without_place(&error.to_string()));
}

#[test]
fn sha256sum_accepts_the_manifest() {
    let project = Project::new();
    let mut site = small_site();
    site.insert("tiltak og mål/år 2024.html".into(), "æøå".into());
    project.publish(&site);
    let check = || {
        let mut command = Command::new("sha256sum");
        command.args(["--check", "--strict", "--quiet", MANIFEST]).current_dir(project.output());
        command.stderr(Stdio::null()).stdout(Stdio::null()).status()
    };
    let Ok(status) = check() else {
        return eprintln!("SKIPPED sha256sum_accepts_the_manifest: no sha256sum here");
    };
    assert!(status.success());
    write(&project.output().join("index.html"), "changed");
    assert!(!check().unwrap().success());
}

// ── Faults ───────────────────────────────────────────────────────────────────────────────────────

/// A disk in memory, of so many kB, mounted for one test.
struct Disk(PathBuf);

impl Disk {
    /// `None`, and says so, where mounting is not allowed.
    fn mount(at: &Path, kilobytes: usize) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let size = format!("size={kilobytes}k");
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at).stderr(Stdio::null());
        if command.status().is_ok_and(|status| status.success()) {
            return Some(Self(at.to_path_buf()));
        }
        let test = std::thread::current().name().unwrap_or_default().to_owned();
        eprintln!("SKIPPED {test}: mounting a disk is not permitted here");
        None
    }

    fn make_read_only(&self) {
        let status =
            Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[test]
fn read_only_disk_is_told() {
    let project = Project::new();
    let Some(disk) = Disk::mount(&project.folder.path().join("disk"), 1000) else { return };
    let output = disk.0.join("www");
    publish(&small_site(), &output, &project.root()).unwrap();
    disk.make_read_only();
    // Nothing to write: no reason to complain.
    assert_eq!(publish(&small_site(), &output, &project.root()).unwrap().unchanged, 4);
    let told = |place: &str| {
        format!(
            "cannot write to `/disk/{place}`: the disk is read-only\n\
             help: ask for permission to write there, or choose another `--output-dir`"
        )
    };
    for (output, place) in [("../disk/www", "www"), ("../disk/new", ""), ("../disk/a/b", "a")] {
        let error =
            publish(&version('A'), &project.root().join(output), &project.root()).unwrap_err();
        let shown = project.without_place(&format!("{error}\nhelp: {}", error.help()));
        assert_eq!(shown.replace("/disk`", "/disk/`"), told(place), "{output}");
    }
    assert_same(&site(&output), &small_site());
}

#[test]
fn full_disk_leaves_the_old_site() {
    let project = Project::new();
    let Some(disk) = Disk::mount(&project.folder.path().join("disk"), 600) else { return };
    // Beside the output it is one step, on the mount point itself it is file by file.
    for (output, swapped) in [(disk.0.join("www"), true), (disk.0.clone(), false)] {
        if !swapped {
            fs::remove_dir_all(disk.0.join("www")).unwrap();
        }
        let old = version('A');
        assert_eq!(publish(&old, &output, &project.root()).unwrap().swapped, swapped);
        let before = tree(&output);
        let mut large = version('B');
        large.insert("large.pdf".into(), vec![7; 500_000].into());
        let error = publish(&large, &output, &project.root()).unwrap_err();
        assert!(matches!(error, PublishError::DiskFull { .. }), "{error}");
        let shown = error.to_string();
        assert!(shown.starts_with("the disk is full: no room to write `"), "{shown}");
        assert_eq!(error.help(), "free some space and build again; the old site is untouched");
        assert_same(&tree(&output), &before);
        assert!(!disk.0.join(".www.staging").exists());
        publish(&version('B'), &output, &project.root()).unwrap();
        assert_same(&site(&output), &version('B'));
    }
}

#[test]
fn output_that_is_a_mount_point_is_published_file_by_file() {
    let project = Project::new();
    let Some(disk) = Disk::mount(&project.output(), 2000) else { return };
    write(&disk.0.join("CNAME"), "example.org");
    let published = project.publish(&version('A'));
    assert_eq!(published, Published { written: 62, unchanged: 0, removed: 0, swapped: false });
    let kept = inode_and_mtime(&disk.0.join("same.css"));
    let published = project.publish(&version('B'));
    assert_eq!(published, Published { written: 61, unchanged: 1, removed: 16, swapped: false });
    assert_eq!(inode_and_mtime(&disk.0.join("same.css")), kept);
    let mut expected = version('B');
    expected.insert("CNAME".into(), b"example.org".to_vec().into());
    assert_same(&site(&disk.0), &expected);
    assert!(!disk.0.join("only/A").exists(), "emptied folders are gone");
    assert!(verify(&disk.0).unwrap().is_intact());
    let manifest = inode_and_mtime(&disk.0.join(MANIFEST));
    assert_eq!(project.publish(&version('B')).written, 0);
    assert_eq!(inode_and_mtime(&disk.0.join(MANIFEST)), manifest);
}

#[test]
fn disk_mounted_inside_the_output_is_not_emptied() {
    let project = Project::new();
    project.publish(&version('A'));
    let Some(disk) = Disk::mount(&project.output().join("archive"), 1000) else { return };
    write(&disk.0.join("2019.pdf"), "old report");
    let mut site_with_archive = version('B');
    site_with_archive.insert("archive/index.html".into(), b"Archive".to_vec().into());
    assert!(!project.publish(&site_with_archive).swapped);
    assert_eq!(fs::read(disk.0.join("2019.pdf")).unwrap(), b"old report");
    site_with_archive.insert("archive/2019.pdf".into(), b"old report".to_vec().into());
    assert_same(&site(&project.output()), &site_with_archive);
}

#[test]
fn two_publishers_leave_one_whole_site() {
    let project = Project::in_memory();
    for _ in 0..10 {
        std::thread::scope(|scope| {
            for letter in ['A', 'B', 'C'] {
                let project = &project;
                scope.spawn(move || project.publish(&version(letter)));
            }
        });
        let left = site(&project.output());
        assert!(['A', 'B', 'C'].iter().any(|letter| left == version(*letter)));
        assert!(!project.root().join(".output.staging").exists());
        assert!(verify(&project.output()).unwrap().is_intact());
    }
}

#[test]
fn second_publisher_is_told_that_it_waits() {
    let project = Project::in_memory();
    let first = fs::File::open(project.root()).unwrap();
    first.lock().unwrap();
    let mut told = false;
    let waits = || {
        told = true;
        first.unlock().unwrap();
    };
    publish_after_waiting(&small_site(), &project.output(), &project.root(), waits).unwrap();
    assert!(told);
    assert_same(&site(&project.output()), &small_site());
}

#[test]
fn what_somebody_added_to_the_old_site_at_the_last_moment_is_kept() {
    let project = Project::new();
    project.publish(&small_site());
    // As a run leaves it that was killed right after the change of places.
    let retired = project.root().join(".output.staging");
    write(&retired.join("index.html"), "old");
    write(&retired.join("notes/late.txt"), "ours");
    let hash = "0".repeat(64);
    write(&retired.join(MANIFEST), &format!("{hash}  index.html\n"));
    assert_eq!(project.publish(&small_site()).unchanged, 4);
    let mut expected = small_site();
    expected.insert("notes/late.txt".into(), b"ours".to_vec().into());
    assert_same(&site(&project.output()), &expected);
    assert!(!retired.exists());
}

#[test]
fn reader_never_misses_a_file() {
    let project = Project::in_memory();
    let page = "en/index.html";
    let sites = ["one", "two"].map(|text| {
        let mut site = small_site();
        site.insert(page.into(), text.repeat(10_000).into());
        site
    });
    project.publish(&sites[0]);
    let done = AtomicBool::new(false);
    let reads = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reads = 0_u64;
            while !done.load(Ordering::Relaxed) {
                let bytes =
                    fs::read(project.output().join(page)).expect("the page is always there");
                assert!(sites.iter().any(|site| site[page] == bytes), "and always whole");
                reads += 1;
            }
            reads
        });
        for swap in 1..=200 {
            project.publish(&sites[swap % 2]);
        }
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    });
    assert!(reads > 200, "only {reads} reads");
}

// ── kill -9 ──────────────────────────────────────────────────────────────────────────────────────

/// Not a test: what the kill tests start as a process of its own.
#[test]
#[ignore = "started and killed by the kill tests"]
fn publishes_two_sites_in_turn_until_killed() {
    let Some(output) = std::env::var_os(PUBLISH_TO).map(PathBuf::from) else { return };
    let sites = ['B', 'A'].map(version);
    loop {
        for site in &sites {
            publish(site, &output, output.parent().unwrap()).unwrap();
        }
    }
}

fn start_publisher(output: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["publishes_two_sites_in_turn_until_killed", "--ignored", "--test-threads=1"])
        .env(PUBLISH_TO, output)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Lets a publisher run until its `staging` folder is there, then for `microseconds`, and kills it.
fn kill_publisher_after(microseconds: u64, output: &Path, staging: &Path) {
    let mut publisher = start_publisher(output);
    while !staging.exists() {
        assert!(publisher.try_wait().unwrap().is_none(), "the publisher stopped by itself");
        std::thread::sleep(Duration::from_micros(50));
    }
    std::thread::sleep(Duration::from_micros(microseconds));
    publisher.kill().unwrap();
    publisher.wait().unwrap();
}

/// Moments that differ from kill to kill and are the same in every run of the tests.
fn moments(count: u64) -> impl Iterator<Item = u64> {
    (1..=count).map(|kill| kill * 7919 % 10_007)
}

#[test]
fn killed_publisher_leaves_the_old_or_the_new_site() {
    let project = Project::in_memory();
    let output = project.output();
    let with_foreign = |letter| {
        let mut site = version(letter);
        site.insert("CNAME".into(), b"example.org".to_vec().into());
        site.insert("page/7/notes.txt".into(), b"ours".to_vec().into());
        site
    };
    project.publish(&version('A'));
    write(&output.join("CNAME"), "example.org");
    write(&output.join("page/7/notes.txt"), "ours");
    let staging = project.root().join(".output.staging");
    let mut interrupted = 0;
    for (kill, moment) in moments(60).enumerate() {
        kill_publisher_after(moment, &output, &staging);
        let left = site(&output);
        assert!(
            left == with_foreign('A') || left == with_foreign('B'),
            "kill {kill} at {moment} µs"
        );
        assert!(verify(&output).unwrap().is_intact(), "kill {kill} at {moment} µs");
        interrupted += usize::from(staging.exists());

        let next = if kill % 2 == 0 { 'A' } else { 'B' };
        project.publish(&version(next));
        assert_same(&site(&output), &with_foreign(next));
        assert!(!staging.exists(), "the dead run's folder is swept");
    }
    assert!(interrupted >= 10, "only {interrupted} of 60 kills met a publication at work");
}

#[test]
fn killed_publisher_on_a_mount_point_leaves_whole_files() {
    let project = Project::in_memory();
    let Some(disk) = Disk::mount(&project.output(), 4000) else { return };
    project.publish(&version('A'));
    write(&disk.0.join("CNAME"), "example.org");
    for (kill, moment) in moments(20).enumerate() {
        kill_publisher_after(moment, &disk.0, &disk.0.join(".belegg-staging"));
        let [a, b] = ['A', 'B'].map(version);
        for (path, bytes) in site(&disk.0) {
            let is_whole = a.get(&path) == Some(&bytes) || b.get(&path) == Some(&bytes);
            assert!(is_whole || path.starts_with(".belegg-staging/") || path == "CNAME", "{path}");
        }
        let next = if kill % 2 == 0 { 'A' } else { 'B' };
        project.publish(&version(next));
        let mut expected = version(next);
        expected.insert("CNAME".into(), b"example.org".to_vec().into());
        assert_same(&site(&disk.0), &expected);
        assert!(verify(&disk.0).unwrap().is_intact());
    }
}
