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

/// Whether a block always leaves what stands around it.
pub(super) fn diverges(block: &Block) -> bool {
    match block.stmts.last() {
        Some(Stmt::Expr(expr, _)) => leaves(expr),
        Some(Stmt::Macro(call)) => is_panic(&call.mac),
        _ => false,
    }
}

fn leaves(expr: &Expr) -> bool {
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
