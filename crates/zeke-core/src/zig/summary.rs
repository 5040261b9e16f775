//! What functions of this side do with what the other side made: wrappers that open, use and close.

use std::collections::HashMap;
use std::rc::Rc;

use ghost_abi::model;
use ghost_abi::zig_source::Node;

use super::tree::{DEPTH_MAX, Function, Program, arguments, children};
use crate::effects::Release;
use crate::knowledge::Knowledge;

/// What a function of this side does.
#[derive(Default)]
pub(super) struct Summary<'a> {
    /// The function of the other side whose result it gives on, alone or in a value of its own.
    pub(super) makes: Option<(&'a str, bool)>,
    /// What it releases for sure: the parameter, the function of the other side, and as what;
    /// whether the released thing lies in the parameter.
    pub(super) releases: Vec<(usize, &'a str, &'a Release, bool)>,
    /// Fields that it sets to what the other side gave, by their place in the text.
    fields: Vec<(usize, &'a str)>,
}

/// Fields that are set to what one function of the other side gave wherever a value is put into
/// them; `None` for those that hold anything else somewhere.
pub(super) fn kept<'t, 'a>(
    program: &Program<'t>,
    summaries: &[Summary<'a>],
) -> Rc<HashMap<&'t str, Option<&'a str>>> {
    let mut kept: HashMap<&'t str, Option<&'a str>> = HashMap::new();
    for (function, summary) in program.functions.iter().zip(summaries) {
        let mut fields = Vec::new();
        assigned_fields(function, function.body, 0, &mut fields);
        for (place, name) in fields {
            let symbol = summary.fields.iter().find(|(at, _)| *at == place).map(|(_, symbol)| *symbol);
            let known = kept.entry(name).or_insert(symbol);
            if *known != symbol {
                *known = None;
            }
        }
    }
    Rc::new(kept)
}

/// `.field = value` and `x.field = value`: where, and the field.
fn assigned_fields<'t>(
    function: &Function<'t>,
    node: Node<'t>,
    depth: usize,
    found: &mut Vec<(usize, &'t str)>,
) {
    if depth > DEPTH_MAX {
        return;
    }
    if let Some((name, _)) = assigned_field(function, node) {
        found.push((node.start_byte(), name));
    }
    for child in children(node) {
        assigned_fields(function, child, depth + 1, found);
    }
}

fn assigned_field<'t>(function: &Function<'t>, node: Node<'t>) -> Option<(&'t str, Node<'t>)> {
    if !matches!(node.kind(), "assignment_expression" | "variable_declaration") {
        return None;
    }
    let parts = children(node);
    let (target, value) = (parts.first()?, parts.last()?);
    let text = function.file.slice(*target);
    let (_, name) = text.rsplit_once('.')?;
    let whole = function.file.slice(node);
    let is_new = ["const ", "var "].iter().any(|word| whole.starts_with(word));
    (!is_new && target.id() != value.id() && !name.is_empty() && name != "*").then_some((name, *value))
}

/// The symbol that a call names, through containers and other names for it.
pub(super) fn symbol<'a>(
    program: &Program<'_>,
    imports: &HashMap<&'a str, &'a model::Function>,
    function: &str,
) -> Option<&'a str> {
    // The grammar takes `!f(…)` for a call of `!f`.
    let last = function.rsplit('.').next().unwrap_or(function).trim_start_matches(['!', '-', '~', ' ']);
    if let Some((symbol, _)) = imports.get_key_value(last) {
        return Some(symbol);
    }
    let other = program.aliases.get(last).filter(|_| !program.by_name.contains_key(last))?;
    imports.get_key_value(*other).map(|(symbol, _)| *symbol)
}

/// What a function of the other side is given: its arguments, and before them what it is called on
/// where it is called as a method: `handle.close()` for `const close = handle_close;`.
pub(super) fn given<'t>(
    imports: &HashMap<&str, &model::Function>,
    symbol: &str,
    call: Node<'t>,
) -> Vec<Node<'t>> {
    let mut args = arguments(call);
    let wanted = imports.get(symbol).map(|function| function.params.len());
    let object = call.child_by_field_name("function").and_then(|callee| callee.child_by_field_name("object"));
    if let Some(object) = object.filter(|_| wanted == Some(args.len() + 1)) {
        args.insert(0, object);
    }
    args
}

/// Reads every function, by its index in the program.
pub(super) fn read<'a>(
    program: &Program<'_>,
    imports: &HashMap<&'a str, &'a model::Function>,
    known: &'a Knowledge<'a>,
) -> Vec<Summary<'a>> {
    let read = |function: &Function<'_>| {
        let mut reader =
            Reader { program, imports, known, function, summary: Summary::default(), given: Vec::new() };
        reader.statement(function.body, 0);
        reader.summary
    };
    program.functions.iter().map(read).collect()
}

struct Reader<'r, 'a, 't> {
    program: &'r Program<'t>,
    imports: &'r HashMap<&'a str, &'a model::Function>,
    known: &'a Knowledge<'a>,
    function: &'r Function<'t>,
    summary: Summary<'a>,
    /// Names that hold what the other side gave.
    given: Vec<(&'t str, &'a str)>,
}

impl<'a, 't> Reader<'_, 'a, 't> {
    /// Only what is always reached counts: branches are left out, but for what they return.
    fn statement(&mut self, node: Node<'t>, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        match node.kind() {
            "function_declaration" | "errdefer_statement" => return,
            "if_statement" | "if_expression" | "switch_expression" | "while_statement" | "for_statement" => {
                return self.returns_within(node, depth);
            }
            "variable_declaration" => self.declared(node),
            "call_expression" => self.called(node),
            "return_expression" => self.returned(node),
            _ => {}
        }
        self.field(node);
        for child in children(node) {
            self.statement(child, depth + 1);
        }
    }

    /// A field is set to what the other side gave, perhaps with its length.
    fn field(&mut self, node: Node<'t>) {
        let Some((_, value)) = assigned_field(self.function, node) else { return };
        let mut names = Vec::new();
        super::uses::identifiers(value, 0, &mut names);
        let text = self.function.file.slice(value);
        let same = value.kind() == "identifier"
            || text.starts_with("std.mem.span(")
            || text.contains("[0..") && !text.contains('(');
        let given = names.iter().find_map(|name| {
            let name = self.function.file.slice(*name);
            self.given.iter().find(|(given, _)| *given == name).map(|(_, symbol)| *symbol)
        });
        if let Some(symbol) = given.filter(|_| same).or_else(|| self.owned_in(value, 0)) {
            self.summary.fields.push((node.start_byte(), symbol));
        }
    }

    fn returns_within(&mut self, node: Node<'t>, depth: usize) {
        self.field(node);
        if node.kind() == "return_expression" {
            self.returned(node);
        }
        if depth < DEPTH_MAX {
            for child in children(node) {
                self.returns_within(child, depth + 1);
            }
        }
    }

    fn declared(&mut self, node: Node<'t>) {
        let parts = children(node);
        let (Some(name), Some(value)) = (parts.first(), parts.last()) else { return };
        if let Some(symbol) = self.owned_in(*value, 0) {
            self.given.push((self.function.file.slice(*name), symbol));
        }
    }

    fn called(&mut self, call: Node<'t>) {
        let Some(symbol) = self.symbol(call) else { return };
        let args = given(self.imports, symbol, call);
        for release in self.known.releases(symbol) {
            let Some(arg) = args.get(release.param) else { continue };
            let text = self.function.file.slice(*arg);
            let root = text.trim_start_matches('&').split(['.', '[', '(']).next().unwrap_or(text);
            if let Some(param) = self.parameters().iter().position(|name| *name == root) {
                let known = &mut self.summary.releases;
                known.push((param, symbol, release, text != root));
            }
        }
    }

    fn returned(&mut self, node: Node<'t>) {
        let Some(value) = children(node).into_iter().next() else { return };
        let compound = value.kind().ends_with("struct_initializer");
        let mut names = Vec::new();
        super::uses::identifiers(value, 0, &mut names);
        let file = self.function.file;
        let by_name = names.iter().find_map(|name| {
            self.given.iter().find(|(given, _)| *given == file.slice(*name)).map(|(_, symbol)| *symbol)
        });
        let called_with_name = !compound && value.kind() == "call_expression";
        if let Some(symbol) = by_name.filter(|_| !called_with_name).or_else(|| self.owned_in(value, 0)) {
            self.summary.makes = Some((symbol, compound));
        }
    }

    /// The call within an expression whose result the caller owns.
    fn owned_in(&self, node: Node<'t>, depth: usize) -> Option<&'a str> {
        if node.kind() == "call_expression"
            && let Some(symbol) = self.symbol(node)
        {
            return self.known.owned(symbol).map(|_| symbol);
        }
        if depth > DEPTH_MAX || node.kind() == "call_expression" {
            return None;
        }
        children(node).into_iter().find_map(|child| self.owned_in(child, depth + 1))
    }

    fn symbol(&self, call: Node<'t>) -> Option<&'a str> {
        let function = call.child_by_field_name("function")?;
        symbol(self.program, self.imports, self.function.file.slice(function))
    }

    fn parameters(&self) -> Vec<&'t str> {
        parameters(self.function)
    }
}

/// Names of a function's parameters, in order.
pub(super) fn parameters<'t>(function: &Function<'t>) -> Vec<&'t str> {
    let list = children(function.node).into_iter().find(|node| node.kind() == "parameters");
    let all = list.map(children).unwrap_or_default();
    all.into_iter()
        .map(|parameter| parameter.child_by_field_name("name").map_or("", |name| function.file.slice(name)))
        .collect()
}
