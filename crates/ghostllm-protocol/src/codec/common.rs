//! What several encoders do alike.

use crate::{ChatRequest, Dialect, Losses, Message, Part};

/// Reports the settings of `OpenAI` that most others do not have.
pub(super) fn lose_sampling(request: &ChatRequest, to: Dialect, losses: &mut Losses) {
    let dropped = [
        ("seed", request.seed.is_some()),
        ("frequency_penalty", request.frequency_penalty.is_some_and(|value| value != 0.0)),
        ("presence_penalty", request.presence_penalty.is_some_and(|value| value != 0.0)),
    ];
    for (field, _) in dropped.iter().filter(|(_, is_said)| *is_said) {
        losses.drop(*field, format!("{to} has no such field"));
    }
    one_choice(request, to, losses);
    no_suffix(request, losses);
}

/// Refuses several answers.
pub(super) fn one_choice(request: &ChatRequest, to: Dialect, losses: &mut Losses) {
    if request.choices.is_some_and(|choices| choices > 1) {
        losses.refuse("n", format!("{to} gives one answer at a time"));
    }
}

/// Refuses completion in the middle.
pub(super) fn no_suffix(request: &ChatRequest, losses: &mut Losses) {
    if request.suffix.is_some() {
        losses.refuse("suffix", "a chat cannot fill a gap");
    }
}

/// Makes ids for calls that have none, and finds the calls that results without ids answer: the first one of
/// that function (of any, if none is named) that nobody answered yet.
pub(super) fn pair_calls(messages: &mut [Message], prefix: &str) {
    let mut count = 0;
    let mut open: Vec<(String, String)> = Vec::new();
    for part in messages.iter_mut().flat_map(|message| &mut message.parts) {
        match part {
            Part::ToolCall(call) => {
                if call.id.is_empty() {
                    call.id = format!("{prefix}{count}");
                    count += 1;
                }
                open.push((call.id.clone(), call.name.clone()));
            }
            Part::ToolResult(result) => {
                let answers = |(id, name): &(String, String)| match (result.call_id.as_str(), &result.name) {
                    ("", Some(function)) => function == name,
                    ("", None) => true,
                    (call_id, _) => call_id == id,
                };
                if let Some(at) = open.iter().position(answers) {
                    result.call_id = open.remove(at).0;
                }
            }
            _ => {}
        }
    }
}
