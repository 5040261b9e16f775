//! Calls: of functions of the other side, of this side's own, of the standard library.

use ghost_abi::zig_source::Node;

use super::super::summary::{self, bare_type};
use super::super::tree;
use super::Lower;
use crate::flow::{Call, Expr as Code, Kind};

impl<'t> Lower<'_, 't> {
    pub(super) fn call(&mut self, node: Node<'t>, wanted: &'t str, depth: usize) -> Kind {
        let Some(callee) = node.child_by_field_name("function") else { return Kind::Nothing };
        let text = self.file.slice(callee);
        let types = &self.locals;
        let type_of =
            |name: &str| types.get(name).filter(|ty| !ty.is_empty()).map(|ty| bare_type(ty).to_owned());
        let symbol = summary::symbol(self.program, self.imports, text, type_of).map(str::to_owned);
        if let Some(symbol) = symbol.filter(|symbol| symbol != "free") {
            let args = summary::given(self.imports, &symbol, node);
            let args = args.into_iter().map(|arg| self.expr(arg, "", depth + 1)).collect();
            return Kind::Call(Box::new(Call { name: symbol, foreign: true, args, ..Call::default() }));
        }
        let args: Vec<Code> =
            tree::arguments(node).into_iter().map(|arg| self.expr(arg, "", depth + 1)).collect();
        let (path, name, receiver) = match callee.kind() {
            "field_expression" => {
                let name = callee.child_by_field_name("member").map_or("", |member| self.file.slice(member));
                match callee.child_by_field_name("object") {
                    // `.init(…)` of the type that is asked for.
                    None => (bare_type(wanted).to_owned(), name, None),
                    Some(object) if self.is_value(object) => {
                        let path = self.file.slice(object).to_owned();
                        (path, name, Some(self.expr(object, "", depth + 1)))
                    }
                    Some(object) => (self.file.slice(object).to_owned(), name, None),
                }
            }
            "identifier" => (String::new(), text, None),
            _ => return Kind::Parts(args),
        };
        let name = name.to_owned();
        Kind::Call(Box::new(Call { path, name, foreign: false, receiver, args }))
    }

    /// Whether something is a value, and no module or type.
    fn is_value(&self, object: Node<'t>) -> bool {
        let mut at = object;
        loop {
            at = match at.kind() {
                "identifier" => {
                    let name = self.file.slice(at);
                    return self.locals.contains_key(name) || self.program.globals.contains(name);
                }
                "field_expression" | "index_expression" => match at.child_by_field_name("object") {
                    Some(object) => object,
                    None => return false,
                },
                "call_expression" => match at.child_by_field_name("function") {
                    // What a function gives is a value.
                    Some(_) => return true,
                    None => return false,
                },
                "unary_expression" => match at.child_by_field_name("argument") {
                    Some(argument) => argument,
                    None => return false,
                },
                "try_expression"
                | "parenthesized_expression"
                | "dereference_expression"
                | "null_coercion_expression" => match tree::children(at).into_iter().next() {
                    Some(inner) => inner,
                    None => return false,
                },
                _ => return false,
            };
        }
    }
}
