//! An interface as text, one line an item, for goldens.

use std::fmt::Write as _;

use ghost_abi::Interface;
use ghost_abi::model::{CallConv, Extent, IntSpelling, Nullability, Record, Repr, Type, TypeDef, TypeKind};

pub(crate) fn interface(interface: &Interface) -> String {
    let mut text = String::new();
    for f in &interface.functions {
        let params: Vec<String> =
            f.params.iter().map(|p| format!("{}: {}", p.name.as_deref().unwrap_or("_"), ty(&p.ty))).collect();
        let more = if f.variadic { ", ..." } else { "" };
        let conv = if f.callconv == CallConv::C { String::new() } else { format!("{:?} ", f.callconv) };
        let conv = if f.seen.debug || f.seen.source { conv } else { format!("partial {conv}") };
        let _ = writeln!(text, "{conv}fn {}({}{more}) -> {}", f.symbol, params.join(", "), ty(&f.ret));
    }
    for s in &interface.statics {
        let mutable = if s.mutable { "mut " } else { "" };
        let local = if s.thread_local { "thread " } else { "" };
        let _ = writeln!(text, "static {local}{mutable}{}: {}", s.symbol, ty(&s.ty));
    }
    for definition in interface.types.values() {
        let _ = writeln!(text, "{}", type_def(definition));
    }
    text
}

fn type_def(definition: &TypeDef) -> String {
    let layout =
        definition.layout.map_or_else(String::new, |l| format!(" [{}/{}]", l.size_bytes, l.align_bytes));
    let name = format!("{}{layout}", definition.name);
    match &definition.kind {
        TypeKind::Struct(record) => format!("struct {name}{}", fields(record)),
        TypeKind::Union(record) => format!("union {name}{}", fields(record)),
        TypeKind::Enum(e) => {
            let variants: Vec<String> =
                e.variants.iter().map(|v| format!("{} = {}", v.name, v.value)).collect();
            let open = if e.open { ", _" } else { "" };
            let tag = e.tag.map_or_else(|| "?".to_owned(), |t| ty(&Type::Int(t)));
            format!("enum {name} {tag} {{ {}{open} }}", variants.join(", "))
        }
        TypeKind::Opaque => format!("opaque {name}"),
        TypeKind::Alias(target) => format!("alias {name} = {}", ty(target)),
    }
}

fn fields(record: &Record) -> String {
    let repr = match &record.repr {
        Repr::Unknown => String::new(),
        other => format!(" {other:?}"),
    };
    let fields: Vec<String> = record
        .fields
        .iter()
        .map(|f| {
            let at = f.offset_bytes.map_or_else(|| "?".to_owned(), |o| o.to_string());
            let bits = f.bits.map_or_else(String::new, |b| format!("[{}..+{}]", b.offset, b.width));
            format!("{}@{at}{bits}: {}", f.name, ty(&f.ty))
        })
        .collect();
    format!("{repr} {{ {} }}", fields.join(", "))
}

pub(crate) fn ty(ty_: &Type) -> String {
    match ty_ {
        Type::Void => "void".to_owned(),
        Type::Never => "!".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Int(int) => {
            let letter = if int.signed { 'i' } else { 'u' };
            match int.spelling {
                IntSpelling::Fixed => format!("{letter}{}", int.bits),
                spelling => format!("{letter}{}({spelling:?})", int.bits),
            }
        }
        Type::Float(bits) => format!("f{bits}"),
        Type::RustChar => "char".to_owned(),
        Type::Pointer(p) => {
            let extent = match p.extent {
                Extent::One => "one ".to_owned(),
                Extent::Many => "many ".to_owned(),
                Extent::Sentinel(s) => format!("until {s} "),
                Extent::Unknown => String::new(),
            };
            let constant = if p.mutable { "mut " } else { "" };
            format!("{}{extent}{constant}{}", null("*", p.nullable), ty(&p.pointee))
        }
        Type::FnPointer(f) => {
            let params: Vec<String> = f
                .params
                .iter()
                .map(|p| match &p.name {
                    Some(name) => format!("{name}: {}", ty(&p.ty)),
                    None => ty(&p.ty),
                })
                .collect();
            let more = if f.variadic { ", ..." } else { "" };
            let conv = if f.callconv == CallConv::C { String::new() } else { format!("{:?} ", f.callconv) };
            format!("{}{conv}fn({}{more}) -> {}", null("", f.nullable), params.join(", "), ty(&f.ret))
        }
        Type::Array { element, len } => format!("[{}; {len}]", ty(element)),
        Type::Named(name) => name.clone(),
        Type::Foreign(text) => format!("foreign `{text}`"),
    }
}

fn null(mark: &str, nullable: Nullability) -> String {
    let prefix = match nullable {
        Nullability::Nullable => "?",
        Nullability::NonNull => "",
        Nullability::Unknown => "~",
    };
    format!("{prefix}{mark}")
}
