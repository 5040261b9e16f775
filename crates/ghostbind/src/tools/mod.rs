//! The tools of a build: cargo, rustc, Zig, a C compiler. Found once, remembered as long as PATH,
//! rustup's settings and the programs themselves stay as they were.

mod rustup;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::cargo::Config;
use crate::error::BuildError;
use crate::layout::Layout;
use crate::process::Invocation;
use crate::remembered;
use crate::request::Environment;
use crate::snapshot::{Recorder, now, which};

/// The Zig version that is installed for those who have none.
pub const ZIG_VERSION: &str = "0.17.1";
/// The oldest Zig whose linker and language the generated bindings are tested with.
pub const ZIG_VERSION_MIN: (u32, u32) = (0, 15);

/// The tools of a build in one folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tools {
    /// The real cargo, behind rustup's proxy.
    pub cargo: Utf8PathBuf,
    /// `cargo --version`, without the program's name.
    pub cargo_version: String,
    /// The real rustc.
    pub rustc: Utf8PathBuf,
    /// `rustc --version`, without the program's name.
    pub rustc_version: String,
    /// The machine that rustc builds on, by Rust's name.
    pub host: String,
    /// Where rustc keeps its libraries.
    pub sysroot: Utf8PathBuf,
    /// Rustup's name of the toolchain, where rustup gave it.
    pub toolchain: Option<String>,
    /// Zig.
    pub zig: Utf8PathBuf,
    /// `zig version`.
    pub zig_version: String,
    /// Zig's library folder.
    pub zig_lib: Utf8PathBuf,
    /// The C compiler on PATH, if there is one.
    pub cc: Option<CCompiler>,
}

/// A C compiler.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CCompiler {
    /// Its file.
    pub path: Utf8PathBuf,
    /// The first line of its `--version`.
    pub version: String,
}

/// Finds the tools for a crate in `folder`.
pub fn find(env: &Environment, folder: &Utf8Path, layout: &Layout) -> Result<Tools, BuildError> {
    let name = blake3::hash(folder.as_str().as_bytes()).to_hex();
    let memory = layout.cache("state").join(format!("tools-{}", &name[..16]));
    if let Some(tools) = remembered::load::<Tools>(&memory, env) {
        return Ok(tools);
    }
    let state = layout.cache("state");
    fs::create_dir_all(&state).map_err(|source| BuildError::File {
        action: "create",
        path: state.clone(),
        source,
    })?;
    let since =
        now(&state).map_err(|source| BuildError::File { action: "write", path: state.clone(), source })?;
    let mut recorder = Recorder::new(env, since);
    let (tools, proxy) = look(env, folder)?;
    if let Some(proxy) = proxy {
        recorder.program(&proxy);
    }
    record(env, folder, &tools, &mut recorder);
    remembered::store(&memory, &recorder.finish(), &tools)?;
    Ok(tools)
}

/// Finds the tools for a crate in `folder` without remembering them.
pub fn find_unremembered(env: &Environment, folder: &Utf8Path) -> Result<Tools, BuildError> {
    look(env, folder).map(|(tools, _)| tools)
}

/// The tools of a build script of cargo's, which names its own; Zig is `ZIG`, else the one on PATH.
pub fn of_build_script(env: &Environment) -> Result<Tools, BuildError> {
    let zig = match env.var("ZIG") {
        Some(named) => {
            let found = program(env, named).filter(|path| path.is_file());
            found.ok_or_else(|| BuildError::ToolBroken {
                tool: named.into(),
                what: format!("`ZIG` names it, and there is no such program; {}", zig_install()),
            })?
        }
        None => which(env, "zig").ok_or_else(zig_missing)?,
    };
    let zig_version = ask(env, &env.vars, &env.cwd, &zig, &["version"])?;
    check_zig(&zig, &zig_version)?;
    let zig_lib = zig_lib(&ask(env, &env.vars, &env.cwd, &zig, &["env"])?, &zig)?;
    let named = |variable: &str| env.var(variable).unwrap_or_default();
    Ok(Tools {
        cargo: named("CARGO").into(),
        cargo_version: String::new(),
        rustc: named("RUSTC").into(),
        rustc_version: String::new(),
        host: named("HOST").to_owned(),
        sysroot: Utf8PathBuf::new(),
        toolchain: None,
        zig,
        zig_version: zig_version.trim().to_owned(),
        zig_lib,
        cc: None,
    })
}

/// What brings a program that is not there.
#[cfg(feature = "cli")]
pub(crate) fn how_to_install(program: &str) -> String {
    match program {
        "zig" => zig_install(),
        "cc" => "install a C compiler: on Debian and Ubuntu, apt-get install gcc libc6-dev".to_owned(),
        "objcopy" => "put llvm-objcopy or binutils' objcopy on PATH".to_owned(),
        _ => INSTALL_RUST.to_owned(),
    }
}

/// The machine that rustc builds on here, by Rust's name.
pub(crate) fn host(env: &Environment) -> Result<String, BuildError> {
    let rustc = which(env, "rustc").ok_or_else(|| missing("rustc", INSTALL_RUST))?;
    let verbose = ask(env, &env.vars, &env.cwd, &rustc, &["-vV"])?;
    Ok(host_of(&verbose))
}

fn host_of(verbose: &str) -> String {
    verbose.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default().to_owned()
}

/// Records everything that decides which tools are found.
pub(crate) fn record(env: &Environment, folder: &Utf8Path, tools: &Tools, recorder: &mut Recorder<'_>) {
    recorder.family();
    for name in ["HOME", "USERPROFILE", "SDKROOT"] {
        recorder.variable(name);
    }
    for program in ["cargo", "rustc", "zig", "cc"] {
        recorder.lookup(program);
    }
    for program in [&tools.cargo, &tools.rustc, &tools.zig] {
        recorder.program(program);
    }
    if let Some(cc) = &tools.cc {
        recorder.program(&cc.path);
    }
    for file in rustup::deciding_files(env, folder).iter().chain(&Config::read(env, folder).candidates) {
        recorder.file(file);
    }
}

/// The tools, and the proxy in front of cargo if there is one.
fn look(env: &Environment, folder: &Utf8Path) -> Result<(Tools, Option<Utf8PathBuf>), BuildError> {
    let zig = which(env, "zig").ok_or_else(zig_missing)?;
    let cargo = which(env, "cargo").ok_or_else(|| missing("cargo", INSTALL_RUST))?;
    let config = Config::read(env, folder);
    let chosen = env.var("RUSTC").map(str::to_owned).or_else(|| config.text(env, &["build", "rustc"]));
    let rustup = rustup::Rustup::behind(&cargo);
    let (cargo, toolchain, proxy) = match &rustup {
        Some(rustup) => {
            let real = rustup.which(env, folder, "cargo")?;
            let toolchain = rustup::toolchain_of(&real);
            (real, toolchain, Some(cargo))
        }
        None => (cargo, None, None),
    };
    let rustc = match (chosen, &rustup) {
        (Some(chosen), _) => program(env, &chosen).ok_or_else(|| missing("rustc", INSTALL_RUST))?,
        (None, Some(rustup)) => rustup.which(env, folder, "rustc")?,
        (None, None) => which(env, "rustc").ok_or_else(|| missing("rustc", INSTALL_RUST))?,
    };
    let vars = toolchain_vars(env, toolchain.as_deref());
    let cargo_version = ask(env, &vars, folder, &cargo, &["--version"])?;
    let verbose = ask(env, &vars, folder, &rustc, &["-vV"])?;
    let sysroot = ask(env, &vars, folder, &rustc, &["--print", "sysroot"])?;
    let zig_version = ask(env, &env.vars, folder, &zig, &["version"])?;
    check_zig(&zig, &zig_version)?;
    let zig_lib = zig_lib(&ask(env, &env.vars, folder, &zig, &["env"])?, &zig)?;
    let tools = Tools {
        cargo,
        cargo_version: after_name(&cargo_version),
        rustc,
        rustc_version: after_name(verbose.lines().next().unwrap_or_default()),
        host: host_of(&verbose),
        sysroot: sysroot.trim().into(),
        toolchain,
        zig_version: zig_version.trim().to_owned(),
        zig,
        zig_lib,
        cc: c_compiler(env, folder),
    };
    Ok((tools, proxy))
}

impl Tools {
    /// The environment for cargo and rustc: with the toolchain that rustup chose, so that
    /// what they start finds the same one.
    pub fn vars(&self, env: &Environment) -> BTreeMap<OsString, OsString> {
        toolchain_vars(env, self.toolchain.as_deref())
    }

    /// Whether rustc is of this version or a newer one.
    pub(crate) fn rustc_is_at_least(&self, version: (u32, u32)) -> bool {
        let mut numbers = self.rustc_version.split(['.', '-', ' ']).map_while(|part| part.parse().ok());
        (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= version
    }

    /// Whether the standard library for a target is installed.
    pub fn has_std(&self, rust_target: &str) -> bool {
        self.sysroot.join("lib/rustlib").join(rust_target).join("lib").is_dir()
    }

    /// The command that installs the standard library for a target.
    pub fn install_std(&self, rust_target: &str) -> String {
        match &self.toolchain {
            Some(toolchain) => format!("rustup target add --toolchain {toolchain} {rust_target}"),
            None => format!("add it to {} (with rustup: rustup target add {rust_target})", self.sysroot),
        }
    }

    /// The processors of a target that rustc knows, `native` among them where that is this machine's.
    pub(crate) fn rust_cpus(&self, env: &Environment, rust_target: &str) -> Result<Vec<String>, BuildError> {
        let args = ["--print", "target-cpus", "--target", rust_target];
        let text = ask(env, &self.vars(env), &env.cwd, &self.rustc, &args)?;
        let names = text.lines().skip(1).filter_map(|line| line.split_whitespace().next());
        Ok(names.map(str::to_owned).collect())
    }

    /// Where rustc keeps programs of its own, `rust-objcopy` among them.
    pub fn rust_programs(&self) -> Utf8PathBuf {
        self.sysroot.join("lib/rustlib").join(&self.host).join("bin")
    }
}

fn toolchain_vars(env: &Environment, toolchain: Option<&str>) -> BTreeMap<OsString, OsString> {
    let mut vars = (*env.vars).clone();
    if let Some(toolchain) = toolchain {
        vars.insert("RUSTUP_TOOLCHAIN".into(), toolchain.into());
    }
    vars
}

const INSTALL_RUST: &str =
    "install Rust with rustup (https://rustup.rs), or put the toolchain's bin folder on PATH";

fn missing(tool: &'static str, install: &str) -> BuildError {
    BuildError::ToolMissing { tool, install: install.to_owned() }
}

/// The error for a machine without Zig, with the commands that bring it.
pub fn zig_missing() -> BuildError {
    missing("zig", &format!("install it: {}", zig_install()))
}

/// Commands that install Zig for this user and put it on PATH.
pub fn zig_install() -> String {
    format!(
        "python3 -m pip install --target \"$HOME/.cache/ghost/zig/{ZIG_VERSION}\" ziglang=={ZIG_VERSION} && \
         export PATH=\"$HOME/.cache/ghost/zig/{ZIG_VERSION}/ziglang:$PATH\""
    )
}

fn check_zig(zig: &Utf8Path, version: &str) -> Result<(), BuildError> {
    let mut numbers = version.trim().split(['.', '-']).map_while(|part| part.parse::<u32>().ok());
    let found = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    if found >= ZIG_VERSION_MIN {
        return Ok(());
    }
    let what = format!(
        "it is version {}, and {}.{} or newer is needed; install one: {}",
        version.trim(),
        ZIG_VERSION_MIN.0,
        ZIG_VERSION_MIN.1,
        zig_install()
    );
    Err(BuildError::ToolBroken { tool: zig.to_owned(), what })
}

/// A program by its path or by its name on PATH.
fn program(env: &Environment, name: &str) -> Option<Utf8PathBuf> {
    if name.contains(['/', '\\']) { Some(env.absolute(name.into())) } else { which(env, name) }
}

fn c_compiler(env: &Environment, folder: &Utf8Path) -> Option<CCompiler> {
    let path = which(env, "cc")?;
    let version = ask(env, &env.vars, folder, &path, &["--version"]).ok()?;
    let version = version.lines().next()?.trim().to_owned();
    Some(CCompiler { path, version })
}

fn ask(
    env: &Environment,
    vars: &BTreeMap<OsString, OsString>,
    folder: &Utf8Path,
    tool: &Utf8Path,
    args: &[&str],
) -> Result<String, BuildError> {
    let finished = env.children.output(&Invocation::new(tool, folder, vars).args(args))?;
    if !finished.status.success() {
        let what = format!("`{}` ended with {}: {}", args.join(" "), finished.status, finished.stderr.trim());
        return Err(BuildError::ToolBroken { tool: tool.to_owned(), what });
    }
    Ok(String::from_utf8_lossy(&finished.stdout).into_owned())
}

/// `1.95.0 (…)` of `cargo 1.95.0 (…)`.
fn after_name(version: &str) -> String {
    version.trim().split_once(' ').map_or(version.trim(), |(_, version)| version).to_owned()
}

/// `zig env` prints ZON since 0.15 and printed JSON before: the line is found in both.
fn zig_lib(env: &str, zig: &Utf8Path) -> Result<Utf8PathBuf, BuildError> {
    let value = env.lines().find_map(|line| {
        let (key, value) = line.split_once(['=', ':'])?;
        let key = key.trim().trim_matches(['.', '"']);
        (key == "lib_dir").then(|| value.trim().trim_end_matches(',').trim_matches('"').replace("\\\\", "\\"))
    });
    value.map(Utf8PathBuf::from).ok_or_else(|| BuildError::ToolBroken {
        tool: zig.to_owned(),
        what: "`env` does not name its library folder".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_folder_is_found_in_zon_and_json() {
        let check = |text: &str| assert_eq!(zig_lib(text, Utf8Path::new("zig")).unwrap(), "/z/lib");
        check(".{\n    .zig_exe = \"/z/zig\",\n    .lib_dir = \"/z/lib\",\n}");
        check("{\n \"zig_exe\": \"/z/zig\",\n \"lib_dir\": \"/z/lib\",\n}");
        assert!(zig_lib(".{}", Utf8Path::new("zig")).is_err());
    }

    #[test]
    fn an_old_zig_is_refused_with_the_command_that_brings_a_new_one() {
        check_zig(Utf8Path::new("zig"), "0.15.2").unwrap();
        check_zig(Utf8Path::new("zig"), "0.18.0-dev.12+abc").unwrap();
        check_zig(Utf8Path::new("zig"), "1.0.0").unwrap();
        let error = check_zig(Utf8Path::new("zig"), "0.13.0").unwrap_err();
        assert!(error.to_string().contains("ziglang==0.17.1"), "{error}");
    }
}
