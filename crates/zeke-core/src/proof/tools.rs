//! The project's own toolchain: found once, with its version, past rustup's proxy.

use std::collections::BTreeMap;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use super::process::{self, End, Invocation};
use crate::cancel::Cancel;
use crate::surroundings::Surroundings;

/// A compiler that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundTool {
    /// Its file.
    pub path: Utf8PathBuf,
    /// Its version in one line.
    pub version: String,
}

/// The compilers of a project; for each that cannot be had, why.
#[derive(Debug, Clone)]
pub struct Tools {
    /// Zig.
    pub zig: Result<FoundTool, String>,
    /// The real rustc.
    pub rustc: Result<FoundTool, String>,
    /// The real cargo.
    pub cargo: Result<FoundTool, String>,
    /// zbuild, for projects that are built with it.
    pub zbuild: Result<FoundTool, String>,
}

/// Long enough for rustup to look at its settings on a loaded machine.
const ASK_TIMEOUT: Duration = Duration::from_secs(30);

impl Tools {
    /// Looks for the compilers that are taken in `folder`. Zig is what `GHOST_ZIG` or `ZIG` names,
    /// else the one on `PATH`; for Rust, a `rust-toolchain.toml` of the folder is honoured.
    #[must_use]
    pub fn find(surroundings: &Surroundings, folder: &Utf8Path, cancel: &Cancel) -> Self {
        let ask = Ask { vars: &environment(surroundings), folder, cancel };
        let zig = named(surroundings, &["GHOST_ZIG", "ZIG"], "zig")
            .and_then(|path| ask.version(path, &["version"], "Zig "));
        let sysroot = named(surroundings, &["RUSTC"], "rustc").and_then(|rustc| {
            let sysroot = ask.line(&rustc, &["--print", "sysroot"])?;
            Ok((rustc, Utf8PathBuf::from(sysroot).join("bin")))
        });
        let real = |name: &str, proxy: Utf8PathBuf, bin: &Utf8Path| {
            let inside = bin.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
            if inside.is_file() { inside } else { proxy }
        };
        let rustc = sysroot
            .clone()
            .and_then(|(rustc, bin)| ask.version(real("rustc", rustc, &bin), &["--version"], ""));
        let cargo = sysroot.and_then(|(_, bin)| {
            let cargo = named(surroundings, &[], "cargo");
            let path = real("cargo", cargo.clone().unwrap_or_default(), &bin);
            if path.as_str().is_empty() {
                cargo?
            } else {
                path.clone()
            };
            ask.version(path, &["--version"], "")
        });
        let zbuild =
            named(surroundings, &[], "zbuild").and_then(|path| ask.version(path, &["--version"], ""));
        Self { zig, rustc, cargo, zbuild }
    }

    /// The version of Zig alone, `0.17.1`, where there is one.
    #[must_use]
    pub fn zig_version(&self) -> Option<&str> {
        self.zig.as_ref().ok()?.version.strip_prefix("Zig ")
    }
}

/// Variables that compilers and the programs they start may see. Keys and tokens are not among
/// them, under whatever name they go: what is not listed is not passed on.
const PASSED: [&str; 34] = [
    "PATH",
    "HOME",
    "USERPROFILE",
    "LANG",
    "LC_ALL",
    "TZ",
    "SystemRoot",
    "windir",
    "PATHEXT",
    "LOCALAPPDATA",
    "APPDATA",
    "ProgramData",
    "ProgramFiles",
    "ProgramFiles(x86)",
    "COMSPEC",
    "NUMBER_OF_PROCESSORS",
    "XDG_CACHE_HOME",
    "CARGO_HOME",
    "CARGO_TARGET_DIR",
    "CARGO_NET_OFFLINE",
    "CARGO_BUILD_JOBS",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
    "RUSTFLAGS",
    "ZIG_GLOBAL_CACHE_DIR",
    "ZIG_LIB_DIR",
    "CC",
    "CXX",
    "AR",
    "SDKROOT",
    "MACOSX_DEPLOYMENT_TARGET",
    "DEVELOPER_DIR",
    "LIBRARY_PATH",
    "C_INCLUDE_PATH",
];

/// Those of them that a program sees which a compiler made.
pub(super) const OF_PROGRAMS: [&str; 9] =
    ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "SystemRoot", "windir", "PATHEXT", "NO_COLOR"];

/// The environment of compilers.
pub(super) fn environment(surroundings: &Surroundings) -> BTreeMap<String, String> {
    let mut vars: BTreeMap<String, String> = PASSED
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), surroundings.vars.get(*name)?.clone())))
        .collect();
    // Plain words in outputs, whoever reads them.
    vars.insert("CARGO_TERM_COLOR".to_owned(), "never".to_owned());
    vars.insert("NO_COLOR".to_owned(), "1".to_owned());
    vars
}

fn named(surroundings: &Surroundings, variables: &[&str], name: &str) -> Result<Utf8PathBuf, String> {
    let chosen = variables.iter().find_map(|variable| Some((variable, surroundings.var(variable)?)));
    let Some((variable, value)) = chosen else {
        return surroundings.which(name).ok_or_else(|| format!("`{name}` is not on PATH"));
    };
    let is_path = value.contains(['/', '\\']);
    let found = if is_path { Some(surroundings.absolute(value.into())) } else { surroundings.which(value) };
    found.filter(|path| path.is_file()).ok_or_else(|| format!("{variable}={value} names no program"))
}

struct Ask<'a> {
    vars: &'a BTreeMap<String, String>,
    folder: &'a Utf8Path,
    cancel: &'a Cancel,
}

impl Ask<'_> {
    fn version(&self, path: Utf8PathBuf, args: &[&str], prefix: &str) -> Result<FoundTool, String> {
        let version = format!("{prefix}{}", self.line(&path, args)?);
        Ok(FoundTool { path, version })
    }

    fn line(&self, program: &Utf8Path, args: &[&str]) -> Result<String, String> {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let what = Invocation {
            program,
            args: &args,
            cwd: self.folder,
            vars: self.vars,
            timeout: ASK_TIMEOUT,
            input: "",
            bounds: None,
        };
        let finished = process::run(&what, self.cancel).map_err(|error| crate::chain(&error))?;
        if finished.end != End::Exit(0) {
            let words = String::from_utf8_lossy(&finished.stderr);
            let words = words.lines().next().unwrap_or_default();
            return Err(format!("`{program} {}` did not succeed: {words}", args.join(" ")));
        }
        let text = String::from_utf8_lossy(&finished.stdout);
        Ok(text.lines().next().unwrap_or_default().trim().to_owned())
    }
}
