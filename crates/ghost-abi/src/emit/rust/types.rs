//! Types as Rust spells them.

use super::super::plan::{Plan, Shape};
use super::super::{Cause, RUST};
use super::names::{Names, params};
use crate::model::{CallConv, FnPointer, Int, IntSpelling, Nullability, Type};

/// Spells types of one plan.
pub(super) struct Types<'p> {
    pub(super) plan: &'p Plan<'p>,
    pub(super) names: &'p Names<'p>,
}

/// Calling conventions by the names that Rust and Zig give them.
const CONVENTIONS: &[(&[&str], &str)] = &[
    // Rust has no word for Windows' convention elsewhere, and nobody uses it there.
    (&["system", "winapi"], "system"),
    (&["system-unwind"], "system-unwind"),
    (&["stdcall", "x86_stdcall"], "stdcall"),
    (&["stdcall-unwind"], "stdcall-unwind"),
    (&["fastcall", "x86_fastcall"], "fastcall"),
    (&["fastcall-unwind"], "fastcall-unwind"),
    (&["thiscall", "x86_thiscall"], "thiscall"),
    (&["thiscall-unwind"], "thiscall-unwind"),
    (&["win64", "x86_64_win"], "win64"),
    (&["win64-unwind"], "win64-unwind"),
    (&["sysv64", "x86_64_sysv"], "sysv64"),
    (&["sysv64-unwind"], "sysv64-unwind"),
    (&["aapcs", "arm_aapcs"], "aapcs"),
    (&["aapcs-unwind"], "aapcs-unwind"),
    (&["efiapi"], "efiapi"),
];

impl Types<'_> {
    /// The type of a value.
    pub(super) fn value(&self, ty: &Type) -> Result<String, Cause> {
        match ty {
            Type::Void | Type::Never => Ok("::core::ffi::c_void".to_owned()),
            Type::Bool => Ok("bool".to_owned()),
            Type::Int(int) => int_name(*int),
            Type::Float(bits @ (32 | 64)) => Ok(format!("f{bits}")),
            // f16 and f128 are not stable, 80 bits do not exist.
            Type::Float(bits) => Err(width(format!("stable floating-point number of {bits} bits"))),
            Type::RustChar => Ok("u32".to_owned()),
            Type::Pointer(pointer) => {
                let word = if pointer.mutable { "*mut" } else { "*const" };
                Ok(format!("{word} {}", self.value(&pointer.pointee)?))
            }
            Type::FnPointer(callback) => self.callback(callback),
            Type::Array { element, len } => Ok(format!("[{}; {len}]", self.value(element)?)),
            Type::Named(key) => {
                self.names.types.get(key.as_str()).cloned().ok_or_else(|| Cause::Undefined(key.clone()))
            }
            Type::Foreign(text) => Err(Cause::Foreign(text.clone())),
        }
    }

    /// ` -> T`, or nothing.
    pub(super) fn result(&self, ty: &Type) -> Result<String, Cause> {
        match ty {
            Type::Void => Ok(String::new()),
            Type::Never => Ok(" -> !".to_owned()),
            _ => Ok(format!(" -> {}", self.value(ty)?)),
        }
    }

    fn callback(&self, callback: &FnPointer) -> Result<String, Cause> {
        let list: Vec<_> = callback.params.iter().map(|p| (p.name.as_deref(), &p.ty)).collect();
        let list = self.params(&list, callback.variadic)?.join(", ");
        let abi = convention(&callback.callconv)?;
        let function = format!("unsafe extern \"{abi}\" fn({list}){}", self.result(&callback.ret)?);
        Ok(match callback.nullable {
            Nullability::NonNull => function,
            Nullability::Nullable | Nullability::Unknown => format!("Option<{function}>"),
        })
    }

    /// Parameters of a function or of a function pointer.
    pub(super) fn params(
        &self,
        list: &[(Option<&str>, &Type)],
        variadic: bool,
    ) -> Result<Vec<String>, Cause> {
        let names = params(list.iter().map(|(name, _)| *name));
        let mut out = Vec::new();
        for ((_, ty), name) in list.iter().zip(names) {
            out.push(format!("{name}: {}", self.value(ty)?));
        }
        if variadic {
            out.push("...".to_owned());
        }
        Ok(out)
    }

    /// Whether `ty` holds a function pointer with so many parameters that Rust derives nothing
    /// but copies for it.
    pub(super) fn is_underivable(&self, ty: &Type) -> bool {
        /// Rust implements its traits for function pointers up to this many parameters.
        const PARAMS_MAX: usize = 12;
        match ty {
            Type::FnPointer(callback) => callback.params.len() > PARAMS_MAX,
            Type::Array { element, .. } => self.is_underivable(element),
            Type::Named(key) => match self.plan.shape(key) {
                // Nobody knows which field of a union is valid.
                Some(Shape::Union(_)) => true,
                Some(shape @ (Shape::Struct(_) | Shape::Alias(_))) => {
                    shape.mentions().iter().any(|ty| self.is_underivable(ty))
                }
                _ => false,
            },
            _ => false,
        }
    }
}

/// The name of an integer type.
pub(super) fn int_name(int: Int) -> Result<String, Cause> {
    let named = match (int.spelling, int.signed) {
        (IntSpelling::Size, true) => "isize",
        (IntSpelling::Size, false) => "usize",
        (IntSpelling::CChar, _) => "::core::ffi::c_char",
        (IntSpelling::CShort, true) => "::core::ffi::c_short",
        (IntSpelling::CShort, false) => "::core::ffi::c_ushort",
        (IntSpelling::CInt, true) => "::core::ffi::c_int",
        (IntSpelling::CInt, false) => "::core::ffi::c_uint",
        (IntSpelling::CLong, true) => "::core::ffi::c_long",
        (IntSpelling::CLong, false) => "::core::ffi::c_ulong",
        (IntSpelling::CLongLong, true) => "::core::ffi::c_longlong",
        (IntSpelling::CLongLong, false) => "::core::ffi::c_ulonglong",
        (IntSpelling::CSChar | IntSpelling::Fixed, signed) => match int.bits {
            8 | 16 | 32 | 64 | 128 => return Ok(format!("{}{}", if signed { 'i' } else { 'u' }, int.bits)),
            bits => return Err(width(format!("integer of {bits} bits"))),
        },
    };
    Ok(named.to_owned())
}

/// What stands in `extern "…"`.
pub(super) fn convention(callconv: &CallConv) -> Result<&'static str, Cause> {
    match callconv {
        CallConv::C | CallConv::Native => Ok("C"),
        CallConv::CUnwind => Ok("C-unwind"),
        CallConv::Other(name) if matches!(name.as_str(), "c" | "cdecl" | "C") => Ok("C"),
        CallConv::Other(name) => CONVENTIONS
            .iter()
            .find(|(spellings, _)| spellings.contains(&name.as_str()))
            .map(|(_, rust)| *rust)
            .ok_or_else(|| Cause::CallConv { language: RUST, callconv: name.clone() }),
    }
}

fn width(what: String) -> Cause {
    Cause::Width { language: RUST, what }
}
