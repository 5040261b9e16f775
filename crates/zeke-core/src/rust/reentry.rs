//! Cells that are borrowed while a function of the other side runs, which may come back and borrow
//! them again: a second borrow panics.

use std::collections::HashMap;

use crate::visit::{self, Visit};
use proc_macro2::Span;
use serde::{Deserialize, Serialize};
use syn::spanned::Spanned;
use syn::{Expr, Stmt};

use super::unit::{Function, Items, place};
use super::walk::pattern_names;
use crate::finding::Place;
use crate::project::Unit;

/// Deepest chain of helpers that is followed.
const HELPERS_MAX: usize = 3;

/// A cell that is borrowed while a function is called that this side did not write.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Lent {
    /// The function that borrows it.
    pub(crate) function: String,
    /// The cell, and how.
    pub(crate) borrow: Borrow,
    /// Where it is borrowed.
    pub(crate) at: Place,
}

/// A borrow of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Borrow {
    /// The field or variable that is the cell.
    pub(crate) cell: String,
    /// Whether nobody else may borrow it meanwhile.
    pub(crate) mutable: bool,
}

/// Reads a unit, where it has cells at all.
pub(super) fn read(items: &Items<'_>, unit: &Unit) -> (Vec<Lent>, HashMap<String, Vec<Borrow>>) {
    let (mut lent, mut borrows) = (Vec::new(), HashMap::new());
    if !unit.files.iter().any(|file| file.text.contains("RefCell")) {
        return (lent, borrows);
    }
    for function in &items.functions {
        let mut held = Held { items, function, active: Vec::new(), lent: Vec::new() };
        held.visit_block(function.block);
        lent.extend(held.lent);
        if let Some(symbol) = &function.symbol {
            let mut all = Borrows { items, helpers: 0, found: Vec::new() };
            all.visit_block(function.block);
            borrows.insert(symbol.clone(), all.found);
        }
    }
    (lent, borrows)
}

/// Where a function uses a cell in a field, of which two threads must not be at once.
pub(super) fn cell_used(items: &Items<'_>, function: &Function<'_>) -> Option<Place> {
    let mut cells = Cells { items, found: None };
    cells.visit_block(function.block);
    cells.found.map(|span| place(function.file, span))
}

struct Cells<'i, 'u> {
    items: &'i Items<'u>,
    found: Option<Span>,
}

impl<'ast> Visit<'ast> for Cells<'_, '_> {
    fn me(&mut self) -> &mut dyn Visit<'ast> {
        self
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let methods = [
            "borrow",
            "borrow_mut",
            "try_borrow",
            "try_borrow_mut",
            "set",
            "get",
            "replace",
            "take",
            "update",
        ];
        if let Expr::Field(syn::ExprField { member: syn::Member::Named(name), .. }) = &*call.receiver
            && methods.iter().any(|method| call.method == method)
        {
            let is_cell = |text: &str| text.starts_with("RefCell<") || text.starts_with("Cell<");
            let mut fields = self.items.structs.values().filter_map(|owner| owner.field(&name.to_string()));
            if fields.any(|(_, text)| is_cell(text)) {
                self.found.get_or_insert_with(|| call.span());
            }
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// The borrow that an expression is: `value.cell.borrow_mut()`.
fn borrow_of(expr: &Expr) -> Option<Borrow> {
    match expr {
        Expr::MethodCall(call) => borrow_by(call, true),
        _ => None,
    }
}

/// The borrow that a method is; one that is only tried holds as well as another, but does not panic.
fn borrow_by(call: &syn::ExprMethodCall, tried: bool) -> Option<Borrow> {
    let is = |name: &str| call.method == name || tried && call.method == format!("try_{name}");
    let mutable = is("borrow_mut");
    if !call.args.is_empty() || !(mutable || is("borrow")) {
        return None;
    }
    let borrowed = match &*call.receiver {
        Expr::Field(field) => match &field.member {
            syn::Member::Named(name) => name.to_string(),
            syn::Member::Unnamed(_) => return None,
        },
        Expr::Path(path) => path.path.get_ident()?.to_string(),
        _ => return None,
    };
    Some(Borrow { cell: borrowed, mutable })
}

/// The borrow that lives as long as a temporary of an expression: in the chain that it begins with.
fn borrow_within(expr: &Expr) -> Option<(Borrow, Span)> {
    if let Some(borrow) = borrow_of(expr) {
        return Some((borrow, expr.span()));
    }
    match expr {
        Expr::MethodCall(call) => borrow_within(&call.receiver),
        Expr::Reference(e) => borrow_within(&e.expr),
        Expr::Field(e) => borrow_within(&e.base),
        Expr::Index(e) => borrow_within(&e.expr),
        Expr::Unary(e) => borrow_within(&e.expr),
        Expr::Paren(e) => borrow_within(&e.expr),
        _ => None,
    }
}

struct Held<'i, 'u> {
    items: &'i Items<'u>,
    function: &'i Function<'u>,
    /// Borrows that have not ended: the variable that holds each, where one does.
    active: Vec<(Option<String>, Borrow, Span)>,
    lent: Vec<Lent>,
}

impl Held<'_, '_> {
    fn during(&mut self, expr: &Expr, body: impl FnOnce(&mut Self)) {
        let depth = self.active.len();
        self.active.extend(borrow_within(expr).map(|(borrow, span)| (None, borrow, span)));
        body(self);
        self.active.truncate(depth);
    }

    fn called(&mut self) {
        for (_, borrow, span) in &self.active {
            let at = place(self.function.file, *span);
            let known = self.lent.iter().any(|lent| lent.at == at);
            if !known {
                let function = self.function.symbol.clone().unwrap_or_else(|| self.function.name.clone());
                self.lent.push(Lent { function, borrow: borrow.clone(), at });
            }
        }
    }

    /// A function that is held in a variable or field, and not written here.
    fn is_given(&self, callee: &Expr) -> bool {
        match callee {
            Expr::Paren(_) | Expr::Field(_) => true,
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
                let name = name.to_string();
                name.starts_with(char::is_lowercase)
                    && name != "drop"
                    && !self.items.by_name.contains_key(&name)
            }),
            _ => false,
        }
    }
}

impl<'ast> Visit<'ast> for Held<'_, '_> {
    fn me(&mut self) -> &mut dyn Visit<'ast> {
        self
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        let depth = self.active.len();
        for statement in &block.stmts {
            self.visit_stmt(statement);
            if let Stmt::Local(local) = statement
                && let Some(init) = &local.init
                && let Some(borrow) = borrow_of(&init.expr)
            {
                let name = pattern_names(&local.pat).into_iter().next();
                self.active.push((name, borrow, init.expr.span()));
            }
        }
        self.active.truncate(depth);
    }

    fn visit_expr_for_loop(&mut self, e: &'ast syn::ExprForLoop) {
        self.during(&e.expr, |held| visit::visit_expr_for_loop(held, e));
    }

    fn visit_expr_match(&mut self, e: &'ast syn::ExprMatch) {
        self.during(&e.expr, |held| visit::visit_expr_match(held, e));
    }

    fn visit_expr_if(&mut self, e: &'ast syn::ExprIf) {
        match &*e.cond {
            Expr::Let(condition) => self.during(&condition.expr, |held| visit::visit_expr_if(held, e)),
            _ => visit::visit_expr_if(self, e),
        }
    }

    fn visit_expr_method_call(&mut self, e: &'ast syn::ExprMethodCall) {
        self.during(&e.receiver, |held| visit::visit_expr_method_call(held, e));
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        visit::visit_expr_call(self, call);
        if let (Expr::Path(path), Some(Expr::Path(name))) = (&*call.func, call.args.first())
            && path.path.segments.last().is_some_and(|last| last.ident == "drop")
        {
            let name = name.path.get_ident().map(ToString::to_string);
            self.active.retain(|(holder, ..)| holder.is_none() || *holder != name);
        } else if self.is_given(&call.func) {
            self.called();
        }
    }
}

struct Borrows<'i, 'u> {
    items: &'i Items<'u>,
    helpers: usize,
    found: Vec<Borrow>,
}

impl Borrows<'_, '_> {
    fn helper(&mut self, name: &str) {
        if let Some([index]) = self.items.by_name.get(name).map(Vec::as_slice)
            && self.helpers < HELPERS_MAX
        {
            self.helpers += 1;
            self.visit_block(self.items.functions[*index].block);
            self.helpers -= 1;
        }
    }
}

impl<'ast> Visit<'ast> for Borrows<'_, '_> {
    fn me(&mut self) -> &mut dyn Visit<'ast> {
        self
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        match borrow_by(call, false) {
            Some(borrow) => self.found.push(borrow),
            None => self.helper(&call.method.to_string()),
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        visit::visit_expr_call(self, call);
        if let Expr::Path(path) = &*call.func {
            self.helper(&super::unit::last_ident(&path.path));
        }
    }
}
