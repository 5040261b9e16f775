//! Cargo: which package, how it is compiled, what decided the result.

mod compile;
mod config;
mod inputs;
mod missed;
mod package;
mod profile;

pub(crate) use compile::{Compiled, Form, Plan, Unit, compile};
pub(crate) use config::{Config, cargo_home};
pub(crate) use inputs::{
    exporting_packages, is_generated, owner, record, rust_sources, undescribed_packages,
};
pub(crate) use missed::forget;
pub(crate) use package::{Package, network, select, select_programs};
pub(crate) use profile::{Strip, profile_setting, profiles, strip_of};
