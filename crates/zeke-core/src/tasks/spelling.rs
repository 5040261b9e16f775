//! Types as Rust of every edition spells them beside the declarations that `ghost-abi` writes.

use ghost_abi::model::{IntSpelling, Nullability, Type};

/// A type; named ones stand in `module`.
pub(super) fn rust(ty: &Type, module: &str) -> String {
    match ty {
        Type::Void | Type::Foreign(_) => "std::ffi::c_void".to_owned(),
        Type::Never => "!".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::RustChar => "u32".to_owned(),
        Type::Float(bits) => format!("f{bits}"),
        Type::Int(int) => match int.spelling {
            IntSpelling::Size => if int.signed { "isize" } else { "usize" }.to_owned(),
            IntSpelling::CLong => format!("std::ffi::{}", if int.signed { "c_long" } else { "c_ulong" }),
            IntSpelling::CChar => "std::ffi::c_char".to_owned(),
            _ => format!("{}{}", if int.signed { 'i' } else { 'u' }, int.bits),
        },
        Type::Array { element, len } => format!("[{}; {len}]", rust(element, module)),
        Type::Named(key) => format!("{module}::{key}"),
        Type::Pointer(pointer) => {
            let how = if pointer.mutable { "mut" } else { "const" };
            format!("*{how} {}", rust(&pointer.pointee, module))
        }
        Type::FnPointer(callback) => {
            let params: Vec<String> = callback.params.iter().map(|p| rust(&p.ty, module)).collect();
            let arrow = match &callback.ret {
                Type::Void => String::new(),
                ret => format!(" -> {}", rust(ret, module)),
            };
            let bare = format!("unsafe extern \"C\" fn({}){arrow}", params.join(", "));
            if callback.nullable == Nullability::NonNull { bare } else { format!("Option<{bare}>") }
        }
    }
}
