//! Writing a file of the user's: as a whole or not at all.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Failure;

/// Writes a file, and the folders above it; one that exists is replaced only if that is wanted.
pub(super) fn written(path: &Path, bytes: &[u8], replace: bool) -> io::Result<()> {
    fs::create_dir_all(folder_of(path))?;
    exchanged(path, bytes, None, |new| {
        if replace {
            return fs::rename(new, path);
        }
        match fs::hard_link(new, path) {
            // Not every file system has links.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !path.exists() => {
                fs::rename(new, path)
            }
            linked => linked,
        }
    })
}

/// Gives a file of the project in `root` another text, if it is still as it was `read`. Its
/// permissions stay.
pub(super) fn rewritten(root: &Path, path: &str, read: &[u8], text: &str) -> Result<(), Failure> {
    let unwritable = |error: io::Error| {
        Failure::new("cannot-write", format!("cannot write `{path}`: {error}"))
            .help("make it a file that you may write to; it was not changed")
    };
    // Of a link within the project the file is written, not the link.
    let root = root.canonicalize().map_err(unwritable)?;
    let file = root.join(path).canonicalize().map_err(unwritable)?;
    let permissions = fs::metadata(&file).map_err(unwritable)?.permissions();
    if !file.starts_with(&root) {
        return Err(Failure::new("cannot-write", format!("`{path}` leads out of the project"))
            .help("correct the file itself; it was not changed"));
    }
    if permissions.readonly() {
        return Err(Failure::new("cannot-write", format!("`{path}` is read-only"))
            .help("allow writing to it, and call the command again; it was not changed"));
    }
    let mut is_as_read = true;
    exchanged(&file, text.as_bytes(), Some(permissions), |new| {
        is_as_read = fs::read(&file)? == read;
        if is_as_read { fs::rename(new, &file) } else { Ok(()) }
    })
    .map_err(unwritable)?;
    match is_as_read {
        true => Ok(()),
        false => {
            let message = format!("`{path}` was changed by somebody else meanwhile");
            Err(Failure::new("changed-file", message)
                .help("call the command again; what they wrote was kept"))
        }
    }
}

/// Writes a new file beside `path`, which `take` puts in its place.
fn exchanged(
    path: &Path,
    bytes: &[u8],
    permissions: Option<Permissions>,
    take: impl FnOnce(&Path) -> io::Result<()>,
) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let new = folder_of(path).join(format!(".{name}.belegg-new"));
    let result = (|| {
        let mut file = File::create(&new)?;
        file.write_all(bytes)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.sync_all()?;
        take(&new)
    })();
    // After a rename there is none.
    let _ = fs::remove_file(&new);
    result
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use tempfile::TempDir;

    use super::*;

    fn folder() -> TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("content")).expect("a folder");
        fs::write(folder.path().join("content/page.md"), "as it is\n").expect("a file");
        folder
    }

    /// What comes of writing `new` to a page that was read as `read`; the folder then.
    fn check(folder: &TempDir, page: &str, read: &str, expected: Expect) {
        let path = format!("content/{page}");
        let mut told = match rewritten(folder.path(), &path, read.as_bytes(), "new\n") {
            Ok(()) => "written\n".to_string(),
            Err(Failure { code, message, help }) => {
                format!("{code}: {message}\n{}\n", help.unwrap_or_default())
            }
        };
        let entries = fs::read_dir(folder.path().join("content")).expect("a folder");
        let mut entries: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        entries.sort();
        for entry in entries {
            let name = entry.file_name().expect("a name").to_string_lossy();
            let kind = if entry.is_symlink() { " (link)" } else { "" };
            let text = fs::read_to_string(&entry).expect("a text");
            told.push_str(&format!("{name}{kind}: {text}"));
        }
        expected.assert_eq(&told);
    }

    #[test]
    fn a_file_is_written_if_it_is_as_it_was_read() {
        check(
            &folder(),
            "page.md",
            "as it is\n",
            expect![[r#"
            written
            page.md: new
        "#]],
        );
        check(
            &folder(),
            "page.md",
            "as it was\n",
            expect![[r#"
            changed-file: `content/page.md` was changed by somebody else meanwhile
            call the command again; what they wrote was kept
            page.md: as it is
        "#]],
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_within_the_project_alone() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let project = folder();
        let page = project.path().join("content/page.md");
        fs::set_permissions(&page, Permissions::from_mode(0o640)).expect("permissions");
        symlink("page.md", project.path().join("content/link.md")).expect("a link");
        check(
            &project,
            "link.md",
            "as it is\n",
            expect![[r#"
            written
            link.md (link): new
            page.md: new
        "#]],
        );
        let mode = fs::metadata(&page).expect("the page").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);

        let (project, other) = (folder(), folder());
        let target = other.path().join("content/page.md");
        symlink(target, project.path().join("content/link.md")).expect("a link");
        check(
            &project,
            "link.md",
            "as it is\n",
            expect![[r#"
            cannot-write: `content/link.md` leads out of the project
            correct the file itself; it was not changed
            link.md (link): as it is
            page.md: as it is
        "#]],
        );
    }
}
