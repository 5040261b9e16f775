//! One type out of two descriptions of it.
//!
//! Structure and widths come from debug information, spelling and promises from source. Names of
//! types differ between the two (a macro or a dependency may hide the real one), so they are
//! learnt from where both stand in one signature.

use std::collections::{BTreeMap, BTreeSet};

use super::{Note, definitions};
use crate::model::{
    Enum, Extent, FnPointer, FnPointerParam, Function, Interface, Nullability, Pointer, Record, Repr, Type,
    TypeDef, TypeKind,
};

/// Deepest nesting of one type, aliases included.
const DEPTH_MAX: usize = 64;

pub(super) struct Unifier<'a> {
    pub(super) debug: &'a Interface,
    pub(super) source: &'a Interface,
    /// Names of debug information that have another name in the source.
    names: BTreeMap<String, String>,
    /// The last name that was looked at for one in the source that no signature led to.
    namesake: Option<&'a str>,
    /// Pairs whose definitions are still to be merged.
    pending: Vec<(String, String)>,
    /// Aliases of the source that really stand for what they say.
    aliases: BTreeMap<String, Type>,
    /// What names mean that the source uses and does not define, as far as signatures show it.
    learnt: BTreeMap<String, Type>,
    notes: Vec<Note>,
    /// While positive, nothing is learnt: two descriptions are only compared.
    comparing: usize,
    disagreements: usize,
}

/// How the full name of an `Option` begins.
const OPTION: &str = "core::option::Option<";

/// Says where two descriptions stand, when they turn out to contradict each other.
type Where<'w> = &'w dyn Fn() -> String;

impl<'a> Unifier<'a> {
    pub(super) fn new(debug: &'a Interface, source: &'a Interface) -> Self {
        Self {
            debug,
            source,
            names: BTreeMap::new(),
            namesake: None,
            pending: Vec::new(),
            aliases: BTreeMap::new(),
            learnt: BTreeMap::new(),
            notes: Vec::new(),
            comparing: 0,
            disagreements: 0,
        }
    }

    pub(super) fn note(&mut self, about: &str, message: String) {
        self.disagreements += 1;
        if self.comparing == 0 {
            self.notes.push(Note { about: about.to_owned(), message });
        }
    }

    /// Whether two functions have one signature.
    pub(super) fn agree(&mut self, debug: &Function, source: &Function) -> bool {
        if debug.params.len() != source.params.len() || debug.variadic != source.variadic {
            return false;
        }
        self.comparing += 1;
        let before = self.disagreements;
        self.ty(&debug.ret, &source.ret, &String::new);
        for (d, s) in debug.params.iter().zip(&source.params) {
            self.ty(&d.ty, &s.ty, &String::new);
        }
        self.comparing -= 1;
        self.disagreements == before
    }

    /// Does something, and takes back what it learnt if two descriptions disagreed in it.
    pub(super) fn attempt<T>(&mut self, action: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let before = (self.disagreements, self.notes.len(), self.pending.len());
        let (names, learnt, aliases) = (self.names.clone(), self.learnt.clone(), self.aliases.clone());
        let result = action(self);
        if self.disagreements == before.0 {
            return Some(result);
        }
        self.notes.truncate(before.1);
        self.pending.truncate(before.2);
        (self.names, self.learnt, self.aliases) = (names, learnt, aliases);
        None
    }

    /// One type out of two.
    pub(super) fn ty(&mut self, debug: &Type, source: &Type, at: Where<'_>) -> Type {
        self.at_depth(debug, source, at, 0)
    }

    fn at_depth(&mut self, debug: &Type, source: &Type, at: Where<'_>, depth: usize) -> Type {
        if depth > DEPTH_MAX {
            return debug.clone();
        }
        if let Type::Named(name) = source {
            match self.source.types.get(name).map(|t| &t.kind) {
                Some(TypeKind::Alias(target)) => {
                    return self.alias(debug, name, target, at, depth);
                }
                None | Some(TypeKind::Opaque) if self.is_only_a_name(name) => {
                    return self.unknown(debug, name);
                }
                _ => {}
            }
        }
        match (debug, source) {
            (Type::Bool | Type::Float(_) | Type::RustChar, s) if debug == s => s.clone(),
            // Debug information does not say that a record is transparent, and so not that `None` of it is null.
            (Type::Foreign(d), Type::Pointer(_) | Type::FnPointer(_) | Type::Int(_))
                if d.starts_with(OPTION) =>
            {
                source.clone()
            }
            (d, Type::Foreign(_)) | (d @ Type::Foreign(_), _) => d.clone(),
            (Type::Never | Type::Void, s @ (Type::Never | Type::Void)) => s.clone(),
            (Type::Int(d), Type::Int(s)) if d.bits == s.bits && d.signed == s.signed => Type::Int(*s),
            (Type::Pointer(d), Type::Pointer(s)) => self.pointer(d, s, at, depth),
            (Type::FnPointer(d), Type::FnPointer(s)) if d.params.len() == s.params.len() => {
                self.function_pointer(d, s, at, depth)
            }
            (Type::Array { element: d, len: d_len }, Type::Array { element: s, len: s_len })
                if d_len == s_len =>
            {
                let element = Box::new(self.at_depth(d, s, at, depth + 1));
                Type::Array { element, len: *d_len }
            }
            (Type::Named(d), Type::Named(s)) => self.named(d, s),
            // Zig before 0.16 through LLVM: a callback is an address.
            (Type::Pointer(d), Type::FnPointer(_))
                if d.pointee == Type::Void && d.nullable == Nullability::Unknown =>
            {
                source.clone()
            }
            // Zig through LLVM: a packed struct is the integer that it is.
            (Type::Int(d), Type::Named(s)) if self.bits_of(s) == Some(d.bits) => source.clone(),
            // A tag, which the source reader describes as its integer.
            (Type::Named(d), Type::Int(_)) if self.tag_of(d).is_some() => debug.clone(),
            (d, s) => {
                let (d_text, s_text) = (shown(d), shown(s));
                self.note(
                    &at(),
                    format!("the source says {s_text}, the library has {d_text}; the library is followed"),
                );
                d.clone()
            }
        }
    }

    fn is_only_a_name(&self, name: &str) -> bool {
        self.source.types.get(name).is_none_or(definitions::is_only_a_name)
    }

    /// The source has a name, debug information the rest.
    fn unknown(&mut self, debug: &Type, name: &str) -> Type {
        let same_name = matches!(debug, Type::Named(d) if d == name);
        if self.comparing > 0 {
            let agrees = same_name || self.learnt.get(name) == Some(debug);
            self.disagreements += usize::from(!agrees);
        } else {
            self.learnt.entry(name.to_owned()).or_insert_with(|| debug.clone());
        }
        match debug {
            Type::Void => Type::Named(name.to_owned()),
            _ => debug.clone(),
        }
    }

    /// A type of the source with the names in it that other signatures explain. `Err` is a name
    /// that nobody explains, and that something is passed by value as.
    pub(super) fn explained(&self, ty: &Type, behind: bool) -> Result<Type, String> {
        Ok(match ty {
            Type::Named(name) if self.is_only_a_name(name) => match self.learnt.get(name) {
                Some(known) => known.clone(),
                None if behind || self.debug.types.contains_key(name) => ty.clone(),
                None => return Err(name.clone()),
            },
            Type::Pointer(pointer) => Type::Pointer(Box::new(Pointer {
                pointee: self.explained(&pointer.pointee, true)?,
                ..(**pointer).clone()
            })),
            Type::Array { element, len } => {
                Type::Array { element: Box::new(self.explained(element, behind)?), len: *len }
            }
            Type::FnPointer(function) => {
                let mut function = function.clone();
                function.ret = self.explained(&function.ret, false)?;
                for param in &mut function.params {
                    param.ty = self.explained(&param.ty, false)?;
                }
                Type::FnPointer(function)
            }
            other => other.clone(),
        })
    }

    fn alias(&mut self, debug: &Type, name: &str, target: &Type, at: Where<'_>, depth: usize) -> Type {
        let before = self.disagreements;
        let inner = self.at_depth(debug, target, at, depth + 1);
        let own_name = matches!(&inner, Type::Named(n) if n == name);
        if self.disagreements != before || own_name || self.comparing > 0 {
            return inner;
        }
        if self.aliases.entry(name.to_owned()).or_insert_with(|| inner.clone()) == &inner {
            Type::Named(name.to_owned())
        } else {
            inner
        }
    }

    fn named(&mut self, debug: &str, source: &str) -> Type {
        if self.comparing > 0 {
            let known = self.names.get(debug).is_none_or(|n| n == source);
            self.disagreements += usize::from(!known);
        } else if !self.names.contains_key(debug) && !self.names.values().any(|n| n == source) {
            self.names.insert(debug.to_owned(), source.to_owned());
            self.pending.push((debug.to_owned(), source.to_owned()));
        }
        Type::Named(debug.to_owned())
    }

    fn pointer(&mut self, d: &Pointer, s: &Pointer, at: Where<'_>, depth: usize) -> Type {
        let pointee = match (&d.pointee, &s.pointee) {
            (Type::Void, s @ Type::Named(_)) if self.is_opaque_source(s) => s.clone(),
            // `*mut c_void` in the source may well be a type of its own in a dependency.
            (d, Type::Void) => d.clone(),
            (d, s) => self.at_depth(d, s, at, depth + 1),
        };
        Type::Pointer(Box::new(Pointer {
            pointee,
            mutable: s.mutable,
            nullable: if s.nullable == Nullability::Unknown { d.nullable } else { s.nullable },
            extent: if s.extent == Extent::Unknown { d.extent } else { s.extent },
        }))
    }

    fn is_opaque_source(&self, ty: &Type) -> bool {
        matches!(ty, Type::Named(name) if self.source.types.get(name)
            .is_some_and(|t| matches!(t.kind, TypeKind::Opaque)))
    }

    fn function_pointer(&mut self, d: &FnPointer, s: &FnPointer, at: Where<'_>, depth: usize) -> Type {
        let params = d
            .params
            .iter()
            .zip(&s.params)
            .map(|(d, s)| FnPointerParam {
                name: s.name.clone().or_else(|| d.name.clone()),
                ty: self.at_depth(&d.ty, &s.ty, at, depth + 1),
            })
            .collect();
        Type::FnPointer(Box::new(FnPointer {
            params,
            ret: self.at_depth(&d.ret, &s.ret, at, depth + 1),
            variadic: d.variadic || s.variadic,
            callconv: s.callconv.clone(),
            nullable: if s.nullable == Nullability::Unknown { d.nullable } else { s.nullable },
        }))
    }

    fn bits_of(&self, name: &str) -> Option<u16> {
        match self.source.types.get(name).map(|t| &t.kind) {
            Some(TypeKind::Struct(Record { repr: Repr::Bits(bits), .. })) => Some(*bits),
            _ => None,
        }
    }

    fn tag_of(&self, name: &str) -> Option<&'a Enum> {
        match self.debug.types.get(name).map(|t| &t.kind) {
            Some(TypeKind::Enum(e)) => Some(e),
            _ => None,
        }
    }

    /// Merges the definitions and gives every type of the interface its final name.
    pub(super) fn finish(mut self, interface: &mut Interface) -> (BTreeMap<String, TypeDef>, Vec<Note>) {
        let mut merged: BTreeMap<String, TypeDef> = BTreeMap::new();
        while let Some((debug_name, source_name)) = self.pending.pop().or_else(|| self.next_namesake(&merged))
        {
            let (debug, source) = (self.debug, self.source);
            let (Some(d), Some(s)) = (debug.types.get(&debug_name), source.types.get(&source_name)) else {
                continue;
            };
            let definition = definitions::merge(&mut self, d, s);
            merged.insert(debug_name, definition);
        }
        let names = self.final_names();
        let mut types = BTreeMap::new();
        // Source first: what debug information also knows replaces it.
        for (name, definition) in &self.source.types {
            types.insert(name.clone(), definition.clone());
        }
        for (alias, target) in self.aliases {
            let Some(mut definition) = types.remove(&alias) else { continue };
            let mut target = target;
            target.each_mut(&mut |ty| ty.rename(&names));
            definition.kind = TypeKind::Alias(target);
            types.insert(alias, definition);
        }
        for (name, definition) in &self.debug.types {
            let mut definition = merged.remove(name).unwrap_or_else(|| definition.clone());
            let new = names.get(name).unwrap_or(name);
            definition.name.clone_from(new);
            definition.kind.each_mut(&mut |ty| ty.rename(&names));
            types.insert(new.clone(), definition);
        }
        interface.each_type(&mut |ty| ty.rename(&names));
        (types, self.notes)
    }

    /// Two definitions of one name that no signature brought together.
    fn next_namesake(&mut self, merged: &BTreeMap<String, TypeDef>) -> Option<(String, String)> {
        use std::ops::Bound::{Excluded, Unbounded};
        let (debug, source) = (self.debug, self.source);
        let after = self.namesake.map_or(Unbounded, Excluded);
        let used: BTreeSet<&str> = self.names.values().map(String::as_str).collect();
        let found = debug.types.range::<str, _>((after, Unbounded)).find(|(name, d)| {
            !merged.contains_key(*name)
                && !self.names.contains_key(*name)
                && !used.contains(name.as_str())
                && source.types.get(*name).is_some_and(|s| definitions::may_be_one(d, s))
        });
        let (name, _) = found?;
        self.namesake = Some(name);
        self.names.insert(name.clone(), name.clone());
        Some((name.clone(), name.clone()))
    }

    /// Names of debug information to final names. The source's name wins; one that it uses for
    /// something else moves aside.
    fn final_names(&self) -> BTreeMap<String, String> {
        let mut names = self.names.clone();
        let mut taken: BTreeSet<&str> = self.source.types.keys().map(String::as_str).collect();
        taken.extend(self.debug.types.keys().map(String::as_str));
        for name in self.debug.types.keys().filter(|n| !self.names.contains_key(*n)) {
            if self.source.types.contains_key(name) || self.names.values().any(|n| n == name) {
                let mut free = format!("{name}_2");
                for number in 3..=taken.len() + 3 {
                    if !taken.contains(free.as_str()) {
                        break;
                    }
                    free = format!("{name}_{number}");
                }
                names.insert(name.clone(), free);
            }
        }
        names
    }
}

/// A type in the words of a message.
fn shown(ty: &Type) -> String {
    match ty {
        Type::Void => "no value".to_owned(),
        Type::Never => "no return".to_owned(),
        Type::Bool => "a bool".to_owned(),
        Type::Int(int) => {
            format!("a {} integer of {} bits", if int.signed { "signed" } else { "unsigned" }, int.bits)
        }
        Type::Float(bits) => format!("a float of {bits} bits"),
        Type::RustChar => "a Unicode character".to_owned(),
        Type::Pointer(_) => "a pointer".to_owned(),
        Type::FnPointer(f) => format!("a function pointer with {} parameters", f.params.len()),
        Type::Array { len, .. } => format!("an array of {len}"),
        Type::Named(name) => format!("`{name}`"),
        Type::Foreign(text) => format!("`{text}`"),
    }
}
