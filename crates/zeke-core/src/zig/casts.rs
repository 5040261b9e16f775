//! Functions that are cast to what a callback has to be: the cast hides how they differ.

use ghost_abi::model::{CallConv, FnPointer, Type};
use ghost_abi::zig_source::Node;

use super::tree::{Function, children};
use super::uses::Walk;
use crate::finding::Class;

/// The function that an argument names, behind casts, namespaces and `&`.
pub(super) fn named(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        text = text.trim_start_matches('&').trim();
        let Some((head, rest)) = text.split_once('(').filter(|(head, _)| head.starts_with('@')) else {
            break;
        };
        let inner = rest.strip_suffix(')').unwrap_or(rest);
        text = match head {
            "@ptrCast" | "@constCast" | "@alignCast" => inner,
            "@as" => inner.rsplit_once(", ").map_or(inner, |(_, value)| value),
            _ => break,
        };
    }
    text.rsplit('.').next().unwrap_or(text)
}

impl<'t> Walk<'_, 't> {
    /// A function of this side is cast to a callback that is called otherwise.
    pub(super) fn cast_callback(&mut self, symbol: &str, index: usize, arg: Node<'t>) {
        if !self.file.slice(arg).contains("@ptrCast(") {
            return;
        }
        let declared = self.imports.get(symbol).and_then(|function| function.params.get(index));
        let Some(Type::FnPointer(wanted)) = declared.map(|param| self.interface.resolve(&param.ty)) else {
            return;
        };
        let Some(function) = self.program.function_named(named(self.file.slice(arg))) else { return };
        let Some((class, why)) = difference(function, wanted) else { return };
        let message = format!("`{}` {why}, and is cast to the callback of `{symbol}`", function.name);
        let (at, peer) = (self.file.place(arg), function.file.place(function.node));
        self.report(
            class,
            message,
            at,
            Some(peer),
            "declare the function as the callback is, without a cast",
        );
    }
}

/// How a function differs from what it is cast to.
fn difference(function: &Function<'_>, wanted: &FnPointer) -> Option<(Class, String)> {
    let parts = children(function.node);
    let convention = parts.iter().find(|part| part.kind() == "calling_convention");
    if !function.exported && convention.is_none() && wanted.callconv == CallConv::C {
        return Some((Class::SigCallconv, "has no `callconv(.c)`".to_owned()));
    }
    let params: Vec<Node<'_>> =
        parts.iter().find(|part| part.kind() == "parameters").map(|list| children(*list)).unwrap_or_default();
    if params.len() != wanted.params.len() {
        return Some((
            Class::SigCallback,
            format!("takes {} parameters and not {}", params.len(), wanted.params.len()),
        ));
    }
    let bits = |node: Option<Node<'_>>| node.and_then(|ty| int_bits(function.file.slice(ty)));
    let own = params.iter().map(|param| bits(param.child_by_field_name("type")));
    let theirs = wanted.params.iter().map(|param| &param.ty);
    let results = std::iter::once((bits(function.node.child_by_field_name("type")), &wanted.ret));
    let differs = |(own, wanted): (Option<u16>, &Type)| match (own, wanted) {
        (Some(own), Type::Int(int)) => own != int.bits,
        _ => false,
    };
    own.zip(theirs)
        .chain(results)
        .any(differs)
        .then(|| (Class::SigCallback, "has a number of another width".to_owned()))
}

/// The width of an integer as Zig spells it.
fn int_bits(ty: &str) -> Option<u16> {
    match ty {
        "usize" | "isize" => Some(64),
        "c_int" | "c_uint" => Some(32),
        _ => ty.strip_prefix(['u', 'i']).and_then(|bits| bits.parse().ok()),
    }
}
