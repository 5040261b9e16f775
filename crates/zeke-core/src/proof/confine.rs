//! What a program may do that was made from generated code, as far as the system can hold it to that.
//!
//! On Linux: write in its scratch folder only, read nothing of the user's home folder but the project, open no
//! socket, signal nobody outside (Landlock and seccomp, both of which a thread puts on itself and hands down to what
//! it starts). On every Unix: bounds on memory and on the size of files. What a system does not have is left out,
//! and told by `zeke doctor`.

use camino::{Utf8Path, Utf8PathBuf};

/// Where a confined program may read and write.
#[derive(Debug, Clone)]
pub(crate) struct Bounds {
    /// What it may read and run, folders with all that is below.
    pub(crate) read: Vec<Utf8PathBuf>,
    /// What it may change.
    pub(crate) write: Vec<Utf8PathBuf>,
}

/// What this system holds programs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Confinement {
    /// They write in their scratch folder only, and do not read the home folder.
    pub files: bool,
    /// They open no socket.
    pub network: bool,
    /// Their memory and their files are bounded.
    pub size: bool,
}

impl Bounds {
    /// For a program in a scratch folder, made for a project.
    pub(crate) fn new(scratch: &Utf8Path, project: &Utf8Path, home: Option<&str>) -> Self {
        let mut read = all_but(home.map(Utf8Path::new));
        read.extend([scratch, project].map(Utf8Path::to_owned));
        Self { read, write: vec![scratch.to_owned(), "/dev/null".into()] }
    }
}

/// Everything but what is below a folder: what lies beside it, and beside each folder above it.
fn all_but(home: Option<&Utf8Path>) -> Vec<Utf8PathBuf> {
    let root = Utf8PathBuf::from("/");
    let home = home.and_then(|home| home.canonicalize_utf8().ok()).filter(|home| *home != root);
    let Some(home) = home else { return vec![root] };
    let mut beside = Vec::new();
    for (folder, without) in home.ancestors().skip(1).zip(home.ancestors()) {
        let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
        beside.extend(entries.map(camino::Utf8DirEntry::into_path).filter(|path| path != without));
    }
    beside
}

/// Sets what bounds there are, none where the system's own are narrower, and becomes the program: memory of 4 GiB,
/// files of 1 GiB, no image of a crash.
#[cfg(unix)]
const LIMITED: &str = "for l in '-c 0' '-d 4194304' '-f 2097152'; do (ulimit $l) 2>/dev/null && ulimit $l; done; \
                       exec \"$0\" \"$@\"";

/// The program with its arguments, started by the system's shell, which bounds it.
#[cfg(unix)]
pub(super) fn limited(program: &Utf8Path, args: &[String]) -> (Utf8PathBuf, Vec<String>) {
    let shell = Utf8Path::new("/bin/sh");
    // What is not there is told as such, and not by the shell.
    if !program.is_file() || !shell.is_file() {
        return (program.to_owned(), args.to_vec());
    }
    let before = ["-c".to_owned(), LIMITED.to_owned(), program.to_string()];
    (shell.to_owned(), before.into_iter().chain(args.iter().cloned()).collect())
}

#[cfg(not(unix))]
pub(super) fn limited(program: &Utf8Path, args: &[String]) -> (Utf8PathBuf, Vec<String>) {
    (program.to_owned(), args.to_vec())
}

/// Confines the calling thread, and all that it starts, for good.
pub(super) fn confine(bounds: &Bounds) -> Confinement {
    let size = cfg!(unix) && Utf8Path::new("/bin/sh").is_file();
    Confinement { files: system::files(bounds), network: system::network(), size }
}

impl Confinement {
    /// What this system can hold programs to, by trying it on a thread of its own.
    #[must_use]
    pub fn of_this_system() -> Self {
        let nothing = Bounds { read: Vec::new(), write: Vec::new() };
        std::thread::spawn(move || confine(&nothing)).join().unwrap_or_default()
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::collections::BTreeMap;

    use landlock::{
        ABI, Access as _, AccessFs, Ruleset, RulesetAttr as _, RulesetCreatedAttr as _, RulesetError,
        RulesetStatus, Scope, path_beneath_rules,
    };
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch, apply_filter};

    use super::Bounds;

    /// The newest set of rights that is named here; a kernel that knows fewer holds to those.
    const RIGHTS: ABI = ABI::V6;

    /// Whether the rights to files are those of `bounds` from now on.
    pub(super) fn files(bounds: &Bounds) -> bool {
        let restrict = || -> Result<_, RulesetError> {
            Ruleset::default()
                .handle_access(AccessFs::from_all(RIGHTS))?
                .scope(Scope::Signal | Scope::AbstractUnixSocket)?
                .create()?
                .add_rules(path_beneath_rules(&bounds.read, AccessFs::from_read(RIGHTS)))?
                .add_rules(path_beneath_rules(&bounds.write, AccessFs::from_all(RIGHTS)))?
                .restrict_self()
        };
        restrict().is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
    }

    /// Whether no socket can be opened from now on, and no ring of requests through which one could be.
    pub(super) fn network() -> bool {
        let Ok(machine) = TargetArch::try_from(std::env::consts::ARCH) else { return false };
        let refused =
            BTreeMap::from([libc::SYS_socket, libc::SYS_io_uring_setup].map(|call| (call, Vec::new())));
        let refuse = SeccompAction::Errno(libc::EACCES.unsigned_abs());
        let filter = SeccompFilter::new(refused, SeccompAction::Allow, refuse, machine);
        let program = filter.and_then(BpfProgram::try_from);
        program.is_ok_and(|program| apply_filter(&program).is_ok())
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    pub(super) fn files(_bounds: &super::Bounds) -> bool {
        false
    }

    pub(super) fn network() -> bool {
        false
    }
}
