//! Two versions of one interface: what a caller of the old one meets in the new one.
//!
//! The judgement is that of semantic versioning for a library that others link: whatever makes a
//! caller that was right with the old version wrong with the new one, once built against it or
//! not rebuilt at all, is breaking.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::findings::Findings;
use super::pairing::Pairing;
use super::show::{Declared, Shown};
use super::{Class, Mismatch, Options, Severity};
use crate::model::{Constant, ConstantValue, Function, Interface, Location, Repr, Type, TypeDef, TypeKind};
use crate::source::Language;

/// Whether callers survive a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Impact {
    /// A caller that was right is wrong now: a new major version.
    Breaking,
    /// Every caller stays right: a new minor version.
    Compatible,
}

/// What happened to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
}

/// One difference of two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Whether callers survive it.
    pub severity: Impact,
    /// What happened.
    pub kind: ChangeKind,
    /// The symbol, type or constant.
    pub name: String,
    /// The class of the difference, where a signature or a layout changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// What changed, one sentence.
    pub message: String,
    /// Where it stands in the new version; of what was removed, where it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// Compares two versions of an interface; what breaks comes first, then by name.
#[must_use]
pub fn compare_versions(old: &Interface, new: &Interface) -> Vec<Change> {
    let mut changes = Changes(Vec::new());
    changes.symbols(old, new);
    changes.signatures(old, new);
    changes.types(old, new);
    changes.constants(old, new);
    changes.0.sort_by(|a, b| {
        (a.severity, &a.name, a.kind, &a.message).cmp(&(b.severity, &b.name, b.kind, &b.message))
    });
    changes.0.dedup();
    changes.0
}

struct Changes(Vec<Change>);

impl Changes {
    fn add(
        &mut self,
        severity: Impact,
        kind: ChangeKind,
        name: &str,
        message: String,
        location: Option<&Location>,
    ) {
        let (name, location) = (name.to_owned(), location.cloned());
        self.0.push(Change { severity, kind, name, class: None, message, location });
    }

    fn gone_or_new<'a, T: 'a>(
        &mut self,
        what: &str,
        (old, new): (BTreeMap<&'a str, T>, BTreeMap<&'a str, T>),
        location: impl Fn(&T) -> Option<&'a Location>,
    ) {
        for (name, item) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
            let message = format!("the {what} `{name}` is gone");
            self.add(Impact::Breaking, ChangeKind::Removed, name, message, location(item));
        }
        for (name, item) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            let message = format!("the {what} `{name}` is new");
            self.add(Impact::Compatible, ChangeKind::Added, name, message, location(item));
        }
    }

    fn symbols(&mut self, old: &Interface, new: &Interface) {
        fn functions(i: &Interface) -> BTreeMap<&str, Option<&Location>> {
            i.functions.iter().map(|f| (f.symbol.as_str(), f.location.as_ref())).collect()
        }
        fn statics(i: &Interface) -> BTreeMap<&str, Option<&Location>> {
            i.statics.iter().map(|s| (s.symbol.as_str(), s.location.as_ref())).collect()
        }
        self.gone_or_new("function", (functions(old), functions(new)), |l| *l);
        self.gone_or_new("variable", (statics(old), statics(new)), |l| *l);
    }

    /// What the old version declares, held against what the new one offers.
    fn signatures(&mut self, old: &Interface, new: &Interface) {
        let options = Options::new(Language::Rust, Language::Rust);
        let mut pairing = Pairing {
            expected: old,
            actual: new,
            options: &options,
            findings: Findings::default(),
            met: BTreeSet::new(),
            versions: true,
        };
        pairing.offered();
        for found in pairing.findings.into_vec() {
            let severity = impact(&found);
            let meaning = found.class.meaning().trim_end_matches('.').to_lowercase();
            self.0.push(Change {
                severity,
                kind: ChangeKind::Changed,
                message: format!("`{}` changed ({meaning}): {}", found.symbol, found.evidence),
                name: found.symbol,
                class: Some(found.class),
                location: found.peer.or(found.location),
            });
        }
    }

    /// Names inside of types: callers write them.
    fn types(&mut self, old: &Interface, new: &Interface) {
        fn named(i: &Interface) -> BTreeMap<&str, &TypeDef> {
            i.types.iter().map(|(name, def)| (name.as_str(), def)).collect()
        }
        self.gone_or_new("type", (named(old), named(new)), |def| def.location.as_ref());
        for (name, old) in &old.types {
            let Some(new) = new.types.get(name) else { continue };
            for (was, is) in renamed(old, new) {
                let message = format!("`{name}.{was}` is called `{is}` now");
                self.add(Impact::Breaking, ChangeKind::Changed, name, message, new.location.as_ref());
            }
        }
    }

    fn constants(&mut self, old: &Interface, new: &Interface) {
        fn named(i: &Interface) -> BTreeMap<&str, &Constant> {
            i.constants.iter().map(|c| (c.name.as_str(), c)).collect()
        }
        self.gone_or_new("constant", (named(old), named(new)), |_| None);
        for constant in &old.constants {
            let Some(other) = new.constants.iter().find(|c| c.name == constant.name) else { continue };
            if constant.value != other.value || constant.ty != other.ty {
                let shown =
                    |c: &Constant| format!("{}: {}", value_text(&c.value), Shown(&c.ty, Language::Rust));
                let message = format!("`{}` was {}, is {}", constant.name, shown(constant), shown(other));
                self.add(Impact::Breaking, ChangeKind::Changed, &constant.name, message, None);
            }
        }
    }
}

/// Whether a mismatch of an old caller with the new version breaks it.
fn impact(found: &Mismatch) -> Impact {
    // Values that no caller is ever given, and spellings that agree on every machine of this kind.
    let harmless = found.severity == Severity::Warning && found.class == Class::EnumValueDrift;
    if harmless { Impact::Compatible } else { Impact::Breaking }
}

/// Fields and variants at the same place under another name.
fn renamed<'a>(old: &'a TypeDef, new: &'a TypeDef) -> Vec<(&'a str, &'a str)> {
    match (&old.kind, &new.kind) {
        (TypeKind::Struct(old), TypeKind::Struct(new)) | (TypeKind::Union(old), TypeKind::Union(new)) => {
            let gone = |name: &str| new.fields.iter().all(|f| f.name != name);
            // Fields that nobody else can reach have names that nobody else can write.
            let comparable = old.fields.len() == new.fields.len() && old.repr != Repr::Native;
            let pairs = old.fields.iter().zip(&new.fields).filter(|(o, _)| comparable && gone(&o.name));
            pairs.map(|(o, n)| (o.name.as_str(), n.name.as_str())).collect()
        }
        (TypeKind::Enum(old), TypeKind::Enum(new)) => {
            let gone = |name: &str| new.variants.iter().all(|v| v.name != name);
            let at = |value: i128| new.variants.iter().find(|v| v.value == value).map(|v| v.name.as_str());
            let variants = old.variants.iter().filter(|v| gone(&v.name));
            variants.filter_map(|v| Some((v.name.as_str(), at(v.value)?))).collect()
        }
        _ => Vec::new(),
    }
}

fn value_text(value: &ConstantValue) -> String {
    match value {
        ConstantValue::Int(n) => n.to_string(),
        ConstantValue::Float(text) => text.clone(),
        ConstantValue::Bool(b) => b.to_string(),
        ConstantValue::Str(text) => format!("{text:?}"),
    }
}

/// Two declarations in the words of a change.
pub(super) fn declarations(old: &Function, new: &Function) -> String {
    format!("was `{}`, is `{}`", Declared(old, Language::Rust), Declared(new, Language::Rust))
}

/// Two types in the words of a change.
pub(super) fn was_is(what: &str, old: &Type, new: &Type) -> String {
    format!("{what} was `{}`, is `{}`", Shown(old, Language::Rust), Shown(new, Language::Rust))
}
