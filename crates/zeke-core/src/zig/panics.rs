//! Panics that callers of an exported Zig function can bring about, in it or in what it calls.

mod names;

use ghost_abi::zig_source::Node;

use super::tree::{DEPTH_MAX, Function, Program, arguments, builtin, children};
use super::uses::identifiers;
use crate::finding::{Class, Finding, Severity};
use names::{Names, is_many_pointer, narrows};

/// Deepest chain of functions of this side that is followed.
const HELPERS_MAX: usize = 3;
/// Most nodes that are looked at for one exported function.
const NODES_MAX: usize = 20_000;

/// Looks through a function that the other side calls.
pub(super) fn read(program: &Program<'_>, function: &Function<'_>) -> Vec<Finding> {
    let mut reader = Reader {
        program,
        symbol: function.symbol,
        function: *function,
        names: Names::of(function),
        helpers: 0,
        fuel: NODES_MAX,
        found: Vec::new(),
    };
    reader.visit(function.body, 0);
    reader.found
}

/// Whether a function that is not exported is made to be called by the other side all the same.
pub(super) fn is_callback(function: &Function<'_>) -> bool {
    !function.exported && children(function.node).iter().any(|part| part.kind() == "calling_convention")
}

struct Reader<'r, 't> {
    program: &'r Program<'t>,
    /// The function that is called from outside.
    symbol: &'t str,
    /// The function that is read now.
    function: Function<'t>,
    names: Names<'t>,
    helpers: usize,
    fuel: usize,
    found: Vec<Finding>,
}

impl<'t> Reader<'_, 't> {
    fn visit(&mut self, node: Node<'t>, depth: usize) {
        let Some(fuel) = self.fuel.checked_sub(1) else { return };
        self.fuel = fuel;
        if depth > DEPTH_MAX || node.kind() == "function_declaration" {
            return;
        }
        match node.kind() {
            // What is done when the program is compiled, no caller brings about.
            kind if kind.starts_with("comptime") => return,
            "if_statement" | "if_expression" | "while_statement" | "while_expression" => {
                return self.branch(node, depth);
            }
            "index_expression" => self.index(node),
            "binary_expression" => return self.binary(node, depth),
            "builtin_function" => self.built_in(node),
            "catch_expression" => self.given_up(node),
            "null_coercion_expression" => self.forced(node),
            "switch_expression" => self.switched(node),
            "for_statement" | "for_expression" => self.elements(node),
            "call_expression" => self.called(node),
            "variable_declaration" => {
                self.each(node, depth);
                return self.declared(node);
            }
            _ => {}
        }
        self.each(node, depth);
    }

    fn each(&mut self, node: Node<'t>, depth: usize) {
        for child in children(node) {
            self.visit(child, depth + 1);
        }
    }

    fn branch(&mut self, node: Node<'t>, depth: usize) {
        let Some(condition) = node.child_by_field_name("condition") else { return self.each(node, depth) };
        self.visit(condition, depth + 1);
        if condition.kind().starts_with("comptime") {
            return;
        }
        let decided = self.mentions(condition, Names::is_chosen);
        self.look(condition);
        for child in children(node).into_iter().filter(|child| child.id() != condition.id()) {
            let body = self.function.file.slice(child).trim_start_matches("else");
            if decided && gives_up(body.trim_start_matches(|c: char| c == '{' || c.is_whitespace())) {
                self.report(child, "the caller's values lead to it");
            }
            self.visit(child, depth + 1);
        }
    }

    /// Whether a test holds for any name in an expression.
    fn mentions(&self, node: Node<'t>, test: impl Fn(&Names<'t>, &'t str) -> bool) -> bool {
        let found = identifiers(node);
        found.into_iter().any(|name| test(&self.names, self.function.file.slice(name)))
    }

    fn look(&mut self, node: Node<'t>) {
        let found = identifiers(node);
        for name in found {
            self.names.check(self.function.file.slice(name));
        }
    }

    fn declared(&mut self, node: Node<'t>) {
        let parts = children(node);
        let (Some(target), Some(value)) = (parts.first(), parts.last()) else { return };
        if target.kind() != "identifier" || target.id() == value.id() {
            return;
        }
        let file = self.function.file;
        let declared = node.child_by_field_name("type").map(|ty| file.slice(ty));
        let integer = self.unchecked(*value).map(|ty| declared.unwrap_or(ty));
        let is_array = |text: &str| text.starts_with('[') && !is_many_pointer(text);
        let text = file.slice(*value);
        let bounded = declared.is_some_and(is_array) || is_array(text) || self.is_bounded(*value);
        let open = self.is_open(*value);
        let given = self.mentions(*value, Names::is_given);
        let element = self.element_of(*value);
        self.names.bind(file.slice(*target), integer, (bounded || open, open), given);
        self.names.holds(file.slice(*target), element);
    }

    /// The type of an integer that came as the caller chose it, perhaps converted or added to.
    fn unchecked(&self, node: Node<'t>) -> Option<&'t str> {
        let file = self.function.file;
        match node.kind() {
            "identifier" => self.names.integer(file.slice(node)),
            "parenthesized_expression" => self.unchecked(*children(node).first()?),
            "binary_expression" => {
                let (left, right) = (node.child_by_field_name("left")?, node.child_by_field_name("right")?);
                let operator = file.text.get(left.end_byte()..right.start_byte()).unwrap_or("").trim();
                let keeps = operator.starts_with(['+', '-', '*']);
                keeps.then(|| self.unchecked(left).or_else(|| self.unchecked(right)))?
            }
            "index_expression" => {
                let object = node.child_by_field_name("object")?;
                let whole = node.child_by_field_name("index").is_some_and(|i| i.kind() == "range_expression");
                (!whole).then(|| self.element_of(object))?
            }
            "builtin_function" => {
                let (name, args) = builtin(file, node)?;
                match (name, args.as_slice()) {
                    ("@intCast", [inner]) => self.unchecked(*inner),
                    ("@as", [ty, inner]) => self.unchecked(*inner).map(|_| file.slice(*ty)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The type of the integers that lie in memory of the caller: `bytes`, `pointer[0..len]`.
    fn element_of(&self, node: Node<'t>) -> Option<&'t str> {
        match node.kind() {
            "identifier" => self.names.element(self.function.file.slice(node)),
            "index_expression" => self.element_of(node.child_by_field_name("object")?),
            "parenthesized_expression" | "null_coercion_expression" => {
                self.element_of(children(node).into_iter().next()?)
            }
            "binary_expression" => self.element_of(node.child_by_field_name("left")?),
            "call_expression" => {
                let function = self.function.file.slice(node.child_by_field_name("function")?);
                let view = matches!(function, "std.mem.span" | "std.mem.sliceTo");
                view.then(|| self.element_of(*arguments(node).first()?))?
            }
            _ => None,
        }
    }

    /// `for (bytes) |byte|`: each is as the caller chose it.
    fn elements(&mut self, node: Node<'t>) {
        let parts = children(node);
        let Some(at) = parts.iter().position(|part| part.kind() == "payload") else { return };
        for (name, list) in children(parts[at]).into_iter().zip(&parts[..at]) {
            let element = self.element_of(*list);
            self.names.bind(self.function.file.slice(name), element, (false, false), element.is_some());
        }
    }

    /// A slice whose length the caller chose and nobody looked at: `pointer[0..len]`.
    fn is_open(&self, node: Node<'t>) -> bool {
        match node.kind() {
            "identifier" => self.names.is_open(self.function.file.slice(node)),
            "index_expression" => {
                let range = node.child_by_field_name("index").filter(|i| i.kind() == "range_expression");
                let end = range.and_then(|range| range.child_by_field_name("right"));
                let object = node.child_by_field_name("object");
                end.is_some_and(|end| self.unchecked(end).is_some())
                    && object.is_some_and(|object| !self.is_bounded(object))
            }
            _ => false,
        }
    }

    /// Whether an index into something is checked when the program runs.
    fn is_bounded(&self, object: Node<'t>) -> bool {
        let file = self.function.file;
        match object.kind() {
            "identifier" => {
                let name = file.slice(object);
                self.names.is_bounded(name) || self.program.arrays.contains(name)
            }
            "field_expression" => {
                let member = object.child_by_field_name("member").map_or("", |member| file.slice(member));
                let ty = self.program.fields.get(member).copied().unwrap_or_default();
                member == "items" || ty.starts_with('[') && !is_many_pointer(ty)
            }
            "index_expression" => {
                // A part of anything has bounds.
                object.child_by_field_name("index").is_some_and(|i| i.kind() == "range_expression")
            }
            _ => false,
        }
    }

    fn index(&mut self, node: Node<'t>) {
        let (Some(object), Some(index)) =
            (node.child_by_field_name("object"), node.child_by_field_name("index"))
        else {
            return;
        };
        if !self.is_bounded(object) {
            return;
        }
        if index.kind() == "range_expression" {
            let bounds = ["left", "right"].into_iter().filter_map(|side| index.child_by_field_name(side));
            let end = index.child_by_field_name("right").map(|end| self.function.file.slice(end));
            let fixed = end.and_then(|end| end.parse::<u64>().ok()).is_some_and(|end| end > 0);
            if bounds.into_iter().any(|bound| self.unchecked(bound).is_some()) {
                self.report(node, "a range that the caller decides");
            } else if fixed && self.is_open(object) {
                self.report(node, "the caller decides the length, which may be too small for this range");
            }
            return;
        }
        match self.unchecked(index) {
            Some(ty) if !self.fits(ty, object) => self.report(node, "an index that the caller decides"),
            None if index.kind() == "integer" && self.is_open(object) => {
                self.report(node, "the caller decides the length, which may be too small for this index");
            }
            _ => {}
        }
    }

    /// Whether every value of a small integer is an index of an array.
    fn fits(&self, ty: &str, array: Node<'t>) -> bool {
        let values = names::bits(ty).filter(|bits| *bits <= 16).map(|bits| 1_u64 << bits);
        let known = self.program.lengths.get(self.function.file.slice(array)).copied();
        let of_field = || {
            let member = self.function.file.slice(array.child_by_field_name("member")?);
            let ty = self.program.fields.get(member)?.strip_prefix('[')?;
            ty.split([']', ':']).next()?.parse().ok()
        };
        let length = known.or_else(of_field);
        values.zip(length).is_some_and(|(values, length)| values <= length)
    }

    fn binary(&mut self, node: Node<'t>, depth: usize) {
        let file = self.function.file;
        let (Some(left), Some(right)) = (node.child_by_field_name("left"), node.child_by_field_name("right"))
        else {
            return self.each(node, depth);
        };
        let operator = file.text.get(left.end_byte()..right.start_byte()).unwrap_or("").trim();
        match operator {
            "/" | "%" if self.unchecked(right).is_some() => {
                self.report(node, "a division by what the caller decides");
            }
            "orelse" if gives_up(file.slice(right)) => self.fails(node, left),
            _ => {}
        }
        self.visit(left, depth + 1);
        if matches!(operator, "and" | "or") {
            self.look(left);
        }
        self.visit(right, depth + 1);
    }

    fn built_in(&mut self, node: Node<'t>) {
        let Some((name, args)) = builtin(self.function.file, node) else { return };
        let divides = ["@divTrunc", "@divFloor", "@divExact", "@mod", "@rem"].contains(&name);
        if divides && args.last().is_some_and(|by| self.unchecked(*by).is_some()) {
            self.report(node, "a division by what the caller decides");
        }
        if name == "@intCast"
            && let [value] = args.as_slice()
            && let Some(from) = self.unchecked(*value)
            && let Some(to) = self.wanted(node)
            && narrows(from, to)
        {
            self.report(node, "a number that the caller decides, and that need not fit");
        }
    }

    /// The type that a cast gives, where it is written beside it.
    fn wanted(&self, cast: Node<'t>) -> Option<&'t str> {
        let parent = cast.parent()?;
        let file = self.function.file;
        match parent.kind() {
            "variable_declaration" => parent.child_by_field_name("type").map(|ty| file.slice(ty)),
            "return_expression" => self.function.node.child_by_field_name("type").map(|ty| file.slice(ty)),
            "arguments" => {
                let (name, args) = builtin(file, parent.parent()?)?;
                (name == "@as").then(|| args.first().map(|ty| file.slice(*ty)))?
            }
            _ => None,
        }
    }

    fn given_up(&mut self, node: Node<'t>) {
        let Some(left) = children(node).into_iter().next() else { return };
        let file = self.function.file;
        let rest = file.text.get(left.end_byte()..node.end_byte()).unwrap_or("");
        let rest = rest.trim_start().strip_prefix("catch").unwrap_or("").trim_start();
        let rest = if rest.starts_with('|') { rest.splitn(3, '|').nth(2).unwrap_or("") } else { rest };
        if gives_up(rest.trim_start()) {
            self.fails(node, left);
        }
    }

    /// `value.?`: null panics.
    fn forced(&mut self, node: Node<'t>) {
        if let Some(value) = children(node).into_iter().next() {
            self.fails(node, value);
        }
    }

    /// Something that depends on the arguments is taken never to fail. An allocation is not.
    fn fails(&mut self, node: Node<'t>, tried: Node<'t>) {
        let text = self.function.file.slice(tried);
        if tried.kind() == "identifier" && self.names.is_optional(text) {
            self.report(node, "a null pointer panics here");
            return;
        }
        let harmless = ["alloc", "create", "dupe", "append", "Thread", "buf", "put"];
        // Whether a division fails, what it divides by decides.
        let divides = text.starts_with("std.math.div");
        let decided = match arguments(tried).last().filter(|_| divides) {
            Some(by) => self.unchecked(*by).is_some(),
            None => self.mentions(tried, |names, name| names.is_given(name) && !names.is_checked(name)),
        };
        if decided && tried.kind() == "call_expression" && !harmless.iter().any(|word| text.contains(word)) {
            self.report(node, "an error or a missing value that the caller brings about");
        }
    }

    fn switched(&mut self, node: Node<'t>) {
        let file = self.function.file;
        let Some(subject) = children(node).into_iter().next() else { return };
        let refused = children(node).into_iter().find(|case| {
            let text = file.slice(*case);
            case.kind() == "switch_case"
                && text
                    .strip_prefix("else")
                    .and_then(|rest| rest.trim_start().strip_prefix("=>"))
                    .is_some_and(|rest| gives_up(rest.trim_start()))
        });
        if let Some(refused) = refused
            && self.unchecked(subject).is_some()
        {
            self.report(refused, "a value that no case expects");
        }
        self.look(subject);
    }

    /// An assertion, or a function of this side that is given what the caller decides.
    fn called(&mut self, call: Node<'t>) {
        let file = self.function.file;
        let Some(callee) = call.child_by_field_name("function") else { return };
        let text = file.slice(callee);
        let args = arguments(call);
        if matches!(text, "assert" | "std.debug.assert") {
            let decided = |node: &Node<'t>| self.mentions(*node, |names, name| names.integer(name).is_some());
            if self.helpers == 0 && args.iter().any(decided) {
                self.report(call, "an assertion about what the caller decides");
            }
            for arg in args {
                self.look(arg);
            }
            return;
        }
        let name = text.rsplit('.').next().unwrap_or(text);
        if self.helpers == HELPERS_MAX || text.starts_with("std.") {
            return;
        }
        let [only] = self.program.named(name) else { return };
        let Some(helper) = self.program.functions.get(*only).filter(|helper| !helper.exported).copied()
        else {
            return;
        };
        let object = callee.child_by_field_name("object");
        if let Some(names) = self.handed(&helper, object, &args) {
            let outer = std::mem::replace(&mut self.names, names);
            let around = std::mem::replace(&mut self.function, helper);
            self.helpers += 1;
            self.visit(helper.body, 0);
            self.helpers -= 1;
            self.function = around;
            self.names = outer;
        }
    }

    /// What a helper's parameters are, where the caller decides any of them.
    fn handed(
        &self,
        helper: &Function<'t>,
        object: Option<Node<'t>>,
        args: &[Node<'t>],
    ) -> Option<Names<'t>> {
        let params = names::parameters(helper);
        let mut given: Vec<Node<'t>> = Vec::new();
        if params.len() == args.len() + 1 {
            given.extend(object);
        }
        given.extend(args);
        let mut names = Names::default();
        for ((name, ty), arg) in params.into_iter().zip(&given) {
            let integer = self.unchecked(*arg).filter(|_| super::uses::is_integer(ty)).map(|_| ty);
            let bounded = ty.starts_with('[') && !is_many_pointer(ty);
            let open = bounded && self.is_open(*arg);
            names.bind(name, integer, (bounded, open), self.mentions(*arg, Names::is_given));
            names.holds(name, self.element_of(*arg));
            if ty.starts_with('?') && self.names.is_optional(self.function.file.slice(*arg)) {
                names.may_be_null(name);
            }
        }
        names.any_given().then_some(names)
    }

    fn report(&mut self, node: Node<'t>, why: &str) {
        self.found.push(Finding {
            class: Class::PanicAcrossFfi,
            severity: Severity::Warning,
            message: format!("a caller of `{}` can make it panic, and the process aborts", self.symbol),
            location: self.function.file.place(node),
            peer: None,
            evidence: why.to_owned(),
            fix: Some("check the value, and return an error".to_owned()),
        });
    }
}

fn gives_up(text: &str) -> bool {
    text.starts_with("unreachable") || text.starts_with("@panic") || text.starts_with("std.debug.panic")
}
