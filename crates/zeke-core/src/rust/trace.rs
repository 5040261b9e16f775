//! The order in which a Rust function gets, passes on and uses what the other side gives.

use std::collections::{HashMap, HashSet};

use crate::visit::{self, Visit};
use serde::{Deserialize, Serialize};
use syn::spanned::Spanned;
use syn::{Expr, Local, Pat, Stmt};

use super::unit::{Function, Items, place};
use super::{guards, walk::pattern_names};
use crate::finding::Place;

/// Something that happens to a variable. Branches nest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Event {
    /// A variable gets what a function of the other side gives.
    Made { name: String, symbol: String },
    /// A variable gets what another one has.
    Copied { name: String, from: String },
    /// A variable gets something else.
    Other { name: String },
    /// A variable is given to a function of the other side.
    Passed { name: String, symbol: String, param: usize, at: Place },
    /// Something is given to a function of the other side by a method that is called here.
    Changed { name: String, symbol: String, param: usize, at: Place },
    /// A variable becomes part of a value whose `Drop` gives it to a function of the other side.
    Guarded { name: String, symbol: String, at: Place },
    /// A field of a value gets what a variable has, or what a function of the other side gives.
    Kept { slot: String, name: String, symbol: String },
    /// A variable is given to a function of the other side to be filled.
    Filled { name: String, symbol: String, param: usize },
    /// What the other side gave goes to a function of this side.
    Called { function: String, param: usize, name: String, symbol: String },
    /// Memory of the function is lent to one of the other side.
    Lent { symbol: String, param: usize, at: Place },
    /// The function may be left here.
    Returned { at: Place },
    /// A variable is used otherwise.
    Used { name: String, at: Place },
    /// A branch begins.
    Enter,
    /// It ends; whether it leaves the function or loop.
    Leave { diverges: bool },
}

/// The events of a function, in the order of its text.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Events {
    /// The type whose method it is.
    pub(crate) owner: String,
    /// The function, with its type.
    pub(crate) function: String,
    /// Its parameters, less `self`.
    pub(crate) params: Vec<String>,
    pub(crate) list: Vec<Event>,
}

/// Reads a function; `None` where nothing of the other side's is followed through it.
pub(super) fn of(
    items: &Items<'_>,
    function: &Function<'_>,
    guards: &HashMap<String, String>,
) -> Option<Events> {
    let owner = function.owner.as_deref();
    let (locals, silent) = (HashSet::new(), 0);
    let mut trace = Trace { items, guards, owner, file: function.file, locals, silent, events: Vec::new() };
    trace.visit_block(function.block);
    let relevant = trace.events.iter().any(|event| match event {
        Event::Made { .. } | Event::Kept { .. } | Event::Filled { .. } => true,
        Event::Passed { name, symbol, .. } => name.starts_with("self.") || frees_own(symbol),
        Event::Called { symbol, .. } => !symbol.is_empty(),
        _ => false,
    });
    relevant.then(|| Events {
        owner: owner.unwrap_or_default().to_owned(),
        function: owner.map_or_else(|| function.name.clone(), |owner| format!("{owner}::{}", function.name)),
        params: parameters(function.signature),
        list: trace.events,
    })
}

/// Names of the parameters, less `self`.
fn parameters(signature: &syn::Signature) -> Vec<String> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        syn::FnArg::Typed(typed) => Some(pattern_names(&typed.pat).into_iter().next().unwrap_or_default()),
        syn::FnArg::Receiver(_) => None,
    });
    typed.collect()
}

/// Functions that give memory to an allocator of this side, or to an owner that does so in the end.
pub(crate) fn frees_own(function: &str) -> bool {
    let (owner, last) = function.rsplit_once("::").unwrap_or(("", function));
    match last {
        "free" | "dealloc" => owner.is_empty(),
        "from_raw" | "from_raw_parts" => matches!(owner, "Box" | "Vec" | "String" | "CString" | "Rc" | "Arc"),
        _ => false,
    }
}

/// Types that can be copied though their `Drop` releases what they point to: the function that does, where they
/// are said to be copied, and where `drop` releases.
pub(super) fn copied(items: &Items<'_>, guards: &HashMap<String, String>) -> Vec<(String, Place, Place)> {
    let text = |function: &Function<'_>| {
        let block = function.block;
        quote::quote!(#block).to_string()
    };
    let of_owner = |name: &str, owner: &String| {
        items.functions.iter().find(|f| f.name == name && f.owner.as_ref() == Some(owner))
    };
    let mut found = Vec::new();
    for (owner, symbol) in guards {
        let Some(drop) = of_owner("drop", owner) else { continue };
        let Some(known) = items.structs.get(owner) else { continue };
        let shared =
            known.fields.iter().any(|(_, _, ty)| ["Rc<", "Arc<"].iter().any(|mark| ty.contains(mark)));
        if shared || text(drop).contains("strong_count") {
            continue;
        }
        // A copy by hand that asks the other side for another one is one.
        let by_hand = of_owner("clone", owner).filter(|clone| {
            let text = text(clone);
            let asks = || items.imports.keys().any(|name| text.contains(name.as_str()));
            text.contains("self .") && !asks() && !text.contains("self . clone")
        });
        let at =
            by_hand.map(|clone| place(clone.file, clone.signature.ident.span())).or(known.copied.clone());
        let released = place(drop.file, drop.signature.ident.span());
        found.extend(at.map(|at| (symbol.clone(), at, released)));
    }
    found
}

/// Types whose `Drop` gives a field of theirs to a function of the other side: the type, and the function.
pub(super) fn guards(items: &Items<'_>) -> HashMap<String, String> {
    struct Called<'i>(&'i Items<'i>, Option<String>);
    impl<'ast> Visit<'ast> for Called<'_> {
        fn me(&mut self) -> &mut dyn Visit<'ast> {
            self
        }

        fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
            if let Some(symbol) = import(self.0, &call.func)
                && call.args.len() == 1
                && !frees_own(&symbol)
            {
                self.1 = Some(symbol);
            }
            visit::visit_expr_call(self, call);
        }
    }
    let drops = items.functions.iter().filter(|function| function.name == "drop" && function.owner.is_some());
    let found = drops.filter_map(|function| {
        let mut called = Called(items, None);
        called.visit_block(function.block);
        Some((function.owner.clone()?, called.1?))
    });
    found.collect()
}

/// Calls in methods that take `self` by value and give a field of it to a function, as `Drop` does
/// again: the function, where, and where `drop` does.
pub(super) fn dropped_twice(
    items: &Items<'_>,
    guards: &HashMap<String, String>,
) -> Vec<(String, Place, Place)> {
    struct Calls<'i>(&'i Items<'i>, Option<&'i str>, Vec<(String, proc_macro2::Span)>);
    impl<'ast> Visit<'ast> for Calls<'_> {
        fn me(&mut self) -> &mut dyn Visit<'ast> {
            self
        }

        fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
            let of_self = |arg: &Expr| matches!(arg, Expr::Field(f) if matches!(&*f.base, Expr::Path(p) if p.path.is_ident("self")));
            if let Some(symbol) = import(self.0, &call.func)
                && self.1.is_none_or(|wanted| wanted == symbol && call.args.len() == 1)
                && call.args.first().is_some_and(of_self)
            {
                self.2.push((symbol, call.span()));
            }
            visit::visit_expr_call(self, call);
        }
    }
    let calls = |function: &Function<'_>, symbol: Option<&str>| -> Vec<(String, Place)> {
        let mut calls = Calls(items, symbol, Vec::new());
        calls.visit_block(function.block);
        calls.2.into_iter().map(|(symbol, span)| (symbol, place(function.file, span))).collect()
    };
    let mut found = Vec::new();
    for function in &items.functions {
        let Some((owner, symbol)) = function.owner.as_ref().and_then(|o| Some((o, guards.get(o)?))) else {
            continue;
        };
        let by_value = function
            .signature
            .receiver()
            .is_some_and(|receiver| matches!(receiver.kind, syn::ReceiverKind::Value));
        if function.name == "drop" || function.signature.receiver().is_none() {
            continue;
        }
        let block = function.block;
        let text = quote::quote!(#block).to_string();
        let drop = items.functions.iter().find(|f| f.name == "drop" && f.owner.as_ref() == Some(owner));
        // The value lives on, and may remember that it has let go.
        let remembers = || {
            let asks = drop.is_some_and(|drop| {
                let block = drop.block;
                let text = quote::quote!(#block).to_string();
                ["if ", "match ", "take", "while "].iter().any(|word| text.contains(word))
            });
            asks || text.contains("self . ") && (text.contains(" = ") || text.contains(". set ("))
        };
        if !by_value && remembers() {
            continue;
        }
        // What keeps `drop` from running, or from finding anything.
        if ["forget", "ManuallyDrop", "take", "replace", "null"].iter().any(|word| text.contains(word)) {
            continue;
        }
        let again = drop.and_then(|drop| calls(drop, Some(symbol)).into_iter().next());
        // Where the value ends, any function may be the one that takes it; which do, the other side tells.
        let called = calls(function, (!by_value).then_some(symbol.as_str()));
        if let Some((_, drop)) = again {
            found.extend(called.into_iter().map(|(symbol, at)| (symbol, at, drop.clone())));
        }
    }
    found
}

fn import(items: &Items<'_>, callee: &Expr) -> Option<String> {
    let Expr::Path(path) = callee else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    if items.imports.contains_key(&name) {
        return Some(name);
    }
    // What frees memory of this side is followed like one, so that it is seen what it is given.
    let owner =
        path.path.segments.iter().rev().nth(1).map(|owner| owner.ident.to_string()).unwrap_or_default();
    let of_c = owner == "libc" || owner == "alloc";
    let name = if owner.is_empty() || of_c { name } else { format!("{owner}::{name}") };
    (frees_own(&name) && (of_c || name != "free")).then_some(name)
}

struct Trace<'i> {
    items: &'i Items<'i>,
    guards: &'i HashMap<String, String>,
    /// The type whose method it is.
    owner: Option<&'i str>,
    file: &'i str,
    /// Variables that own memory of the function.
    locals: HashSet<String>,
    /// How many closures, and branches where something is missing, are around.
    silent: usize,
    events: Vec<Event>,
}

impl Trace<'_> {
    /// The import whose result an expression is, through `unsafe`, casts, `?` and what unwraps.
    fn given(&self, expr: &Expr) -> Option<String> {
        match expr {
            Expr::Paren(e) => self.given(&e.expr),
            Expr::Cast(e) => self.given(&e.expr),
            Expr::Try(e) => self.given(&e.expr),
            Expr::Unsafe(e) => match e.block.stmts.as_slice() {
                [Stmt::Expr(inner, None)] => self.given(inner),
                _ => None,
            },
            Expr::Call(call) => import(self.items, &call.func).or_else(|| {
                let through = ["NonNull::new", "Some", "NonNull::new_unchecked"];
                let callee = &call.func;
                let name = quote::quote!(#callee).to_string().replace(' ', "");
                through.iter().any(|known| name.ends_with(known)).then(|| self.given(call.args.first()?))?
            }),
            Expr::MethodCall(call) => {
                let through = ["unwrap", "expect", "ok_or", "ok_or_else", "cast", "as_ptr"];
                through.iter().any(|known| call.method == known).then(|| self.given(&call.receiver))?
            }
            _ => None,
        }
    }

    fn branch(&mut self, diverges: bool, body: impl FnOnce(&mut Self)) {
        self.events.push(Event::Enter);
        body(self);
        self.events.push(Event::Leave { diverges });
    }

    fn bound(&mut self, pattern: &Pat, value: &Expr) {
        let names = pattern_names(pattern);
        let symbol = self.given(value);
        let from = variable(value);
        for name in names {
            self.events.push(match (&symbol, &from) {
                (Some(symbol), _) => Event::Made { name, symbol: symbol.clone() },
                (None, Some(from)) => Event::Copied { name, from: from.clone() },
                (None, None) => Event::Other { name },
            });
        }
    }

    /// What a method of the same value gives fields of it to.
    fn own_method(&mut self, call: &syn::ExprMethodCall) {
        struct Given<'i>(&'i Items<'i>, Vec<(String, String, usize)>);
        impl<'ast> Visit<'ast> for Given<'_> {
            fn me(&mut self) -> &mut dyn Visit<'ast> {
                self
            }

            fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
                if let Some(symbol) = import(self.0, &call.func) {
                    let fields = call.args.iter().enumerate().filter_map(|(param, arg)| {
                        let name = variable(arg).filter(|name| name.starts_with("self."))?;
                        Some((name, symbol.clone(), param))
                    });
                    self.1.extend(fields);
                }
                visit::visit_expr_call(self, call);
            }
        }
        let Some(owner) = self.owner else { return };
        let named = self.items.by_name.get(&format!("{owner}::{}", call.method)).map(Vec::as_slice);
        let Some([index]) = named else { return };
        let mut given = Given(self.items, Vec::new());
        given.visit_block(self.items.functions[*index].block);
        let at = place(self.file, call.span());
        for (name, symbol, param) in given.1 {
            self.events.push(Event::Changed { name, symbol, param, at: at.clone() });
        }
    }

    /// What a function of the other side is given: a variable to fill, memory of this function.
    fn lent(&mut self, symbol: &str, param: usize, arg: &Expr, at: &Place) {
        let (name, filled) = match arg {
            Expr::Reference(e) => (variable(&e.expr), e.mutability.is_some()),
            Expr::RawAddr(e) => (variable(&e.expr), true),
            Expr::MethodCall(call) if call.method == "as_mut_ptr" || call.method == "as_ptr" => {
                (variable(&call.receiver), false)
            }
            Expr::MethodCall(call) if call.method == "cast" => {
                return self.lent(symbol, param, &call.receiver, at);
            }
            Expr::Cast(e) => return self.lent(symbol, param, &e.expr, at),
            _ => return,
        };
        let Some(name) = name else { return };
        if self.locals.contains(&name) {
            self.events.push(Event::Lent { symbol: symbol.to_owned(), param, at: at.clone() });
        }
        if filled {
            self.events.push(Event::Filled { name, symbol: symbol.to_owned(), param });
        }
    }

    fn left(&mut self, span: proc_macro2::Span) {
        if self.silent == 0 {
            let at = place(self.file, span);
            self.events.push(Event::Returned { at });
        }
    }

    /// Runs something whose ways out do not count.
    fn silently(&mut self, silent: bool, body: impl FnOnce(&mut Self)) {
        self.silent += usize::from(silent);
        body(self);
        self.silent -= usize::from(silent);
    }

    /// A field of a value of this side gets something.
    fn kept(&mut self, ty: &str, member: &str, value: &Expr) {
        let ty = self.owner.filter(|_| ty == "Self").unwrap_or(ty);
        if !self.items.structs.contains_key(ty) {
            return;
        }
        let (name, symbol) = (variable(value).unwrap_or_default(), self.given(value).unwrap_or_default());
        if !(name.is_empty() && symbol.is_empty()) {
            self.events.push(Event::Kept { slot: format!("{ty}.{member}"), name, symbol });
        }
    }

    /// A function of this side that takes no `self` is given something of the other side's.
    fn called(&mut self, path: &syn::Path, call: &syn::ExprCall) {
        let mut names = path.segments.iter().rev().map(|part| part.ident.to_string());
        let (last, owner) = (names.next().unwrap_or_default(), names.next().unwrap_or_default());
        let owner = self.owner.filter(|_| owner == "Self").map_or(owner, str::to_owned);
        let method = format!("{owner}::{last}");
        let function = if self.items.by_name.contains_key(&method) { method } else { last };
        if !self.items.by_name.contains_key(&function) {
            return;
        }
        for (param, arg) in call.args.iter().enumerate() {
            let (name, symbol) = (variable(arg).unwrap_or_default(), self.given(arg).unwrap_or_default());
            if !(name.is_empty() && symbol.is_empty()) {
                self.events.push(Event::Called { function: function.clone(), param, name, symbol });
            }
        }
    }

    /// `given.map(|name| …)`, `given.map(Type)`: what is mapped is what was given.
    fn mapped(&mut self, call: &syn::ExprMethodCall, arg: &Expr) {
        let (symbol, from) = (self.given(&call.receiver), variable(&call.receiver));
        match arg {
            Expr::Closure(closure) => self.branch(true, |trace| {
                for name in closure.inputs.iter().flat_map(pattern_names) {
                    trace.events.push(match (&symbol, &from) {
                        (Some(symbol), _) => Event::Made { name, symbol: symbol.clone() },
                        (None, Some(from)) => Event::Copied { name, from: from.clone() },
                        (None, None) => Event::Other { name },
                    });
                }
                trace.visit_expr(&closure.body);
            }),
            Expr::Path(path) => {
                let ty = super::unit::last_ident(&path.path);
                self.kept(&ty, "0", &call.receiver);
            }
            other => self.visit_expr(other),
        }
    }

    fn guarded(&mut self, ty: &str, field: &Expr) {
        let ty = self.owner.filter(|_| ty == "Self").unwrap_or(ty);
        if let (Some(symbol), Some(name)) = (self.guards.get(ty), variable(field)) {
            let at = place(self.file, field.span());
            self.events.push(Event::Guarded { name, symbol: symbol.clone(), at });
        }
    }
}

/// The variable that an expression is, through casts and `as_ptr`.
fn variable(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Field(e) if matches!(&*e.base, Expr::Path(base) if base.path.is_ident("self")) => {
            let member = &e.member;
            Some(format!("self.{}", quote::quote!(#member)))
        }
        // A part of what a variable holds goes with it.
        Expr::Field(e) => match &*e.base {
            Expr::Path(_) => variable(&e.base),
            Expr::Field(inner) => variable(&Expr::Field(inner.clone())),
            _ => None,
        },
        Expr::Paren(e) => variable(&e.expr),
        Expr::Cast(e) => variable(&e.expr),
        Expr::MethodCall(call) if call.method == "as_ptr" || call.method == "cast" => {
            variable(&call.receiver)
        }
        Expr::Call(call) if call.args.len() == 1 => {
            let callee = &call.func;
            let name = quote::quote!(#callee).to_string().replace(' ', "");
            name.starts_with("NonNull::new").then(|| variable(call.args.first()?))?
        }
        Expr::Unsafe(e) => match e.block.stmts.as_slice() {
            [Stmt::Expr(inner, None)] => variable(inner),
            _ => None,
        },
        Expr::Try(e) => variable(&e.expr),
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Trace<'_> {
    fn me(&mut self) -> &mut dyn Visit<'ast> {
        self
    }

    fn visit_local(&mut self, local: &'ast Local) {
        let Some(init) = &local.init else { return };
        self.visit_expr(&init.expr);
        if let Some((_, otherwise)) = &init.diverge {
            self.silently(true, |trace| trace.branch(true, |trace| trace.visit_expr(otherwise)));
        }
        let owns = match &*init.expr {
            Expr::Macro(call) => call.mac.path.is_ident("vec"),
            Expr::Array(_) | Expr::Repeat(_) => true,
            Expr::Call(call) => quote::quote!(#call).to_string().starts_with("Vec :: "),
            _ => false,
        };
        if owns {
            self.locals.extend(pattern_names(&local.pat));
        }
        self.bound(&local.pat, &init.expr);
    }

    fn visit_expr_assign(&mut self, e: &'ast syn::ExprAssign) {
        self.visit_expr(&e.right);
        match variable(&e.left) {
            Some(name) => {
                let event = match (self.given(&e.right), variable(&e.right)) {
                    (Some(symbol), _) => Event::Made { name, symbol },
                    (None, Some(from)) => Event::Copied { name, from },
                    (None, None) => Event::Other { name },
                };
                self.events.push(event);
            }
            None => self.visit_expr(&e.left),
        }
    }

    fn visit_expr_if(&mut self, e: &'ast syn::ExprIf) {
        self.visit_expr(&e.cond);
        let diverges = guards::diverges(&e.then_branch);
        let condition = &e.cond;
        let missing = quote::quote!(#condition).to_string();
        let missing = ["is_null", "is_none", "is_err"].iter().any(|asks| missing.contains(asks));
        self.silently(missing, |trace| {
            trace.branch(diverges, |trace| {
                if let Expr::Let(condition) = &*e.cond {
                    trace.bound(&condition.pat, &condition.expr);
                }
                trace.visit_block(&e.then_branch);
            });
        });
        if let Some((_, otherwise)) = &e.else_branch {
            let diverges = matches!(&**otherwise, Expr::Block(block) if guards::diverges(&block.block));
            self.branch(diverges, |trace| trace.visit_expr(otherwise));
        }
    }

    fn visit_expr_match(&mut self, e: &'ast syn::ExprMatch) {
        self.visit_expr(&e.expr);
        for arm in &e.arms {
            let diverges = guards::leaves(&arm.body);
            self.branch(diverges, |trace| {
                trace.bound(&arm.pat, &e.expr);
                trace.visit_expr(&arm.body);
            });
        }
    }

    fn visit_expr_closure(&mut self, e: &'ast syn::ExprClosure) {
        // It runs later, or never.
        self.silently(true, |trace| trace.branch(true, |trace| trace.visit_expr(&e.body)));
    }

    fn visit_expr_return(&mut self, e: &'ast syn::ExprReturn) {
        visit::visit_expr_return(self, e);
        self.left(e.span());
    }

    fn visit_expr_try(&mut self, e: &'ast syn::ExprTry) {
        visit::visit_expr_try(self, e);
        if self.given(&e.expr).is_none() {
            self.left(e.span());
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Some(symbol) = import(self.items, &call.func) {
            for (param, arg) in call.args.iter().enumerate() {
                let at = place(self.file, call.span());
                if let Some(name) = variable(arg) {
                    self.events.push(Event::Passed { name, symbol: symbol.clone(), param, at });
                } else {
                    self.visit_expr(arg);
                    self.lent(&symbol, param, arg, &at);
                }
            }
            return;
        }
        if let (Expr::Path(path), Some(field)) = (&*call.func, call.args.first()) {
            let ty = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
            for (at, arg) in call.args.iter().enumerate() {
                self.kept(&ty, &at.to_string(), arg);
            }
            self.called(&path.path, call);
            self.guarded(&ty, field);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_struct(&mut self, e: &'ast syn::ExprStruct) {
        let ty = e.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        for field in &e.fields {
            let member = &field.member;
            self.kept(&ty, &quote::quote!(#member).to_string(), &field.expr);
            self.guarded(&ty, &field.expr);
        }
        visit::visit_expr_struct(self, e);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if call.method == "is_null" {
            return;
        }
        if matches!(call.method.to_string().as_str(), "map" | "and_then" | "map_or" | "map_or_else") {
            self.visit_expr(&call.receiver);
            call.args.iter().for_each(|arg| self.mapped(call, arg));
            return;
        }
        visit::visit_expr_method_call(self, call);
        if matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("self")) {
            self.own_method(call);
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        use syn::punctuated::Punctuated;
        let parse = Punctuated::<Expr, syn::Token![,]>::parse_terminated;
        if let Ok(args) = mac.parse_body_with(parse) {
            args.iter().for_each(|arg| {
                for name in guards::names(arg) {
                    let at = place(self.file, mac.span());
                    self.events.push(Event::Used { name, at });
                }
                let mut calls = Calls(self, mac.span());
                calls.visit_expr(arg);
            });
        }
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if let Some(name) = path.path.get_ident() {
            let at = place(self.file, path.span());
            self.events.push(Event::Used { name: name.to_string(), at });
        }
    }
}

/// Calls within a macro's arguments, whose names are noted already.
struct Calls<'t, 'i>(&'t mut Trace<'i>, proc_macro2::Span);

impl<'ast> Visit<'ast> for Calls<'_, '_> {
    fn me(&mut self) -> &mut dyn Visit<'ast> {
        self
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Some(symbol) = import(self.0.items, &call.func) {
            let at = place(self.0.file, self.1);
            for (param, arg) in call.args.iter().enumerate() {
                if let Some(name) = variable(arg) {
                    self.0.events.push(Event::Passed { name, symbol: symbol.clone(), param, at: at.clone() });
                }
            }
        }
        visit::visit_expr_call(self, call);
    }
}
