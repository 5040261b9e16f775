//! Capacities that are noted and outgrown, copies, and numbers that were asked about from one side only.

use syn::Expr;

use super::places::root_name;
use super::value::{Val, What};
use super::walk::Walk;
use super::words;
use crate::effects::ResourceKind;

impl Walk<'_> {
    /// `let room = list.capacity();`
    pub(super) fn names_capacity(&mut self, pattern: &syn::Pat, value: &Expr) {
        let of = match value {
            Expr::MethodCall(call) if call.method == "capacity" => root_name(&call.receiver),
            _ => None,
        };
        for name in super::walk::pattern_names(pattern) {
            self.outgrown.remove(&name);
            match &of {
                Some(of) => self.capacities.insert(name, of.clone()),
                None => self.capacities.remove(&name),
            };
        }
    }

    /// A local container may have another capacity from here on, and where it has just the one that it needs, its
    /// length is its capacity.
    pub(super) fn resized(&mut self, name: &str, receiver: &Expr) {
        let Some(local) = root_name(receiver).filter(|_| matches!(receiver, Expr::Path(_))) else { return };
        if words::is_move(name) && !matches!(name, "sort" | "entry" | "push_within_capacity") {
            let grown = self.capacities.iter().filter(|(_, of)| **of == local).map(|(room, _)| room.clone());
            self.outgrown.extend(grown.collect::<Vec<_>>());
        }
        let exact = name == "shrink_to_fit";
        if let Some((_, val)) = self.env.iter_mut().rev().find(|(known, _)| *known == local).filter(|_| exact)
            && matches!(val.what, What::Local(ResourceKind::Vec) | What::Unknown)
        {
            val.what = What::Local(ResourceKind::BoxedSlice);
        }
    }

    /// `*value` of a struct without pointers.
    pub(super) fn is_copy(&self, expr: &Expr, val: &Val) -> bool {
        let named =
            val.ty.as_ref().filter(|ty| ty.depth == 0).and_then(|ty| self.items.structs.get(&ty.name));
        let plain = |text: &str| {
            !text.contains(['*', '&'])
                && !["Box<", "NonNull", "fn(", "Option<"].iter().any(|mark| text.contains(mark))
        };
        matches!(expr, Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)))
            && named.is_some_and(|owner| owner.fields.iter().all(|(_, _, text)| plain(text)))
    }

    /// Whether all that was asked of a radix is whether it is too small.
    pub(super) fn is_asked_from_below(&self, function: &str, radix: &Expr) -> bool {
        let of_radix = matches!(function, "from_digit" | "to_digit" | "is_digit" | "from_str_radix");
        let Some(name) = root_name(radix).filter(|_| of_radix) else { return false };
        let texts = self.bodies.iter().map(|body| quote::quote!(#body).to_string());
        let texts: Vec<String> = texts.collect();
        let asks = |mark: &str| texts.iter().any(|text| text.contains(mark));
        let small = (0..=2).any(|low| asks(&format!("{name} < {low}")) || asks(&format!("{name} == {low}")));
        let other = [">", "<= ", "..", "!=", ">="].iter().any(|op| asks(&format!("{name} {op}")));
        let within = asks(&format!("contains (& {name}"))
            || asks(&format!("match {name}"))
            || asks(&format!("{name} . "));
        small && !other && !within
    }
}
