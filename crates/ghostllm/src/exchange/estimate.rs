//! How much a request will use, before anybody knows.

use ghostllm_protocol::scan;

use crate::catalog::{Catalog, Found};
use crate::limits::Limits;
use crate::money::Dollars;

use super::context::Estimated;

/// A string of this length without a space is media in base64, not prose.
const MEDIA_LENGTH_MIN: usize = 2048;
/// Roughly what providers count for an image.
const MEDIA_TOKENS: u64 = 1000;

/// Tokens of a request body: four bytes are one, except in media.
pub(crate) fn prompt_tokens(body: &[u8]) -> u64 {
    if body.len() < MEDIA_LENGTH_MIN {
        return body.len() as u64 / 4;
    }
    let mut tokens = 0;
    for piece in body.split(|byte| *byte == b'"') {
        let is_media = piece.len() >= MEDIA_LENGTH_MIN && !piece.contains(&b' ') && !piece.contains(&b'\\');
        tokens += if is_media { MEDIA_TOKENS } else { piece.len() as u64 / 4 };
    }
    tokens
}

/// What to reserve for a request: its prompt, and as many completion tokens as it allows or as the model's
/// answers mostly have. Nothing where no limit asks for it.
pub(crate) fn reserve(
    limits: &[&Limits],
    body: &[u8],
    found: &Found,
    catalog: &Catalog,
    prompt: u64,
) -> Estimated {
    let in_tokens = limits.iter().any(|limits| limits.tpm.is_some());
    let in_money = limits.iter().any(|limits| limits.budget_day.is_some() || limits.budget_month.is_some());
    if !in_tokens && !in_money {
        return Estimated::default();
    }
    let typical = found.model.meter.typical_tokens();
    let completion = most_tokens(body).map_or(typical, |most| most.min(typical));
    let mut cost = Dollars::ZERO;
    if in_money && let Some(target) = found.model.targets.first() {
        let price = target.price(&catalog.prices, &found.upstream_model(target));
        cost = price.map_or(Dollars::ZERO, |price| {
            price.input.per_million(prompt).plus(price.output.per_million(completion))
        });
    }
    Estimated { tokens: prompt.saturating_add(completion), cost }
}

/// The completion tokens that the request allows, where it says so at its top level.
fn most_tokens(body: &[u8]) -> Option<u64> {
    let keys = ["max_tokens", "max_completion_tokens", "max_output_tokens"];
    let found = scan::find(body, keys).ok()?;
    let number = |at| std::str::from_utf8(&body[found.range(at)?]).ok()?.parse::<u64>().ok();
    (0..keys.len()).find_map(number)
}

#[cfg(test)]
mod tests {
    use super::{most_tokens, prompt_tokens};

    #[test]
    fn four_bytes_are_a_token_but_not_in_an_image() {
        assert_eq!(prompt_tokens(&[b'x'; 400]), 100);
        let prose = format!("{{\"content\":\"{}\"}}", "word ".repeat(1000));
        assert!((1240..1260).contains(&prompt_tokens(prose.as_bytes())));
        let image = format!("{{\"url\":\"data:image/png;base64,{}\"}}", "A".repeat(1 << 20));
        assert!(prompt_tokens(image.as_bytes()) < 1100);
    }

    #[test]
    fn the_request_s_own_bound_is_found() {
        assert_eq!(most_tokens(br#"{"model":"m","max_completion_tokens":50}"#), Some(50));
        assert_eq!(most_tokens(br#"{"max_tokens":null,"max_output_tokens":7}"#), Some(7));
        assert_eq!(most_tokens(br#"{"messages":[{"max_tokens":3}]}"#), None);
    }
}
