//! An upstream for trying and testing, and named as such: it speaks every dialect this gateway knows, says the
//! same words each time, and can be told to be slow or to fail. No model is behind it.

mod script;
mod server;

pub use script::Script;
pub use server::Mock;
