//! Configuration: from a TOML file, held strictly to its schema, or from the environment alone.

mod check;
mod environment;
mod interpolate;
mod model;
mod read;
mod schema;
mod torn;

pub use environment::from_environment;
pub use model::{
    Api, Cache, Config, Key, LISTEN_DEFAULT, LongPrice, Model, Price, Provider, Routing, Server, Store,
    Strategy, Team, Telemetry, Tls,
};
pub use read::{ConfigError, Diagnostic, Environment, read, read_store};
pub use schema::{EXAMPLE, schema};
pub(crate) use torn::torn;
