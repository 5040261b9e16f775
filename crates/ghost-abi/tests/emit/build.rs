//! Words to write interfaces with, so that a case reads like a declaration.

use ghost_abi::Interface;
use ghost_abi::model::{
    Advice, CallConv, Constant, ConstantValue, Enum, Extent, Field, FnPointer, FnPointerParam, Function, Int,
    IntSpelling, Layout, Machine, Nullability, Param, Pointer, Record, Repr, Seen, Static, Type, TypeDef,
    TypeKind, Variant,
};

pub(crate) fn interface(name: &str) -> Interface {
    Interface::new(name, Machine::X86_64_LINUX)
}

/// `u32`, `i64`, `f32`, `bool`, `usize`, `c_int`, `void`, `never`, `char`; anything else is a name.
pub(crate) fn t(text: &str) -> Type {
    let c = |spelling, signed, bits| Type::Int(Int { signed, bits, spelling });
    match text {
        "void" => Type::Void,
        "never" => Type::Never,
        "bool" => Type::Bool,
        "char" => Type::RustChar,
        "usize" => c(IntSpelling::Size, false, 64),
        "isize" => c(IntSpelling::Size, true, 64),
        "c_char" => c(IntSpelling::CChar, true, 8),
        "c_schar" => c(IntSpelling::CSChar, true, 8),
        "c_uchar" => c(IntSpelling::CSChar, false, 8),
        "c_short" => c(IntSpelling::CShort, true, 16),
        "c_ushort" => c(IntSpelling::CShort, false, 16),
        "c_int" => c(IntSpelling::CInt, true, 32),
        "c_uint" => c(IntSpelling::CInt, false, 32),
        "c_long" => c(IntSpelling::CLong, true, 64),
        "c_ulong" => c(IntSpelling::CLong, false, 64),
        "c_longlong" => c(IntSpelling::CLongLong, true, 64),
        "c_ulonglong" => c(IntSpelling::CLongLong, false, 64),
        _ => match (text.as_bytes()[0], text[1..].parse::<u16>()) {
            (b'u', Ok(bits)) => c(IntSpelling::Fixed, false, bits),
            (b'i', Ok(bits)) => c(IntSpelling::Fixed, true, bits),
            (b'f', Ok(bits)) => Type::Float(u8::try_from(bits).unwrap()),
            _ => Type::Named(text.to_owned()),
        },
    }
}

pub(crate) fn int(text: &str) -> Int {
    match t(text) {
        Type::Int(int) => int,
        other => panic!("{other:?} is no integer"),
    }
}

fn pointer(pointee: Type, mutable: bool, nullable: Nullability, extent: Extent) -> Type {
    Type::Pointer(Box::new(Pointer { pointee, mutable, nullable, extent }))
}

/// `*mut T` of Rust.
pub(crate) fn raw_mut(pointee: Type) -> Type {
    pointer(pointee, true, Nullability::Nullable, Extent::Unknown)
}

/// `*const T` of Rust.
pub(crate) fn raw(pointee: Type) -> Type {
    pointer(pointee, false, Nullability::Nullable, Extent::Unknown)
}

/// `&T` of Rust.
pub(crate) fn one(pointee: Type) -> Type {
    pointer(pointee, false, Nullability::NonNull, Extent::One)
}

/// `&mut T` of Rust.
pub(crate) fn one_mut(pointee: Type) -> Type {
    pointer(pointee, true, Nullability::NonNull, Extent::One)
}

/// `Option<&T>` of Rust.
pub(crate) fn maybe(pointee: Type) -> Type {
    pointer(pointee, false, Nullability::Nullable, Extent::One)
}

/// `NonNull<T>` of Rust.
pub(crate) fn non_null(pointee: Type) -> Type {
    pointer(pointee, true, Nullability::NonNull, Extent::Unknown)
}

/// `[*]const T` of Zig.
pub(crate) fn many(pointee: Type) -> Type {
    pointer(pointee, false, Nullability::NonNull, Extent::Many)
}

/// `[*:end]const T` of Zig, `?` in front where `nullable`.
pub(crate) fn until(end: i64, pointee: Type, nullable: Nullability) -> Type {
    pointer(pointee, false, nullable, Extent::Sentinel(end))
}

/// A pointer of which debug information only knows that it is one.
pub(crate) fn seen(pointee: Type) -> Type {
    pointer(pointee, true, Nullability::Unknown, Extent::Unknown)
}

pub(crate) fn array(len: u64, element: Type) -> Type {
    Type::Array { element: Box::new(element), len }
}

/// `Option<extern "C" fn(…) -> …>` of Rust.
pub(crate) fn callback(params: &[(&str, Type)], ret: Type) -> Type {
    let params =
        params.iter().map(|(name, ty)| FnPointerParam { name: some(name), ty: ty.clone() }).collect();
    let (callconv, nullable) = (CallConv::C, Nullability::Nullable);
    Type::FnPointer(Box::new(FnPointer { params, ret, variadic: false, callconv, nullable }))
}

/// `extern "C" fn(…) -> …` of Rust.
pub(crate) fn callback_non_null(params: &[(&str, Type)], ret: Type) -> Type {
    let Type::FnPointer(mut pointer) = callback(params, ret) else { unreachable!() };
    pointer.nullable = Nullability::NonNull;
    Type::FnPointer(pointer)
}

fn some(name: &str) -> Option<String> {
    (!name.is_empty()).then(|| name.to_owned())
}

pub(crate) fn docs(text: &str) -> Vec<String> {
    text.split('\n').map(str::to_owned).collect()
}

pub(crate) fn function(symbol: &str, params: &[(&str, Type)], ret: Type) -> Function {
    Function {
        symbol: symbol.to_owned(),
        params: params.iter().map(|(name, ty)| Param { name: some(name), ty: ty.clone() }).collect(),
        ret,
        variadic: false,
        callconv: CallConv::C,
        docs: Vec::new(),
        advice: Advice::default(),
        location: None,
        seen: Seen { symbol: true, debug: true, source: true },
    }
}

pub(crate) fn static_(symbol: &str, ty: Type, mutable: bool) -> Static {
    Static {
        symbol: symbol.to_owned(),
        ty,
        mutable,
        thread_local: false,
        docs: Vec::new(),
        location: None,
        seen: Seen { symbol: true, debug: true, source: true },
    }
}

pub(crate) fn constant(name: &str, ty: Type, value: ConstantValue) -> Constant {
    Constant { name: name.to_owned(), ty, value, docs: Vec::new() }
}

fn fields(list: &[(&str, Type, Option<u64>)]) -> Vec<Field> {
    list.iter()
        .map(|(name, ty, offset_bytes)| Field {
            name: (*name).to_owned(),
            ty: ty.clone(),
            offset_bytes: *offset_bytes,
            bits: None,
            docs: Vec::new(),
            location: None,
        })
        .collect()
}

/// Size and alignment.
pub(crate) type SizeAlign = (u64, u64);

pub(crate) fn def(name: &str, kind: TypeKind, layout: Option<SizeAlign>) -> TypeDef {
    let layout = layout.map(|(size_bytes, align_bytes)| Layout { size_bytes, align_bytes });
    TypeDef { layout, ..TypeDef::new(name, kind) }
}

/// A `repr(C)` struct, with the offsets that a witness measured.
pub(crate) fn struct_(name: &str, layout: SizeAlign, list: &[(&str, Type, u64)]) -> TypeDef {
    with_repr(name, layout, Repr::C { align: None }, list)
}

pub(crate) fn with_repr(name: &str, layout: SizeAlign, repr: Repr, list: &[(&str, Type, u64)]) -> TypeDef {
    let list: Vec<_> = list.iter().map(|(name, ty, at)| (*name, ty.clone(), Some(*at))).collect();
    def(name, TypeKind::Struct(Record { fields: fields(&list), repr }), Some(layout))
}

pub(crate) fn union_(name: &str, layout: SizeAlign, list: &[(&str, Type)]) -> TypeDef {
    let list: Vec<_> = list.iter().map(|(name, ty)| (*name, ty.clone(), Some(0))).collect();
    let record = Record { fields: fields(&list), repr: Repr::C { align: None } };
    def(name, TypeKind::Union(record), Some(layout))
}

pub(crate) fn enum_(name: &str, tag: Option<&str>, list: &[(&str, i128)]) -> TypeDef {
    let tag = tag.map(int);
    let size = tag.map_or(4, |tag| u64::from(tag.bits).div_ceil(8));
    let variants = list
        .iter()
        .map(|(name, value)| Variant {
            name: (*name).to_owned(),
            value: *value,
            docs: Vec::new(),
            location: None,
        })
        .collect();
    def(name, TypeKind::Enum(Enum { tag, open: false, variants }), Some((size, size)))
}

pub(crate) fn open(mut def: TypeDef) -> TypeDef {
    if let TypeKind::Enum(kind) = &mut def.kind {
        kind.open = true;
    }
    def
}

pub(crate) fn opaque(name: &str) -> TypeDef {
    def(name, TypeKind::Opaque, None)
}

pub(crate) fn alias(name: &str, target: Type) -> TypeDef {
    def(name, TypeKind::Alias(target), None)
}

/// Adds types under their own names.
pub(crate) fn add(interface: &mut Interface, types: impl IntoIterator<Item = TypeDef>) {
    interface.types.extend(types.into_iter().map(|def| (def.name.clone(), def)));
}
