//! State that a caught panic leaves half changed.

use syn::visit::{self, Visit};
use syn::{Expr, ExprCall};

/// Names of what a guarded closure changes before something that may panic, and so leaves half done.
pub(super) fn half_done(call: &ExprCall) -> Vec<String> {
    let mut order = Order::default();
    order.visit_expr_call(call);
    let Some(last_panic) = order.panics.iter().max() else { return Vec::new() };
    order.changes.into_iter().filter(|(at, _)| at < last_panic).map(|(_, name)| name).collect()
}

/// Changes and possible panics in the order of the text.
#[derive(Default)]
struct Order {
    clock: usize,
    changes: Vec<(usize, String)>,
    panics: Vec<usize>,
}

impl Order {
    fn tick(&mut self) -> usize {
        self.clock += 1;
        self.clock
    }

    fn changed(&mut self, target: &Expr) {
        // A whole local variable that is assigned is nobody's state.
        if let Some(name) = root(target)
            && !matches!(target, Expr::Path(_))
        {
            let at = self.tick();
            self.changes.push((at, name));
        }
    }
}

impl<'ast> Visit<'ast> for Order {
    fn visit_expr_assign(&mut self, e: &'ast syn::ExprAssign) {
        visit::visit_expr_assign(self, e);
        self.changed(&e.left);
    }

    fn visit_expr_binary(&mut self, e: &'ast syn::ExprBinary) {
        visit::visit_expr_binary(self, e);
        let divides = matches!(
            e.op,
            syn::BinOp::Div(_) | syn::BinOp::Rem(_) | syn::BinOp::DivAssign(_) | syn::BinOp::RemAssign(_)
        );
        if divides && !matches!(*e.right, Expr::Lit(_)) {
            let at = self.tick();
            self.panics.push(at);
        }
        if is_assignment(&e.op) {
            self.changed(&e.left);
        }
    }

    fn visit_expr_method_call(&mut self, e: &'ast syn::ExprMethodCall) {
        visit::visit_expr_method_call(self, e);
        let name = e.method.to_string();
        if matches!(name.as_str(), "unwrap" | "expect") {
            let at = self.tick();
            self.panics.push(at);
        }
        if matches!(
            name.as_str(),
            "push"
                | "insert"
                | "remove"
                | "clear"
                | "pop"
                | "truncate"
                | "extend"
                | "push_str"
                | "drain"
                | "swap"
        ) {
            self.changed(&Expr::MethodCall(e.clone()));
        }
    }

    fn visit_expr_index(&mut self, e: &'ast syn::ExprIndex) {
        visit::visit_expr_index(self, e);
        let at = self.tick();
        self.panics.push(at);
    }

    fn visit_expr_call(&mut self, e: &'ast ExprCall) {
        visit::visit_expr_call(self, e);
        // A callback of the other side, or a helper, may do anything.
        if matches!(&*e.func, Expr::Path(path) if path.path.get_ident().is_some_and(|name| {
            name.to_string().starts_with(char::is_lowercase) && name != "catch_unwind" && name != "drop"
        })) {
            let at = self.tick();
            self.panics.push(at);
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let name = mac.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
        if matches!(name.as_str(), "panic" | "assert" | "assert_eq" | "assert_ne" | "unreachable" | "todo") {
            let at = self.tick();
            self.panics.push(at);
        }
    }
}

fn is_assignment(op: &syn::BinOp) -> bool {
    use syn::BinOp::{
        AddAssign, BitAndAssign, BitOrAssign, BitXorAssign, DivAssign, MulAssign, RemAssign, ShlAssign,
        ShrAssign, SubAssign,
    };
    matches!(
        op,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}

/// The variable that a place or a chain of calls begins with.
fn root(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Field(e) => root(&e.base),
        Expr::Index(e) => root(&e.expr),
        Expr::Unary(e) => root(&e.expr),
        Expr::Paren(e) => root(&e.expr),
        Expr::MethodCall(e) => root(&e.receiver),
        Expr::Reference(e) => root(&e.expr),
        _ => None,
    }
}
