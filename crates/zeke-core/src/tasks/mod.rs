//! What can be said and written about a boundary from facts alone: explanations, reviews,
//! documentation, wrappers, skeletons, tests, patches.
//!
//! Everything that makes text here is a pure function of a [`Boundary`]; what must be compiled or
//! run goes through [`workshop`]. Nothing is invented: a promise that neither the declaration nor
//! the body of a function makes is not tested, documented or relied upon.

mod boundary;
mod built;
pub mod calls;
pub mod contract;
pub mod document;
pub mod explain;
pub mod fix;
pub mod optimize;
pub mod promises;
pub mod refactor;
pub mod review;
pub mod seal;
pub mod signatures;
pub mod skeleton;
mod spelling;
pub mod tests;
pub mod workshop;
pub mod wrapper;

pub use boundary::{Boundary, Library};
pub use built::NotRead;
