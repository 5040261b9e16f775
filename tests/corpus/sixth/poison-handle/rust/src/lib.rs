//! Constraint solver behind a handle. A handle whose solver has panicked is dead, and says so.

mod model;

use model::Model;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub struct Solver {
    model: Option<Model>,
}

#[repr(i32)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Ok = 0,
    Unsatisfiable = 1,
    BadInput = 2,
    Dead = 3,
}

/// Takes the model out for the time of the work; it comes back only if the work has ended.
fn work(solver: &mut Solver, f: impl FnOnce(&mut Model) -> Status) -> Status {
    let Some(mut model) = solver.model.take() else { return Status::Dead };
    let outcome = catch_unwind(AssertUnwindSafe(move || {
        let status = f(&mut model);
        (model, status)
    }));
    match outcome {
        Ok((model, status)) => {
            solver.model = Some(model);
            status
        }
        Err(payload) => {
            std::mem::forget(payload);
            Status::Dead
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn solver_new() -> Box<Solver> {
    Box::new(Solver { model: Some(Model::default()) })
}

#[unsafe(no_mangle)]
pub extern "C" fn solver_free(solver: Option<Box<Solver>>) {
    drop(solver);
}

/// Adds a variable with values from `low` to `high`.
#[unsafe(no_mangle)]
pub extern "C" fn solver_variable(solver: &mut Solver, low: i32, high: i32) -> Status {
    if low > high {
        return Status::BadInput;
    }
    work(solver, |m| {
        m.variable(low, high);
        Status::Ok
    })
}

/// Demands that variable `a` plus `by` is at most variable `b`.
#[unsafe(no_mangle)]
pub extern "C" fn solver_before(solver: &mut Solver, a: usize, by: i32, b: usize) -> Status {
    work(solver, |m| if m.before(a, by, b) { Status::Ok } else { Status::Unsatisfiable })
}

/// The least value of a variable in `out`.
#[unsafe(no_mangle)]
pub extern "C" fn solver_least(solver: &mut Solver, v: usize, out: &mut i32) -> Status {
    work(solver, |m| match m.least(v) {
        Some(value) => {
            *out = value;
            Status::Ok
        }
        None => Status::BadInput,
    })
}
