//! Types as C spells them: inside out, around the name that is declared.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::super::plan::{Plan, Shape};
use super::super::{C, Cause};
use super::names::Names;
use crate::model::{CallConv, FnPointer, Int, IntSpelling, Type};

/// Spells types of one plan.
pub(super) struct Types<'p> {
    pub(super) plan: &'p Plan<'p>,
    pub(super) names: &'p Names<'p>,
    /// Names of the 128-bit integers, signed and unsigned.
    pub(super) wide: [&'p str; 2],
    /// Prefix of the header's own macros.
    pub(super) macros: &'p str,
    /// Macros of calling conventions that were spelled.
    pub(super) conventions: RefCell<BTreeSet<&'static str>>,
    /// Whether a type needs integers of 128 bits, where that was asked before.
    pub(super) known_wide: RefCell<BTreeMap<String, bool>>,
}

/// Calling conventions by the names that Rust and Zig give them, with the macro that spells them.
/// `system` is C's own everywhere but on 32-bit Windows.
pub(super) const CONVENTIONS: &[(&[&str], &str)] = &[
    (&["system", "system-unwind"], "SYSTEM"),
    (&["winapi"], "WINAPI"),
    (&["stdcall", "stdcall-unwind", "x86_stdcall"], "STDCALL"),
    (&["fastcall", "fastcall-unwind", "x86_fastcall"], "FASTCALL"),
    (&["vectorcall", "vectorcall-unwind", "x86_vectorcall", "x86_64_vectorcall"], "VECTORCALL"),
    (&["thiscall", "thiscall-unwind", "x86_thiscall"], "THISCALL"),
    (&["win64", "win64-unwind", "x86_64_win"], "WIN64"),
    (&["sysv64", "sysv64-unwind", "x86_64_sysv"], "SYSV64"),
];

impl Types<'_> {
    /// A declaration of `name`, which may be empty, with type `ty`. `constant` makes the declared
    /// thing itself constant.
    pub(super) fn declare(&self, ty: &Type, name: &str, constant: bool) -> Result<String, Cause> {
        let qualifier = if constant { "const " } else { "" };
        match ty {
            Type::Pointer(pointer) => {
                let star = format!("*{qualifier}{name}");
                let inner = if let Type::Array { .. } = pointer.pointee { format!("({star})") } else { star };
                self.declare(&pointer.pointee, &inner, !pointer.mutable)
            }
            Type::Array { element, len } => self.declare(element, &format!("{name}[{len}]"), constant),
            Type::FnPointer(callback) => self.declare_callback(callback, &format!("*{qualifier}{name}")),
            _ => {
                let base = self.base(ty)?;
                Ok(if name.is_empty() {
                    format!("{qualifier}{base}")
                } else {
                    format!("{qualifier}{base} {name}")
                })
            }
        }
    }

    fn declare_callback(&self, callback: &FnPointer, inner: &str) -> Result<String, Cause> {
        let params = callback.params.iter().map(|p| (p.name.as_deref(), &p.ty)).collect::<Vec<_>>();
        let params = self.params(&params, callback.variadic)?.join(", ");
        let convention = self.convention(&callback.callconv)?.map(|c| c + " ").unwrap_or_default();
        self.declare(&callback.ret, &format!("({convention}{inner})({params})"), false)
    }

    /// Declarations of parameters, at least one (`void`).
    pub(super) fn params(
        &self,
        params: &[(Option<&str>, &Type)],
        variadic: bool,
    ) -> Result<Vec<String>, Cause> {
        let names = self.names.params(params.iter().map(|(name, _)| *name));
        let mut out = Vec::new();
        for ((_, ty), name) in params.iter().zip(names) {
            out.push(self.declare(ty, name.as_deref().unwrap_or_default(), false)?);
        }
        match (variadic, out.is_empty()) {
            (true, true) => return Err(Cause::VariadicAlone),
            (true, false) => out.push("...".to_owned()),
            (false, true) => out.push("void".to_owned()),
            (false, false) => {}
        }
        Ok(out)
    }

    /// The macro for a calling convention; `None` for C's own.
    pub(super) fn convention(&self, callconv: &CallConv) -> Result<Option<String>, Cause> {
        match callconv {
            CallConv::C | CallConv::CUnwind | CallConv::Native => Ok(None),
            CallConv::Other(name) if matches!(name.as_str(), "c" | "cdecl" | "C") => Ok(None),
            CallConv::Other(name) => CONVENTIONS
                .iter()
                .find(|(spellings, _)| spellings.contains(&name.as_str()))
                .map(|(_, word)| {
                    self.conventions.borrow_mut().insert(word);
                    Some(format!("{}_{word}", self.macros))
                })
                .ok_or_else(|| Cause::CallConv { language: C, callconv: name.clone() }),
        }
    }

    fn base(&self, ty: &Type) -> Result<String, Cause> {
        match ty {
            Type::Void | Type::Never => Ok("void".to_owned()),
            Type::Bool => Ok("bool".to_owned()),
            Type::Int(int) => self.int(*int),
            Type::Float(16) => Ok("_Float16".to_owned()),
            Type::Float(32) => Ok("float".to_owned()),
            Type::Float(64) => Ok("double".to_owned()),
            Type::Float(80) => Ok("long double".to_owned()),
            Type::Float(128) => Ok("__float128".to_owned()),
            Type::Float(bits) => Err(width(format!("floating-point number of {bits} bits"))),
            Type::RustChar => Ok("uint32_t".to_owned()),
            Type::Named(key) => {
                self.names.types.get(key.as_str()).cloned().ok_or_else(|| Cause::Undefined(key.clone()))
            }
            Type::Foreign(text) => Err(Cause::Foreign(text.clone())),
            Type::Pointer(_) | Type::FnPointer(_) | Type::Array { .. } => self.declare(ty, "", false),
        }
    }

    /// The name of an integer type.
    pub(super) fn int(&self, int: Int) -> Result<String, Cause> {
        let name = match (int.spelling, int.signed) {
            (IntSpelling::Size, true) => "ptrdiff_t",
            (IntSpelling::Size, false) => "size_t",
            (IntSpelling::CChar, _) => "char",
            (IntSpelling::CSChar, true) => "signed char",
            (IntSpelling::CSChar, false) => "unsigned char",
            (IntSpelling::CShort, true) => "short",
            (IntSpelling::CShort, false) => "unsigned short",
            (IntSpelling::CInt, true) => "int",
            (IntSpelling::CInt, false) => "unsigned int",
            (IntSpelling::CLong, true) => "long",
            (IntSpelling::CLong, false) => "unsigned long",
            (IntSpelling::CLongLong, true) => "long long",
            (IntSpelling::CLongLong, false) => "unsigned long long",
            (IntSpelling::Fixed, signed) => match int.bits {
                128 => self.wide[usize::from(!signed)],
                8 | 16 | 32 | 64 => {
                    return Ok(format!("{}int{}_t", if signed { "" } else { "u" }, int.bits));
                }
                bits => return Err(width(format!("integer of {bits} bits"))),
            },
        };
        Ok(name.to_owned())
    }

    /// Whether a definition that holds `ty` needs 128-bit integers, which some compilers lack.
    pub(super) fn is_wide(&self, ty: &Type) -> bool {
        match ty {
            Type::Int(int) => int.bits == 128,
            Type::Pointer(pointer) => self.mentions_wide(&pointer.pointee),
            Type::Array { element, .. } => self.is_wide(element),
            Type::FnPointer(callback) => {
                callback.params.iter().map(|p| &p.ty).chain([&callback.ret]).any(|ty| self.mentions_wide(ty))
            }
            Type::Named(key) => {
                if let Some(known) = self.known_wide.borrow().get(key) {
                    return *known;
                }
                let wide = match self.plan.shape(key) {
                    Some(Shape::Enum(tag, _) | Shape::Bits(tag, _)) => tag.bits == 128,
                    Some(Shape::Alias(target)) => self.is_wide(target),
                    Some(shape @ (Shape::Struct(_) | Shape::Union(_))) => {
                        shape.mentions().iter().any(|ty| self.is_wide(ty))
                    }
                    Some(Shape::Opaque) | None => false,
                };
                self.known_wide.borrow_mut().insert(key.clone(), wide);
                wide
            }
            _ => false,
        }
    }

    /// The same behind a pointer, where a record is declared in any case.
    fn mentions_wide(&self, ty: &Type) -> bool {
        match ty {
            Type::Named(key) => match self.plan.shape(key) {
                Some(Shape::Struct(_) | Shape::Union(_)) => false,
                _ => self.is_wide(ty),
            },
            _ => self.is_wide(ty),
        }
    }
}

fn width(what: String) -> Cause {
    Cause::Width { language: C, what }
}
