//! Structs that Zig passes by value otherwise than C does.
//!
//! Found by passing random structs between C and Zig 0.15.2, 0.16.0 and 0.17.1 on `x86_64` Linux.
//! Such a call links and gives wrong values, so it must not compile. Only structs that fit in two
//! registers are concerned; larger ones travel in memory alike.

use std::collections::BTreeSet;

use super::super::layout;
use super::super::plan::{Body, Plan, Shape};
use crate::model::{Function, Type};

/// Which versions pass a function's arguments or result wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hazard {
    /// Those before 0.17: arrays of floating-point numbers, and alignment above the fields' own.
    Before017,
    /// All of them: a field that is not aligned as its type asks for.
    Always,
}

/// Most bytes that travel in registers.
const REGISTER_BYTES_MAX: u64 = 16;

/// The worst among a function's parameters and its result.
pub(super) fn of(plan: &Plan<'_>, function: &Function) -> Option<Hazard> {
    let types = function.params.iter().map(|p| &p.ty).chain([&function.ret]);
    types.filter_map(|ty| by_value(plan, ty)).max()
}

fn by_value(plan: &Plan<'_>, ty: &Type) -> Option<Hazard> {
    let small = layout::of(plan.interface, ty).is_none_or(|of| of.size_bytes <= REGISTER_BYTES_MAX);
    if small { inside(plan, ty, &mut BTreeSet::new()) } else { None }
}

/// `seen` are the records that were looked into: again they would say the same.
fn inside(plan: &Plan<'_>, ty: &Type, seen: &mut BTreeSet<String>) -> Option<Hazard> {
    let Type::Named(key) = plan.resolve(ty) else { return None };
    if !seen.insert(key.clone()) {
        return None;
    }
    let Some(Shape::Struct(body) | Shape::Union(body)) = plan.shape(key) else { return None };
    let own = match (body.pack, body.align) {
        (Some(pack), _) if is_squeezed(plan, body, pack) => Some(Hazard::Always),
        (_, Some(_)) => Some(Hazard::Before017),
        _ => None,
    };
    let fields = body.fields.iter().filter_map(|field| match plan.resolve(&field.ty) {
        Type::Array { element, .. } if holds_floats(plan, element, &mut BTreeSet::new()) => {
            Some(Hazard::Before017)
        }
        Type::Array { element, .. } => inside(plan, element, seen),
        _ => inside(plan, &field.ty, seen),
    });
    fields.chain(own).max()
}

/// Whether packing puts a field where its type would not stand.
fn is_squeezed(plan: &Plan<'_>, body: &Body<'_>, pack: u64) -> bool {
    let natural = body.fields.iter().map(|field| layout::of(plan.interface, &field.ty));
    natural.into_iter().any(|of| of.is_none_or(|of| of.align_bytes > pack))
}

fn holds_floats(plan: &Plan<'_>, ty: &Type, seen: &mut BTreeSet<String>) -> bool {
    match plan.resolve(ty) {
        Type::Float(_) => true,
        Type::Array { element, .. } => holds_floats(plan, element, seen),
        Type::Named(key) => match plan.shape(key) {
            Some(shape @ (Shape::Struct(_) | Shape::Union(_))) => {
                seen.insert(key.clone()) && shape.mentions().iter().any(|ty| holds_floats(plan, ty, seen))
            }
            _ => false,
        },
        _ => false,
    }
}
