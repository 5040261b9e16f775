//! What is known of a value while a body is read.

use crate::effects::{Resource, ResourceKind, Slot};
use crate::finding::Place;

/// A set of parameters, by index; the 64th and later are not followed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Params(u64);

impl Params {
    pub(super) const NONE: Self = Self(0);

    pub(super) fn one(index: usize) -> Self {
        Self(u32::try_from(index).ok().and_then(|i| 1_u64.checked_shl(i)).unwrap_or(0))
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        (0..64).filter(move |index| self.0 >> index & 1 == 1)
    }
}

/// A value: what it is, whose memory it refers to, and who decided it.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools, reason = "facts of a value that do not depend on each other")]
pub(super) struct Val {
    pub(super) what: What,
    /// Parameters whose memory it still refers to; copies refer to none.
    pub(super) holds: Params,
    /// Parameters whose memory a closure refers to.
    pub(super) captures: Params,
    /// Parameters, or what lies behind them, that decided its value.
    pub(super) tainted: Params,
    /// The pointee of the last pointer cast, where there was one.
    pub(super) cast: Option<String>,
    /// Its type, where it is known.
    pub(super) ty: Option<Core>,
    /// The field of a parameter that it was reached through.
    pub(super) field: Option<String>,
    /// The parameter that this owner was rebuilt from.
    pub(super) rebuilt: Option<usize>,
    /// How many bits its value has at most, where that is known; 0 for what is within its bounds.
    pub(super) bits: Option<u32>,
    /// Whether it is a position that a search found within something.
    pub(super) place: bool,
    /// Of what decided it, parameters that only decide whether it is there: keys that are looked up.
    pub(super) asked: Params,
    /// Where memory was given away.
    pub(super) at: Option<Place>,
    /// Whether it was read up to its first NUL, and so holds none.
    pub(super) nul_free: bool,
    /// Whether it points to the contents of an owner, and not to the owner.
    pub(super) contents: bool,
    /// Whether it is text, or the bytes of text, to which nobody added a terminator.
    pub(super) bare: bool,
    /// Whether it was read from a file, and so holds whatever bytes there are.
    pub(super) wild: bool,
    /// Whether a lock was taken on the way to it.
    pub(super) locked: bool,
    /// The variable that the pointer stood in that it was rebuilt from.
    pub(super) rebuilt_from: Option<String>,
    /// What lies in a box of a type of the unit.
    pub(super) inside: Option<String>,
    /// The field that it was read from, with the type that has the field.
    pub(super) slot: Option<Slot>,
    /// The function of the other side that gave it, or gave a part of it.
    pub(super) foreign: Option<String>,
    /// What else it may be, by another branch, and where.
    pub(super) others: Vec<(Val, Place)>,
}

/// A type without the pointers, references, `Option` and `NonNull` around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Core {
    /// Its text without blanks.
    pub(super) name: String,
    /// How many pointers and references stood around it.
    pub(super) depth: u8,
}

impl Core {
    /// What lies in a type.
    pub(super) fn of(ty: &syn::Type) -> Self {
        let inside = |ty: &syn::Type| {
            let core = Self::of(ty);
            Self { depth: core.depth.saturating_add(1), ..core }
        };
        match ty {
            syn::Type::Ptr(pointer) => inside(&pointer.elem),
            syn::Type::Reference(reference) => inside(&reference.elem),
            syn::Type::Paren(inner) => Self::of(&inner.elem),
            syn::Type::Group(inner) => Self::of(&inner.elem),
            syn::Type::Path(path) => {
                let Some(last) = path.path.segments.last() else { return Self::named(ty) };
                let argument = match &last.arguments {
                    syn::PathArguments::AngleBracketed(args) => args.args.iter().find_map(|arg| match arg {
                        syn::GenericArgument::Type(inner) => Some(inner),
                        _ => None,
                    }),
                    _ => None,
                };
                match (last.ident.to_string().as_str(), argument) {
                    ("Option" | "ManuallyDrop" | "MaybeUninit" | "Wrapping", Some(inner)) => Self::of(inner),
                    ("NonNull" | "Box", Some(to)) => inside(to),
                    _ => Self::named(ty),
                }
            }
            _ => Self::named(ty),
        }
    }

    fn named(ty: &syn::Type) -> Self {
        let text = super::unit::type_text(ty);
        Self { name: last_of_path(&text).to_owned(), depth: 0 }
    }

    /// Whether it is a plain number, character or truth, which refers to nobody's memory.
    pub(super) fn is_scalar(&self) -> bool {
        self.depth == 0
            && (self.integer_bits().is_some()
                || matches!(self.name.as_str(), "f32" | "f64" | "bool" | "char"))
    }

    /// Whether it is a number, or bytes, that whoever passes it has chosen.
    pub(super) fn is_direct(&self) -> bool {
        let name = self.name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(&self.name);
        let behind = Self { name: name.to_owned(), depth: 0 };
        self.is_scalar() || self.depth == 1 && (behind.is_scalar() || matches!(name, "str" | "CStr"))
    }

    /// Bits of an integer type.
    pub(super) fn integer_bits(&self) -> Option<u32> {
        if self.depth > 0 {
            return None;
        }
        integer_bits(&self.name)
    }
}

/// Bits of an integer type.
pub(super) fn integer_bits(name: &str) -> Option<u32> {
    match name {
        "c_char" | "c_schar" | "c_uchar" => Some(8),
        "c_short" | "c_ushort" => Some(16),
        "c_int" | "c_uint" => Some(32),
        "usize" | "isize" | "c_long" | "c_ulong" | "c_longlong" | "c_ulonglong" | "size_t" | "ssize_t" => {
            Some(64)
        }
        name => {
            let bits = name.strip_prefix(['i', 'u'])?.parse().ok()?;
            matches!(bits, 8 | 16 | 32 | 64 | 128).then_some(bits)
        }
    }
}

/// Whether one integer type has every value of another one. That a length is above four billion is nobody's
/// mistake.
pub(super) fn holds_every(wide: &str, narrow: &str) -> bool {
    let signed = |name: &str| {
        name.starts_with('i')
            || matches!(
                name,
                "c_char" | "c_schar" | "c_short" | "c_int" | "c_long" | "c_longlong" | "ssize_t"
            )
    };
    let (Some(has), Some(wants)) = (integer_bits(wide), integer_bits(narrow)) else { return false };
    match (signed(wide), signed(narrow)) {
        (true, false) => has > wants,
        (false, true) => false,
        _ => has >= wants,
    }
}

impl Core {
    /// What owns the memory of a value of the type, where that is one that frees it when it goes.
    pub(super) fn owner(&self) -> Option<ResourceKind> {
        let holds = self.name.split_once('<').map_or(self.name.as_str(), |(name, _)| name);
        match holds {
            _ if self.depth > 0 => None,
            "CString" => Some(ResourceKind::CString),
            "Cow" if self.name.contains("CStr") => Some(ResourceKind::CString),
            "String" | "Vec" | "VecDeque" | "PathBuf" | "OsString" | "Cow" => Some(ResourceKind::Vec),
            _ => None,
        }
    }

    /// What a dereference gives.
    pub(super) fn behind(&self) -> Self {
        Self { name: self.name.clone(), depth: self.depth.saturating_sub(1) }
    }

    /// What a reference to it is.
    pub(super) fn referenced(&self) -> Self {
        Self { name: self.name.clone(), depth: self.depth.saturating_add(1) }
    }

    /// One element of a slice, an array or a `Vec`.
    pub(super) fn element(&self) -> Option<Self> {
        let name = &self.name;
        let inside = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let inside = inside.map(|rest| rest.rsplit_once(';').map_or(rest, |(element, _)| element));
        let inside = inside.or_else(|| name.strip_prefix("Vec<")?.strip_suffix('>'))?;
        Some(Self { name: inside.to_owned(), depth: u8::from(inside.starts_with(['*', '&'])) })
    }
}

/// The path's last segment, with its generic arguments.
fn last_of_path(text: &str) -> &str {
    let head = text.find(['<', '[', '(']).unwrap_or(text.len());
    text[..head].rfind("::").map_or(text, |at| &text[at + 2..])
}

/// What a value is.
#[derive(Debug, Clone, Default)]
pub(super) enum What {
    #[default]
    Unknown,
    /// A parameter as it came.
    Param(usize),
    /// What lies behind a parameter, or a pointer into it.
    Behind(usize),
    /// A local value that frees its memory when it goes.
    Local(ResourceKind),
    /// A pointer whose memory the receiver must free.
    Raw(Resource),
    /// A pointer into a local variable or a temporary: its name, and what would own the memory if
    /// the variable were forgotten.
    Dead(String, Option<ResourceKind>),
    /// A literal or constant text.
    Text { terminated: bool },
    /// A static, or what a lock on it gives.
    Static,
    /// A thread, by its index in the walk.
    Thread(usize),
    /// The result of a conversion of the caller's bytes to UTF-8.
    Utf8(Box<Self>),
    /// The result of making a C string of the caller's bytes.
    MaybeCString,
    /// What a function of the other side gave: its symbol.
    Foreign(String),
    /// A null pointer.
    Null,
}

impl Val {
    pub(super) fn new(what: What) -> Self {
        Self { what, ..Self::default() }
    }

    /// The same taint and memory, but another thing.
    pub(super) fn with(&self, what: What) -> Self {
        Self { what, ..self.clone() }
    }

    /// The same, of another type.
    pub(super) fn typed(self, ty: Option<Core>) -> Self {
        Self { ty, ..self }
    }

    /// A value that was copied out: it refers to nobody's memory.
    pub(super) fn copied(&self, what: What) -> Self {
        Self { what, tainted: self.tainted, nul_free: self.nul_free, ..Self::default() }
    }

    /// Something made of several values.
    pub(super) fn made_of<'v>(parts: impl IntoIterator<Item = &'v Self>) -> Self {
        parts.into_iter().fold(Self::default(), |all, part| Self {
            holds: all.holds.and(part.holds),
            tainted: all.tainted.and(part.tainted),
            foreign: all.foreign.or_else(|| part.foreign.clone()),
            ..Self::default()
        })
    }

    /// The function of the other side that gave it, where it is no copy of that.
    pub(super) fn giver(&self) -> Option<String> {
        self.foreign.clone().filter(|_| !matches!(self.what, What::Local(_)))
    }

    /// Parameters whose memory it refers to, itself or by what a closure has taken along.
    pub(super) fn refers_to(&self) -> Params {
        self.holds.and(self.captures)
    }

    pub(super) fn is_tainted(&self) -> bool {
        !self.tainted.is_empty()
    }

    /// The parameter whose memory this is, or points into.
    pub(super) fn behind(&self) -> Option<usize> {
        match self.what {
            What::Param(index) | What::Behind(index) => Some(index),
            _ => None,
        }
    }
}

/// What lies in an `Option` or `Result`: the same value, without the doubt.
pub(super) fn unwrapped(val: Val) -> Val {
    let val = Val { tainted: val.tainted.without(val.asked), asked: Params::NONE, ..val };
    match val.what {
        What::Utf8(ref inner) => {
            let what = (**inner).clone();
            val.with(what)
        }
        What::MaybeCString => val.with(What::Local(ResourceKind::CString)),
        _ => val,
    }
}
