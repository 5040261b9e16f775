//! Crates that are built on other machines: this very program does there what it does here, with cargo, rustc and Zig
//! sent along. Which files an action needs is asked of cargo when the action is about to run, since the graph is made
//! without it.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::elsewhere::{Orders, Parcel, Product, Told, pack};
use ghostbind::{Environment, Request};
use serde::{Deserialize, Serialize};
use zbuild_engine::{Action, CallOutput, Command, Elsewhere};

use super::elsewhere::{FOLDER, GLOBAL_CACHE, Needs, ZIG, parts};
use super::member::CargoBuild;
use super::places::{Places, STATE_FOLDER};
use super::rust::{CrateBuild, output};
use super::{Faults, Lowering};
use crate::setting::Setting;

/// This program, there.
const PROGRAM: &str = "elsewhere/zbuild";
/// The variable by which it is told what to do.
const ORDER: &str = "ZBUILD_ORDER";
/// The command by which it is called.
pub(crate) const COMMAND: &str = "crate-elsewhere";

/// What the program there is told. Paths are relative to the root.
#[derive(Debug, Serialize, Deserialize)]
struct Order {
    orders: Orders,
    work: Work,
    report: Utf8PathBuf,
}

/// What an action makes of a crate. Paths are relative to the root.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Work {
    /// A library. The file is for what its linker must be told.
    Library { response: Utf8PathBuf },
    /// Programs, by name with their files, in a folder that also holds a file which says that all are there.
    Programs { files: Vec<(String, Utf8PathBuf)>, folder: Utf8PathBuf },
}

impl Work {
    fn product(&self) -> Product {
        match self {
            Self::Library { .. } => Product::Library,
            Self::Programs { .. } => Product::Programs,
        }
    }

    fn report(&self) -> Utf8PathBuf {
        match self {
            Self::Library { response } => response.with_extension("report"),
            Self::Programs { folder, .. } => folder.join("report"),
        }
    }
}

/// What it tells when it is done.
#[derive(Debug, Serialize, Deserialize)]
struct Report {
    message: String,
    told: Told,
}

impl Lowering<'_> {
    /// Says how an action that builds a crate runs on another machine.
    pub(super) fn crate_anywhere(
        &self,
        action: Action,
        setting: &Setting,
        env: Environment,
        request: Request,
        work: Work,
    ) -> Action {
        if !self.wish.choices.any_like_this {
            return action;
        }
        if setting.native || setting.cpu.as_deref() == Some("native") {
            return action
                .stays("it is for this very machine; `--target` names one that others can build for");
        }
        let (zig, zig_lib) = (self.tools.zig.clone(), self.tools.zig_lib.clone());
        action.asks_where(move || sent(&request, &env, &work, &zig, &zig_lib))
    }
}

/// How a crate is built elsewhere; why it is not, else.
fn sent(
    request: &Request,
    env: &Environment,
    work: &Work,
    zig: &Utf8Path,
    zig_lib: &Utf8Path,
) -> Result<Elsewhere, String> {
    let program = env.program.as_ref().ok_or("this program does not know its own file")?;
    let state = Utf8Path::new(STATE_FOLDER);
    let parcel = pack(request, work.product(), env, &state.join(FOLDER))?;
    let report = work.report();
    let order = Order { orders: parcel.orders.clone(), work: work.clone(), report: report.clone() };
    let order = serde_json::to_string(&order).map_err(|error| error.to_string())?;
    let command = Command::new(state.join(PROGRAM).as_std_path())
        .arg(COMMAND)
        .env(ORDER, order)
        .env("ZIG_GLOBAL_CACHE_DIR", state.join(GLOBAL_CACHE).as_str());
    let place = state.join(ZIG);
    let mut elsewhere = Elsewhere::new(command)
        .tool(state.join(PROGRAM), program.as_std_path())
        .tool(place.join("zig"), zig.as_std_path())
        .leaves_out(|path| Utf8Path::from_path(path).is_none_or(Places::is_output));
    let mut of_zig: Vec<Utf8PathBuf> =
        parcel.zig_targets.iter().flat_map(|target| parts(zig_lib, target, Needs::Everything)).collect();
    of_zig.sort_unstable();
    of_zig.dedup();
    for part in of_zig {
        elsewhere = elsewhere.tool(place.join("lib").join(&part), zig_lib.join(&part).as_std_path());
    }
    for (place, from) in &parcel.tools {
        elsewhere = elsewhere.tool(place, from.as_std_path());
    }
    for path in &parcel.sources {
        elsewhere = elsewhere.reads(path.as_std_path());
    }
    let (env, root) = (env.clone(), request.root.clone());
    Ok(elsewhere.report(report, move |bytes| reported(&parcel, &env, &root, bytes)))
}

fn reported(parcel: &Parcel, env: &Environment, root: &Utf8Path, bytes: &[u8]) -> Result<CallOutput, String> {
    let report: Report =
        serde_json::from_slice(bytes).map_err(|error| format!("its report cannot be read: {error}"))?;
    Ok(output(report.message, &parcel.inputs(env, &report.told)?, root))
}

/// Does on this machine what another one ordered, in the folder that it sent.
///
/// # Errors
/// What went wrong, for the one that ordered it.
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the program alone is called so"))]
pub(crate) fn obey(env: &Environment, surround: impl FnOnce(&Environment)) -> Result<(), String> {
    let order = env.var(ORDER).ok_or("this command is for builds on other machines")?;
    let order: Order =
        serde_json::from_str(order).map_err(|error| format!("the order cannot be read: {error}"))?;
    let program = env.program.as_ref().ok_or("this program does not know its own file")?;
    let root = &env.cwd;
    let (request, mut surroundings) = order.orders.begin(root, program)?;
    surroundings.set("ZBUILD", program.as_str());
    surround(&surroundings);
    let (env, faults) = (surroundings.clone(), Faults::default());
    let (message, inputs) = match order.work {
        Work::Library { response } => {
            let response = root.join(response);
            CrateBuild { request, env, response, faults }.build(&surroundings, &mut |_| {})?
        }
        Work::Programs { files, folder } => {
            CargoBuild { request, env, root: root.clone(), files, folder, faults }
                .build(&surroundings, &mut |_| {})?
        }
    };
    let report = Report { message, told: Told { root: root.clone(), inputs } };
    let bytes = serde_json::to_vec(&report).map_err(|error| error.to_string())?;
    let place = root.join(&order.report);
    fs::write(&place, bytes).map_err(|error| format!("cannot write {place}: {error}"))
}
