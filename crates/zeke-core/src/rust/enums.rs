//! Numbers that become enums without a look at what they are.

use proc_macro2::Span;
use syn::{BinOp, Block, Expr};

use super::guards;
use super::unit::{Items, last_segment, number};
use super::value::{Val, What};
use super::walk::{SiteKind, Walk};
use crate::effects::Parameter;
use crate::visit::{self, Visit};

impl Walk<'_> {
    /// An integer of the caller becomes an enum unchecked.
    pub(super) fn transmute(&mut self, path: &str, value: &Val, exprs: &[&Expr], span: Span) {
        let checked = exprs.first().is_some_and(|expr| self.is_checked(expr, value));
        let named = path.strip_suffix('>').and_then(|path| path.rsplit_once(',')).map(|(_, to)| to);
        let expected = self.expected.as_ref().map(|ty| ty.name.as_str());
        let to = named.filter(|to| *to != "_").or(expected).map(last_segment);
        let to = to.map(|to| self.owner.filter(|_| to == "Self").unwrap_or(to));
        // A type that is not written may be anything.
        let of_others = matches!(value.what, What::Foreign(_)) && to.is_some();
        let is_enum = match to {
            Some(to) => self.items.enums.contains_key(to),
            None => !self.items.enums.is_empty(),
        };
        // That it is not too large is not enough where values are left out.
        let gaps = to.is_some_and(|to| self.items.enums.get(to) == Some(&true));
        let body = self.bodies.last().copied();
        let lets_pass = |body: &Block| gaps && guards::asks_size_only(body) || self.allows_more(body, to);
        let checked = checked && !body.is_some_and(lets_pass);
        let to_text = match named.filter(|to| *to != "_") {
            Some(to) => matches!(to, "&str" | "&'staticstr"),
            None => self.expected.as_ref().is_some_and(|ty| ty.name == "str" && ty.depth == 1),
        };
        if to_text {
            self.taken_for_text(value, span);
        }
        let is_enum = is_enum && value.bits != Some(0);
        let of_caller = value.is_tainted() && matches!(value.what, What::Param(_) | What::Unknown);
        if (of_caller || of_others) && !checked && is_enum {
            let text = if of_others {
                "an integer of the other side becomes an enum unchecked"
            } else {
                "an integer of the caller becomes an enum unchecked"
            };
            self.site(SiteKind::InvalidEnum, span, text, true);
        }
    }

    /// Whether a body only asks whether a number is not too large, and lets one pass that is no variant's.
    fn allows_more(&self, body: &Block, to: Option<&str>) -> bool {
        let variants = to.and_then(|to| self.items.numbered.get(to));
        let Some(largest) = variants.and_then(|all| all.iter().map(|(_, value, _)| *value).max()) else {
            return false;
        };
        let mut bounds = Bounds { items: self.items, largest: Vec::new() };
        bounds.visit_block(body);
        matches!(bounds.largest.as_slice(), [allowed] if *allowed > largest)
    }

    /// What lies behind a pointer of the caller is taken for an enum.
    pub(super) fn enum_behind(&mut self, to: &str, pointer: &Val, span: Span) {
        let of_numbers = |param: &Parameter| {
            let ty = last_segment(&param.pointee);
            ty.starts_with(['u', 'i']) && ty[1..].parse::<u8>().is_ok()
        };
        let param = match pointer.what {
            What::Param(index) => self.effects.params.get(index),
            _ => None,
        };
        if self.items.enums.contains_key(to) && param.is_some_and(of_numbers) {
            self.site(SiteKind::InvalidEnum, span, "bytes of the caller are read as an enum unchecked", true);
        }
    }
}

/// The largest numbers that comparisons with known limits let pass.
struct Bounds<'i, 'u> {
    items: &'i Items<'u>,
    largest: Vec<u64>,
}

impl<'ast> Visit<'ast> for Bounds<'_, '_> {
    fn me(&mut self) -> &mut dyn Visit<'ast> {
        self
    }

    fn visit_expr_binary(&mut self, e: &'ast syn::ExprBinary) {
        let limit = number(&e.right).or_else(|| match &*e.right {
            Expr::Path(path) => self.items.numbers.get(&super::unit::last_ident(&path.path)).copied(),
            _ => None,
        });
        // What is refused beyond a limit passes up to it.
        let largest = match e.op {
            BinOp::Lt(_) | BinOp::Ge(_) => limit.and_then(|limit| limit.checked_sub(1)),
            BinOp::Le(_) | BinOp::Gt(_) => limit,
            _ => None,
        };
        self.largest.extend(largest);
        visit::visit_expr_binary(self, e);
    }
}
