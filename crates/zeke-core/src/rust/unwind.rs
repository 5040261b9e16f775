//! State that a caught panic leaves half changed.

use std::collections::{HashMap, HashSet};

use crate::visit::{self, Visit};
use syn::{Expr, ExprCall};

use super::unit::Items;

/// Deepest chain of helpers that is followed.
const HELPERS_MAX: usize = 3;

/// Names of what a guarded closure changes before something that may panic, and so leaves half done.
/// Of these, those whose value is taken out before, and put back only behind it, come second.
pub(super) fn half_done(items: &Items<'_>, call: &ExprCall) -> (Vec<String>, Vec<String>) {
    let mut order = Order {
        items,
        clock: 0,
        helpers: 0,
        names: HashMap::new(),
        changes: Vec::new(),
        panics: Vec::new(),
        filled: Vec::new(),
        reached: HashSet::new(),
        taken: Vec::new(),
        counted: Vec::new(),
        repaired: Vec::new(),
    };
    // What runs a closure gives it what it was given itself.
    let given = call.args.iter().filter(|arg| !matches!(arg, Expr::Closure(_))).find_map(root);
    let closures = call.args.iter().filter_map(|arg| match arg {
        Expr::Closure(closure) => Some(closure),
        _ => None,
    });
    for name in closures.flat_map(|closure| &closure.inputs).flat_map(super::walk::pattern_names) {
        order.names.extend(given.clone().map(|given| (name, given)));
    }
    order.visit_expr_call(call);
    let Some(last_panic) = order.panics.iter().max() else { return Default::default() };
    let repaired = order.repaired;
    let left = |changes: Vec<(usize, String)>| {
        let left = changes.into_iter().filter(|(at, name)| at < last_panic && !repaired.contains(name));
        left.map(|(_, name)| name).collect()
    };
    (left(order.changes), left(order.taken))
}

/// Changes and possible panics in the order of the text.
struct Order<'i> {
    items: &'i Items<'i>,
    clock: usize,
    helpers: usize,
    /// What parameters of the helper that is read now stand for.
    names: HashMap<String, String>,
    changes: Vec<(usize, String)>,
    /// Of the changes, those that take a value out.
    taken: Vec<(usize, String)>,
    /// Places that count up, or down, as they stand in the text.
    counted: Vec<(usize, String, bool)>,
    panics: Vec<usize>,
    /// Containers that something was put into, as they stand in the text.
    filled: Vec<String>,
    /// Elements that were reached before, and so are there.
    reached: HashSet<String>,
    /// What a value's `Drop` puts in order again.
    repaired: Vec<String>,
}

impl Order<'_> {
    /// A helper is read as if it stood here.
    fn helper(&mut self, name: &str, args: &[&Expr]) -> bool {
        let Some([index]) = self.items.by_name.get(name).map(Vec::as_slice) else { return false };
        let Some(function) = self.items.functions.get(*index).filter(|_| self.helpers < HELPERS_MAX) else {
            return false;
        };
        if function.signature.inputs.len() != args.len() {
            return false;
        }
        let given = function.signature.inputs.iter().zip(args).filter_map(|(input, arg)| {
            let name = match input {
                syn::FnArg::Typed(typed) => super::walk::pattern_names(&typed.pat).into_iter().next()?,
                syn::FnArg::Receiver(_) => "self".to_owned(),
            };
            let root = root(arg)?;
            Some((name, self.names.get(&root).cloned().unwrap_or(root)))
        });
        let names = given.collect();
        let outer = std::mem::replace(&mut self.names, names);
        // What was reached there is called otherwise here.
        let reached = std::mem::take(&mut self.reached);
        self.helpers += 1;
        self.visit_block(function.block);
        self.helpers -= 1;
        self.names = outer;
        self.reached = reached;
        true
    }

    /// What may panic in a loop may do so after what the rounds before have changed.
    fn repeated(&mut self, body: impl FnOnce(&mut Self)) {
        let before = self.panics.len();
        body(self);
        if self.panics.len() > before {
            let at = self.tick();
            self.panics.push(at);
        }
    }

    /// Whether something is looked up in what something was put into before: that is found.
    fn was_put_in(&self, looked_up: &Expr) -> bool {
        let Some((container, _)) = super::words::looked_up(looked_up) else { return false };
        let text = quote::quote!(#container).to_string();
        self.filled.contains(&text)
    }

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
            // Variables of a helper are nobody's state.
            let known = self.names.get(&name).cloned();
            if let Some(name) = if self.helpers > 0 { known } else { Some(known.unwrap_or(name)) } {
                self.changes.push((at, name));
            }
        }
    }
}

/// Methods whose result is no place in what they are called on.
const COPIES: [&str; 10] =
    ["clone", "to_vec", "to_owned", "collect", "copied", "cloned", "len", "map", "is_some", "sum"];

impl<'ast> Visit<'ast> for Order<'_> {
    fn me(&mut self) -> &mut dyn Visit<'ast> {
        self
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        visit::visit_local(self, local);
        // A name for a place in something else: a lock's guard, a `&mut` of a part.
        let Some(init) = &local.init else { return };
        let borrows = match &*init.expr {
            Expr::MethodCall(call) => !COPIES.iter().any(|name| call.method == name),
            Expr::Reference(e) => e.mutability.is_some(),
            _ => false,
        };
        if let (true, Some(root)) = (borrows, root(&init.expr)) {
            let known = self.names.get(&root).cloned();
            let root = if self.helpers > 0 { known } else { Some(known.unwrap_or(root)) };
            if let Some(root) = root {
                let names = super::walk::pattern_names(&local.pat);
                self.names.extend(names.into_iter().map(|name| (name, root.clone())));
            }
        }
    }

    fn visit_expr_assign(&mut self, e: &'ast syn::ExprAssign) {
        visit::visit_expr_assign(self, e);
        self.changed(&e.left);
    }

    fn visit_expr_for_loop(&mut self, e: &'ast syn::ExprForLoop) {
        // Its variable is a part of what it runs over.
        if let Some(root) = root(&e.expr) {
            let root = self.names.get(&root).cloned().unwrap_or(root);
            let names = super::walk::pattern_names(&e.pat);
            self.names.extend(names.into_iter().map(|name| (name, root.clone())));
        }
        self.repeated(|order| visit::visit_expr_for_loop(order, e));
    }

    fn visit_expr_while(&mut self, e: &'ast syn::ExprWhile) {
        self.repeated(|order| visit::visit_expr_while(order, e));
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
            let before = self.changes.len();
            self.changed(&e.left);
            let up = matches!(e.op, syn::BinOp::AddAssign(_));
            if up || matches!(e.op, syn::BinOp::SubAssign(_)) {
                let target = &e.left;
                let target = quote::quote!(#target).to_string();
                // What is counted up and down again must be counted down whatever happens between.
                let undone =
                    self.counted.iter().rfind(|(_, other, was_up)| *other == target && *was_up != up);
                let between =
                    undone.and_then(|(at, ..)| self.panics.iter().any(|panic| panic > at).then_some(*at));
                if let (Some(at), Some((_, name))) = (between, self.changes.get(before)) {
                    self.taken.push((at, name.clone()));
                }
                self.counted.push((self.clock, target, up));
            }
        }
    }

    fn visit_expr_method_call(&mut self, e: &'ast syn::ExprMethodCall) {
        visit::visit_expr_method_call(self, e);
        let name = e.method.to_string();
        // With so many arguments it is none of the standard library's.
        if !super::words::is_known(&name) || e.args.len() > 2 {
            let args: Vec<&Expr> = std::iter::once(&*e.receiver).chain(&e.args).collect();
            self.helper(&name, &args);
        }
        let fails = matches!(name.as_str(), "unwrap" | "expect") && !self.was_put_in(&e.receiver);
        if fails || super::words::is_division(&name) {
            let at = self.tick();
            self.panics.push(at);
        }
        if matches!(name.as_str(), "pop" | "remove" | "clear" | "truncate" | "drain") {
            self.reached.clear();
        }
        if matches!(name.as_str(), "push" | "insert" | "push_back") {
            let container = &e.receiver;
            self.filled.push(quote::quote!(#container).to_string());
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

    fn visit_expr_struct(&mut self, e: &'ast syn::ExprStruct) {
        visit::visit_expr_struct(self, e);
        let ty = super::unit::last_ident(&e.path);
        if self.items.by_name.contains_key(&format!("{ty}::drop")) {
            let roots: Vec<String> = e.fields.iter().filter_map(|field| root(&field.expr)).collect();
            let names = roots.into_iter().map(|name| self.names.get(&name).cloned().unwrap_or(name));
            let names: Vec<String> = names.collect();
            self.repaired.extend(names);
        }
    }

    fn visit_expr_index(&mut self, e: &'ast syn::ExprIndex) {
        visit::visit_expr_index(self, e);
        if self.reached.insert(quote::quote!(#e).to_string()) {
            let at = self.tick();
            self.panics.push(at);
        }
    }

    fn visit_expr_call(&mut self, e: &'ast ExprCall) {
        visit::visit_expr_call(self, e);
        let path = match &*e.func {
            Expr::Path(path) => path.path.segments.iter().map(|s| s.ident.to_string()).collect(),
            _ => Vec::new(),
        };
        let last = path.last().map_or("", String::as_str);
        if path.iter().any(|segment| segment == "mem")
            && matches!(last, "take" | "replace" | "swap")
            && let Some(Expr::Reference(taken)) = e.args.first()
        {
            let before = self.changes.len();
            self.changed(&taken.expr);
            self.taken.extend(self.changes[before..].iter().cloned());
        }
        // What is read out of its place is there twice until something is written back.
        if matches!((path.as_slice(), e.args.first()), ([.., owner, _], Some(Expr::Path(_))) if owner == "ptr")
            && last == "read"
            && let Some(name) = e.args.first().and_then(root)
            && let Some(name) = self.names.get(&name).cloned()
        {
            let at = self.tick();
            self.changes.push((at, name.clone()));
            self.taken.push((at, name));
        }
        if self.helper(last, &e.args.iter().collect::<Vec<_>>()) {
            return;
        }
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
