//! Follows the values through one body: statements, branches, closures, and helpers by their body.
//!
//! It is an approximation that errs towards silence: what it cannot follow is [`What::Unknown`],
//! and nothing is claimed of that.

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Pat, Stmt};

use super::guards;
use super::unit::{Function, Items, ends_with_zero, last_segment, place, pointee, type_text};
use super::value::{Params, Val, What, unwrapped};
use crate::effects::{Effects, Keep, Keeper, Origin};
use crate::finding::Place;

/// Deepest chain of helpers that is followed.
pub(super) const HELPERS_MAX: usize = 4;

/// A place where a body can panic, and why.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub(super) what: SiteKind,
    pub(super) at: Place,
    pub(super) text: String,
    /// Whether the caller decides it.
    pub(super) tainted: bool,
    /// Whether `catch_unwind` stands around it.
    pub(super) caught: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SiteKind {
    Panic,
    Utf8,
    InteriorNul,
    InvalidEnum,
    ForeignFree,
}

/// What one body showed.
pub(super) struct Walk<'u> {
    pub(super) items: &'u Items<'u>,
    pub(super) file: &'u str,
    pub(super) env: Vec<(String, Val)>,
    /// Names that a comparison has been made with.
    checked: HashSet<String>,
    /// Integer parameters, by name.
    integers: HashSet<String>,
    pub(super) forgotten: HashSet<String>,
    /// Local arrays, by name.
    pub(super) arrays: HashSet<String>,
    pub(super) caught: usize,
    pub(super) helpers: usize,
    pub(super) threads: Vec<Thread>,
    pub(super) in_thread: Option<usize>,
    pub(super) sites: Vec<Site>,
    pub(super) static_muts: Vec<(String, Place)>,
    pub(super) unwind_states: Vec<Place>,
    /// What the last guarded closure leaves half done.
    pub(super) half_done: Vec<String>,
    pub(super) import_calls: Vec<ImportCall>,
    /// Where a borrow of a parameter was declared to live for ever.
    pub(super) made_static: HashMap<usize, Place>,
    /// What the function's result points to.
    result: String,
    pub(super) effects: Effects,
}

/// A thread that a body starts.
pub(super) struct Thread {
    pub(super) at: Place,
    pub(super) joined: bool,
    pub(super) uses: Params,
    pub(super) calls: Vec<usize>,
}

/// A call of a function that the other side offers.
pub(super) struct ImportCall {
    pub(super) symbol: String,
    pub(super) at: Place,
    pub(super) args: Vec<Origin>,
}

impl<'u> Walk<'u> {
    /// Reads the body of an exported function.
    pub(super) fn of(items: &'u Items<'u>, function: &'u Function<'u>) -> Self {
        let mut walk = Self {
            items,
            file: function.file,
            env: Vec::new(),
            checked: HashSet::new(),
            integers: HashSet::new(),
            forgotten: HashSet::new(),
            caught: 0,
            helpers: 0,
            threads: Vec::new(),
            in_thread: None,
            sites: Vec::new(),
            static_muts: Vec::new(),
            unwind_states: Vec::new(),
            half_done: Vec::new(),
            arrays: HashSet::new(),
            import_calls: Vec::new(),
            made_static: HashMap::new(),
            result: match &function.signature.output {
                syn::ReturnType::Type(_, ty) => pointee(ty),
                syn::ReturnType::Default => String::new(),
            },
            effects: Effects {
                symbol: function.symbol.clone().unwrap_or_default(),
                location: place(function.file, function.signature.span()),
                ..Effects::default()
            },
        };
        walk.parameters(function);
        let result = walk.block(&function.block.stmts);
        let end = function.block.stmts.last().map_or(function.block.span(), Spanned::span);
        walk.returned(&result, end);
        walk.finish();
        walk
    }

    fn parameters(&mut self, function: &'u Function<'u>) {
        for (index, input) in function.signature.inputs.iter().enumerate() {
            let syn::FnArg::Typed(typed) = input else { continue };
            let text = type_text(&typed.ty);
            let what = match text.as_str() {
                "&str" | "&'staticstr" => What::Text { terminated: false },
                "String" => What::Local(crate::effects::ResourceKind::Vec),
                _ if text.starts_with('&') || text.starts_with("Option<&") => What::Behind(index),
                _ => What::Param(index),
            };
            let val = Val {
                what,
                holds: if pointee(&typed.ty).is_empty() { Params::NONE } else { Params::one(index) },
                tainted: Params::one(index),
                cast: None,
            };
            let name = pattern_names(&typed.pat).into_iter().next().unwrap_or_default();
            if is_integer_type(&text) {
                self.integers.insert(name.clone());
            }
            self.effects
                .params
                .push(crate::effects::Parameter { name: name.clone(), pointee: pointee(&typed.ty) });
            self.env.push((name, val));
        }
    }

    /// Threads that nobody joined keep what they use.
    fn finish(&mut self) {
        for flow in &mut self.effects.returns {
            if let Origin::Owned(resource) = &mut flow.what
                && resource.holds.is_empty()
            {
                resource.holds.clone_from(&self.result);
            }
        }
        for thread in &self.threads {
            for param in thread.uses.iter().filter(|_| !thread.joined) {
                self.effects.keeps.push(Keep { param, by: Keeper::Thread, at: thread.at.clone() });
            }
            let calls = thread.calls.iter().map(|param| (*param, thread.at.clone()));
            self.effects.calls_on_thread.extend(calls);
        }
        let params = &self.effects.params;
        // A context pointer is meant to be kept, and a callback is code.
        self.effects
            .keeps
            .retain(|keep| params.get(keep.param).is_some_and(|p| !p.pointee.is_empty() && !p.is_untyped()));
    }

    pub(super) fn at(&self, span: Span) -> Place {
        place(self.file, span)
    }

    pub(super) fn lookup(&self, name: &str) -> Option<&Val> {
        self.env.iter().rev().find(|(known, _)| known == name).map(|(_, val)| val)
    }

    pub(super) fn bind(&mut self, pattern: &Pat, val: &Val) {
        for name in pattern_names(pattern) {
            self.env.push((name, val.clone()));
        }
    }

    /// The value of a block: of its last expression.
    pub(super) fn block(&mut self, statements: &'u [Stmt]) -> Val {
        let depth = self.env.len();
        let mut last = Val::default();
        for statement in statements {
            last = self.statement(statement);
        }
        self.env.truncate(depth);
        last
    }

    fn statement(&mut self, statement: &'u Stmt) -> Val {
        match statement {
            Stmt::Local(local) => {
                if let Some(init) = &local.init {
                    let mut val = self.eval(&init.expr);
                    if let Some((_, otherwise)) = &init.diverge {
                        self.eval(otherwise);
                        self.checked.extend(guards::names(&init.expr));
                    }
                    self.name_local(&local.pat, &init.expr, &mut val);
                    self.bind(&local.pat, &val);
                } else {
                    self.bind(&local.pat, &Val::default());
                }
                Val::default()
            }
            Stmt::Expr(expr, semi) => {
                let val = self.eval(expr);
                if let Expr::If(branch) = expr
                    && guards::diverges(&branch.then_branch)
                {
                    self.checked.extend(guards::names(&branch.cond));
                }
                if semi.is_some() { Val::default() } else { val }
            }
            Stmt::Macro(call) => self.macro_call(&call.mac),
            Stmt::Item(_) => Val::default(),
        }
    }

    /// Arrays and other plain values on the stack are locals too: a pointer to them dies.
    fn name_local(&mut self, pattern: &Pat, init: &Expr, val: &mut Val) {
        if let Pat::Type(typed) = pattern
            && type_text(&typed.ty).contains("'static")
        {
            let at = self.at(pattern.span());
            self.made_static.extend(val.holds.iter().map(|param| (param, at.clone())));
        }
        if matches!(init, Expr::Array(_) | Expr::Repeat(_)) {
            self.arrays.extend(pattern_names(pattern));
        }
        if let (Pat::Type(typed), What::Unknown) = (pattern, &val.what)
            && type_text(&typed.ty).starts_with('*')
        {
            val.cast = Some(pointee(&typed.ty));
        }
    }

    /// What an expression is; everything that it does on the way is noted.
    pub(super) fn eval(&mut self, expr: &'u Expr) -> Val {
        match expr {
            Expr::Paren(e) => self.eval(&e.expr),
            Expr::Group(e) => self.eval(&e.expr),
            Expr::Unsafe(e) => self.block(&e.block.stmts),
            Expr::Block(e) => self.block(&e.block.stmts),
            Expr::Const(e) => self.block(&e.block.stmts),
            Expr::Async(e) => self.block(&e.block.stmts),
            Expr::Await(e) => self.eval(&e.base),
            Expr::Try(e) => {
                let val = self.eval(&e.expr);
                unwrapped(val)
            }
            Expr::Lit(e) => ends_with_zero(&e.lit)
                .map_or_else(Val::default, |terminated| Val::new(What::Text { terminated })),
            Expr::Path(e) => self.path(e),
            Expr::Reference(e) => self.reference(&e.expr),
            Expr::RawAddr(e) => self.reference(&e.expr),
            Expr::Unary(e) => {
                let val = self.eval(&e.expr);
                match (&e.op, val.behind()) {
                    (syn::UnOp::Deref(_), Some(index)) => val.with(What::Behind(index)),
                    (syn::UnOp::Deref(_), None) => val,
                    _ => val.copied(What::Unknown),
                }
            }
            Expr::Field(e) => {
                let base = self.eval(&e.base);
                match base.what {
                    What::Behind(index) => base.with(What::Behind(index)),
                    What::Static => base,
                    _ => base.with(What::Unknown),
                }
            }
            Expr::Index(e) => self.index(e),
            Expr::Cast(e) => {
                let val = self.eval(&e.expr);
                let to = pointee(&e.ty);
                if to.is_empty() || to == "_" { val } else { Val { cast: Some(to), ..val } }
            }
            Expr::Binary(e) => self.binary(e),
            Expr::Assign(e) => {
                let value = self.eval(&e.right);
                self.assign(&e.left, &value, e.span());
                Val::default()
            }
            _ => self.compound(expr),
        }
    }

    fn compound(&mut self, expr: &'u Expr) -> Val {
        match expr {
            Expr::MethodCall(call) => self.method(call),
            Expr::Call(call) => self.call(call),
            Expr::Macro(call) => self.macro_call(&call.mac),
            Expr::Closure(closure) => {
                let depth = self.env.len();
                for input in &closure.inputs {
                    self.bind(input, &Val::default());
                }
                let val = self.eval(&closure.body);
                self.env.truncate(depth);
                val
            }
            Expr::Tuple(e) => self.made_of(e.elems.iter()),
            Expr::Array(e) => self.made_of(e.elems.iter()),
            Expr::Repeat(e) => self.eval(&e.expr),
            Expr::Struct(e) => {
                let parts: Vec<Val> = e.fields.iter().map(|field| self.eval(&field.expr)).collect();
                Val::made_of(&parts)
            }
            Expr::Range(e) => self.made_of(e.start.iter().chain(&e.end).map(|end| &**end)),
            Expr::Return(e) => {
                if let Some(value) = &e.expr {
                    let val = self.eval(value);
                    self.returned(&val, value.span());
                }
                Val::default()
            }
            Expr::Break(e) => {
                e.expr.as_ref().map(|value| self.eval(value));
                Val::default()
            }
            _ => self.branches(expr),
        }
    }

    fn made_of(&mut self, parts: impl Iterator<Item = &'u Expr>) -> Val {
        let parts: Vec<Val> = parts.map(|part| self.eval(part)).collect();
        Val::made_of(&parts)
    }

    fn branches(&mut self, expr: &'u Expr) -> Val {
        match expr {
            Expr::If(e) => self.branch(e),
            Expr::Let(e) => {
                let val = unwrapped(self.eval(&e.expr));
                self.bind(&e.pat, &val);
                Val::default()
            }
            Expr::Match(e) => self.arms(e),
            Expr::ForLoop(e) => {
                let depth = self.env.len();
                let over = self.eval(&e.expr);
                // A loop variable stays within what it runs over.
                let element = if matches!(*e.expr, Expr::Range(_)) {
                    Val::default()
                } else {
                    over.with(over.what.clone())
                };
                self.bind(&e.pat, &element);
                self.block(&e.body.stmts);
                self.env.truncate(depth);
                Val::default()
            }
            Expr::While(e) => {
                self.eval(&e.cond);
                let added = self.check(guards::names(&e.cond));
                self.block(&e.body.stmts);
                self.uncheck(&added);
                Val::default()
            }
            Expr::Loop(e) => self.block(&e.body.stmts),
            _ => Val::default(),
        }
    }

    fn branch(&mut self, e: &'u syn::ExprIf) -> Val {
        let depth = self.env.len();
        self.eval(&e.cond);
        let added = self.check(guards::names(&e.cond));
        let then = self.block(&e.then_branch.stmts);
        self.env.truncate(depth);
        let otherwise = e.else_branch.as_ref().map(|(_, branch)| self.eval(branch));
        self.uncheck(&added);
        self.either(&then, otherwise.as_ref(), e.then_branch.span())
    }

    /// One of two values: both leave where they differ, the more telling one goes on.
    fn either(&mut self, first: &Val, second: Option<&Val>, span: Span) -> Val {
        let Some(second) = second else { return first.clone() };
        match (&first.what, &second.what) {
            (What::Unknown | What::Null, _) => second.clone(),
            (_, What::Unknown | What::Null) => first.clone(),
            _ => {
                self.returned_if_dead(first, span);
                second.clone()
            }
        }
    }

    fn returned_if_dead(&mut self, val: &Val, span: Span) {
        if matches!(val.what, What::Dead(..)) && self.helpers == 0 {
            self.returned(val, span);
        }
    }

    fn arms(&mut self, e: &'u syn::ExprMatch) -> Val {
        let subject = unwrapped(self.eval(&e.expr));
        let half_done = std::mem::take(&mut self.half_done);
        let added = self.check(guards::names(&e.expr));
        let mut all: Option<Val> = None;
        for arm in &e.arms {
            let depth = self.env.len();
            self.bind(&arm.pat, &subject);
            if let Pat::Guard(guarded) = &arm.pat {
                self.checked.extend(guards::names(&guarded.guard));
            }
            let val = self.eval(&arm.body);
            self.repaired(&half_done, &guards::names(&arm.body));
            self.env.truncate(depth);
            all = Some(match all {
                None => val,
                Some(before) => self.either(&before, Some(&val), arm.body.span()),
            });
        }
        self.uncheck(&added);
        all.unwrap_or_default()
    }

    /// An arm that touches what a panic left half done is taken to repair it.
    fn repaired(&mut self, half_done: &[String], touched: &[String]) {
        if touched.iter().any(|name| half_done.contains(name)) {
            self.unwind_states.pop();
        }
    }

    fn check(&mut self, names: Vec<String>) -> Vec<String> {
        names.into_iter().filter(|name| self.checked.insert(name.clone())).collect()
    }

    fn uncheck(&mut self, names: &[String]) {
        for name in names {
            self.checked.remove(name);
        }
    }

    fn path(&mut self, e: &'u syn::ExprPath) -> Val {
        let text = last_segment(&quote::quote!(#e).to_string().replace(' ', "")).to_owned();
        if let Some(val) = self.lookup(&text) {
            return val.clone();
        }
        if let Some(item) = self.items.statics.get(&text) {
            if item.mutable {
                self.static_muts.push((text.clone(), self.at(e.span())));
            }
            if let Some(terminated) = self.items.texts.get(&text) {
                return Val::new(What::Text { terminated: *terminated });
            }
            return Val::new(What::Static);
        }
        match self.items.texts.get(&text) {
            Some(terminated) => Val::new(What::Text { terminated: *terminated }),
            None => Val::default(),
        }
    }

    /// `&value`: a reference to a local dies with the function, one behind a parameter does not.
    fn reference(&mut self, inner: &'u Expr) -> Val {
        let val = self.eval(inner);
        let local = match inner {
            Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
            Expr::Index(index) => match &*index.expr {
                Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
                _ => None,
            },
            _ => None,
        };
        match (&val.what, local) {
            (What::Unknown, Some(name)) if val.holds.is_empty() && self.is_local(&name) => {
                Val { what: What::Dead(name, None), ..val }
            }
            (What::Param(index), Some(name)) if val.holds.is_empty() => {
                let dead = Val::new(What::Dead(name, None));
                Val { tainted: Params::one(*index), ..dead }
            }
            _ => val,
        }
    }

    fn is_local(&self, name: &str) -> bool {
        self.env.iter().any(|(known, _)| known == name)
    }

    fn index(&mut self, e: &'u syn::ExprIndex) -> Val {
        let base = self.eval(&e.expr);
        let index = self.eval(&e.index);
        let is_full = matches!(&*e.index, Expr::Range(range) if range.start.is_none() && range.end.is_none());
        if index.is_tainted() && !is_full && !self.is_checked(&e.index) {
            self.site(SiteKind::Panic, e.span(), "an index that the caller decides", true);
        }
        base
    }

    fn binary(&mut self, e: &'u syn::ExprBinary) -> Val {
        let left = self.eval(&e.left);
        let right = self.eval(&e.right);
        let divides = matches!(
            e.op,
            syn::BinOp::Div(_) | syn::BinOp::Rem(_) | syn::BinOp::DivAssign(_) | syn::BinOp::RemAssign(_)
        );
        if divides && right.is_tainted() && self.is_integer(&e.right) && !self.is_checked(&e.right) {
            self.site(SiteKind::Panic, e.span(), "a division by what the caller decides", true);
        }
        if matches!(e.op, syn::BinOp::And(_) | syn::BinOp::Or(_)) {
            return Val::default();
        }
        Val { holds: Params::NONE, ..Val::made_of([&left, &right]) }
    }

    /// Whether an operand is an integer parameter, alone or converted.
    fn is_integer(&self, operand: &Expr) -> bool {
        let names = guards::names(operand);
        let [name] = names.as_slice() else { return false };
        self.integers.contains(name)
    }

    pub(super) fn is_checked(&self, expr: &Expr) -> bool {
        let names = guards::names(expr);
        !names.is_empty() && names.iter().any(|name| self.checked.contains(name))
    }

    pub(super) fn site(&mut self, what: SiteKind, span: Span, text: &str, tainted: bool) {
        let site = Site { what, at: self.at(span), text: text.to_owned(), tainted, caught: self.caught > 0 };
        self.sites.push(site);
    }
}

fn is_integer_type(text: &str) -> bool {
    let name = last_segment(text);
    let fixed = name
        .strip_prefix(['i', 'u'])
        .is_some_and(|width| width == "size" || width.parse::<u16>().is_ok_and(u16::is_power_of_two));
    fixed || matches!(name, "c_int" | "c_uint" | "c_long" | "c_ulong" | "c_short" | "c_ushort" | "size_t")
}

/// Every name that a pattern binds.
pub(super) fn pattern_names(pattern: &Pat) -> Vec<String> {
    struct Names(Vec<String>);
    impl<'ast> syn::visit::Visit<'ast> for Names {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            self.0.push(pattern.ident.to_string());
            syn::visit::visit_pat_ident(self, pattern);
        }
    }
    let mut names = Names(Vec::new());
    syn::visit::Visit::visit_pat(&mut names, pattern);
    names.0
}
