//! Types and functions as their languages spell them, for messages and suggestions.

use std::fmt::{self, Display, Formatter};

use crate::model::{CallConv, Extent, FnPointer, Function, Int, IntSpelling, Nullability, Pointer, Type};
use crate::source::Language;

/// A type in the spelling of a language.
pub(super) struct Shown<'a>(pub(super) &'a Type, pub(super) Language);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(ty, language) = *self;
        let zig = language == Language::Zig;
        match ty {
            Type::Void => f.write_str(if language == Language::Rust { "()" } else { "void" }),
            Type::Never => f.write_str(if zig { "noreturn" } else { "!" }),
            Type::Bool => f.write_str("bool"),
            Type::Int(int) => f.write_str(&int_name(*int, language)),
            Type::Float(bits) => write!(f, "f{bits}"),
            Type::RustChar => f.write_str(if zig { "u32" } else { "char" }),
            Type::Pointer(pointer) if zig => zig_pointer(f, pointer),
            Type::Pointer(pointer) => rust_pointer(f, pointer),
            Type::FnPointer(pointer) => fn_pointer(f, pointer, language),
            Type::Array { element, len } if zig => write!(f, "[{len}]{}", Shown(element, language)),
            Type::Array { element, len } => write!(f, "[{}; {len}]", Shown(element, language)),
            Type::Named(name) | Type::Foreign(name) => f.write_str(name),
        }
    }
}

fn zig_pointer(f: &mut Formatter<'_>, pointer: &Pointer) -> fmt::Result {
    let optional = pointer.nullable == Nullability::Nullable && pointer.extent != Extent::Unknown;
    f.write_str(if optional { "?" } else { "" })?;
    let void = pointer.pointee == Type::Void;
    match pointer.extent {
        Extent::Many => f.write_str("[*]")?,
        Extent::Sentinel(value) => write!(f, "[*:{value}]")?,
        Extent::Unknown if void => f.write_str("?*")?,
        Extent::Unknown if pointer.nullable == Nullability::Nullable => f.write_str("[*c]")?,
        Extent::One | Extent::Unknown => f.write_str("*")?,
    }
    f.write_str(if pointer.mutable { "" } else { "const " })?;
    if void { f.write_str("anyopaque") } else { Shown(&pointer.pointee, Language::Zig).fmt(f) }
}

fn rust_pointer(f: &mut Formatter<'_>, pointer: &Pointer) -> fmt::Result {
    let target = Shown(&pointer.pointee, Language::Rust);
    let text = matches!(pointer.extent, Extent::Sentinel(_))
        && matches!(pointer.pointee, Type::Int(Int { bits: 8, .. }));
    let reference = if pointer.mutable { "&mut " } else { "&" };
    let raw = if pointer.mutable { "*mut " } else { "*const " };
    match (&pointer.pointee, pointer.nullable, pointer.extent) {
        (Type::Void, ..) => write!(f, "{raw}c_void"),
        _ if text => write!(f, "{raw}c_char"),
        (_, Nullability::NonNull, Extent::One) => write!(f, "{reference}{target}"),
        (_, Nullability::Nullable, Extent::One) => write!(f, "Option<{reference}{target}>"),
        _ => write!(f, "{raw}{target}"),
    }
}

fn fn_pointer(f: &mut Formatter<'_>, pointer: &FnPointer, language: Language) -> fmt::Result {
    let zig = language == Language::Zig;
    let optional = pointer.nullable == Nullability::Nullable;
    f.write_str(match (zig, optional) {
        (true, true) => "?*const fn (",
        (true, false) => "*const fn (",
        (false, true) => "Option<",
        (false, false) => "",
    })?;
    if !zig {
        rust_abi(f, &pointer.callconv)?;
        f.write_str("fn(")?;
    }
    for (i, param) in pointer.params.iter().enumerate() {
        write!(f, "{}{}", if i == 0 { "" } else { ", " }, Shown(&param.ty, language))?;
    }
    f.write_str(if pointer.variadic { ", ...)" } else { ")" })?;
    if zig {
        match &pointer.callconv {
            CallConv::C | CallConv::CUnwind => f.write_str(" callconv(.c)")?,
            CallConv::Native => {}
            CallConv::Other(name) => write!(f, " callconv(.{name})")?,
        }
        return write!(f, " {}", Shown(&pointer.ret, language));
    }
    if pointer.ret != Type::Void {
        write!(f, " -> {}", Shown(&pointer.ret, language))?;
    }
    f.write_str(if optional { ">" } else { "" })
}

fn rust_abi(f: &mut Formatter<'_>, callconv: &CallConv) -> fmt::Result {
    match callconv {
        CallConv::C => f.write_str("extern \"C\" "),
        CallConv::CUnwind => f.write_str("extern \"C-unwind\" "),
        CallConv::Native => Ok(()),
        CallConv::Other(name) => write!(f, "extern \"{name}\" "),
    }
}

fn int_name(int: Int, language: Language) -> String {
    let c = |signed: &str, unsigned: &str| (if int.signed { signed } else { unsigned }).to_owned();
    match int.spelling {
        IntSpelling::Fixed => format!("{}{}", if int.signed { 'i' } else { 'u' }, int.bits),
        IntSpelling::Size => c("isize", "usize"),
        IntSpelling::CChar => "c_char".to_owned(),
        IntSpelling::CSChar if language == Language::Zig => c("i8", "u8"),
        IntSpelling::CSChar => c("c_schar", "c_uchar"),
        IntSpelling::CShort => c("c_short", "c_ushort"),
        IntSpelling::CInt => c("c_int", "c_uint"),
        IntSpelling::CLong => c("c_long", "c_ulong"),
        IntSpelling::CLongLong => c("c_longlong", "c_ulonglong"),
    }
}

/// A function's declaration.
pub(super) struct Declared<'a>(pub(super) &'a Function, pub(super) Language);

impl Display for Declared<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(function, language) = *self;
        if language != Language::Zig {
            rust_abi(f, &function.callconv)?;
        }
        write!(f, "fn {}(", function.symbol)?;
        for (i, param) in function.params.iter().enumerate() {
            f.write_str(if i == 0 { "" } else { ", " })?;
            if let Some(name) = &param.name {
                write!(f, "{name}: ")?;
            }
            Shown(&param.ty, language).fmt(f)?;
        }
        match (function.variadic, function.params.is_empty()) {
            (true, false) => f.write_str(", ...)")?,
            (true, true) => f.write_str("...)")?,
            _ => f.write_str(")")?,
        }
        match (language, &function.ret) {
            (Language::Zig, ret) => write!(f, " {}", Shown(ret, language)),
            (_, Type::Void) => Ok(()),
            (_, ret) => write!(f, " -> {}", Shown(ret, language)),
        }
    }
}
