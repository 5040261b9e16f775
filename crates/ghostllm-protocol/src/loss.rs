//! What could not be carried from one dialect to another. Nothing is lost in silence: every encoder says what
//! it dropped, changed or refused.

use std::fmt;

/// One thing that could not be carried as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Which field, in the neutral form's or the origin's words: `seed`, `tools[2]`, `messages[0].cache_control`.
    pub field: String,
    /// What became of it.
    pub effect: Effect,
    /// Why.
    pub reason: String,
}

/// What became of something that could not be carried as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It was carried by other means, which come close.
    Changed,
    /// It was left out, and the request makes sense without it.
    Dropped,
    /// The request makes no sense without it, so it was not sent.
    Refused,
}

/// The losses of one encoding, in order: all of them, or the first hundreds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses(Vec<Loss>);

impl Losses {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Carried by other means.
    pub fn change(&mut self, field: impl Into<String>, reason: impl Into<String>) {
        self.push(field.into(), Effect::Changed, reason.into());
    }

    /// Left out.
    pub fn drop(&mut self, field: impl Into<String>, reason: impl Into<String>) {
        self.push(field.into(), Effect::Dropped, reason.into());
    }

    /// Cannot be left out.
    pub fn refuse(&mut self, field: impl Into<String>, reason: impl Into<String>) {
        self.push(field.into(), Effect::Refused, reason.into());
    }

    /// Every loss.
    pub fn iter(&self) -> impl Iterator<Item = &Loss> {
        self.0.iter()
    }

    /// Whether everything was carried.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the request may not be sent.
    pub fn is_refused(&self) -> bool {
        self.0.iter().any(|loss| loss.effect == Effect::Refused)
    }

    /// What stands in the way of a request, for the message that says so.
    pub(crate) fn refused(&self) -> Self {
        Self(self.0.iter().filter(|loss| loss.effect == Effect::Refused).cloned().collect())
    }

    /// Leaves out what is about one of these fields.
    pub(crate) fn forget(&mut self, fields: &[&str]) {
        self.0.retain(|loss| !fields.contains(&&*loss.field));
    }

    /// The value of a response header: `seed;dropped, reasoning;changed`. Printable ASCII, at most 1 KiB.
    pub fn header_value(&self) -> String {
        let mut value = String::new();
        for loss in &self.0 {
            let effect = match loss.effect {
                Effect::Changed => "changed",
                Effect::Dropped => "dropped",
                Effect::Refused => "refused",
            };
            let field: String =
                loss.field.chars().map(|c| if c.is_ascii_graphic() && c != ',' { c } else { '?' }).collect();
            let item = format!("{field};{effect}");
            if value.len() + item.len() + 2 > HEADER_BYTES_MAX {
                value.push_str(", ...");
                break;
            }
            if !value.is_empty() {
                value.push_str(", ");
            }
            value.push_str(&item);
        }
        value
    }

    /// Beyond so many, nobody reads them; but whether it is refused is known.
    fn push(&mut self, field: String, effect: Effect, reason: String) {
        if self.0.len() >= LOSSES_MAX && (effect != Effect::Refused || self.is_refused()) {
            return;
        }
        let loss = Loss { field, effect, reason };
        if !self.0.contains(&loss) {
            self.0.push(loss);
        }
    }
}

const HEADER_BYTES_MAX: usize = 1019;
const LOSSES_MAX: usize = 256;

impl fmt::Display for Losses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, loss) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            write!(f, "`{}`: {}", loss.field, loss.reason)?;
        }
        Ok(())
    }
}
