//! What tests need beyond Rust, Python with pip and a C compiler: installed once, privately, into
//! the user's cache.
//!
//! A *kit* is a row of [`table::KITS`]. It is made in a folder beside its own, proved by running it,
//! and renamed: its folder is whole or absent. Nothing of the system changes; no step needs root.
//! A kit that this machine cannot have is a visible skip and never a failure of the run: tests find
//! kits by environment variables, and one that finds none says so and returns.
//!
//! To add one: a row in the table, and in the test `std::env::var("GHOST_…")`.

mod debian;
mod registry;
mod rust;
mod table;

use std::fs;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};

use crate::children::{command, output_of, run_within};
use crate::report::Failure;
use crate::zig::cache_dir;
use table::{AICHAT, KITS, Kit, Source};

/// A variable for the tests and its value.
pub(crate) type Variable = (&'static str, Utf8PathBuf);

/// How long a program may take to prove that it works.
const PROOF_SECONDS_MAX: u64 = 60;

/// Everything that tests may use here, and a line for each kit that is not to be had. `full` brings
/// the large kits as well.
pub(crate) fn for_tests(full: bool) -> (Vec<Variable>, Vec<String>) {
    let mut variables = Vec::new();
    let mut skipped = Vec::new();
    for kit in KITS.iter().filter(|kit| full || kit.by_default || installed(kit).is_some()) {
        match ensure(kit) {
            Ok(found) => variables.extend(found),
            Err(failure) => {
                skipped.push(format!("skipped: the kit `{}` ({}): {failure}", kit.name, kit.what));
            }
        }
    }
    (variables, skipped)
}

/// `cargo xtask provision [NAME…]`: installs kits (all without a name) and prints `VARIABLE=path`,
/// as a shell takes them.
pub(crate) fn run_provision(names: &[&str]) -> Result<(), Failure> {
    let unknown = names.iter().find(|name| !KITS.iter().any(|kit| kit.name == **name));
    if let Some(unknown) = unknown {
        let row = |kit: &Kit| format!("{:<10} {} ({} MB)", kit.name, kit.what, kit.megabytes);
        let rows: Vec<String> = KITS.iter().map(row).collect();
        return Err(Failure::usage(format!("no kit `{unknown}`; there are\n  {}", rows.join("\n  "))));
    }
    let mut last = Ok(());
    for kit in KITS.iter().filter(|kit| names.is_empty() || names.contains(&kit.name)) {
        match ensure(kit) {
            Ok(variables) => variables.iter().for_each(|(name, path)| println!("{name}={path}")),
            Err(failure) => {
                eprintln!("{}: {failure}", kit.name);
                last = Err(Failure::environment(format!("the kit `{}` is not to be had here", kit.name)));
            }
        }
    }
    last
}

/// The first path of a kit, installing it if need be.
pub(crate) fn path_of(name: &str) -> Result<Utf8PathBuf, Failure> {
    let missing = || Failure::environment(format!("there is no kit `{name}`"));
    let kit = KITS.iter().find(|kit| kit.name == name).ok_or_else(missing)?;
    ensure(kit)?.into_iter().next().map(|(_, path)| path).ok_or_else(missing)
}

/// The assistant that `zeke` is measured beside, installing it if need be.
pub(crate) fn aichat() -> Result<Utf8PathBuf, Failure> {
    let missing = || Failure::environment("the kit has no program");
    ensure(&AICHAT)?.into_iter().next().map(|(_, path)| path).ok_or_else(missing)
}

/// The kit's variables, installing it if need be.
fn ensure(kit: &Kit) -> Result<Vec<Variable>, Failure> {
    if let Some(found) = installed(kit) {
        return Ok(found);
    }
    if !kit.machines.contains(&machine().as_str()) && !kit.machines.is_empty() {
        return Err(Failure::environment(format!("there is none for {}", machine())));
    }
    let home = home(kit)?;
    let parent = home.parent().unwrap_or(&home);
    let unwritable = |e: std::io::Error| Failure::environment(format!("cannot write {parent}: {e}"));
    fs::create_dir_all(parent).map_err(unwritable)?;
    let lock = fs::File::create(parent.join(format!("{}.lock", kit.name))).map_err(unwritable)?;
    lock.lock().map_err(unwritable)?;
    // Whoever held the lock may have done the work.
    if let Some(found) = installed(kit) {
        return Ok(found);
    }
    let begun = Instant::now();
    eprintln!(
        "installing {} ({}) into {home}: about {} MB to fetch, once",
        kit.name, kit.what, kit.megabytes
    );
    let staging = tempfile::Builder::new().prefix(".kit-").tempdir_in(parent).map_err(unwritable)?;
    let folder = Utf8PathBuf::from_path_buf(staging.path().join("kit"))
        .map_err(|path| Failure::environment(format!("{} is not UTF-8", path.display())))?;
    fs::create_dir_all(&folder).map_err(unwritable)?;
    for source in kit.sources {
        unpack(source, &folder)?;
    }
    if let Some(finish) = kit.finish {
        finish(&folder)?;
    }
    prove(kit, &folder)?;
    fs::rename(&folder, &home).map_err(|e| Failure::environment(format!("cannot publish {home}: {e}")))?;
    eprintln!("{}: ready after {:.0} s", kit.name, begun.elapsed().as_secs_f64());
    Ok(variables(kit, &home))
}

/// The variables of a kit that is there: on PATH, or in the cache.
fn installed(kit: &Kit) -> Option<Vec<Variable>> {
    if let Some((program, variable)) = kit.on_path
        && let Some(path) = on_path(program)
    {
        return Some(vec![(variable, path)]);
    }
    let home = home(kit).ok().filter(|home| home.is_dir())?;
    Some(variables(kit, &home))
}

fn home(kit: &Kit) -> Result<Utf8PathBuf, Failure> {
    Ok(cache_dir()?.join("kits").join(format!("{}-{}", kit.name, kit.version)))
}

fn variables(kit: &Kit, home: &Utf8Path) -> Vec<Variable> {
    let path = |below: &str| if below.is_empty() { home.to_owned() } else { home.join(below) };
    kit.variables.iter().map(|(name, below)| (*name, path(below))).collect()
}

/// A program on PATH that runs.
fn on_path(program: &str) -> Option<Utf8PathBuf> {
    let paths = std::env::var_os("PATH")?;
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    let found = std::env::split_paths(&paths).map(|dir| dir.join(&file)).find(|file| file.is_file())?;
    let found = Utf8PathBuf::from_path_buf(found).ok()?;
    output_of(command(&found).arg("--version")).map(|_| found)
}

fn unpack(source: &Source, folder: &Utf8Path) -> Result<(), Failure> {
    match source {
        Source::Debian { architectures, packages } => debian::unpack(architectures, packages, folder),
        Source::Pip(requirements) => registry::pip(requirements, folder),
        Source::Npm(packages) => registry::npm(packages, folder),
        Source::Cargo(package) => registry::cargo(package, folder),
    }
}

/// Runs the kit's own proof: what does not run here is not installed.
fn prove(kit: &Kit, folder: &Utf8Path) -> Result<(), Failure> {
    let Some((program, args)) = kit.proof else { return Ok(()) };
    let mut proof = command(folder.join(program));
    proof.args(args).current_dir(folder);
    run_within(&format!("`{program}`"), &mut proof, Duration::from_secs(PROOF_SECONDS_MAX)).map(drop)
}

/// Runs a step that uses the network, a second time where it fails: registries have bad moments.
fn twice(mut step: impl FnMut() -> Result<(), Failure>) -> Result<(), Failure> {
    step().or_else(|first| {
        eprintln!("{first}; once more");
        step()
    })
}

/// This machine as the table names it.
fn machine() -> String {
    format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::KITS;

    #[test]
    fn names_and_variables_are_distinct() {
        let names: BTreeSet<_> = KITS.iter().map(|kit| kit.name).collect();
        assert_eq!(names.len(), KITS.len());
        let variables: Vec<_> = KITS.iter().flat_map(|kit| kit.variables).map(|(name, _)| *name).collect();
        assert_eq!(variables.iter().collect::<BTreeSet<_>>().len(), variables.len());
        assert!(variables.iter().all(|name| name.starts_with("GHOST_")));
        for kit in KITS {
            if let Some((_, variable)) = kit.on_path {
                assert!(kit.variables.iter().any(|(name, _)| *name == variable), "{}", kit.name);
            }
        }
    }
}
