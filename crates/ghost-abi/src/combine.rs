//! A part of an interface, and several interfaces as one.

use std::collections::{BTreeMap, BTreeSet};

use crate::merge::keep_needed;
use crate::model::{Interface, TypeDef, TypeKind};

/// The part of an interface that the symbols in `keep` need.
#[must_use]
pub fn restrict(interface: &Interface, name: &str, keep: impl Fn(&str) -> bool) -> Interface {
    let mut part = interface.clone();
    name.clone_into(&mut part.name);
    part.functions.retain(|function| keep(&function.symbol));
    part.statics.retain(|variable| keep(&variable.symbol));
    keep_needed(&mut part);
    part
}

/// Several interfaces as one. What several of them offer is there once.
///
/// Two types of one name that are not one type keep apart: the later one is called
/// `<its interface>_<name>`.
///
/// ```
/// use ghost_abi::combine::combine;
/// use ghost_abi::model::{Interface, Machine};
///
/// let one = Interface::new("one", Machine::X86_64_LINUX);
/// let two = Interface::new("two", Machine::X86_64_LINUX);
/// assert_eq!(combine("both", &[one, two]).unwrap().name, "both");
/// ```
#[must_use]
pub fn combine(name: &str, parts: &[Interface]) -> Option<Interface> {
    let mut whole = Interface::new(name, parts.first()?.machine);
    for part in parts {
        let mut part = part.clone();
        part.rename_types(&clashes(&whole, &part));
        for (key, definition) in part.types {
            match whole.types.get_mut(&key) {
                Some(known) => better(known, definition),
                None => drop(whole.types.insert(key, definition)),
            }
        }
        let new = |symbol: &str| whole.function(symbol).is_none();
        let functions: Vec<_> = part.functions.into_iter().filter(|f| new(&f.symbol)).collect();
        whole.functions.extend(functions);
        let new = |symbol: &str| whole.static_(symbol).is_none();
        let statics: Vec<_> = part.statics.into_iter().filter(|s| new(&s.symbol)).collect();
        whole.statics.extend(statics);
        // A constant has no symbol that would tell two of one name apart: the first one stays.
        for constant in part.constants {
            if whole.constants.iter().all(|known| known.name != constant.name) {
                whole.constants.push(constant);
            }
        }
    }
    whole.functions.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    whole.statics.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    Some(whole)
}

/// New names for types of `part` whose name means another type in `whole`.
fn clashes(whole: &Interface, part: &Interface) -> BTreeMap<String, String> {
    let mut renamed = BTreeMap::new();
    loop {
        let before = renamed.len();
        for (key, definition) in &part.types {
            let Some(known) = whole.types.get(key) else { continue };
            if renamed.contains_key(key) || same(known, definition) && !leads_to(known, definition, &renamed)
            {
                continue;
            }
            let mut name = format!("{}_{key}", part.name);
            while whole.types.contains_key(&name) || part.types.contains_key(&name) {
                name.push('_');
            }
            renamed.insert(key.clone(), name);
        }
        // What holds a type that keeps apart is another type itself.
        if renamed.len() == before {
            return renamed;
        }
    }
}

/// Whether two definitions of one name are of one type. Instances of a generic type have one place.
fn same(one: &TypeDef, other: &TypeDef) -> bool {
    let opaque = |it: &TypeDef| matches!(it.kind, TypeKind::Opaque);
    match (&one.location, &other.location) {
        (Some(a), Some(b)) if a.line != 0 && b.line != 0 => {
            let sizes = one.layout.zip(other.layout);
            a == b && (opaque(one) || opaque(other) || sizes.is_none_or(|(one, other)| one == other))
        }
        _ => one.kind == other.kind,
    }
}

/// Whether a definition names a type that gets another name, where the known one does not name that.
fn leads_to(known: &TypeDef, definition: &TypeDef, renamed: &BTreeMap<String, String>) -> bool {
    let names = |definition: &TypeDef| {
        let mut names = BTreeSet::new();
        definition.kind.types().for_each(|ty| {
            ty.names(false, &mut |name, _| {
                names.insert(name.to_owned());
            });
        });
        names
    };
    let known = names(known);
    names(definition).iter().filter_map(|name| renamed.get(name)).any(|name| !known.contains(name))
}

/// Takes over what the other definition knows better.
fn better(known: &mut TypeDef, other: TypeDef) {
    if matches!(known.kind, TypeKind::Opaque) && !matches!(other.kind, TypeKind::Opaque) {
        *known = other;
        return;
    }
    if known.docs.is_empty() {
        known.docs = other.docs;
    }
    known.layout = known.layout.or(other.layout);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Machine, Type};
    use crate::rust_source::read;
    use crate::source::SourceFile;

    fn interface(name: &str, text: &str) -> Interface {
        let path = format!("{name}.rs");
        read(name, &[SourceFile { path: &path, text }], &Machine::X86_64_LINUX).exports
    }

    const ONE: &str = "#[repr(C)] pub struct Config { pub a: u32 }\n\
                       #[unsafe(no_mangle)] pub extern \"C\" fn one(c: Config) -> u32 { c.a }\n\
                       #[unsafe(no_mangle)] pub extern \"C\" fn shared() {}\n";
    const TWO: &str = "#[repr(C)] pub struct Config { pub a: u8, pub b: u64 }\n\
                       #[repr(C)] pub struct Holder { pub config: *const Config }\n\
                       #[unsafe(no_mangle)] pub extern \"C\" fn two(h: Holder) {}\n";

    #[test]
    fn types_of_one_name_keep_apart_and_what_is_shared_is_there_once() {
        let (one, two) = (interface("one", ONE), interface("two", TWO));
        let whole = combine("both", &[one.clone(), two, one]).unwrap();
        let symbols: Vec<&str> = whole.functions.iter().map(|f| f.symbol.as_str()).collect();
        assert_eq!(symbols, ["one", "shared", "two"]);
        let types: Vec<&str> = whole.types.keys().map(String::as_str).collect();
        assert_eq!(types, ["Config", "Holder", "two_Config"]);
        let TypeKind::Struct(holder) = &whole.types["Holder"].kind else { panic!("{whole:?}") };
        let Type::Pointer(pointer) = &holder.fields[0].ty else { panic!("{holder:?}") };
        assert_eq!(pointer.pointee, Type::Named("two_Config".into()));
    }

    #[test]
    fn instances_of_one_generic_type_keep_apart() {
        let shared = "#[repr(C)] pub struct Slot<T> { pub at: *const T, pub it: T }\n";
        let part = |name: &str, field: &str| {
            let own = format!(
                "#[repr(C)] pub struct Item {{ {field} }}\n#[unsafe(no_mangle)] pub extern \"C\" fn {name}(s: Slot<Item>) {{}}"
            );
            let path = format!("{name}/src/lib.rs");
            let files = [
                SourceFile { path: "shared/src/lib.rs", text: shared },
                SourceFile { path: &path, text: &own },
            ];
            read(name, &files, &Machine::X86_64_LINUX).exports
        };
        for field in ["pub a: u8, pub b: u64", "pub b: u32"] {
            let whole = combine("both", &[part("one", "pub a: u32"), part("two", field)]).unwrap();
            let types: Vec<&str> = whole.types.keys().map(String::as_str).collect();
            assert_eq!(types, ["Item", "Slot_Item", "two_Item", "two_Slot_Item"], "{field}");
            assert_eq!(whole.function("two").unwrap().params[0].ty, Type::Named("two_Slot_Item".into()));
        }
    }

    #[test]
    fn a_part_has_only_what_it_needs() {
        let whole = combine("both", &[interface("one", ONE), interface("two", TWO)]).unwrap();
        let part = restrict(&whole, "part", |symbol| symbol == "shared");
        assert_eq!((part.functions.len(), part.types.len()), (1, 0));
        assert_eq!(part.name, "part");
    }
}
