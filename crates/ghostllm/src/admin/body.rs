//! Bodies of admin calls. Unknown fields are refused: a limit that is misspelt would be no limit.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::limits::Limits;
use crate::money::Dollars;

/// A key to be made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewKey {
    pub(super) name: String,
    pub(super) team: Option<String>,
    #[serde(default)]
    pub(super) models: Vec<String>,
    #[serde(default)]
    pub(super) providers: Vec<String>,
    pub(super) expires: Option<String>,
    #[serde(default)]
    pub(super) metadata: BTreeMap<String, String>,
    rpm: Option<u64>,
    tpm: Option<u64>,
    concurrency: Option<u32>,
    budget_day: Option<Dollars>,
    budget_month: Option<Dollars>,
}

/// All limits of a key or a team.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLimits {
    rpm: Option<u64>,
    tpm: Option<u64>,
    concurrency: Option<u32>,
    budget_day: Option<Dollars>,
    budget_month: Option<Dollars>,
}

/// How a secret is replaced.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rotation {
    #[serde(default)]
    pub(super) grace_seconds: u32,
}

impl NewKey {
    pub(super) fn limits(&self) -> Limits {
        Limits {
            rpm: self.rpm,
            tpm: self.tpm,
            concurrency: self.concurrency,
            budget_day: self.budget_day,
            budget_month: self.budget_month,
        }
    }
}

impl From<NewLimits> for Limits {
    fn from(new: NewLimits) -> Self {
        let NewLimits { rpm, tpm, concurrency, budget_day, budget_month } = new;
        Self { rpm, tpm, concurrency, budget_day, budget_month }
    }
}
