//! What functions of this side do with what the other side made: wrappers that open, use and close.

use std::collections::HashMap;
use std::rc::Rc;

use ghost_abi::model;
use ghost_abi::zig_source::Node;

use super::tree::{DEPTH_MAX, Function, Program, arguments, children};
use crate::effects::{Origin, Release};
use crate::finding::Place;
use crate::knowledge::Knowledge;

/// What a function of this side does.
#[derive(Default)]
pub(super) struct Summary<'a> {
    /// The function of the other side whose result it gives on, alone or in a value of its own.
    pub(super) makes: Option<(&'a str, bool)>,
    /// What it releases for sure: the parameter, the function of the other side, and as what; where
    /// in the parameter the released thing lies.
    pub(super) releases: Vec<(usize, &'a str, &'a Release, String)>,
    /// What it gives a pointer into that a function of the other side gave: that function, the
    /// parameter that holds the owner, and where in it the owner lies.
    pub(super) lends: Option<(&'a str, usize, String)>,
    /// What it may change: the function of the other side and its parameter, and of this function the
    /// parameter and where in it the owner lies.
    pub(super) changes: Vec<((&'a str, usize), usize, String)>,
    /// What it gives of its parameters to functions of the other side: its parameter, and theirs.
    pub(super) passes: Vec<(usize, &'a str, usize)>,
    /// Parameters behind which it writes a zero, and where.
    pub(super) ends: Vec<(usize, Place)>,
    /// Parameters that it frees with an allocator of this side.
    pub(super) frees: Vec<usize>,
    /// Fields that it sets to what the other side gave, by their place in the text.
    fields: Vec<(usize, &'a str)>,
}

/// Fields that are set to what one function of the other side gave wherever a value is put into
/// them, by their name and, where that is known, by the type that has them: `Type.field`; `None` for those that
/// hold anything else somewhere.
pub(super) fn kept<'a>(
    program: &Program<'_>,
    summaries: &[Summary<'a>],
) -> Rc<HashMap<String, Option<&'a str>>> {
    let mut kept: HashMap<String, Option<&'a str>> = HashMap::new();
    for (function, summary) in program.functions.iter().zip(summaries) {
        let mut fields = Vec::new();
        assigned_fields(function, function.body, 0, &mut fields);
        for (place, name) in fields {
            let symbol = summary.fields.iter().find(|(at, _)| *at == place).map(|(_, symbol)| *symbol);
            let (owner, field) = name.rsplit_once('.').unwrap_or(("", name.as_str()));
            let qualified = (!owner.is_empty()).then(|| name.clone());
            for name in qualified.into_iter().chain([field.to_owned()]) {
                let known = kept.entry(name).or_insert(symbol);
                if *known != symbol {
                    *known = None;
                }
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
    found: &mut Vec<(usize, String)>,
) {
    if depth > DEPTH_MAX {
        return;
    }
    if let Some((name, _)) = assigned_field(function, node) {
        let target = children(node).first().map_or("", |target| function.file.slice(*target));
        let owner = match target.split('.').next() {
            // A field of what the function gives.
            Some("") => {
                bare_type(function.node.child_by_field_name("type").map_or("", |ty| function.file.slice(ty)))
            }
            Some("self") => function.owner.unwrap_or_default(),
            _ => "",
        };
        found.push((node.start_byte(), format!("{owner}.{name}")));
    }
    for child in children(node) {
        assigned_fields(function, child, depth + 1, found);
    }
}

/// A type without what stands around its name: `Type` of `!?*const module.Type`.
pub(super) fn bare_type(ty: &str) -> &str {
    ty.rsplit(['.', '!', '?', '*', ' ']).next().unwrap_or(ty)
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
    type_of: impl Fn(&str) -> Option<String>,
) -> Option<&'a str> {
    // The grammar takes `!f(…)` for a call of `!f`.
    let function = function.trim_start_matches(['!', '-', '~', ' ']);
    let (container, last) = function.rsplit_once('.').unwrap_or(("", function));
    if let Some((symbol, _)) = imports.get_key_value(last) {
        return Some(symbol);
    }
    let ty = type_of(container).unwrap_or_else(|| container.to_owned());
    let owner = ty.rsplit('.').next().unwrap_or(&ty);
    let other = program.own_aliases.get(&(owner, last)).copied();
    let plain = || program.aliases.get(last).copied().filter(|_| !program.by_name.contains_key(last));
    imports.get_key_value(other.or_else(plain)?).map(|(symbol, _)| *symbol)
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
    if let Some(object) = object_of(call).filter(|_| wanted == Some(args.len() + 1)) {
        args.insert(0, object);
    }
    args
}

/// What a function is called on: `handle` of `handle.close()` and of `!handle.close()`.
pub(super) fn object_of(call: Node<'_>) -> Option<Node<'_>> {
    let callee = call.child_by_field_name("function")?;
    let callee = callee.child_by_field_name("argument").unwrap_or(callee);
    callee.child_by_field_name("object")
}

/// Reads every function, by its index in the program.
pub(super) fn read<'a>(
    program: &Program<'_>,
    imports: &HashMap<&'a str, &'a model::Function>,
    known: &'a Knowledge<'a>,
) -> Vec<Summary<'a>> {
    let read = |function: &Function<'_>| {
        let mut reader = Reader {
            program,
            imports,
            known,
            function,
            summary: Summary::default(),
            given: Vec::new(),
            views: Vec::new(),
            lent: Vec::new(),
        };
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
    /// Names for what parameters point to.
    views: Vec<(&'t str, usize)>,
    /// Names that hold pointers into something of a parameter.
    lent: Vec<(&'t str, (&'a str, usize, String))>,
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
            "variable_declaration" => {
                self.declared(node);
                self.ended(node);
            }
            "call_expression" => self.called(node),
            "return_expression" => self.returned(node),
            "assignment_expression" => self.ended(node),
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
        let names = super::uses::identifiers(value);
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
        match node.kind() {
            "return_expression" => self.returned(node),
            "call_expression" => self.may_change(node),
            "variable_declaration" => self.lent_to(node),
            _ => {}
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
        let text = self.function.file.slice(*value);
        let viewed =
            text.strip_prefix("std.mem.span(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(text);
        let viewed = viewed.split(['[', '.']).next().unwrap_or(viewed);
        if let Some(param) = self.parameters().iter().position(|name| *name == viewed) {
            self.views.push((self.function.file.slice(*name), param));
        }
        self.lent_to(node);
    }

    /// A name for a pointer into something of a parameter.
    fn lent_to(&mut self, node: Node<'t>) {
        let parts = children(node);
        let (Some(name), Some(value)) = (parts.first(), parts.last()) else { return };
        if let Some(lent) = self.lent_in(*value, 0) {
            self.lent.push((self.function.file.slice(*name), lent));
        }
    }

    /// The call within an expression that gives a pointer into something of a parameter.
    fn lent_in(&self, node: Node<'t>, depth: usize) -> Option<(&'a str, usize, String)> {
        if node.kind() == "call_expression"
            && let Some(symbol) = self.symbol(node)
        {
            let interior = self.known.effects(symbol)?.returns.iter().find_map(|flow| match &flow.what {
                Origin::Inside(interior) => Some(interior),
                _ => None,
            })?;
            let args = given(self.imports, symbol, node);
            let (param, suffix) = self.of_parameter(*args.get(interior.param)?)?;
            return Some((symbol, param, suffix));
        }
        let through = node.kind() != "call_expression" || {
            let callee = node.child_by_field_name("function").map(|callee| self.function.file.slice(callee));
            callee.is_some_and(|callee| callee.ends_with("span") || callee.ends_with("sliceTo"))
        };
        if depth > DEPTH_MAX || !through {
            return None;
        }
        children(node).into_iter().find_map(|child| self.lent_in(child, depth + 1))
    }

    /// The parameter that an argument is, or is a field of, and the rest of its path.
    fn of_parameter(&self, arg: Node<'t>) -> Option<(usize, String)> {
        let text = self.function.file.slice(arg);
        let root = text.split('.').next().unwrap_or(text);
        let param = self.parameters().iter().position(|name| *name == root)?;
        let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        plain.then(|| (param, text[root.len()..].to_owned()))
    }

    /// A call changes something of a parameter.
    fn may_change(&mut self, call: Node<'t>) {
        let Some(symbol) = self.symbol(call) else { return };
        let args = given(self.imports, symbol, call);
        for (param, arg) in args.iter().enumerate() {
            let text = self.function.file.slice(*arg).trim_end_matches(".ptr");
            let name = text.strip_prefix('&').filter(|name| !name.contains(['.', '[']));
            if let Some(name) = name.filter(|_| self.known.gives_through(symbol, param)) {
                self.given.push((name, symbol));
            }
            let own = self.parameters().iter().position(|name| *name == text);
            self.summary.passes.extend(own.map(|own| (own, symbol, param)));
        }
        let Some(effects) = self.known.effects(symbol).filter(|effects| !effects.changes.is_empty()) else {
            return;
        };
        let mut params: Vec<usize> = effects.changes.iter().map(|change| change.param).collect();
        params.dedup();
        for param in params {
            if let Some((own, suffix)) = args.get(param).and_then(|arg| self.of_parameter(*arg)) {
                self.summary.changes.push(((symbol, param), own, suffix));
            }
        }
    }

    fn called(&mut self, call: Node<'t>) {
        self.may_change(call);
        self.frees(call);
        let Some(symbol) = self.symbol(call) else { return };
        let args = given(self.imports, symbol, call);
        for release in self.known.releases(symbol) {
            let Some(arg) = args.get(release.param) else { continue };
            let text = self.function.file.slice(*arg);
            let root = text.trim_start_matches('&').split(['.', '[', '(']).next().unwrap_or(text);
            if let Some(param) = self.parameters().iter().position(|name| *name == root) {
                let within = text.trim_start_matches('&')[root.len()..].to_owned();
                self.summary.releases.push((param, symbol, release, within));
            }
        }
    }

    /// `text[n] = 0;` of a parameter, or of a name for what it points to.
    fn ended(&mut self, node: Node<'t>) {
        let parts = children(node);
        let (Some(target), Some(value)) = (parts.first(), parts.last()) else { return };
        let file = self.function.file;
        if target.kind() != "index_expression" || !matches!(file.slice(*value), "0" | "'\\x00'") {
            return;
        }
        let Some(whole) = children(*target).into_iter().next().map(|whole| file.slice(whole)) else { return };
        let param = self.parameters().iter().position(|name| *name == whole);
        let named = || self.views.iter().find(|(name, _)| *name == whole).map(|(_, param)| *param);
        self.summary.ends.extend(param.or_else(named).map(|param| (param, file.place(node))));
    }

    /// `gpa.destroy(parameter)`
    fn frees(&mut self, call: Node<'t>) {
        let callee =
            call.child_by_field_name("function").map_or("", |callee| self.function.file.slice(callee));
        let frees = callee.rsplit_once('.').is_some_and(|(_, last)| matches!(last, "free" | "destroy"));
        let arg = arguments(call).last().map_or("", |arg| self.function.file.slice(*arg));
        let param = self.parameters().iter().position(|name| *name == arg);
        self.summary.frees.extend(param.filter(|_| frees && !super::uses::is_allocator(arg)));
    }

    fn returned(&mut self, node: Node<'t>) {
        let Some(value) = children(node).into_iter().next() else { return };
        let compound = value.kind().ends_with("struct_initializer");
        let names = super::uses::identifiers(value);
        let file = self.function.file;
        let by_name = names.iter().find_map(|name| {
            self.given.iter().find(|(given, _)| *given == file.slice(*name)).map(|(_, symbol)| *symbol)
        });
        let called_with_name = !compound && value.kind() == "call_expression";
        // Of what is made of something, the call tells; of several things, what has a name.
        let (by_name, made) = (by_name.filter(|_| !called_with_name), self.owned_in(value, 0));
        if let Some(symbol) = if compound { by_name.or(made) } else { made.or(by_name) } {
            self.summary.makes = Some((symbol, compound));
        }
        let lent = names.iter().find_map(|name| {
            self.lent.iter().find(|(lent, _)| *lent == file.slice(*name)).map(|(_, lent)| lent.clone())
        });
        if let Some(lent) = lent.filter(|_| !compound && !called_with_name).or_else(|| self.lent_in(value, 0))
        {
            self.summary.lends = Some(lent);
        }
    }

    /// The call within an expression whose result the caller owns.
    fn owned_in(&self, node: Node<'t>, depth: usize) -> Option<&'a str> {
        if node.kind() == "call_expression"
            && let Some(symbol) = self.symbol(node)
        {
            let kept = self.known.owned(symbol).is_some() || self.is_token(symbol);
            return kept.then_some(symbol);
        }
        let callee = node.child_by_field_name("function").map(|callee| self.function.file.slice(callee));
        let view = callee.is_some_and(|callee| callee == "std.mem.span" || callee == "std.mem.sliceTo");
        if depth > DEPTH_MAX || node.kind() == "call_expression" && !view {
            return None;
        }
        children(node).into_iter().find_map(|child| self.owned_in(child, depth + 1))
    }

    /// Whether what a function gives is known on the thread only that asked for it.
    fn is_token(&self, symbol: &str) -> bool {
        let gives = self.imports.get(symbol).is_some_and(|function| function.ret != model::Type::Void);
        gives && !self.known.thread_locals(symbol).is_empty()
    }

    fn symbol(&self, call: Node<'t>) -> Option<&'a str> {
        let function = call.child_by_field_name("function")?;
        symbol(self.program, self.imports, self.function.file.slice(function), |_| None)
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
