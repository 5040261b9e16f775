//! A crate's own programs, and its library for other Rust crates, through cargo.
//!
//! Nothing crosses a language here, so nothing is described or published: who asks gets the files that cargo
//! made and everything that decided them.

use camino::{Utf8Path, Utf8PathBuf};

use crate::build::{begin, check_std, choose_target, manifest_of, prepare};
use crate::built::Inputs;
use crate::cargo::{self, Config, Form, Plan};
use crate::error::BuildError;
use crate::event::{Event, Step};
use crate::layout::Layout;
use crate::request::{Environment, Request};
use crate::snapshot::Recorder;
use crate::tools;

/// What cargo made.
#[derive(Debug, Clone)]
pub struct Programs {
    /// The programs by name, in cargo's target folder. None for a package that is only a library.
    pub programs: Vec<(String, Utf8PathBuf)>,
    /// What decides the result.
    pub inputs: Inputs,
}

/// Builds everything that `cargo build` would build of the package. `target_dir` is cargo's target folder.
pub fn programs(
    request: &Request,
    env: &Environment,
    target_dir: &Utf8Path,
    events: &mut dyn FnMut(Event),
) -> Result<Programs, BuildError> {
    let layout = Layout::new(env.absolute(&request.root));
    let manifest = manifest_of(request, env)?;
    prepare(&layout)?;
    events(Event::Step { step: Step::Tools });
    let folder = manifest.parent().unwrap_or(&env.cwd).to_owned();
    let config = Config::read(env, &folder);
    let tools = tools::find(env, &folder, &layout)?;
    let (target, name_target) = choose_target(request, env, &config, &tools)?;
    check_std(env, &config, &tools, &target)?;
    let package = cargo::select_programs(env, &tools, request, &manifest)?;
    let plan = Plan {
        request,
        package: &package,
        target: &target,
        name_target,
        form: Form::Programs,
        folder: &folder,
        settings: &[],
        profile: if request.profile == "debug" { "dev" } else { &request.profile },
        target_dir: target_dir.to_owned(),
        debug_packages: &[],
        unoptimised: false,
        config: &config,
    };
    let since = begin(&layout)?;
    events(Event::Step { step: Step::Compile });
    let compiled = cargo::compile(env, &tools, &plan, events)?;
    let mut recorder = Recorder::new(env, since);
    tools::record(env, &folder, &tools, &mut recorder);
    cargo::record(&package, &config, &compiled, &mut recorder);
    let inputs = recorder.finish().inputs(env);
    Ok(Programs { programs: compiled.programs, inputs })
}
