//! Programs that speak the Agent Client Protocol over their standard input and output: GitHub
//! Copilot's official language server among them. They are started by the user's word, use the
//! user's own sign-in, and are given no hands: no file, no terminal, and every permission that
//! they ask for is refused.
//!
//! <https://agentclientprotocol.com/protocol/overview>

use super::{Answer, Ask, Assistant, Model, ModelError, Speaker};
use crate::event::Event;

/// The conversation as one text: the protocol has no roles.
pub(super) fn prompt(ask: &Ask) -> String {
    let several = ask.messages.len() > 1;
    let said = ask.messages.iter().map(|(speaker, text)| match speaker {
        Speaker::Model if several => format!("You answered:\n{text}"),
        _ => text.clone(),
    });
    said.collect::<Vec<_>>().join("\n\n")
}

#[expect(clippy::unused_async, reason = "as its sibling for endpoints")]
pub(super) async fn ask(
    _assistant: &Assistant,
    model: &Model,
    _ask: &Ask,
    _events: &mut dyn FnMut(Event),
) -> Result<Answer, ModelError> {
    Err(ModelError::Agent { model: model.name.clone(), reason: String::new(), is_missing: true })
}
