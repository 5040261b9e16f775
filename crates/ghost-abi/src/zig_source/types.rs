//! Types in use, from Zig's expressions to the model.

use std::collections::{BTreeMap, HashMap};

use super::tree::Node;

use super::defs;
use super::resolve::{Entity, is_prefixed, prefix};
use super::scan::{Scan, ScopeId, identifier};
use crate::model::{
    CallConv, ConstantValue, Extent, FnPointer, FnPointerParam, Int, IntSpelling, Machine, Nullability,
    Pointer, Type, TypeDef, TypeKind,
};

/// Deepest nesting of types and aliases that is lowered.
const DEPTH_MAX: u32 = 96;
/// Longest chain of names of a calling convention.
const ALIASES_MAX: u32 = 8;
/// Most parts of one type in use.
const PARTS_MAX: usize = 1 << 12;
/// Most containers that functions of compile time make.
const INSTANCES_MAX: usize = 1 << 10;

/// What stands for a parameter or a constant of a function of compile time.
#[derive(Debug, Clone)]
pub(super) enum Bound {
    Type(Type),
    Value(ConstantValue),
}

/// Parameters and constants of such a function by their names; the last one of a name counts.
pub(super) type Bindings = Vec<(String, Bound)>;

/// Lowers types into one interface, and remembers which definitions that needs.
pub(super) struct Types<'s, 't> {
    pub(super) scan: &'s Scan<'t>,
    pub(super) machine: Machine,
    pub(super) done: BTreeMap<String, TypeDef>,
    /// Alignments that fields demand, by type and index of the field.
    pub(super) aligns: HashMap<(String, usize), u64>,
    containers: HashMap<ScopeId, String>,
    aliases: HashMap<usize, String>,
    pending: Vec<(String, ScopeId, Bindings)>,
    /// Containers that functions of compile time make, by what they are made with.
    instances: HashMap<(ScopeId, String), String>,
    /// What stands for the parameters of such a function while its container is lowered.
    bindings: Bindings,
    /// The container that is lowered, and its key.
    inside: Option<(ScopeId, String)>,
    /// Names for what the calls that are being followed make.
    making: Vec<String>,
    /// How deep calls of compile time are followed into each other, and how many were followed at all.
    pub(super) calls: u32,
    pub(super) followed: u32,
    /// How many packed containers are measured, each for the one around it.
    pub(super) packing: u32,
    /// Function types by where they stand; `None` while one is read, which then holds itself.
    functions: HashMap<(ScopeId, usize), Option<Type>>,
    /// What the types that are being lowered say of the whole of which they are the beginning: see [`prefix`].
    whole: Option<Node<'t>>,
}

impl<'s, 't> Types<'s, 't> {
    pub(super) fn new(scan: &'s Scan<'t>, machine: Machine) -> Self {
        Self {
            scan,
            machine,
            done: BTreeMap::new(),
            aligns: HashMap::new(),
            containers: HashMap::new(),
            aliases: HashMap::new(),
            pending: Vec::new(),
            instances: HashMap::new(),
            bindings: Bindings::default(),
            inside: None,
            making: Vec::new(),
            calls: 0,
            followed: 0,
            packing: 0,
            functions: HashMap::new(),
            whole: None,
        }
    }

    /// Lowers a type expression.
    pub(super) fn lower(&mut self, node: Node<'t>, scope: ScopeId) -> Type {
        self.at(node, scope, 0)
    }

    fn at(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Type {
        if depth > DEPTH_MAX {
            return Type::Foreign("…".to_owned());
        }
        let text = self.scan.text(scope, node);
        let foreign = || Type::Foreign(one_line(text));
        match node.kind() {
            "builtin_type" => self.builtin(text).unwrap_or_else(foreign),
            "identifier" => match self.builtin(text).or_else(|| self.bound(text)) {
                Some(ty) => ty,
                None => self.named(node, scope, depth),
            },
            "field_expression" | "call_expression" if prefix(node).is_some() => {
                self.prefixed(node, scope, depth)
            }
            "call_expression" => match self.of_builtin(node, scope) {
                Some(ty) => ty,
                None => self.instance(node, scope, depth),
            },
            "builtin_function" => self.builtin_call(node, scope, depth),
            "field_expression" => match self.of_builtin(node, scope) {
                Some(ty) => ty,
                None => self.named(node, scope, depth),
            },
            "struct_declaration" | "union_declaration" | "enum_declaration" | "opaque_declaration" => {
                match self.scan.opened.get(&node.id()) {
                    Some(id) if !self.bindings.is_empty() && is_in_function(node) => self.local(*id, text),
                    _ => self.named(node, scope, depth),
                }
            }
            "if_expression" | "if_type_expression" | "switch_expression" => match self.taken(node, scope) {
                Some(taken) => self.at(taken, scope, depth + 1),
                None => foreign(),
            },
            "labeled_type_expression" => {
                let bindings = self.bindings.clone();
                let result = self.block(node, scope);
                let ty = result.map_or_else(foreign, |result| self.at(result, scope, depth + 1));
                self.bind(bindings);
                ty
            }
            "parenthesized_expression" | "comptime_type_expression" | "comptime_expression" => {
                match node.named_child(0) {
                    Some(inner) => self.at(inner, scope, depth + 1),
                    None => foreign(),
                }
            }
            "pointer_type" => self.pointer(node, scope, depth),
            "nullable_type" => match node.named_child(0) {
                Some(inner) => {
                    let inner = self.behind(inner, scope, depth + 1);
                    self.nullable(inner).unwrap_or_else(foreign)
                }
                None => foreign(),
            },
            "array_type" => self.array(node, scope, depth).unwrap_or_else(foreign),
            _ => foreign(),
        }
    }

    /// `*types.Pair`, which begins with `*types`.
    fn prefixed(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Type {
        let Some(first) = prefix(node) else { return self.named(node, scope, depth) };
        let before = self.whole.replace(node);
        let lowered = self.at(first, scope, depth + 1);
        self.whole = before;
        match lowered {
            Type::Foreign(_) => Type::Foreign(one_line(self.scan.text(scope, node))),
            lowered => lowered,
        }
    }

    /// The whole, where `node` is the last type that it begins with.
    fn take_whole(&mut self, node: Node<'t>) -> Option<Node<'t>> {
        if is_prefixed(node.kind()) { None } else { self.whole.take() }
    }

    /// What a type ends with.
    fn behind(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Type {
        match self.take_whole(node) {
            Some(whole) if whole.kind() == "call_expression" => self.instance(whole, scope, depth),
            Some(whole) => {
                let entity = self.scan.resolve_behind_prefix(whole, scope);
                self.meant(entity, whole, scope, depth)
            }
            None => self.at(node, scope, depth),
        }
    }

    fn nullable(&self, inner: Type) -> Option<Type> {
        match self.through_aliases(inner) {
            Type::Pointer(p) if p.nullable == Nullability::NonNull => {
                Some(Type::Pointer(Box::new(Pointer { nullable: Nullability::Nullable, ..*p })))
            }
            Type::FnPointer(f) if f.nullable == Nullability::NonNull => {
                Some(Type::FnPointer(Box::new(FnPointer { nullable: Nullability::Nullable, ..*f })))
            }
            _ => None,
        }
    }

    pub(super) fn through_aliases(&self, mut ty: Type) -> Type {
        for _ in 0..DEPTH_MAX {
            let Type::Named(name) = &ty else { return ty };
            ty = match self.done.get(name).map(|d| &d.kind) {
                Some(TypeKind::Alias(target)) => target.clone(),
                _ => return ty,
            };
        }
        ty
    }

    fn array(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Option<Type> {
        let count = u32::try_from(node.named_child_count()).ok()?;
        let len = u64::try_from(self.int(node.named_child(0)?, scope)?).ok()?;
        let element = self.behind(node.named_child(count.checked_sub(1)?)?, scope, depth + 1);
        // `[N:0]T` keeps its terminator behind the N elements.
        let terminator = u64::from(has_child(node, ":"));
        match element {
            Type::Foreign(_) | Type::Void => None,
            element => Some(Type::Array { element: Box::new(element), len: len.checked_add(terminator)? }),
        }
    }

    fn pointer(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Type {
        let mut shape = Shape::ONE;
        let mut pointee = None;
        for child in node.children() {
            shape.token(child.kind());
            if child.is_named() && !child.is_extra() {
                match shape.expect {
                    Expect::Sentinel => shape.terminator(self.int(child, scope)),
                    Expect::Pointee => pointee = Some(child),
                    Expect::Nothing => {}
                }
            }
        }
        let Some(pointee) = pointee else { return Type::Foreign(one_line(self.scan.text(scope, node))) };
        if let Some(function) = self.function_behind(pointee, scope) {
            self.take_whole(pointee);
            let place = (function.1, function.0.start_byte());
            match self.functions.get(&place) {
                Some(Some(known)) => return known.clone(),
                Some(None) => return Type::Foreign(one_line(self.scan.text(scope, node))),
                None => {}
            }
            self.functions.insert(place, None);
            // Written out, a function of functions has as many parts as all of them together.
            let whole = match self.fn_pointer(function.0, function.1, depth) {
                large if large.parts() > PARTS_MAX => Type::Foreign(one_line(self.scan.text(scope, node))),
                whole => whole,
            };
            self.functions.insert(place, Some(whole.clone()));
            return whole;
        }
        let pointee = match self.behind(pointee, scope, depth + 1) {
            Type::Foreign(text) => self.opaque(&opaque_name(&text)),
            Type::Never => Type::Void,
            other => other,
        };
        Type::Pointer(Box::new(Pointer {
            pointee,
            mutable: shape.mutable,
            nullable: shape.nullable,
            extent: shape.extent,
        }))
    }

    /// The function type that an expression stands for, by itself or through an alias.
    fn function_behind(&self, node: Node<'t>, scope: ScopeId) -> Option<(Node<'t>, ScopeId)> {
        let of_alias = |entity| match entity {
            Entity::Alias(index) => {
                let variable = &self.scan.variables[index];
                let value = variable.value?;
                (value.kind() == "function_signature").then_some((value, variable.scope))
            }
            _ => None,
        };
        if let Some(whole) = self.whole.filter(|_| !is_prefixed(node.kind())) {
            return of_alias(self.scan.resolve_behind_prefix(whole, scope));
        }
        match node.kind() {
            "function_signature" => Some((node, scope)),
            "identifier" | "field_expression" => of_alias(self.scan.resolve(node, scope)),
            "builtin_function" if self.scan.text(scope, node.named_child(0)?) == "@TypeOf" => {
                let argument = node.named_child(1)?.named_child(0)?;
                match self.scan.resolve(argument, scope) {
                    Entity::Function(index) => {
                        let decl = &self.scan.functions[index];
                        Some((decl.node, decl.scope))
                    }
                    _ => None,
                }
            }
            "parenthesized_expression" => {
                let inner = node.named_child(0)?;
                (inner.kind() == "function_signature").then_some((inner, scope))
            }
            _ => None,
        }
    }

    pub(super) fn fn_pointer(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Type {
        let signature = self.signature(node, scope, depth + 1);
        Type::FnPointer(Box::new(FnPointer {
            params: signature.params.into_iter().map(|(name, ty)| FnPointerParam { name, ty }).collect(),
            ret: signature.ret,
            variadic: signature.variadic,
            callconv: signature.callconv.unwrap_or(CallConv::Native),
            nullable: Nullability::NonNull,
        }))
    }

    /// Parameters, result and convention of a function or function type.
    pub(super) fn signature(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Signature {
        // Only the result can be the end of something.
        let whole = self.whole.take();
        let mut signature =
            Signature { params: Vec::new(), ret: Type::Void, variadic: false, callconv: None };
        for child in node.children() {
            match child.kind() {
                "parameters" => self.params(child, scope, depth, &mut signature),
                "calling_convention" => {
                    signature.callconv = child.named_child(0).map(|c| self.callconv(c, scope));
                }
                _ => {}
            }
        }
        self.whole = whole;
        if let Some(ret) = node.child_by_field_name("type") {
            signature.ret = match self.behind(ret, scope, depth) {
                Type::Foreign(text) => Type::Foreign(text),
                ty => c_type(ty),
            };
        }
        signature
    }

    fn params(&mut self, node: Node<'t>, scope: ScopeId, depth: u32, signature: &mut Signature) {
        for param in node.named_children().filter(|c| c.kind() == "parameter") {
            let Some(ty) = param.child_by_field_name("type") else {
                signature.variadic |= self.scan.text(scope, param) == "...";
                continue;
            };
            let name = param.child_by_field_name("name").map(|n| identifier(self.scan.text(scope, n)));
            let name = name.filter(|n| n != "_");
            signature.params.push((name, c_type(self.at(ty, scope, depth))));
        }
    }

    fn callconv(&mut self, mut node: Node<'t>, mut scope: ScopeId) -> CallConv {
        for _ in 0..ALIASES_MAX {
            let is_member = node.kind() == "field_expression" && node.child_by_field_name("object").is_some();
            let next = match node.kind() {
                "if_expression" | "if_type_expression" | "switch_expression" => {
                    self.taken(node, scope).map(|taken| (taken, scope))
                }
                _ => match self.scan.resolve(node, scope) {
                    Entity::Variable(index) => {
                        let variable = &self.scan.variables[index];
                        variable.value.map(|value| (value, variable.scope))
                    }
                    _ if is_member => break,
                    _ => None,
                },
            };
            match next {
                Some(next) => (node, scope) = next,
                // A name that no file explains is most likely another one for C's.
                None if matches!(node.kind(), "identifier" | "if_expression" | "switch_expression") => {
                    return CallConv::C;
                }
                None => break,
            }
        }
        let text = self.scan.text(scope, node).trim();
        // `.c`, `.C`, `.{ .x86_64_sysv = .{} }`, `std.builtin.CallingConvention.c`.
        let name = text.trim_start_matches(['.', '{', ' ']);
        let name = name.split(['=', '}']).next().unwrap_or(name).trim();
        match name.rsplit('.').next().unwrap_or(name) {
            "c" | "C" => CallConv::C,
            "auto" | "Unspecified" | "Inline" | "Async" | "async" | "@\"inline\"" => CallConv::Native,
            other => CallConv::Other(other.to_owned()),
        }
    }

    fn named(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Type {
        self.meant(self.scan.resolve(node, scope), node, scope, depth)
    }

    /// The type that an expression was found to mean.
    fn meant(&mut self, entity: Entity<'t>, node: Node<'t>, scope: ScopeId, depth: u32) -> Type {
        match entity {
            Entity::Container(id) => self.container(id),
            Entity::Alias(index) => self.alias(index, depth),
            Entity::Expression(_) | Entity::Function(_) | Entity::Variable(_) | Entity::Unknown => {
                self.unknown(node, scope)
            }
        }
    }

    /// A name that the files do not explain: a type of another package, or what a function of
    /// compile time makes.
    fn unknown(&mut self, node: Node<'t>, scope: ScopeId) -> Type {
        let text = self.scan.text(scope, node);
        let last = match node.kind() {
            "identifier" => Some(node),
            "field_expression" => node.child_by_field_name("member"),
            _ => None,
        };
        match last {
            Some(last) => {
                let name = identifier(self.scan.text(scope, last));
                self.builtin(&name).unwrap_or_else(|| self.opaque(&name))
            }
            None => Type::Foreign(one_line(text)),
        }
    }

    fn bound(&self, name: &str) -> Option<Type> {
        self.bindings.iter().rev().find_map(|(known, bound)| match bound {
            Bound::Type(ty) if known == name => Some(ty.clone()),
            _ => None,
        })
    }

    /// What a call gives to the parameters of the function that it names.
    pub(super) fn bindings_of(
        &mut self,
        call: Node<'t>,
        function: usize,
        scope: ScopeId,
        depth: u32,
    ) -> Bindings {
        let decl = &self.scan.functions[function];
        let list = decl.node.named_children().find(|child| child.kind() == "parameters");
        let params = list.into_iter().flat_map(Node::named_children).filter(|c| c.kind() == "parameter");
        let names = params.map(|p| p.child_by_field_name("name").map(|n| self.scan.text(decl.scope, n)));
        let names: Vec<&str> = names.map(Option::unwrap_or_default).collect();
        let callee = call.child_by_field_name("function").map(Node::id);
        let given = call.named_children().filter(|child| Some(child.id()) != callee && !child.is_extra());
        let given: Vec<Node<'t>> = given.collect();
        let value = |types: &mut Self, node| match types.value(node, scope) {
            Some(value) => Bound::Value(value),
            None => Bound::Type(types.at(node, scope, depth + 1)),
        };
        names.into_iter().zip(given).map(|(name, node)| (name.to_owned(), value(self, node))).collect()
    }

    /// Binds the parameters of a function of compile time, and gives what was bound before.
    pub(super) fn bind(&mut self, bindings: Bindings) -> Bindings {
        std::mem::replace(&mut self.bindings, bindings)
    }

    pub(super) fn bindings(&self) -> &Bindings {
        &self.bindings
    }

    /// Does something while names stand for what they do in a function of compile time.
    pub(super) fn with<T>(&mut self, bindings: Bindings, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.bind(bindings);
        let result = work(self);
        self.bind(before);
        result
    }

    /// A constant of a function of compile time. A container that is waiting knows itself by it.
    pub(super) fn add_binding(&mut self, name: String, bound: Bound) {
        if let Bound::Type(Type::Named(key)) = &bound
            && let Some((.., bindings)) = self.pending.iter_mut().find(|(pending, ..)| pending == key)
        {
            bindings.push((name.clone(), bound.clone()));
        }
        self.bindings.push((name, bound));
    }

    /// `Pair(f64)`: what a function of compile time makes of what it is given.
    fn instance(&mut self, call: Node<'t>, scope: ScopeId, depth: u32) -> Type {
        let text = self.scan.text(scope, call);
        if depth > DEPTH_MAX {
            return Type::Foreign(one_line(text));
        }
        let (callee, arguments) = text.split_at(text.find('(').unwrap_or(text.len()));
        let callee = callee.rsplit(['.', '*', ' ', '?', ']']).next().unwrap_or(callee);
        self.making.push(format!("{callee}_{}", opaque_name(arguments)));
        let made = match self.outcome(call, scope) {
            Some((result, at, bindings)) => self.with(bindings, |types| types.at(result, at, depth + 1)),
            None => self.made_whole(call, scope, depth),
        };
        self.making.pop();
        made
    }

    /// The container in a function of compile time whose course is not understood: the one that it returns somewhere.
    fn made_whole(&mut self, call: Node<'t>, scope: ScopeId, depth: u32) -> Type {
        let text = self.scan.text(scope, call);
        let Some((function, id)) = self.scan.made_by(call, scope) else {
            return Type::Foreign(one_line(text));
        };
        let bindings = self.bindings_of(call, function, scope, depth);
        self.with(bindings, |types| types.local(id, text))
    }

    /// A container inside of a function of compile time, by what the function is called with.
    fn local(&mut self, id: ScopeId, text: &str) -> Type {
        if let Some((_, key)) = self.inside.as_ref().filter(|(inside, _)| *inside == id) {
            return Type::Named(key.clone());
        }
        let with = format!("{:?}", self.bindings);
        if let Some(key) = self.instances.get(&(id, with.clone())) {
            return Type::Named(key.clone());
        }
        // A type that is made of itself with ever more around it has no end.
        if self.instances.len() >= INSTANCES_MAX {
            return Type::Foreign(one_line(text));
        }
        let own = self.scan.scopes[id].name.as_ref().map(|(name, ..)| name.as_str());
        let made = self.making.last().map(String::as_str);
        let name = own.filter(|name| *name != "Self").or(made).or(own).unwrap_or("anonymous").to_owned();
        let key = self.key(&name, id);
        self.instances.insert((id, with), key.clone());
        self.done.insert(key.clone(), defs::shell(self.scan, &key, id, TypeKind::Opaque));
        self.pending.push((key.clone(), id, self.bindings.clone()));
        Type::Named(key)
    }

    /// What a builtin gives.
    fn builtin_call(&mut self, node: Node<'t>, scope: ScopeId, depth: u32) -> Type {
        if let Some(ty) = self.of_builtin(node, scope) {
            return ty;
        }
        let Some(kind) = self.made(node, scope) else { return self.named(node, scope, depth) };
        let name = match self.making.last() {
            Some(made) => made.clone(),
            None => format!("anonymous_{}", node.start_position().row + 1),
        };
        let key = self.key(&name, scope);
        let location = Some(self.scan.location(scope, node));
        self.done.insert(key.clone(), TypeDef { location, ..TypeDef::new(key.clone(), kind) });
        Type::Named(key)
    }

    fn container(&mut self, id: ScopeId) -> Type {
        if let Some((_, key)) = self.inside.as_ref().filter(|(inside, _)| *inside == id) {
            return Type::Named(key.clone());
        }
        if let Some(key) = self.containers.get(&id) {
            return Type::Named(key.clone());
        }
        let scope = &self.scan.scopes[id];
        let name = match &scope.name {
            Some((name, ..)) => name.clone(),
            None if scope.parent.is_none() => file_stem(self.scan.files[scope.file].path).to_owned(),
            None => format!("anonymous_{}", scope.node.start_position().row + 1),
        };
        let key = self.key(&name, id);
        self.containers.insert(id, key.clone());
        self.done.insert(key.clone(), defs::shell(self.scan, &key, id, TypeKind::Opaque));
        self.pending.push((key.clone(), id, Bindings::default()));
        Type::Named(key)
    }

    fn alias(&mut self, index: usize, depth: u32) -> Type {
        if let Some(key) = self.aliases.get(&index) {
            return Type::Named(key.clone());
        }
        let scan = self.scan;
        let variable = &scan.variables[index];
        let Some(value) = variable.value else { return self.opaque(&variable.name) };
        if let Some(plain) = (value.kind() == "builtin_type").then(|| scan.text(variable.scope, value)) {
            // `const c_int32 = i32;` is worth its name, a function type is not a type of C.
            if self.builtin(plain).is_none() {
                return Type::Foreign(plain.to_owned());
            }
        }
        let key = self.key(&variable.name, variable.scope);
        self.aliases.insert(index, key.clone());
        let def = |kind| TypeDef {
            docs: variable.docs.clone(),
            location: Some(variable.location.clone()),
            ..TypeDef::new(key.clone(), kind)
        };
        // Meets itself as opaque where aliases go round in a circle.
        self.done.insert(key.clone(), def(TypeKind::Opaque));
        if let Some(kind) = self.made(value, variable.scope) {
            self.done.insert(key.clone(), def(kind));
            return Type::Named(key);
        }
        let target = match self.at(value, variable.scope, depth + 1) {
            foreign @ Type::Foreign(_) => {
                self.done.remove(&key);
                self.aliases.remove(&index);
                return foreign;
            }
            target => target,
        };
        self.done.insert(key.clone(), def(TypeKind::Alias(target)));
        Type::Named(key)
    }

    /// A name for a definition, unlike every other one.
    fn key(&self, name: &str, scope: ScopeId) -> String {
        if !self.done.contains_key(name) {
            return name.to_owned();
        }
        let base = format!("{}_{name}", file_stem(self.scan.files[self.scan.scopes[scope].file].path));
        let mut key = base.clone();
        let mut number = 2;
        while self.done.contains_key(&key) {
            key = format!("{base}_{number}");
            number += 1;
        }
        key
    }

    fn opaque(&mut self, name: &str) -> Type {
        self.done.entry(name.to_owned()).or_insert_with(|| TypeDef::new(name, TypeKind::Opaque));
        Type::Named(name.to_owned())
    }

    /// Lowers every definition that is still pending, and those that they need.
    pub(super) fn finish(&mut self) {
        while let Some((key, id, bindings)) = self.pending.pop() {
            self.define(key, id, bindings);
        }
    }

    fn define(&mut self, key: String, id: ScopeId, bindings: Bindings) {
        let before = self.inside.replace((id, key.clone()));
        let bindings = self.bind(bindings);
        let kind = defs::define(self, &key, id);
        self.bind(bindings);
        self.inside = before;
        let def = defs::shell(self.scan, &key, id, kind);
        self.done.insert(key, def);
    }

    /// Lowers the definition behind one type, where something about its inside must be known now.
    pub(super) fn finish_one(&mut self, ty: &Type) {
        let Type::Named(name) = ty else { return };
        let Some(index) = self.pending.iter().position(|(key, ..)| key == name) else { return };
        let (key, id, bindings) = self.pending.swap_remove(index);
        self.define(key, id, bindings);
    }

    /// A type that the language names.
    fn builtin(&self, name: &str) -> Option<Type> {
        let int =
            |signed: bool, bits: u16, spelling: IntSpelling| Some(Type::Int(Int { signed, bits, spelling }));
        let pointer_bits = u16::from(self.machine.pointer_bytes) * 8;
        let long_bits = u16::from(self.machine.c_long_bytes) * 8;
        match name {
            "bool" => Some(Type::Bool),
            "void" | "anyopaque" => Some(Type::Void),
            "noreturn" => Some(Type::Never),
            "f16" => Some(Type::Float(16)),
            "f32" => Some(Type::Float(32)),
            "f64" => Some(Type::Float(64)),
            "f80" => Some(Type::Float(80)),
            "f128" => Some(Type::Float(128)),
            "c_longdouble" if self.machine == Machine::X86_64_LINUX => Some(Type::Float(80)),
            "usize" => int(false, pointer_bits, IntSpelling::Size),
            "isize" => int(true, pointer_bits, IntSpelling::Size),
            "c_char" => int(self.machine.c_char_signed, 8, IntSpelling::CChar),
            "c_short" => int(true, 16, IntSpelling::CShort),
            "c_ushort" => int(false, 16, IntSpelling::CShort),
            "c_int" => int(true, 32, IntSpelling::CInt),
            "c_uint" => int(false, 32, IntSpelling::CInt),
            "c_long" => int(true, long_bits, IntSpelling::CLong),
            "c_ulong" => int(false, long_bits, IntSpelling::CLong),
            "c_longlong" => int(true, 64, IntSpelling::CLongLong),
            "c_ulonglong" => int(false, 64, IntSpelling::CLongLong),
            _ => {
                let (signed, width) = match name.split_at_checked(1)? {
                    ("i", width) => (true, width),
                    ("u", width) => (false, width),
                    _ => return None,
                };
                let digits = !width.is_empty() && width.bytes().all(|b| b.is_ascii_digit());
                if digits { int(signed, width.parse().ok()?, IntSpelling::Fixed) } else { None }
            }
        }
    }
}

/// What [`Types::signature`] finds.
pub(super) struct Signature {
    pub(super) params: Vec<(Option<String>, Type)>,
    pub(super) ret: Type,
    pub(super) variadic: bool,
    /// `None` where none is written.
    pub(super) callconv: Option<CallConv>,
}

/// What a named node inside a pointer type is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Nothing,
    Sentinel,
    Pointee,
}

/// The tokens of a pointer type, as they come.
struct Shape {
    extent: Extent,
    mutable: bool,
    nullable: Nullability,
    in_brackets: bool,
    expect: Expect,
}

impl Shape {
    const ONE: Self = Self {
        extent: Extent::One,
        mutable: true,
        nullable: Nullability::NonNull,
        in_brackets: false,
        expect: Expect::Nothing,
    };

    fn token(&mut self, kind: &str) {
        match kind {
            "[" => (self.extent, self.in_brackets) = (Extent::Many, true),
            "]" => (self.in_brackets, self.expect) = (false, Expect::Pointee),
            "*" if !self.in_brackets => self.expect = Expect::Pointee,
            "c" if self.in_brackets => {
                (self.extent, self.nullable) = (Extent::Unknown, Nullability::Nullable);
            }
            // A terminator that is not understood is still one; zero is by far the commonest.
            ":" if self.in_brackets => (self.extent, self.expect) = (Extent::Sentinel(0), Expect::Sentinel),
            "(" => self.expect = Expect::Nothing,
            ")" => self.expect = Expect::Pointee,
            "const" => self.mutable = false,
            "allowzero" => self.nullable = Nullability::Nullable,
            _ => {}
        }
    }

    fn terminator(&mut self, value: Option<i128>) {
        if let Some(value) = value.and_then(|v| i64::try_from(v).ok()) {
            self.extent = Extent::Sentinel(value);
        }
    }
}

/// Integers of a width that C does not have mean nothing at a boundary.
pub(super) fn c_type(ty: Type) -> Type {
    match ty {
        Type::Int(int) if !matches!(int.bits, 8 | 16 | 32 | 64 | 128) => {
            Type::Foreign(format!("{}{}", if int.signed { 'i' } else { 'u' }, int.bits))
        }
        other => other,
    }
}

/// Whether a container is declared in a function.
fn is_in_function(node: Node<'_>) -> bool {
    std::iter::successors(node.parent(), |node| node.parent())
        .any(|node| node.kind() == "function_declaration")
}

fn has_child(node: Node<'_>, kind: &str) -> bool {
    node.children().any(|c| c.kind() == kind)
}

pub(super) fn file_stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".zig").unwrap_or(name)
}

/// Source text with runs of blanks made one.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name for what stands behind a pointer and is Zig's own.
fn opaque_name(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    let name = name.trim_end_matches('_');
    if name.is_empty() { "anonymous".to_owned() } else { name.to_owned() }
}
