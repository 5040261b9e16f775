//! The order in which a function runs: statements, branches and what is bound in them.

use ghost_abi::zig_source::Node;

use super::super::binding::Binding;
use super::super::tree::{DEPTH_MAX, children, diverges};
use super::{Instance, Walk};

impl<'a, 't> Walk<'a, 't> {
    pub(in crate::zig) fn statement(&mut self, node: Node<'t>, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        match node.kind() {
            // What is declared inside is another's.
            "function_declaration" | "struct_declaration" | "enum_declaration" | "union_declaration" => {}
            // What runs on an error only is no second release, unless the error comes after the first.
            "errdefer_statement" => {
                let until = node.parent().map_or(usize::MAX, Node::end_byte);
                self.own_freed_on_error(node, until);
            }
            "defer_statement" => self.deferred(node, true, depth),
            "variable_declaration" => self.declaration(node, depth),
            "if_statement" | "if_expression" => self.branch(node, depth),
            "for_statement" | "for_expression" => {
                self.released_in_rounds(node);
                self.each(node, depth);
            }
            "while_statement" | "while_expression" => self.rounds(node, depth),
            "switch_expression" => self.cases(node, depth),
            "switch_case" | "else_clause" => self.sealed(node, depth),
            // What stands behind `orelse` or `catch` is a branch.
            "binary_expression" | "catch_expression" => self.or_else(node, depth),
            "payload" => self.bound_by_payload(node),
            "struct_initializer" | "anonymous_struct_initializer" => {
                self.each(node, depth);
                self.released_by_pair(node);
            }
            "field_expression" => {
                self.own_used(node);
                self.each(node, depth);
            }
            "call_expression" => self.call(node, depth),
            "block" => {
                self.each(node, depth);
                self.own_block_ended(node.end_byte());
            }
            "try_expression" => {
                // What fails need not have come to free anything.
                let before = self.own.clone();
                self.each(node, depth);
                let after = std::mem::replace(&mut self.own, before);
                self.failed();
                self.own.then(after);
            }
            "assignment_expression" => {
                self.each(node, depth);
                self.written(node);
                if let Some(target) = children(node).first().filter(|target| target.kind() == "identifier") {
                    self.renamed(*target);
                    self.own.forget(self.file.slice(*target));
                }
            }
            "builtin_function" => self.builtin(node, depth),
            "return_expression" => {
                self.each(node, depth);
                self.returned(node);
            }
            "identifier" => self.mention(node),
            _ => self.each(node, depth),
        }
    }

    /// What stands behind `orelse` and `catch` runs where what stands before gave nothing.
    fn or_else(&mut self, node: Node<'t>, depth: usize) {
        let parts = children(node);
        if let Some((last, before)) = parts.split_last() {
            let own = (node.kind() == "catch_expression").then(|| self.own.clone());
            for part in before {
                self.statement(*part, depth + 1);
            }
            let after = own.map(|own| std::mem::replace(&mut self.own, own));
            self.sealed(*last, depth);
            if let Some(after) = after {
                self.own.then(after);
            }
        }
    }

    fn rounds(&mut self, node: Node<'t>, depth: usize) {
        self.released_in_rounds(node);
        let condition = node.child_by_field_name("condition");
        if let Some(condition) = condition {
            self.statement(condition, depth + 1);
            self.bind_payload(node, condition);
        }
        // What stands behind the colon runs after the body.
        let before = |child: &Node<'t>| self.file.text[..child.start_byte()].trim_end().strip_suffix('(');
        let is_next = |child: &Node<'t>| before(child).is_some_and(|text| text.trim_end().ends_with(':'));
        let parts = children(node).into_iter().filter(|child| Some(child.id()) != condition.map(Node::id));
        let (mut next, rest): (Vec<_>, Vec<_>) = parts.partition(is_next);
        if node.child_by_field_name("body").is_some_and(diverges) {
            next.clear();
        }
        for child in rest.into_iter().chain(next) {
            self.statement(child, depth + 1);
        }
    }

    fn cases(&mut self, node: Node<'t>, depth: usize) {
        let parts = children(node);
        if let Some((subject, cases)) = parts.split_first() {
            self.statement(*subject, depth + 1);
            self.check(*subject);
            let before = self.instances.clone();
            for case in cases {
                self.bind_payload(*case, *subject);
                self.taken_apart(*case);
                self.statement(*case, depth + 1);
                self.restore(&before);
            }
        }
    }

    pub(in crate::zig) fn each(&mut self, node: Node<'t>, depth: usize) {
        for child in children(node) {
            self.statement(child, depth + 1);
        }
    }

    /// What is deferred runs last: a release there counts against releases before it.
    pub(super) fn deferred(&mut self, node: Node<'t>, counts: bool, depth: usize) {
        let before = std::mem::replace(&mut self.deferring, counts);
        self.each(node, depth);
        self.deferring = before;
    }

    pub(super) fn branch(&mut self, node: Node<'t>, depth: usize) {
        // What is released at the end only under a condition is not released for sure.
        if self.deferring {
            return;
        }
        if let Some(condition) = node.child_by_field_name("condition") {
            self.statement(condition, depth + 1);
            self.check(condition);
            self.bind_payload(node, condition);
        }
        let condition = node.child_by_field_name("condition").map(Node::id);
        for child in children(node) {
            if child.kind() == "payload" {
                self.bound_by_payload(child);
            } else if Some(child.id()) != condition {
                self.sealed(child, depth);
            }
        }
    }

    /// A branch that leaves takes its releases with it.
    pub(super) fn sealed(&mut self, node: Node<'t>, depth: usize) {
        let before = self.instances.clone();
        let own = self.own.clone();
        self.branches += 1;
        self.each_or_self(node, depth);
        self.branches -= 1;
        self.own.after_branch(own, diverges(node));
        if diverges(node) {
            self.restore(&before);
        }
    }

    /// What one of several ways did is not done behind them.
    pub(super) fn restore(&mut self, before: &[Instance<'a>]) {
        {
            let reported: Vec<bool> = self.instances.iter().map(|instance| instance.reported).collect();
            self.instances.truncate(before.len());
            self.instances.clone_from_slice(before);
            for (instance, reported) in self.instances.iter_mut().zip(reported) {
                instance.reported |= reported;
            }
            // Names that were bound inside point to instances that are gone.
            let count = self.instances.len();
            self.names.retain(|_, binding| !matches!(binding, Binding::Instance(index) if *index >= count));
            self.owners.retain(|_, index| *index < count);
        }
    }

    pub(super) fn each_or_self(&mut self, node: Node<'t>, depth: usize) {
        if matches!(node.kind(), "block" | "block_expression" | "else_clause" | "switch_case") {
            self.each(node, depth);
        } else {
            self.statement(node, depth + 1);
        }
    }

    /// `if (value) |name|`: the name is the value.
    pub(super) fn bind_payload(&mut self, node: Node<'t>, condition: Node<'t>) {
        let payload = children(node).into_iter().find(|child| child.kind() == "payload");
        let Some(name) = payload.and_then(|payload| children(payload).into_iter().next()) else { return };
        if let Some(binding) = self.binding_of(condition) {
            self.names.insert(self.file.slice(name).to_owned(), binding);
        }
    }

    /// What a payload binds of a value that holds something is that.
    pub(super) fn taken_apart(&mut self, case: Node<'t>) {
        let payload = children(case).into_iter().find(|child| child.kind() == "payload");
        for name in payload.map(children).unwrap_or_default() {
            if let Some(Binding::Holder(index)) = self.binding_of(name) {
                self.names.insert(self.file.slice(name).to_owned(), Binding::Instance(index));
            }
        }
    }

    pub(super) fn check(&mut self, condition: Node<'t>) {
        if condition.kind() == "identifier" {
            self.checked.insert(self.file.slice(condition).to_owned());
        }
        for child in children(condition) {
            self.check(child);
        }
    }
}
