//! What a key, a team, a model or a provider may use, and the counters that hold it to that.

mod meter;
mod window;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::money::Dollars;

pub(crate) use meter::{Ask, Denied, Left, Limit, Meter, Permit, Reading, Used, admit};

/// Limits of one subject. What is absent is not limited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Limits {
    /// Requests in any 60 seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rpm: Option<u64>,
    /// Tokens (prompt and completion) in any 60 seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tpm: Option<u64>,
    /// Requests under way at one time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<u32>,
    /// Dollars in a UTC day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_day: Option<Dollars>,
    /// Dollars in a UTC month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget_month: Option<Dollars>,
}

impl Limits {
    /// Whether money is limited.
    pub(crate) fn has_budget(&self) -> bool {
        self.budget_day.is_some() || self.budget_month.is_some()
    }

    /// Whether it must be known what a request uses.
    pub(crate) fn counts_use(&self) -> bool {
        self.tpm.is_some() || self.has_budget()
    }

    /// Takes over what is not limited here but is in `other`.
    pub(crate) fn fill_from(&mut self, other: &Self) {
        self.rpm = self.rpm.or(other.rpm);
        self.tpm = self.tpm.or(other.tpm);
        self.concurrency = self.concurrency.or(other.concurrency);
        self.budget_day = self.budget_day.or(other.budget_day);
        self.budget_month = self.budget_month.or(other.budget_month);
    }
}
