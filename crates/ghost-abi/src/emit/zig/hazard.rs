//! Values that Zig passes otherwise than C does.
//!
//! Found by passing structs between C and Zig: random ones with Zig 0.15.2, 0.16.0 and 0.17.1 on `x86_64`, 28 kinds with
//! 0.16.0 and 0.17.1 on `aarch64` and `arm` (under qemu) and with 0.17.1 on `x86`, all on Linux. Such a call links and
//! gives wrong values, so it must not compile. On processors that nobody measured, what is passed wrongly on any is
//! taken to be.

use std::collections::BTreeSet;

use super::super::layout;
use super::super::plan::{Body, Plan, Shape};
use crate::model::{Arch, Function, Type};

/// Which versions pass a function's arguments or result wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hazard {
    /// Those before 0.17.
    Before017,
    /// All of them.
    Always,
}

impl Hazard {
    /// Whether a version of Zig, as it says it, is concerned. One that cannot be read is.
    pub(super) fn concerns(self, version: &str) -> bool {
        let mut parts = version.split('.').map(str::parse::<u32>);
        let (major, minor) = (parts.next(), parts.next());
        let is_new = matches!((major, minor), (Some(Ok(major)), Some(Ok(minor))) if major > 0 || minor >= 17);
        self == Self::Always || !is_new
    }
}

/// Most bytes that travel in registers, but for floating-point numbers on Arm.
const REGISTER_BYTES_MAX: u64 = 16;
/// Most floating-point numbers of one struct that Arm passes in registers of their own.
const FLOATS_MAX: u64 = 4;

/// The worst among a function's parameters and its result.
pub(super) fn of(plan: &Plan<'_>, function: &Function) -> Option<Hazard> {
    let types = function.params.iter().map(|p| &p.ty).chain([&function.ret]);
    types.filter_map(|ty| by_value(plan, ty)).max()
}

fn by_value(plan: &Plan<'_>, ty: &Type) -> Option<Hazard> {
    let Type::Named(_) = plan.resolve(ty) else { return None };
    let bytes = layout::of(plan.interface, ty).map(|of| of.size_bytes);
    let at_most = |max: u64| bytes.is_none_or(|bytes| bytes <= max);
    let small = at_most(REGISTER_BYTES_MAX);
    let mut kind = Kind::default();
    kind.look_into(plan, ty, false, &mut BTreeSet::new());
    let has = |has: bool, hazard: Hazard| has.then_some(hazard);
    match plan.interface.machine.arch {
        // What is larger than two registers travels in memory alike.
        Arch::X86_64 | Arch::X86 if !small => None,
        Arch::X86_64 | Arch::X86 => has(kind.squeezed, Hazard::Always)
            .max(has(kind.aligned || kind.float_bytes > 0, Hazard::Before017)),
        Arch::Aarch64 => {
            let floats = kind.float_bytes > 0 && at_most(FLOATS_MAX * kind.float_bytes);
            let others = small && (kind.squeezed || kind.aligned || kind.wide);
            has(floats || others, Hazard::Always)
        }
        Arch::Arm | Arch::Other => {
            has(kind.squeezed || kind.aligned || kind.array || kind.wide, Hazard::Always)
        }
    }
}

/// What is in a struct or union, however deep.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Default)]
struct Kind {
    /// A field that is not aligned as its type asks for.
    squeezed: bool,
    /// Alignment above the fields' own.
    aligned: bool,
    /// Any array.
    array: bool,
    /// The size of the widest number in an array of floating-point numbers; 0 without one.
    float_bytes: u64,
    /// An integer of more than eight bytes.
    wide: bool,
}

impl Kind {
    /// `seen` are the records that were looked into, each by itself and within an array: again they would say the same.
    fn look_into(&mut self, plan: &Plan<'_>, ty: &Type, in_array: bool, seen: &mut BTreeSet<(String, bool)>) {
        let key = match plan.resolve(ty) {
            Type::Named(key) => key,
            Type::Int(_) => {
                self.wide |= layout::of(plan.interface, ty).is_some_and(|of| of.size_bytes > 8);
                return;
            }
            Type::Float(_) if in_array => {
                let bytes = layout::of(plan.interface, ty).map_or(8, |of| of.size_bytes);
                self.float_bytes = self.float_bytes.max(bytes);
                return;
            }
            Type::Array { element, .. } => {
                self.array = true;
                return self.look_into(plan, element, true, seen);
            }
            _ => return,
        };
        if !seen.insert((key.clone(), in_array)) {
            return;
        }
        let Some(Shape::Struct(body) | Shape::Union(body)) = plan.shape(key) else { return };
        match (body.pack, body.align) {
            (Some(pack), _) if is_squeezed(plan, body, pack) => self.squeezed = true,
            (_, Some(_)) => self.aligned = true,
            _ => self.aligned |= body.aligns.iter().any(Option::is_some),
        }
        for field in &body.fields {
            self.look_into(plan, &field.ty, in_array, seen);
        }
    }
}

/// Whether packing puts a field where its type would not stand.
fn is_squeezed(plan: &Plan<'_>, body: &Body<'_>, pack: u64) -> bool {
    let natural = body.fields.iter().map(|field| layout::of(plan.interface, &field.ty));
    natural.into_iter().any(|of| of.is_none_or(|of| of.align_bytes > pack))
}
