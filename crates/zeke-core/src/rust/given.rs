//! What values become on their way through calls: parts of others, owners as pointers, arguments as
//! parameters.

use syn::Expr;

use super::unit::last_segment;
use super::value::{Core, Val, What, unwrapped};
use crate::effects::{Resource, ResourceKind};

/// A value made of others gives away what they do.
pub(super) fn compound(parts: &[Val]) -> Val {
    let whole = Val::made_of(parts);
    match parts.iter().find(|part| matches!(part.what, What::Raw(_))) {
        Some(raw) => Val { holds: whole.holds, tainted: whole.tainted, ty: None, bare: false, ..raw.clone() },
        None => whole,
    }
}

/// A value that does not free its memory when it goes.
pub(super) fn held_back(val: Val) -> Val {
    let kind = match val.what {
        What::Local(kind) => kind,
        // Of what kind it is, the pointer that is taken of it tells.
        What::Unknown if val.holds.is_empty() => ResourceKind::Unknown,
        _ => return val,
    };
    val.with(What::Raw(Resource { kind, holds: String::new() }))
}

/// What is lent: the owner behind references and views.
pub(super) fn lent_from(expr: &Expr) -> &Expr {
    match expr {
        Expr::Reference(e) => lent_from(&e.expr),
        Expr::MethodCall(call)
            if ["as_bytes", "as_str", "as_slice", "as_ref", "as_c_str"]
                .iter()
                .any(|name| call.method == name) =>
        {
            lent_from(&call.receiver)
        }
        other => other,
    }
}

/// Whether a parameter of this name is a reference, so that what it refers to is its caller's.
pub(super) fn lent(signature: &syn::Signature, name: &str) -> bool {
    signature.inputs.iter().any(|input| match input {
        syn::FnArg::Typed(typed) => {
            matches!(*typed.ty, syn::Type::Reference(_))
                && super::walk::pattern_names(&typed.pat).iter().any(|known| known == name)
        }
        syn::FnArg::Receiver(_) => false,
    })
}

/// Types that say nothing of what lies behind a pointer.
pub(super) fn is_unnamed(ty: &str) -> bool {
    matches!(last_segment(ty), "c_void" | "_" | "()")
}

/// Whether a type can refer to memory that is not its own, as far as its text shows.
pub(super) fn may_borrow(ty: &syn::Type) -> bool {
    let text = super::unit::type_text(ty);
    ["&", "*", "'", "NonNull", "Self"].iter().any(|mark| text.contains(mark))
}

/// An argument as the parameter that it becomes.
pub(super) fn given(val: &Val, ty: &syn::Type) -> Val {
    let core = Core::of(ty);
    // What a generic parameter stands for is what is given.
    let generic =
        core.name.len() <= 2 && core.name.starts_with(char::is_uppercase) || core.name.starts_with("impl");
    if generic {
        return val.clone();
    }
    // A part of something has the length that whoever cut it wanted.
    let slice = |ty: &Core| ty.name.starts_with('[') && !ty.name.contains(';');
    let part = slice(&core) && !val.ty.as_ref().is_some_and(slice);
    Val { bits: if part { Some(0) } else { val.bits }, ..val.clone().typed(Some(core)) }
}

pub(super) fn is_zero(expr: &Expr) -> bool {
    match expr {
        Expr::Cast(e) => is_zero(&e.expr),
        Expr::Paren(e) => is_zero(&e.expr),
        other => super::unit::number(other) == Some(0),
    }
}

/// What `into_raw` and `leak` make of an owner.
pub(super) fn raw(val: &Val, owner: &str) -> Val {
    let kind = match (unwrapped(val.clone()).what, owner) {
        (_, "CString") => ResourceKind::CString,
        (_, "Arc" | "Rc") => ResourceKind::Shared,
        (What::Local(kind), _) => kind,
        (What::Raw(resource), _) => resource.kind,
        (_, "Box") => ResourceKind::Box,
        _ => ResourceKind::Unknown,
    };
    let holds = val.inside.clone().unwrap_or_default();
    Val { cast: None, ..val.with(What::Raw(Resource { kind, holds })) }
}

/// A path without its generic arguments.
pub(super) fn strip_generics(path: &str) -> String {
    let mut depth = 0_u32;
    let bare: String = path
        .chars()
        .filter(|c| {
            match c {
                '<' => depth += 1,
                '>' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect();
    bare.replace("::::", "::").trim_end_matches("::").to_owned()
}
