//! Declared symbols that the other side does not offer.

use std::collections::HashSet;

use super::libc;
use super::pairing::{Pairing, Side, Text};
use super::site::{Flow, Place, Site};
use super::{Class, Missing, Severity, names};
use crate::model::Location;
use crate::source::{HiddenReason, Language};

impl<'a> Pairing<'a> {
    /// Looks for what the declaring side names and the other does not offer.
    pub(super) fn missing_symbols(&mut self) {
        let (expected, actual) = (self.expected, self.actual);
        let functions: HashSet<&str> = actual.functions.iter().map(|f| f.symbol.as_str()).collect();
        let statics: HashSet<&str> = actual.statics.iter().map(|s| s.symbol.as_str()).collect();
        for e in expected.functions.iter().filter(|e| !functions.contains(e.symbol.as_str())) {
            self.missing(&e.symbol, e.location.as_ref(), "function");
        }
        for e in expected.statics.iter().filter(|e| !statics.contains(e.symbol.as_str())) {
            self.missing(&e.symbol, e.location.as_ref(), "variable");
        }
    }

    fn missing(&mut self, symbol: &'a str, at: Option<&'a Location>, kind: &str) {
        if self.is_explained(symbol) {
            return;
        }
        let site = Site {
            symbol,
            what: kind,
            expected_at: at,
            actual_at: None,
            flow: Flow::In,
            place: Place::Signature,
            behind: false,
            spelled: false,
            whole: true,
            called: None,
            param: None,
            counted: false,
        };
        let language = self.options.actual_language;
        if self.other_kind(symbol, site) || self.hidden(symbol, site) || self.misspelled(symbol, site) {
            return;
        }
        if matches!(self.options.missing, Missing::Only(others) if !others.contains(&symbol)) {
            let text = Text {
                message: format!("nobody exports the {kind} `{symbol}`"),
                evidence: format!(
                    "{language} exports {} other symbols",
                    self.actual.functions.len() + self.actual.statics.len()
                ),
                fix: None,
            };
            self.add(Class::LinkMissingSymbol, self.severity(symbol), Side::Expected, site, text);
        }
    }

    /// Whether the declaration itself, or what else is linked, explains the symbol.
    fn is_explained(&self, symbol: &str) -> bool {
        let library = self.facts(Side::Expected).and_then(|f| f.libraries.get(symbol));
        library.is_some_and(|library| *library != self.actual.name) || libc::is_symbol(symbol)
    }

    /// What is never called is never linked.
    fn severity(&self, symbol: &str) -> Severity {
        match self.facts(Side::Expected) {
            Some(facts) if !facts.calls.contains_key(symbol) => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// A function declared, a variable offered, or the reverse.
    fn other_kind(&mut self, symbol: &str, site: Site<'_>) -> bool {
        let function = self.actual.function(symbol).map(|f| (f.location.as_ref(), "function"));
        let variable = self.actual.static_(symbol).map(|s| (s.location.as_ref(), "variable"));
        let Some((actual_at, kind)) = function.or(variable) else { return false };
        let text = Text {
            message: format!("`{symbol}` is declared as a {}, and is a {kind} on the other side", site.what),
            evidence: format!("{} exports the {kind} `{symbol}`", self.options.actual_language),
            fix: None,
        };
        self.add(Class::LinkMissingSymbol, Severity::Error, Side::Expected, Site { actual_at, ..site }, text);
        true
    }

    /// A function of that name which is not exported.
    fn hidden(&mut self, symbol: &str, site: Site<'_>) -> bool {
        let Some(facts) = self.facts(Side::Actual) else { return false };
        let Some(hidden) = facts.hidden.iter().find(|h| h.function.symbol == symbol) else { return false };
        let language = self.options.actual_language;
        let (why, fix) = match (&hidden.reason, language) {
            (HiddenReason::NoAttribute, Language::Zig) => {
                ("is not exported".to_owned(), Some("declare it `export fn`"))
            }
            (HiddenReason::NoAttribute, _) => {
                ("lacks `#[no_mangle]`".to_owned(), Some("add `#[unsafe(no_mangle)]`"))
            }
            (HiddenReason::OtherName(other), _) => (format!("is exported as `{other}`"), None),
            (HiddenReason::NotBuilt(why), _) => (why.clone(), None),
            (HiddenReason::LeftOut, _) => {
                ("is not part of the library that was built: a `cfg` leaves it out".to_owned(), None)
            }
            (HiddenReason::Cfg(cfg), _) => (format!("is switched off by `cfg({cfg})`"), None),
            // What an unknown macro makes of it, the symbol table must say.
            (HiddenReason::Macro(_), _) => return true,
        };
        let text = Text {
            message: format!("`{symbol}` is declared by the other side, but here it {why}"),
            evidence: format!("{language} defines `{symbol}` and does not offer it to the linker"),
            fix: fix.map(str::to_owned),
        };
        let site = Site { actual_at: hidden.function.location.as_ref(), ..site };
        // A name that was given on purpose is right, and whoever declares another one is not.
        let renamed = matches!(hidden.reason, HiddenReason::OtherName(_));
        let on = if renamed { Side::Expected } else { Side::Actual };
        self.add(Class::LinkMissingSymbol, self.severity(symbol), on, site, text);
        true
    }

    /// An export that nobody declares, one slip away.
    fn misspelled(&mut self, symbol: &str, site: Site<'_>) -> bool {
        let functions = self.actual.functions.iter().map(|f| (f.symbol.as_str(), f.location.as_ref()));
        let statics = self.actual.statics.iter().map(|s| (s.symbol.as_str(), s.location.as_ref()));
        let declared =
            |name: &str| self.expected.function(name).is_some() || self.expected.static_(name).is_some();
        let near = functions.chain(statics).find(|(name, _)| names::near(symbol, name) && !declared(name));
        let Some((name, actual_at)) = near else { return false };
        let text = Text {
            message: format!("nobody exports `{symbol}`; there is `{name}`"),
            evidence: format!("{} exports `{name}`, which nobody declares", self.options.actual_language),
            fix: Some(format!("write `{name}`")),
        };
        // Likeness proves nothing where another library may bring the very name.
        let elsewhere = matches!(self.options.missing, Missing::Only(others) if others.contains(&symbol));
        let severity = if elsewhere { Severity::Warning } else { self.severity(symbol) };
        self.add(Class::LinkMissingSymbol, severity, Side::Expected, Site { actual_at, ..site }, text);
        true
    }
}
