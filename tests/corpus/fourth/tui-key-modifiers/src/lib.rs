pub mod input;

use input::{Event, Modifiers};

#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    Insert(char),
    Save,
    Quit,
    Ignore,
}

fn action(e: &Event) -> Action {
    let Some(c) = char::from_u32(e.codepoint) else {
        return Action::Ignore;
    };
    match (c, e.mods) {
        ('s', Modifiers { ctrl: true, .. }) => Action::Save,
        ('q', Modifiers { ctrl: true, alt: false, .. }) => Action::Quit,
        (c, Modifiers { ctrl: false, alt: false, shift }) if !c.is_control() => {
            Action::Insert(if shift { c.to_ascii_uppercase() } else { c })
        }
        _ => Action::Ignore,
    }
}

/// Drains the terminal, returns the actions that matter.
pub fn actions() -> Vec<Action> {
    std::iter::from_fn(input::poll)
        .map(|e| action(&e))
        .filter(|a| *a != Action::Ignore)
        .collect()
}
