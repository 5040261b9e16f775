//! A build on a machine that has nothing of this one: what it must get ([`pack`]), how the program there sets out
//! ([`Orders::begin`]), and what its word on what it read means here ([`Parcel::inputs`]).
//!
//! The other machine has no network and neither Rust nor Zig. It gets both, the packages of Cargo.lock as cargo's
//! registry keeps them, and the sources of everything that lies in folders; where cargo's programs need a linker,
//! Zig is it. What cannot be sent, or would be another thing there, is refused with the reason. Nothing secret is
//! sent: of the user's settings only where registries are, of the variables those that decide what cargo does.

mod packages;
mod settings;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::build::{choose_target, manifest_of};
use crate::built::Inputs;
use crate::cargo::{Config, cargo_home};
use crate::layout::Layout;
use crate::linker;
use crate::request::{CrateType, Environment, Request};
use crate::snapshot::{self, Recorder};
use crate::target::{self, Target};
use crate::tools::{self, Tools};

/// What the parcel is put into, below the folder that the caller names; and what is made there while it builds.
const RUST: &str = "rust";
const ZIG: &str = "zig";
const CARGO: &str = "cargo";
const MADE: &str = "made";

/// What is made there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Product {
    /// What [`crate::build()`] makes.
    Library,
    /// What [`crate::programs()`] makes.
    Programs,
}

/// What a build needs on another machine.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// Files and folders: where they must lie below the root there, and where they are here.
    pub tools: Vec<(Utf8PathBuf, Utf8PathBuf)>,
    /// Sources at the same places below the root there: files, and folders with all that is in them. Absolute.
    pub sources: Vec<Utf8PathBuf>,
    /// What the program there must be told.
    pub orders: Orders,
    /// Zig's folders of the machine that builds and of the one that is built for, by their triples.
    pub zig_targets: Vec<String>,
    root: Utf8PathBuf,
    cargo_home: Utf8PathBuf,
    /// What decides here which tools are found and how cargo is set up.
    surroundings: Inputs,
}

/// What the program on the other machine must be told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Orders {
    /// With paths below the root.
    request: Request,
    /// The folder of the tools, below the root.
    place: Utf8PathBuf,
    variables: BTreeMap<String, String>,
    cargo_config: String,
    /// What Zig calls the machine that builds, where it links for it.
    links_for: Option<(String, String)>,
}

/// What a build on the other machine tells of what it read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Told {
    /// The root there.
    pub root: Utf8PathBuf,
    /// What it read, by its paths there.
    pub inputs: Inputs,
}

/// Works out what a build needs elsewhere. `place` is a folder for tools, relative to the root.
///
/// # Errors
/// Why it cannot be done elsewhere: completes "it runs here, since …".
pub fn pack(
    request: &Request,
    product: Product,
    env: &Environment,
    place: &Utf8Path,
) -> Result<Parcel, String> {
    let root = env.absolute(&request.root);
    let layout = Layout::new(root.clone());
    let manifest = manifest_of(request, env).map_err(|error| error.to_string())?;
    let folder = manifest.parent().unwrap_or(&root).to_owned();
    let tools = tools::find(env, &folder, &layout).map_err(|error| error.to_string())?;
    let config = Config::read(env, &folder);
    let (target, _) = choose_target(request, env, &config, &tools).map_err(|error| error.to_string())?;
    if product == Product::Programs || request.crate_types.contains(&CrateType::Cdylib) {
        check_linker(env, &config, &target)?;
    }
    let cargo_home = cargo_home(env).ok_or("nothing says where cargo's home is")?;
    let mut parcel = Parcel {
        tools: rust(&tools, &target, place)?,
        sources: Vec::new(),
        orders: Orders {
            request: portable(request, env, &root)?,
            place: place.to_owned(),
            variables: settings::variables(env)?,
            cargo_config: settings::cargo_config(&config, &root)?,
            links_for: links_for(&tools, &target)?,
        },
        zig_targets: vec![target.zig.clone()],
        surroundings: surroundings(env, &folder, &tools, &config, &layout)?,
        root,
        cargo_home,
    };
    parcel.zig_targets.extend(parcel.orders.links_for.as_ref().map(|(zig, _)| zig.clone()));
    for part in request.parts() {
        packages::add(&mut parcel, &part, env, &tools, &target)?;
    }
    let inside = |path: &&Utf8PathBuf| path.starts_with(&parcel.root) && path.exists();
    parcel.sources.extend(config.candidates.iter().filter(inside).cloned());
    parcel.sources.sort();
    parcel.sources.dedup();
    parcel.tools.sort();
    parcel.tools.dedup();
    Ok(parcel)
}

/// The toolchain, as far as it is needed.
fn rust(tools: &Tools, target: &Target, place: &Utf8Path) -> Result<Vec<(Utf8PathBuf, Utf8PathBuf)>, String> {
    let (to, from) = (place.join(RUST), &tools.sysroot);
    let rustc = from.join("bin/rustc");
    if !is_same_file(&tools.rustc, &rustc) {
        return Err(format!("rustc at {} is not that of the toolchain in {from}", tools.rustc));
    }
    let mut all = vec![(to.join("bin/rustc"), rustc), (to.join("bin/cargo"), tools.cargo.clone())];
    let compiler =
        |name: &str| ["librustc", "libLLVM", "libstd", "libtest"].iter().any(|p| name.starts_with(p));
    let libraries = from.join("lib");
    let entries =
        libraries.read_dir_utf8().map_err(|error| format!("{libraries} cannot be read: {error}"))?;
    for entry in entries.flatten().filter(|entry| compiler(entry.file_name()) && entry.path().is_file()) {
        all.push((to.join("lib").join(entry.file_name()), entry.path().to_owned()));
    }
    let host = format!("lib/rustlib/{}", tools.host);
    let std = format!("lib/rustlib/{}/lib", target.rust);
    for folder in [format!("{host}/lib"), format!("{host}/bin"), std] {
        if from.join(&folder).is_dir() {
            all.push((to.join(&folder), from.join(&folder)));
        }
    }
    Ok(all)
}

/// Whether two paths lead to one file: PATH may lead to a toolchain through links.
fn is_same_file(one: &Utf8Path, other: &Utf8Path) -> bool {
    matches!((one.canonicalize_utf8(), other.canonicalize_utf8()), (Ok(one), Ok(other)) if one == other)
}

/// Where an action runs must not change what it makes: what is linked there must be linked by Zig here too.
fn check_linker(env: &Environment, config: &Config, target: &Target) -> Result<(), String> {
    if !linker::is_needed(target) {
        return Err(format!(
            "this machine's linker makes it; for a `--target` with a version of the C library, such as {}.2.28, Zig's \
             does, here and elsewhere",
            target.zig_name
        ));
    }
    match config.text(env, &["target", &target.rust, "linker"]) {
        Some(own) => Err(format!("`{own}`, which cargo's configuration names, links it")),
        None => Ok(()),
    }
}

/// Zig's and cargo's names of the machine that builds, where nothing else would give cargo a linker for it.
fn links_for(tools: &Tools, target: &Target) -> Result<Option<(String, String)>, String> {
    if linker::is_needed(target) && target.rust == tools.host {
        return Ok(None);
    }
    let host = target::resolve(None, Some(&tools.host), &tools.host).map_err(|error| error.to_string())?;
    let variable = linker::linker_variable(&host);
    Ok(Some((host.zig, variable)))
}

fn portable(request: &Request, env: &Environment, root: &Utf8Path) -> Result<Request, String> {
    let below = |path: &Utf8Path| {
        let path = env.absolute(path);
        let below = path.strip_prefix(root).map(Utf8Path::to_owned);
        below.map_err(|_| "it reads files beside the workspace".to_owned())
    };
    let mut portable = Request {
        manifest_path: below(&request.manifest_path)?,
        root: Utf8PathBuf::new(),
        output_dir: None,
        offline: true,
        ..request.clone()
    };
    for also in &mut portable.also {
        also.manifest_path = below(&also.manifest_path)?;
    }
    Ok(portable)
}

/// What decides here which tools are found and how cargo is set up.
fn surroundings(
    env: &Environment,
    folder: &Utf8Path,
    tools: &Tools,
    config: &Config,
    layout: &Layout,
) -> Result<Inputs, String> {
    let now = snapshot::now(&layout.cache("state"));
    let mut recorder = Recorder::new(env, now.map_err(|error| format!("nothing can be written: {error}"))?);
    tools::record(env, folder, tools, &mut recorder);
    for candidate in &config.candidates {
        recorder.file(candidate);
    }
    for above in folder.ancestors().skip(1) {
        recorder.file(&above.join("Cargo.toml"));
    }
    Ok(recorder.finish().inputs(env))
}

impl Parcel {
    /// What the build elsewhere read, as if it had been done here.
    ///
    /// # Errors
    /// It was not told something that decided: why it must be done here.
    pub fn inputs(&self, env: &Environment, told: &Told) -> Result<Inputs, String> {
        let tools = told.root.join(&self.orders.place);
        let home = self.orders.made(&told.root).join(CARGO);
        let here = |path: &Utf8PathBuf| {
            let below = |folder: &Utf8Path, to: &Utf8Path| path.strip_prefix(folder).ok().map(|p| to.join(p));
            below(&home, &self.cargo_home)
                .or_else(|| below(&told.root, &self.root).filter(|_| !path.starts_with(&tools)))
        };
        let mut inputs = self.surroundings.clone();
        inputs.files.extend(told.inputs.files.iter().filter_map(here));
        for absent in told.inputs.absent.iter().filter_map(here) {
            if absent.exists() && !absent.starts_with(&self.cargo_home) {
                return Err(format!("{absent} was not sent, and the build looked for it"));
            }
            inputs.absent.push(absent);
        }
        inputs.folders.extend(told.inputs.folders.iter().filter_map(here));
        inputs.untracked.clone_from(&told.inputs.untracked);
        for name in &told.inputs.asked {
            if !settings::is_same_there(name, env, &self.orders.variables) {
                return Err(format!("the build looks at the variable {name}, which is not sent"));
            }
        }
        inputs.asked.clone_from(&told.inputs.asked);
        let variables = told.inputs.variables.iter();
        inputs.variables.extend(variables.map(|(name, _)| (name.clone(), env.var(name).map(str::to_owned))));
        for paths in [&mut inputs.files, &mut inputs.absent, &mut inputs.folders] {
            paths.sort();
            paths.dedup();
        }
        inputs.variables.sort();
        inputs.variables.dedup();
        Ok(inputs)
    }
}

impl Orders {
    fn made(&self, root: &Utf8Path) -> Utf8PathBuf {
        root.join(&self.place).join(MADE)
    }

    /// Sets out on the other machine: `root` is the root there, `program` the one that runs. Gives what is to be
    /// built, and surroundings that are made of what was sent alone.
    ///
    /// # Errors
    /// The machine does not let files be written.
    pub fn begin(&self, root: &Utf8Path, program: &Utf8Path) -> Result<(Request, Environment), String> {
        let (place, made) = (root.join(&self.place), self.made(root));
        let home = made.join(CARGO);
        let failed = |what: &Utf8Path, error: std::io::Error| format!("cannot write {what}: {error}");
        fs::create_dir_all(made.join("tmp")).map_err(|error| failed(&made, error))?;
        copy_tree(&place.join(CARGO), &home).map_err(|error| failed(&home, error))?;
        let config = home.join("config.toml");
        fs::write(&config, &self.cargo_config).map_err(|error| failed(&config, error))?;
        let mut vars: BTreeMap<String, String> = self.variables.clone();
        let mut set = |name: &str, value: &str| vars.insert(name.to_owned(), value.to_owned());
        let separator = if cfg!(windows) { ';' } else { ':' };
        set("PATH", &format!("{}{separator}{}", place.join(RUST).join("bin"), place.join(ZIG)));
        set("HOME", made.as_str());
        set("CARGO_HOME", home.as_str());
        set("TMPDIR", made.join("tmp").as_str());
        set("ZIG_GLOBAL_CACHE_DIR", made.join("zig-global").as_str());
        set("ZIG_LOCAL_CACHE_DIR", made.join("zig-local").as_str());
        if let Some((zig, variable)) = &self.links_for {
            let folder = made.join("bin");
            let linker = linker::stand_in(&folder, program, &place.join(ZIG).join("zig"), zig);
            set(variable, linker.map_err(|error| failed(&folder, error))?.as_str());
        }
        let mut request = self.request.clone();
        request.root = root.to_owned();
        request.manifest_path = root.join(&request.manifest_path);
        for also in &mut request.also {
            also.manifest_path = root.join(&also.manifest_path);
        }
        let vars = vars.into_iter().map(|(name, value)| (name.into(), value.into()));
        Ok((request, Environment::new(vars, root).with_program(Some(program.to_owned()))))
    }
}

/// Copies a folder: what is sent may not be written to, and cargo writes into its home.
fn copy_tree(from: &Utf8Path, to: &Utf8Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    let entries = match from.read_dir_utf8() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(entry.path(), &to)?;
        } else {
            fs::write(&to, fs::read(entry.path())?)?;
        }
    }
    Ok(())
}

/// Names of a set, as a reason has them.
fn listed(names: &BTreeSet<&str>) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_toolchain_may_be_reached_through_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let real = root.join("stable/bin/rustc");
        fs::create_dir_all(root.join("stable/bin")).unwrap();
        fs::write(&real, "").unwrap();
        fs::write(root.join("rustc"), "").unwrap();
        std::os::unix::fs::symlink("stable", root.join("1.95")).unwrap();
        let check =
            |found: &str, expected| assert_eq!(is_same_file(&root.join(found), &real), expected, "{found}");
        check("stable/bin/rustc", true);
        check("1.95/bin/rustc", true);
        check("rustc", false);
        check("absent", false);
    }
}
