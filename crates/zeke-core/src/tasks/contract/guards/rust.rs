//! Guards of Rust: `is_null`, `as_ref` and `as_mut`, in the function itself and in what it calls.

use std::collections::{BTreeMap, HashMap};

use crate::visit::{self, Visit};
use ghost_abi::rust_source;
use proc_macro2::Span;
use quote::ToTokens;
use syn::{Block, Expr, FnArg, Pat, Stmt};

use super::{Guard, Guards, Literal, OnNull};
use crate::project::Unit;

/// Deepest chain of own functions that a parameter is followed through.
const CALL_DEPTH_MAX: usize = 4;

pub(super) fn read(unit: &Unit) -> BTreeMap<String, Guards> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(rust_source::STACK_BYTES);
        let work = || functions(unit);
        thread.spawn_scoped(scope, work).ok().and_then(|handle| handle.join().ok()).unwrap_or_default()
    })
}

/// A function with a body.
struct Known {
    params: Vec<String>,
    block: Block,
    symbol: Option<String>,
    text: String,
}

fn functions(unit: &Unit) -> BTreeMap<String, Guards> {
    let mut known: HashMap<String, Known> = HashMap::new();
    for file in &unit.files {
        let Some(parsed) = rust_source::parse(&file.text) else { continue };
        collect(&parsed.items, &file.text, &mut known);
    }
    let exported = known.values().filter_map(|f| Some((f.symbol.clone()?, f)));
    exported
        .map(|(symbol, function)| {
            let params = function.params.iter().map(|name| guard(function, name, &known, 0)).collect();
            (symbol, Guards { params, body: function.text.clone() })
        })
        .collect()
}

fn collect(items: &[syn::Item], text: &str, into: &mut HashMap<String, Known>) {
    for item in items {
        match item {
            syn::Item::Fn(function) => {
                let name = function.sig.ident.to_string();
                let params = function.sig.inputs.iter().map(name_of).collect();
                let symbol = exported(&function.attrs, &name);
                let at = function.block.brace_token.span.join();
                let text = source_of(text, at).unwrap_or_default();
                let known = Known { params, block: (*function.block).clone(), symbol, text };
                // An exported function wins over a private one of the same name.
                if known.symbol.is_some() || !into.contains_key(&name) {
                    into.insert(name, known);
                }
            }
            syn::Item::Mod(module) => {
                let is_test =
                    module.attrs.iter().any(|attr| attr.to_token_stream().to_string().contains("test"));
                if let Some((_, items)) = module.content.as_ref().filter(|_| !is_test) {
                    collect(items, text, into);
                }
            }
            _ => {}
        }
    }
}

fn source_of(text: &str, span: Span) -> Option<String> {
    let (start, end) = (span.start(), span.end());
    let lines: Vec<&str> = text.lines().collect();
    let taken = lines.get(start.line.checked_sub(1)?..end.line)?;
    Some(taken.join("\n"))
}

fn name_of(arg: &FnArg) -> String {
    match arg {
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(ident) => ident.ident.to_string(),
            _ => String::new(),
        },
        FnArg::Receiver(_) => "self".to_owned(),
    }
}

fn exported(attrs: &[syn::Attribute], name: &str) -> Option<String> {
    attrs.iter().find_map(|attr| {
        let text = attr.meta.to_token_stream().to_string();
        let inner =
            text.strip_prefix("unsafe").map_or(text.as_str(), |t| t.trim().trim_matches(['(', ')']).trim());
        if inner == "no_mangle" {
            return Some(name.to_owned());
        }
        let value = inner.strip_prefix("export_name")?.trim_start().strip_prefix('=')?;
        Some(value.trim().trim_matches('"').to_owned())
    })
}

fn guard(function: &Known, name: &str, known: &HashMap<String, Known>, depth: usize) -> Guard {
    let mut uses = Uses { name, known, depth, first: None };
    uses.visit_block(&function.block);
    // A check behind the first use helps nobody.
    let null = match uses.first {
        Some(Use::Check) => first_statements(&function.block, name).map_or(OnNull::Checked, OnNull::Returns),
        _ => OnNull::Unknown,
    };
    Guard { null, above: above(&function.block, name) }
}

/// What is done with a parameter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Check,
    Other,
}

/// Finds the first use of a parameter.
struct Uses<'a> {
    name: &'a str,
    known: &'a HashMap<String, Known>,
    depth: usize,
    first: Option<Use>,
}

impl Uses<'_> {
    fn see(&mut self, what: Use) {
        self.first.get_or_insert(what);
    }

    fn is_it(&self, expr: &Expr) -> bool {
        is_name(expr, self.name)
    }
}

impl<'ast> Visit<'ast> for Uses<'_> {
    fn me(&mut self) -> &mut dyn Visit<'ast> {
        self
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if self.is_it(&call.receiver) && ["is_null", "as_ref", "as_mut"].iter().any(|m| call.method == m) {
            self.see(Use::Check);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let Some(position) = call.args.iter().position(|arg| self.is_it(arg)) else {
            return visit::visit_expr_call(self, call);
        };
        let path = call.func.to_token_stream().to_string().replace(' ', "");
        let callee = path.rsplit("::").next().unwrap_or_default();
        let checks = path.ends_with("NonNull::new")
            || self.known.get(callee).filter(|_| self.depth < CALL_DEPTH_MAX).is_some_and(|function| {
                let name = function.params.get(position).map(String::as_str).unwrap_or_default();
                guard(function, name, self.known, self.depth + 1).null.is_shown()
            });
        if checks {
            self.see(Use::Check);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_match(&mut self, matched: &'ast syn::ExprMatch) {
        visit::visit_expr_match(self, matched);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if path.path.is_ident(self.name) {
            self.see(Use::Other);
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        if mac
            .tokens
            .to_string()
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| word == self.name)
        {
            self.see(Use::Other);
        }
    }
}

fn is_name(expr: &Expr, name: &str) -> bool {
    match expr {
        Expr::Path(path) => path.path.is_ident(name),
        Expr::Paren(inner) => is_name(&inner.expr, name),
        Expr::Group(inner) => is_name(&inner.expr, name),
        Expr::Unsafe(block) => {
            matches!(block.block.stmts.as_slice(), [Stmt::Expr(e, None)] if is_name(e, name))
        }
        _ => false,
    }
}

/// What a function returns for null, where one of its own statements says so in plain text.
fn first_statements(block: &Block, name: &str) -> Option<Literal> {
    let only = block.stmts.len() == 1;
    for (nth, stmt) in block.stmts.iter().enumerate() {
        let last = nth + 1 == block.stmts.len();
        let found = match stmt {
            Stmt::Expr(Expr::Unsafe(inner), _) if only => first_statements(&inner.block, name),
            Stmt::Expr(Expr::If(branch), _) => of_if(branch, name, last),
            Stmt::Expr(Expr::Match(matched), None) if last && looks_at(&matched.expr, name) => {
                of_match(matched)
            }
            Stmt::Local(local) => of_let_else(local, name),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn of_if(branch: &syn::ExprIf, name: &str, last: bool) -> Option<Literal> {
    if any_or(&branch.cond, &|part| is_null_check(part, name)) {
        return returned(&branch.then_branch).or_else(|| {
            let value = (last && branch.else_branch.is_some()).then(|| tail(&branch.then_branch)).flatten();
            value.and_then(literal)
        });
    }
    let negated = matches!(&*branch.cond, Expr::Unary(unary)
        if matches!(unary.op, syn::UnOp::Not(_)) && is_null_check(&unary.expr, name));
    (negated && last && branch.else_branch.is_none()).then_some(Literal::Void)
}

fn of_match(matched: &syn::ExprMatch) -> Option<Literal> {
    let none = matched.arms.iter().find(|arm| arm.pat.to_token_stream().to_string() == "None")?;
    literal(&none.body)
}

/// `let Some(x) = p.as_ref() else { return … }`.
fn of_let_else(local: &syn::Local, name: &str) -> Option<Literal> {
    let init = local.init.as_ref()?;
    let (_, diverge) = init.diverge.as_ref()?;
    if !looks_at(&init.expr, name) {
        return None;
    }
    match &**diverge {
        Expr::Block(block) => returned(&block.block),
        _ => None,
    }
}

/// Whether an expression is `p.as_ref()` or `p.as_mut()`, in `unsafe` perhaps.
fn looks_at(expr: &Expr, name: &str) -> bool {
    match expr {
        Expr::MethodCall(call) => {
            is_name(&call.receiver, name) && ["as_ref", "as_mut"].iter().any(|m| call.method == m)
        }
        Expr::Paren(inner) => looks_at(&inner.expr, name),
        Expr::Unsafe(block) => {
            matches!(block.block.stmts.as_slice(), [Stmt::Expr(e, None)] if looks_at(e, name))
        }
        _ => false,
    }
}

fn is_null_check(expr: &Expr, name: &str) -> bool {
    match expr {
        Expr::MethodCall(call) => is_name(&call.receiver, name) && call.method == "is_null",
        Expr::Paren(inner) => is_null_check(&inner.expr, name),
        _ => false,
    }
}

/// Whether one of the parts that `||` joins is what is looked for.
fn any_or(expr: &Expr, is: &dyn Fn(&Expr) -> bool) -> bool {
    match expr {
        Expr::Binary(binary) if matches!(binary.op, syn::BinOp::Or(_)) => {
            any_or(&binary.left, is) || any_or(&binary.right, is)
        }
        Expr::Paren(inner) => any_or(&inner.expr, is),
        other => is(other),
    }
}

/// The literal that a block returns as its last act.
fn returned(block: &Block) -> Option<Literal> {
    match block.stmts.last()? {
        Stmt::Expr(Expr::Return(value), _) => value.expr.as_deref().map_or(Some(Literal::Void), literal),
        _ => None,
    }
}

fn tail(block: &Block) -> Option<&Expr> {
    match block.stmts.last()? {
        Stmt::Expr(expr, None) => Some(expr),
        _ => None,
    }
}

fn literal(expr: &Expr) -> Option<Literal> {
    let text = expr.to_token_stream().to_string().replace(' ', "");
    match text.as_str() {
        "()" | "{}" => return Some(Literal::Void),
        "true" | "false" => return Some(Literal::Bool(text == "true")),
        _ => {}
    }
    if let Ok(number) = text.replace('_', "").parse() {
        return Some(Literal::Int(number));
    }
    if text.ends_with("null()") || text.ends_with("null_mut()") {
        return Some(Literal::Null);
    }
    // A variant is a path of type names; a constant in capitals is not followed.
    let (owner, name) = text.rsplit_once("::")?;
    let plain = |s: &str| s.chars().all(|c| c.is_alphanumeric() || c == '_');
    let is_variant =
        name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_lowercase());
    (is_variant && plain(name) && plain(&owner.replace("::", ""))).then(|| Literal::Variant(name.to_owned()))
}

/// `if n > 9 { return … }`: the largest value that passes.
fn above(block: &Block, name: &str) -> Option<(i128, Literal)> {
    block.stmts.iter().find_map(|stmt| {
        let Stmt::Expr(Expr::If(branch), _) = stmt else { return None };
        let limit = std::cell::Cell::new(None);
        any_or(&branch.cond, &|part| {
            limit.set(limit.get().or_else(|| compared(part, name)));
            false
        });
        Some((limit.get()?, returned(&branch.then_branch)?))
    })
}

fn compared(expr: &Expr, name: &str) -> Option<i128> {
    let Expr::Binary(binary) = expr else { return None };
    if !is_name(&binary.left, name) {
        return None;
    }
    let limit: i128 = binary.right.to_token_stream().to_string().replace(['_', ' '], "").parse().ok()?;
    match binary.op {
        syn::BinOp::Gt(_) => Some(limit),
        syn::BinOp::Ge(_) => Some(limit - 1),
        _ => None,
    }
}
