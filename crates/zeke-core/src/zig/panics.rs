//! Panics that callers of an exported Zig function can bring about.

use std::collections::HashSet;

use ghost_abi::zig_source::Node;

use super::summary::parameters;
use super::tree::{DEPTH_MAX, Function, Program, builtin, children};
use crate::finding::{Class, Finding, Severity};

/// Looks through an exported function.
pub(super) fn read(program: &Program<'_>, function: &Function<'_>) -> Vec<Finding> {
    let integers = integer_parameters(function);
    let given = parameters(function).into_iter().filter(|name| !name.is_empty()).collect();
    let mut reader =
        Reader { program, function, integers, given, checked: HashSet::new(), found: Vec::new() };
    reader.visit(function.body, 0);
    reader.found
}

fn integer_parameters<'t>(function: &Function<'t>) -> HashSet<&'t str> {
    let list = children(function.node).into_iter().find(|node| node.kind() == "parameters");
    let all = list.map(children).unwrap_or_default();
    let named = all.into_iter().filter_map(|parameter| {
        let ty = function.file.slice(parameter.child_by_field_name("type")?);
        let name = function.file.slice(parameter.child_by_field_name("name")?);
        super::uses::is_integer(ty).then_some(name)
    });
    named.collect()
}

struct Reader<'r, 't> {
    program: &'r Program<'t>,
    function: &'r Function<'t>,
    integers: HashSet<&'t str>,
    given: HashSet<&'t str>,
    /// Names that a condition has looked at.
    checked: HashSet<&'t str>,
    found: Vec<Finding>,
}

impl<'t> Reader<'_, 't> {
    fn visit(&mut self, node: Node<'t>, depth: usize) {
        if depth > DEPTH_MAX || node.kind() == "function_declaration" {
            return;
        }
        match node.kind() {
            "if_statement" | "if_expression" | "while_statement" => self.condition(node),
            "index_expression" => self.index(node),
            "binary_expression" => self.binary(node),
            "builtin_function" => self.divided(node),
            "catch_expression" => self.given_up(node),
            "switch_expression" => self.switched(node),
            _ => {}
        }
        for child in children(node) {
            self.visit(child, depth + 1);
        }
    }

    fn condition(&mut self, node: Node<'t>) {
        if let Some(condition) = node.child_by_field_name("condition") {
            self.look(condition);
        }
    }

    fn look(&mut self, node: Node<'t>) {
        let mut names = Vec::new();
        super::uses::identifiers(node, 0, &mut names);
        self.checked.extend(names.into_iter().map(|name| self.function.file.slice(name)));
    }

    /// An integer parameter as it came, perhaps converted.
    fn is_unchecked(&self, node: Node<'t>) -> bool {
        match node.kind() {
            "identifier" => {
                let name = self.function.file.slice(node);
                self.integers.contains(name) && !self.checked.contains(name)
            }
            "parenthesized_expression" => {
                children(node).first().is_some_and(|inner| self.is_unchecked(*inner))
            }
            "builtin_function" => builtin(self.function.file, node).is_some_and(|(name, args)| {
                ["@intCast", "@as"].contains(&name)
                    && args.last().is_some_and(|inner| self.is_unchecked(*inner))
            }),
            _ => false,
        }
    }

    fn index(&mut self, node: Node<'t>) {
        let (Some(object), Some(index)) =
            (node.child_by_field_name("object"), node.child_by_field_name("index"))
        else {
            return;
        };
        let name = self.function.file.slice(object);
        let bounded = self.program.arrays.contains(name) || name.rsplit('.').next() == Some("items");
        if bounded && self.is_unchecked(index) {
            self.report(node, "an index that the caller decides");
        }
    }

    fn binary(&mut self, node: Node<'t>) {
        let file = self.function.file;
        let (Some(left), Some(right)) = (node.child_by_field_name("left"), node.child_by_field_name("right"))
        else {
            return;
        };
        let operator = file.text.get(left.end_byte()..right.start_byte()).unwrap_or("").trim();
        match operator {
            "/" | "%" if self.is_unchecked(right) => {
                self.report(node, "a division by what the caller decides");
            }
            "orelse" if gives_up(file.slice(right)) => self.fails(node, left),
            "and" | "or" => self.look(left),
            _ => {}
        }
    }

    fn divided(&mut self, node: Node<'t>) {
        let Some((name, args)) = builtin(self.function.file, node) else { return };
        let divides = ["@divTrunc", "@divFloor", "@divExact", "@mod", "@rem"].contains(&name);
        if divides && args.last().is_some_and(|by| self.is_unchecked(*by)) {
            self.report(node, "a division by what the caller decides");
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

    /// Something that depends on the arguments is taken never to fail. An allocation is not.
    fn fails(&mut self, node: Node<'t>, tried: Node<'t>) {
        let file = self.function.file;
        let text = file.slice(tried);
        let allocates = ["alloc", "create", "dupe", "append", "Thread", "bufPrint"]
            .iter()
            .any(|word| text.contains(word));
        let mut names = Vec::new();
        super::uses::identifiers(tried, 0, &mut names);
        let decided = names.iter().any(|name| {
            let name = file.slice(*name);
            self.given.contains(name) && !self.checked.contains(name)
        });
        if decided && !allocates && tried.kind() == "call_expression" {
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
            && self.is_unchecked(subject)
        {
            self.report(refused, "a value that no case expects");
        }
        self.look(subject);
    }

    fn report(&mut self, node: Node<'t>, why: &str) {
        self.found.push(Finding {
            class: Class::PanicAcrossFfi,
            severity: Severity::Warning,
            message: format!(
                "a caller of `{}` can make it panic, and the process aborts",
                self.function.name
            ),
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
