//! Nulls that a body gives to the functions that it was given.

use std::collections::BTreeMap;

use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Pat};

use super::bodies::null_of;
use super::exprs::name;

/// For each null: which parameter is called, which of its arguments is null, and where.
pub(super) fn find(params: &[Option<String>], block: &Block) -> Vec<(usize, usize, Span)> {
    let names = params.iter().enumerate().filter_map(|(index, name)| Some((name.clone()?, index)));
    let mut walk = Walk { functions: names.collect(), nulls: BTreeMap::new(), found: Vec::new() };
    walk.visit_block(block);
    walk.found
}

struct Walk {
    /// Names that stand for parameters.
    functions: BTreeMap<String, usize>,
    /// Variables that may be null, and where they become it.
    nulls: BTreeMap<String, Span>,
    found: Vec<(usize, usize, Span)>,
}

impl Walk {
    /// The parameter that an expression is, or takes out of an `Option`.
    fn param(&self, expr: &Expr) -> Option<usize> {
        match expr {
            Expr::Path(path) => self.functions.get(&name(path.path.get_ident()?)).copied(),
            Expr::Paren(inner) => self.param(&inner.expr),
            Expr::Try(inner) => self.param(&inner.expr),
            Expr::Reference(inner) => self.param(&inner.expr),
            Expr::MethodCall(call) if call.method == "unwrap" || call.method == "expect" => {
                self.param(&call.receiver)
            }
            _ => None,
        }
    }

    /// Names that a pattern binds stand for what the value is.
    fn bind(&mut self, pattern: &Pat, value: &Expr) {
        let Some(bound) = only_name(pattern) else { return };
        match (self.param(value), null_of(value)) {
            (Some(index), _) => drop(self.functions.insert(bound, index)),
            (None, Some(span)) => drop(self.nulls.insert(bound, span)),
            (None, None) => {
                self.functions.remove(&bound);
                self.nulls.remove(&bound);
            }
        }
    }
}

/// The one name in a pattern: `call`, `Some(call)`.
fn only_name(pattern: &Pat) -> Option<String> {
    match pattern {
        Pat::Ident(ident) => Some(name(&ident.ident)),
        Pat::Type(typed) => only_name(&typed.pat),
        Pat::TupleStruct(inner) => inner.elems.first().filter(|_| inner.elems.len() == 1).and_then(only_name),
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Walk {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        visit::visit_local(self, local);
        if let Some(init) = &local.init {
            self.bind(&local.pat, &init.expr);
        }
    }

    fn visit_expr_let(&mut self, bound: &'ast syn::ExprLet) {
        visit::visit_expr_let(self, bound);
        self.bind(&bound.pat, &bound.expr);
    }

    fn visit_expr_match(&mut self, matched: &'ast syn::ExprMatch) {
        self.visit_expr(&matched.expr);
        for arm in &matched.arms {
            if self.param(&matched.expr).is_some() {
                self.bind(&arm.pat, &matched.expr);
            }
            self.visit_arm(arm);
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Some(param) = self.param(&call.func) {
            for (index, argument) in call.args.iter().enumerate() {
                let known = match argument {
                    Expr::Path(path) => path.path.get_ident().and_then(|i| self.nulls.get(&name(i)).copied()),
                    other => null_of(other),
                };
                self.found.extend(known.map(|span| (param, index, span)));
            }
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
