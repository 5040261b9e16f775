//! `cargo xtask corpus`: real crates, fetched by cargo, through ghostbind and all compilers.
//!
//! Each crate is built as its developers build it, with no configuration of ours, and must then
//! hold: every export is described, nothing else is declared, the header is C and C++, the module
//! is Zig on every supported version, and a Zig program of ours calls it with right results.

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};

use crate::children::{cargo, command, output_of, run};
use crate::demo::target_dir;
use crate::report::Failure;
use crate::zig;

/// A crate of the corpus.
#[derive(Clone, Copy)]
struct Entry<'a> {
    name: &'a str,
    version: &'a str,
    /// Features that are turned on, with commas between.
    features: &'a str,
    /// Built in the ordinary test run, not only with `--full`.
    quick: bool,
}

const fn entry<'a>(name: &'a str, version: &'a str, quick: bool) -> Entry<'a> {
    Entry { name, version, features: "", quick }
}

const ENTRIES: &[Entry<'_>] = &[
    entry("encoding_c", "0.9.8", true),
    entry("libz-rs-sys-cdylib", "0.6.8", true),
    entry("rure", "0.2.5", false),
    entry("imagequant-sys", "4.1.0", false),
    entry("mp4parse_capi", "0.17.0", false),
    entry("chewing_capi", "0.13.1", false),
];

/// What a first build may cost beside plain cargo's: twice as much, and this.
const EXTRA: Duration = Duration::from_secs(10);

/// Runs the crates that the arguments ask for: `--full` for all, names, or `NAME@VERSION[/FEATURES]` for
/// any crate of the registry.
pub(crate) fn run_corpus(root: &Utf8Path, args: &[&str]) -> Result<(), Failure> {
    let full = args.contains(&"--full");
    let asked: Vec<&str> = args.iter().copied().filter(|arg| *arg != "--full").collect();
    let entries: Vec<Entry<'_>> = if asked.is_empty() {
        ENTRIES.iter().copied().filter(|entry| full || entry.quick).collect()
    } else {
        asked.into_iter().map(named).collect::<Result<_, _>>()?
    };
    run("building ghostbind", cargo().current_dir(root).args(["build", "--locked", "-p", "ghostbind"]))?;
    let results = results(root, &entries);
    let names = |results: &[String]| results.join(", ");
    match (results.failed.as_slice(), results.skipped.as_slice()) {
        ([], []) => Ok(()),
        ([], skipped) => Err(Failure::environment(format!("corpus: {}", names(skipped)))),
        (failed, _) => Err(Failure::work(format!("corpus: {}", names(failed)))),
    }
}

/// A crate of the corpus by its name, or any crate by name and version.
fn named(asked: &str) -> Result<Entry<'_>, Failure> {
    if let Some(entry) = ENTRIES.iter().find(|entry| entry.name == asked) {
        return Ok(*entry);
    }
    let known: Vec<&str> = ENTRIES.iter().map(|entry| entry.name).collect();
    let unknown = || {
        let known = known.join(", ");
        Failure::usage(format!(
            "no crate `{asked}` in the corpus ({known}); NAME@VERSION[/FEATURES] is any crate's"
        ))
    };
    let (name, version) = asked.split_once('@').ok_or_else(unknown)?;
    let (version, features) = version.split_once('/').unwrap_or((version, ""));
    Ok(Entry { features, ..entry(name, version, false) })
}

/// How the crates fared.
#[derive(Default)]
pub(crate) struct Results {
    pub(crate) passed: u64,
    /// Names of crates.
    pub(crate) failed: Vec<String>,
    /// Lines that say what was wanting.
    pub(crate) skipped: Vec<String>,
}

/// The crates of the ordinary test run, or all, through a ghostbind that is built.
pub(crate) fn test(root: &Utf8Path, full: bool) -> Results {
    let wanted: Vec<Entry<'_>> = ENTRIES.iter().copied().filter(|entry| full || entry.quick).collect();
    results(root, &wanted)
}

fn results(root: &Utf8Path, entries: &[Entry<'_>]) -> Results {
    let ghostbind = target_dir(root).join("debug").join(format!("ghostbind{}", std::env::consts::EXE_SUFFIX));
    let mut results = Results::default();
    for entry in entries {
        match check(root, &ghostbind, entry) {
            Ok(line) => {
                println!("ok      {line}");
                results.passed += 1;
            }
            Err(Trouble::Wanting(what)) => {
                let line = format!("skipped: {} {} of the corpus: {what}", entry.name, entry.version);
                println!("{line}");
                results.skipped.push(line);
            }
            Err(Trouble::Failed(what)) => {
                println!("FAILED  {} {}: {what}", entry.name, entry.version);
                results.failed.push(entry.name.to_owned());
            }
        }
    }
    results
}

/// Why a crate did not pass.
enum Trouble {
    /// The machine lacks something: a network, a compiler.
    Wanting(String),
    Failed(String),
}

impl From<String> for Trouble {
    fn from(what: String) -> Self {
        Self::Failed(what)
    }
}

fn wanting(what: impl Into<String>) -> Trouble {
    Trouble::Wanting(what.into())
}

fn check(root: &Utf8Path, ghostbind: &Utf8Path, entry: &Entry<'_>) -> Result<String, Trouble> {
    for program in ["cc", "nm"] {
        output_of(command(program).arg("--version")).ok_or_else(|| wanting(format!("no `{program}`")))?;
    }
    let cache = zig::cache_dir().map_err(|_| wanting("no cache folder"))?.join("corpus");
    let place = cache.join(format!("{}-{}", entry.name, entry.version));
    let _turn = turn(&cache, entry.name)?;
    let source = fetch(entry, &place)?;
    let newest = zig::ensure(zig::DEFAULT).map_err(|_| wanting("no Zig"))?;
    let plain = plain_build(entry, &source, &place)?;
    let out = place.join("out");
    let start = Instant::now();
    let mut build = command(ghostbind);
    build.current_dir(&place).env("GHOST_ZIG", &newest.path).env("PATH", with_zig(&newest.path)?);
    build.arg("build").arg("--manifest-path").arg(source.join("Cargo.toml")).arg("--output-dir").arg(&out);
    build.args(["--crate-type", "staticlib", "--quiet", "--features", entry.features]);
    run("ghostbind build", build.env_remove("CARGO_TARGET_DIR"))
        .map_err(|_| "ghostbind failed".to_owned())?;
    let took = start.elapsed();
    let plain = if took > plain * 2 + EXTRA {
        // The machine may have been idle then and busy since: plain cargo has another try.
        plain.max(plain_build(entry, &source, &place)?)
    } else {
        plain
    };
    if took > plain * 2 + EXTRA {
        return Err(format!("the build took {took:.1?}, plain cargo's {plain:.1?}").into());
    }
    let library = Library::find(&out)?;
    let count = library.check_symbols()?;
    library.check_header(&place)?;
    let program = root.join("tests/corpus/crates").join(entry.name).join("main.zig");
    for version in zig::SUPPORTED {
        library.check_zig(&place, version, &program)?;
    }
    clean(&place);
    Ok(format!("{} {}: {count} exports, built in {took:.1?} (cargo {plain:.1?})", entry.name, entry.version))
}

fn with_zig(zig: &Utf8Path) -> Result<std::ffi::OsString, String> {
    crate::demo::path_with(&[crate::demo::parent(zig)]).map_err(|_| "PATH cannot be extended".to_owned())
}

/// Waits for another run that has the same crate in hand.
fn turn(cache: &Utf8Path, name: &str) -> Result<fs::File, Trouble> {
    let file = cache.join(format!("{name}.lock"));
    let lock = || {
        fs::create_dir_all(cache)?;
        let lock = fs::File::create(&file)?;
        lock.lock()?;
        Ok::<_, std::io::Error>(lock)
    };
    lock().map_err(|error| wanting(format!("{file}: {error}")))
}

/// The sources of a crate in a folder of their own, fetched by cargo.
pub(crate) fn source(name: &str, version: &str, place: &Utf8Path) -> Result<Utf8PathBuf, Failure> {
    let whole = |what: &str| format!("{name} {version}: {what}");
    fetch(&entry(name, version, false), place).map_err(|trouble| match trouble {
        Trouble::Wanting(what) => Failure::environment(whole(&what)),
        Trouble::Failed(what) => Failure::work(whole(&what)),
    })
}

/// Removes what builds left, which is most of the space.
pub(crate) fn clean(place: &Utf8Path) {
    for folder in ["plain", "source/.ghostbind", ".ghostbind", "out", "zig"] {
        let _ = fs::remove_dir_all(place.join(folder));
    }
}

/// Has cargo fetch a crate, and copies it out of its cache: builds leave files.
fn fetch(entry: &Entry<'_>, place: &Utf8Path) -> Result<Utf8PathBuf, Trouble> {
    let source = place.join("source");
    let failed = |what: &Utf8Path| {
        let what = what.to_owned();
        move |error: std::io::Error| Trouble::Failed(format!("{what}: {error}"))
    };
    let wrapper = place.join("fetch");
    clean(place);
    fs::create_dir_all(wrapper.join("src")).map_err(failed(&wrapper))?;
    let manifest = format!(
        "[package]\nname = \"fetch\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dependencies]\n\
         wanted = {{ package = \"{}\", version = \"={}\" }}\n\n[workspace]\n",
        entry.name, entry.version
    );
    fs::write(wrapper.join("Cargo.toml"), manifest).map_err(failed(&wrapper))?;
    fs::write(wrapper.join("src/lib.rs"), "").map_err(failed(&wrapper))?;
    if !source.join("Cargo.toml").exists() {
        let mut metadata = cargo();
        metadata.current_dir(&wrapper).args(["metadata", "--format-version", "1"]);
        let text = output_of(&mut metadata).ok_or_else(|| wanting("cargo cannot fetch it"))?;
        let metadata = cargo_metadata::MetadataCommand::parse(text).map_err(|error| error.to_string())?;
        let found = metadata.packages.iter().find(|package| package.name == entry.name);
        let found = found.ok_or_else(|| "cargo fetched something else".to_owned())?;
        let from = found.manifest_path.parent().unwrap_or(&found.manifest_path);
        copy(from, &source).map_err(failed(&source))?;
        // A workspace further up must not claim it.
        let own = source.join("Cargo.toml");
        let mut text = fs::read_to_string(&own).map_err(failed(&own))?;
        if !text.contains("[workspace]") {
            text.push_str("\n[workspace]\n");
        }
        fs::write(&own, text).map_err(failed(&own))?;
    }
    Ok(source)
}

fn copy(from: &Utf8Path, to: &Utf8Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in from.read_dir_utf8()? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

/// What plain cargo takes, everything fetched.
fn plain_build(entry: &Entry<'_>, source: &Utf8Path, place: &Utf8Path) -> Result<Duration, Trouble> {
    let target_dir = place.join("plain");
    let step = |arguments: &[&str]| {
        let mut build = cargo();
        build.current_dir(source).args(arguments).env("CARGO_TARGET_DIR", &target_dir);
        run("plain cargo", &mut build)
    };
    step(&["fetch", "--quiet"]).map_err(|_| wanting("cargo cannot fetch what it depends on"))?;
    let _ = fs::remove_dir_all(&target_dir);
    let start = Instant::now();
    let arguments =
        ["rustc", "--quiet", "--release", "--lib", "--crate-type", "staticlib", "--features", entry.features];
    // Its warnings are its owners' business.
    step(&[&arguments[..], &["--", "--cap-lints", "allow"]].concat())
        .map_err(|_| "plain cargo cannot build it".to_owned())?;
    Ok(start.elapsed())
}

/// What ghostbind left.
struct Library {
    archive: Utf8PathBuf,
    header: Utf8PathBuf,
    module: Utf8PathBuf,
    manifest: serde_json::Value,
}

impl Library {
    fn find(out: &Utf8Path) -> Result<Self, String> {
        let ending = |folder: &Utf8Path, ending: &str| -> Result<Utf8PathBuf, String> {
            let entries = folder.read_dir_utf8().map_err(|error| format!("{folder}: {error}"))?;
            let mut files = entries.flatten().map(|entry| entry.path().to_owned());
            files.find(|file| file.extension() == Some(ending)).ok_or(format!("no .{ending} in {folder}"))
        };
        let text = fs::read_to_string(ending(out, "json")?).map_err(|error| error.to_string())?;
        Ok(Self {
            archive: ending(out, "a")?,
            header: ending(&out.join("include"), "h")?,
            module: ending(out, "zig")?,
            manifest: serde_json::from_str(&text).map_err(|error| error.to_string())?,
        })
    }

    /// The names that header and module declare, against what the archive really offers.
    fn check_symbols(&self) -> Result<usize, String> {
        let module = fs::read_to_string(&self.module).map_err(|error| error.to_string())?;
        let declared: BTreeSet<&str> = module.lines().filter_map(declared_name).collect();
        let offered = self.offered()?;
        let offered: BTreeSet<&str> = offered.iter().map(String::as_str).collect();
        let missing: Vec<&&str> = offered.difference(&declared).collect();
        let invented: Vec<&&str> = declared.difference(&offered).collect();
        if !missing.is_empty() || !invented.is_empty() {
            return Err(format!("not declared: {missing:?}; declared and not there: {invented:?}"));
        }
        let header = fs::read_to_string(&self.header).map_err(|error| error.to_string())?;
        let word = |symbol: &str| {
            header.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == symbol)
        };
        // A name that is none in C stands in quotes.
        let named = |symbol: &str| word(symbol) || header.contains(&format!("\"{symbol}\""));
        match offered.iter().find(|symbol| !named(symbol)) {
            Some(symbol) => Err(format!("the header does not declare {symbol}")),
            None => Ok(offered.len()),
        }
    }

    /// What binutils says that the archive's own objects define, less what rustc mangles.
    fn offered(&self) -> Result<Vec<String>, String> {
        let mut nm = command("nm");
        nm.args(["-g", "--defined-only", "-A", self.archive.as_str()]);
        let text = output_of(&mut nm).ok_or("nm cannot read the archive")?;
        let own = |line: &&str| {
            let member = line.split(':').nth(1).unwrap_or_default();
            let runtime = ["std-", "core-", "alloc-", "compiler_builtins-", "panic_", "unwind-"];
            member.ends_with(".rcgu.o") && !runtime.iter().any(|name| member.starts_with(name))
        };
        let name = |line: &str| line.split_whitespace().last().map(str::to_owned);
        let mut names: Vec<String> = text.lines().filter(own).filter_map(name).collect();
        names.retain(|name| !name.starts_with("_ZN") && !name.starts_with("_R") && !name.contains('.'));
        names.retain(|name| !name.starts_with("__rust") && name != "rust_eh_personality");
        names.sort();
        names.dedup();
        Ok(names)
    }

    fn check_header(&self, place: &Utf8Path) -> Result<(), String> {
        let include = self.header.file_name().unwrap_or_default();
        let folder = self.header.parent().unwrap_or(&self.header);
        for (language, standard) in [("c", "-std=c11"), ("c++", "-std=c++11")] {
            let unit = place.join(format!("unit.{}", if language == "c" { "c" } else { "cc" }));
            fs::write(&unit, format!("#include \"{include}\"\n")).map_err(|error| error.to_string())?;
            let mut cc = command("cc");
            cc.args(["-Wall", "-Werror", "-fsyntax-only", standard, "-x", language, "-I", folder.as_str()]);
            run("cc", cc.arg(&unit)).map_err(|_| format!("{include} is no {language}"))?;
        }
        Ok(())
    }

    /// Compiles the module, and where we have a program for the crate, runs that.
    fn check_zig(&self, place: &Utf8Path, version: &str, program: &Utf8Path) -> Result<(), String> {
        let zig = zig::ensure(version).map_err(|_| format!("Zig {version} is not there"))?;
        let name = self.module.file_stem().unwrap_or_default();
        let cache = place.join("zig");
        let mut compile = command(&zig.path);
        compile.current_dir(place);
        if !program.exists() {
            let root = place.join("touch.zig");
            let text = format!("comptime {{ _ = @import(\"{name}\"); }}\n");
            fs::write(&root, text).map_err(|error| error.to_string())?;
            compile.args(["build-obj", "-fno-emit-bin", "--cache-dir", cache.as_str(), "--dep", name]);
            compile.args([format!("-Mroot={root}"), format!("-M{name}={}", self.module)]);
            return run("zig", &mut compile)
                .map_err(|_| format!("the module does not compile with Zig {version}"));
        }
        let binary = place.join(format!("program-{version}"));
        compile.args([
            "build-exe",
            "-target",
            &self.zig_target(),
            "--cache-dir",
            cache.as_str(),
            "--dep",
            name,
        ]);
        compile.args([format!("-Mroot={program}"), format!("-M{name}={}", self.module)]);
        compile.args([self.archive.as_str()]).args(self.zig_libraries());
        compile.arg(format!("-femit-bin={binary}"));
        run("zig", &mut compile).map_err(|_| format!("the program does not compile with Zig {version}"))?;
        run("the program", &mut command(&binary)).map_err(|_| format!("wrong results with Zig {version}"))
    }

    fn zig_target(&self) -> String {
        self.manifest["targets"]["zig"].as_str().unwrap_or("native").to_owned()
    }

    fn zig_libraries(&self) -> Vec<String> {
        let args = self.manifest["native_libs"]["zig"].as_array();
        args.into_iter().flatten().filter_map(|arg| arg.as_str().map(str::to_owned)).collect()
    }
}

/// The symbol that a line of a module declares.
fn declared_name(line: &str) -> Option<&str> {
    let line = line.trim_start().strip_prefix("pub ").unwrap_or(line.trim_start());
    let rest = line.strip_prefix("extern ")?;
    let rest = rest.strip_prefix("threadlocal ").unwrap_or(rest);
    let rest = ["fn ", "const ", "var "].iter().find_map(|word| rest.strip_prefix(word))?;
    if let Some(quoted) = rest.strip_prefix("@\"") {
        return quoted.split('"').next();
    }
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}
