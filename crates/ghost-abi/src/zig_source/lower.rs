//! From the declarations of all files to the two interfaces of a view.

use std::collections::BTreeMap;

use super::tree::Node;

use super::resolve::Entity;
use super::scan::{FnDecl, How, Scan, ScopeId, VarDecl, identifier};
use super::types::{Bindings, Types, c_type};
use crate::layout;
use crate::model::{
    Advice, CallConv, Constant, ConstantValue, Extent, Function, Int, IntSpelling, Interface, Layout,
    Machine, Nullability, Param, Pointer, Repr, Seen, Static, Type, TypeKind,
};
use crate::source::{Hidden, HiddenReason, LeftOut, Number, SourceFile, SourceView};

const SEEN: Seen = Seen { symbol: false, debug: false, source: true };

pub(super) fn lower(name: &str, scan: &Scan<'_>, files: &[SourceFile<'_>], machine: Machine) -> SourceView {
    let mut view = SourceView::new(name, &machine);
    let mut exports = Side::new(scan, machine);
    let mut imports = Side::new(scan, machine);
    let mut apart = Side::new(scan, machine);
    for decl in &scan.functions {
        match &decl.how {
            How::Export => match unseen(scan, decl.scope, files) {
                Some(container) => {
                    let function = apart.lower_function(decl, &decl.name, CallConv::C);
                    let why = format!("stands in `{container}`, which nothing looks into");
                    view.facts.hidden.push(Hidden { function, reason: HiddenReason::NotBuilt(why) });
                }
                None => exports.function(decl, &decl.name, CallConv::C),
            },
            How::Extern(library) => {
                imports.import(decl, &decl.name, CallConv::C);
                if let Some(library) = library {
                    view.facts.libraries.insert(decl.name.clone(), library.clone());
                }
            }
            How::Plain if decl.has_body && decl.public => {
                let function = apart.lower_function(decl, &decl.name, CallConv::Native);
                view.facts.hidden.push(Hidden { function, reason: HiddenReason::NoAttribute });
            }
            How::Plain => {}
        }
    }
    for decl in &scan.variables {
        match &decl.how {
            How::Export => exports.variable(decl, &decl.name),
            How::Extern(library) => {
                imports.variable(decl, &decl.name);
                if let Some(library) = library {
                    view.facts.libraries.insert(decl.name.clone(), library.clone());
                }
            }
            How::Plain => {
                exports.constant(decl);
            }
        }
    }
    for (node, scope) in &scan.exports {
        exports.export_builtin(*node, *scope);
    }
    for (node, scope) in &scan.externs {
        imports.extern_builtin(*node, *scope);
    }
    view.facts.left_out = std::mem::take(&mut exports.left_out);
    if !exports.functions.is_empty() || !imports.functions.is_empty() {
        view.facts.numbers = numbers(scan);
    }
    view.facts.unnamed_exports = exports.unnamed;
    view.facts.conditions = std::mem::take(&mut exports.conditions);
    exports.into_interface(&mut view.exports);
    imports.into_interface(&mut view.imports);
    view.facts.hidden.retain(|h| view.exports.function(&h.function.symbol).is_none());
    view.facts.hidden.sort_by(|a, b| a.function.symbol.cmp(&b.function.symbol));
    view
}

/// Constants that are whole numbers, and the variants of enums.
fn numbers(scan: &Scan<'_>) -> Vec<Number> {
    let family = |scope: ScopeId| {
        let container = &scan.scopes[scope];
        match &container.name {
            Some((name, ..)) if container.parent.is_some() => (name.clone(), false),
            _ if container.parent.is_some() => (String::new(), false),
            _ => (super::types::file_stem(scan.files[container.file].path).to_owned(), true),
        }
    };
    let constants = scan.variables.iter().filter(|variable| variable.constant && !variable.local);
    let mut numbers: Vec<Number> = constants
        .filter_map(|variable| {
            let value = scan.int(variable.value?, variable.scope)?;
            let (family, in_module) = family(variable.scope);
            let (name, location) = (variable.name.clone(), variable.location.clone());
            Some(Number { family, in_module, name, value, location })
        })
        .collect();
    let enums = (0..scan.scopes.len()).filter(|id| scan.scopes[*id].node.kind() == "enum_declaration");
    for id in enums {
        let (family, in_module) = family(id);
        let mut next = Some(0_i128);
        for field in &scan.scopes[id].fields {
            let value = match field.value {
                Some(node) => scan.int(node, id),
                None => next,
            };
            next = value.and_then(|value| value.checked_add(1));
            let name = identifier(scan.text(id, field.name));
            let Some(value) = value.filter(|_| name != "_") else { continue };
            let (family, location) = (family.clone(), field.location.clone());
            numbers.push(Number { family, in_module, name, value, location });
        }
    }
    numbers
}

/// The container around a declaration that nothing in the files looks into but its own constant: what is exported
/// there is not compiled.
fn unseen<'s>(scan: &'s Scan<'_>, scope: ScopeId, files: &[SourceFile<'_>]) -> Option<&'s str> {
    let around = std::iter::successors(Some(scope), |id| scan.scopes[*id].parent);
    let mut named =
        around.filter_map(|id| scan.scopes[id].name.as_ref().filter(|_| scan.scopes[id].parent.is_some()));
    named.find(|(name, ..)| is_named_once(name, files)).map(|(name, ..)| name.as_str())
}

/// Whether a name stands once in the files, as far as tests and comments do not count.
fn is_named_once(name: &str, files: &[SourceFile<'_>]) -> bool {
    let reflects = ["refAllDecls", ".decls", "meta.declarations", "@field("];
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut count = 0;
    for file in files.iter().filter(|file| file.text.contains(name)) {
        if reflects.iter().any(|word| file.text.contains(word)) {
            return false;
        }
        let mut is_test = false;
        for line in file.text.lines() {
            is_test |= line.starts_with("test ");
            let code = line.split("//").next().unwrap_or(line);
            if !is_test {
                let whole = |at: usize| {
                    !code[..at].ends_with(is_part) && !code[at + name.len()..].starts_with(is_part)
                };
                count += code.match_indices(name).filter(|(at, _)| whole(*at)).count();
            }
            is_test &= line != "}";
        }
    }
    count == 1
}

/// Whether a declaration stands in a branch.
fn is_conditional(node: Node<'_>) -> bool {
    let mut above = std::iter::successors(node.parent(), |node| node.parent());
    above.any(|node| node.kind().starts_with("if_") || node.kind().starts_with("switch_"))
}

/// One interface in the making.
struct Side<'s, 't> {
    types: Types<'s, 't>,
    functions: BTreeMap<String, Function>,
    /// What is declared of functions that have been declared before: each may be wrong by itself.
    again: Vec<Function>,
    statics: BTreeMap<String, Static>,
    constants: Vec<Constant>,
    left_out: Vec<LeftOut>,
    /// Whether something is exported of which the name, or what it is, is not known.
    unnamed: bool,
    /// The conditions that exports stand under.
    conditions: BTreeMap<String, String>,
}

impl<'s, 't> Side<'s, 't> {
    fn new(scan: &'s Scan<'t>, machine: Machine) -> Self {
        Self {
            types: Types::new(scan, machine),
            functions: BTreeMap::new(),
            again: Vec::new(),
            statics: BTreeMap::new(),
            constants: Vec::new(),
            left_out: Vec::new(),
            unnamed: false,
            conditions: BTreeMap::new(),
        }
    }

    fn function(&mut self, decl: &FnDecl<'t>, symbol: &str, default: CallConv) {
        if !self.functions.contains_key(symbol) {
            let function = self.lower_function(decl, symbol, default);
            self.functions.insert(symbol.to_owned(), function);
        }
    }

    /// A declaration of another's function. Of those under a condition only the first counts: they
    /// may be meant for different machines.
    fn import(&mut self, decl: &FnDecl<'t>, symbol: &str, default: CallConv) {
        if !self.functions.contains_key(symbol) {
            self.function(decl, symbol, default);
        } else if !is_conditional(decl.node) {
            let function = self.lower_function(decl, symbol, default);
            self.again.push(function);
        }
    }

    fn lower_function(&mut self, decl: &FnDecl<'t>, symbol: &str, default: CallConv) -> Function {
        let signature = self.types.signature(decl.node, decl.scope, 0);
        Function {
            symbol: symbol.to_owned(),
            params: signature.params.into_iter().map(|(name, ty)| Param { name, ty }).collect(),
            ret: signature.ret,
            variadic: signature.variadic,
            callconv: signature.callconv.unwrap_or(default),
            docs: decl.docs.clone(),
            advice: Advice::default(),
            location: Some(decl.location.clone()),
            seen: SEEN,
        }
    }

    fn variable(&mut self, decl: &VarDecl<'t>, symbol: &str) {
        if self.statics.contains_key(symbol) {
            return;
        }
        let ty = match (decl.ty, decl.value) {
            (Some(ty), _) => self.types.lower(ty, decl.scope),
            (None, Some(value)) => self.type_of(value, decl.scope),
            (None, None) => Type::Foreign("?".to_owned()),
        };
        let lowered = Static {
            symbol: symbol.to_owned(),
            ty,
            mutable: !decl.constant,
            thread_local: decl.thread_local,
            docs: decl.docs.clone(),
            location: Some(decl.location.clone()),
            seen: SEEN,
        };
        self.statics.insert(symbol.to_owned(), lowered);
    }

    /// The type of a value that says it: `@as(T, …)`, `T{ … }`.
    fn type_of(&mut self, value: Node<'t>, scope: ScopeId) -> Type {
        let scan = self.types.scan;
        if let Some(array) = self.array_of(value, scope) {
            return array;
        }
        let named = match value.kind() {
            "struct_initializer" => value.named_child(0),
            "builtin_function" if value.named_child(0).is_some_and(|n| scan.text(scope, n) == "@as") => {
                value.named_child(1).and_then(|arguments| arguments.named_child(0))
            }
            "boolean" => return Type::Bool,
            _ => None,
        };
        match named {
            Some(node) => self.types.lower(node, scope),
            None => Type::Foreign("?".to_owned()),
        }
    }

    /// `[_]T{ … }`, whose length its values give.
    fn array_of(&mut self, value: Node<'t>, scope: ScopeId) -> Option<Type> {
        let ty = value.named_child(0).filter(|ty| ty.kind() == "array_type")?;
        let parts: Vec<Node<'t>> = ty.named_children().filter(|part| !part.is_extra()).collect();
        let (first, element) = (*parts.first()?, *parts.last()?);
        if self.types.scan.text(scope, first) != "_" || parts.len() != 2 {
            return None;
        }
        let len = u64::try_from(self.types.scan.count(value, scope)?).ok()?;
        match self.types.lower(element, scope) {
            Type::Foreign(_) | Type::Void => None,
            element => Some(Type::Array { element: Box::new(element), len }),
        }
    }

    /// What an `@export` offers; before 0.14 its item stands without `&`.
    fn export_builtin(&mut self, node: Node<'t>, scope: ScopeId) {
        let scan = self.types.scan;
        let condition = scan.condition(node, scope);
        for exported in scan.exported(node, scope) {
            let Some(symbol) = exported.symbol else {
                self.unnamed = true;
                continue;
            };
            if let Some((text, is_off)) = &condition {
                if *is_off {
                    continue;
                }
                self.conditions.insert(symbol.clone(), text.clone());
            }
            match exported.what {
                Entity::Function(index) => {
                    let bindings = match exported.call {
                        Some((function, call, at)) => self.types.bindings_of(call, function, at, 0),
                        None => self.bindings(exported.item),
                    };
                    let before = self.types.bind(bindings);
                    self.function(&scan.functions[index], &symbol, CallConv::Native);
                    self.types.bind(before);
                }
                Entity::Variable(index) => self.variable(&scan.variables[index], &symbol),
                // There is such a symbol, whatever it is.
                _ => self.unnamed = true,
            }
        }
    }

    /// What the function is made with that an expression names: `List(u8).append`.
    fn bindings(&mut self, (mut node, scope): (Node<'t>, ScopeId)) -> Bindings {
        while let Some(object) = node.child_by_field_name("object") {
            node = object;
        }
        match self.types.scan.made_by(node, scope) {
            Some((function, _)) => self.types.bindings_of(node, function, scope, 0),
            None => Bindings::default(),
        }
    }

    /// `@extern(*const fn …, .{ .name = "symbol" })`.
    fn extern_builtin(&mut self, node: Node<'t>, scope: ScopeId) {
        let scan = self.types.scan;
        let Some(ty) = node.named_child(1).and_then(|arguments| arguments.named_child(0)) else { return };
        // The constant that it is the value of stands for it.
        let holder = scan.variables.iter().find(|variable| variable.value == Some(node));
        let location =
            holder.map_or_else(|| scan.location(scope, node), |variable| variable.location.clone());
        let docs = holder.map(|variable| variable.docs.clone()).unwrap_or_default();
        let names = scan.asked(node, scope);
        if names.is_empty() {
            return;
        }
        let lowered = self.types.lower(ty, scope);
        let lowered = self.types.through_aliases(lowered);
        for symbol in names {
            match &lowered {
                Type::FnPointer(pointer) => {
                    let params = pointer.params.iter().cloned();
                    let function = Function {
                        symbol: symbol.clone(),
                        params: params.map(|p| Param { name: p.name, ty: p.ty }).collect(),
                        ret: pointer.ret.clone(),
                        variadic: pointer.variadic,
                        callconv: pointer.callconv.clone(),
                        docs: docs.clone(),
                        advice: Advice::default(),
                        location: Some(location.clone()),
                        seen: SEEN,
                    };
                    self.functions.entry(symbol).or_insert(function);
                }
                Type::Pointer(pointer) => {
                    let lowered = Static {
                        symbol: symbol.clone(),
                        ty: pointer.pointee.clone(),
                        mutable: pointer.mutable,
                        thread_local: false,
                        docs: docs.clone(),
                        location: Some(location.clone()),
                        seen: SEEN,
                    };
                    self.statics.entry(symbol).or_insert(lowered);
                }
                _ => {}
            }
        }
    }

    /// A `pub const` of a plain value in a file's own scope.
    fn constant(&mut self, decl: &VarDecl<'t>) {
        let scan = self.types.scan;
        if !decl.public || !decl.constant || scan.scopes[decl.scope].parent.is_some() {
            return;
        }
        let Some(value) = decl.value.and_then(|v| scan.value(v, decl.scope)) else { return };
        let declared = decl.ty.map(|ty| self.types.lower(ty, decl.scope));
        let ty = match &value {
            ConstantValue::Int(n) => declared.or_else(|| untyped(*n)),
            ConstantValue::Float(_) => declared.or(Some(Type::Float(64))),
            ConstantValue::Bool(_) => Some(Type::Bool),
            ConstantValue::Str(_) => Some(text_type()),
        };
        let Some(ty) = ty else { return };
        let plain = c_type(self.types.through_aliases(ty.clone()));
        let fits = match (&value, &plain) {
            (ConstantValue::Int(n), Type::Int(int)) => int.holds(*n),
            (ConstantValue::Int(n), Type::Float(_)) => i64::try_from(*n).is_ok(),
            // Zig writes floats in other ways than decimal.
            (ConstantValue::Float(text), Type::Float(_)) => text.parse::<f64>().is_ok(),
            (ConstantValue::Bool(_) | ConstantValue::Str(_), _) => true,
            _ => false,
        };
        if !fits {
            let location = decl.location.clone();
            let why = "no other language has its type or its number".to_owned();
            self.left_out.push(LeftOut { name: decl.name.clone(), location, why });
            return;
        }
        self.constants.push(Constant { name: decl.name.clone(), ty, value, docs: decl.docs.clone() });
    }

    fn into_interface(mut self, into: &mut Interface) {
        self.types.finish();
        into.functions = self.functions.into_values().chain(self.again).collect();
        into.functions.sort_by(|a, b| a.symbol.cmp(&b.symbol));
        into.statics = self.statics.into_values().collect();
        into.constants = self.constants;
        into.types = self.types.done;
        align_fields(into, &self.types.aligns);
        layout::fill(into);
    }
}

/// Gives a layout to structs and unions whose fields demand an alignment of their own: the model has no place
/// for it but in offsets.
fn align_fields(interface: &mut Interface, aligns: &std::collections::HashMap<(String, usize), u64>) {
    let mut names: Vec<&String> = aligns.keys().map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    // A struct may hold another one by value: as often as there are names, until nothing moves.
    for _ in 0..names.len() {
        for name in &names {
            let Some(def) = interface.types.get(*name) else { continue };
            let (TypeKind::Struct(record) | TypeKind::Union(record)) = &def.kind else { continue };
            let is_union = matches!(def.kind, TypeKind::Union(_));
            if !matches!(record.repr, Repr::C { .. }) || def.layout.is_some() {
                continue;
            }
            let part = |(i, field): (usize, &crate::model::Field)| {
                let natural = layout::of(&interface.types, &interface.machine, &field.ty)?;
                let align = aligns.get(&((*name).clone(), i)).copied().unwrap_or(natural.align_bytes);
                Some((natural.size_bytes, align))
            };
            let parts = record.fields.iter().enumerate().map(part).collect::<Option<Vec<_>>>();
            let placed = if is_union {
                parts.and_then(|p| on_top(&p))
            } else {
                parts.and_then(|p| layout::sequence(&p, 1))
            };
            let Some((offsets, whole)) = placed else { continue };
            let Some(def) = interface.types.get_mut(*name) else { continue };
            def.layout = Some(whole);
            if let TypeKind::Struct(record) | TypeKind::Union(record) = &mut def.kind {
                for (field, offset) in record.fields.iter_mut().zip(offsets) {
                    field.offset_bytes = Some(offset);
                }
            }
        }
    }
}

/// As [`layout::sequence`], for fields that lie on top of each other.
fn on_top(parts: &[(u64, u64)]) -> Option<(Vec<u64>, Layout)> {
    let most = |of: fn(&(u64, u64)) -> u64| parts.iter().map(of).max().unwrap_or(0);
    let align_bytes = most(|part| part.1).max(1);
    let size_bytes = most(|part| part.0).checked_next_multiple_of(align_bytes)?;
    Some((vec![0; parts.len()], Layout { size_bytes, align_bytes }))
}

/// The type that a number without one has on the other side.
fn untyped(n: i128) -> Option<Type> {
    let (signed, bits) = if i32::try_from(n).is_ok() {
        (true, 32)
    } else if i64::try_from(n).is_ok() {
        (true, 64)
    } else if u64::try_from(n).is_ok() {
        (false, 64)
    } else {
        return None;
    };
    Some(Type::Int(Int { signed, bits, spelling: IntSpelling::Fixed }))
}

/// Text as C sees it: bytes, ended by a zero.
fn text_type() -> Type {
    Type::Pointer(Box::new(Pointer {
        pointee: Type::Int(Int { signed: false, bits: 8, spelling: IntSpelling::Fixed }),
        mutable: false,
        nullable: Nullability::NonNull,
        extent: Extent::Sentinel(0),
    }))
}
