//! From entries of debug information to the model's types.
//!
//! While one object is read, a named type is written as [`Type::Named`] with its whole path; the
//! last step of the reader shortens paths to names. A record is lowered one level deep, its fields
//! by name; [`Lowering::finish`] then decides, from the signatures outwards, which records are
//! really needed and which stay opaque.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gimli::constants as dw;

use super::fingerprint::Fingerprints;
use super::image::{DieId, Entry, Image, Language, Stop};
use super::{rust, zig};
use crate::model::{
    Advice, CallConv, Extent, FnPointer, FnPointerParam, Function, Int, IntSpelling, Layout, Location,
    Machine, Nullability, Param, Pointer, Record, Repr, Seen, Static, Type, TypeDef, TypeKind,
};

/// Deepest nesting of one type: pointers to pointers, arrays of arrays, callbacks in callbacks.
const DEPTH_MAX: usize = 48;
/// Most dimensions of an array.
const DIMENSIONS_MAX: usize = 16;
/// Most parts of one type in use. A callback of callbacks has as many as all of them together, so
/// that a few entries of debug information can describe a type larger than memory.
const PARTS_MAX: usize = 1 << 12;
/// What copying one part costs, in visits of entries.
const PART_VISITS: usize = 4;

/// What is finished, over all objects.
#[derive(Debug, Default)]
pub(super) struct Finished {
    /// Types by their key: path and fingerprint.
    pub(super) types: BTreeMap<String, TypeDef>,
    /// Those of them that some object uses as a value, so that they show what they hold.
    values: BTreeSet<String>,
}

pub(super) struct Lowering<'i, 'a> {
    pub(super) image: &'i mut Image<'a>,
    pub(super) machine: Machine,
    /// What is finished, over all objects.
    finished: &'i mut Finished,
    /// Where a key is described in this object.
    pub(super) origins: HashMap<String, DieId>,
    /// Records that were lowered, needed or not.
    definitions: HashMap<String, TypeDef>,
    memo: HashMap<DieId, Type>,
    /// Whether a type can be written in C, where that is known.
    plain: HashMap<String, bool>,
    pub(super) fingerprints: Fingerprints,
    /// Types that the signatures mention.
    roots: Vec<Type>,
}

impl<'i, 'a> Lowering<'i, 'a> {
    pub(super) fn new(image: &'i mut Image<'a>, machine: Machine, finished: &'i mut Finished) -> Self {
        Self {
            image,
            machine,
            finished,
            origins: HashMap::new(),
            definitions: HashMap::new(),
            memo: HashMap::new(),
            plain: HashMap::new(),
            fingerprints: Fingerprints::default(),
            roots: Vec::new(),
        }
    }

    pub(super) fn function(&mut self, symbol: &str, die: DieId) -> Result<Function, Stop> {
        let entry = self.image.entry(die)?;
        let ret = match self.image.reference(&entry, dw::DW_AT_type) {
            Some(ty) => self.ty(ty, 0)?,
            None if entry.flag(dw::DW_AT_noreturn) => Type::Never,
            None => Type::Void,
        };
        let mut params = Vec::new();
        let mut variadic = false;
        for child in self.image.children(die)? {
            match child.tag() {
                dw::DW_TAG_formal_parameter => {
                    let name = self.image.name(&child).filter(|n| !n.is_empty());
                    let ty = self.type_of(&child, 0)?;
                    params.push(Param { name, ty });
                }
                dw::DW_TAG_unspecified_parameters => variadic = true,
                _ => {}
            }
        }
        self.roots.push(ret.clone());
        self.roots.extend(params.iter().map(|p| p.ty.clone()));
        Ok(Function {
            symbol: symbol.to_owned(),
            params,
            ret,
            variadic,
            callconv: CallConv::C,
            docs: Vec::new(),
            advice: Advice::default(),
            location: self.location(&entry),
            // See `read_debug_info`: what LLVM writes of a Zig function is not all of it.
            seen: Seen { debug: !self.image.language(die).is_partial(), ..Seen::default() },
        })
    }

    /// `None` for a variable without a type: a marker, which nobody can use.
    pub(super) fn variable(
        &mut self,
        symbol: &str,
        die: DieId,
        writable: bool,
    ) -> Result<Option<Static>, Stop> {
        let entry = self.image.entry(die)?;
        let Some(target) = self.image.reference(&entry, dw::DW_AT_type) else {
            return Ok(None);
        };
        let constant = self.image.entry(target)?.tag() == dw::DW_TAG_const_type;
        let ty = self.ty(target, 0)?;
        self.roots.push(ty.clone());
        Ok(Some(Static {
            symbol: symbol.to_owned(),
            ty,
            mutable: writable && !constant,
            thread_local: false,
            docs: Vec::new(),
            location: self.location(&entry),
            seen: Seen { debug: true, ..Seen::default() },
        }))
    }

    /// The type that an entry refers to.
    pub(super) fn type_of(&mut self, entry: &Entry<'a>, depth: usize) -> Result<Type, Stop> {
        match self.image.reference(entry, dw::DW_AT_type) {
            Some(ty) => self.ty(ty, depth),
            None => Ok(Type::Void),
        }
    }

    /// Lowers a type in use.
    pub(super) fn ty(&mut self, die: DieId, depth: usize) -> Result<Type, Stop> {
        if let Some(known) = self.memo.get(&die) {
            let known = known.clone();
            self.image.spend(PART_VISITS * known.parts())?;
            return Ok(known);
        }
        if depth > DEPTH_MAX {
            return Err(Stop::TooMany);
        }
        let entry = self.image.entry(die)?;
        let ty = match entry.tag() {
            dw::DW_TAG_base_type => self.base(&entry),
            dw::DW_TAG_const_type
            | dw::DW_TAG_volatile_type
            | dw::DW_TAG_restrict_type
            | dw::DW_TAG_atomic_type => self.type_of(&entry, depth + 1)?,
            dw::DW_TAG_typedef => self.typedef(&entry, depth)?,
            dw::DW_TAG_pointer_type | dw::DW_TAG_reference_type => self.pointer(&entry, depth)?,
            dw::DW_TAG_array_type => self.array(&entry, depth)?,
            dw::DW_TAG_structure_type
            | dw::DW_TAG_class_type
            | dw::DW_TAG_union_type
            | dw::DW_TAG_enumeration_type => self.record_use(&entry, depth)?,
            dw::DW_TAG_unspecified_type => match self.image.name(&entry).as_deref() {
                Some("noreturn") => Type::Never,
                _ => Type::Void,
            },
            // A function without a pointer around it: only ever seen behind one.
            dw::DW_TAG_subroutine_type => self.function_type(&entry, "", depth)?,
            other => Type::Foreign(other.to_string()),
        };
        let parts = ty.parts();
        if parts > PARTS_MAX {
            return Err(Stop::TooMany);
        }
        self.image.spend(PART_VISITS * parts)?;
        self.memo.insert(die, ty.clone());
        Ok(ty)
    }

    fn base(&self, entry: &Entry<'a>) -> Type {
        let name = self.image.name(entry).unwrap_or_default();
        let Some(bits) = entry
            .unsigned(dw::DW_AT_byte_size)
            .and_then(|b| b.checked_mul(8))
            .and_then(|b| u16::try_from(b).ok())
        else {
            return Type::Foreign(name);
        };
        let language = self.image.language(entry.die);
        let Some(gimli::AttributeValue::Encoding(encoding)) = entry.raw.attr_value(dw::DW_AT_encoding) else {
            return Type::Foreign(name);
        };
        match (encoding, name.as_str()) {
            (_, "()" | "void" | "anyopaque") => Type::Void,
            (_, "!" | "noreturn") => Type::Never,
            (_, _) if bits == 0 => Type::Foreign(name),
            (dw::DW_ATE_boolean, _) => Type::Bool,
            (dw::DW_ATE_float, _) => Type::Float(u8::try_from(bits).unwrap_or(u8::MAX)),
            (dw::DW_ATE_UTF, _) if language == Language::Rust => Type::RustChar,
            (dw::DW_ATE_signed | dw::DW_ATE_signed_char, _) => int(&name, true, bits, language),
            (dw::DW_ATE_unsigned | dw::DW_ATE_unsigned_char | dw::DW_ATE_UTF, _) => {
                int(&name, false, bits, language)
            }
            _ => Type::Foreign(name),
        }
    }

    fn typedef(&mut self, entry: &Entry<'a>, depth: usize) -> Result<Type, Stop> {
        let name = self.image.name(entry).unwrap_or_default();
        match self.image.language(entry.die) {
            Language::C => {
                if let Some(ty) = self.known_typedef(&name) {
                    return Ok(ty);
                }
            }
            // LLVM's way to write an optional pointer.
            Language::Zig(_) if name.starts_with('?') => {
                let inner = self.type_of(entry, depth + 1)?;
                return Ok(zig::nullable(inner).unwrap_or(Type::Foreign(name)));
            }
            _ => {}
        }
        self.type_of(entry, depth + 1)
    }

    /// Names of C that say more than the type under them.
    fn known_typedef(&self, name: &str) -> Option<Type> {
        let signed = match name {
            "size_t" | "uintptr_t" => false,
            "ssize_t" | "ptrdiff_t" | "intptr_t" => true,
            _ => return None,
        };
        let bits = u16::from(self.machine.pointer_bytes) * 8;
        Some(Type::Int(Int { signed, bits, spelling: IntSpelling::Size }))
    }

    fn pointer(&mut self, entry: &Entry<'a>, depth: usize) -> Result<Type, Stop> {
        let name = self.image.name(entry).unwrap_or_default();
        let language = self.image.language(entry.die);
        let Some(target) = self.image.reference(entry, dw::DW_AT_type) else {
            return Ok(void_pointer(true));
        };
        let (target, constant) = self.unqualified(target)?;
        let target_entry = self.image.entry(target)?;
        if target_entry.tag() == dw::DW_TAG_subroutine_type {
            return self.function_type(&target_entry, &name, depth + 1);
        }
        let mut pointer = match language {
            Language::Rust => rust::pointer(&name),
            Language::Zig(writer) => zig::pointer(&name, constant, writer),
            Language::C => Pointer {
                pointee: Type::Void,
                mutable: !constant,
                nullable: Nullability::Nullable,
                extent: Extent::Unknown,
            },
        };
        pointer.pointee = self.pointee(target, depth + 1)?;
        // `*const c_char`, whose alias the compiler forgot. Bytes are `u8` in Rust; a pointer to a
        // real `i8` is `char *` to C as well. Source, where there is any, says which it was.
        if language == Language::Rust
            && self.machine.c_char_signed
            && let Type::Int(Int { signed: true, bits: 8, spelling }) = &mut pointer.pointee
        {
            *spelling = IntSpelling::CChar;
        }
        Ok(Type::Pointer(Box::new(pointer)))
    }

    /// What a pointer points to. A type without a meaning of its own on the other side is a name
    /// there: it can be handed back and forth.
    fn pointee(&mut self, die: DieId, depth: usize) -> Result<Type, Stop> {
        match self.ty(die, depth)? {
            Type::Foreign(text) if is_nothing(&text) => Ok(Type::Void),
            Type::Foreign(text) => {
                let entry = self.image.entry(die)?;
                let path = text;
                self.definitions.entry(path.clone()).or_insert_with(|| TypeDef {
                    layout: layout(&entry),
                    ..TypeDef::new(path.clone(), TypeKind::Opaque)
                });
                Ok(Type::Named(path))
            }
            Type::Never => Ok(Type::Void),
            ty => Ok(ty),
        }
    }

    /// Strips qualifiers; the flag says whether `const` was among them.
    fn unqualified(&mut self, mut die: DieId) -> Result<(DieId, bool), Stop> {
        let mut constant = false;
        for _ in 0..DEPTH_MAX {
            let entry = self.image.entry(die)?;
            match entry.tag() {
                dw::DW_TAG_const_type => constant = true,
                dw::DW_TAG_volatile_type | dw::DW_TAG_restrict_type | dw::DW_TAG_atomic_type => {}
                _ => return Ok((die, constant)),
            }
            match self.image.reference(&entry, dw::DW_AT_type) {
                Some(next) => die = next,
                None => return Ok((die, constant)),
            }
        }
        Err(Stop::TooMany)
    }

    fn function_type(&mut self, entry: &Entry<'a>, name: &str, depth: usize) -> Result<Type, Stop> {
        let ret = self.type_of(entry, depth + 1)?;
        let mut params = Vec::new();
        let mut variadic = false;
        for child in self.image.children(entry.die)? {
            match child.tag() {
                dw::DW_TAG_formal_parameter => {
                    let name = self.image.name(&child).filter(|n| !n.is_empty());
                    params.push(FnPointerParam { name, ty: self.type_of(&child, depth + 1)? });
                }
                dw::DW_TAG_unspecified_parameters => variadic = true,
                _ => {}
            }
        }
        let mut function =
            FnPointer { params, ret, variadic, callconv: CallConv::C, nullable: Nullability::Unknown };
        match self.image.language(entry.die) {
            Language::Rust => rust::function_pointer(name, &mut function),
            Language::Zig(writer) => zig::function_pointer(name, &mut function, writer),
            Language::C => function.nullable = Nullability::Nullable,
        }
        Ok(Type::FnPointer(Box::new(function)))
    }

    fn array(&mut self, entry: &Entry<'a>, depth: usize) -> Result<Type, Stop> {
        let mut ty = self.type_of(entry, depth + 1)?;
        let mut dimensions = Vec::new();
        for child in self.image.children(entry.die)? {
            if child.tag() == dw::DW_TAG_subrange_type {
                let count = child
                    .unsigned(dw::DW_AT_count)
                    .or_else(|| child.unsigned(dw::DW_AT_upper_bound)?.checked_add(1));
                dimensions.push(count.unwrap_or(0));
            }
        }
        if dimensions.len() > DIMENSIONS_MAX {
            return Err(Stop::TooMany);
        }
        for len in dimensions.into_iter().rev() {
            ty = Type::Array { element: Box::new(ty), len };
        }
        Ok(ty)
    }

    /// A struct, union or enum where it is used.
    fn record_use(&mut self, entry: &Entry<'a>, depth: usize) -> Result<Type, Stop> {
        let path = self.image.path(entry.die)?;
        match self.image.language(entry.die) {
            Language::Rust => {
                if let Some(ty) = rust::record(self, entry, &path, depth)? {
                    return Ok(ty);
                }
            }
            Language::Zig(_) => {
                if let Some(ty) = zig::record(self, entry, &path, depth)? {
                    return Ok(ty);
                }
            }
            Language::C => {}
        }
        self.named(entry, &path)
    }

    /// Remembers where a type is described, and names it by its key.
    fn named(&mut self, entry: &Entry<'a>, path: &[String]) -> Result<Type, Stop> {
        let path = if path.last().is_none_or(String::is_empty) {
            format!("anonymous_{:x}", entry.die.offset.0)
        } else {
            path.join("::")
        };
        // A declaration without content gives way to the definition, whose content nobody knows here.
        let key = if entry.flag(dw::DW_AT_declaration) {
            path
        } else {
            super::names::key(&path, self.fingerprint(entry.die)?)
        };
        self.origins.entry(key.clone()).or_insert(entry.die);
        Ok(Type::Named(key))
    }

    fn location(&mut self, entry: &Entry<'a>) -> Option<Location> {
        self.image.location(entry)
    }

    /// Keeps the records that the signatures need. One that holds something without a meaning on
    /// the other side stays opaque where it is only pointed to.
    pub(super) fn finish(mut self) -> Result<(), Stop> {
        let roots = std::mem::take(&mut self.roots);
        let mut by_value = Vec::new();
        let mut behind = Vec::new();
        for root in &roots {
            root.names(false, &mut |name, pointed| {
                if pointed { behind.push(name.to_owned()) } else { by_value.push(name.to_owned()) }
            });
        }
        while let Some(name) = by_value.pop() {
            // What another object only points to may be opaque as yet.
            if !self.finished.values.insert(name.clone()) {
                continue;
            }
            let definition = self.define(&name)?;
            field_mentions(&definition, &mut |name, pointed| {
                if pointed { behind.push(name.to_owned()) } else { by_value.push(name.to_owned()) }
            });
            self.finish_one(name, definition);
        }
        let mut seen = BTreeSet::new();
        while let Some(name) = behind.pop() {
            if self.is_known(&name) || !seen.insert(name.clone()) {
                continue;
            }
            let mut definition = self.define(&name)?;
            if self.is_plain(&name, 0)? {
                field_mentions(&definition, &mut |name, _| behind.push(name.to_owned()));
            } else {
                definition.kind = TypeKind::Opaque;
            }
            self.finish_one(name, definition);
        }
        Ok(())
    }

    fn finish_one(&mut self, name: String, definition: TypeDef) {
        let opaque = matches!(definition.kind, TypeKind::Opaque);
        if !(opaque && self.is_known(&name)) {
            self.finished.types.insert(name, definition);
        }
    }

    /// Finished, and not merely as an opaque type that another object knew no more about.
    fn is_known(&self, name: &str) -> bool {
        self.finished.types.get(name).is_some_and(|known| !matches!(known.kind, TypeKind::Opaque))
    }

    pub(super) fn define(&mut self, name: &str) -> Result<TypeDef, Stop> {
        if let Some(known) = self.definitions.get(name) {
            return Ok(known.clone());
        }
        let definition = match self.origins.get(name).copied() {
            Some(die) => {
                let entry = self.image.entry(die)?;
                let kind = self.record_kind(name, &entry)?;
                let layout = layout(&entry).or_else(|| tag_layout(&kind));
                TypeDef { layout, location: self.location(&entry), ..TypeDef::new(name, kind) }
            }
            None => TypeDef::new(name, TypeKind::Opaque),
        };
        self.definitions.insert(name.to_owned(), definition.clone());
        Ok(definition)
    }

    /// Puts a type beside the ones that entries describe: a part of an enum that carries data.
    pub(super) fn add_definition(&mut self, definition: TypeDef) -> Type {
        let name = definition.name.clone();
        self.definitions.insert(name.clone(), definition);
        Type::Named(name)
    }

    /// Whether everything that lies *in* a record can be written in C.
    fn is_plain(&mut self, name: &str, depth: usize) -> Result<bool, Stop> {
        if let Some(known) = self.plain.get(name) {
            return Ok(*known);
        }
        if depth > DEPTH_MAX {
            return Ok(false);
        }
        let definition = self.define(name)?;
        if matches!(definition.kind, TypeKind::Opaque) {
            return Ok(false);
        }
        // What contains itself has no size.
        self.plain.insert(name.to_owned(), false);
        let mut inner = Vec::new();
        let mut plain = true;
        definition.kind.types().for_each(|ty| {
            plain &= !holds_foreign(ty);
            ty.names(false, &mut |name, pointed| {
                if !pointed {
                    inner.push(name.to_owned());
                }
            });
        });
        for name in inner {
            plain = plain && self.is_plain(&name, depth + 1)?;
        }
        self.plain.insert(name.to_owned(), plain);
        Ok(plain)
    }
}

/// Size and alignment of an entry. Compilers that do not say the alignment leave it to the fields.
pub(super) fn layout(entry: &Entry<'_>) -> Option<Layout> {
    let size_bytes = entry.unsigned(dw::DW_AT_byte_size)?;
    let align_bytes = entry.unsigned(dw::DW_AT_alignment)?;
    Some(Layout { size_bytes, align_bytes })
}

/// Zig's own backend leaves the size of what is really an integer to that integer.
fn tag_layout(kind: &TypeKind) -> Option<Layout> {
    let bits = match kind {
        TypeKind::Enum(e) => e.tag?.bits,
        TypeKind::Struct(Record { repr: Repr::Bits(bits), .. }) => *bits,
        _ => return None,
    };
    // Exact for what may cross a boundary: a power of two of at least a byte.
    let bytes = u64::from(bits.div_ceil(8)).next_power_of_two();
    Some(Layout { size_bytes: bytes, align_bytes: bytes })
}

pub(super) fn void_pointer(mutable: bool) -> Type {
    Type::Pointer(Box::new(Pointer {
        pointee: Type::Void,
        mutable,
        nullable: Nullability::Nullable,
        extent: Extent::Unknown,
    }))
}

fn is_nothing(text: &str) -> bool {
    text == "()" || text == "core::ffi::c_void"
}

fn int(name: &str, signed: bool, bits: u16, language: Language) -> Type {
    let spelling = spelling(name, language);
    let bits = match language {
        Language::Zig(_) => zig::int_bits(name, spelling, bits),
        _ => bits,
    };
    Type::Int(Int { signed, bits, spelling })
}

fn spelling(name: &str, language: Language) -> IntSpelling {
    match (language, name) {
        (_, "usize" | "isize") => IntSpelling::Size,
        (Language::Rust, _) => IntSpelling::Fixed,
        (_, "char" | "c_char") => IntSpelling::CChar,
        (_, "signed char" | "unsigned char") => IntSpelling::CSChar,
        (_, "short" | "short int" | "unsigned short" | "short unsigned int" | "c_short" | "c_ushort") => {
            IntSpelling::CShort
        }
        (_, "int" | "unsigned int" | "unsigned" | "c_int" | "c_uint") => IntSpelling::CInt,
        (_, "long" | "long int" | "unsigned long" | "long unsigned int" | "c_long" | "c_ulong") => {
            IntSpelling::CLong
        }
        (
            _,
            "long long"
            | "long long int"
            | "unsigned long long"
            | "long long unsigned int"
            | "c_longlong"
            | "c_ulonglong",
        ) => IntSpelling::CLongLong,
        _ => IntSpelling::Fixed,
    }
}

fn field_mentions(definition: &TypeDef, found: &mut dyn FnMut(&str, bool)) {
    definition.kind.types().for_each(|ty| ty.names(false, found));
}

/// Whether a value of the type holds something foreign; what it points to does not count.
fn holds_foreign(ty: &Type) -> bool {
    match ty {
        Type::Foreign(_) => true,
        Type::Array { element, .. } => holds_foreign(element),
        _ => false,
    }
}
