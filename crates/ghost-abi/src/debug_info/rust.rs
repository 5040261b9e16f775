//! What rustc's debug information means: pointers say in their name what they are, and types of
//! the standard library stand for what they promise to be at a boundary.

use gimli::constants as dw;

use super::image::{Entry, Stop};
use super::lower::Lowering;
use crate::model::{CallConv, Extent, FnPointer, Nullability, Pointer, Type};

/// Types of the standard library that have the layout of their one field.
const TRANSPARENT: &[&str] = &[
    "MaybeUninit",
    "ManuallyDrop",
    "MaybeDangling",
    "UnsafeCell",
    "SyncUnsafeCell",
    "UnsafePinned",
    "Cell",
    "Wrapping",
    "Saturating",
    "Pin",
    "Unique",
    "AssertUnwindSafe",
    "CachePadded",
    "AtomicI8",
    "AtomicU8",
    "AtomicI16",
    "AtomicU16",
    "AtomicI32",
    "AtomicU32",
    "AtomicI64",
    "AtomicU64",
    "AtomicI128",
    "AtomicU128",
    "AtomicIsize",
    "AtomicUsize",
    "AtomicPtr",
    "Atomic",
    "Align1",
    "Align2",
    "Align4",
    "Align8",
    "Align16",
];

/// A pointer by its name: `&T`, `&mut T`, `*const T`, `*mut T`, `alloc::boxed::Box<T>`.
pub(super) fn pointer(name: &str) -> Pointer {
    let (mutable, nullable, extent) = if name.starts_with("&mut ") || is_box(name) {
        (true, Nullability::NonNull, Extent::One)
    } else if name.starts_with('&') {
        (false, Nullability::NonNull, Extent::One)
    } else if name.starts_with("*const ") {
        (false, Nullability::Nullable, Extent::Unknown)
    } else if name.starts_with("*mut ") {
        (true, Nullability::Nullable, Extent::Unknown)
    } else {
        (true, Nullability::Unknown, Extent::Unknown)
    };
    Pointer { pointee: Type::Void, mutable, nullable, extent }
}

fn is_box(name: &str) -> bool {
    name.starts_with("alloc::boxed::Box<")
}

/// A function pointer by its name: `unsafe extern "C" fn(u32, ...) -> bool`.
pub(super) fn function_pointer(name: &str, function: &mut FnPointer) {
    function.nullable = Nullability::NonNull;
    let name = name.trim_start_matches("unsafe ");
    function.callconv = match name.strip_prefix("extern \"").and_then(|n| n.split_once('"')) {
        Some(("C" | "cdecl", _)) => CallConv::C,
        Some(("C-unwind", _)) => CallConv::CUnwind,
        Some((other, _)) => CallConv::Other(other.to_owned()),
        // Another compiler's types have no such name.
        None if name.is_empty() => CallConv::C,
        None => CallConv::Native,
    };
    function.variadic |= parameters(name).is_some_and(|list| list.trim_end().ends_with("..."));
}

/// The parameters of a function pointer by its name, without those of the callbacks around and behind them.
fn parameters(name: &str) -> Option<&str> {
    let (_, list) = name.split_once("fn(")?;
    let mut depth = 1_usize;
    let end = list.char_indices().find(|(_, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    list.get(..end?.0)
}

/// A struct, union or enum of Rust that stands for something else than itself.
pub(super) fn record<'a>(
    lowering: &mut Lowering<'_, 'a>,
    entry: &Entry<'a>,
    path: &[String],
    depth: usize,
) -> Result<Option<Type>, Stop> {
    let Some(name) = path.last() else { return Ok(None) };
    let full = path.join("::");
    // Pointers with a length or a table beside them, and tuples.
    if name.starts_with(['&', '*', '(', '[']) || full.starts_with("alloc::boxed::Box<") {
        return Ok(Some(Type::Foreign(name.clone())));
    }
    if !is_std(path) {
        return Ok(None);
    }
    let base = name.split('<').next().unwrap_or(name);
    if base == "Option" && is_larger(lowering, entry)? {
        // Without its path: no declaration of the source makes a pointer or a number of it.
        return Ok(Some(Type::Foreign(name.clone())));
    }
    let ty = match base {
        "Option" => option(lowering, entry, depth)?,
        "NonNull" => match only_field(lowering, entry, depth)? {
            Some(Type::Pointer(mut pointer)) => {
                pointer.nullable = Nullability::NonNull;
                pointer.mutable = true;
                Some(Type::Pointer(pointer))
            }
            _ => None,
        },
        "AtomicBool" => Some(Type::Bool),
        "NonZero" | "NonZeroInner" => only_field(lowering, entry, depth)?,
        _ if is_nonzero_inner(base) || TRANSPARENT.contains(&base) => only_field(lowering, entry, depth)?,
        _ => None,
    };
    Ok(Some(ty.unwrap_or(Type::Foreign(full))))
}

/// Modules of `core`, `alloc` and `std` whose types an export can name. The crate's name alone does
/// not tell: a user's crate may be called `core` as well.
const STD_MODULES: &[&str] = &[
    "alloc",
    "any",
    "array",
    "borrow",
    "boxed",
    "cell",
    "char",
    "cmp",
    "collections",
    "env",
    "error",
    "ffi",
    "fmt",
    "fs",
    "future",
    "hash",
    "io",
    "iter",
    "marker",
    "mem",
    "net",
    "num",
    "ops",
    "option",
    "panic",
    "path",
    "pin",
    "process",
    "ptr",
    "range",
    "rc",
    "result",
    "slice",
    "str",
    "string",
    "sync",
    "task",
    "thread",
    "time",
    "vec",
    "core_arch",
    "core_simd",
    "os",
    "sys",
    "backtrace",
    "bstr",
];

fn is_std(path: &[String]) -> bool {
    let [krate, module, ..] = path else { return false };
    matches!(krate.as_str(), "core" | "alloc" | "std") && STD_MODULES.contains(&module.as_str())
}

/// `NonZeroU32Inner` and its like, from before they were generic.
fn is_nonzero_inner(base: &str) -> bool {
    base.starts_with("NonZero") && base.ends_with("Inner")
}

/// The type of the one field that has a size, `None` when there are more or none.
fn only_field<'a>(
    lowering: &mut Lowering<'_, 'a>,
    entry: &Entry<'a>,
    depth: usize,
) -> Result<Option<Type>, Stop> {
    let mut only = None;
    for child in lowering.image.children(entry.die)? {
        if child.tag() != dw::DW_TAG_member {
            continue;
        }
        let Some(target) = lowering.image.reference(&child, dw::DW_AT_type) else { continue };
        if lowering.size_of(target, 0)? == Some(0) {
            continue;
        }
        if only.is_some() {
            return Ok(None);
        }
        only = Some(lowering.ty(target, depth + 1)?);
    }
    Ok(only)
}

/// Whether an `Option` has more bytes than one word, or than what it holds.
fn is_larger<'a>(lowering: &mut Lowering<'_, 'a>, entry: &Entry<'a>) -> Result<bool, Stop> {
    let size = entry.unsigned(dw::DW_AT_byte_size);
    let word = u64::from(lowering.machine.pointer_bytes);
    let Some(some) = some_variant(lowering, entry)? else { return Ok(false) };
    let fields = lowering.image.children(some.die)?;
    let field = fields.iter().find(|field| field.tag() == dw::DW_TAG_member);
    let payload = field.and_then(|field| lowering.image.reference(field, dw::DW_AT_type));
    let Some(payload) = payload else { return Ok(false) };
    let payload_entry = lowering.image.entry(payload)?;
    let is_number = lowering.image.name(&payload_entry).is_some_and(|name| name.starts_with("NonZero"));
    let held = lowering.size_of(payload, 0)?;
    Ok(held != size || size.is_some_and(|size| size > word) && !is_number)
}

/// `Option` of something that has room for "none" in its own bytes, and whose bytes mean the same
/// to C: pointers and integers that are never zero.
fn option<'a>(
    lowering: &mut Lowering<'_, 'a>,
    entry: &Entry<'a>,
    depth: usize,
) -> Result<Option<Type>, Stop> {
    let Some(some) = some_variant(lowering, entry)? else { return Ok(None) };
    let mut fields = lowering.image.children(some.die)?;
    fields.retain(|f| f.tag() == dw::DW_TAG_member);
    let [field] = fields.as_slice() else { return Ok(None) };
    let Some(payload) = lowering.image.reference(field, dw::DW_AT_type) else { return Ok(None) };
    let same_size = lowering.size_of(payload, 0)? == entry.unsigned(dw::DW_AT_byte_size);
    if !same_size {
        return Ok(None);
    }
    let payload_entry = lowering.image.entry(payload)?;
    let payload_name = lowering.image.name(&payload_entry).unwrap_or_default();
    Ok(match lowering.ty(payload, depth + 1)? {
        Type::Pointer(mut pointer) if pointer.nullable == Nullability::NonNull => {
            pointer.nullable = Nullability::Nullable;
            Some(Type::Pointer(pointer))
        }
        Type::FnPointer(mut function) if function.nullable == Nullability::NonNull => {
            function.nullable = Nullability::Nullable;
            Some(Type::FnPointer(function))
        }
        Type::Int(int) if payload_name.starts_with("NonZero") => Some(Type::Int(int)),
        _ => None,
    })
}

/// The struct that describes what `Some` holds.
fn some_variant<'a>(lowering: &mut Lowering<'_, 'a>, entry: &Entry<'a>) -> Result<Option<Entry<'a>>, Stop> {
    for part in lowering.image.children(entry.die)? {
        if part.tag() != dw::DW_TAG_variant_part {
            continue;
        }
        for variant in lowering.image.children(part.die)? {
            for member in lowering.image.children(variant.die)? {
                if member.tag() == dw::DW_TAG_member
                    && lowering.image.name(&member).as_deref() == Some("Some")
                    && let Some(target) = lowering.image.reference(&member, dw::DW_AT_type)
                {
                    return Ok(Some(lowering.image.entry(target)?));
                }
            }
        }
    }
    Ok(None)
}
