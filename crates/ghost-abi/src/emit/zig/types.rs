//! Types as Zig spells them. The rules stand at the module above.

use super::super::plan::{Plan, Shape, fits};
use super::super::{Cause, ZIG};
use super::names::Names;
use crate::model::{CallConv, Extent, FnPointer, Int, IntSpelling, Nullability, Pointer, Type};

/// Spells types of one plan.
pub(super) struct Types<'p> {
    pub(super) plan: &'p Plan<'p>,
    pub(super) names: &'p Names<'p>,
}

/// Where a type stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// As an argument, a result or a field.
    Value,
    /// Behind a pointer or in an array.
    Memory,
}

/// Calling conventions by the names that Rust and Zig give them.
const CONVENTIONS: &[(&[&str], &str)] = &[
    // Rust's `system` is C's own away from Windows; `winapi` is not.
    (&["system", "system-unwind"], "if (@import(\"builtin\").os.tag == .windows) .winapi else .c"),
    (&["winapi"], ".winapi"),
    (&["stdcall", "stdcall-unwind", "x86_stdcall"], ".{ .x86_stdcall = .{} }"),
    (&["fastcall", "fastcall-unwind", "x86_fastcall"], ".{ .x86_fastcall = .{} }"),
    (&["thiscall", "thiscall-unwind", "x86_thiscall"], ".{ .x86_thiscall = .{} }"),
    (&["vectorcall", "vectorcall-unwind", "x86_64_vectorcall"], ".{ .x86_64_vectorcall = .{} }"),
    (&["x86_vectorcall"], ".{ .x86_vectorcall = .{} }"),
    (&["win64", "win64-unwind", "x86_64_win"], ".{ .x86_64_win = .{} }"),
    (&["sysv64", "sysv64-unwind", "x86_64_sysv"], ".{ .x86_64_sysv = .{} }"),
    (&["aapcs", "aapcs-unwind", "arm_aapcs"], ".{ .arm_aapcs = .{} }"),
    (&["arm_aapcs_vfp"], ".{ .arm_aapcs_vfp = .{} }"),
];

impl Types<'_> {
    /// The type of a value.
    pub(super) fn value(&self, ty: &Type) -> Result<String, Cause> {
        self.spell(ty, Place::Value)
    }

    /// The type of a result.
    pub(super) fn result(&self, ty: &Type) -> Result<String, Cause> {
        match ty {
            Type::Void => Ok("void".to_owned()),
            Type::Never => Ok("noreturn".to_owned()),
            _ => self.value(ty),
        }
    }

    pub(super) fn spell(&self, ty: &Type, place: Place) -> Result<String, Cause> {
        match ty {
            Type::Void | Type::Never => Ok("anyopaque".to_owned()),
            Type::Bool => Ok("bool".to_owned()),
            Type::Int(int) => Ok(int_name(*int, place)),
            Type::Float(bits @ (16 | 32 | 64 | 80 | 128)) => Ok(format!("f{bits}")),
            Type::Float(bits) => {
                Err(Cause::Width { language: ZIG, what: format!("floating-point number of {bits} bits") })
            }
            Type::RustChar => Ok("u32".to_owned()),
            Type::Pointer(pointer) => self.pointer(pointer),
            Type::FnPointer(callback) => self.callback(callback),
            Type::Array { element, len } => Ok(format!("[{len}]{}", self.spell(element, Place::Memory)?)),
            Type::Named(key) => {
                self.names.types.get(key.as_str()).cloned().ok_or_else(|| Cause::Undefined(key.clone()))
            }
            Type::Foreign(text) => Err(Cause::Foreign(text.clone())),
        }
    }

    fn pointer(&self, pointer: &Pointer) -> Result<String, Cause> {
        let spelled = self.spell(&pointer.pointee, Place::Memory)?;
        let constant = if pointer.mutable { "" } else { "const " };
        let never_null = pointer.nullable == Nullability::NonNull;
        let head = match pointer.extent {
            _ if self.plan.is_opaque(&pointer.pointee) => "*".to_owned(),
            Extent::One => "*".to_owned(),
            Extent::Many => "[*]".to_owned(),
            Extent::Sentinel(end) => self.sentinel(&pointer.pointee, &spelled, end),
            Extent::Unknown if never_null => "*".to_owned(),
            Extent::Unknown => return Ok(format!("[*c]{constant}{spelled}")),
        };
        let optional = if never_null { "" } else { "?" };
        Ok(format!("{optional}{head}{constant}{spelled}"))
    }

    /// A many-item pointer with its sentinel, where that is a value of the element.
    fn sentinel(&self, element: &Type, spelled: &str, end: i64) -> String {
        let end = match self.plan.resolve(element) {
            Type::Int(int) if fits(i128::from(end), *int) => end.to_string(),
            Type::RustChar if end >= 0 => end.to_string(),
            Type::Bool if end == 0 => "false".to_owned(),
            Type::Pointer(_) | Type::FnPointer(_) if end == 0 && spelled.starts_with(['?', '[']) => {
                "null".to_owned()
            }
            _ => return "[*]".to_owned(),
        };
        format!("[*:{end}]")
    }

    fn callback(&self, callback: &FnPointer) -> Result<String, Cause> {
        let params: Vec<_> = callback.params.iter().map(|p| (p.name.as_deref(), &p.ty)).collect();
        let params = self.params(&params, callback.variadic)?.join(", ");
        let optional = if callback.nullable == Nullability::NonNull { "" } else { "?" };
        let callconv = convention(&callback.callconv)?.unwrap_or(".c");
        let ret = self.result(&callback.ret)?;
        Ok(format!("{optional}*const fn ({params}) callconv({callconv}) {ret}"))
    }

    /// Parameters of a function or of a function pointer.
    pub(super) fn params(
        &self,
        params: &[(Option<&str>, &Type)],
        variadic: bool,
    ) -> Result<Vec<String>, Cause> {
        let names = self.names.params(params.iter().map(|(name, _)| *name));
        let mut out = Vec::new();
        for ((_, ty), name) in params.iter().zip(names) {
            let ty = self.value(ty)?;
            // Names and bare types do not mix well for a reader: `_` says that there is none.
            out.push(format!("{}: {ty}", name.as_deref().unwrap_or("_")));
        }
        if variadic {
            out.push("...".to_owned());
        }
        Ok(out)
    }

    /// The type of a bit field: its own, if that has just so many bits.
    pub(super) fn bit_field(&self, ty: &Type, width: u32) -> Result<String, Cause> {
        let own = match self.plan.resolve(ty) {
            Type::Bool => width == 1,
            Type::Int(int) => u32::from(int.bits) == width,
            Type::Float(bits) => u32::from(*bits) == width,
            Type::Named(key) => match self.plan.shape(key) {
                Some(Shape::Enum(tag, _) | Shape::Bits(tag, _)) => u32::from(tag.bits) == width,
                _ => false,
            },
            _ => false,
        };
        if own { self.value(ty) } else { Ok(format!("u{width}")) }
    }
}

/// The name of an integer type.
pub(super) fn int_name(int: Int, place: Place) -> String {
    let named = match (int.spelling, int.signed) {
        (IntSpelling::CChar, _) if place == Place::Memory => "u8",
        (IntSpelling::CChar, _) => "c_char",
        (IntSpelling::Size, true) => "isize",
        (IntSpelling::Size, false) => "usize",
        (IntSpelling::CShort, true) => "c_short",
        (IntSpelling::CShort, false) => "c_ushort",
        (IntSpelling::CInt, true) => "c_int",
        (IntSpelling::CInt, false) => "c_uint",
        (IntSpelling::CLong, true) => "c_long",
        (IntSpelling::CLong, false) => "c_ulong",
        (IntSpelling::CLongLong, true) => "c_longlong",
        (IntSpelling::CLongLong, false) => "c_ulonglong",
        (IntSpelling::CSChar | IntSpelling::Fixed, signed) => {
            return format!("{}{}", if signed { 'i' } else { 'u' }, int.bits);
        }
    };
    named.to_owned()
}

/// What stands in `callconv(…)`; `None` for C's own, which `extern` implies.
pub(super) fn convention(callconv: &CallConv) -> Result<Option<&'static str>, Cause> {
    match callconv {
        CallConv::C | CallConv::CUnwind | CallConv::Native => Ok(None),
        CallConv::Other(name) if matches!(name.as_str(), "c" | "cdecl" | "C") => Ok(None),
        CallConv::Other(name) => CONVENTIONS
            .iter()
            .find(|(spellings, _)| spellings.contains(&name.as_str()))
            .map(|(_, zig)| Some(*zig))
            .ok_or_else(|| Cause::CallConv { language: ZIG, callconv: name.clone() }),
    }
}
