//! Which values a condition looks at, and which branches do not come back.

use crate::visit::{self, Visit};
use syn::{Block, Expr, Stmt};

/// Names that stand in an expression, other than those of functions that are called.
pub(super) fn names(expr: &Expr) -> Vec<String> {
    let mut found = Names(Vec::new());
    found.visit_expr(expr);
    found.0
}

/// The same, of a block.
pub(super) fn names_of(block: &Block) -> Vec<String> {
    let mut found = Names(Vec::new());
    found.visit_block(block);
    found.0
}

/// Whether panics are caught within an expression.
pub(super) fn has_catch(expr: &Expr) -> bool {
    quote::quote!(#expr).to_string().contains("catch_unwind")
}

/// Whether a condition asks if something went wrong.
pub(super) fn asks_error(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => call.method == "is_err" || call.method == "is_ok",
        Expr::Unary(e) => asks_error(&e.expr),
        Expr::Paren(e) => asks_error(&e.expr),
        Expr::Let(e) => matches!(&*e.pat, syn::Pat::TupleStruct(pattern) if pattern.path.is_ident("Err")),
        _ => false,
    }
}

/// Names that stand in an expression, those in the arguments of macros among them.
pub(super) fn names_with_macros(expr: &Expr) -> Vec<String> {
    struct All(Vec<String>);
    impl<'ast> Visit<'ast> for All {
        fn me(&mut self) -> &mut dyn Visit<'ast> {
            self
        }

        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            use syn::punctuated::Punctuated;
            let args = mac.parse_body_with(Punctuated::<Expr, syn::Token![,]>::parse_terminated);
            args.iter().flatten().for_each(|arg| self.0.extend(names(arg)));
            self.0.extend(super::text::captured(mac));
        }
    }
    let mut all = All(names(expr));
    all.visit_expr(expr);
    all.0
}

/// Names that an expression asks how large they are, or anything else but what they begin with.
pub(super) fn bounds(expr: &Expr) -> Vec<String> {
    match expr {
        Expr::MethodCall(call) if call.method == "starts_with" || call.method == "ends_with" => {
            call.args.iter().flat_map(names).collect()
        }
        Expr::Unary(e) => bounds(&e.expr),
        Expr::Paren(e) => bounds(&e.expr),
        Expr::Binary(e) => {
            let mut both = bounds(&e.left);
            both.extend(bounds(&e.right));
            both
        }
        _ => names(expr),
    }
}

struct Names(Vec<String>);

impl<'ast> Visit<'ast> for Names {
    fn me(&mut self) -> &mut dyn Visit<'ast> {
        self
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if let Some(ident) = path.path.get_ident() {
            self.0.push(ident.to_string());
        }
    }
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        call.args.iter().for_each(|arg| visit::visit_expr(self, arg));
    }
    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        // `matches!(value, pattern)`: the value is looked at.
        if mac.path.is_ident("matches") {
            let value = mac.tokens.clone().into_iter().take_while(|token| token.to_string() != ",");
            if let Ok(value) = syn::parse2::<Expr>(value.collect()) {
                self.0.extend(names(&value));
            }
        }
    }
}

/// What a comparison, or several, are about; `None` for what is none.
pub(super) fn asked(expr: &Expr) -> Option<Vec<String>> {
    use syn::BinOp::{And, Eq, Ge, Gt, Le, Lt, Ne, Or};
    match expr {
        Expr::Paren(e) => asked(&e.expr),
        Expr::Unary(e) => asked(&e.expr),
        Expr::Binary(e) if matches!(e.op, Lt(_) | Le(_) | Gt(_) | Ge(_) | Eq(_) | Ne(_)) => Some(names(expr)),
        Expr::Binary(e) if matches!(e.op, And(_) | Or(_)) => Some(names(expr)),
        Expr::MethodCall(call) if call.method == "contains" || call.method == "is_empty" => Some(names(expr)),
        _ => None,
    }
}

/// `(index < length).then_some(index)`, `index.filter(|index| *index < length)`: whether a method gives a value
/// only where a comparison of it holds.
pub(super) fn sifts(call: &syn::ExprMethodCall) -> bool {
    let name = call.method.to_string();
    let (condition, given) = match (name.as_str(), call.args.first()) {
        ("then_some", Some(value)) => (asked(&call.receiver), names(value)),
        ("then", Some(Expr::Closure(value))) => (asked(&call.receiver), names(&value.body)),
        ("filter", Some(Expr::Closure(test))) => {
            (asked(&test.body), test.inputs.iter().flat_map(super::walk::pattern_names).collect())
        }
        _ => return false,
    };
    condition.is_some_and(|asked| given.iter().any(|name| asked.contains(name)))
}

/// Names that an expression asks more of than whether they are null.
pub(super) fn names_beyond_null(expr: &Expr) -> Vec<String> {
    names_beyond(&["is_null"], expr)
}

/// Names that an expression asks more of than how many bytes they have and whether one is among them: that does not
/// tell whether they are text.
pub(super) fn names_sifted(expr: &Expr) -> Vec<String> {
    names_beyond(&["is_null", "is_empty", "len", "contains", "starts_with", "ends_with"], expr)
}

/// Names that an expression asks something of by other methods than these.
fn names_beyond(methods: &[&str], expr: &Expr) -> Vec<String> {
    match expr {
        Expr::MethodCall(call) if methods.iter().any(|name| call.method == name) => Vec::new(),
        Expr::Unary(e) => names_beyond(methods, &e.expr),
        Expr::Paren(e) => names_beyond(methods, &e.expr),
        Expr::Binary(e) => {
            let mut both = names_beyond(methods, &e.left);
            both.extend(names_beyond(methods, &e.right));
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
        fn me(&mut self) -> &mut dyn Visit<'ast> {
            self
        }

        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            self.0 |= call.method == "join" && call.args.is_empty();
            visit::visit_expr_method_call(self, call);
        }
    }
    let mut joins = Joins(false);
    joins.visit_block(block);
    joins.0
}

/// Whether a body asks of a field, or of a variable of its name, whether it is zero.
pub(super) fn compares_zero(block: &Block, field: &str) -> bool {
    struct Zero<'f>(&'f str, bool);
    impl Zero<'_> {
        fn is_of(&self, expr: &Expr) -> bool {
            match expr {
                Expr::Field(e) => matches!(&e.member, syn::Member::Named(name) if name == self.0),
                Expr::Path(e) => e.path.is_ident(self.0),
                Expr::Paren(e) => self.is_of(&e.expr),
                Expr::Cast(e) => self.is_of(&e.expr),
                Expr::Reference(e) => self.is_of(&e.expr),
                Expr::Unary(e) => self.is_of(&e.expr),
                Expr::Call(e) => e.args.iter().any(|arg| self.is_of(arg)),
                _ => false,
            }
        }
    }
    impl<'ast> Visit<'ast> for Zero<'_> {
        fn me(&mut self) -> &mut dyn Visit<'ast> {
            self
        }

        fn visit_expr_binary(&mut self, e: &'ast syn::ExprBinary) {
            let small = |expr: &Expr| matches!(super::unit::number(expr), Some(0 | 1));
            self.1 |= self.is_of(&e.left) && small(&e.right) || self.is_of(&e.right) && small(&e.left);
            visit::visit_expr_binary(self, e);
        }
        fn visit_expr_method_call(&mut self, e: &'ast syn::ExprMethodCall) {
            let methods = ["max", "clamp", "is_positive", "contains"];
            let known = methods.iter().any(|name| e.method == name);
            self.1 |= known && (self.is_of(&e.receiver) || e.args.iter().any(|arg| self.is_of(arg)));
            visit::visit_expr_method_call(self, e);
        }
        fn visit_expr_match(&mut self, e: &'ast syn::ExprMatch) {
            self.1 |= self.is_of(&e.expr);
            visit::visit_expr_match(self, e);
        }
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            self.1 |= mac.tokens.to_string().contains(self.0);
        }
        fn visit_expr_call(&mut self, e: &'ast syn::ExprCall) {
            let new = matches!(&*e.func, Expr::Path(path)
                if path.path.segments.iter().any(|s| s.ident.to_string().starts_with("NonZero")));
            self.1 |= new && e.args.iter().any(|arg| self.is_of(arg));
            visit::visit_expr_call(self, e);
        }
    }
    let mut zero = Zero(field, false);
    zero.visit_block(block);
    zero.1
}

/// Whether every look at a name in a body only asks how large it is.
pub(super) fn asks_size_only(block: &Block) -> bool {
    struct Asks(bool);
    impl<'ast> Visit<'ast> for Asks {
        fn me(&mut self) -> &mut dyn Visit<'ast> {
            self
        }

        fn visit_expr_binary(&mut self, e: &'ast syn::ExprBinary) {
            self.0 |= matches!(e.op, syn::BinOp::Eq(_) | syn::BinOp::Ne(_));
            visit::visit_expr_binary(self, e);
        }
        fn visit_expr_match(&mut self, e: &'ast syn::ExprMatch) {
            self.0 = true;
            visit::visit_expr_match(self, e);
        }
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            self.0 |= mac.path.is_ident("matches");
        }
        fn visit_expr_call(&mut self, e: &'ast syn::ExprCall) {
            let name = match &*e.func {
                Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
                _ => None,
            };
            self.0 |= name.is_some_and(|name| name.contains("valid") || name.contains("is_"));
            visit::visit_expr_call(self, e);
        }
        fn visit_expr_method_call(&mut self, e: &'ast syn::ExprMethodCall) {
            self.0 |= e.method == "contains" || e.method == "any" || e.method == "binary_search";
            visit::visit_expr_method_call(self, e);
        }
    }
    let mut asks = Asks(false);
    asks.visit_block(block);
    !asks.0
}

/// Whether a body catches panics, so that what it calls may panic.
pub(super) fn catches(block: &Block) -> bool {
    struct Catches(bool);
    impl<'ast> Visit<'ast> for Catches {
        fn me(&mut self) -> &mut dyn Visit<'ast> {
            self
        }

        fn visit_path_segment(&mut self, segment: &'ast syn::PathSegment) {
            self.0 |= segment.ident == "catch_unwind";
            visit::visit_path_segment(self, segment);
        }
    }
    let mut catches = Catches(false);
    catches.visit_block(block);
    catches.0
}
