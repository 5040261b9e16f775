//! Branches: what each gives, and what a condition has looked at within it.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

use super::guards;
use super::value::{Core, Val, What, unwrapped};
use super::walk::Walk;

impl<'u> Walk<'u> {
    pub(super) fn branches(&mut self, expr: &'u Expr) -> Val {
        match expr {
            Expr::If(e) => self.branch(e),
            Expr::Let(e) if self.bound_apart(&e.pat, &e.expr) => Val::default(),
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
                // What a loop asks before each round it does not know behind the last.
                let asked: Vec<String> = guards::names_beyond_null(&e.cond)
                    .into_iter()
                    .filter(|name| self.looked.insert(name.clone()))
                    .collect();
                self.repeated(|walk| walk.block(&e.body.stmts));
                self.looked.retain(|name| !asked.contains(name));
                self.uncheck(added);
                self.env.truncate(depth);
                Val::default()
            }
            Expr::Loop(e) => self.repeated(|walk| walk.block(&e.body.stmts)),
            _ => Val::default(),
        }
    }

    fn for_loop(&mut self, e: &'u syn::ExprForLoop) -> Val {
        let depth = self.env.len();
        let ends: Vec<Val> = match &*e.expr {
            Expr::Range(range) => range.start.iter().chain(&range.end).map(|end| self.eval(end)).collect(),
            _ => Vec::new(),
        };
        let over = if ends.is_empty() { self.eval(&e.expr) } else { Val::made_of(&ends) };
        // A loop variable stays within what it runs over.
        let element = if matches!(*e.expr, Expr::Range(_)) {
            // Up to where, whoever gave the end decides.
            let ty = ends.iter().find_map(|end| end.ty.clone().filter(Core::is_scalar));
            let ty = ty.or_else(|| Some(Core { name: "usize".to_owned(), depth: 0 }));
            let bits = ty.as_ref().and_then(Core::integer_bits).filter(|bits| *bits < 32);
            Val { tainted: over.tainted, bits, ty, ..Val::default() }
        } else {
            // Numbers of a slice are not followed one by one.
            let element = over.ty.as_ref().and_then(Core::element);
            let bits = element.as_ref().and_then(Core::integer_bits).filter(|bits| *bits < 32);
            let ty = element.filter(|ty| !ty.is_scalar());
            Val { what: over.what.clone(), ty, bits, ..over }
        };
        self.bind(&e.pat, &element);
        let past_end = if self.runs_past(&e.expr) { super::walk::pattern_names(&e.pat) } else { Vec::new() };
        self.past_end.extend(past_end.iter().cloned());
        self.repeated(|walk| walk.block(&e.body.stmts));
        self.past_end.retain(|name| !past_end.contains(name));
        self.env.truncate(depth);
        Val::default()
    }

    /// `0..=length`: whether a range runs up to a length and includes it.
    fn runs_past(&self, range: &Expr) -> bool {
        let Expr::Range(range) = range else { return false };
        let closed = matches!(range.limits, syn::RangeLimits::Closed(_));
        let is_length = |end: &Expr| match end {
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
                let val = self.lookup(&name.to_string());
                val.is_some_and(|val| matches!(val.what, What::Param(_)) && !self.is_checked(end, val))
            }),
            Expr::MethodCall(call) => call.method == "len",
            _ => false,
        };
        closed && range.end.as_deref().is_some_and(is_length)
    }

    fn branch(&mut self, e: &'u syn::ExprIf) -> Val {
        let depth = self.env.len();
        self.eval(&e.cond);
        let added = self.look(&e.cond);
        // What one branch frees is not freed in the other, nor surely behind both.
        let freed = self.freed.clone();
        let dangling = self.dangling.clone();
        let decided = self.is_decided_by(&e.cond);
        let then = self.within(decided, |walk| walk.block(&e.then_branch.stmts));
        let at = e.then_branch.stmts.last().map_or(e.then_branch.span(), Spanned::span);
        let then = self.placed(then, at);
        self.env.truncate(depth);
        self.freed.clone_from(&freed);
        let otherwise = e.else_branch.as_ref().map(|(_, branch)| {
            let val = self.within(decided, |walk| walk.eval(branch));
            self.placed(val, tail(branch))
        });
        self.freed = freed;
        self.dangling = dangling;
        self.uncheck(added);
        // A branch that touches what a panic left half done is taken to repair it.
        if !self.half_done.is_empty() && (guards::has_catch(&e.cond) || guards::asks_error(&e.cond)) {
            let half_done = std::mem::take(&mut self.half_done);
            let mut touched = guards::names_of(&e.then_branch);
            if let Some((_, otherwise)) = &e.else_branch {
                touched.extend(guards::names(otherwise));
            }
            self.repaired(&half_done, &touched);
        }
        self.either(then, otherwise, at)
    }

    fn arms(&mut self, e: &'u syn::ExprMatch) -> Val {
        let parts: Vec<Val> = match &*e.expr {
            Expr::Tuple(tuple) => tuple.elems.iter().map(|part| self.eval(part)).collect(),
            _ => Vec::new(),
        };
        let subject = if parts.is_empty() { self.eval(&e.expr) } else { Val::made_of(&parts) };
        let decided =
            subject.bits != Some(0) && (self.is_chosen(&subject) || self.is_fallible(&e.expr, &subject));
        let subject = unwrapped(subject);
        let half_done = std::mem::take(&mut self.half_done);
        let added = self.check(guards::names(&e.expr));
        let freed = self.freed.clone();
        let mut all: Option<(Val, Span)> = None;
        for arm in &e.arms {
            let depth = self.env.len();
            match &arm.pat {
                Pat::Tuple(tuple) if tuple.elems.len() == parts.len() => {
                    for (pattern, part) in tuple.elems.iter().zip(&parts) {
                        self.bind(pattern, &unwrapped(part.clone()));
                    }
                }
                pattern => self.bind(pattern, &subject),
            }
            let mut guarded = None;
            if let Pat::Guard(condition) = &arm.pat {
                guarded = Some(self.check(guards::names(&condition.guard)));
            }
            // A pattern other than a name looks at what it matches.
            let looked =
                (!matches!(arm.pat, Pat::Ident(_))).then(|| self.check(super::walk::pattern_names(&arm.pat)));
            let val = self.within(decided, |walk| walk.eval(&arm.body));
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

    /// Runs something within a branch.
    pub(super) fn within(&mut self, decided: bool, body: impl FnOnce(&mut Self) -> Val) -> Val {
        self.decided.push(decided);
        let val = body(self);
        self.decided.pop();
        val
    }

    /// Whether the caller's own values decide a condition.
    fn is_decided_by(&self, condition: &Expr) -> bool {
        let names = guards::names(condition);
        names.iter().filter_map(|name| self.lookup(name)).any(|val| self.is_chosen(val))
    }

    /// Whether a value, or the length of a slice, is one that the caller chose.
    pub(super) fn is_chosen(&self, val: &Val) -> bool {
        let plain =
            val.ty.as_ref().is_some_and(|ty| ty.is_scalar() || ty.name.starts_with('[') || ty.name == "str");
        self.is_direct(val) && plain
    }

    /// Whether numbers or bytes of the caller decide a value.
    pub(super) fn is_direct(&self, val: &Val) -> bool {
        !val.tainted.without(val.tainted.without(self.direct)).is_empty()
    }

    /// Whether an expression fails for some numbers or bytes of the caller.
    pub(super) fn is_fallible(&self, expr: &Expr, val: &Val) -> bool {
        self.is_direct(val)
            && val.bits != Some(0)
            && super::words::last_call(expr).is_some_and(|name| super::words::is_fallible(&name))
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
