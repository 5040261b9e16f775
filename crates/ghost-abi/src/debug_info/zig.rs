//! What Zig's debug information means: its types carry their spelling as their name.
//!
//! Two writers are to be told apart. Zig's own backend describes everything. LLVM's, which every
//! optimised build goes through, leaves out parameters that a function does not use and says
//! `void` where a result is returned through memory: what it says of a function needs the source
//! beside it. Before 0.16 that one also gave one pointer type the name of all its variants.

use gimli::constants as dw;

use super::image::{Entry, Stop};
use super::lower::Lowering;
use crate::model::{CallConv, Extent, FnPointer, IntSpelling, Nullability, Pointer, Type};

/// Who wrote a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writer {
    /// Zig's own backend.
    Own,
    /// LLVM, from Zig 0.16 on.
    Llvm,
    /// LLVM, called by a Zig before 0.16.
    OldLlvm,
}

impl Writer {
    /// `producer` is `zig 0.17.1` and the like.
    pub(super) fn of_llvm(producer: &str) -> Self {
        let version = producer.trim_start_matches("zig ");
        let mut parts = version.split('.').map_while(|p| p.parse::<u32>().ok());
        match (parts.next(), parts.next()) {
            (Some(0), Some(minor)) if minor < 16 => Self::OldLlvm,
            _ => Self::Llvm,
        }
    }
}

/// A pointer by its name: `*const T`, `[*:0]const u8`, `[*c]T`, `*align(4) volatile T`.
pub(super) fn pointer(name: &str, constant: bool, writer: Writer) -> Pointer {
    let mut pointer = Pointer {
        pointee: Type::Void,
        mutable: !constant,
        nullable: Nullability::Unknown,
        extent: Extent::Unknown,
    };
    if writer == Writer::OldLlvm {
        return pointer;
    }
    let (optional, name) = match name.strip_prefix('?') {
        Some(rest) => (true, rest),
        None => (false, name),
    };
    let (kind, rest) = if let Some(rest) = name.strip_prefix('*') {
        (Extent::One, rest)
    } else if let Some((inside, rest)) = name.strip_prefix("[*").and_then(|n| n.split_once(']')) {
        let extent = match inside.strip_prefix(':') {
            Some(value) => value.parse().map_or(Extent::Many, Extent::Sentinel),
            None if inside == "c" => Extent::Unknown,
            None => Extent::Many,
        };
        (extent, rest)
    } else {
        return pointer;
    };
    pointer.extent = kind;
    let c_pointer = name.starts_with("[*c]");
    let (zero, is_constant) = qualifiers(rest);
    pointer.mutable = !is_constant && !constant;
    pointer.nullable =
        if optional || c_pointer || zero { Nullability::Nullable } else { Nullability::NonNull };
    pointer
}

/// `allowzero` and `const` among what stands between a pointer's mark and its target.
fn qualifiers(mut rest: &str) -> (bool, bool) {
    let (mut zero, mut constant) = (false, false);
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("allowzero ") {
            (zero, rest) = (true, after);
        } else if let Some(after) = rest.strip_prefix("const ") {
            (constant, rest) = (true, after);
        } else if let Some(after) = rest.strip_prefix("volatile ") {
            rest = after;
        } else if let Some((_, after)) = rest
            .strip_prefix("align(")
            .or_else(|| rest.strip_prefix("addrspace("))
            .and_then(|r| r.split_once(')'))
        {
            rest = after;
        } else {
            return (zero, constant);
        }
    }
}

/// A function pointer by its name: `*const fn (u32) callconv(.c) void`.
pub(super) fn function_pointer(name: &str, function: &mut FnPointer, writer: Writer) {
    // Only its own backend says for certain; LLVM's types of callbacks have no name of their own.
    let convention = name.rsplit_once("callconv(.").and_then(|(_, rest)| rest.split_once(')'));
    function.callconv = match convention {
        Some(("c" | "C", _)) => CallConv::C,
        Some((other, _)) => CallConv::Other(other.to_owned()),
        None if name.is_empty() || writer != Writer::Own => CallConv::C,
        None => CallConv::Native,
    };
    function.nullable = match name.chars().next() {
        Some('?') => Nullability::Nullable,
        Some('*') if writer == Writer::Own => Nullability::NonNull,
        _ => Nullability::Unknown,
    };
}

/// A struct, union or enum of Zig that stands for something else than itself.
pub(super) fn record<'a>(
    lowering: &mut Lowering<'_, 'a>,
    entry: &Entry<'a>,
    path: &[String],
    depth: usize,
) -> Result<Option<Type>, Stop> {
    let Some(name) = path.last() else { return Ok(None) };
    if name.starts_with('?') {
        let optional = optional(lowering, entry, depth)?;
        return Ok(Some(optional.unwrap_or_else(|| Type::Foreign(name.clone()))));
    }
    // Slices and error unions.
    let foreign = name.starts_with('[') || name.contains('!');
    Ok(foreign.then(|| Type::Foreign(name.clone())))
}

/// An optional pointer is a pointer that may be null; other optionals mean nothing to C.
fn optional<'a>(
    lowering: &mut Lowering<'_, 'a>,
    entry: &Entry<'a>,
    depth: usize,
) -> Result<Option<Type>, Stop> {
    for part in lowering.image.children(entry.die)? {
        if part.tag() != dw::DW_TAG_variant_part {
            continue;
        }
        for variant in lowering.image.children(part.die)? {
            for member in lowering.image.children(variant.die)? {
                if lowering.image.name(&member).as_deref() == Some("?") {
                    let inner = lowering.type_of(&member, depth + 1)?;
                    return Ok(nullable(inner));
                }
            }
        }
    }
    Ok(None)
}

/// The same pointer, allowed to be null. `None` for anything else.
pub(super) fn nullable(ty: Type) -> Option<Type> {
    match ty {
        Type::Pointer(mut pointer) => {
            pointer.nullable = Nullability::Nullable;
            Some(Type::Pointer(pointer))
        }
        Type::FnPointer(mut function) => {
            function.nullable = Nullability::Nullable;
            Some(Type::FnPointer(function))
        }
        _ => None,
    }
}

/// Width of an integer by its name: `u3`, `i28`, `c_long` by its bytes.
pub(super) fn int_bits(name: &str, spelling: IntSpelling, bits: u16) -> u16 {
    if spelling != IntSpelling::Fixed {
        return bits;
    }
    name.strip_prefix(['u', 'i']).and_then(|n| n.parse().ok()).unwrap_or(bits)
}
