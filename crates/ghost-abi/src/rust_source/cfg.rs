//! `cfg` predicates, judged with three values: a reader rarely knows every switch of a build.

use std::fmt;

use crate::model::Machine;

/// A `cfg` predicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Predicate {
    /// `name` or `name = "value"`.
    Is(String, Option<String>),
    Not(Box<Predicate>),
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
    /// Something this reader does not know.
    Unknown(String),
    /// One that was judged.
    Judged(Box<Predicate>, bool),
}

impl Predicate {
    /// Settles what one file's configuration knows, so that nobody asks another's.
    pub(super) fn judge(&mut self, cfg: &Cfg, machine: Machine) {
        if let Some(holds) = cfg.holds(self, machine) {
            let inner = std::mem::replace(self, Self::All(Vec::new()));
            *self = Self::Judged(Box::new(inner), holds);
            return;
        }
        match self {
            Self::Not(inner) => inner.judge(cfg, machine),
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.judge(cfg, machine);
                }
            }
            Self::Is(..) | Self::Unknown(_) | Self::Judged(..) => {}
        }
    }
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, name: &str, parts: &[Self]| {
            write!(f, "{name}(")?;
            for (i, part) in parts.iter().enumerate() {
                write!(f, "{}{part}", if i == 0 { "" } else { ", " })?;
            }
            f.write_str(")")
        };
        match self {
            Self::Is(name, None) => f.write_str(name),
            Self::Is(name, Some(value)) => write!(f, "{name} = \"{value}\""),
            Self::Not(inner) => write!(f, "not({inner})"),
            Self::All(parts) => list(f, "all", parts),
            Self::Any(parts) => list(f, "any", parts),
            Self::Unknown(text) => f.write_str(text),
            Self::Judged(inner, _) => inner.fmt(f),
        }
    }
}

/// What is known about a build's configuration.
///
/// [`Cfg::unknown`] knows only what follows from the machine; [`Cfg::exactly`] knows everything,
/// as `rustc --print cfg` and the list of enabled features give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cfg {
    set: Vec<(String, Option<String>)>,
    complete: bool,
    /// Whether every feature is known, whatever else is not.
    features: bool,
    /// What else is known to be on or off.
    known: Vec<(String, Option<String>, bool)>,
}

impl Cfg {
    /// Nothing is known but the machine: features, systems and custom switches may be on or off.
    #[must_use]
    pub fn unknown() -> Self {
        Self { set: Vec::new(), complete: false, features: false, known: Vec::new() }
    }

    /// Exactly these switches are on: names with their value, as in `("feature", Some("simd"))`
    /// and `("unix", None)`.
    #[must_use]
    pub fn exactly(switches: impl IntoIterator<Item = (String, Option<String>)>) -> Self {
        Self { set: switches.into_iter().collect(), complete: true, features: true, known: Vec::new() }
    }

    /// Exactly these features are on; nothing else is known but the machine.
    #[must_use]
    pub fn with_features(features: impl IntoIterator<Item = String>) -> Self {
        let set = features.into_iter().map(|feature| ("feature".to_owned(), Some(feature))).collect();
        Self { set, complete: false, features: true, known: Vec::new() }
    }

    /// The same, built for Linux.
    #[must_use]
    pub fn on_linux(self) -> Self {
        let switches = [("unix", None, true), ("windows", None, false)];
        let names = [("target_os", Some("linux"), true), ("target_family", Some("unix"), true)];
        let more = switches.into_iter().chain(names);
        let more = more.map(|(name, value, on)| (name.to_owned(), value.map(str::to_owned), on));
        Self { known: self.known.into_iter().chain(more).collect(), ..self }
    }

    /// The same, with the checks of debug builds or without them.
    #[must_use]
    pub fn with_debug_assertions(mut self, on: bool) -> Self {
        self.known.push(("debug_assertions".to_owned(), None, on));
        self
    }

    /// Whether a predicate holds; `None` where that is not known.
    pub(super) fn holds(&self, predicate: &Predicate, machine: Machine) -> Option<bool> {
        match predicate {
            Predicate::Is(name, value) => self.is(name, value.as_deref(), machine),
            Predicate::Not(inner) => self.holds(inner, machine).map(|b| !b),
            Predicate::All(parts) => fold(parts.iter().map(|p| self.holds(p, machine)), false),
            Predicate::Any(parts) => fold(parts.iter().map(|p| self.holds(p, machine)), true),
            Predicate::Unknown(_) => None,
            Predicate::Judged(_, holds) => Some(*holds),
        }
    }

    /// Whether all of several predicates hold.
    pub(super) fn hold(&self, predicates: &[Predicate], machine: Machine) -> Option<bool> {
        fold(predicates.iter().map(|p| self.holds(p, machine)), false)
    }

    fn is(&self, name: &str, value: Option<&str>, machine: Machine) -> Option<bool> {
        match (name, value) {
            ("target_pointer_width", Some(width)) => {
                return Some(width == (u32::from(machine.pointer_bytes) * 8).to_string());
            }
            ("target_endian", Some(endian)) => return Some((endian == "little") == machine.little_endian),
            // Switches of test, documentation and sanitizer builds, none of which crosses a boundary.
            ("test" | "doctest" | "doc" | "docsrs" | "miri" | "loom" | "fuzzing" | "kani", None) => {
                return Some(false);
            }
            _ => {}
        }
        if let Some((_, known, on)) = self.known.iter().find(|(known, ..)| known == name) {
            return Some((known.as_deref() == value) == *on);
        }
        if self.set.iter().any(|(n, v)| n == name && v.as_deref() == value) {
            return Some(true);
        }
        (self.complete || self.features && name == "feature").then_some(false)
    }
}

/// `any` for `decisive == true`, `all` for `decisive == false`.
fn fold(parts: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut result = Some(!decisive);
    for part in parts {
        match part {
            Some(b) if b == decisive => return Some(decisive),
            Some(_) => {}
            None => result = None,
        }
    }
    result
}
