//! What tells one conversation from another: how it began. Every later turn repeats the beginning, so all turns
//! go where the provider's prompt cache is warm.

use ghostllm_protocol::scan;
use serde_json::value::RawValue;

use crate::route::hash;

/// Hash of the system prompt and the first turns of a request, whatever its dialect calls them.
pub(crate) fn beginning(body: &[u8]) -> u64 {
    let keys = ["system", "instructions", "systemInstruction", "messages", "input", "contents", "prompt"];
    let Ok(found) = scan::find(body, keys) else { return 0 };
    let text = |at: usize| found.range(at).and_then(|range| std::str::from_utf8(&body[range]).ok());
    let system = (0..3).filter_map(text).fold(0, |sum: u64, text| sum ^ hash(text));
    let turns = (3..keys.len()).find_map(text).unwrap_or_default();
    let first = match serde_json::from_str::<Vec<&RawValue>>(turns) {
        Ok(turns) => {
            let count = if turns.first().is_some_and(|turn| is_operators(turn)) { 2 } else { 1 };
            turns.iter().take(count).fold(0, |sum, turn| sum ^ hash(turn.get()))
        }
        Err(_) => hash(turns),
    };
    system.rotate_left(1) ^ first
}

fn is_operators(turn: &RawValue) -> bool {
    turn.get().contains(r#""system""#) || turn.get().contains(r#""developer""#)
}

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn every_turn_of_a_conversation_is_recognised() {
        let system = r#"{"role":"system","content":"Be brief."}"#;
        let user = |text: &str| format!(r#"{{"role":"user","content":"{text}"}}"#);
        let chat = |turns: &[&str]| {
            beginning(format!(r#"{{"model":"m","messages":[{}]}}"#, turns.join(",")).as_bytes())
        };
        let first = chat(&[system, &user("hi")]);
        assert_eq!(first, chat(&[system, &user("hi"), &user("more")]));
        assert_ne!(first, chat(&[system, &user("ho")]));
        assert_eq!(chat(&[&user("hi")]), chat(&[&user("hi"), &user("and")]));
        assert_ne!(chat(&[&user("hi")]), first);
        let anthropic = |system: &str| {
            beginning(format!(r#"{{"system":"{system}","messages":[{}]}}"#, user("hi")).as_bytes())
        };
        assert_ne!(anthropic("a"), anthropic("b"));
        assert_eq!(beginning(b"not json"), 0);
    }
}
