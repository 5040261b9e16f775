//! Structs and unions.

use super::pairing::{Given, Pairing, Shape, Side, Text};
use super::site::{Place, Site};
use super::{Class, Severity, flat};
use crate::layout::Layouts;
use crate::model::{Field, Interface, Layout, Record, Repr, Type, TypeDef};
use crate::source::Language;

/// The fields of both sides that have a size.
type Fields<'f, 'a> = (&'f [&'a Field], &'f [&'a Field]);

impl<'a> Pairing<'a> {
    pub(super) fn records(&mut self, e: Given<'a>, a: Given<'a>, site: Site<'_>) {
        if !self.met.insert((e.key, a.key, site.flow, site.behind)) {
            return;
        }
        let site = Site {
            expected_at: place(e.def, site.expected_at),
            actual_at: place(a.def, site.actual_at),
            ..site
        };
        let both_native = e.record.repr == Repr::Native && a.record.repr == Repr::Native;
        // Nobody was ever promised a layout.
        if self.versions && both_native {
            return;
        }
        if self.native(e, Side::Expected, site) || self.native(a, Side::Actual, site) {
            return;
        }
        let bits = |given: Given<'_>| matches!(given.record.repr, Repr::Bits(_));
        if bits(e) != bits(a) {
            if !self.same_bytes(e, a) {
                let why = "is packed into bits on one side and made of bytes on the other";
                self.shapes(Class::LayoutPackedVsC, Severity::Error, (e, a), site, why);
            }
        } else if e.shape != a.shape {
            if !self.same_bytes(e, a) && (e.record.fields.len() > 1 || a.record.fields.len() > 1) {
                let why = "is a union on one side and a struct on the other";
                self.shapes(Class::LayoutUnionVsStruct, Severity::Error, (e, a), site, why);
            }
        } else if bits(e) {
            self.bit_fields(e, a, site);
        } else {
            self.fields(e, a, site);
        }
    }

    /// A type whose compiler arranges it: nobody else can know how.
    fn native(&mut self, Given { def, record, .. }: Given<'_>, on: Side, site: Site<'_>) -> bool {
        if record.repr != Repr::Native {
            return false;
        }
        let rust = self.language(on) == Language::Rust;
        let (class, fix) = if rust {
            (Class::LayoutMissingReprC, "add `#[repr(C)]`")
        } else {
            (Class::LayoutFieldOrder, "make it `extern struct`")
        };
        let language = self.language(on);
        let text = Text {
            message: format!(
                "`{}` crosses the boundary, but {language} may order its fields as it likes",
                def.name
            ),
            evidence: format!("`{}` has {} fields and no promised layout", def.name, record.fields.len()),
            fix: Some(fix.to_owned()),
        };
        self.add(class, Severity::Error, on, site, text);
        true
    }

    fn same_bytes(&self, e: Given<'_>, a: Given<'_>) -> bool {
        let named = |given: Given<'_>| Type::Named(given.key.to_owned());
        flat::same(self.expected, &named(e), self.actual, &named(a))
    }

    /// Reports a difference of two definitions.
    fn shapes(
        &mut self,
        class: Class,
        severity: Severity,
        pair: (Given<'_>, Given<'_>),
        site: Site<'_>,
        why: &str,
    ) {
        let (e, a) = pair;
        let text = Text {
            message: format!("`{}` {why}", e.def.name),
            evidence: format!(
                "{} `{}`{}; {} `{}`{}",
                if self.versions { "old".to_owned() } else { self.options.expected_language.to_string() },
                e.def.name,
                size_text(self.expected, e),
                if self.versions { "new".to_owned() } else { self.options.actual_language.to_string() },
                a.def.name,
                size_text(self.actual, a)
            ),
            fix: None,
        };
        self.add(class, severity, Side::Expected, site, text);
    }

    fn fields(&mut self, e: Given<'a>, a: Given<'a>, site: Site<'_>) {
        let ef: Vec<&'a Field> = e.record.fields.iter().filter(|f| has_size(f)).collect();
        let af: Vec<&'a Field> = a.record.fields.iter().filter(|f| has_size(f)).collect();
        let pairs = by_name(&ef, &af);
        if e.shape == Shape::Struct && reordered(&pairs) {
            let why = "has the same fields in another order";
            // The first field that is not where the other side has it.
            let first = pairs.iter().position(|(i, j)| i != j).and_then(|at| ef.get(at).zip(af.get(at)));
            let site = first.map_or(site, |(e, a)| Site {
                expected_at: e.location.as_ref().or(site.expected_at),
                actual_at: a.location.as_ref().or(site.actual_at),
                ..site
            });
            self.shapes(Class::LayoutFieldOrder, Severity::Error, (e, a), site, why);
            return;
        }
        if ef.len() != af.len() {
            self.grown((e, &ef), (a, &af), &pairs, site);
            return;
        }
        let before = self.findings.added();
        // Names may differ; then the order says which fields belong together.
        if pairs.len() == ef.len() {
            for (i, j) in pairs {
                self.field_pair(e.def, (i, j), (&ef, &af), site);
            }
        } else if e.shape == Shape::Struct && self.same_bytes(e, a) {
            for i in 0..ef.len() {
                self.pointer_fields(i, (&ef, &af), site);
            }
        } else {
            for i in 0..ef.len() {
                self.field_pair(e.def, (i, i), (&ef, &af), site);
            }
        }
        if self.findings.added() == before {
            self.arrangement(e, a, (&ef, &af), site);
        }
    }

    /// Fields with names of their own on each side, whose bytes agree: only what pointers mean is
    /// left to compare.
    fn pointer_fields(&mut self, i: usize, all: Fields<'_, 'a>, site: Site<'_>) {
        let (e, a) = (all.0[i], all.1[i]);
        if matches!(
            (&e.ty, &a.ty),
            (Type::Pointer(_), Type::Pointer(_)) | (Type::FnPointer(_), Type::FnPointer(_))
        ) {
            let what = format!("field `{}`", e.name);
            self.types(&e.ty, &a.ty, field_site(site, &what, e, a, counted(all.0, i)));
        }
    }

    fn field_pair(&mut self, def: &TypeDef, (i, j): (usize, usize), all: Fields<'_, 'a>, site: Site<'_>) {
        let (e, a) = (all.0[i], all.1[j]);
        let what = format!("field `{}.{}`", def.name, e.name);
        let counted = counted(all.0, i) || counted(all.1, j);
        self.types(&e.ty, &a.ty, field_site(site, &what, e, a, counted));
    }

    /// One side has more fields. Padding that only one side spells out is no difference.
    fn grown(
        &mut self,
        (e, ef): (Given<'a>, &[&'a Field]),
        (a, af): (Given<'a>, &[&'a Field]),
        pairs: &[(usize, usize)],
        site: Site<'_>,
    ) {
        let left: Vec<&Field> = unpaired(ef, pairs.iter().map(|p| p.0));
        let right: Vec<&Field> = unpaired(af, pairs.iter().map(|p| p.1));
        let before = self.findings.added();
        for &pair in pairs {
            self.field_pair(e.def, pair, (ef, af), site);
        }
        let sizes = (layout_of(self.expected, e), layout_of(self.actual, a));
        let same_size = matches!(sizes, (Some(e), Some(a)) if e.size_bytes == a.size_bytes);
        if e.shape == Shape::Union && same_size {
            return;
        }
        let padding = same_size
            && left.iter().chain(&right).all(|f| is_padding(f))
            && pairs.iter().all(|&(i, j)| ef[i].offset_bytes == af[j].offset_bytes);
        if padding {
            if self.findings.added() == before && !self.agrees_on_32_bits(e, a, pairs, (ef, af)) {
                let why = "has padding on one side only, which other targets do not need";
                self.shapes(Class::LayoutTargetWidth, Severity::Warning, (e, a), site, why);
            }
            return;
        }
        if self.same_bytes(e, a) {
            return;
        }
        let names =
            |fields: &[&Field]| fields.iter().map(|f| format!("`{}`", f.name)).collect::<Vec<_>>().join(", ");
        let why = match (left.is_empty(), right.is_empty()) {
            (true, _) => format!("lacks {} of the other side", names(&right)),
            (_, true) => format!("has {}, which the other side lacks", names(&left)),
            _ => format!("has {} where the other side has {}", names(&left), names(&right)),
        };
        // Behind a pointer the side that allocates may know more than the other.
        let severity = if site.behind { Severity::Warning } else { Severity::Error };
        self.shapes(Class::LayoutByValueGrowth, severity, (e, a), site, &why);
    }

    /// Whether paired fields stay at equal offsets where 64-bit values need 4-byte alignment.
    fn agrees_on_32_bits(
        &self,
        e: Given<'_>,
        a: Given<'_>,
        pairs: &[(usize, usize)],
        all: Fields<'_, '_>,
    ) -> bool {
        let left = flat::offsets_on_32_bits(self.expected, e.def);
        let right = flat::offsets_on_32_bits(self.actual, a.def);
        let (Some(left), Some(right)) = (left, right) else { return true };
        pairs.iter().all(|&(i, j)| left.get(&all.0[i].name) == right.get(&all.1[j].name))
    }

    /// Fields agree one by one: do their places?
    fn arrangement(&mut self, e: Given<'_>, a: Given<'_>, all: Fields<'_, '_>, site: Site<'_>) {
        let (Some(el), Some(al)) = (layout_of(self.expected, e), layout_of(self.actual, a)) else { return };
        let shifted = all
            .0
            .iter()
            .zip(all.1)
            .any(|(e, a)| matches!((e.offset_bytes, a.offset_bytes), (Some(x), Some(y)) if x != y));
        if el == al && !shifted {
            return;
        }
        let packed = |given: Given<'_>| matches!(given.record.repr, Repr::CPacked(_));
        let (class, why) = if packed(e) == packed(a) {
            (Class::LayoutAlignment, "is aligned differently")
        } else {
            (Class::LayoutPackedVsC, "is packed on one side only")
        };
        self.shapes(class, Severity::Error, (e, a), site, why);
    }

    fn bit_fields(&mut self, expected: Given<'a>, actual: Given<'a>, site: Site<'_>) {
        let (e, a) = (expected.record, actual.record);
        if e.repr != a.repr {
            let why = "has another number of bits";
            self.shapes(Class::LayoutFieldType, Severity::Error, (expected, actual), site, why);
            return;
        }
        let named = |record: &'a Record| {
            record.fields.iter().filter(|f| f.name != "_" && !f.name.starts_with("_pad"))
        };
        for (e, a) in named(e).zip(named(a)) {
            if e.bits != a.bits {
                let what = format!("field `{}.{}`", expected.def.name, e.name);
                let site = field_site(site, &what, e, a, false);
                self.differ(Class::LayoutFieldType, Severity::Error, (&e.ty, &a.ty), site, "has other bits");
                return;
            }
        }
    }

    /// A struct on one side, a plain value on the other.
    pub(super) fn record_and_plain(
        &mut self,
        given: Given<'a>,
        plain: &'a Type,
        on: Side,
        pair: (&'a Type, &'a Type),
        site: Site<'_>,
    ) {
        let bytes = matches!(plain, Type::Void) || matches!(plain, Type::Int(int) if int.bits == 8);
        if (site.behind && bytes) || matches!(plain, Type::Foreign(_)) {
            return;
        }
        let at = match on {
            Side::Expected => Site { expected_at: place(given.def, site.expected_at), ..site },
            Side::Actual => Site { actual_at: place(given.def, site.actual_at), ..site },
        };
        if !self.native(given, on, at) {
            self.unlike(pair, site);
        }
    }
}

fn place<'s>(
    def: &'s TypeDef,
    otherwise: Option<&'s crate::model::Location>,
) -> Option<&'s crate::model::Location> {
    def.location.as_ref().or(otherwise)
}

fn field_site<'s>(site: Site<'s>, what: &'s str, e: &'s Field, a: &'s Field, counted: bool) -> Site<'s> {
    Site {
        what,
        expected_at: e.location.as_ref().or(site.expected_at),
        actual_at: a.location.as_ref().or(site.actual_at),
        place: Place::Field,
        whole: true,
        called: None,
        param: None,
        counted,
        ..site
    }
}

/// Whether an integer stands beside a field, perhaps its length.
fn counted(fields: &[&Field], index: usize) -> bool {
    let is_int = |i: usize| fields.get(i).is_some_and(|f| matches!(f.ty, Type::Int(_)));
    is_int(index + 1) || index.checked_sub(1).is_some_and(is_int)
}

fn has_size(field: &Field) -> bool {
    !matches!(field.ty, Type::Array { len: 0, .. })
}

/// Bytes that only keep a place.
fn is_padding(field: &Field) -> bool {
    let byte = |ty: &Type| matches!(ty, Type::Int(_));
    let name = field.name.to_lowercase();
    let named =
        name.starts_with('_') || name.contains("pad") || name.contains("reserved") || name.contains("unused");
    named
        && match &field.ty {
            Type::Array { element, .. } => byte(element),
            other => byte(other),
        }
}

fn unpaired<'f>(fields: &[&'f Field], paired: impl Iterator<Item = usize>) -> Vec<&'f Field> {
    let paired: std::collections::BTreeSet<usize> = paired.collect();
    fields.iter().enumerate().filter(|(i, _)| !paired.contains(i)).map(|(_, f)| *f).collect()
}

/// Pairs of fields with the same name, by the first side's order.
fn by_name(ef: &[&Field], af: &[&Field]) -> Vec<(usize, usize)> {
    let names: std::collections::HashMap<String, usize> =
        af.iter().enumerate().rev().map(|(i, f)| (super::names::plain(&f.name), i)).collect();
    ef.iter()
        .enumerate()
        .filter_map(|(i, f)| names.get(&super::names::plain(&f.name)).map(|j| (i, *j)))
        .collect()
}

/// Whether pairs cross each other.
fn reordered(pairs: &[(usize, usize)]) -> bool {
    pairs.windows(2).any(|w| w[0].1 > w[1].1)
}

fn layout_of(interface: &Interface, given: Given<'_>) -> Option<Layout> {
    given.def.layout.or_else(|| Layouts::new(&interface.types, &interface.machine).of_name(given.key))
}

fn size_text(interface: &Interface, given: Given<'_>) -> String {
    let text = |l: Layout| format!(" is {} bytes, aligned to {}", l.size_bytes, l.align_bytes);
    layout_of(interface, given).map_or_else(String::new, text)
}
