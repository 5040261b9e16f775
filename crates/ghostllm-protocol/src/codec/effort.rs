//! How much to think, between dialects that say it in words and those that say it in tokens.
//!
//! The token counts are those that Google documents for its OpenAI-compatible endpoint.
//! <https://ai.google.dev/gemini-api/docs/openai#thinking>

use crate::{Losses, ReasoningConfig};

const BUDGETS: &[(&str, u64)] = &[
    ("minimal", 1024),
    ("low", 1024),
    ("medium", 8192),
    ("high", 24_576),
    ("xhigh", 32_768),
    ("max", 65_536),
];

/// The effort in words. `None`: nothing was said that has a word.
pub(super) fn word<'a>(config: &'a ReasoningConfig, losses: &mut Losses) -> Option<&'a str> {
    if let Some(effort) = &config.effort {
        return Some(effort);
    }
    if config.enabled == Some(false) || config.budget_tokens == Some(0) {
        return Some("none");
    }
    let Some(budget) = config.budget_tokens else {
        // On, and nothing more, is taken for the middle: the usual effort may be none at all.
        let on = (config.enabled == Some(true)).then_some("medium");
        if on.is_some() {
            losses.change("reasoning", "thinking that is only turned on gets a medium effort");
        }
        return on;
    };
    losses.change("reasoning.budget_tokens", "a budget becomes the effort that comes closest");
    // `minimal` and `low` share a budget; `low` is known to more models.
    let at = BUDGETS.iter().skip(1).find(|(_, tokens)| budget <= *tokens);
    Some(at.map_or("high", |(word, _)| word))
}

/// The budget in tokens. `None`: nothing was said that has a number.
pub(super) fn tokens(config: &ReasoningConfig, losses: &mut Losses) -> Option<u64> {
    if config.budget_tokens.is_some() {
        return config.budget_tokens;
    }
    // On, and nothing more, is taken for the middle.
    let on = (config.enabled == Some(true)).then_some("medium");
    let effort = config.effort.as_deref().or(on)?;
    if effort == "none" {
        return Some(0);
    }
    let budget = BUDGETS.iter().find(|(word, _)| *word == effort).map(|(_, tokens)| *tokens);
    losses.change("reasoning.effort", "it becomes the budget that comes closest");
    budget
}

/// Whether thinking is asked to be off.
pub(super) fn is_off(config: &ReasoningConfig) -> bool {
    config.enabled == Some(false)
        || config.effort.as_deref() == Some("none")
        || config.budget_tokens == Some(0)
}
