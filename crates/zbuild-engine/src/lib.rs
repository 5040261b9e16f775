//! Actions, action keys, a content store, a scheduler and remote execution.
//!
//! A caller declares [`Action`]s, a [`GraphBuilder`] checks them against each other, and an [`Engine`] brings the
//! outputs of the wanted ones up to date: it leaves alone what is right, takes from the content [`Store`] what was
//! made before under the same action key, and runs the rest in parallel under one jobserver.
//!
//! This crate names no compiler, no language and no target machine: those are its callers' actions. It prints
//! nothing ([`Event`]s tell what happens), reads no environment variable and no current directory, and uses
//! threads only, except for its remote part.
//!
//! ```no_run
//! use std::path::Path;
//! use zbuild_engine::{Action, Cancel, Command, Engine, GraphBuilder, Jobs, Options, Request, Store};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let root = Path::new("/home/me/project");
//! let mut graph = GraphBuilder::new(root);
//! let compile = Command::new("cc").args(["-MD", "-MF", "out/main.d", "-c", "main.c", "-o", "out/main.o"]);
//! graph.add(Action::run("compile main.c", compile).input("main.c").output("out/main.o").depfile("out/main.d"));
//! let graph = graph.finish()?;
//!
//! let mut options = Options::new(root, &root.join(".state"), Jobs::new(8));
//! options.store = Some(Store::open(Path::new("/home/me/.cache/store"))?.into());
//! options.environment = std::env::vars_os().collect();
//! let cancel = Cancel::new()?;
//! let summary = Engine::new(options).build(&Request::all(&graph, &cancel), &mut |event| println!("{event:?}"))?;
//! assert!(summary.is_success());
//! # Ok(())
//! # }
//! ```

mod action;
mod call;
mod cancel;
mod codec;
mod depfile;
mod digest;
mod elsewhere;
mod engine;
mod event;
mod exec;
mod explain;
mod files;
mod frame;
mod graph;
mod jobs;
mod key;
mod lock;
mod log;
mod path;
mod process;
#[cfg(feature = "remote")]
mod remote;
mod schedule;
mod seal;
mod stamp;
mod store;
mod trace;
mod tree;
mod turns;
mod why;

pub use action::{Action, Asked, Asks, Command, Environment, OutputKind, Placement, Stdout};
pub use call::{Call, CallContext, CallOutput};
pub use cancel::Cancel;
pub use digest::{Content, Digest};
pub use elsewhere::Elsewhere;
pub use engine::{BuildError, Claim, Cleaned, Engine, Options, Request, Why};
pub use event::{Event, Failure, Progress, Summary};
pub use exec::{ActionError, Outcome};
pub use explain::Reason;
pub use files::FileError;
pub use graph::{ActionId, Graph, GraphBuilder, GraphError, GraphErrors};
pub use jobs::Jobs;
pub use key::Field;
#[cfg(feature = "remote")]
pub use remote::{Endpoint, EndpointError, Execution, Remote, RemoteOptions};
pub use seal::Seal;
pub use stamp::file_clock;
pub use store::{GcLimits, GcReport, Store, StoreStat, VerifyReport};
pub use trace::Trace;
