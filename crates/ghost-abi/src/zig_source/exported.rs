//! `@export(&item, .{ .name = "symbol" })`, by itself and in loops of compile time over what is written out.

use super::resolve::{Entity, without_prefixes};
use super::scan::{Member, Scan, ScopeId, identifier};
use super::tree::Node;
use crate::model::ConstantValue;

/// Most rounds of the loops around one export.
const ROUNDS_MAX: usize = 1 << 10;
/// How many calls are followed outwards.
const CALLS_MAX: u32 = 3;
/// Deepest nesting of an expression that is followed.
const DEPTH_MAX: u32 = 32;

/// What one `@export` offers.
pub(super) struct Exported<'t> {
    /// The name that the linker gets; nothing where it cannot be computed here.
    pub(super) symbol: Option<String>,
    pub(super) what: Entity<'t>,
    /// The expression that names the item, and where it stands.
    pub(super) item: (Node<'t>, ScopeId),
    /// The call of the function of compile time that it stands in.
    pub(super) call: Option<Call<'t>>,
}

/// A call of a function of compile time: the function's number, the call, and where it stands.
pub(super) type Call<'t> = (usize, Node<'t>, ScopeId);

/// What a variable of a loop stands for in one round.
#[derive(Clone)]
pub(super) enum Element<'t> {
    Value(Node<'t>, ScopeId),
    /// A declaration, of which the name is known.
    Declaration(String),
}

/// One round of all loops around an expression, and what the parameters of the function around them stand for.
type Round<'t> = Vec<(&'t str, Element<'t>)>;

impl<'t> Scan<'t> {
    /// Everything that an `@export` offers: one item, or one for every round of the loops around it.
    pub(super) fn exported(&self, node: Node<'t>, scope: ScopeId) -> Vec<Exported<'t>> {
        let arguments: Vec<Node<'t>> = node
            .named_child(1)
            .into_iter()
            .flat_map(Node::named_children)
            .filter(|n| !n.is_extra())
            .collect();
        let [item, options, ..] = arguments.as_slice() else { return Vec::new() };
        let Some(name) = option(self, *options, scope, "name") else { return Vec::new() };
        let rounds = self.rounds(node, scope);
        let export = |(round, call): &(Round<'t>, Option<Call<'t>>)| {
            let (what, item) = self.item(*item, scope, round, DEPTH_MAX);
            let symbol = self.string_of(name, scope, round, DEPTH_MAX);
            Exported { symbol, what, item, call: *call }
        };
        rounds.iter().map(export).collect()
    }

    /// The names that an `@extern` asks the linker for, one for every round of the loops around it.
    pub(super) fn asked(&self, node: Node<'t>, scope: ScopeId) -> Vec<String> {
        let options = node.named_child(1).and_then(|arguments| arguments.named_child(1));
        let Some(name) = options.and_then(|options| option(self, options, scope, "name")) else {
            return Vec::new();
        };
        let rounds = self.rounds(node, scope);
        rounds.iter().filter_map(|(round, _)| self.string_of(name, scope, round, DEPTH_MAX)).collect()
    }

    /// The innermost condition around a node that is not computed to hold: its text, and whether it is known not to.
    pub(super) fn condition(&self, node: Node<'t>, scope: ScopeId) -> Option<(String, bool)> {
        let mut inner = node;
        while let Some(outer) = inner.parent().filter(|outer| outer.kind() != "function_declaration") {
            let condition =
                outer.child_by_field_name("condition").filter(|_| outer.kind().starts_with("if_"));
            if let Some(condition) = condition.filter(|condition| condition.id() != inner.id()) {
                let text = self.text(scope, condition).trim();
                let holds = match self.value(condition, scope) {
                    Some(ConstantValue::Bool(holds)) => Some(holds),
                    _ => (text == "builtin.is_test").then_some(false),
                };
                let otherwise = inner.kind() == "else_clause" || is_behind_else(outer, inner);
                match holds.map(|holds| holds != otherwise) {
                    Some(true) => {}
                    known => {
                        let not = if otherwise { "not " } else { "" };
                        return Some((format!("{not}{text}"), known == Some(false)));
                    }
                }
            }
            inner = outer;
        }
        None
    }

    /// The rounds of the loops around a node, of the outermost first, for every call of the function of compile time
    /// that it stands in.
    fn rounds(&self, node: Node<'t>, scope: ScopeId) -> Vec<(Round<'t>, Option<Call<'t>>)> {
        self.rounds_within(node, scope, CALLS_MAX)
    }

    fn rounds_within(
        &self,
        node: Node<'t>,
        scope: ScopeId,
        depth: u32,
    ) -> Vec<(Round<'t>, Option<Call<'t>>)> {
        let calls = depth.checked_sub(1).map(|_| self.calls_around(node)).unwrap_or_default();
        if calls.is_empty() {
            return self.loops(node, scope, Vec::new()).into_iter().map(|round| (round, None)).collect();
        }
        let mut rounds = Vec::new();
        for call in calls {
            for (outer, _) in self.rounds_within(call.1, call.2, depth - 1) {
                let given = self.given(call, &outer);
                rounds.extend(self.loops(node, scope, given).into_iter().map(|round| (round, Some(call))));
                if rounds.len() >= ROUNDS_MAX {
                    return rounds;
                }
            }
        }
        rounds
    }

    /// The calls of the nearest function around a node that is given something at compile time.
    fn calls_around(&self, node: Node<'t>) -> Vec<Call<'t>> {
        let above = std::iter::successors(node.parent(), |node| node.parent());
        let mut functions = above.filter(|node| node.kind() == "function_declaration");
        let around = functions.find_map(|node| {
            let list = node.named_children().find(|child| child.kind() == "parameters")?;
            let is_known = |param: Node<'t>| param.children().any(|child| child.kind() == "comptime");
            let index = self.functions.iter().position(|decl| decl.node == node)?;
            list.named_children().any(is_known).then_some(index)
        });
        let Some(index) = around else { return Vec::new() };
        let name = format!("{}(", self.functions[index].name);
        let mut calls = Vec::new();
        for file in self.files.iter().filter(|file| file.text.contains(&name)) {
            self.scopes[file.root].node.visit(|inner, _| {
                let callee =
                    inner.child_by_field_name("function").filter(|_| inner.kind() == "call_expression");
                if let Some(callee) = callee {
                    let scope = self.scope_of(inner).unwrap_or(file.root);
                    let meant = self.resolve_behind_prefix(without_prefixes(callee), scope);
                    if matches!(meant, Entity::Function(other) if other == index) {
                        calls.push((index, inner, scope));
                    }
                }
                calls.len() < ROUNDS_MAX && inner.kind() != "test_declaration"
            });
        }
        calls
    }

    /// The container or file that a node stands in.
    fn scope_of(&self, node: Node<'t>) -> Option<ScopeId> {
        let mut above = std::iter::successors(Some(node), |node| node.parent());
        above.find_map(|node| self.opened.get(&node.id()).copied())
    }

    /// What a call gives to the parameters of its function, in one round of the loops around it.
    fn given(&self, (index, call, scope): Call<'t>, outer: &Round<'t>) -> Round<'t> {
        let decl = &self.functions[index];
        let list = decl.node.named_children().find(|child| child.kind() == "parameters");
        let params = list.into_iter().flat_map(Node::named_children).filter(|c| c.kind() == "parameter");
        let names = params.map(|p| p.child_by_field_name("name").map_or("", |n| self.text(decl.scope, n)));
        let given = super::made::called(call).map(|(_, arguments)| arguments).unwrap_or_default();
        let element = |node| self.part(node, scope, outer, DEPTH_MAX).unwrap_or(Element::Value(node, scope));
        names.zip(given).map(|(name, node)| (name, element(node))).collect()
    }

    /// The rounds of the loops around a node, of the outermost first.
    fn loops(&self, node: Node<'t>, scope: ScopeId, given: Round<'t>) -> Vec<Round<'t>> {
        let above = std::iter::successors(node.parent(), |node| node.parent());
        let inside = above.take_while(|node| node.kind() != "function_declaration");
        let mut loops: Vec<Node<'t>> =
            inside.filter(|node| matches!(node.kind(), "for_statement" | "for_expression")).collect();
        loops.reverse();
        let mut rounds: Vec<Round<'t>> = vec![given];
        for node in loops {
            let mut next = Vec::new();
            for round in &rounds {
                next.extend(self.rounds_of(node, scope, round));
            }
            next.truncate(ROUNDS_MAX);
            rounds = next;
        }
        rounds
    }

    /// The rounds of one loop; one in which nothing new is known where its subject is not understood.
    fn rounds_of(&self, node: Node<'t>, scope: ScopeId, outer: &Round<'t>) -> Vec<Round<'t>> {
        let parts: Vec<Node<'t>> = node.named_children().filter(|child| !child.is_extra()).collect();
        let Some(payload) = parts.iter().position(|part| part.kind() == "payload") else {
            return vec![outer.clone()];
        };
        let names = parts[payload].named_children().map(|name| self.text(scope, name));
        let lists: Vec<(&str, Vec<Element<'t>>)> = names
            .zip(&parts[..payload])
            .filter_map(|(name, list)| Some((name, self.elements(*list, scope, outer, DEPTH_MAX)?)))
            .collect();
        let Some(count) = lists.iter().map(|(_, list)| list.len()).min() else { return vec![outer.clone()] };
        let round = |at: usize| {
            let new = lists.iter().filter_map(|(name, list)| Some((*name, list.get(at)?.clone())));
            outer.iter().cloned().chain(new).collect()
        };
        (0..count.min(ROUNDS_MAX)).map(round).collect()
    }

    /// What a list is made of, where that is written out.
    pub(super) fn list(&self, node: Node<'t>, scope: ScopeId) -> Option<Vec<Element<'t>>> {
        self.elements(node, scope, &Vec::new(), DEPTH_MAX)
    }

    /// How many parts a list that is written out has.
    pub(super) fn count(&self, node: Node<'t>, scope: ScopeId) -> Option<usize> {
        self.list(node, scope).map(|list| list.len())
    }

    /// What a list is made of, where that is written out, or the public declarations of a container.
    fn elements(
        &self,
        node: Node<'t>,
        scope: ScopeId,
        round: &Round<'t>,
        depth: u32,
    ) -> Option<Vec<Element<'t>>> {
        let depth = depth.checked_sub(1)?;
        if let Some(list) = initializers(node) {
            let named =
                list.iter().any(|part| matches!(part.kind(), "field_initializer" | "assignment_expression"));
            return (!named).then(|| list.into_iter().map(|part| Element::Value(part, scope)).collect());
        }
        if let Some(inner) = unwrapped(node) {
            return self.elements(inner, scope, round, depth);
        }
        if let Some(container) = self.whose_declarations(node, scope) {
            let members = self.scopes[container].members.iter();
            let public = members.filter(|(_, member)| match member {
                Member::Function(index) => self.functions[*index].public,
                Member::Variable(index) => self.variables[*index].public,
            });
            let mut names: Vec<String> = public.map(|(name, _)| name.clone()).collect();
            names.sort();
            return Some(names.into_iter().map(Element::Declaration).collect());
        }
        if let Some(Element::Value(node, scope)) = self.part(node, scope, round, depth) {
            return self.elements(node, scope, &Vec::new(), depth);
        }
        match self.resolve(node, scope) {
            Entity::Variable(index) => {
                let variable = &self.variables[index];
                let value = variable.value.filter(|_| variable.constant)?;
                self.elements(value, variable.scope, &Vec::new(), depth)
            }
            _ => None,
        }
    }

    /// The container of `@typeInfo(impl).@"struct".decls` and `std.meta.declarations(impl)`.
    fn whose_declarations(&self, node: Node<'t>, scope: ScopeId) -> Option<ScopeId> {
        let text = self.text(scope, node);
        let argument = if text.starts_with("@typeInfo(") && text.strip_suffix(".decls").is_some() {
            let mut builtin = node;
            while builtin.kind() == "field_expression" {
                builtin = builtin.child_by_field_name("object")?;
            }
            builtin.named_child(1)?.named_child(0)?
        } else if text.starts_with("std.meta.declarations(") {
            node.named_child(1)?
        } else {
            return None;
        };
        match self.resolve(argument, scope) {
            Entity::Container(id) => Some(id),
            _ => None,
        }
    }

    /// The part of a loop's element that an expression names: the element itself, `entry[0]`, `entry.name`.
    fn part(&self, node: Node<'t>, scope: ScopeId, round: &Round<'t>, depth: u32) -> Option<Element<'t>> {
        let depth = depth.checked_sub(1)?;
        match node.kind() {
            "identifier" => {
                let name = self.text(scope, node);
                round.iter().rev().find(|(known, _)| *known == name).map(|(_, element)| element.clone())
            }
            "index_expression" => {
                let whole = self.part(node.child_by_field_name("object")?, scope, round, depth)?;
                let index = self.int(node.child_by_field_name("index")?, scope)?;
                nth(&whole, usize::try_from(index).ok()?)
            }
            "field_expression" => {
                let whole = self.part(node.child_by_field_name("object")?, scope, round, depth)?;
                let member = identifier(self.text(scope, node.child_by_field_name("member")?));
                match (&whole, member.parse::<usize>()) {
                    (Element::Declaration(_), _) => (member == "name").then_some(whole),
                    (Element::Value(..), Ok(index)) => nth(&whole, index),
                    (Element::Value(value, scope), Err(_)) => {
                        option(self, *value, *scope, &member).map(|part| Element::Value(part, *scope))
                    }
                }
            }
            _ => None,
        }
    }

    fn string_of(&self, node: Node<'t>, scope: ScopeId, round: &Round<'t>, depth: u32) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        match self.part(node, scope, round, depth) {
            Some(Element::Declaration(name)) => return Some(name),
            Some(Element::Value(value, scope)) => return self.string_of(value, scope, &Vec::new(), depth),
            None => {}
        }
        let side = |field: &str| self.string_of(node.child_by_field_name(field)?, scope, round, depth);
        match node.kind() {
            "binary_expression" => {
                let operator = self.text(scope, node.child_by_field_name("operator")?);
                (operator == "++").then(|| Some(side("left")? + &side("right")?))?
            }
            "call_expression" => self.printed(node, scope, round, depth),
            "builtin_function" => {
                let argument = node.named_child(1)?.named_child(0)?;
                let (argument, at) = match self.part(argument, scope, round, depth) {
                    Some(Element::Value(value, at)) => (value, at),
                    _ => (argument, scope),
                };
                match self.text(scope, node.named_child(0)?) {
                    "@typeName" if argument.kind() == "builtin_type" => {
                        Some(self.text(at, argument).to_owned())
                    }
                    "@tagName" => Some(identifier(self.text(at, argument.child_by_field_name("member")?))),
                    _ => None,
                }
            }
            _ => match self.value(node, scope)? {
                ConstantValue::Str(text) => Some(text),
                _ => None,
            },
        }
    }

    /// `std.fmt.comptimePrint("{s}_{d}", .{ name, number })`.
    fn printed(&self, call: Node<'t>, scope: ScopeId, round: &Round<'t>, depth: u32) -> Option<String> {
        let (callee, arguments) = super::made::called(call)?;
        let [format, list] = arguments.as_slice() else { return None };
        if !self.text(scope, callee).ends_with("comptimePrint") {
            return None;
        }
        let mut given = initializers(*list)?.into_iter();
        let format = self.string_of(*format, scope, round, depth)?;
        let mut out = String::new();
        let mut rest = format.as_str();
        while let Some((before, behind)) = rest.split_once('{') {
            let (mark, behind) = behind.split_once('}')?;
            let argument = given.next()?;
            out.push_str(before);
            match mark {
                "s" => out.push_str(&self.string_of(argument, scope, round, depth)?),
                "d" | "" => {
                    let (node, at) = match self.part(argument, scope, round, depth) {
                        Some(Element::Value(node, at)) => (node, at),
                        _ => (argument, scope),
                    };
                    out.push_str(&self.int(node, at)?.to_string());
                }
                _ => return None,
            }
            rest = behind;
        }
        Some(out + rest)
    }

    /// What an expression offers, and the expression that names it.
    fn item(
        &self,
        node: Node<'t>,
        scope: ScopeId,
        round: &Round<'t>,
        depth: u32,
    ) -> (Entity<'t>, (Node<'t>, ScopeId)) {
        let Some(depth) = depth.checked_sub(1) else { return (Entity::Unknown, (node, scope)) };
        if let Some(inner) = unwrapped(node).or_else(|| self.cast(node, scope)) {
            return self.item(inner, scope, round, depth);
        }
        if let Some(Element::Value(value, scope)) = self.part(node, scope, round, depth) {
            return self.item(value, scope, &Vec::new(), depth);
        }
        match self.field_builtin(node, scope, round, depth) {
            Some(Member::Function(index)) => (Entity::Function(index), (node, scope)),
            Some(Member::Variable(index)) => {
                let variable = &self.variables[index];
                // `pub const open = file_open;`: another name for a function.
                let other = variable.value.filter(|_| variable.constant);
                let meant = other.map(|value| self.item(value, variable.scope, &Vec::new(), depth));
                match meant {
                    Some(meant @ (Entity::Function(_), _)) => meant,
                    _ => (Entity::Variable(index), (node, scope)),
                }
            }
            None => (self.resolve(node, scope), (node, scope)),
        }
    }

    /// The value of `@as(T, value)`.
    fn cast(&self, node: Node<'t>, scope: ScopeId) -> Option<Node<'t>> {
        let name = node.named_child(0).filter(|_| node.kind() == "builtin_function")?;
        node.named_child(1)?.named_child(1).filter(|_| self.text(scope, name) == "@as")
    }

    /// `@field(container, name)`.
    fn field_builtin(&self, node: Node<'t>, scope: ScopeId, round: &Round<'t>, depth: u32) -> Option<Member> {
        if node.kind() != "builtin_function" || self.text(scope, node.named_child(0)?) != "@field" {
            return None;
        }
        let arguments = node.named_child(1)?;
        let name = self.string_of(arguments.named_child(1)?, scope, round, depth)?;
        match self.resolve(arguments.named_child(0)?, scope) {
            Entity::Container(id) => self.scopes[id].members.get(&name).copied(),
            _ => None,
        }
    }
}

/// Whether a part of an `if` stands behind its `else`.
fn is_behind_else(outer: Node<'_>, part: Node<'_>) -> bool {
    let otherwise = outer.children().find(|child| child.kind() == "else");
    otherwise.is_some_and(|word| word.start_byte() < part.start_byte())
}

/// What stands behind `&`, in parentheses, and behind `comptime`.
fn unwrapped(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        "unary_expression" => node.child_by_field_name("argument"),
        "parenthesized_expression" | "comptime_expression" => node.named_child(0),
        _ => None,
    }
}

/// The parts of `.{ … }` and `T{ … }`.
fn initializers(node: Node<'_>) -> Option<Vec<Node<'_>>> {
    let list = node.named_children().find(|child| child.kind() == "initializer_list")?;
    matches!(node.kind(), "anonymous_struct_initializer" | "struct_initializer")
        .then(|| list.named_children().filter(|part| !part.is_extra()).collect())
}

fn nth<'t>(whole: &Element<'t>, index: usize) -> Option<Element<'t>> {
    let Element::Value(node, scope) = whole else { return None };
    initializers(*node)?.get(index).map(|part| Element::Value(*part, *scope))
}

/// The value of a field of an initialiser.
pub(super) fn option<'t>(scan: &Scan<'t>, node: Node<'t>, scope: ScopeId, wanted: &str) -> Option<Node<'t>> {
    initializers(node)?.into_iter().find_map(|field| {
        let (name, value) = match field.kind() {
            "assignment_expression" => (
                field.child_by_field_name("left")?.child_by_field_name("member")?,
                field.child_by_field_name("right")?,
            ),
            "field_initializer" => (field.named_child(0)?, field.named_child(1)?),
            _ => return None,
        };
        (identifier(scan.text(scope, name)) == wanted).then_some(value)
    })
}
