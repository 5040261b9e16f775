//! Where functions of the other side are called, and what the code around a call does with it.

use std::collections::BTreeSet;

use crate::visit::{self, Visit};
use ghost_abi::rust_source;
use ghost_abi::source::Language;
use ghost_abi::zig_source::{Node, TreeParser};
use quote::ToTokens;
use syn::spanned::Spanned as _;

use crate::finding::Place;
use crate::project::Source;

/// Deepest nesting of expressions that is followed.
const DEPTH_MAX: usize = 200;

/// A call of a function by its plain name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallSite {
    /// The name that is called, without what stands before it.
    pub name: String,
    /// Where.
    pub at: Place,
    /// The function that it stands in.
    pub within: String,
    /// The innermost loop around it, inside the same function.
    pub in_loop: Option<Place>,
    /// Its arguments as text.
    pub args: Vec<String>,
    /// What becomes of its result.
    pub result: ResultUse,
    /// The call with what its result goes into at once: a copy, for example.
    pub wrapped: String,
    /// Names that the loops around it bind.
    pub bound: BTreeSet<String>,
}

/// What becomes of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultUse {
    /// It is used.
    Used,
    /// Nobody looks at it.
    Discarded,
    /// It is taken to be there: `.?`, `unwrap`.
    Assumed,
}

/// Every call in a file.
#[must_use]
pub fn calls(language: Language, file: &Source) -> Vec<CallSite> {
    match language {
        Language::Rust => std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(rust_source::STACK_BYTES);
            let handle = thread.spawn_scoped(scope, || rust(file)).ok();
            handle.and_then(|handle| handle.join().ok()).unwrap_or_default()
        }),
        _ => zig(file),
    }
}

fn zig(file: &Source) -> Vec<CallSite> {
    let tree = TreeParser::new().and_then(|mut parser| parser.parse(&file.text));
    let Some(tree) = tree else { return Vec::new() };
    let mut walk = Zig { file, found: Vec::new() };
    let start = Around { within: String::new(), in_loop: None, bound: BTreeSet::new() };
    walk.node(tree.root_node(), &start, 0);
    walk.found.sort_by(|a, b| a.at.cmp(&b.at));
    walk.found
}

/// What stands around a node.
#[derive(Clone, Default)]
struct Around {
    within: String,
    in_loop: Option<Place>,
    bound: BTreeSet<String>,
}

struct Zig<'t> {
    file: &'t Source,
    found: Vec<CallSite>,
}

impl<'t> Zig<'t> {
    fn slice(&self, node: Node<'_>) -> &'t str {
        self.file.text.get(node.byte_range()).unwrap_or("")
    }

    fn place(&self, node: Node<'_>) -> Place {
        let at = node.start_position();
        let one_based = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        Place { file: self.file.path.clone(), line: one_based(at.row), column: one_based(at.column) }
    }

    fn node(&mut self, node: Node<'t>, around: &Around, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        let mut inner = around.clone();
        match node.kind() {
            "function_declaration" => {
                let name = node.child_by_field_name("name").map_or("", |name| self.slice(name));
                inner = Around { within: name.to_owned(), ..Around::default() };
            }
            "test_declaration" => return,
            "for_statement" | "while_statement" | "for_expression" | "while_expression" => {
                inner.in_loop = Some(self.place(node));
                inner.bound.extend(captures(self.slice(node)));
            }
            "call_expression" => self.call(node, around),
            _ => {}
        }
        for child in node.named_children() {
            self.node(child, &inner, depth + 1);
        }
    }

    fn call(&mut self, node: Node<'t>, around: &Around) {
        let Some(function) = node.child_by_field_name("function") else { return };
        let mut callee = function;
        // `!f(x)`: the grammar takes what stands before a name for a part of it.
        while matches!(callee.kind(), "unary_expression" | "try_expression" | "error_union_type")
            && let Some(inner) = callee.named_children().last()
        {
            callee = inner;
        }
        let text = self.slice(callee);
        let name = text.rsplit('.').next().unwrap_or(text).trim().to_owned();
        let args = node.named_children().filter(|child| child.id() != function.id());
        let args = args.map(|arg| self.slice(arg).to_owned()).collect();
        let at = self.place(callee);
        let statement = statement(node);
        let before = self.file.text.get(statement.start_byte()..node.start_byte()).unwrap_or("").trim();
        let after = self.file.text.get(node.end_byte()..).unwrap_or("").trim_start();
        let result = if before == "_ =" && after.starts_with(';') {
            ResultUse::Discarded
        } else if after.starts_with(".?") || after.starts_with("orelse unreachable") {
            ResultUse::Assumed
        } else {
            ResultUse::Used
        };
        self.found.push(CallSite {
            name,
            at,
            within: around.within.clone(),
            in_loop: around.in_loop.clone(),
            args,
            result,
            wrapped: self.slice(statement).to_owned(),
            bound: around.bound.clone(),
        });
    }
}

/// The statement that an expression is part of.
fn statement(node: Node<'_>) -> Node<'_> {
    let mut at = node;
    while let Some(parent) = at.parent() {
        let kind = parent.kind();
        if kind.contains("block") || kind == "function_declaration" || kind == "source_file" {
            break;
        }
        at = parent;
        if kind.ends_with("statement") || kind == "variable_declaration" {
            break;
        }
    }
    at
}

/// Names between the first bars of a loop's head: `for (xs, 0..) |x, i|`.
fn captures(text: &str) -> Vec<String> {
    let head = text.find('{').map_or(text, |at| &text[..at]);
    let mut parts = head.split('|');
    let Some(names) = parts.nth(1) else { return Vec::new() };
    names.split(',').map(|name| name.trim().trim_start_matches('*').to_owned()).collect()
}

fn rust(file: &Source) -> Vec<CallSite> {
    let Some(parsed) = rust_source::parse(&file.text) else { return Vec::new() };
    let mut walk = Rust {
        file,
        around: Around::default(),
        result: ResultUse::Used,
        wrapped: String::new(),
        found: Vec::new(),
    };
    walk.visit_file(&parsed);
    walk.found.sort_by(|a, b| a.at.cmp(&b.at));
    walk.found
}

struct Rust<'t> {
    file: &'t Source,
    around: Around,
    result: ResultUse,
    wrapped: String,
    found: Vec<CallSite>,
}

impl Rust<'_> {
    fn place(&self, span: proc_macro2::Span) -> Place {
        let start = span.start();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place { file: self.file.path.clone(), line: number(start.line), column: number(start.column + 1) }
    }

    fn in_loop(&mut self, span: proc_macro2::Span, bound: Vec<String>, walk: impl FnOnce(&mut Self)) {
        let before = self.around.clone();
        self.around.in_loop = Some(self.place(span));
        self.around.bound.extend(bound);
        walk(self);
        self.around = before;
    }

    fn function(&mut self, name: String, walk: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.around, Around { within: name, ..Around::default() });
        self.with(ResultUse::Used, walk);
        self.around = before;
    }

    fn with(&mut self, result: ResultUse, walk: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.result, result);
        walk(self);
        self.result = before;
    }
}

impl<'ast> Visit<'ast> for Rust<'_> {
    fn me(&mut self) -> &mut dyn Visit<'ast> {
        self
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let is_test = module.attrs.iter().any(|attr| attr.to_token_stream().to_string().contains("test"));
        if !is_test {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.function(function.sig.ident.to_string(), |walk| visit::visit_item_fn(walk, function));
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.function(function.sig.ident.to_string(), |walk| visit::visit_impl_item_fn(walk, function));
    }

    fn visit_expr_for_loop(&mut self, node: &'ast syn::ExprForLoop) {
        self.visit_expr(&node.expr);
        let bound = idents(&node.pat);
        self.in_loop(node.for_token.span, bound, |walk| walk.visit_block(&node.body));
    }

    fn visit_expr_while(&mut self, node: &'ast syn::ExprWhile) {
        self.in_loop(node.while_token.span, Vec::new(), |walk| visit::visit_expr_while(walk, node));
    }

    fn visit_expr_loop(&mut self, node: &'ast syn::ExprLoop) {
        self.in_loop(node.loop_token.span, Vec::new(), |walk| visit::visit_expr_loop(walk, node));
    }

    fn visit_expr_method_call(&mut self, node: &'ast syn::ExprMethodCall) {
        let looped = ["map", "for_each", "filter", "filter_map", "flat_map", "fold"];
        let assumed = ["unwrap", "expect", "unwrap_unchecked"].iter().any(|m| node.method == m);
        let result = if assumed { ResultUse::Assumed } else { ResultUse::Used };
        self.with(result, |walk| walk.visit_expr(&node.receiver));
        if looped.iter().any(|m| node.method == m) {
            let bound = node.args.iter().flat_map(closure_params).collect();
            self.in_loop(node.method.span(), bound, |walk| {
                node.args.iter().for_each(|arg| walk.with(ResultUse::Used, |walk| walk.visit_expr(arg)));
            });
        } else {
            node.args.iter().for_each(|arg| self.with(ResultUse::Used, |walk| walk.visit_expr(arg)));
        }
    }

    fn visit_stmt(&mut self, stmt: &'ast syn::Stmt) {
        let discarded = match stmt {
            syn::Stmt::Expr(_, Some(_)) => true,
            syn::Stmt::Local(local) => matches!(local.pat, syn::Pat::Wild(_)),
            _ => false,
        };
        let wrapped = std::mem::replace(&mut self.wrapped, stmt.to_token_stream().to_string());
        // The last expression of a block is what becomes of the block.
        let tail = if matches!(stmt, syn::Stmt::Expr(_, None)) { self.result } else { ResultUse::Used };
        let result = if discarded { ResultUse::Discarded } else { tail };
        self.with(result, |walk| visit::visit_stmt(walk, stmt));
        self.wrapped = wrapped;
    }

    fn visit_expr(&mut self, expr: &'ast syn::Expr) {
        match expr {
            // What passes a value on unchanged passes on what becomes of it.
            syn::Expr::Call(_) | syn::Expr::Unsafe(_) | syn::Expr::Block(_) | syn::Expr::Paren(_) => {
                visit::visit_expr(self, expr);
            }
            syn::Expr::MethodCall(_) => visit::visit_expr(self, expr),
            _ => self.with(ResultUse::Used, |walk| visit::visit_expr(walk, expr)),
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(path) = &*call.func
            && let Some(last) = path.path.segments.last()
        {
            self.found.push(CallSite {
                name: last.ident.to_string(),
                at: self.place(call.span()),
                within: self.around.within.clone(),
                in_loop: self.around.in_loop.clone(),
                args: call.args.iter().map(|arg| arg.to_token_stream().to_string()).collect(),
                result: self.result,
                wrapped: self.wrapped.clone(),
                bound: self.around.bound.clone(),
            });
        }
        call.args.iter().for_each(|arg| self.with(ResultUse::Used, |walk| walk.visit_expr(arg)));
    }
}

fn closure_params(expr: &syn::Expr) -> Vec<String> {
    match expr {
        syn::Expr::Closure(closure) => closure.inputs.iter().flat_map(idents).collect(),
        _ => Vec::new(),
    }
}

fn idents(pat: &syn::Pat) -> Vec<String> {
    let text = pat.to_token_stream().to_string();
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, text: &str, expected: &[(&str, bool, ResultUse)]) {
        let file = Source { path: "x".into(), text: text.into() };
        let found = calls(language, &file);
        let found: Vec<_> = found.iter().map(|c| (c.name.as_str(), c.in_loop.is_some(), c.result)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn calls_are_found_with_what_is_around_them() {
        use ResultUse::{Assumed, Discarded, Used};
        check(
            Language::Zig,
            "fn m() void { for (xs) |x| { _ = c.put(x); } const h = c.make().?; c.end(h); }",
            &[("put", true, Discarded), ("make", false, Assumed), ("end", false, Used)],
        );
        check(
            Language::Zig,
            "fn m() !void { if (!ready(x)) return; const t = try c.open(-least(y)); _ = &t; }",
            &[("ready", false, Used), ("open", false, Used), ("least", false, Used)],
        );
        check(
            Language::Rust,
            "fn m() { for x in xs { unsafe { put(x) }; } let h = unsafe { make() }; end(h); }",
            &[("put", true, Discarded), ("make", false, Used), ("end", false, Discarded)],
        );
        check(
            Language::Rust,
            "fn m() { xs.iter().map(|x| unsafe { sq(*x) }).collect() }",
            &[("sq", true, Used)],
        );
    }
}
