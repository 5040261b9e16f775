//! Which values a condition looks at, and which branches do not come back.

use syn::visit::{self, Visit};
use syn::{Block, Expr, Stmt};

/// Names that stand in an expression, other than those of functions that are called.
pub(super) fn names(expr: &Expr) -> Vec<String> {
    struct Names(Vec<String>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
            if let Some(ident) = path.path.get_ident() {
                self.0.push(ident.to_string());
            }
        }
        fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
            call.args.iter().for_each(|arg| visit::visit_expr(self, arg));
        }
        fn visit_expr(&mut self, expr: &'ast Expr) {
            visit::visit_expr(self, expr);
        }
    }
    let mut found = Names(Vec::new());
    found.visit_expr(expr);
    found.0
}

/// Names that an expression asks more of than whether they are null.
pub(super) fn names_beyond_null(expr: &Expr) -> Vec<String> {
    match expr {
        Expr::MethodCall(call) if call.method == "is_null" => Vec::new(),
        Expr::Unary(e) => names_beyond_null(&e.expr),
        Expr::Paren(e) => names_beyond_null(&e.expr),
        Expr::Binary(e) => {
            let mut both = names_beyond_null(&e.left);
            both.extend(names_beyond_null(&e.right));
            both
        }
        _ => names(expr),
    }
}

/// Whether a block always leaves what stands around it.
pub(super) fn diverges(block: &Block) -> bool {
    match block.stmts.last() {
        Some(Stmt::Expr(expr, _)) => leaves(expr),
        Some(Stmt::Macro(call)) => is_panic(&call.mac),
        _ => false,
    }
}

pub(super) fn leaves(expr: &Expr) -> bool {
    match expr {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => true,
        Expr::Macro(call) => is_panic(&call.mac),
        Expr::Block(block) => diverges(&block.block),
        Expr::Unsafe(block) => diverges(&block.block),
        _ => false,
    }
}

fn is_panic(mac: &syn::Macro) -> bool {
    mac.path.segments.last().is_some_and(|segment| {
        matches!(segment.ident.to_string().as_str(), "panic" | "unreachable" | "todo" | "unimplemented")
    })
}

/// Whether a body waits for threads: `handle.join()` anywhere in it.
pub(super) fn joins(block: &Block) -> bool {
    struct Joins(bool);
    impl<'ast> Visit<'ast> for Joins {
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            self.0 |= call.method == "join" && call.args.is_empty();
            visit::visit_expr_method_call(self, call);
        }
    }
    let mut joins = Joins(false);
    joins.visit_block(block);
    joins.0
}

/// Whether a body catches panics, so that what it calls may panic.
pub(super) fn catches(block: &Block) -> bool {
    struct Catches(bool);
    impl<'ast> Visit<'ast> for Catches {
        fn visit_path_segment(&mut self, segment: &'ast syn::PathSegment) {
            self.0 |= segment.ident == "catch_unwind";
            visit::visit_path_segment(self, segment);
        }
    }
    let mut catches = Catches(false);
    catches.visit_block(block);
    catches.0
}
