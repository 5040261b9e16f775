//! Types that mean nothing on the other side.

use std::collections::{BTreeSet, HashMap};

use ghost_abi::model::{CallConv, Function, Interface, Type, TypeKind};

use super::other_place;
use crate::analyze::{Side, place};
use crate::finding::{Class, Finding, Language, Place, Severity};

/// Where types and fields stand that hold something without a meaning on the other side.
pub(crate) fn meaningless_types(sides: &[Side<'_>]) -> HashMap<(String, u32), (String, Place)> {
    let mut found = HashMap::new();
    for side in sides.iter().filter(|side| side.unit.language == Language::Rust) {
        for interface in [&side.view.exports, &side.view.imports] {
            for def in interface.types.values() {
                let (TypeKind::Struct(record) | TypeKind::Union(record)) = &def.kind else { continue };
                let held = record.fields.iter().find_map(|field| {
                    let (text, at) = foreign(interface, &field.ty, &mut BTreeSet::new())?;
                    Some((text, at.or_else(|| field.location.as_ref().map(place))?))
                });
                // What the compiler arranges as it likes has that for its mistake.
                let native = record.repr == ghost_abi::model::Repr::Native;
                let Some(held) = held.filter(|(text, _)| !(native && is_elsewhere(text))) else { continue };
                let fields = record.fields.iter().map(|field| &field.location);
                let places = fields.chain([&def.location]).flatten();
                found.extend(places.map(|at| ((at.file.clone(), at.line), held.clone())));
            }
        }
    }
    found
}

/// A difference of layouts that comes of a type without a meaning on the other side: that it crosses is the mistake.
pub(crate) fn without_meaning(finding: &Finding, text: &str, at: &Place) -> Option<Finding> {
    if is_elsewhere(text) {
        return None;
    }
    let option = text.trim_start().starts_with("Option");
    let peer =
        if finding.location.file == at.file { finding.peer.clone() } else { Some(finding.location.clone()) };
    Some(Finding {
        class: if option { Class::NotFfiSafeOption } else { Class::NotFfiSafeType },
        severity: Severity::Error,
        message: format!("`{text}` has no meaning on the other side"),
        location: at.clone(),
        peer,
        evidence: "its layout is the compiler's own business".to_owned(),
        fix: Some("pass a pointer and a length, or an opaque handle".to_owned()),
    })
}

/// Types that have no meaning on the other side.
pub(super) fn foreign_types(side: &Side<'_>, sides: &[Side<'_>], found: &mut Vec<Finding>) {
    if side.unit.language != Language::Rust {
        return;
    }
    for interface in [&side.view.exports, &side.view.imports] {
        foreign_statics(interface, sides, found);
        for function in &interface.functions {
            let Some(location) = &function.location else { continue };
            // Rust's own convention is for Rust, unless the other side declares the function.
            if function.callconv == CallConv::Native && other_place(&function.symbol, side, sides).is_none() {
                continue;
            }
            let mut met = BTreeSet::new();
            let mut types = function.params.iter().map(|param| &param.ty).chain([&function.ret]);
            let foreign = types
                .find_map(|ty| foreign(interface, ty, &mut met))
                .or_else(|| shown_fields(function, side, sides))
                .or_else(|| shown_standard(function, interface, side, sides));
            let Some((text, at)) = foreign.filter(|(text, _)| !is_elsewhere(text)) else { continue };
            let option = text.trim_start().starts_with("Option");
            found.push(Finding {
                class: if option { Class::NotFfiSafeOption } else { Class::NotFfiSafeType },
                severity: Severity::Error,
                message: format!("`{text}` in `{}` has no meaning on the other side", function.symbol),
                location: at.unwrap_or_else(|| place(location)),
                peer: other_place(&function.symbol, side, sides),
                evidence: "its layout is the compiler's own business".to_owned(),
                fix: Some(if option {
                    "return a `bool`, and the value through a pointer".to_owned()
                } else {
                    "pass a pointer and a length, or an opaque handle".to_owned()
                }),
            });
        }
    }
}

/// Variables of Rust that both sides name, of a type without a meaning on the other side.
fn foreign_statics(interface: &Interface, sides: &[Side<'_>], found: &mut Vec<Finding>) {
    for variable in &interface.statics {
        let Some((text, at)) = foreign(interface, &variable.ty, &mut BTreeSet::new()) else { continue };
        let others = sides.iter().filter(|other| other.unit.language == Language::Zig);
        let declared = others
            .flat_map(|other| [&other.view.imports, &other.view.exports])
            .find_map(|other| other.static_(&variable.symbol)?.location.as_ref().map(place));
        let (Some(location), Some(peer), false) = (&variable.location, declared, is_elsewhere(&text)) else {
            continue;
        };
        let option = text.trim_start().starts_with("Option");
        found.push(Finding {
            class: if option { Class::NotFfiSafeOption } else { Class::NotFfiSafeType },
            severity: Severity::Error,
            message: format!("`{text}` of `{}` has no meaning on the other side", variable.symbol),
            location: at.unwrap_or_else(|| place(location)),
            peer: Some(peer),
            evidence: "its layout is the compiler's own business".to_owned(),
            fix: Some("export a pointer to bytes that end with a zero, or a length beside it".to_owned()),
        });
    }
}

/// The first foreign type in a type, and the field it stands in where it is inside another type.
fn foreign(interface: &Interface, ty: &Type, met: &mut BTreeSet<String>) -> Option<(String, Option<Place>)> {
    match ty {
        Type::Foreign(text) => Some((text.clone(), None)),
        Type::Array { element, .. } => foreign(interface, element, met),
        Type::FnPointer(pointer) => {
            let mut types = pointer.params.iter().map(|param| &param.ty).chain([&pointer.ret]);
            types.find_map(|ty| foreign(interface, ty, met))
        }
        // Behind a pointer a type may be opaque; a slice or string behind a reference is wide.
        Type::Pointer(pointer) => match &pointer.pointee {
            Type::Foreign(text) if is_wide(text) => Some((text.clone(), None)),
            _ => None,
        },
        Type::Named(name) if met.insert(name.clone()) => match &interface.types.get(name)?.kind {
            TypeKind::Struct(record) | TypeKind::Union(record)
                if matches!(
                    record.repr,
                    ghost_abi::model::Repr::C { .. } | ghost_abi::model::Repr::Transparent
                ) =>
            {
                record.fields.iter().find_map(|field| {
                    let (text, _) = foreign(interface, &field.ty, met)?;
                    Some((text, field.location.as_ref().map(place)))
                })
            }
            TypeKind::Alias(target) => foreign(interface, target, met),
            _ => None,
        },
        _ => None,
    }
}

/// A field of a struct behind a pointer that means nothing on the other side, where the other side
/// spells the struct out.
fn shown_fields(function: &Function, side: &Side<'_>, sides: &[Side<'_>]) -> Option<(String, Option<Place>)> {
    let interface = if side.view.exports.function(&function.symbol).is_some() {
        &side.view.exports
    } else {
        &side.view.imports
    };
    let record = |interface: &'_ Interface, ty: &Type| match interface.resolve(ty) {
        Type::Pointer(pointer) => match interface.resolve(&pointer.pointee) {
            Type::Named(name) => {
                interface.types.get(name).is_some_and(|def| matches!(def.kind, TypeKind::Struct(_)))
            }
            _ => false,
        },
        _ => false,
    };
    let spelled = |index| others_types(function, index, side, sides).any(|(other, ty)| record(other, ty));
    let given = function.params.iter().enumerate().map(|(index, param)| (Some(index), &param.ty));
    given.chain([(None, &function.ret)]).find_map(|(index, ty)| {
        let Type::Pointer(pointer) = interface.resolve(ty) else { return None };
        if !record(interface, ty) || !spelled(index) {
            return None;
        }
        foreign(interface, &pointer.pointee, &mut BTreeSet::new())
    })
}

/// What the other language declares for a parameter of a function, or for its result, and where.
fn others_types<'a>(
    function: &'a Function,
    index: Option<usize>,
    side: &'a Side<'_>,
    sides: &'a [Side<'_>],
) -> impl Iterator<Item = (&'a Interface, &'a Type)> {
    let others = sides.iter().filter(|other| other.unit.language != side.unit.language);
    others.flat_map(|other| [&other.view.imports, &other.view.exports]).filter_map(move |other| {
        let declared = other.function(&function.symbol)?;
        let ty = match index {
            Some(index) => &declared.params.get(index)?.ty,
            None => &declared.ret,
        };
        Some((other, ty))
    })
}

/// A type of the standard library behind a pointer, where the other side spells out what is in it.
fn shown_standard(
    function: &Function,
    interface: &Interface,
    side: &Side<'_>,
    sides: &[Side<'_>],
) -> Option<(String, Option<Place>)> {
    let spells_out = |index| {
        others_types(function, index, side, sides).any(|(other, ty)| {
            let Type::Pointer(pointer) = other.resolve(ty) else { return false };
            let Type::Named(name) = other.resolve(&pointer.pointee) else { return false };
            let kind = other.types.get(name).map(|def| &def.kind);
            matches!(kind, Some(TypeKind::Struct(record)) if record.repr != ghost_abi::model::Repr::Native)
        })
    };
    let given = function.params.iter().enumerate().map(|(index, param)| (Some(index), &param.ty));
    given.chain([(None, &function.ret)]).find_map(|(index, ty)| {
        let Type::Pointer(pointer) = interface.resolve(ty) else { return None };
        let Type::Named(name) = &pointer.pointee else { return None };
        let def = interface.types.get(name)?;
        // What the files do not define has no place, and is called by its name and its arguments'.
        let head = name.split('_').next()?;
        let is_standard = def.location.is_none() && STANDARD_TYPES.contains(&head);
        (is_standard && spells_out(index)).then(|| (name.replacen('_', "<", 1) + ">", None))
    })
}

/// Types of the standard library whose layout is nobody else's business.
const STANDARD_TYPES: [&str; 36] = [
    "String",
    "Vec",
    "VecDeque",
    "HashMap",
    "HashSet",
    "BTreeMap",
    "BTreeSet",
    "BinaryHeap",
    "LinkedList",
    "Box",
    "Rc",
    "Arc",
    "Weak",
    "Cell",
    "RefCell",
    "Mutex",
    "RwLock",
    "Cow",
    "PathBuf",
    "OsString",
    "CString",
    "Path",
    "OsStr",
    "CStr",
    "Result",
    "Option",
    "Range",
    "RangeInclusive",
    "Duration",
    "Instant",
    "SystemTime",
    "Ordering",
    "Sender",
    "Receiver",
    "JoinHandle",
    "File",
];

/// Whether a type is neither the language's nor the standard library's, and stands in no file that was
/// read: of such a type nothing is known.
fn is_elsewhere(text: &str) -> bool {
    if ghost_abi::compare::foreign::is_of_another_crate(text) {
        return true;
    }
    let head = text.trim().split(['<', ' ', '(', '[']).next().unwrap_or_default();
    let name = head.rsplit("::").next().unwrap_or_default();
    name.len() > 2 && name.starts_with(|c: char| c.is_ascii_uppercase()) && !STANDARD_TYPES.contains(&name)
}

fn is_wide(text: &str) -> bool {
    let text = text.trim();
    text == "str" || text.starts_with('[') || text.starts_with("dyn ")
}
