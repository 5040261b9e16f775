//! What emitting needs to know about layouts beyond their computation: whether a record that
//! nobody promised anything about lies as C would lay it out, and what takes no room.

use super::names::without_path;
use crate::layout;
use crate::model::{Enum, Field, Int, IntSpelling, Interface, Layout, Repr, Type, TypeKind};

/// Size and alignment of `ty`, where they are known.
pub(super) fn of(interface: &Interface, ty: &Type) -> Option<Layout> {
    layout::of(&interface.types, &interface.machine, ty)
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
        let mut own = of.align_bytes.max(1);
        // Some machines of 32 bits align numbers of 8 bytes to 4.
        if end.checked_next_multiple_of(own) != Some(offset) && interface.machine.pointer_bytes < 8 {
            own = own.min(4);
        }
        natural &= end.checked_next_multiple_of(own) == Some(offset);
        packed &= end == offset;
        align = align.max(own);
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

/// The alignments that the fields of a struct must be given to lie where they do, in order: Zig's fields may ask for
/// more than their types do, and an empty array before a field of Rust's moves it. `None` where alignment is not
/// what explains their places.
pub(super) fn alignments(
    interface: &Interface,
    fields: &[&Field],
    whole: Option<Layout>,
) -> Option<Vec<Option<u64>>> {
    let most = whole.map_or(1, |whole| whole.align_bytes);
    let mut end = 0_u64;
    let mut aligns = Vec::with_capacity(fields.len());
    for field in fields {
        let of = of(interface, &field.ty)?;
        let lies_at = |align: &u64| end.checked_next_multiple_of(*align);
        let own = of.align_bytes.max(1);
        let natural = lies_at(&own)?;
        let offset = field.offset_bytes.unwrap_or(natural);
        let larger = std::iter::successors(own.checked_mul(2), |align| align.checked_mul(2));
        aligns.push(if offset == natural {
            None
        } else {
            Some(larger.take_while(|align| *align <= most).find(|align| lies_at(align) == Some(offset))?)
        });
        end = offset.checked_add(of.size_bytes)?;
    }
    let ends =
        |whole: Layout| end.checked_next_multiple_of(whole.align_bytes.max(1)) == Some(whole.size_bytes);
    whole.is_none_or(ends).then_some(aligns)
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
