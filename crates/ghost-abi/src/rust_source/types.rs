//! Types in use, from source expressions to the model.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::builtin;
use super::cfg::Cfg;
use super::consts;
use super::names::{Meaning, Names, Space};
use super::outline::{ConstExpr, FunctionTypeExpr, GenericArg, Item, Kind, TypeExpr};
use crate::model::{
    ConstantValue, Extent, FnPointer, FnPointerParam, Int, IntSpelling, Machine, Nullability, Pointer, Repr,
    Type, TypeDef, TypeKind,
};

/// Deepest nesting of types and aliases that is lowered.
const DEPTH_MAX: u32 = 96;
/// Most parts of a type that generic aliases are written out to.
const PARTS_MAX: usize = 1 << 12;
/// How deep generic types may stand in each other's arguments, and how many instances one may have: the compiler
/// takes types that ask for a larger one of themselves without end.
const NESTING_MAX: u32 = 12;
const INSTANCES_MAX: u32 = 512;

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
    /// How deep generic types stand in each other's arguments, by name, and how many instances there are of each.
    nesting: HashMap<String, u32>,
    instances: HashMap<*const Item, u32>,
    /// What generic aliases stand for.
    written_out: HashMap<(*const Item, Vec<Type>), Type>,
    /// Whether definitions stay pending: who asks wants to know only that there are any.
    apart: bool,
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
            nesting: HashMap::new(),
            instances: HashMap::new(),
            written_out: HashMap::new(),
            apart: false,
        }
    }

    /// Others over the same names, that lower no definition: within each of its fields another one would be, and each
    /// of those again.
    pub(super) fn apart(&self) -> Self {
        Self { apart: true, ..Self::new(self.names, self.machine, self.cfg) }
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
                let len = consts::length(len, at, self.names, self.machine, self.cfg);
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
            named @ Type::Named(_) => match consts::behind_aliases(self, named.clone()) {
                Type::Foreign(text) if is_unsized(&text) => return Type::Foreign(whole.to_string()),
                _ => named,
            },
            // By the name of a generic alias or parameter.
            Type::Foreign(text) if is_unsized(&text) => return Type::Foreign(whole.to_string()),
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
        // A type of another crate that only has the name of one of the standard library is told by its path.
        if builtin::is_of_another_crate(path)
            && (name == "Option" || builtin::is_rust_only(name) || builtin::is_unsized(name))
        {
            let text = whole.to_string();
            let last = text.split('<').next().and_then(|head| head.rfind("::")).map_or(0, |at| at + 2);
            return Type::Foreign(format!("::{}::{}", path[..path.len() - 1].join("::"), &text[last..]));
        }
        match (name, inner) {
            ("Option", Some(inner)) => self.option(whole, inner, at, depth),
            ("NonNull" | "Box", Some(to)) => {
                self.pointer(whole, to, at, depth, (true, Nullability::NonNull, Extent::One))
            }
            // What it holds may be null, and `Option` of it is twice as large.
            ("AtomicPtr", Some(to)) => {
                self.pointer(whole, to, at, depth, (true, Nullability::Nullable, Extent::Unknown))
            }
            (name, Some(inner)) if builtin::is_wrapper(name) => {
                let mut held = self.lower_at(inner, at, depth + 1);
                if builtin::hides_niche(name) {
                    hide_niche(&mut held);
                }
                held
            }
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
            Type::Int(int) if self.wraps_non_zero(inner, at) => Type::Int(int),
            _ => Type::Foreign(whole.to_string()),
        }
    }

    /// Follows aliases and `repr(transparent)` types to what they are made of.
    /// Whether a type is an integer that is never zero, by itself or in transparent structs.
    fn wraps_non_zero(&self, ty: &TypeExpr, at: &Context<'a>) -> bool {
        let mut ty = ty;
        for _ in 0..DEPTH_MAX {
            if is_non_zero(ty) {
                return true;
            }
            let TypeExpr::Path(path, _) = ty else { return false };
            let Meaning::Item(item) = self.names.find(at.scope, path, Space::Type, builtin::is_builtin)
            else {
                return false;
            };
            ty = match &item.kind {
                Kind::Record(record) if record.repr.transparent => match record.fields.as_slice() {
                    [field, ..] => &field.ty,
                    [] => return false,
                },
                Kind::Alias(_, target) => target,
                _ => return false,
            };
        }
        false
    }

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
        let (params, defaults): (&'a [String], &'a [GenericArg]) = match &item.kind {
            Kind::Record(record) => (&record.generics, &record.defaults),
            Kind::Enum(e) => (&e.generics, &e.defaults),
            Kind::Alias(generics, _) => (generics, &[]),
            Kind::AssociatedType(target) => {
                let inside = Context { scope: &item.scope, ..Context::default() };
                return self.lower_at(target, &inside, depth + 1);
            }
            _ => (&[], &[]),
        };
        let mut args: Vec<Type> = if params.is_empty() {
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
        let written = args.len();
        self.add_defaults(item, (params, defaults), &mut args, depth);
        let id = (std::ptr::from_ref(item), args.clone());
        if let Some((key, _)) = self.keys.get(&id) {
            return Type::Named(key.clone());
        }
        if let Some(target) = self.written_out.get(&id) {
            return target.clone();
        }
        let nesting = 1 + args.iter().map(|arg| self.nesting(arg)).max().unwrap_or(0);
        let instances = self.instances.entry(id.0).or_default();
        *instances += 1;
        if nesting > NESTING_MAX || *instances > INSTANCES_MAX {
            // A type that asks for a larger one of itself each time.
            return self.opaque(&format!("{}_of_itself", item.name));
        }
        let key = self.key(item, &args[..written.min(args.len())]);
        self.taken.insert(key.clone());
        self.nesting.insert(key.clone(), nesting);
        self.keys.insert(id.clone(), (key.clone(), item));
        if let Kind::Alias(generics, target) = &item.kind {
            // Meets itself as opaque where aliases go round in a circle.
            self.done.insert(key.clone(), super::defs::shell(&key, item, TypeKind::Opaque));
            let inside = Context {
                scope: &item.scope,
                bound: generics.iter().map(String::as_str).zip(args).collect(),
            };
            let target = self.lower_at(target, &inside, depth + 1);
            if !generics.is_empty() {
                // It has no definition of its own, and the next use of it must not name one.
                self.done.remove(&key);
                self.taken.remove(&key);
                self.keys.remove(&id);
                let target =
                    if target.parts() > PARTS_MAX { Type::Foreign(item.name.clone()) } else { target };
                self.written_out.insert(id, target.clone());
                return target;
            }
            self.done.insert(key.clone(), super::defs::shell(&key, item, TypeKind::Alias(target)));
        } else {
            self.pending.push((key.clone(), item, args));
        }
        Type::Named(key)
    }

    /// What parameters stand for that nobody gives.
    fn add_defaults(
        &mut self,
        item: &'a Item,
        (params, defaults): (&'a [String], &'a [GenericArg]),
        args: &mut Vec<Type>,
        depth: u32,
    ) {
        let first = params.len().saturating_sub(defaults.len());
        while let Some(default) = args.len().checked_sub(first).and_then(|at| defaults.get(at)) {
            let bound = params.iter().map(String::as_str).zip(args.iter().cloned()).collect();
            let inside = Context { scope: &item.scope, bound };
            let ty = match default {
                GenericArg::Type(ty) => self.lower_at(ty, &inside, depth + 1),
                GenericArg::Const(value) => self.constant(value, &inside),
            };
            args.push(ty);
        }
    }

    /// How deep generic types stand in each other's arguments.
    fn nesting(&self, ty: &Type) -> u32 {
        match ty {
            Type::Named(name) => self.nesting.get(name).copied().unwrap_or(0),
            _ => ty.inner().map(|part| 1 + self.nesting(part)).max().unwrap_or(0),
        }
    }

    /// An argument that is a value: its text, which tells instances apart and is bound inside of them.
    fn constant(&self, value: &ConstExpr, at: &Context<'a>) -> Type {
        let as_one_of = |ty: Type| consts::evaluate(value, &ty, at, self.names, self.machine, self.cfg);
        let signed = Int { signed: true, bits: 64, spelling: IntSpelling::Fixed };
        let found = self.plain_type("usize").and_then(as_one_of).or_else(|| as_one_of(Type::Int(signed)));
        Type::Foreign(match found {
            Some(ConstantValue::Int(n)) => n.to_string(),
            Some(ConstantValue::Bool(b)) => b.to_string(),
            // Not known, and not to be taken for another one.
            _ => identifier(&format!("const {value:?}")),
        })
    }

    fn plain_type(&self, name: &str) -> Option<Type> {
        builtin::plain(name, self.machine)
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

    /// Whether a definition is an enum of plain values.
    pub(super) fn is_enum(&self, key: &str) -> bool {
        let pending =
            self.pending.iter().any(|(name, item, _)| name == key && matches!(item.kind, Kind::Enum(_)));
        pending || self.done.get(key).is_some_and(|known| matches!(known.kind, TypeKind::Enum(_)))
    }

    /// Whether a definition is a struct or union.
    pub(super) fn is_record(&self, key: &str) -> bool {
        let is = |kind: &Kind| matches!(kind, Kind::Record(_));
        self.pending.iter().any(|(name, item, _)| name == key && is(&item.kind))
            || self.done.get(key).is_some_and(|d| matches!(d.kind, TypeKind::Struct(_) | TypeKind::Union(_)))
    }

    /// Whether nothing is known of a type but its name.
    pub(super) fn is_only_a_name(&self, key: &str) -> bool {
        self.done
            .get(key)
            .is_some_and(|known| known.location.is_none() && matches!(known.kind, TypeKind::Opaque))
    }

    /// A type of which only the name is known.
    pub(super) fn opaque(&mut self, name: &str) -> Type {
        self.done.entry(name.to_owned()).or_insert_with(|| TypeDef::new(name, TypeKind::Opaque));
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
        while let Some((key, item, args)) = self.pending.pop_if(|_| !self.apart) {
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

/// Takes away what `Option` would use: a value that the type itself never has.
fn hide_niche(ty: &mut Type) {
    match ty {
        Type::Pointer(pointer) => pointer.nullable = Nullability::Unknown,
        Type::FnPointer(function) => function.nullable = Nullability::Unknown,
        _ => {}
    }
}

/// Whether the text of a type is that of one without a size.
fn is_unsized(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut sized = false;
    for c in text.chars() {
        match c {
            '[' | '(' | '<' => depth += 1,
            ']' | ')' | '>' => depth = depth.saturating_sub(1),
            ';' => sized |= depth == 1,
            _ => {}
        }
    }
    text.starts_with("dyn ") || builtin::is_unsized(text) || text.starts_with('[') && !sized
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
