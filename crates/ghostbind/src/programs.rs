//! A crate's own programs, and its library for other Rust crates, through cargo.
//!
//! Nothing crosses a language here, so nothing is described or published: who asks gets the files that cargo
//! made and everything that decided them.

use camino::{Utf8Path, Utf8PathBuf};

use crate::build::Opened;
use crate::built::Inputs;
use crate::cargo::{self, Form};
use crate::course::begin;
use crate::error::BuildError;
use crate::event::{Event, Step};
use crate::layout::Layout;
use crate::lock;
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
    let _here = lock::share(&layout, &env.children, events)?;
    let opened = Opened::new(request, env, &layout, cargo::select_programs, events)?;
    let plan = opened.plan(Form::Programs, target_dir.to_owned());
    let since = begin(&layout)?;
    events(Event::Step { step: Step::Compile });
    let compiled = cargo::compile(env, &opened.tools, &plan, events)?;
    let mut recorder = Recorder::new(env, since);
    tools::record(env, opened.folder(), &opened.tools, &mut recorder);
    cargo::record(&opened.package, &opened.config, &compiled, &mut recorder);
    let inputs = recorder.finish().inputs(env);
    Ok(Programs { programs: compiled.programs, inputs })
}
