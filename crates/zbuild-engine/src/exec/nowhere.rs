//! The place of `elsewhere.rs` in a build without a remote part: every action runs here.

use super::run::{Failure, Ran};
use super::{Context, Outcome};
use crate::graph::Bound;

/// Where an action ran and why: here.
#[derive(Default)]
pub(super) struct How {
    pub(super) outcome: Option<Outcome>,
    pub(super) stayed: Option<String>,
}

/// A place on another machine: there is none.
pub(super) struct Berth<'a>(std::convert::Infallible, std::marker::PhantomData<&'a ()>);

pub(super) fn berth<'a>(_cx: &Context<'a>, _action: &'a Bound, _how: &mut How) -> Option<Berth<'a>> {
    None
}

impl Berth<'_> {
    pub(super) fn run(self, _: &Context<'_>, _: &Bound, _: &mut How) -> Option<Result<Ran, Failure>> {
        match self.0 {}
    }
}

impl How {
    #[expect(clippy::unused_self, reason = "as in the other file")]
    pub(super) fn contradiction(&self, _cx: &Context<'_>, _action: &Bound) -> Option<String> {
        None
    }
}
