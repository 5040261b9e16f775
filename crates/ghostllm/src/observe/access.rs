//! The access log: a line a request, on the target `ghostllm::access`.

use std::sync::mpsc::Receiver;

use super::Message;
use crate::ledger::UsageRow;

/// Longest text of a client's that is logged, in characters.
const TEXT_CHARS_MAX: usize = 128;

pub(super) fn run(receiver: &Receiver<Message>) {
    while let Ok(Message::Ended(ended)) = receiver.recv() {
        line(&ended.row);
    }
}

fn line(row: &UsageRow) {
    tracing::info!(
        target: "ghostllm::access",
        request_id = %row.request_id,
        time = %row.time,
        key_id = %row.key_id,
        team = row.team.as_deref(),
        path = %row.path,
        // A client writes this one: quoted, so that it cannot begin a line of its own.
        model = ?shortened(&row.model),
        provider = %row.provider,
        upstream_model = ?shortened(&row.upstream_model),
        status = row.status,
        outcome = row.outcome.name(),
        stream = row.stream,
        attempts = row.attempts,
        prompt_tokens = row.prompt_tokens,
        completion_tokens = row.completion_tokens,
        cost = %row.cost,
        latency_ms = row.latency_ms,
        first_byte_ms = row.first_byte_ms,
        cache_hit = row.cache_hit,
        "request"
    );
}

fn shortened(text: &str) -> &str {
    text.char_indices().nth(TEXT_CHARS_MAX).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::{TEXT_CHARS_MAX, shortened};

    #[test]
    fn long_names_are_cut_between_characters() {
        assert_eq!(shortened("gpt"), "gpt");
        assert_eq!(shortened(&"ü".repeat(500)), "ü".repeat(TEXT_CHARS_MAX));
    }
}
