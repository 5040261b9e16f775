//! How much a request will use, before anybody knows.

use ghostllm_protocol::scan;

use super::asked::{Asked, Task};
use super::context::Estimated;
use crate::catalog::{Found, Prices};
use crate::limits::Limits;
use crate::money::Dollars;

/// A string of this length without a space is media in base64, not prose.
const MEDIA_LENGTH_MIN: usize = 2048;
/// Roughly what providers count for an image.
const MEDIA_TOKENS: u64 = 1000;

/// How many usual answers are promised the money for, where the request does not say how long its may be.
const USUAL_ANSWERS: u64 = 4;
/// No model writes more, and nobody's budget waits for more.
const ANSWER_TOKENS_MAX: u64 = 1 << 17;

/// Tokens of a request: four bytes are one, except in media.
pub(crate) fn prompt_tokens(asked: &Asked) -> u64 {
    // Of a form, nearly all is files.
    if asked.scan.is_some() { tokens_of(&asked.body) } else { MEDIA_TOKENS }
}

fn tokens_of(body: &[u8]) -> u64 {
    if body.len() < MEDIA_LENGTH_MIN {
        return body.len() as u64 / 4;
    }
    body.split(|byte| *byte == b'"')
        .map(|piece| if is_media(piece) { MEDIA_TOKENS } else { piece.len() as u64 / 4 })
        .sum()
}

/// Whether a piece of JSON ends as base64 does. Some write its slashes, or ends of lines, with a backslash.
fn is_media(piece: &[u8]) -> bool {
    let in_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=-_\\".contains(byte);
    piece.len() >= MEDIA_LENGTH_MIN && piece[piece.len() - MEDIA_LENGTH_MIN / 2..].iter().all(in_base64)
}

/// What to reserve for a request. Tokens: its prompt, and what the model's answers mostly have, or less where it
/// allows less. Money: what it may cost where it says how long the answer may be, and several usual answers where it
/// does not, by the dearest of the model's targets. Nothing where no limit asks for it.
pub(crate) fn reserve(
    limits: &[&Limits],
    asked: &Asked,
    found: &Found,
    prices: &Prices,
    prompt: u64,
) -> Estimated {
    if !limits.iter().any(|limits| limits.counts_use()) {
        return Estimated::default();
    }
    let most = match asked.task {
        // Counting is free.
        Task::CountTokens => return Estimated::default(),
        Task::Embed(_) => Some(0),
        Task::Chat | Task::Forward { .. } => most_tokens(&asked.body),
    };
    let typical = found.model.meter.typical_tokens();
    let tokens = prompt.saturating_add(most.unwrap_or(typical).min(typical));
    let mut cost = Dollars::ZERO;
    if limits.iter().any(|limits| limits.has_budget()) {
        let written = most.unwrap_or(typical.saturating_mul(USUAL_ANSWERS));
        let prices = found.model.targets.iter().filter_map(|target| {
            let price = target.price(prices, &found.upstream_model(target))?.of_prompt(prompt);
            Some(price.input.per_million(prompt).plus(price.output.per_million(written)))
        });
        cost = prices.max().unwrap_or(Dollars::ZERO);
    }
    Estimated { tokens, cost }
}

/// The completion tokens that the request allows, where it says so as its dialect does.
fn most_tokens(body: &[u8]) -> Option<u64> {
    let number = |text: &[u8]| std::str::from_utf8(text).ok()?.parse::<u64>().ok();
    let inside = |object: &[u8], key: &'static str| {
        let range = scan::find(object, [key]).ok()?.range(0)?;
        number(&object[range])
    };
    let found = scan::find(
        body,
        [
            "max_tokens",
            "max_completion_tokens",
            "max_output_tokens",
            "generationConfig",
            "options",
            "inferenceConfig",
            "n",
        ],
    );
    let found = found.ok()?;
    let value = |at: usize| found.range(at).map(|range| &body[range]);
    let most = (0..3)
        .find_map(|at| number(value(at)?))
        .or_else(|| inside(value(3)?, "maxOutputTokens"))
        .or_else(|| inside(value(4)?, "num_predict"))
        .or_else(|| inside(value(5)?, "maxTokens"))?;
    let answers = value(6).and_then(number).unwrap_or(1).max(1);
    Some(most.saturating_mul(answers).min(ANSWER_TOKENS_MAX))
}

#[cfg(test)]
mod tests {
    use super::{most_tokens, tokens_of};

    #[test]
    fn four_bytes_are_a_token_but_not_in_an_image() {
        assert_eq!(tokens_of(&[b'x'; 400]), 100);
        let prose = format!("{{\"content\":\"{}\"}}", "word ".repeat(1000));
        assert!((1240..1260).contains(&tokens_of(prose.as_bytes())));
        let dense = "这里没有空格。".repeat(1000);
        assert_eq!(tokens_of(dense.as_bytes()), dense.len() as u64 / 4);
        let image = format!("{{\"url\":\"data:image/png;base64,{}\"}}", "A".repeat(1 << 20));
        assert!(tokens_of(image.as_bytes()) < 1100);
        let wrapped = format!("{{\"data\":\"{}\"}}", "iVBORw0KGgo\\/+A==\\n".repeat(100_000));
        assert!(tokens_of(wrapped.as_bytes()) < 1100);
    }

    #[test]
    fn the_request_s_own_bound_is_found() {
        assert_eq!(most_tokens(br#"{"model":"m","max_completion_tokens":50}"#), Some(50));
        assert_eq!(most_tokens(br#"{"max_tokens":null,"max_output_tokens":7}"#), Some(7));
        assert_eq!(most_tokens(br#"{"messages":[{"max_tokens":3}]}"#), None);
        assert_eq!(most_tokens(br#"{"generationConfig":{"maxOutputTokens":9}}"#), Some(9));
        assert_eq!(most_tokens(br#"{"options":{"temperature":1,"num_predict":8}}"#), Some(8));
        assert_eq!(most_tokens(br#"{"options":{"num_predict":-1}}"#), None);
        assert_eq!(most_tokens(br#"{"inferenceConfig":{"maxTokens":6}}"#), Some(6));
        assert_eq!(most_tokens(br#"{"max_tokens":6,"n":3}"#), Some(18));
        assert_eq!(most_tokens(br#"{"max_tokens":18446744073709551615,"n":9}"#), Some(1 << 17));
    }
}
