//! Functions and variables, symbol by symbol.

use std::collections::HashMap;

use super::pairing::{Pairing, Side, Text};
use super::show::{Declared, Shown};
use super::site::{Flow, Place, Site};
use super::{Class, Severity, versions};
use crate::model::{Function, Static, Type};

impl<'a> Pairing<'a> {
    /// Compares what both sides name.
    pub(super) fn offered(&mut self) {
        let (expected, actual) = (self.expected, self.actual);
        let functions: HashMap<&str, &'a Function> =
            actual.functions.iter().map(|f| (f.symbol.as_str(), f)).collect();
        for e in &expected.functions {
            if let Some(a) = functions.get(e.symbol.as_str()) {
                self.functions(e, a);
            }
        }
        for e in &expected.statics {
            if let Some(a) = actual.static_(&e.symbol) {
                self.statics(e, a);
            }
        }
    }

    fn functions(&mut self, e: &'a Function, a: &'a Function) {
        let whole = Site {
            symbol: &e.symbol,
            what: "the function",
            expected_at: e.location.as_ref(),
            actual_at: a.location.as_ref(),
            flow: Flow::In,
            place: Place::Signature,
            behind: false,
            spelled: e.seen.source && a.seen.source,
            whole: true,
            called: None,
            param: None,
            counted: false,
        };
        self.callconv(&e.callconv, &a.callconv, Site { what: "the signature", ..whole });
        if e.variadic != a.variadic {
            let (here, there) = if e.variadic { ("with", "without") } else { ("without", "with") };
            let message =
                format!("`{}` is declared {here} `...` and is {there} it on the other side", e.symbol);
            let text = self.declarations(message, e, a);
            self.add(Class::SigVariadic, Severity::Error, Side::Expected, whole, text);
        } else if e.params.len() != a.params.len() {
            let (n, m) = (e.params.len(), a.params.len());
            let message = format!("`{}` takes {m} parameters, {n} are declared", e.symbol);
            let text = self.declarations(message, e, a);
            // What is meant by the rest of a declaration of other parameters, nobody knows.
            return self.add(Class::SigArity, Severity::Error, Side::Expected, whole, text);
        } else {
            for (i, (pe, pa)) in e.params.iter().zip(&a.params).enumerate() {
                let name = pe.name.as_ref().or(pa.name.as_ref());
                let what =
                    name.map_or_else(|| format!("parameter {}", i + 1), |n| format!("parameter `{n}`"));
                let next = a.params.get(i + 1);
                let counted = next.is_some_and(|p| matches!(self.actual.resolve(&p.ty), Type::Int(_)));
                self.types(&pe.ty, &pa.ty, Site { what: &what, param: Some(i), counted, ..whole });
            }
        }
        self.types(&e.ret, &a.ret, Site { what: "the result", flow: Flow::Out, ..whole });
    }

    /// Both declarations as evidence, and the right one as the fix.
    fn declarations(&self, message: String, e: &Function, a: &Function) -> Text {
        let (el, al) = (self.options.expected_language, self.options.actual_language);
        if self.versions {
            return Text { message, evidence: versions::declarations(e, a), fix: None };
        }
        Text {
            message,
            evidence: format!("{el} declares `{}`, {al} has `{}`", Declared(e, el), Declared(a, al)),
            fix: Some(format!("declare it as `{}`", Declared(a, el))),
        }
    }

    fn statics(&mut self, e: &'a Static, a: &'a Static) {
        let site = Site {
            symbol: &e.symbol,
            what: "the variable",
            expected_at: e.location.as_ref(),
            actual_at: a.location.as_ref(),
            flow: Flow::Both,
            place: Place::Signature,
            behind: false,
            spelled: e.seen.source && a.seen.source,
            whole: true,
            called: None,
            param: None,
            counted: false,
        };
        self.types(&e.ty, &a.ty, site);
        if e.mutable && !a.mutable {
            let why = "is constant on the other side, and writable here";
            self.differ(Class::SigPointerConst, Severity::Warning, (&e.ty, &a.ty), site, why);
        }
        if e.thread_local != a.thread_local {
            let text = Text {
                message: format!(
                    "`{}` is thread-local on one side only, so the two mean different variables",
                    e.symbol
                ),
                evidence: format!("`{}: {}`", e.symbol, Shown(&a.ty, self.options.actual_language)),
                fix: None,
            };
            self.add(Class::LinkMissingSymbol, Severity::Error, Side::Expected, site, text);
        }
    }
}
