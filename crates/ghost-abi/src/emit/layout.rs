//! Sizes and alignments by C's rules, for what no witness measured.
//!
//! `None` wherever the answer would be a guess: 8-byte numbers on machines of 32 bits are aligned
//! to 4 on some and to 8 on others.

use super::names::without_path;
use crate::model::{Enum, Field, Int, IntSpelling, Interface, Layout, Record, Repr, Type, TypeKind};

/// Deepest nesting of types that is followed.
const DEPTH_MAX: usize = 64;

/// Size and alignment of `ty`.
pub(super) fn of(interface: &Interface, ty: &Type) -> Option<Layout> {
    at_depth(interface, ty, 0)
}

fn at_depth(interface: &Interface, ty: &Type, depth: usize) -> Option<Layout> {
    if depth > DEPTH_MAX {
        return None;
    }
    let pointer_bytes = u64::from(interface.machine.pointer_bytes);
    match ty {
        Type::Void | Type::Never | Type::Foreign(_) => None,
        Type::Bool => number(interface, 1),
        Type::Int(int) => number(interface, u64::from(int.bits).div_ceil(8)),
        Type::Float(bits) => number(interface, u64::from(*bits).div_ceil(8)),
        Type::RustChar => number(interface, 4),
        Type::Pointer(_) | Type::FnPointer(_) => {
            Some(Layout { size_bytes: pointer_bytes, align_bytes: pointer_bytes })
        }
        Type::Array { element, len } => {
            let element = at_depth(interface, element, depth + 1)?;
            Some(Layout {
                size_bytes: element.size_bytes.checked_mul(*len)?,
                align_bytes: element.align_bytes,
            })
        }
        Type::Named(name) => {
            let def = interface.types.get(name)?;
            if def.layout.is_some() {
                return def.layout;
            }
            match &def.kind {
                TypeKind::Opaque => None,
                TypeKind::Alias(target) => at_depth(interface, target, depth + 1),
                TypeKind::Enum(Enum { tag, .. }) => match tag {
                    Some(tag) => number(interface, u64::from(tag.bits).div_ceil(8)),
                    None => number(interface, 4),
                },
                TypeKind::Struct(record) => struct_(interface, record, depth),
                TypeKind::Union(record) => union_(interface, record, depth),
            }
        }
    }
}

fn number(interface: &Interface, size_bytes: u64) -> Option<Layout> {
    let certain = size_bytes <= 4 || interface.machine.pointer_bytes == 8;
    (certain && size_bytes.is_power_of_two()).then_some(Layout { size_bytes, align_bytes: size_bytes })
}

fn struct_(interface: &Interface, record: &Record, depth: usize) -> Option<Layout> {
    if let Repr::Bits(bits) = record.repr {
        return number(interface, u64::from(bits).div_ceil(8));
    }
    let (pack, least) = limits(&record.repr)?;
    let mut layout = Layout { size_bytes: 0, align_bytes: least };
    for field in &record.fields {
        let of = at_depth(interface, &field.ty, depth + 1)?;
        let align = of.align_bytes.min(pack);
        layout.size_bytes = layout.size_bytes.checked_next_multiple_of(align)?.checked_add(of.size_bytes)?;
        layout.align_bytes = layout.align_bytes.max(align);
    }
    layout.size_bytes = layout.size_bytes.checked_next_multiple_of(layout.align_bytes)?;
    Some(layout)
}

fn union_(interface: &Interface, record: &Record, depth: usize) -> Option<Layout> {
    let (pack, least) = limits(&record.repr)?;
    let mut layout = Layout { size_bytes: 0, align_bytes: least };
    for field in &record.fields {
        let of = at_depth(interface, &field.ty, depth + 1)?;
        layout.size_bytes = layout.size_bytes.max(of.size_bytes);
        layout.align_bytes = layout.align_bytes.max(of.align_bytes.min(pack));
    }
    layout.size_bytes = layout.size_bytes.checked_next_multiple_of(layout.align_bytes)?;
    Some(layout)
}

/// Most alignment of a field and least alignment of the record.
fn limits(repr: &Repr) -> Option<(u64, u64)> {
    match repr {
        Repr::C { align } => Some((u64::MAX, align.unwrap_or(1).max(1))),
        Repr::CPacked(pack) => Some(((*pack).max(1), 1)),
        Repr::Transparent => Some((u64::MAX, 1)),
        Repr::Bits(_) | Repr::Native | Repr::Unknown => None,
    }
}

/// How a record lies in memory, told from offsets alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Observed {
    /// As C lays out these fields in order of their offsets.
    Natural,
    /// One field after the other without gaps, though their alignment asks for some.
    Packed,
    /// Otherwise, or the offsets are not all known.
    Other,
}

/// What the offsets of `fields`, which stand in order of offset, say about a struct.
pub(super) fn observe(interface: &Interface, fields: &[&Field], whole: Option<Layout>) -> Observed {
    let (mut natural, mut packed, mut end, mut align) = (true, true, 0_u64, 1_u64);
    for field in fields {
        let (Some(offset), Some(of)) = (field.offset_bytes, of(interface, &field.ty)) else {
            return Observed::Other;
        };
        natural &= end.checked_next_multiple_of(of.align_bytes.max(1)) == Some(offset);
        packed &= end == offset;
        align = align.max(of.align_bytes);
        end = offset.saturating_add(of.size_bytes);
    }
    if let Some(whole) = whole {
        natural &= end.checked_next_multiple_of(align.max(whole.align_bytes)) == Some(whole.size_bytes);
        packed &= whole.size_bytes == end;
    }
    match (natural, packed) {
        (true, _) => Observed::Natural,
        (false, true) => Observed::Packed,
        (false, false) => Observed::Other,
    }
}

/// Whether a value of `ty` takes no room: fields of such a type say something to one compiler only.
pub(super) fn is_zero_sized(interface: &Interface, ty: &Type) -> bool {
    match ty {
        Type::Void => true,
        // Rust's own markers, however a reader met them.
        Type::Foreign(text) => {
            let text = without_path(text);
            text.starts_with("PhantomData") || text == "PhantomPinned" || text == "()"
        }
        Type::Named(name) => interface.types.get(name).is_some_and(|def| match (&def.kind, def.layout) {
            (TypeKind::Struct(_) | TypeKind::Union(_), Some(layout)) => layout.size_bytes == 0,
            (TypeKind::Struct(record) | TypeKind::Union(record), None) => {
                // One level is enough: readers measure what is nested deeper.
                record.fields.iter().all(|field| matches!(field.ty, Type::Void))
                    && !matches!(record.repr, Repr::Bits(_))
            }
            _ => false,
        }),
        _ => false,
    }
}

/// The integer of C that holds `int`, whose width Zig may give in bits.
pub(super) fn storage(int: Int) -> Int {
    let bits = u32::from(int.bits).max(8).next_power_of_two();
    Int { bits: u16::try_from(bits).unwrap_or(u16::MAX), ..int }
}

/// The integer of an enumeration: the given one, or C's `int` in the size that was measured.
pub(super) fn enum_tag(kind: &Enum, layout: Option<Layout>) -> Int {
    kind.tag.unwrap_or_else(|| {
        let bits = layout.and_then(|l| u16::try_from(l.size_bytes.checked_mul(8)?).ok()).unwrap_or(32);
        let spelling = if bits == 32 { IntSpelling::CInt } else { IntSpelling::Fixed };
        Int { signed: kind.variants.iter().any(|v| v.value < 0), bits, spelling }
    })
}
