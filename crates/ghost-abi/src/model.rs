//! The data: one value describes one side of a boundary.
//!
//! Everything is owned, ordered and serialisable; the JSON form is the one that manifests,
//! caches and `--baseline` files hold ([`SCHEMA`] is its version). Types refer to each other by
//! name, so an interface can hold recursive types without sharing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Version of the JSON form of [`Interface`]. Raised when a reader of the old form would be misled.
pub const SCHEMA: u32 = 1;

/// One side of a boundary: everything that a library offers, or that a program expects of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interface {
    /// Version of this form, [`SCHEMA`].
    pub schema: u32,
    /// The library's name as its users write it, for example the crate's.
    pub name: String,
    /// What sizes and alignments were computed for.
    pub machine: Machine,
    /// Functions, ordered by symbol.
    pub functions: Vec<Function>,
    /// Exported variables, ordered by symbol.
    pub statics: Vec<Static>,
    /// Every type that functions, statics and other types name. The key is the name in use there.
    pub types: BTreeMap<String, TypeDef>,
    /// Named constants that the source offers to the other side.
    pub constants: Vec<Constant>,
    /// What the library declares of others in `extern` blocks, where its source was read: whoever is linked with it
    /// must offer exactly that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Box<Interface>>,
}

impl Interface {
    /// An empty interface.
    #[must_use]
    pub fn new(name: impl Into<String>, machine: Machine) -> Self {
        Self {
            schema: SCHEMA,
            name: name.into(),
            machine,
            functions: Vec::new(),
            statics: Vec::new(),
            types: BTreeMap::new(),
            constants: Vec::new(),
            needs: None,
        }
    }

    /// The function behind a symbol.
    #[must_use]
    pub fn function(&self, symbol: &str) -> Option<&Function> {
        self.functions.iter().find(|f| f.symbol == symbol)
    }

    /// The variable behind a symbol.
    #[must_use]
    pub fn static_(&self, symbol: &str) -> Option<&Static> {
        self.statics.iter().find(|s| s.symbol == symbol)
    }

    /// Gives types other names, throughout. Names that no type has are left aside.
    pub fn rename_types(&mut self, names: &BTreeMap<String, String>) {
        self.each_type(&mut |ty| ty.rename(names));
        for (name, mut definition) in std::mem::take(&mut self.types) {
            let new = names.get(&name).unwrap_or(&name).clone();
            definition.name.clone_from(&new);
            self.types.insert(new, definition);
        }
    }

    /// Calls for every type in use anywhere, those inside of others behind these.
    pub(crate) fn each_type(&mut self, visit: &mut dyn FnMut(&mut Type)) {
        for function in &mut self.functions {
            function.ret.each_mut(visit);
            function.params.iter_mut().for_each(|param| param.ty.each_mut(visit));
        }
        self.statics.iter_mut().for_each(|variable| variable.ty.each_mut(visit));
        self.constants.iter_mut().for_each(|constant| constant.ty.each_mut(visit));
        self.types.values_mut().for_each(|definition| definition.kind.each_mut(visit));
    }

    /// Follows aliases until something that is not an alias. A cycle of aliases ends where it began.
    #[must_use]
    pub fn resolve<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut at = ty;
        for _ in 0..ALIAS_DEPTH_MAX {
            match at {
                Type::Named(name) => match self.types.get(name).map(|t| &t.kind) {
                    Some(TypeKind::Alias(target)) => at = target,
                    _ => return at,
                },
                _ => return at,
            }
        }
        ty
    }
}

/// Deepest chain of aliases that is followed. C's own limits are lower (C11 5.2.4.1).
const ALIAS_DEPTH_MAX: usize = 64;

/// A family of processors, as far as it decides how values are passed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arch {
    /// 64-bit x86.
    #[serde(rename = "x86_64")]
    X86_64,
    /// 32-bit x86.
    X86,
    /// 64-bit Arm, little-endian.
    Aarch64,
    /// 32-bit Arm.
    Arm,
    /// Any other, or not known.
    #[default]
    Other,
}

impl Arch {
    /// The family of a processor as Zig calls it.
    #[must_use]
    pub fn of(name: &str) -> Self {
        match name {
            "x86_64" => Self::X86_64,
            "x86" => Self::X86,
            "aarch64" => Self::Aarch64,
            "arm" | "thumb" => Self::Arm,
            _ => Self::Other,
        }
    }
}

/// The facts about a machine that decide layouts and calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// Width of a pointer in bytes: 2, 4 or 8.
    pub pointer_bytes: u8,
    /// Width of C's `long` in bytes (4 on Windows and on 32 bits, else 8).
    pub c_long_bytes: u8,
    /// Whether a plain `char` of C is signed on this machine.
    pub c_char_signed: bool,
    /// Whether the lowest byte stands first.
    pub little_endian: bool,
    /// Alignment in bytes of numbers of 8 bytes: 4 on 32-bit x86 but for Windows, else 8.
    #[serde(default = "eight", skip_serializing_if = "is_eight")]
    pub wide_align_bytes: u8,
    /// The family of its processor.
    #[serde(default)]
    pub arch: Arch,
}

const fn eight() -> u8 {
    8
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_eight(bytes: &u8) -> bool {
    *bytes == eight()
}

impl Machine {
    /// 64-bit Linux and BSD on x86: pointers and `long` of 8 bytes, signed `char`, little-endian.
    pub const X86_64_LINUX: Self = Self {
        pointer_bytes: 8,
        c_long_bytes: 8,
        c_char_signed: true,
        little_endian: true,
        wide_align_bytes: 8,
        arch: Arch::X86_64,
    };
}

/// A function that can be called across the boundary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// The name the linker knows, without the underscore that Mach-O and 32-bit COFF prepend.
    pub symbol: String,
    /// Parameters in order.
    pub params: Vec<Param>,
    /// The result; [`Type::Void`] for none, [`Type::Never`] for a function that does not return.
    pub ret: Type,
    /// Whether more arguments may follow (`...`).
    pub variadic: bool,
    /// How arguments travel.
    pub callconv: CallConv,
    /// Lines of documentation without comment marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub docs: Vec<String>,
    /// What its source asks of callers.
    #[serde(default, skip_serializing_if = "Advice::is_empty")]
    pub advice: Advice,
    /// Where it is declared or defined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// What is known from which witness.
    pub seen: Seen,
}

/// What a declaration asks of who uses it. Compilers may warn; nothing depends on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// `#[deprecated]`: the note, empty where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// `#[must_use]`: the result is not to be dropped.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub must_use: bool,
}

impl Advice {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A parameter of a function or of a function pointer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Param {
    /// Its name where a witness has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its type.
    pub ty: Type,
}

/// An exported variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Static {
    /// The name the linker knows.
    pub symbol: String,
    /// Its type.
    pub ty: Type,
    /// Whether a program may write to it.
    pub mutable: bool,
    /// Whether every thread has its own.
    #[serde(default)]
    pub thread_local: bool,
    /// Lines of documentation without comment marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub docs: Vec<String>,
    /// Where it is declared or defined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// What is known from which witness.
    pub seen: Seen,
}

/// A named constant (`pub const` of a plain type, `#define` in C).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constant {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Its value.
    pub value: ConstantValue,
    /// Lines of documentation without comment marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub docs: Vec<String>,
}

/// The value of a [`Constant`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConstantValue {
    /// An integer of any width up to 128 bits. In JSON a string, for readers with 53 bits.
    Int(#[serde(with = "wide")] i128),
    /// A floating-point number, as its source text.
    Float(String),
    /// `true` or `false`.
    Bool(bool),
    /// Text without its terminator.
    Str(String),
}

impl ConstantValue {
    /// The integer, if it is one.
    pub(crate) fn as_int(&self) -> Option<i128> {
        match self {
            Self::Int(n) => Some(*n),
            _ => None,
        }
    }
}

/// A type in use.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// No value. Behind a pointer: `void *`, `*anyopaque`.
    Void,
    /// A function that does not return.
    Never,
    /// One byte, 0 or 1 only.
    Bool,
    /// An integer.
    Int(Int),
    /// A floating-point number of 16, 32, 64, 80 or 128 bits.
    Float(u8),
    /// Rust's `char`: 32 bits, not every value valid. Not a C type; written as `uint32_t`.
    RustChar,
    /// A pointer to data.
    Pointer(Box<Pointer>),
    /// A pointer to a function.
    FnPointer(Box<FnPointer>),
    /// A fixed number of elements, one after the other. As a parameter of C it would decay.
    Array {
        /// Type of one element.
        element: Box<Type>,
        /// Number of elements.
        len: u64,
    },
    /// A type of [`Interface::types`].
    Named(String),
    /// Something that has no meaning on the other side (`String`, a slice, an error union …):
    /// the source text, for the message.
    Foreign(String),
}

impl Type {
    /// The types that its spelling holds: behind a pointer, in an array, of a callback's parameters and result.
    pub(crate) fn inner(&self) -> impl Iterator<Item = &Self> {
        let (params, last): (&[FnPointerParam], _) = match self {
            Self::Pointer(pointer) => (&[], Some(&pointer.pointee)),
            Self::Array { element, .. } => (&[], Some(&**element)),
            Self::FnPointer(function) => (&function.params, Some(&function.ret)),
            _ => (&[], None),
        };
        params.iter().map(|param| &param.ty).chain(last)
    }

    fn inner_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        let (params, last): (&mut [FnPointerParam], _) = match self {
            Self::Pointer(pointer) => (&mut [], Some(&mut pointer.pointee)),
            Self::Array { element, .. } => (&mut [], Some(&mut **element)),
            Self::FnPointer(function) => (&mut function.params, Some(&mut function.ret)),
            _ => (&mut [], None),
        };
        params.iter_mut().map(|param| &mut param.ty).chain(last)
    }

    /// Calls for it and everything inside, the outer first.
    pub(crate) fn each_mut(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        visit(self);
        self.inner_mut().for_each(|ty| ty.each_mut(visit));
    }

    /// Gives it another name, if it is one of these.
    pub(crate) fn rename(&mut self, names: &BTreeMap<String, String>) {
        if let Self::Named(name) = self
            && let Some(new) = names.get(name)
        {
            name.clone_from(new);
        }
    }

    /// Calls for every name in it; the flag says whether a pointer leads there. A callback's types are not behind
    /// its pointer: values of them are passed.
    pub(crate) fn names(&self, behind: bool, found: &mut dyn FnMut(&str, bool)) {
        if let Self::Named(name) = self {
            found(name, behind);
        }
        let behind = match self {
            Self::Pointer(_) => true,
            Self::FnPointer(_) => false,
            _ => behind,
        };
        self.inner().for_each(|ty| ty.names(behind, found));
    }

    /// Number of types that it is made of where it is written out.
    pub(crate) fn parts(&self) -> usize {
        1 + self.inner().map(Self::parts).sum::<usize>()
    }
}

/// An integer type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Int {
    /// Whether negative values exist.
    pub signed: bool,
    /// Width in bits on [`Interface::machine`].
    pub bits: u16,
    /// How the source spells the width, where a witness kept it. Debug information does not.
    pub spelling: IntSpelling,
}

impl Int {
    /// Whether a number is a value of it.
    pub(crate) fn holds(self, value: i128) -> bool {
        let bits = u32::from(self.bits);
        match (self.signed, bits) {
            (_, 0) => false,
            (true, 128..) => true,
            (false, 127..) => value >= 0,
            (true, _) => (-(1_i128 << (bits - 1))..1_i128 << (bits - 1)).contains(&value),
            (false, _) => (0..1_i128 << bits).contains(&value),
        }
    }
}

/// How an integer's width is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntSpelling {
    /// By a number: `u32`, `uint32_t`.
    Fixed,
    /// A pointer's width: `usize`, `isize`, `size_t`, `uintptr_t`.
    Size,
    /// C's `char`: signedness depends on the machine.
    CChar,
    /// C's `signed char` or `unsigned char`.
    CSChar,
    /// C's `short`.
    CShort,
    /// C's `int`.
    CInt,
    /// C's `long`: 4 or 8 bytes.
    CLong,
    /// C's `long long`.
    CLongLong,
}

/// A pointer to data.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pointer {
    /// What it points to. [`Type::Void`] for an untyped pointer.
    pub pointee: Type,
    /// Whether what it points to may be written through it.
    pub mutable: bool,
    /// Whether null is a value of it.
    pub nullable: Nullability,
    /// How many values stand behind it.
    pub extent: Extent,
}

/// Whether null is a value of a pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nullability {
    /// The declaration allows null: `Option<&T>`, `?*T`, `[*c]T`, and raw pointers of Rust and C.
    Nullable,
    /// The declaration excludes null: `&T`, `NonNull<T>`, `Box<T>`, `*T` and `[*]T` of Zig.
    NonNull,
    /// The witness does not say (debug information of a Rust library for `&T` and `*const T` alike).
    Unknown,
}

/// How many values stand behind a pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// Exactly one: `*T` of Zig, references of Rust.
    One,
    /// Several, the count is told elsewhere: `[*]T`.
    Many,
    /// Several, ended by this value: `[*:0]T`.
    Sentinel(i64),
    /// The declaration does not say: raw pointers of Rust, pointers of C, `[*c]T`.
    Unknown,
}

/// A pointer to a function.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FnPointer {
    /// Types of the parameters, with names where a witness has them.
    pub params: Vec<FnPointerParam>,
    /// The result.
    pub ret: Type,
    /// Whether more arguments may follow.
    pub variadic: bool,
    /// How arguments travel.
    pub callconv: CallConv,
    /// Whether null is a value of it.
    pub nullable: Nullability,
}

/// A parameter of a [`FnPointer`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FnPointerParam {
    /// Its name where a witness has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its type.
    pub ty: Type,
}

/// A calling convention.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallConv {
    /// The platform's C convention; unwinding out of it aborts.
    C,
    /// The platform's C convention, and unwinding may pass (`extern "C-unwind"`).
    CUnwind,
    /// The source language's own, which nobody else can call: `extern "Rust"`, Zig's `auto`.
    Native,
    /// Another one by its name, as the source spells it.
    Other(String),
}

/// A type with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeDef {
    /// Its name on this side, without path.
    pub name: String,
    /// What it is.
    pub kind: TypeKind,
    /// Size and alignment, where a witness knows them: debug information does, source may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<Layout>,
    /// Lines of documentation without comment marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub docs: Vec<String>,
    /// What its source asks of those who use it.
    #[serde(default, skip_serializing_if = "Advice::is_empty")]
    pub advice: Advice,
    /// Where it is declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Whether it is the C library's own, which Rust's crate `libc` mirrors under C's name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_libc: bool,
}

impl TypeDef {
    /// A type of which nothing else is known.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: TypeKind) -> Self {
        Self {
            name: name.into(),
            kind,
            layout: None,
            docs: Vec::new(),
            advice: Advice::default(),
            location: None,
            of_libc: false,
        }
    }
}

/// Size and alignment of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Bytes from one element of an array to the next.
    pub size_bytes: u64,
    /// Alignment in bytes.
    pub align_bytes: u64,
}

/// What a named type is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeKind {
    /// Fields one after the other.
    Struct(Record),
    /// Fields on top of each other.
    Union(Record),
    /// Named integers.
    Enum(Enum),
    /// Only ever seen behind a pointer; its inside is nobody's business.
    Opaque,
    /// Another name for a type.
    Alias(Type),
}

impl TypeKind {
    /// The types of its fields, or the one that it is another name for.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Type> {
        let (fields, target): (&[Field], _) = match self {
            Self::Struct(record) | Self::Union(record) => (&record.fields, None),
            Self::Alias(target) => (&[], Some(target)),
            Self::Enum(_) | Self::Opaque => (&[], None),
        };
        fields.iter().map(|field| &field.ty).chain(target)
    }

    /// Calls for every type in use in it, the outer first.
    pub(crate) fn each_mut(&mut self, visit: &mut dyn FnMut(&mut Type)) {
        match self {
            Self::Struct(record) | Self::Union(record) => {
                record.fields.iter_mut().for_each(|field| field.ty.each_mut(visit));
            }
            Self::Alias(target) => target.each_mut(visit),
            Self::Enum(_) | Self::Opaque => {}
        }
    }
}

/// A struct or a union.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Fields in the order of declaration, or by offset where only debug information is known.
    pub fields: Vec<Field>,
    /// What the source says about the layout.
    pub repr: Repr,
}

/// What a declaration promises about its layout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repr {
    /// C's rules (`repr(C)`, `extern struct`), perhaps with more alignment.
    C {
        /// `align(N)`: at least so much.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        align: Option<u64>,
    },
    /// C's order with at most this alignment of fields (`repr(C, packed(N))`).
    CPacked(u64),
    /// One field's layout (`repr(transparent)`).
    Transparent,
    /// Bits in an integer of so many (`packed struct` of Zig).
    Bits(u16),
    /// The compiler orders fields as it likes (no `repr`, Zig's plain `struct`).
    Native,
    /// No witness says. Debug information knows offsets, not promises.
    Unknown,
}

/// A field of a struct or union.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name. Tuple fields are named by their number.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Bytes from the start of the record, where a witness knows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_bytes: Option<u64>,
    /// Bits within that byte and width in bits, of a field of a [`Repr::Bits`] record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bits: Option<BitRange>,
    /// Lines of documentation without comment marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub docs: Vec<String>,
    /// Where it is declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// Where a bit field lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BitRange {
    /// First bit, counted from the lowest of the record.
    pub offset: u32,
    /// Number of bits.
    pub width: u32,
}

/// Named integers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enum {
    /// The integer underneath. `None` where the source leaves it to the compiler.
    pub tag: Option<Int>,
    /// Whether values without a name are valid (`enum(u32) { …, _ }`, C's enums).
    pub open: bool,
    /// Variants in order of declaration.
    pub variants: Vec<Variant>,
}

/// A named value of an [`Enum`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Its value.
    #[serde(with = "wide")]
    pub value: i128,
    /// Lines of documentation without comment marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub docs: Vec<String>,
    /// Where it is declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// A place in source text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Location {
    /// The file, as the reader was told its name.
    pub file: String,
    /// Line, counted from 1.
    pub line: u32,
    /// Column in bytes, counted from 1; 0 where the witness has none.
    #[serde(default)]
    pub column: u32,
}

/// Which witnesses spoke about an export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// In the symbol table of the built library.
    #[serde(default)]
    pub symbol: bool,
    /// In the debug information.
    #[serde(default)]
    pub debug: bool,
    /// In source text.
    #[serde(default)]
    pub source: bool,
}

/// Wide integers as strings: readers of JSON keep 53 bits of a number.
mod wide {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(value: &i128, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&value.to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i128, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
