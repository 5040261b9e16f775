#[cfg(not(feature = "no-abi"))]
#[path = "abi/v2.rs"]
pub mod abi;

#[cfg(unix)]
mod report;

mod gain;
