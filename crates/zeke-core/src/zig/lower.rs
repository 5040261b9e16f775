//! Zig in the words that functions are followed in.

mod branches;
mod calls;

use std::collections::{HashMap, HashSet};

use ghost_abi::model;
use ghost_abi::zig_source::Node;

use super::summary::bare_type;
use super::tree::{self, DEPTH_MAX, File, Function, builtin};
use super::uses::is_integer;
use crate::flow::{Expr as Code, Kind, Param, Pattern, Program, Routine, Spot};

/// Every function of a unit. Functions of `imports` are the other side's.
pub(super) fn program(program: &tree::Program<'_>, imports: &HashMap<&str, &model::Function>) -> Program {
    let globals = program.globals.iter().map(|name| (*name).to_owned()).collect();
    let mut whole = Program { globals, ..Program::default() };
    whole.globals.sort();
    let pointers = program.fields.iter().filter(|(_, ty)| ty.starts_with(['*', '?']) && ty.contains('*'));
    whole.pointers = pointers.map(|(name, _)| (*name).to_owned()).collect();
    whole.pointers.sort();
    let plain =
        program.fields.iter().filter(|(_, ty)| is_integer(ty) || matches!(**ty, "bool" | "f32" | "f64"));
    whole.plain = plain.map(|(name, _)| (*name).to_owned()).collect();
    whole.plain.sort();
    for function in &program.functions {
        let index = whole.file(function.file.path);
        let mut lower = Lower {
            program,
            imports,
            function,
            file: function.file,
            index,
            locals: HashMap::new(),
            hoisted: HashSet::new(),
        };
        whole.routines.push(lower.routine());
    }
    whole
}

struct Lower<'l, 't> {
    program: &'l tree::Program<'t>,
    imports: &'l HashMap<&'l str, &'l model::Function>,
    function: &'l Function<'t>,
    file: File<'t>,
    index: u32,
    /// Names of the function, with their types where these are known.
    locals: HashMap<&'t str, &'t str>,
    /// Operators that the grammar puts within what they stand before.
    hoisted: HashSet<usize>,
}

impl<'t> Lower<'_, 't> {
    fn routine(&mut self) -> Routine {
        let function = *self.function;
        let list = tree::children(function.node).into_iter().find(|node| node.kind() == "parameters");
        let mut params = Vec::new();
        for parameter in list.map(tree::children).unwrap_or_default() {
            let text = |field| parameter.child_by_field_name(field).map_or("", |n| function.file.slice(n));
            let (name, ty) = (text("name"), text("type"));
            self.locals.insert(name, ty);
            let plain = is_integer(ty)
                || matches!(ty, "bool" | "f32" | "f64")
                || ty.starts_with("[]") && ty.ends_with("u8")
                || ty.starts_with("[:0]");
            let own = bare_type(ty);
            let own = function.owner.filter(|_| own == "Self" || ty.contains("@This()")).unwrap_or(own);
            let by_value = !ty.contains('*');
            params.push(Param { name: name.to_owned(), ty: own.to_owned(), by_value, plain });
        }
        self.names(function.body);
        Routine {
            name: function.name.to_owned(),
            owner: function.owner.unwrap_or_default().to_owned(),
            symbol: function.exported.then(|| function.symbol.to_owned()),
            params,
            body: self.block(function.body, 0),
        }
    }

    /// Names that the function declares.
    fn names(&mut self, body: Node<'t>) {
        for payload in tree::of_kind(body, "payload") {
            for name in tree::children(payload) {
                self.locals.insert(self.file.slice(name), "");
            }
        }
        for declared in tree::of_kind(body, "variable_declaration") {
            if let Some(first) = tree::children(declared).first().filter(|first| first.kind() == "identifier")
            {
                let ty = declared.child_by_field_name("type").map_or("", |ty| self.file.slice(ty));
                self.locals.entry(self.file.slice(*first)).or_insert(ty);
            }
        }
    }

    fn spot(&self, node: Node<'_>) -> Spot {
        let at = node.start_position();
        let one_based = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        Spot { file: self.index, line: one_based(at.row), column: one_based(at.column) }
    }

    fn block(&mut self, node: Node<'t>, depth: usize) -> Code {
        let mut statements: Vec<Code> =
            tree::children(node).into_iter().map(|child| self.expr(child, "", depth + 1)).collect();
        // A block of statements has no value.
        statements.push(Code::new(self.spot(node), Kind::Nothing));
        Code::new(self.spot(node), Kind::Block(statements))
    }

    fn boxed(&mut self, node: Node<'t>, depth: usize) -> Box<Code> {
        Box::new(self.expr(node, "", depth))
    }

    /// An expression, where one of a type is asked for.
    fn expr(&mut self, node: Node<'t>, wanted: &'t str, depth: usize) -> Code {
        let at = self.spot(node);
        if depth > DEPTH_MAX {
            return Code::new(at, Kind::Nothing);
        }
        if let Some(operator) = self.before(node) {
            self.hoisted.insert(operator.id());
            let inner = Box::new(self.expr(node, wanted, depth + 1));
            self.hoisted.remove(&operator.id());
            return Code::new(at, self.operated(operator, inner));
        }
        let kind = match node.kind() {
            "identifier" => Kind::Name(self.file.slice(node).to_owned()),
            "null" => Kind::Null,
            "boolean" => Kind::Bool(self.file.slice(node) == "true"),
            "integer" => self.file.slice(node).parse().map_or(Kind::Nothing, Kind::Int),
            "error_type" => Kind::Error,
            "unreachable" => Kind::Unwrap(Box::new(Code::new(at, Kind::Null))),
            "parenthesized_expression"
            | "expression_statement"
            | "comptime_expression"
            | "nosuspend_expression"
            | "comptime_statement" => match tree::children(node).into_iter().next() {
                Some(inner) => return self.expr(inner, wanted, depth + 1),
                None => Kind::Nothing,
            },
            "block" => return self.block(node, depth),
            "block_expression" | "labeled_statement" | "labeled_type_expression" => {
                return self.labeled(node, wanted, depth);
            }
            "unary_expression" => self.unary(node, depth),
            // What is no type.
            "error_union_type" if self.is_not(node) => self.unary(node, depth),
            "field_expression" => self.field(node, depth),
            "index_expression" => self.indexed(node, depth),
            "dereference_expression" => match tree::children(node).into_iter().next() {
                Some(inner) => Kind::Deref(self.boxed(inner, depth + 1)),
                None => Kind::Nothing,
            },
            "null_coercion_expression" => match tree::children(node).into_iter().next() {
                Some(inner) => Kind::Unwrap(self.boxed(inner, depth + 1)),
                None => Kind::Nothing,
            },
            "builtin_function" => return self.builtin(node, wanted, depth),
            "struct_initializer" | "anonymous_struct_initializer" => self.record(node, wanted, depth),
            "call_expression" => self.call(node, wanted, depth),
            "variable_declaration" => return self.declaration(node, depth),
            "assignment_expression" => self.assignment(node, depth),
            "function_declaration"
            | "struct_declaration"
            | "enum_declaration"
            | "union_declaration"
            | "comment" => Kind::Nothing,
            _ => return self.way(node, wanted, depth),
        };
        Code::new(at, kind)
    }

    /// The operator that an expression begins with, where the grammar takes it for a part of what stands first:
    /// `!f(x)` for a call of `!f`.
    fn before(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut at = node;
        loop {
            at = match at.kind() {
                "call_expression" => at.child_by_field_name("function")?,
                "field_expression" | "index_expression" => at.child_by_field_name("object")?,
                "dereference_expression" | "null_coercion_expression" => {
                    tree::children(at).into_iter().next()?
                }
                "unary_expression" | "try_expression" | "error_union_type" if at.id() != node.id() => {
                    return (!self.hoisted.contains(&at.id())).then_some(at);
                }
                _ => return None,
            };
        }
    }

    /// `!value`, which the grammar takes for a type as well.
    fn is_not(&self, node: Node<'t>) -> bool {
        matches!(node.kind(), "unary_expression" | "error_union_type")
            && self.file.slice(node).starts_with('!')
    }

    /// The operator that stands between two parts.
    fn between(&self, left: Node<'t>, right: Node<'t>) -> &'t str {
        self.file.text.get(left.end_byte()..right.start_byte()).unwrap_or_default().trim()
    }

    fn operated(&self, operator: Node<'t>, inner: Box<Code>) -> Kind {
        if operator.kind() == "try_expression" {
            return Kind::Try(inner);
        }
        match self.file.slice(operator).as_bytes().first() {
            Some(b'!') => Kind::Not(inner),
            Some(b'&') => Kind::Address(inner),
            _ => Kind::Parts(vec![*inner]),
        }
    }

    fn unary(&mut self, node: Node<'t>, depth: usize) -> Kind {
        let Some(argument) = tree::children(node).into_iter().next_back() else { return Kind::Nothing };
        let inner = self.boxed(argument, depth + 1);
        if self.hoisted.contains(&node.id()) {
            return inner.kind;
        }
        self.operated(node, inner)
    }

    fn field(&mut self, node: Node<'t>, depth: usize) -> Kind {
        let member = node.child_by_field_name("member").map_or("", |member| self.file.slice(member));
        match node.child_by_field_name("object") {
            Some(object) => Kind::Field(self.boxed(object, depth + 1), member.to_owned()),
            None => Kind::Record { ty: member.to_owned(), fields: Vec::new() },
        }
    }

    fn indexed(&mut self, node: Node<'t>, depth: usize) -> Kind {
        let (Some(object), Some(index)) =
            (node.child_by_field_name("object"), node.child_by_field_name("index"))
        else {
            return Kind::Nothing;
        };
        let base = self.boxed(object, depth + 1);
        if index.kind() == "range_expression" {
            let ends = tree::children(index).into_iter().map(|end| self.expr(end, "", depth + 1)).collect();
            return Kind::Slice(base, ends);
        }
        Kind::Item(base, self.boxed(index, depth + 1))
    }

    fn builtin(&mut self, node: Node<'t>, wanted: &'t str, depth: usize) -> Code {
        let at = self.spot(node);
        let Some((name, args)) = builtin(self.file, node) else { return Code::new(at, Kind::Nothing) };
        let same =
            ["@ptrCast", "@alignCast", "@constCast", "@as", "@intCast", "@intFromBool", "@volatileCast"];
        match args.last() {
            Some(last) if same.contains(&name) => self.expr(*last, wanted, depth + 1),
            _ if name == "@panic" => Code::new(at, Kind::Unwrap(Box::new(Code::new(at, Kind::Null)))),
            _ if matches!(name, "@import" | "@sizeOf" | "@This" | "@fieldParentPtr") => {
                Code::new(at, Kind::Nothing)
            }
            _ => {
                let parts = args.into_iter().map(|arg| self.expr(arg, "", depth + 1)).collect();
                Code::parts(at, parts)
            }
        }
    }

    fn record(&mut self, node: Node<'t>, wanted: &'t str, depth: usize) -> Kind {
        let parts = tree::children(node);
        let named = node.kind() == "struct_initializer";
        let ty = parts.first().filter(|_| named).map_or(wanted, |ty| self.file.slice(*ty));
        let Some(list) = parts.last() else { return Kind::Nothing };
        let mut fields = Vec::new();
        for (index, part) in tree::children(*list).into_iter().enumerate() {
            let inside = tree::children(part);
            let pair = matches!(part.kind(), "field_initializer" | "assignment_expression");
            match inside.first().filter(|_| pair) {
                Some(name) => {
                    let value = part.child_by_field_name("right").or_else(|| part.children().last());
                    let name = self.file.slice(*name).trim_start_matches('.').to_owned();
                    let value = value.map(|value| self.expr(value, "", depth + 1)).unwrap_or_default();
                    fields.push((name, value));
                }
                None => fields.push((index.to_string(), self.expr(part, "", depth + 1))),
            }
        }
        if ty.starts_with('[') {
            return memory(
                self.spot(node),
                fields.into_iter().map(|(_, value)| (String::new(), value)).collect(),
            );
        }
        Kind::Record { ty: bare_type(ty).to_owned(), fields }
    }

    /// `const a = b;` and also `a = b;`, which the grammar calls the same.
    fn declaration(&mut self, node: Node<'t>, depth: usize) -> Code {
        let at = self.spot(node);
        let tokens: Vec<Node<'t>> = node.children().collect();
        let operator = tokens.iter().position(|token| token.kind().ends_with('=') && !token.is_named());
        let Some(operator) = operator else { return Code::new(at, Kind::Nothing) };
        let Some(value) = tokens.get(operator + 1).copied() else { return Code::new(at, Kind::Nothing) };
        let is_new = tokens.iter().any(|token| matches!(token.kind(), "const" | "var"));
        if !is_new {
            let Some(target) = tokens.first() else { return Code::new(at, Kind::Nothing) };
            let whole = tokens[operator].kind() == "=";
            return Code::new(at, self.assign(*target, value, whole, depth));
        }
        let Some(name) = tokens.iter().find(|token| token.kind() == "identifier") else {
            return Code::new(at, Kind::Nothing);
        };
        let ty = node.child_by_field_name("type").map_or("", |ty| self.file.slice(ty));
        let mut value = if self.file.slice(value) == "undefined" {
            Code::new(self.spot(value), nothing_yet(self.spot(value), ty))
        } else {
            self.expr(value, ty, depth + 1)
        };
        if is_array(ty) && !matches!(value.kind, Kind::Record { .. }) {
            value = Code::new(value.at, memory(value.at, Vec::new()));
        }
        let pattern = match self.file.slice(*name) {
            "_" => Pattern::Any,
            name => Pattern::Bind(name.to_owned()),
        };
        let ty = bare_type(ty).to_owned();
        Code::new(at, Kind::Let { pattern, ty, value: Box::new(value), otherwise: None })
    }

    fn assignment(&mut self, node: Node<'t>, depth: usize) -> Kind {
        let (Some(left), Some(right)) = (node.child_by_field_name("left"), node.child_by_field_name("right"))
        else {
            return Kind::Nothing;
        };
        let whole = self.between(left, right) == "=";
        self.assign(left, right, whole, depth)
    }

    fn assign(&mut self, target: Node<'t>, value: Node<'t>, whole: bool, depth: usize) -> Kind {
        let text = self.file.slice(target);
        let wanted = self.locals.get(text).copied().unwrap_or_default();
        let value = self.expr(value, wanted, depth + 1);
        if text == "_" {
            return Kind::Parts(vec![value]);
        }
        let target = self.boxed(target, depth + 1);
        if whole { Kind::Assign(target, Box::new(value)) } else { Kind::Adjust(target, Box::new(value)) }
    }
}

/// Whether a type is that of an array, and not of a slice or a pointer.
fn is_array(ty: &str) -> bool {
    ty.starts_with('[') && !ty.starts_with("[]") && !ty.starts_with("[*") && !ty.starts_with("[:")
}

/// Memory of this side, with what lies in it.
fn memory(at: Spot, parts: Vec<(String, Code)>) -> Kind {
    let elements = Code::new(at, Kind::Record { ty: String::new(), fields: parts });
    Kind::Record { ty: "[memory]".to_owned(), fields: vec![("[]".to_owned(), elements)] }
}

/// `undefined` of a type.
fn nothing_yet(at: Spot, ty: &str) -> Kind {
    if is_array(ty) {
        return memory(at, Vec::new());
    }
    let own = bare_type(ty);
    let of_struct = !ty.contains(['*', '?', '[']) && own.starts_with(|c: char| c.is_ascii_uppercase());
    if of_struct { Kind::Record { ty: own.to_owned(), fields: Vec::new() } } else { Kind::Nothing }
}
