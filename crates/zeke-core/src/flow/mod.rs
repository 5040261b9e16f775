//! One walk over what functions do, for both languages: who owns what on each way through a function and through
//! those that it calls.
//!
//! Functions are followed from each of them on, and into every function of the same side. Where a condition is not
//! known, both ways are taken, and what is found to be so on one of them is remembered there: that a pointer is null,
//! which way a condition went, what a function of the other side answered and took for that answer. What cannot be
//! followed is not claimed: ways beyond a limit are left out.

mod call;
mod code;
mod foreign;
mod judge;
mod library;
mod patterns;
mod place;
mod rounds;
mod run;
mod state;

pub(crate) use code::{Arm, Call, Expr, Kind, Param, Pattern, Program, Routine, Spot};
pub(crate) use judge::{judge, outcomes};
