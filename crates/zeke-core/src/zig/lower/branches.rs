//! Branches, loops and ways out.

use ghost_abi::zig_source::Node;

use super::super::tree;
use super::Lower;
use crate::flow::{Arm, Expr as Code, Kind, Pattern};

impl<'t> Lower<'_, 't> {
    pub(super) fn way(&mut self, node: Node<'t>, wanted: &'t str, depth: usize) -> Code {
        let at = self.spot(node);
        let first = |node: Node<'t>| tree::children(node).into_iter().next();
        let kind = match node.kind() {
            "if_statement" | "if_expression" | "if_type_expression" => self.branch(node, wanted, depth),
            "else_clause" => match node.child_by_field_name("alternative") {
                Some(inner) => return self.expr(inner, wanted, depth + 1),
                None => Kind::Nothing,
            },
            "switch_expression" => self.switch(node, wanted, depth),
            "while_statement" | "while_expression" => self.while_loop(node, depth),
            "for_statement" | "for_expression" => self.for_loop(node, depth),
            "try_expression" => match first(node) {
                Some(inner) if self.hoisted.contains(&node.id()) => {
                    return self.expr(inner, wanted, depth + 1);
                }
                Some(inner) => Kind::Try(Box::new(self.expr(inner, wanted, depth + 1))),
                None => Kind::Nothing,
            },
            "catch_expression" => self.caught(node, wanted, depth),
            "binary_expression" => self.binary(node, wanted, depth),
            "return_expression" => {
                let result =
                    self.function.node.child_by_field_name("type").map_or("", |ty| self.file.slice(ty));
                let value = values(node).into_iter().next();
                Kind::Return(value.map(|value| Box::new(self.expr(value, result, depth + 1))))
            }
            "break_expression" => {
                let label = self.label_of(node);
                let value = values(node).into_iter().find(|value| value.kind() != "break_label");
                Kind::Break(label, value.map(|value| Box::new(self.expr(value, wanted, depth + 1))))
            }
            "continue_expression" => Kind::Continue(self.label_of(node)),
            "defer_statement" | "errdefer_statement" => {
                let on_error = node.kind() == "errdefer_statement";
                let body = tree::children(node).into_iter().rfind(|child| child.kind() != "payload");
                match body {
                    Some(body) => Kind::Defer { body: self.boxed(body, depth + 1), on_error },
                    None => Kind::Nothing,
                }
            }
            _ => {
                let parts = tree::children(node).into_iter().map(|child| self.expr(child, "", depth + 1));
                Kind::Parts(parts.collect())
            }
        };
        Code::new(at, kind)
    }

    pub(super) fn labeled(&mut self, node: Node<'t>, wanted: &'t str, depth: usize) -> Code {
        let parts = tree::children(node);
        let Some(body) = parts.last() else { return Code::new(self.spot(node), Kind::Nothing) };
        let body = self.expr(*body, wanted, depth + 1);
        match parts.first().filter(|first| first.kind() == "block_label") {
            Some(label) => {
                let label = self.file.slice(*label).trim_end_matches(':').trim().to_owned();
                Code::new(self.spot(node), Kind::Labeled(label, Box::new(body)))
            }
            None => body,
        }
    }

    fn label_of(&self, node: Node<'t>) -> String {
        let label = tree::children(node).into_iter().find(|child| child.kind() == "break_label");
        label.map_or_else(String::new, |label| {
            self.file.slice(label).trim_start_matches(':').trim().to_owned()
        })
    }

    /// A condition, with its text where nothing else may be known of it.
    fn condition(&mut self, node: Node<'t>, depth: usize) -> Code {
        let at = self.spot(node);
        match node.kind() {
            "parenthesized_expression" => match tree::children(node).into_iter().next() {
                Some(inner) => self.condition(inner, depth + 1),
                None => Code::new(at, Kind::Nothing),
            },
            _ if self.is_not(node) && !self.hoisted.contains(&node.id()) => {
                match tree::children(node).into_iter().next_back() {
                    Some(argument) => Code::new(at, Kind::Not(Box::new(self.condition(argument, depth + 1)))),
                    None => Code::new(at, Kind::Nothing),
                }
            }
            "binary_expression" if matches!(self.operator(node), "and" | "or") => {
                let either = self.operator(node) == "or";
                let (left, right) = (node.child_by_field_name("left"), node.child_by_field_name("right"));
                let Some((left, right)) = left.zip(right) else { return Code::new(at, Kind::Nothing) };
                let (left, right) = (self.condition(left, depth + 1), self.condition(right, depth + 1));
                Code::new(at, Kind::Both { left: Box::new(left), right: Box::new(right), either })
            }
            _ => {
                let text = self.file.slice(node);
                let inner = self.expr(node, "", depth + 1);
                let bare = text.trim_start_matches('!').trim();
                // `!f(x)` is not so where `f(x)` is.
                match inner.kind {
                    Kind::Not(inner) => {
                        let asked = Kind::Test { condition: inner, text: bare.to_owned() };
                        Code::new(at, Kind::Not(Box::new(Code::new(at, asked))))
                    }
                    _ => Code::new(at, Kind::Test { condition: Box::new(inner), text: text.to_owned() }),
                }
            }
        }
    }

    /// What `|name|` or `|name, index|` binds.
    fn payload(&self, node: Node<'t>) -> Option<Pattern> {
        let names = tree::children(node);
        let first = names.first().map(|name| self.file.slice(*name))?;
        Some(if first == "_" { Pattern::Any } else { Pattern::Bind(first.to_owned()) })
    }

    fn branch(&mut self, node: Node<'t>, wanted: &'t str, depth: usize) -> Kind {
        let Some(condition) = node.child_by_field_name("condition") else { return Kind::Nothing };
        let mut parts = values(node).into_iter().filter(|part| part.id() != condition.id()).peekable();
        let payload = parts.next_if(|part| part.kind() == "payload").and_then(|part| self.payload(part));
        let Some(then) = parts.next() else { return Kind::Nothing };
        let rest = parts.find(|part| part.kind() != "payload");
        let condition = match payload {
            Some(_) => self.boxed(condition, depth + 1),
            None => Box::new(self.condition(condition, depth + 1)),
        };
        let then = Box::new(self.expr(then, wanted, depth + 1));
        let otherwise = rest.map(|rest| Box::new(self.expr(rest, wanted, depth + 1)));
        Kind::If { condition, payload, then, otherwise }
    }

    fn switch(&mut self, node: Node<'t>, wanted: &'t str, depth: usize) -> Kind {
        let mut parts = tree::children(node).into_iter().filter(|part| part.kind() != "block_label");
        let Some(subject) = parts.next() else { return Kind::Nothing };
        let mut arms = Vec::new();
        for case in parts.filter(|part| part.kind() == "switch_case") {
            let all = values(case);
            let Some(body) = all.last() else { continue };
            let payload = all.iter().find(|part| part.kind() == "payload").copied();
            let label = all.first().filter(|first| first.id() != body.id());
            let text = self.file.slice(case).split("=>").next().unwrap_or_default().trim().to_owned();
            let bound = payload.and_then(|payload| self.payload(payload));
            let pattern = match label {
                _ if text == "else" => Pattern::Else,
                _ if text.contains([',', '.']) && !text.starts_with('.') || text.contains("...") => {
                    Pattern::Maybe(Vec::new())
                }
                _ if text.starts_with('.') && !text.contains(',') => {
                    let inside = vec![("0".to_owned(), bound.unwrap_or_default())];
                    Pattern::Variant(text.trim_start_matches('.').to_owned(), inside)
                }
                _ => match text.as_str() {
                    "true" => Pattern::Bool(true),
                    "false" => Pattern::Bool(false),
                    number => number.parse().map_or(Pattern::Maybe(Vec::new()), Pattern::Int),
                },
            };
            arms.push(Arm { pattern, text, guard: None, body: self.expr(*body, wanted, depth + 1) });
        }
        let text = self.file.slice(subject).to_owned();
        Kind::Switch { subject: self.boxed(subject, depth + 1), text, arms }
    }

    fn while_loop(&mut self, node: Node<'t>, depth: usize) -> Kind {
        let Some(condition) = node.child_by_field_name("condition") else { return Kind::Nothing };
        let mut parts: Vec<Node<'t>> =
            values(node).into_iter().filter(|part| part.id() != condition.id()).collect();
        parts.retain(|part| !matches!(part.kind(), "else_clause" | "block_label"));
        let payload = parts.iter().find(|part| part.kind() == "payload").and_then(|part| self.payload(*part));
        parts.retain(|part| part.kind() != "payload");
        // What stands behind the colon runs after the body.
        let is_next = |part: &Node<'t>| {
            let before = self.file.text.get(..part.start_byte()).unwrap_or_default().trim_end();
            before.strip_suffix('(').is_some_and(|before| before.trim_end().ends_with(':'))
        };
        let (next, body): (Vec<Node<'t>>, Vec<Node<'t>>) = parts.into_iter().partition(is_next);
        let Some(body) = body.first() else { return Kind::Nothing };
        let condition = match payload {
            Some(_) => self.boxed(condition, depth + 1),
            None => Box::new(self.condition(condition, depth + 1)),
        };
        Kind::Loop {
            over: None,
            condition: Some(condition),
            payload,
            body: self.boxed(*body, depth + 1),
            next: next.first().map(|next| self.boxed(*next, depth + 1)),
        }
    }

    fn for_loop(&mut self, node: Node<'t>, depth: usize) -> Kind {
        let parts = tree::children(node);
        let Some(bound) = parts.iter().position(|part| part.kind() == "payload") else {
            return Kind::Nothing;
        };
        let over = parts.iter().find(|part| part.kind() != "block_label");
        let Some((over, body)) = over.zip(parts.get(bound + 1)) else { return Kind::Nothing };
        Kind::Loop {
            over: Some(self.boxed(*over, depth + 1)),
            condition: None,
            payload: self.payload(parts[bound]),
            body: self.boxed(*body, depth + 1),
            next: None,
        }
    }

    fn caught(&mut self, node: Node<'t>, wanted: &'t str, depth: usize) -> Kind {
        let parts = values(node);
        let (Some(value), Some(otherwise)) = (parts.first(), parts.last()) else { return Kind::Nothing };
        let payload = parts.iter().find(|part| part.kind() == "payload").and_then(|part| self.payload(*part));
        Kind::OrElse {
            value: Box::new(self.expr(*value, wanted, depth + 1)),
            payload,
            otherwise: Box::new(self.expr(*otherwise, wanted, depth + 1)),
        }
    }

    fn operator(&self, node: Node<'t>) -> &'t str {
        match (node.child_by_field_name("left"), node.child_by_field_name("right")) {
            (Some(left), Some(right)) => self.between(left, right),
            _ => "",
        }
    }

    fn binary(&mut self, node: Node<'t>, wanted: &'t str, depth: usize) -> Kind {
        let (left, right) = (node.child_by_field_name("left"), node.child_by_field_name("right"));
        let Some((left, right)) = left.zip(right) else { return Kind::Nothing };
        let operator = self.operator(node);
        if operator == "orelse" {
            return Kind::OrElse {
                value: Box::new(self.expr(left, wanted, depth + 1)),
                payload: None,
                otherwise: Box::new(self.expr(right, wanted, depth + 1)),
            };
        }
        let (left, right) = (self.boxed(left, depth + 1), self.boxed(right, depth + 1));
        match operator {
            "==" => Kind::Equal { left, right, negated: false },
            "!=" => Kind::Equal { left, right, negated: true },
            "and" => Kind::Both { left, right, either: false },
            "or" => Kind::Both { left, right, either: true },
            _ => Kind::Parts(vec![*left, *right]),
        }
    }
}

/// The parts of a node but for its words and signs: `null`, `undefined` and `unreachable` are values without a name.
fn values(node: Node<'_>) -> Vec<Node<'_>> {
    let is_value =
        |child: &Node<'_>| child.is_named() || matches!(child.kind(), "null" | "undefined" | "unreachable");
    node.children().filter(|child| is_value(child) && child.kind() != "comment").collect()
}
