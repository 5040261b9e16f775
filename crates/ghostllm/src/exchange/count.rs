//! Token counts where no provider counts: an estimate that says that it is one.

use ghostllm_protocol::Dialect;
use http::StatusCode;
use serde_json::json;

use super::asked::Asked;
use super::context::Context;
use super::estimate;
use crate::case::Case;
use crate::catalog::Found;
use crate::ledger::Outcome;
use crate::providers::Family;
use crate::serve::names::ESTIMATED;
use crate::serve::reply::{self, Answered, set};

/// Whether any of the model's providers counts in the client's dialect.
pub(super) fn is_possible(found: &Found, dialect: Dialect) -> bool {
    found.model.targets.iter().any(|target| {
        matches!(
            (dialect, target.provider.kind.family),
            (Dialect::Anthropic, Family::Anthropic) | (Dialect::Gemini, Family::Gemini | Family::Vertex)
        )
    })
}

/// The reply with an estimate.
pub(super) fn estimated(context: &Context, case: Case, asked: &Asked) -> Answered {
    let tokens = estimate::prompt_tokens(asked);
    let body = match asked.dialect {
        Dialect::Gemini => json!({ "totalTokens": tokens }),
        _ => json!({ "input_tokens": tokens }),
    };
    let mut answered = reply::json(StatusCode::OK, &body);
    set(answered.headers_mut(), ESTIMATED, "true");
    context.finish(&mut answered);
    case.settle(Outcome::Complete, 200);
    answered
}
