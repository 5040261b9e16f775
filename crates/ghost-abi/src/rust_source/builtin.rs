//! Types that the language, its standard library and `libc` define.

use crate::model::{Int, IntSpelling, Machine, Type};

/// The type behind a name without generic arguments.
pub(super) fn plain(name: &str, machine: Machine) -> Option<Type> {
    let int =
        |signed: bool, bits: u16, spelling: IntSpelling| Some(Type::Int(Int { signed, bits, spelling }));
    let pointer_bits = u16::from(machine.pointer_bytes) * 8;
    let long_bits = u16::from(machine.c_long_bytes) * 8;
    match name {
        "bool" | "AtomicBool" => Some(Type::Bool),
        "char" => Some(Type::RustChar),
        "c_void" => Some(Type::Void),
        "f16" => Some(Type::Float(16)),
        "f32" | "c_float" => Some(Type::Float(32)),
        "f64" | "c_double" => Some(Type::Float(64)),
        "f128" => Some(Type::Float(128)),
        "usize" | "size_t" | "uintptr_t" => int(false, pointer_bits, IntSpelling::Size),
        "isize" | "ssize_t" | "intptr_t" | "ptrdiff_t" => int(true, pointer_bits, IntSpelling::Size),
        "c_char" => int(machine.c_char_signed, 8, IntSpelling::CChar),
        "c_schar" => int(true, 8, IntSpelling::CSChar),
        "c_uchar" => int(false, 8, IntSpelling::CSChar),
        "c_short" => int(true, 16, IntSpelling::CShort),
        "c_ushort" => int(false, 16, IntSpelling::CShort),
        "c_int" => int(true, 32, IntSpelling::CInt),
        "c_uint" => int(false, 32, IntSpelling::CInt),
        "c_long" => int(true, long_bits, IntSpelling::CLong),
        "c_ulong" => int(false, long_bits, IntSpelling::CLong),
        "c_longlong" => int(true, 64, IntSpelling::CLongLong),
        "c_ulonglong" => int(false, 64, IntSpelling::CLongLong),
        _ => sized(name),
    }
}

/// Names that carry their width: `u32`, `uint32_t`, `NonZeroU32`, `AtomicU32`.
fn sized(name: &str) -> Option<Type> {
    let core = name
        .strip_prefix("NonZero")
        .or_else(|| name.strip_prefix("Atomic"))
        .map(str::to_lowercase)
        .or_else(|| name.strip_suffix("_t").map(|n| n.replace("uint", "u").replace("int", "i")))
        .unwrap_or_else(|| name.to_owned());
    let (signed, width) = match core.split_at_checked(1)? {
        ("i", width) => (true, width),
        ("u", width) => (false, width),
        _ => return None,
    };
    let bits = match width {
        "8" => 8,
        "16" => 16,
        "32" => 32,
        "64" => 64,
        "128" => 128,
        _ => return None,
    };
    Some(Type::Int(Int { signed, bits, spelling: IntSpelling::Fixed }))
}

/// Types that hold one value of their argument in the argument's own layout.
pub(super) fn is_wrapper(name: &str) -> bool {
    matches!(
        name,
        "MaybeUninit"
            | "ManuallyDrop"
            | "Cell"
            | "UnsafeCell"
            | "SyncUnsafeCell"
            | "Wrapping"
            | "Saturating"
            | "NonZero"
            | "Atomic"
            | "Pin"
    )
}

/// Wrappers behind which `Option` finds no unused value.
pub(super) fn hides_niche(name: &str) -> bool {
    matches!(name, "MaybeUninit" | "Cell" | "UnsafeCell" | "SyncUnsafeCell" | "Atomic")
}

/// Types without a size that the compiler knows: a pointer to one is two words.
pub(super) fn is_unsized(name: &str) -> bool {
    matches!(name, "str" | "CStr" | "OsStr" | "Path")
}

/// Types of no size, which only mark.
pub(super) fn is_marker(name: &str) -> bool {
    matches!(name, "PhantomData" | "PhantomPinned")
}

/// Whether a path leads into a crate that may have types of its own under the names of the standard library's; the
/// crates that are left out give the standard library's on, or types that are no more promised.
pub(super) fn is_of_another_crate(path: &[String]) -> bool {
    const KNOWN: [&str; 12] = [
        "std",
        "core",
        "alloc",
        "libc",
        "anyhow",
        "eyre",
        "parking_lot",
        "hashbrown",
        "tokio",
        "crate",
        "self",
        "super",
    ];
    path.len() > 1 && !KNOWN.contains(&path[0].as_str())
}

/// Standard types whose layout is nobody's business, by value meaningless on the other side.
pub(super) fn is_rust_only(name: &str) -> bool {
    matches!(
        name,
        "String"
            | "Vec"
            | "Rc"
            | "Arc"
            | "Cow"
            | "Result"
            | "HashMap"
            | "HashSet"
            | "BTreeMap"
            | "BTreeSet"
            | "VecDeque"
            | "Mutex"
            | "RwLock"
            | "RefCell"
            | "OnceCell"
            | "OnceLock"
            | "LazyLock"
            | "CString"
            | "OsString"
            | "PathBuf"
            | "Duration"
            | "Instant"
            | "SystemTime"
            | "Range"
            | "Weak"
            | "Ordering"
    )
}

/// Whether the language gives a bare name a meaning of its own.
pub(super) fn is_builtin(name: &str) -> bool {
    is_wrapper(name)
        || is_unsized(name)
        || is_marker(name)
        || is_rust_only(name)
        || matches!(
            name,
            "Option"
                | "NonNull"
                | "Box"
                | "AtomicPtr"
                | "NonZeroUsize"
                | "NonZeroIsize"
                | "AtomicUsize"
                | "AtomicIsize"
        )
        || plain(name, Machine::X86_64_LINUX).is_some()
}
