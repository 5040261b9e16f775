//! Types in use, from source expressions to the model.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::builtin;
use super::cfg::Cfg;
use super::consts;
use super::names::{Meaning, Names, Space};
use super::outline::{ConstExpr, FunctionTypeExpr, GenericArg, Item, Kind, TypeExpr};
use crate::model::{
    Extent, FnPointer, FnPointerParam, Int, IntSpelling, Machine, Nullability, Pointer, Repr, Type, TypeDef,
    TypeKind,
};

/// Deepest nesting of types and aliases that is lowered.
const DEPTH_MAX: u32 = 96;

/// Where a type expression stands.
#[derive(Clone, Default)]
pub(super) struct Context<'a> {
    pub(super) scope: &'a [String],
    /// Meanings of generic parameters and of `Self`.
    pub(super) bound: BTreeMap<&'a str, Type>,
}

/// Lowers types into one interface, and remembers which definitions that needs.
pub(super) struct Types<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) machine: Machine,
    pub(super) cfg: &'a Cfg,
    pub(super) done: BTreeMap<String, TypeDef>,
    /// Definitions that are named but not lowered yet.
    pub(super) pending: Vec<(String, &'a Item, Vec<Type>)>,
    keys: HashMap<(*const Item, Vec<Type>), (String, &'a Item)>,
    /// Names in use, of what is done and of what is pending.
    taken: HashSet<String>,
}

impl<'a> Types<'a> {
    pub(super) fn new(names: &'a Names<'a>, machine: Machine, cfg: &'a Cfg) -> Self {
        Self {
            names,
            machine,
            cfg,
            done: BTreeMap::new(),
            pending: Vec::new(),
            keys: HashMap::new(),
            taken: HashSet::new(),
        }
    }

    pub(super) fn lower(&mut self, ty: &TypeExpr, at: &Context<'a>) -> Type {
        self.lower_at(ty, at, 0)
    }

    fn lower_at(&mut self, ty: &TypeExpr, at: &Context<'a>, depth: u32) -> Type {
        if depth > DEPTH_MAX {
            return Type::Foreign("…".to_owned());
        }
        match ty {
            TypeExpr::Unit => Type::Void,
            TypeExpr::Never => Type::Never,
            TypeExpr::Pointer { mutable, to } => {
                self.pointer(ty, to, at, depth, (*mutable, Nullability::Nullable, Extent::Unknown))
            }
            TypeExpr::Reference { mutable, to } => {
                self.pointer(ty, to, at, depth, (*mutable, Nullability::NonNull, Extent::One))
            }
            TypeExpr::Array(element, len) => {
                let len =
                    consts::evaluate(len, at, self.names, self.machine, self.cfg).and_then(|v| v.as_length());
                match (self.lower_at(element, at, depth + 1), len) {
                    (Type::Foreign(_), _) | (_, None) => Type::Foreign(ty.to_string()),
                    (element, Some(len)) => Type::Array { element: Box::new(element), len },
                }
            }
            TypeExpr::Function(function) => self.fn_pointer(function, at, depth),
            TypeExpr::Path(path, args) => self.path(ty, path, args, at, depth),
            TypeExpr::Other(text) => Type::Foreign(text.clone()),
        }
    }

    fn pointer(
        &mut self,
        whole: &TypeExpr,
        to: &TypeExpr,
        at: &Context<'a>,
        depth: u32,
        (mutable, nullable, extent): (bool, Nullability, Extent),
    ) -> Type {
        let fat = match to {
            TypeExpr::Path(path, _) if path.last().is_some_and(|n| builtin::is_unsized(n)) => {
                // A type of the files' own may have the same name.
                matches!(
                    self.names.find(at.scope, path, Space::Type, builtin::is_builtin),
                    Meaning::External(_)
                )
            }
            TypeExpr::Other(_) => true,
            _ => false,
        };
        if fat {
            return Type::Foreign(whole.to_string());
        }
        let pointee = match self.lower_at(to, at, depth + 1) {
            // A thin pointer to something of Rust's own is a handle.
            Type::Foreign(text) => self.opaque(&identifier(&text)),
            Type::Never => Type::Void,
            other => other,
        };
        Type::Pointer(Box::new(Pointer { pointee, mutable, nullable, extent }))
    }

    fn fn_pointer(&mut self, function: &FunctionTypeExpr, at: &Context<'a>, depth: u32) -> Type {
        let params = function
            .params
            .iter()
            .map(|(name, ty)| FnPointerParam { name: name.clone(), ty: self.lower_at(ty, at, depth + 1) })
            .collect();
        Type::FnPointer(Box::new(FnPointer {
            params,
            ret: self.lower_at(&function.ret, at, depth + 1),
            variadic: function.variadic,
            callconv: function.callconv.clone(),
            nullable: Nullability::NonNull,
        }))
    }

    fn path(
        &mut self,
        whole: &TypeExpr,
        path: &[String],
        args: &[GenericArg],
        at: &Context<'a>,
        depth: u32,
    ) -> Type {
        if let [name] = path
            && let Some(bound) = at.bound.get(name.as_str())
        {
            return bound.clone();
        }
        match self.names.find(at.scope, path, Space::Type, builtin::is_builtin) {
            Meaning::Item(item) => self.item(item, args, at, depth),
            Meaning::External(path) => self.external(whole, &path, args, at, depth),
        }
    }

    fn external(
        &mut self,
        whole: &TypeExpr,
        path: &[String],
        args: &[GenericArg],
        at: &Context<'a>,
        depth: u32,
    ) -> Type {
        let Some(name) = path.last().map(String::as_str) else { return Type::Foreign(whole.to_string()) };
        let inner = args.iter().find_map(|a| match a {
            GenericArg::Type(ty) => Some(ty),
            GenericArg::Const(_) => None,
        });
        match (name, inner) {
            ("Option", Some(inner)) => self.option(whole, inner, at, depth),
            ("NonNull" | "Box", Some(to)) => {
                self.pointer(whole, to, at, depth, (true, Nullability::NonNull, Extent::One))
            }
            ("AtomicPtr", Some(to)) => {
                self.pointer(whole, to, at, depth, (true, Nullability::Nullable, Extent::Unknown))
            }
            (name, Some(inner)) if builtin::is_wrapper(name) => self.lower_at(inner, at, depth + 1),
            ("NonZeroUsize" | "AtomicUsize", None) => self.plain("usize"),
            ("NonZeroIsize" | "AtomicIsize", None) => self.plain("isize"),
            (name, _) if builtin::is_marker(name) => Type::Void,
            (name, _) if builtin::is_rust_only(name) || builtin::is_unsized(name) => {
                Type::Foreign(whole.to_string())
            }
            (name, None) => builtin::plain(name, self.machine).unwrap_or_else(|| self.opaque(name)),
            (_, Some(_)) => Type::Foreign(whole.to_string()),
        }
    }

    fn plain(&self, name: &str) -> Type {
        builtin::plain(name, self.machine).unwrap_or(Type::Void)
    }

    /// `Option` of what the language promises to represent null by `None`.
    fn option(&mut self, whole: &TypeExpr, inner: &TypeExpr, at: &Context<'a>, depth: u32) -> Type {
        let lowered = self.lower_at(inner, at, depth + 1);
        match self.through_transparent(&lowered) {
            Type::Pointer(p) if p.nullable == Nullability::NonNull => {
                Type::Pointer(Box::new(Pointer { nullable: Nullability::Nullable, ..*p }))
            }
            Type::FnPointer(f) if f.nullable == Nullability::NonNull => {
                Type::FnPointer(Box::new(FnPointer { nullable: Nullability::Nullable, ..*f }))
            }
            Type::Int(int) if is_non_zero(inner) => Type::Int(int),
            _ => Type::Foreign(whole.to_string()),
        }
    }

    /// Follows aliases and `repr(transparent)` types to what they are made of.
    fn through_transparent(&mut self, ty: &Type) -> Type {
        let mut at = ty.clone();
        for _ in 0..DEPTH_MAX {
            let Type::Named(name) = &at else { return at };
            self.finish();
            at = match self.done.get(name).map(|d| &d.kind) {
                Some(TypeKind::Alias(target)) => target.clone(),
                Some(TypeKind::Struct(record))
                    if record.repr == Repr::Transparent && record.fields.len() == 1 =>
                {
                    record.fields[0].ty.clone()
                }
                _ => return at,
            };
        }
        at
    }

    fn item(&mut self, item: &'a Item, args: &[GenericArg], at: &Context<'a>, depth: u32) -> Type {
        let params: &[String] = match &item.kind {
            Kind::Record(record) => &record.generics,
            Kind::Enum(e) => &e.generics,
            Kind::Alias(generics, _) => generics,
            _ => &[],
        };
        let args: Vec<Type> = if params.is_empty() {
            Vec::new()
        } else {
            args.iter()
                .map(|arg| match arg {
                    GenericArg::Type(ty) => match self.constant_by_name(ty, at) {
                        Some(name) => self.constant(&name, at),
                        None => self.lower_at(ty, at, depth + 1),
                    },
                    GenericArg::Const(value) => self.constant(value, at),
                })
                .collect()
        };
        if let Some((key, _)) = self.keys.get(&(std::ptr::from_ref(item), args.clone())) {
            return Type::Named(key.clone());
        }
        let key = self.key(item, &args);
        self.taken.insert(key.clone());
        self.keys.insert((std::ptr::from_ref(item), args.clone()), (key.clone(), item));
        if let Kind::Alias(generics, target) = &item.kind {
            // Meets itself as opaque where aliases go round in a circle.
            self.done.insert(key.clone(), super::defs::shell(&key, item, TypeKind::Opaque));
            let inside = Context {
                scope: &item.scope,
                bound: generics.iter().map(String::as_str).zip(args).collect(),
            };
            let target = self.lower_at(target, &inside, depth + 1);
            if !generics.is_empty() {
                self.done.remove(&key);
                self.taken.remove(&key);
                return target;
            }
            self.done.insert(key.clone(), super::defs::shell(&key, item, TypeKind::Alias(target)));
        } else {
            self.pending.push((key.clone(), item, args));
        }
        Type::Named(key)
    }

    /// An argument that is a value: its text, which tells instances apart and is bound inside of them.
    fn constant(&self, value: &ConstExpr, at: &Context<'a>) -> Type {
        let text = match consts::evaluate(value, at, self.names, self.machine, self.cfg) {
            Some(consts::Value::Int(n)) => n.to_string(),
            Some(consts::Value::Bool(b)) => b.to_string(),
            _ => "const".to_owned(),
        };
        Type::Foreign(text)
    }

    /// An argument that looks like a type and is the name of a constant.
    fn constant_by_name(&self, ty: &TypeExpr, at: &Context<'a>) -> Option<ConstExpr> {
        let TypeExpr::Path(path, args) = ty else { return None };
        let is =
            |space| matches!(self.names.find(at.scope, path, space, builtin::is_builtin), Meaning::Item(_));
        let bound = matches!(path.as_slice(), [name] if at.bound.contains_key(name.as_str()));
        (args.is_empty() && !bound && !is(Space::Type) && is(Space::Const))
            .then(|| ConstExpr::Path(path.clone()))
    }

    /// A name for a definition, unlike every other one.
    fn key(&self, item: &Item, args: &[Type]) -> String {
        let mut key = base(item, args);
        let taken = |key: &str| self.done.contains_key(key) || self.taken.contains(key);
        if !taken(&key) {
            return key;
        }
        if let Some(module) = modules(item).next_back() {
            key = format!("{module}_{key}");
        }
        let plain = key.clone();
        let mut number = 2;
        while taken(&key) {
            key = format!("{plain}_{number}");
            number += 1;
        }
        key
    }

    /// A type of which only the name is known.
    pub(super) fn opaque(&mut self, name: &str) -> Type {
        self.done.entry(name.to_owned()).or_insert_with(|| TypeDef {
            name: name.to_owned(),
            kind: TypeKind::Opaque,
            layout: None,
            docs: Vec::new(),
            location: None,
            of_libc: false,
        });
        Type::Named(name.to_owned())
    }

    /// New names where one that several types share went to whichever was met first: it belongs to the outermost
    /// of them, and the others have their module before it.
    pub(super) fn settled_names(&self) -> BTreeMap<String, String> {
        let mut groups: BTreeMap<String, Vec<(&Item, &String)>> = BTreeMap::new();
        for ((_, args), (key, item)) in self.keys.iter().filter(|(_, (key, _))| self.done.contains_key(key)) {
            groups.entry(base(item, args)).or_default().push((item, key));
        }
        let mut names = BTreeMap::new();
        for (plain, mut group) in groups.into_iter().filter(|(_, group)| group.len() > 1) {
            group.sort_by_key(|(item, key)| (modules(item).count(), &item.scope, item.location.line, *key));
            let Some(holder) = group.iter().position(|(_, key)| **key == plain).filter(|at| *at > 0) else {
                continue;
            };
            let (first, other) = (group[0], group[holder]);
            let aside = modules(other.0).next_back().map(|module| format!("{module}_{plain}"));
            let Some(aside) = aside.filter(|name| name == first.1 || !self.done.contains_key(name)) else {
                continue;
            };
            names.insert(first.1.clone(), plain.clone());
            names.insert(other.1.clone(), aside);
        }
        names
    }

    /// Lowers every definition that is still pending, and those that they need.
    pub(super) fn finish(&mut self) {
        while let Some((key, item, args)) = self.pending.pop() {
            // Known to itself while it is made.
            self.done.insert(key.clone(), super::defs::shell(&key, item, TypeKind::Opaque));
            let def = super::defs::define(self, &key, item, args);
            self.done.insert(key, def);
        }
    }
}

/// The name of a definition that no other one has.
fn base(item: &Item, args: &[Type]) -> String {
    let mut name = item.name.clone();
    for arg in args {
        name.push('_');
        name.push_str(&mangled(arg));
    }
    name
}

/// The modules around an item, outermost first.
fn modules(item: &Item) -> impl DoubleEndedIterator<Item = &String> {
    item.scope.iter().filter(|module| !module.ends_with('/'))
}

fn is_non_zero(ty: &TypeExpr) -> bool {
    matches!(ty, TypeExpr::Path(path, _) if path.last().is_some_and(|n| n.starts_with("NonZero")))
}

/// Letters, digits and single underscores of a text.
fn identifier(text: &str) -> String {
    let mut result = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            result.push(c);
        } else if !result.is_empty() && !result.ends_with('_') {
            result.push('_');
        }
    }
    result.trim_end_matches('_').to_owned()
}

/// A type's part in the name of a generic type's instance.
fn mangled(ty: &Type) -> String {
    match ty {
        Type::Void => "void".to_owned(),
        Type::Never => "never".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Int(Int { signed, spelling: IntSpelling::Size, .. }) => {
            if *signed { "isize" } else { "usize" }.to_owned()
        }
        Type::Int(int) => format!("{}{}", if int.signed { 'i' } else { 'u' }, int.bits),
        Type::Float(bits) => format!("f{bits}"),
        Type::RustChar => "char".to_owned(),
        Type::Pointer(p) => format!("{}_ptr", mangled(&p.pointee)),
        Type::FnPointer(_) => "fn".to_owned(),
        Type::Array { element, len } => format!("{}_{len}", mangled(element)),
        Type::Named(name) => name.clone(),
        Type::Foreign(text) => identifier(text),
    }
}
