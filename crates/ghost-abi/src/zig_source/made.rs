//! Types that builtins make of lists: `@Struct`, `@Enum`, `@Type` and their kin.

use super::exported::{Element, option};
use super::resolve::Entity;
use super::scan::{ScopeId, identifier, string};
use super::tree::Node;
use super::types::{Types, c_type};
use crate::model::{Enum, Field, Int, IntSpelling, Location, Record, Repr, Type, TypeKind, Variant};

/// Builtins that give a type.
pub(super) fn is_type_builtin(name: &str) -> bool {
    // They are called as types are, with a capital.
    name.strip_prefix('@').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// A part of a list: its text or its type, and where it stands.
type Part<'t> = (Node<'t>, ScopeId);

impl<'t> Types<'_, 't> {
    /// The type that a builtin, or a function of the standard library, gives by itself.
    pub(super) fn of_builtin(&mut self, node: Node<'t>, scope: ScopeId) -> Option<Type> {
        let scan = self.scan;
        if node.kind() == "field_expression" {
            return self.of_info(node, scope);
        }
        let (name, arguments) = called(node)?;
        let name = scan.text(scope, name);
        let first = *arguments.first()?;
        let of_std = name.rsplit_once("meta.").map(|(_, name)| name);
        match of_std.unwrap_or(name) {
            "@TypeOf" => self.type_of(first, scope),
            "@Int" => self.int_of(first, *arguments.get(1)?, scope),
            "Int" if of_std.is_some() => self.int_of(first, *arguments.get(1)?, scope),
            "@FieldType" | "FieldType" if name != "FieldType" => {
                let second = *arguments.get(1)?;
                let file = scan.files[scan.scopes[scope].file].text;
                let field = string(file, second).or_else(|| self.tag_name(second, scope))?;
                self.field_of(first, &field, scope)
            }
            "Tag" if of_std.is_some() => self.tag_of(first, scope),
            "@Type" => {
                let int = option(scan, first, scope, "int").or_else(|| option(scan, first, scope, "Int"))?;
                let (sign, bits) =
                    (option(scan, int, scope, "signedness")?, option(scan, int, scope, "bits")?);
                self.int_of(sign, bits, scope)
            }
            _ => None,
        }
    }

    fn int_of(&mut self, sign: Node<'t>, bits: Node<'t>, scope: ScopeId) -> Option<Type> {
        let signed = self.tag_name(sign, scope)? == "signed";
        let bits = u16::try_from(self.int(bits, scope)?).ok()?;
        Some(Type::Int(Int { signed, bits, spelling: IntSpelling::Fixed }))
    }

    /// The name of an enum literal.
    fn tag_name(&self, node: Node<'t>, scope: ScopeId) -> Option<String> {
        let member = node.child_by_field_name("member")?;
        Some(identifier(self.scan.text(scope, member)))
    }

    /// `@TypeOf(value)`, where the value says its type.
    fn type_of(&mut self, node: Node<'t>, scope: ScopeId) -> Option<Type> {
        let scan = self.scan;
        match node.kind() {
            "unary_expression" => match scan.resolve(node.child_by_field_name("argument")?, scope) {
                Entity::Function(index) => {
                    let decl = &scan.functions[index];
                    Some(self.fn_pointer(decl.node, decl.scope, 0))
                }
                _ => None,
            },
            "struct_initializer" => Some(self.lower(node.named_child(0)?, scope)),
            "builtin_function" if scan.text(scope, node.named_child(0)?) == "@as" => {
                Some(self.lower(node.named_child(1)?.named_child(0)?, scope))
            }
            "field_expression" | "identifier" => {
                if let Entity::Variable(index) = scan.resolve(node, scope) {
                    let variable = &scan.variables[index];
                    return match (variable.ty, variable.value) {
                        (Some(ty), _) => Some(self.lower(ty, variable.scope)),
                        (None, Some(value)) => self.type_of(value, variable.scope),
                        (None, None) => None,
                    };
                }
                let object = node.child_by_field_name("object")?;
                let member = identifier(scan.text(scope, node.child_by_field_name("member")?));
                let whole = self.type_of(object, scope)?;
                self.field_in(&whole, &member)
            }
            _ => None,
        }
    }

    fn field_of(&mut self, node: Node<'t>, field: &str, scope: ScopeId) -> Option<Type> {
        let whole = self.lower(node, scope);
        self.field_in(&whole, field)
    }

    fn field_in(&mut self, whole: &Type, field: &str) -> Option<Type> {
        self.finish_one(whole);
        let Type::Named(name) = self.through_aliases(whole.clone()) else { return None };
        self.finish_one(&Type::Named(name.clone()));
        match &self.done.get(&name)?.kind {
            TypeKind::Struct(record) | TypeKind::Union(record) => {
                record.fields.iter().find(|known| known.name == field).map(|known| known.ty.clone())
            }
            _ => None,
        }
    }

    fn tag_of(&mut self, node: Node<'t>, scope: ScopeId) -> Option<Type> {
        let whole = self.lower(node, scope);
        let Type::Named(name) = self.through_aliases(whole) else { return None };
        self.finish_one(&Type::Named(name.clone()));
        match &self.done.get(&name)?.kind {
            TypeKind::Enum(e) => e.tag.map(Type::Int),
            _ => None,
        }
    }

    /// `@typeInfo(E).@"enum".tag_type`, `@typeInfo(T).pointer.child`.
    fn of_info(&mut self, node: Node<'t>, scope: ScopeId) -> Option<Type> {
        let scan = self.scan;
        let text = scan.text(scope, node);
        if !text.starts_with("@typeInfo(") {
            return None;
        }
        let mut builtin = node;
        while builtin.kind() == "field_expression" {
            builtin = builtin.child_by_field_name("object")?;
        }
        let argument = builtin.named_child(1)?.named_child(0)?;
        match text.rsplit('.').next()? {
            "tag_type" => self.tag_of(argument, scope),
            "child" => match self.lower(argument, scope) {
                Type::Pointer(pointer) => Some(pointer.pointee),
                Type::Array { element, .. } => Some(*element),
                _ => None,
            },
            _ => None,
        }
    }

    /// What a builtin makes that needs a name of its own.
    pub(super) fn made(&mut self, node: Node<'t>, scope: ScopeId) -> Option<TypeKind> {
        let scan = self.scan;
        let (name, arguments) = called(node).filter(|_| node.kind() == "builtin_function")?;
        match (scan.text(scope, name), arguments.as_slice()) {
            ("@Struct", [layout, backing, names, types, ..]) => {
                let fields = self.zipped(*names, *types, scope)?;
                self.record_of((*layout, Some(*backing)), fields, false, scope)
            }
            ("@Union", [layout, backing, names, types, ..]) => {
                let fields = self.zipped(*names, *types, scope)?;
                self.record_of((*layout, Some(*backing)), fields, true, scope)
            }
            ("@Enum", [tag, mode, names, values]) => {
                let open = self.tag_name(*mode, scope).is_some_and(|mode| mode == "nonexhaustive");
                let values = self.zipped(*names, *values, scope)?;
                self.enum_of(*tag, open, values, scope)
            }
            ("@Type", [info]) => self.of_type_info(*info, scope),
            _ => None,
        }
    }

    /// Before Zig 0.16: `@Type(.{ .@"struct" = .{ … } })`.
    fn of_type_info(&mut self, info: Node<'t>, scope: ScopeId) -> Option<TypeKind> {
        let scan = self.scan;
        let part = |names: [&str; 2]| names.into_iter().find_map(|name| option(scan, info, scope, name));
        if let Some(whole) = part(["enum", "Enum"]) {
            let tag = option(scan, whole, scope, "tag_type")?;
            let open = option(scan, whole, scope, "is_exhaustive")
                .is_some_and(|exhaustive| scan.text(scope, exhaustive) == "false");
            let values = self.listed(option(scan, whole, scope, "fields")?, "value", scope)?;
            return self.enum_of(tag, open, values, scope);
        }
        let (whole, union) = match part(["struct", "Struct"]) {
            Some(whole) => (whole, false),
            None => (part(["union", "Union"])?, true),
        };
        let layout = option(scan, whole, scope, "layout")?;
        let fields = self.listed(option(scan, whole, scope, "fields")?, "type", scope)?;
        self.record_of((layout, option(scan, whole, scope, "backing_integer")), fields, union, scope)
    }

    /// Names of one list with what another one gives to each.
    fn zipped(
        &mut self,
        names: Node<'t>,
        values: Node<'t>,
        scope: ScopeId,
    ) -> Option<Vec<(String, Part<'t>, Location)>> {
        let names = self.parts(names, scope)?;
        let values = self.parts(values, scope)?;
        if names.len() != values.len() {
            return None;
        }
        let pair = |((node, at), value): (Part<'t>, Part<'t>)| {
            let file = self.scan.files[self.scan.scopes[at].file].text;
            Some((string(file, node)?, value, self.scan.location(at, node)))
        };
        names.into_iter().zip(values).map(pair).collect()
    }

    /// Names with values of one list of both.
    fn listed(
        &mut self,
        list: Node<'t>,
        wanted: &str,
        scope: ScopeId,
    ) -> Option<Vec<(String, Part<'t>, Location)>> {
        let scan = self.scan;
        let named = |(node, at): Part<'t>| {
            let file = scan.files[scan.scopes[at].file].text;
            let name = string(file, option(scan, node, at, "name")?)?;
            Some((name, (option(scan, node, at, wanted)?, at), scan.location(at, node)))
        };
        self.parts(list, scope)?.into_iter().map(named).collect()
    }

    fn parts(&self, list: Node<'t>, scope: ScopeId) -> Option<Vec<Part<'t>>> {
        let parts = self.scan.list(list, scope)?;
        let value = |part| match part {
            Element::Value(node, at) => Some((node, at)),
            Element::Declaration(_) => None,
        };
        parts.into_iter().map(value).collect()
    }

    fn record_of(
        &mut self,
        (layout, backing): (Node<'t>, Option<Node<'t>>),
        parts: Vec<(String, Part<'t>, Location)>,
        union: bool,
        scope: ScopeId,
    ) -> Option<TypeKind> {
        let repr = match self.tag_name(layout, scope)?.to_ascii_lowercase().as_str() {
            "extern" => Repr::C { align: None },
            "packed" => match backing.map(|backing| self.lower(backing, scope)) {
                Some(Type::Int(int)) => Repr::Bits(int.bits),
                _ => return None,
            },
            _ => Repr::Native,
        };
        let field = |(name, (node, at), location): (String, Part<'t>, Location)| {
            let ty = self.lower(node, at);
            let ty = if matches!(repr, Repr::Bits(_)) { ty } else { c_type(ty) };
            Field { name, ty, offset_bytes: None, bits: None, docs: Vec::new(), location: Some(location) }
        };
        let record = Record { fields: parts.into_iter().map(field).collect(), repr: repr.clone() };
        Some(if union { TypeKind::Union(record) } else { TypeKind::Struct(record) })
    }

    fn enum_of(
        &mut self,
        tag: Node<'t>,
        open: bool,
        values: Vec<(String, Part<'t>, Location)>,
        scope: ScopeId,
    ) -> Option<TypeKind> {
        let Type::Int(tag) = self.lower(tag, scope) else { return None };
        let variant = |(name, (node, at), location): (String, Part<'t>, Location)| {
            let value = self.int(node, at)?;
            Some(Variant { name, value, docs: Vec::new(), location: Some(location) })
        };
        let variants = values.into_iter().map(variant).collect::<Option<Vec<_>>>()?;
        Some(TypeKind::Enum(Enum { tag: Some(tag), open, variants }))
    }
}

/// The name that is called, and what it is given.
pub(super) fn called(node: Node<'_>) -> Option<(Node<'_>, Vec<Node<'_>>)> {
    // `null` and its kin are words of the grammar, and no rules.
    let is_argument = |child: &Node<'_>| !child.is_extra() && !matches!(child.kind(), "(" | ")" | ",");
    match node.kind() {
        "builtin_function" => {
            let arguments = node.named_child(1)?.children().filter(is_argument);
            Some((node.named_child(0)?, arguments.collect()))
        }
        "call_expression" => {
            let callee = node.child_by_field_name("function")?;
            let rest = node.children().filter(|child| child.id() != callee.id() && is_argument(child));
            Some((callee, rest.collect()))
        }
        _ => None,
    }
}
