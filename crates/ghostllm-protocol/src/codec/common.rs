//! What several encoders do alike.

use crate::{ChatRequest, Dialect, Losses};

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
