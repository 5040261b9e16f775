//! `ghostllm usage`

use super::args::Usage;
use super::directory::{failure, open};
use super::output::{self, Failure};
use crate::clock::{self, Moment};
use crate::config::Environment;
use crate::store::{Store, UsageQuery};

pub(super) fn run(command: Usage, environment: &Environment) -> Result<(), Failure> {
    let Usage::List { key, model, since, limit, common } = command;
    let query = UsageQuery { key_id: key, model, since: since.map(|text| past(&text)).transpose()?, limit };
    let rows = open(&common, environment)?.usage(&query).map_err(|error| failure(&error))?;
    if common.json {
        return output::json(&rows);
    }
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            vec![
                row.time.to_string(),
                row.request_id.to_string(),
                row.key_id.to_string(),
                row.model.to_string(),
                row.provider.to_string(),
                row.status.to_string(),
                row.outcome.name().to_owned(),
                row.prompt_tokens.to_string(),
                row.completion_tokens.to_string(),
                if row.unpriced { "unpriced".to_owned() } else { row.cost.to_string() },
            ]
        })
        .collect();
    let head = ["TIME", "REQUEST", "KEY", "MODEL", "PROVIDER", "STATUS", "OUTCOME", "IN", "OUT", "COST"];
    output::table(&head, &cells)
}

/// A moment, or a span before now.
fn past(text: &str) -> Result<Moment, Failure> {
    Moment::parse_past(text, clock::now()).map_err(Failure::usage)
}
