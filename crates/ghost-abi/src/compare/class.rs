//! The vocabulary of findings: every class a boundary check can report, with its stable id.
//!
//! The ids are an interface: reports, suppressions and baselines hold them. None is ever renamed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

macro_rules! classes {
    ($($group:ident { $($variant:ident $id:literal $doc:literal)* })*) => {
        /// What kind of mistake a finding is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Class {
            $($(#[doc = $doc] $variant,)*)*
        }

        impl Class {
            /// Every class, in the order of the documentation.
            pub const ALL: &[Self] = &[$($(Self::$variant,)*)*];

            /// The stable id.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $($(Self::$variant => $id,)*)* }
            }

            /// The group that the class belongs to.
            #[must_use]
            pub const fn group(self) -> Group {
                match self { $($(Self::$variant => Group::$group,)*)* }
            }

            /// One sentence about what the class means.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $($(Self::$variant => $doc,)*)* }
            }
        }
    };
}

/// What a class is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Group {
    /// The two declarations of one function differ.
    Signature,
    /// The two declarations of one type differ.
    Layout,
    /// The two declarations of one enumeration differ.
    Enum,
    /// The symbols do not meet.
    Link,
    /// Who frees what, with what.
    Ownership,
    /// A pointer lives longer than what it points to.
    Lifetime,
    /// Unwinding meets the boundary.
    Panic,
    /// Threads meet the boundary.
    Concurrency,
    /// A type that has no meaning on the other side.
    NotFfiSafe,
    /// Text that is not what the other side takes it for.
    Strings,
}

classes! {
    Signature {
        SigArity "sig-arity" "Different number of parameters."
        SigIntWidth "sig-int-width" "Integer of another width, as parameter or return value."
        SigSignedness "sig-signedness" "Same width, signed on one side, unsigned on the other."
        SigUsizeVsFixed "sig-usize-vs-fixed" "Pointer-sized integer on one side, fixed width on the other."
        SigBoolVsInt "sig-bool-vs-int" "`bool` (one byte, 0 or 1 only) on one side, an integer on the other."
        SigFloatWidth "sig-float-width" "`f32` on one side, `f64` on the other."
        SigPointerConst "sig-pointer-const" "One side declares const what the other side writes to."
        SigSentinel "sig-sentinel" "One side declares a terminated pointer, the other gives or declares one without a terminator."
        SigCallback "sig-callback" "The function pointer's own parameters or return value differ."
        SigCallconv "sig-callconv" "Calling convention missing or different, of a function or of a callback."
        SigVariadic "sig-variadic" "Variadic on one side, fixed on the other."
        NullabilityMismatch "nullability-mismatch" "One side may give null, the other declares a pointer that is never null."
    }
    Layout {
        LayoutMissingReprC "layout-missing-repr-c" "A Rust struct or union without `repr(C)` or `repr(transparent)` crosses the boundary."
        LayoutFieldOrder "layout-field-order" "Same fields in another order, even if the size is the same."
        LayoutFieldType "layout-field-type" "A field has another type, size or count of elements."
        LayoutByValueGrowth "layout-by-value-growth" "A type that is passed or returned by value has a field more on one side."
        LayoutPackedVsC "layout-packed-vs-c" "Packed, or bits, on one side; `repr(C)`, or bytes, on the other."
        LayoutAlignment "layout-alignment" "Another alignment, of the type or of a field in it."
        LayoutUnionVsStruct "layout-union-vs-struct" "Union on one side, struct on the other."
        LayoutTargetWidth "layout-target-width" "Agrees on this target only."
    }
    Enum {
        EnumValueDrift "enum-value-drift" "A name has another value, or a value is known to one side only."
        EnumMissingRepr "enum-missing-repr" "A Rust enum without `repr` crosses the boundary."
        EnumSize "enum-size" "Tag types of different size."
        EnumInvalidValue "enum-invalid-value" "An integer that need not be a variant is received as an exhaustive enum."
    }
    Link {
        LinkMissingSymbol "link-missing-symbol" "Declared and called, exported by nobody."
        LinkDuplicateRuntime "link-duplicate-runtime" "Two archives that each bring the Rust runtime, or different panic strategies or allocators, in one binary."
        LinkSymbolCollision "link-symbol-collision" "An export has the name of a function of libc or of another library."
    }
    Ownership {
        OwnershipNoFreeFn "ownership-no-free-fn" "Ownership is handed out, but no exported function takes it back."
        WrongAllocatorFree "wrong-allocator-free" "Memory of Rust is freed with another allocator by the other side."
        OwnershipForeignFree "ownership-foreign-free" "Rust frees or adopts memory that the other side allocated."
        OwnershipWrongReleaseFn "ownership-wrong-release-fn" "Released with the function of another type."
        OwnershipDoubleFree "ownership-double-free" "Released twice, or released after a call that consumed it."
        OwnershipUseAfterFree "ownership-use-after-free" "Used after it was released or consumed."
        VecRawPartsCapacity "vec-raw-parts-capacity" "`Vec` rebuilt with a capacity that it did not have."
        OwnershipCstringLength "ownership-cstring-length" "`CString::from_raw` after its length was changed."
    }
    Lifetime {
        DanglingReturn "dangling-return" "Pointer to a local or a temporary is returned."
        LifetimeEscape "lifetime-escape" "A borrowed argument is kept after the call."
        LifetimeInteriorPointer "lifetime-interior-pointer" "Pointer into a container that may move or drop what it holds."
        LifetimeAsyncBuffer "lifetime-async-buffer" "A buffer of the caller is used by work that goes on after the call."
    }
    Panic {
        PanicAcrossFfi "panic-across-ffi" "A panic that a caller can bring about reaches an exported function (the process aborts)."
        PanicUnwindFrames "panic-unwind-frames" "`\"C-unwind\"`, or a foreign panic, unwinds through frames that cannot be unwound."
        PanicUnwindState "panic-unwind-state" "Caught, but what it leaves behind is used again half changed."
    }
    Concurrency {
        CallbackThread "callback-thread" "A callback is called on another thread, and touches what is not synchronised."
        CallbackNoUserData "callback-no-user-data" "A callback without a context pointer, which forces its owner to use globals."
        StaticMut "static-mut" "A mutable static without synchronisation is reachable from an exported function."
        ThreadNonSendHandle "thread-non-send-handle" "A handle that must stay on its thread is used from another."
    }
    NotFfiSafe {
        NotFfiSafeType "not-ffi-safe-type" "`String`, `Vec`, `&str`, slice, tuple, trait object or similar in a signature or in a type that crosses."
        NotFfiSafeOption "not-ffi-safe-option" "`Option` of a type without a niche that the language guarantees."
    }
    Strings {
        UnterminatedString "unterminated-string" "Text without a terminator is given to code that looks for one."
        StringInteriorNul "string-interior-nul" "Text that may hold a NUL is turned into a C string."
        StringNotUtf8 "string-not-utf8" "Bytes of the other side are taken for UTF-8 unchecked, or refused by a panic."
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// A text that is the id of no class.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a class of findings")]
pub struct UnknownClass(pub String);

impl FromStr for Class {
    type Err = UnknownClass;

    fn from_str(id: &str) -> Result<Self, UnknownClass> {
        Self::ALL.iter().copied().find(|c| c.id() == id).ok_or_else(|| UnknownClass(id.to_owned()))
    }
}

impl Serialize for Class {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Class {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}
