//! Calls that panic where the caller gives something that does not fit.

use proc_macro2::Span;
use syn::{Expr, ExprMethodCall};

use super::guards;
use super::value::{Core, Val, What};
use super::walk::{SiteKind, Walk};
use super::words;

impl<'u> Walk<'u> {
    pub(super) fn may_panic(&mut self, call: &ExprMethodCall, receiver: &Val) {
        let span = call.method.span();
        if let (What::Utf8(_), Some(symbol)) = (&receiver.what, &receiver.foreign) {
            let at = self.at(span);
            self.foreign_texts.push((symbol.clone(), at));
        }
        match receiver.what {
            What::Utf8(_) if self.is_direct(receiver) => {
                self.site(SiteKind::Utf8, span, "text of the caller that is not UTF-8 panics here", true);
            }
            What::MaybeCString if receiver.is_tainted() && !self.looks_for_nul() => {
                let why = "text of the caller that holds a NUL panics here";
                self.site(SiteKind::InteriorNul, span, why, true);
            }
            What::MaybeCString
            | What::Thread(_)
            | What::Static
            | What::Local(_)
            | What::Text { .. }
            | What::Raw(_) => {}
            // A lock panics only where a panic poisoned it.
            _ if is_lock(&call.receiver) => {}
            _ => {
                let kind = null_checked(&call.receiver, receiver).map_or(SiteKind::Panic, SiteKind::Null);
                let why = "a missing value or an error that the caller brings about";
                let decided = matches!(kind, SiteKind::Null(_)) || self.can_fail(&call.receiver, receiver);
                self.site(kind, span, why, receiver.is_tainted() && decided);
            }
        }
    }

    /// Whether the caller can make an expression give nothing or an error. Deeper in the library
    /// only what is known to fail for some bytes or numbers counts.
    fn can_fail(&self, expr: &Expr, val: &Val) -> bool {
        let last = words::last_call(expr).unwrap_or_default();
        if last == "try_into" || last == "try_from" {
            let text = val.ty.as_ref().is_some_and(|ty| ty.name.starts_with('['));
            return self.is_chosen(val)
                && val.bits != Some(0)
                && !text
                && !self.is_checked(expr, val)
                && !self.always_fits(expr, val);
        }
        let certain = matches!(last.as_str(), "next" | "last" | "from_utf8") && val.bits == Some(0);
        if certain || words::is_of_system(&last) || self.was_asked_for(expr, val, &last) {
            return false;
        }
        let takes_out = matches!(last.as_str(), "pop" | "pop_front" | "pop_back");
        self.is_fallible(expr, val)
            || takes_out
            || self.helpers == 0 && (self.is_direct(val) || words::is_of_state(&last))
    }

    /// Whether the body asked before whether what an expression looks for is there: of a container, whether it
    /// holds enough; of a text, whether it has such a part.
    fn was_asked_for(&self, expr: &Expr, val: &Val, function: &str) -> bool {
        let looked = || guards::names(expr).iter().any(|name| self.looked.contains(name));
        if words::is_of_part(function) {
            return looked() && words::ASKS_PART.iter().any(|call| self.text().contains(call));
        }
        if !words::is_of_state(function) {
            return false;
        }
        if let Some((container, _)) = words::looked_up(expr)
            && self.put_into.contains(&quote::quote!(#container).to_string())
        {
            return true;
        }
        let counts = self.count_params(val.tainted);
        let counted = !counts.is_empty() && counts.without(self.checked_params).is_empty();
        match words::looked_up(expr) {
            // Of something within a value, the question must have been about that very thing.
            Some((Expr::Field(field), None)) => {
                let member = &field.member;
                let member = quote::quote!(#member).to_string();
                let asks = ["is_empty", "len ()", "is_some", "is_none"];
                let bodies = self.bodies.iter().map(|body| quote::quote!(#body).to_string());
                let asked = |text: &str| asks.iter().any(|call| text.contains(&format!("{member} . {call}")));
                bodies.into_iter().any(|text| asked(&text))
            }
            Some((_, Some(key))) => {
                let names = guards::names(key);
                let known = self.text().contains("contains_key (") || self.text().contains("contains (");
                known || names.iter().any(|name| self.looked.contains(name))
            }
            _ => counted || looked(),
        }
    }

    /// Whether every value of an integer is one of the type that it becomes. Where that is not written beside
    /// it, it is taken to be a length or an index.
    fn always_fits(&self, expr: &Expr, val: &Val) -> bool {
        let wanted = converted_to(expr).or_else(|| self.expected.as_ref().map(|ty| ty.name.clone()));
        let wanted = wanted.filter(|name| super::value::integer_bits(name).is_some());
        let wanted = wanted.unwrap_or_else(|| "usize".to_owned());
        val.ty.as_ref().is_some_and(|ty| ty.depth == 0 && super::value::holds_every(&wanted, &ty.name))
    }

    pub(super) fn position(&mut self, call: &'u ExprMethodCall, name: &str, receiver: &Val, args: &[Val]) {
        // What is put in stands behind the position.
        let positions = if name == "insert" { 1 } else { args.len() };
        let decided = args.iter().zip(&call.args).take(positions).any(|(val, arg)| {
            let bounded =
                matches!(arg, Expr::MethodCall(call) if call.method == "max" || call.method == "clamp");
            self.is_direct(val)
                && val.bits != Some(0)
                && !val.place
                && !bounded
                && !self.is_of_same_counts(receiver, val)
                && matches!(val.what, What::Param(_) | What::Unknown)
                && !self.is_checked(arg, val)
        });
        if words::is_by_position(name) && decided && self.is_position(name, call, receiver) {
            let why = "a position or count that the caller decides";
            self.site(SiteKind::Panic, call.method.span(), why, true);
        } else if name.starts_with("split_at")
            && !name.ends_with("_checked")
            && call.args.first().is_some_and(|at| self.is_fixed(at))
            && self.is_of_callers_length(&call.receiver, receiver)
        {
            let why = "the caller decides the length, which may be too small for this position";
            self.site(SiteKind::Panic, call.method.span(), why, true);
        }
        if name == "copy_from_slice" || name == "clone_from_slice" {
            let counts = Val::made_of(args).tainted.and(receiver.tainted);
            let counts = self.count_params(counts);
            let looked = self.is_checked(&call.receiver, &Val::default())
                || !counts.is_empty() && counts.without(self.checked_params).is_empty()
                || call.args.iter().zip(args).any(|(arg, val)| self.is_checked(arg, val));
            let sliced = matches!(&*call.receiver, Expr::Index(_)) || call.args.iter().any(is_slicing);
            let counted = self.is_of_callers_length(&call.receiver, receiver);
            let given = args.iter().all(|val| self.is_direct(val));
            if self.helpers == 0 && (given || counted) && !looked && !sliced {
                self.site(SiteKind::Panic, call.method.span(), "lengths that the caller decides", true);
            }
        }
    }

    /// A number that the caller decides is out of range for what it is given to.
    pub(super) fn in_range(&mut self, name: &str, given: &[(&Expr, &Val)], span: Span) {
        let out = words::ranged(name).iter().filter_map(|at| given.get(*at)).any(|(expr, val)| {
            let within = val.bits.is_some_and(|bits| bits < 6);
            self.is_direct(val)
                && !within
                && (matches!(val.what, What::Param(_))
                    || name != "clamp" && matches!(val.what, What::Unknown))
                && (!self.is_checked(expr, val) || self.is_asked_from_below(name, expr))
        });
        if out {
            self.site(SiteKind::Panic, span, "a number that the caller decides, and that has a range", true);
        }
    }

    /// `insert` and `remove` of maps take keys, which never panic: a map is given a reference.
    fn is_position(&self, name: &str, call: &ExprMethodCall, receiver: &Val) -> bool {
        match name {
            "remove" | "insert" | "swap" | "drain" => {
                call.args.first().is_some_and(|arg| !matches!(arg, Expr::Reference(_)))
                    && (name != "insert" || call.args.len() == 2)
                    && (self.is_sequence(&call.receiver) || is_list(receiver))
            }
            _ => true,
        }
    }

    /// Whether the receiver's field is declared as a `Vec`, where that can be seen.
    fn is_sequence(&self, receiver: &Expr) -> bool {
        let Expr::Field(field) = receiver else { return false };
        let syn::Member::Named(name) = &field.member else { return false };
        let name = name.to_string();
        let fields = self.items.structs.values().filter_map(|owner| owner.field(&name));
        let mut texts = fields.map(|(_, text)| text).peekable();
        texts.peek().is_some() && texts.all(|text| text.starts_with("Vec<") || text.starts_with("VecDeque<"))
    }
}

/// The type that an integer is converted to: `u8` of `u8::try_from(number)`.
fn converted_to(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Paren(inner) => converted_to(&inner.expr),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path.path.segments.iter().rev().nth(1).map(|owner| owner.ident.to_string()),
            _ => None,
        },
        Expr::MethodCall(call) => converted_to(&call.receiver),
        _ => None,
    }
}

/// `lock()`, `read()` and `write()` without arguments.
fn is_lock(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => {
            call.args.is_empty()
                && ["lock", "read", "write", "borrow", "borrow_mut"].iter().any(|name| call.method == name)
        }
        Expr::Paren(inner) => is_lock(&inner.expr),
        _ => false,
    }
}

/// The parameter that `pointer.as_ref().unwrap()` and its kin refuse null for.
fn null_checked(expr: &Expr, val: &Val) -> Option<usize> {
    match expr {
        Expr::Paren(inner) => null_checked(&inner.expr, val),
        Expr::Unsafe(block) => match block.block.stmts.as_slice() {
            [syn::Stmt::Expr(inner, None)] => null_checked(inner, val),
            _ => None,
        },
        Expr::MethodCall(call) if call.method == "as_ref" || call.method == "as_mut" => {
            val.behind().filter(|_| val.field.is_none())
        }
        Expr::Call(call) => {
            let is_new = matches!(&*call.func, Expr::Path(path) if path.path.segments.iter().any(|s| s.ident == "NonNull"));
            val.behind().filter(|_| is_new)
        }
        // An optional parameter itself.
        Expr::Path(_) => match val.what {
            What::Param(index) | What::Behind(index) if val.field.is_none() => Some(index),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a value is known to be a `Vec` or `VecDeque`.
fn is_list(val: &Val) -> bool {
    let list = |ty: &Core| ty.name.starts_with("Vec<") || ty.name.starts_with("VecDeque<");
    val.ty.as_ref().is_some_and(list)
}

fn is_slicing(expr: &Expr) -> bool {
    match expr {
        Expr::Reference(inner) => is_slicing(&inner.expr),
        Expr::Index(_) => true,
        _ => false,
    }
}
