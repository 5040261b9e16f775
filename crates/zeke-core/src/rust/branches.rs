//! Branches: what each gives, and what a condition has looked at within it.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

use super::guards;
use super::value::{Val, What, unwrapped};
use super::walk::Walk;

impl<'u> Walk<'u> {
    pub(super) fn branches(&mut self, expr: &'u Expr) -> Val {
        match expr {
            Expr::If(e) => self.branch(e),
            Expr::Let(e) => {
                let val = unwrapped(self.eval(&e.expr));
                self.bind(&e.pat, &val);
                Val::default()
            }
            Expr::Match(e) => self.arms(e),
            Expr::ForLoop(e) => self.for_loop(e),
            Expr::While(e) => {
                let depth = self.env.len();
                self.eval(&e.cond);
                let added = self.check(guards::names(&e.cond));
                self.block(&e.body.stmts);
                self.uncheck(added);
                self.env.truncate(depth);
                Val::default()
            }
            Expr::Loop(e) => self.block(&e.body.stmts),
            _ => Val::default(),
        }
    }

    fn for_loop(&mut self, e: &'u syn::ExprForLoop) -> Val {
        let depth = self.env.len();
        let over = self.eval(&e.expr);
        // A loop variable stays within what it runs over.
        let element = if matches!(*e.expr, Expr::Range(_)) {
            Val::default()
        } else {
            Val { what: over.what.clone(), ty: None, ..over }
        };
        self.bind(&e.pat, &element);
        self.block(&e.body.stmts);
        self.env.truncate(depth);
        Val::default()
    }

    fn branch(&mut self, e: &'u syn::ExprIf) -> Val {
        let depth = self.env.len();
        self.eval(&e.cond);
        let added = self.check(guards::names(&e.cond));
        // What one branch frees is not freed in the other, nor surely behind both.
        let freed = self.freed.clone();
        let then = self.block(&e.then_branch.stmts);
        let at = e.then_branch.stmts.last().map_or(e.then_branch.span(), Spanned::span);
        let then = self.placed(then, at);
        self.env.truncate(depth);
        self.freed.clone_from(&freed);
        let otherwise = e.else_branch.as_ref().map(|(_, branch)| {
            let val = self.eval(branch);
            self.placed(val, tail(branch))
        });
        self.freed = freed;
        self.uncheck(added);
        self.either(then, otherwise, at)
    }

    fn arms(&mut self, e: &'u syn::ExprMatch) -> Val {
        let subject = unwrapped(self.eval(&e.expr));
        let half_done = std::mem::take(&mut self.half_done);
        let added = self.check(guards::names(&e.expr));
        let freed = self.freed.clone();
        let mut all: Option<(Val, Span)> = None;
        for arm in &e.arms {
            let depth = self.env.len();
            self.bind(&arm.pat, &subject);
            let mut guarded = None;
            if let Pat::Guard(condition) = &arm.pat {
                guarded = Some(self.check(guards::names(&condition.guard)));
            }
            // A pattern other than a name looks at what it matches.
            let looked =
                (!matches!(arm.pat, Pat::Ident(_))).then(|| self.check(super::walk::pattern_names(&arm.pat)));
            let val = self.eval(&arm.body);
            for names in [looked, guarded].into_iter().flatten() {
                self.uncheck(names);
            }
            self.repaired(&half_done, &guards::names(&arm.body));
            self.env.truncate(depth);
            self.freed.clone_from(&freed);
            let span = tail(&arm.body);
            let val = self.placed(val, span);
            all = Some(match all {
                None => (val, span),
                Some((before, at)) => (self.either(before, Some(val), at), span),
            });
        }
        self.uncheck(added);
        all.map(|(val, _)| val).unwrap_or_default()
    }

    /// Remembers which branch a value comes from.
    fn placed(&self, val: Val, span: Span) -> Val {
        let telling = matches!(val.what, What::Dead(..) | What::Behind(_) | What::Text { .. });
        let at = (telling && self.helpers == 0 && val.at.is_none()).then(|| self.at(span));
        Val { at: at.or(val.at), ..val }
    }

    /// An arm that touches what a panic left half done is taken to repair it.
    fn repaired(&mut self, half_done: &[String], touched: &[String]) {
        if touched.iter().any(|name| half_done.contains(name)) {
            self.unwind_states.pop();
        }
    }
}

/// Where the value of an expression stands: of a block, its last expression.
fn tail(expr: &Expr) -> Span {
    let last = match expr {
        Expr::Block(block) => block.block.stmts.last(),
        Expr::Unsafe(block) => block.block.stmts.last(),
        _ => None,
    };
    match last {
        Some(syn::Stmt::Expr(inner, None)) => tail(inner),
        _ => expr.span(),
    }
}
