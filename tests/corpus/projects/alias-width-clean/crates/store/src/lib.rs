pub mod types;
mod api;
pub use api::*;
