//! The walk over two interfaces, type by type.

use std::collections::BTreeSet;

use super::findings::Findings;
use super::show::Shown;
use super::site::{Flow, Place, Site};
use super::{Class, Mismatch, Options, Severity, flat, versions};
use crate::model::{Enum, Int, IntSpelling, Interface, Record, Repr, Type, TypeDef, TypeKind};
use crate::source::{Facts, Language};

/// Most aliases and transparent wrappers that are looked through.
const WRAPPERS_MAX: u32 = 64;

/// Which side a finding stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Expected,
    Actual,
}

/// A comparison under way.
pub(super) struct Pairing<'a> {
    pub(super) expected: &'a Interface,
    pub(super) actual: &'a Interface,
    pub(super) options: &'a Options<'a>,
    pub(super) findings: Findings,
    /// Pairs of named types that were met, with the flow and whether by value.
    pub(super) met: BTreeSet<(&'a str, &'a str, Flow, bool)>,
    /// Whether the sides are two versions of one interface.
    pub(super) versions: bool,
}

/// A named type's definition, or a type that has none.
pub(super) enum Resolved<'a> {
    Plain(&'a Type),
    Record(Given<'a>),
    Enum(GivenEnum<'a>),
    /// Nobody knows its inside.
    Opaque,
}

/// One side's struct or union, with the name it goes by there.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) key: &'a str,
    pub(super) def: &'a TypeDef,
    pub(super) record: &'a Record,
    pub(super) shape: Shape,
}

/// One side's enumeration, with the name it goes by there.
#[derive(Clone, Copy)]
pub(super) struct GivenEnum<'a> {
    pub(super) key: &'a str,
    pub(super) def: &'a TypeDef,
    pub(super) kind: &'a Enum,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Struct,
    Union,
}

/// A type without aliases and transparent wrappers.
pub(super) fn resolve<'a>(interface: &'a Interface, ty: &'a Type) -> Resolved<'a> {
    let mut at = ty;
    for _ in 0..WRAPPERS_MAX {
        let Type::Named(name) = at else { return Resolved::Plain(at) };
        let Some(def) = interface.types.get(name) else { return Resolved::Opaque };
        match &def.kind {
            TypeKind::Alias(target) => at = target,
            TypeKind::Struct(Record { fields, repr: Repr::Transparent }) => match fields.as_slice() {
                [field] => at = &field.ty,
                _ => return Resolved::Opaque,
            },
            TypeKind::Struct(record) => {
                return Resolved::Record(Given { key: name, def, record, shape: Shape::Struct });
            }
            TypeKind::Union(record) => {
                return Resolved::Record(Given { key: name, def, record, shape: Shape::Union });
            }
            TypeKind::Enum(kind) => return Resolved::Enum(GivenEnum { key: name, def, kind }),
            TypeKind::Opaque => return Resolved::Opaque,
        }
    }
    Resolved::Opaque
}

impl<'a> Pairing<'a> {
    pub(super) fn language(&self, on: Side) -> Language {
        match on {
            Side::Expected => self.options.expected_language,
            Side::Actual => self.options.actual_language,
        }
    }

    pub(super) fn facts(&self, on: Side) -> Option<&'a Facts> {
        match on {
            Side::Expected => self.options.expected_facts,
            Side::Actual => self.options.actual_facts,
        }
    }

    /// Reports a finding at the site's place on one side.
    pub(super) fn add(&mut self, class: Class, severity: Severity, on: Side, site: Site<'_>, text: Text) {
        let (location, peer) = match on {
            Side::Expected => (site.expected_at, site.actual_at),
            Side::Actual => (site.actual_at, site.expected_at),
        };
        self.findings.add(Mismatch {
            class,
            severity,
            symbol: site.symbol.to_owned(),
            param: site.param,
            message: text.message,
            location: location.cloned(),
            peer: peer.cloned(),
            evidence: text.evidence,
            fix: text.fix,
        });
    }

    /// Reports a difference of two types in use.
    pub(super) fn differ(
        &mut self,
        class: Class,
        severity: Severity,
        (expected, actual): (&Type, &Type),
        site: Site<'_>,
        why: &str,
    ) {
        let (el, al) = (self.options.expected_language, self.options.actual_language);
        let message = format!("{} of `{}` {why}", site.what, site.symbol);
        let evidence = if self.versions {
            versions::was_is(site.what, expected, actual)
        } else {
            format!(
                "{}: {el} declares `{}`, {al} has `{}`",
                site.what,
                Shown(expected, el),
                Shown(actual, al)
            )
        };
        let right = match actual {
            // Zig's own spelling of text: a `c_char` of Zig takes no literal.
            Type::Pointer(p) if class == Class::SigSentinel && el == Language::Zig => {
                format!("[*:0]{}u8", if p.mutable { "" } else { "const " })
            }
            _ => Shown(actual, el).to_string(),
        };
        let fix = Some(format!("declare it as `{right}`"));
        self.add(class, severity, Side::Expected, site, Text { message, evidence, fix });
    }

    /// Holds two types in use against each other.
    pub(super) fn types(&mut self, expected: &'a Type, actual: &'a Type, site: Site<'_>) {
        let pair = (expected, actual);
        match (resolve(self.expected, expected), resolve(self.actual, actual)) {
            (Resolved::Opaque, _) | (_, Resolved::Opaque) => {}
            (Resolved::Plain(e), Resolved::Plain(a)) => self.plain(e, a, site),
            (Resolved::Record(e), Resolved::Record(a)) => self.records(e, a, site),
            (Resolved::Enum(e), Resolved::Enum(a)) => self.enums(e, a, site),
            (Resolved::Enum(e), Resolved::Plain(Type::Int(int))) => {
                self.enum_and_int(e, *int, Side::Expected, pair, site);
            }
            (Resolved::Plain(Type::Int(int)), Resolved::Enum(a)) => {
                self.enum_and_int(a, *int, Side::Actual, pair, site);
            }
            (Resolved::Record(e), Resolved::Plain(plain)) => {
                self.record_and_plain(e, plain, Side::Expected, pair, site);
            }
            (Resolved::Plain(plain), Resolved::Record(a)) => {
                self.record_and_plain(a, plain, Side::Actual, pair, site);
            }
            // Data in its variants is a struct on the other side.
            (Resolved::Enum(e), Resolved::Record(_)) if e.kind.tag.is_none() => {
                self.unnumbered(e, Side::Expected, site);
            }
            (Resolved::Record(_), Resolved::Enum(a)) if a.kind.tag.is_none() => {
                self.unnumbered(a, Side::Actual, site);
            }
            (Resolved::Plain(Type::Void), Resolved::Enum(_)) if !site.behind => self.no_value(pair, site),
            _ => self.unlike(pair, site),
        }
    }

    fn plain(&mut self, expected: &'a Type, actual: &'a Type, site: Site<'_>) {
        let pair = (expected, actual);
        match pair {
            (Type::Foreign(old), Type::Foreign(new)) if self.versions => {
                if old != new {
                    self.differ(
                        site.class(Class::SigIntWidth),
                        Severity::Error,
                        pair,
                        site,
                        "is another type",
                    );
                }
            }
            (Type::Foreign(text), _) => self.foreign(text, Side::Expected, site),
            (_, Type::Foreign(text)) => self.foreign(text, Side::Actual, site),
            (Type::Pointer(e), Type::Pointer(a)) => self.pointers(e, a, pair, site),
            (Type::FnPointer(e), Type::FnPointer(a)) => self.fn_pointers(e, a, pair, site),
            // A data pointer stands for a function where a side does not care.
            (Type::Pointer(p), Type::FnPointer(_)) | (Type::FnPointer(_), Type::Pointer(p))
                if p.pointee == Type::Void => {}
            (Type::Array { element: e, len: n }, Type::Array { element: a, len: m }) => {
                if n != m {
                    self.differ(
                        site.class(Class::LayoutFieldType),
                        Severity::Error,
                        pair,
                        site,
                        "has another number of elements",
                    );
                }
                self.types(e, a, site.part());
            }
            (Type::Int(e), Type::Int(a)) => self.ints(*e, *a, pair, site),
            (Type::Bool, Type::Int(int)) => self.bool_and_int(*int, Side::Actual, pair, site),
            (Type::Int(int), Type::Bool) => self.bool_and_int(*int, Side::Expected, pair, site),
            (Type::Float(e), Type::Float(a)) if e != a => {
                self.differ(
                    site.class(Class::SigFloatWidth),
                    Severity::Error,
                    pair,
                    site,
                    "is a float of another width",
                );
            }
            (Type::RustChar, Type::Int(int)) | (Type::Int(int), Type::RustChar) if int.bits == 32 => {}
            // An address as a number.
            (Type::Int(int), Type::Pointer(_) | Type::FnPointer(_))
            | (Type::Pointer(_) | Type::FnPointer(_), Type::Int(int))
                if int.spelling == IntSpelling::Size => {}
            (Type::Never, Type::Void) | (Type::Void, _) if !site.behind => self.no_value(pair, site),
            (e, a) if std::mem::discriminant(e) == std::mem::discriminant(a) => {}
            _ => self.unlike(pair, site),
        }
    }

    /// A function that the declaration expects nothing of.
    fn no_value(&mut self, pair: (&Type, &Type), site: Site<'_>) {
        let (severity, why) = match pair {
            (Type::Never, _) => (Severity::Error, "is declared never to come, but the function returns"),
            (_, Type::Void | Type::Never) => return,
            // An array is returned through a pointer that a caller who expects nothing does not pass.
            (_, Type::Array { .. }) => (Severity::Error, "is dropped by the declaration"),
            _ => (Severity::Warning, "is dropped by the declaration"),
        };
        self.differ(site.class(Class::SigIntWidth), severity, pair, site, why);
    }

    /// Two types that have nothing in common.
    pub(super) fn unlike(&mut self, pair: (&'a Type, &'a Type), site: Site<'_>) {
        // Bytes may be a view of anything.
        let bytes = |ty: &Type| matches!(ty, Type::Int(Int { bits: 8, .. }) | Type::Void);
        if site.behind && (bytes(pair.0) || bytes(pair.1)) {
            return;
        }
        if flat::same(self.expected, pair.0, self.actual, pair.1) {
            return;
        }
        let floats = matches!(pair, (Type::Float(_), _) | (_, Type::Float(_)));
        let class = if floats { Class::SigFloatWidth } else { Class::SigIntWidth };
        self.differ(
            site.class(class),
            Severity::Error,
            pair,
            site,
            "is another kind of type on the other side",
        );
    }

    fn ints(&mut self, e: Int, a: Int, pair: (&Type, &Type), site: Site<'_>) {
        let as_pointer = |int: Int| int.spelling == IntSpelling::Size;
        let c_char = e.spelling == IntSpelling::CChar || a.spelling == IntSpelling::CChar;
        // Bytes behind a pointer are text, or a view of anything; a field is a number where it is one of its own.
        if site.behind && e.bits == 8 && a.bits == 8 && !(c_char && site.whole && e.signed == a.signed) {
            return;
        }
        if e.bits != a.bits {
            let class =
                if as_pointer(e) == as_pointer(a) { Class::SigIntWidth } else { Class::SigUsizeVsFixed };
            let why = format!("has {} bits here and {} there", e.bits, a.bits);
            self.differ(site.class(class), Severity::Error, pair, site, &why);
        } else if e.signed != a.signed {
            // A plain char is signed or not as the machine likes; nobody counts on it.
            if !(c_char && e.bits == 8) {
                let class = site.class(Class::SigSignedness);
                self.differ(class, Severity::Error, pair, site, "is signed on one side only");
            }
        } else if site.spelled {
            self.spellings(e, a, pair, site);
        }
    }

    /// Equal on this machine: is it equal on every one?
    fn spellings(&mut self, e: Int, a: Int, pair: (&Type, &Type), site: Site<'_>) {
        use IntSpelling::{CChar, CLong, Size};
        let varies = |int: Int| matches!(int.spelling, Size | CLong | CChar).then_some(int.spelling);
        let (of_e, of_a) = (varies(e), varies(a));
        if of_e == of_a {
            return;
        }
        let field = site.place == Place::Field;
        if of_e == Some(Size) || of_a == Some(Size) {
            let class = if field { Class::LayoutTargetWidth } else { site.class(Class::SigUsizeVsFixed) };
            self.differ(class, Severity::Warning, pair, site, "follows the pointer's width on one side only");
        } else {
            let why = "agrees on this target only";
            self.differ(Class::LayoutTargetWidth, Severity::Warning, pair, site, why);
        }
    }

    fn bool_and_int(&mut self, int: Int, int_side: Side, pair: (&Type, &Type), site: Site<'_>) {
        let giver_is_bool = match site.flow {
            Flow::In => int_side == Side::Actual,
            Flow::Out => int_side == Side::Expected,
            Flow::Both => false,
        };
        // A bool that is read as a byte is always 0 or 1.
        let severity = if giver_is_bool && int.bits == 8 { Severity::Warning } else { Severity::Error };
        let class = site.class(Class::SigBoolVsInt);
        self.differ(class, severity, pair, site, "is `bool` on one side and an integer on the other");
    }

    fn foreign(&mut self, text: &str, on: Side, site: Site<'_>) {
        let language = self.language(on);
        let Some(class) = super::foreign::class_of(text, language) else { return };
        let message =
            format!("{} of `{}` is `{text}`, which only {language} understands", site.what, site.symbol);
        let evidence = format!("{}: `{text}`", site.what);
        self.add(class, Severity::Error, on, site, Text { message, evidence, fix: None });
    }
}

/// What a finding says.
pub(super) struct Text {
    pub(super) message: String,
    pub(super) evidence: String,
    pub(super) fix: Option<String>,
}

impl Site<'_> {
    /// The class of a plain difference here: that of the signature, unless the types belong to a
    /// callback or a field.
    pub(super) fn class(&self, in_signature: Class) -> Class {
        match self.place {
            Place::Signature => in_signature,
            Place::Callback => Class::SigCallback,
            Place::Field => Class::LayoutFieldType,
        }
    }
}
