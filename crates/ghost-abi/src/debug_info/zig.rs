//! What Zig's debug information means. Its own backend writes qualifiers and namespaces, LLVM's
//! writes Zig's spelling into the names.

use crate::model::{CallConv, Extent, FnPointer, Nullability, Pointer, Type};

/// A pointer by its name, where there is one: `*const T`, `[*:0]u8`, `?*T`.
pub(super) fn pointer(name: &str, constant: bool) -> Pointer {
    let _ = name;
    Pointer {
        pointee: Type::Void,
        mutable: !constant,
        nullable: Nullability::Unknown,
        extent: Extent::Unknown,
    }
}

pub(super) fn function_pointer(name: &str, function: &mut FnPointer) {
    let _ = name;
    function.callconv = CallConv::C;
    function.nullable = Nullability::Unknown;
}

/// A struct, union or enum of Zig that stands for something else than itself.
pub(super) fn record(path: &[String]) -> Option<Type> {
    let name = path.last()?;
    (name.starts_with('[') || name.contains('!')).then(|| Type::Foreign(name.clone()))
}
