//! Enumerations.

use std::collections::BTreeMap;

use super::pairing::{GivenEnum, Pairing, Side, Text};
use super::site::{Flow, Place, Site};
use super::{Class, Severity};
use crate::model::{Enum, Int, Location, Type, TypeDef, Variant};
use crate::source::Language;

impl<'a> Pairing<'a> {
    pub(super) fn enums(&mut self, expected: GivenEnum<'a>, actual: GivenEnum<'a>, site: Site<'_>) {
        let GivenEnum { key: expected_key, def: ed, kind: e } = expected;
        let GivenEnum { key: actual_key, def: ad, kind: a } = actual;
        if !self.met.insert((expected_key, actual_key, site.flow, site.behind)) {
            return;
        }
        if self.versions && e.tag.is_none() && a.tag.is_none() {
            return;
        }
        // What an open enum gives need not be a value of a closed one, where it is made of any number.
        let open = match site.flow {
            Flow::In => (e.open && !a.open).then_some((ad, a, Side::Actual, Side::Expected)),
            Flow::Out => (a.open && !e.open).then_some((ed, e, Side::Expected, Side::Actual)),
            Flow::Both => None,
        };
        if let Some((def, kind, on, giver)) = open
            && kind.tag.is_some_and(|tag| !covers(kind, tag))
            && self.facts(giver).is_some_and(|facts| facts.makes_enums)
        {
            self.any_value((def, kind), Severity::Warning, on, site);
        }
        let site = at_definitions(site, Some(ed), Some(ad));
        let unsized_ = [(ed, e, Side::Expected), (ad, a, Side::Actual)];
        let mut sizes = [0; 2];
        for (i, (def, e, on)) in unsized_.into_iter().enumerate() {
            match e.tag {
                Some(tag) => sizes[i] = tag.bits,
                None => return self.missing_repr(def, on, site),
            }
        }
        if sizes[0] != sizes[1] {
            let text = Text {
                message: format!(
                    "`{}` has a tag of {} bits here and of {} there",
                    ed.name, sizes[0], sizes[1]
                ),
                evidence: format!("`{}`: {} bits; `{}`: {} bits", ed.name, sizes[0], ad.name, sizes[1]),
                fix: a.tag.map(|tag| tag_fix(tag, self.options.expected_language)),
            };
            self.add(Class::EnumSize, Severity::Error, Side::Expected, site, text);
        }
        self.values((ed, e), (ad, a), site);
    }

    /// An enumeration of which nobody else knows the numbers, held against something else.
    pub(super) fn unnumbered(&mut self, GivenEnum { def, .. }: GivenEnum<'a>, on: Side, site: Site<'_>) {
        let at = match on {
            Side::Expected => at_definitions(site, Some(def), None),
            Side::Actual => at_definitions(site, None, Some(def)),
        };
        self.missing_repr(def, on, at);
    }

    fn missing_repr(&mut self, def: &TypeDef, on: Side, site: Site<'_>) {
        let rust = self.language(on) == Language::Rust;
        let class = if rust { Class::EnumMissingRepr } else { Class::EnumSize };
        let fix =
            if rust { "add `#[repr(C)]` or `#[repr(u8)]`" } else { "give it a tag type: `enum(c_int)`" };
        let text = Text {
            message: format!(
                "`{}` crosses the boundary, but its compiler chooses its size and values",
                def.name
            ),
            evidence: format!("`{}` has no declared tag type", def.name),
            fix: Some(fix.to_owned()),
        };
        self.add(class, Severity::Error, on, site, text);
    }

    /// The names and values of two enumerations: the first difference is reported, all are listed.
    fn values(&mut self, (ed, e): (&'a TypeDef, &'a Enum), (ad, a): (&'a TypeDef, &'a Enum), site: Site<'_>) {
        let drift = Drift::of((ed, e), (ad, a));
        let severity = drift.severity(e, a, site.flow);
        let Some(severity) = severity else { return };
        let text = Text {
            message: format!("`{}` and the other side's `{}` do not hold the same values", ed.name, ad.name),
            evidence: drift.lines.join("; "),
            fix: None,
        };
        let (expected_at, actual_at) = drift.first;
        let site = Site {
            expected_at: expected_at.or(site.expected_at),
            actual_at: actual_at.or(site.actual_at),
            ..site
        };
        self.add(Class::EnumValueDrift, severity, Side::Expected, site, text);
    }

    /// An enumeration on one side, an integer on the other.
    pub(super) fn enum_and_int(
        &mut self,
        GivenEnum { key, def, kind: e }: GivenEnum<'a>,
        int: Int,
        enum_side: Side,
        pair: (&'a Type, &'a Type),
        site: Site<'_>,
    ) {
        let Some(tag) = e.tag else {
            return self.unnumbered(GivenEnum { key, def, kind: e }, enum_side, site);
        };
        if tag.bits != int.bits {
            if !(site.behind && int.bits == 8) {
                let class = if site.place == Place::Field { Class::LayoutFieldType } else { Class::EnumSize };
                let why = format!(
                    "is an enum of {} bits on one side and an integer of {} on the other",
                    tag.bits, int.bits
                );
                self.differ(class, Severity::Error, pair, site, &why);
            }
            return;
        }
        let received = match site.flow {
            Flow::In => enum_side == Side::Actual,
            Flow::Out => enum_side == Side::Expected,
            Flow::Both => false,
        };
        // The tag that a language puts before data of several kinds has no definition of its own.
        if e.open || covers(e, tag) || def.location.is_none() {
            return;
        }
        // What both may write, perhaps only the side of the enum does.
        let severity = if received { Severity::Warning } else { Severity::Info };
        if received || site.flow == Flow::Both {
            self.any_value((def, e), severity, enum_side, site);
        }
    }

    /// Any number may come where only some have a meaning.
    fn any_value(&mut self, (def, e): (&TypeDef, &Enum), severity: Severity, on: Side, site: Site<'_>) {
        let text = Text {
            message: format!(
                "{} of `{}` is any integer on one side and received as one of the {} values of `{}`",
                site.what,
                site.symbol,
                e.variants.len(),
                def.name
            ),
            evidence: format!("`{}` is exhaustive: another value is undefined behaviour", def.name),
            fix: Some(match self.language(on) {
                Language::Zig => "make the enum open (`_`), or receive the integer and check it".to_owned(),
                _ => "receive the integer and check it".to_owned(),
            }),
        };
        self.add(Class::EnumInvalidValue, severity, on, site, text);
    }
}

fn at_definitions<'s>(
    site: Site<'s>,
    expected: Option<&'s TypeDef>,
    actual: Option<&'s TypeDef>,
) -> Site<'s> {
    Site {
        expected_at: expected.and_then(|d| d.location.as_ref()).or(site.expected_at),
        actual_at: actual.and_then(|d| d.location.as_ref()).or(site.actual_at),
        ..site
    }
}

fn tag_fix(tag: Int, language: Language) -> String {
    let int = Type::Int(tag);
    let shown = super::show::Shown(&int, language);
    if language == Language::Zig {
        format!("declare it `enum({shown})`")
    } else {
        format!("declare it `#[repr({shown})]`")
    }
}

/// Whether every value of the tag has a name.
fn covers(e: &Enum, tag: Int) -> bool {
    tag.bits <= 8 && e.variants.len() >= 1 << tag.bits
}

/// The differences of two enumerations.
struct Drift<'a> {
    lines: Vec<String>,
    /// Where the first difference stands on each side.
    first: (Option<&'a Location>, Option<&'a Location>),
    /// A name means another value.
    renumbered: bool,
    only_expected: bool,
    only_actual: bool,
}

impl<'a> Drift<'a> {
    fn of((ed, e): (&'a TypeDef, &'a Enum), (ad, a): (&'a TypeDef, &'a Enum)) -> Self {
        let mut drift = Self {
            lines: Vec::new(),
            first: (None, None),
            renumbered: false,
            only_expected: false,
            only_actual: false,
        };
        let expected = named(ed, e);
        let actual = named(ad, a);
        for (name, variant) in &expected {
            match actual.get(name) {
                Some(other) if other.value != variant.value => {
                    drift.renumbered = true;
                    let line =
                        format!("`{}` is {} here and {} there", variant.name, variant.value, other.value);
                    drift.note(line, Some(variant), Some(other));
                }
                Some(_) => {}
                // A value under another name is the same value.
                None if a.variants.iter().any(|v| v.value == variant.value) => {}
                None => {
                    drift.only_expected = true;
                    drift.note(
                        format!("`{}` ({}) is known here only", variant.name, variant.value),
                        Some(variant),
                        None,
                    );
                }
            }
        }
        for (name, variant) in &actual {
            if !expected.contains_key(name) && !e.variants.iter().any(|v| v.value == variant.value) {
                drift.only_actual = true;
                drift.note(
                    format!("`{}` ({}) is known there only", variant.name, variant.value),
                    None,
                    Some(variant),
                );
            }
        }
        drift
    }

    fn note(&mut self, line: String, expected: Option<&'a Variant>, actual: Option<&'a Variant>) {
        self.lines.push(line);
        let before = |known: Option<&Location>, new: Option<&Location>| known.is_none() || new < known;
        let at = |v: Option<&'a Variant>| v.and_then(|v| v.location.as_ref());
        if at(expected).is_some() && before(self.first.0, at(expected)) {
            self.first = (at(expected), at(actual).or(self.first.1));
        } else if self.first.0.is_none() && at(actual).is_some() && before(self.first.1, at(actual)) {
            self.first.1 = at(actual);
        }
    }

    /// How grave it is; `None` where no value can be misunderstood.
    fn severity(&self, e: &Enum, a: &Enum, flow: Flow) -> Option<Severity> {
        if self.renumbered {
            return Some(Severity::Error);
        }
        let given_unknown = (self.only_actual && !e.open && flow != Flow::In)
            || (self.only_expected && !a.open && flow != Flow::Out);
        let unused = (self.only_actual && !e.open) || (self.only_expected && !a.open);
        if given_unknown {
            Some(Severity::Error)
        } else if unused {
            Some(Severity::Warning)
        } else {
            None
        }
    }
}

/// Variants by their names without fashion and without the type's name before them.
fn named<'a>(def: &TypeDef, e: &'a Enum) -> BTreeMap<String, &'a Variant> {
    let own = super::names::plain(&def.name);
    let strip = |variant: &'a Variant| {
        let name = super::names::plain(&variant.name);
        let short = name.strip_prefix(&own).filter(|s| !s.is_empty()).map(str::to_owned);
        (short.unwrap_or(name), variant)
    };
    e.variants.iter().map(strip).collect()
}
