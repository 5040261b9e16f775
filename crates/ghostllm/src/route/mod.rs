//! Routing: a model's name -> the targets to try, in order.

mod health;
mod plan;
mod retry;

pub(crate) use health::{Attempt, Availability, Breaker, Health};
pub(crate) use plan::{Choice, Plan, Reason, Wish, hash, mix};
pub(crate) use retry::{RetryBudget, backoff};
