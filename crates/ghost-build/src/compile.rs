//! From a module to a library, its declarations and its header.

use std::collections::BTreeSet;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::Environment;
use ghostbind::layout::{Layout, normalize, relative};
use ghostbind::process::Invocation;
use ghostbind::target::{self, Target};
use ghostbind::tools::{self, Tools};
use ghostbind::zig::command::{Compilation, Module, Output, has_libc};
use ghostbind::zig::library::{self, Edition, Texts, ZigLibrary};
use ghostbind::zig::root::default_root;
use ghostbind::zig::sources::{ScanCache, Sources, collect};

use crate::cargo::{target_cpu, variable};
use crate::{Build, Error};

/// The first rustc that knows `unsafe extern`.
const UNSAFE_EXTERN_MINOR: u32 = 82;

/// A module that was built.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Compiled {
    /// Its name.
    pub name: String,
    /// The static library.
    pub library: Utf8PathBuf,
    /// The Rust declarations.
    pub bindings: Utf8PathBuf,
    /// The C header.
    pub header: Utf8PathBuf,
    /// Files and folders whose change makes it build again.
    pub inputs: Vec<Utf8PathBuf>,
    /// Whether the package has `links`, so that dependants can be told where the header is.
    pub(crate) links: bool,
}

/// What is known before Zig runs.
struct Session<'a> {
    env: &'a Environment,
    tools: Tools,
    target: Target,
    out: Utf8PathBuf,
    name: String,
    modules: Vec<Module>,
    sources: Sources,
    cpu: Option<String>,
    libc: bool,
}

pub(crate) fn compile(build: &Build, env: &Environment) -> Result<Compiled, Error> {
    let out = Utf8PathBuf::from(variable(env, "OUT_DIR")?);
    let host = variable(env, "HOST")?;
    let target =
        target::resolve(None, Some(variable(env, "TARGET")?), host).map_err(ghostbind::BuildError::from)?;
    let (name, root) = find(build, env)?;
    let tools = tools::of_build_script(env)?;
    let (modules, sources) = modules(build, env, &root)?;
    let cpu = build.cpu.clone().or_else(|| target_cpu(env)).or_else(|| target.zig_cpu.clone());
    let libc = build.libc.unwrap_or_else(|| has_libc(target.system()));
    let session = Session { env, tools, target, out, name, modules, sources, cpu, libc };
    let optimization = optimization(build, env)?;
    let library = session.library(optimization)?;
    let texts = session.describe(&library, optimization)?;
    let (bindings, header) = session.write(&texts)?;
    let links = env.var("CARGO_MANIFEST_LINKS").is_some();
    let inputs = session.inputs(&root);
    Ok(Compiled { name: session.name, library, bindings, header, inputs, links })
}

/// The module's name and root file.
fn find(build: &Build, env: &Environment) -> Result<(String, Utf8PathBuf), Error> {
    let path = env.absolute(&build.path);
    let is_file = path.extension() == Some("zig");
    let own = if is_file { path.file_stem() } else { path.file_name() };
    let name = build.name.clone().or_else(|| own.map(str::to_owned)).unwrap_or_default();
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.is_empty() || !name.chars().all(part) || name.starts_with('-') {
        return Err(Error::Name(name));
    }
    let root = match &build.root {
        Some(root) => normalize(&path.join(root)),
        None => root_of(&path, &name)?,
    };
    if root.is_file() { Ok((name, root)) } else { Err(Error::Module(format!("there is no file {root}"))) }
}

/// The root file of a module: the file itself, or the one in its folder.
fn root_of(path: &Utf8Path, name: &str) -> Result<Utf8PathBuf, Error> {
    if path.extension() == Some("zig") {
        return Ok(path.to_owned());
    }
    if !path.is_dir() {
        return Err(Error::Module(format!("there is no folder {path}")));
    }
    default_root(path, name).map_err(Error::Module)
}

/// The modules of the compilation, and all their files.
fn modules(build: &Build, env: &Environment, root: &Utf8Path) -> Result<(Vec<Module>, Sources), Error> {
    let named =
        |(name, path): &(String, Utf8PathBuf)| Ok((name.clone(), root_of(&env.absolute(path), name)?));
    let imports: Vec<(String, Utf8PathBuf)> =
        build.imports.iter().map(named).collect::<Result<_, Error>>()?;
    // Every module may import every other: which ones do, their code says.
    let all: Vec<(String, String)> = imports.iter().map(|(name, _)| (name.clone(), name.clone())).collect();
    let mut modules = vec![Module { name: "root".to_owned(), root: root.to_owned(), imports: all.clone() }];
    for (name, file) in &imports {
        let others = all.iter().filter(|(other, _)| other != name).cloned().collect();
        modules.push(Module { name: name.clone(), root: file.clone(), imports: others });
    }
    let mut cache = ScanCache::default();
    let roots = modules.iter().map(|module| module.root.as_path());
    let sources = collect(roots, &mut cache, &|folder| folder.file_name() == Some("target"));
    Ok((modules, sources))
}

fn optimization(build: &Build, env: &Environment) -> Result<&'static str, Error> {
    const MODES: [&str; 4] = ["Debug", "ReleaseSafe", "ReleaseFast", "ReleaseSmall"];
    if let Some(asked) = &build.optimization {
        return MODES
            .into_iter()
            .find(|mode| mode == asked)
            .ok_or_else(|| Error::Optimization(asked.clone()));
    }
    Ok(match variable(env, "OPT_LEVEL")? {
        "0" => MODES[0],
        "1" => MODES[1],
        "s" | "z" => MODES[3],
        _ => MODES[2],
    })
}

impl Session<'_> {
    fn library(&self, optimization: &str) -> Result<Utf8PathBuf, Error> {
        let msvc = self.target.abi() == "msvc";
        let file = if msvc { format!("{}.lib", self.name) } else { format!("lib{}.a", self.name) };
        let made = self.out.join(file);
        self.zig(&Compilation {
            optimization,
            strip: Some(self.strips()),
            ..self.compilation(Output::Archive, &made)
        })?;
        Ok(made)
    }

    fn strips(&self) -> bool {
        self.env.var("DEBUG").is_none_or(|debug| matches!(debug, "false" | "0" | "none"))
    }

    /// What the library offers: its own symbols, described by an unoptimised build.
    fn describe(&self, library: &Utf8Path, optimization: &str) -> Result<Texts, Error> {
        let object = |what: &str, optimization: &str| {
            let made = self.out.join(format!("{}-{what}.o", self.name));
            let compilation = self.compilation(Output::Object, &made);
            self.zig(&Compilation { optimization, strip: Some(false), ..compilation })?;
            Ok::<_, Error>(made)
        };
        let described = object("described", "Debug")?;
        let own = match optimization {
            "Debug" => described.clone(),
            _ if self.strips() && self.sources.may_tell_modes() => object("own", optimization)?,
            _ => library.to_owned(),
        };
        let shown = |path: &Utf8PathBuf| (relative(path, &self.env.cwd), path.clone());
        let interface = ZigLibrary {
            name: &self.name,
            library,
            described: &described,
            own: &own,
            sources: &self.sources.code.iter().map(shown).collect::<Vec<_>>(),
            target: &self.target,
            others: &BTreeSet::new(),
        }
        .read()?;
        let texts = library::write(&interface, self.edition(), &self.tools.zig_version)?;
        let layout = Layout::new(self.out.clone());
        library::verify(&self.name, &texts, self.env, &self.tools, &layout, &self.target)?;
        Ok(texts)
    }

    fn compilation<'a>(&'a self, output: Output, made: &'a Utf8Path) -> Compilation<'a> {
        Compilation {
            output,
            name: &self.name,
            modules: &self.modules,
            // Also for this machine: rustc builds for the baseline of its target, not for this processor.
            target: Some(&self.target.zig),
            cpu: self.cpu.as_deref(),
            optimization: "Debug",
            strip: None,
            libc: self.libc,
            include: &[],
            made,
            cache: Utf8Path::new("zig-cache"),
        }
    }

    /// Runs Zig in the script's own folder, where its cache may stay.
    fn zig(&self, compilation: &Compilation<'_>) -> Result<(), Error> {
        let invocation = Invocation::new(&self.tools.zig, &self.out, &self.env.vars).args(compilation.args());
        let finished = self.env.children.output(&invocation).map_err(ghostbind::BuildError::from)?;
        if finished.status.success() {
            return Ok(());
        }
        // As seen from the package, where editors look.
        let messages = finished.stderr.replace(&format!("{}/", self.env.cwd), "");
        Err(Error::Compile { name: self.name.clone(), messages: messages.trim_end().to_owned() })
    }

    /// What the package's oldest rustc understands.
    fn edition(&self) -> Edition {
        let oldest = self
            .env
            .var("CARGO_PKG_RUST_VERSION")
            .and_then(|version| version.split('.').nth(1)?.parse::<u32>().ok());
        match oldest {
            Some(minor) if minor < UNSAFE_EXTERN_MINOR => Edition::E2021,
            _ => Edition::E2024,
        }
    }

    fn write(&self, texts: &Texts) -> Result<(Utf8PathBuf, Utf8PathBuf), Error> {
        let bindings = self.out.join(format!("{}.rs", self.name));
        let header = self.out.join("include").join(format!("{}.h", self.name));
        for (path, text) in [(&bindings, &texts.rust), (&header, &texts.header)] {
            let written =
                fs::create_dir_all(path.parent().unwrap_or(path)).and_then(|()| fs::write(path, text));
            written.map_err(|source| Error::Write { path: path.clone(), source })?;
        }
        Ok((bindings, header))
    }

    /// What Cargo is to watch: every file, and the root's folder, in which another root may appear. A folder
    /// that holds the package is not watched: it holds what Cargo builds.
    fn inputs(&self, root: &Utf8Path) -> Vec<Utf8PathBuf> {
        let mut inputs: Vec<Utf8PathBuf> =
            self.sources.code.iter().chain(&self.sources.embedded).cloned().collect();
        let folder = root.parent().unwrap_or(root);
        if !self.env.cwd.starts_with(folder) {
            inputs.push(folder.to_owned());
        }
        inputs.push(self.tools.zig.clone());
        inputs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A build script's surroundings for a target, in `folder`; `None` where there is no Zig.
    fn script(folder: &Utf8Path, target: &str) -> Option<Environment> {
        let zig = std::env::var("GHOST_ZIG").ok().filter(|zig| !zig.is_empty());
        let on_path = || {
            let paths = std::env::var_os("PATH")?;
            let found =
                std::env::split_paths(&paths).map(|path| path.join("zig")).find(|zig| zig.is_file())?;
            found.into_os_string().into_string().ok()
        };
        let zig = zig.or_else(on_path)?;
        let out = folder.join("out");
        fs::create_dir_all(&out).unwrap();
        let own = [
            ("ZIG", zig.as_str()),
            ("OUT_DIR", out.as_str()),
            ("HOST", "x86_64-unknown-linux-gnu"),
            ("TARGET", target),
            ("OPT_LEVEL", "3"),
            ("CARGO_PKG_RUST_VERSION", "1.70"),
        ];
        let vars =
            std::env::vars_os().chain(own.iter().map(|(name, value)| ((*name).into(), (*value).into())));
        Some(Environment::new(vars, folder))
    }

    /// Builds a small module for a target and looks at how the library begins its first object.
    fn check(target: &str, machine: &[u8]) {
        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        fs::create_dir_all(folder.join("m/src")).unwrap();
        fs::write(
            folder.join("m/src/root.zig"),
            "export fn m_size() usize {\n    return @sizeOf(usize);\n}\n",
        )
        .unwrap();
        let Some(env) = script(folder, target) else {
            eprintln!("skipped: {target} needs zig");
            return;
        };
        let compiled = compile(&Build::new("m"), &env).unwrap();
        let library = fs::read(&compiled.library).unwrap();
        assert!(library.windows(machine.len()).any(|bytes| bytes == machine), "{target}");
        let bindings = fs::read_to_string(&compiled.bindings).unwrap();
        assert!(bindings.contains("pub fn m_size() -> usize;"), "{bindings}");
        assert!(!bindings.contains("unsafe extern"), "rustc 1.70 does not know it: {bindings}");
        assert!(fs::read_to_string(&compiled.header).unwrap().contains("m_size(void)"));
        assert!(compiled.inputs.contains(&folder.join("m/src/root.zig")));
    }

    #[test]
    fn cross_targets() {
        // The class, the byte order and the machine of ELF; the machine of COFF.
        check("aarch64-unknown-linux-gnu", b"\x7fELF\x02\x01");
        check("arm-unknown-linux-gnueabihf", b"\x7fELF\x01\x01");
        check("x86_64-pc-windows-gnu", b"\x64\x86");
    }

    #[test]
    fn names_and_modules_that_are_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        let Some(env) = script(folder, "x86_64-unknown-linux-gnu") else { return };
        let check = |build: Build, expected: &str| {
            let error = compile(&build, &env).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(Build::new("missing"), "there is no folder");
        check(Build::new("missing.zig"), "there is no file");
        check(Build::new("a b"), "`a b` cannot be the name of a library");
        check(Build::new("x.zig").root("y.zig"), "there is no file");
        fs::create_dir_all(folder.join("m/src")).unwrap();
        fs::write(folder.join("m/src/root.zig"), "").unwrap();
        check(Build::new("m").optimize("fast"), "`fast` is no optimisation mode");
        let elsewhere = script(folder, "x86_64-unknown-plan9").unwrap();
        let error = compile(&Build::new("m"), &elsewhere).unwrap_err().to_string();
        assert!(error.contains("unknown Rust target"), "{error}");
    }
}
