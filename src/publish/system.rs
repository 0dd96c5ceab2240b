//! What only the operating system can do. Where it cannot, publishing goes file by file.

#[cfg(target_os = "linux")]
mod here {
    use std::fs::{File, Metadata};
    use std::io;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    use rustix::fs::{AtFlags, CWD, RenameFlags, StatxAttributes, StatxFlags};
    use rustix::io::Errno;

    /// Lets two folders change places in one step.
    pub fn exchange(one: &Path, other: &Path) -> io::Result<()> {
        Ok(rustix::fs::renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }

    /// Waits until everything on the disk of `folder` is stored. One call is far cheaper than one a
    /// file; it also tells of writes since `folder` was opened that failed late.
    pub fn flush(folder: &File) -> io::Result<()> {
        Ok(rustix::fs::syncfs(folder)?)
    }

    /// Whether another disk or folder is mounted here. Comparing device numbers would miss a folder
    /// that is mounted from the same disk, as containers do.
    pub fn is_mount_point(path: &Path) -> bool {
        rustix::fs::statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::BASIC_STATS)
            .is_ok_and(|status| status.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
    }

    /// Whether two names stand for one file.
    pub fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
        (one.dev(), one.ino()) == (other.dev(), other.ino())
    }

    /// Network disks may have no locks on folders.
    pub fn has_no_locks(refusal: &io::Error) -> bool {
        let codes = [Errno::BADF, Errno::NOLCK, Errno::NOSYS, Errno::OPNOTSUPP, Errno::INVAL];
        codes.iter().any(|code| refusal.raw_os_error() == Some(code.raw_os_error()))
    }

    /// Gives a folder the owner of another one, as far as we may.
    pub fn keep_owner(folder: &Path, model: &Metadata) {
        // A user who may not give folders away can do nothing about it, and the site is readable.
        let _ = std::os::unix::fs::chown(folder, Some(model.uid()), Some(model.gid()));
    }
}

#[cfg(not(target_os = "linux"))]
mod here {
    use std::fs::{File, Metadata};
    use std::io;
    use std::path::Path;

    pub fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub fn flush(_folder: &File) -> io::Result<()> {
        Ok(())
    }

    /// Everything counts as one, so that a published folder is never asked to change places.
    pub fn is_mount_point(path: &Path) -> bool {
        path.exists()
    }

    pub fn is_same_file(_one: &Metadata, _other: &Metadata) -> bool {
        false
    }

    pub fn has_no_locks(_refusal: &io::Error) -> bool {
        true
    }

    pub fn keep_owner(_folder: &Path, _model: &Metadata) {}
}

pub(super) use here::{exchange, flush, has_no_locks, is_mount_point, is_same_file, keep_owner};
