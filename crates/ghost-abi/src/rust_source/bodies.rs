//! What the body of an exported function shows about its declaration: nulls it returns, what it
//! does with its pointers, whether it makes terminated text.
//!
//! Only what is plainly written counts. A parameter whose every use is one of those known here is
//! *understood*; anything else leaves it open.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Lit, Pat, Stmt, Token};

use super::exprs::name;
use crate::source::{Body, ParamUse};

/// Reads a body. `place` turns a span into a location.
pub(super) fn read(
    params: &[Option<String>],
    block: &Block,
    place: impl Fn(Span) -> crate::model::Location,
) -> Body {
    let place = &place;
    let uses = vec![ParamUse { understood: true, ..ParamUse::default() }; params.len()];
    let mut walk = Walk { params, shadowed: vec![false; params.len()], uses, terminates: false };
    walk.visit_block(block);
    let mut returns = Returns { null: null_of_block(block) };
    returns.visit_block(block);
    let given = super::given_nulls::find(params, block).into_iter();
    Body {
        given_nulls: given.map(|(param, argument, span)| (param, argument, place(span))).collect(),
        returns_null: returns.null.map(place),
        params: walk.uses,
        terminates: walk.terminates,
    }
}

/// Finds `return` with a null, closures apart: they return from themselves.
struct Returns {
    null: Option<Span>,
}

impl<'ast> Visit<'ast> for Returns {
    fn visit_expr_return(&mut self, node: &'ast syn::ExprReturn) {
        self.null = self.null.or_else(|| node.expr.as_ref().and_then(|e| null_of(e)));
        visit::visit_expr_return(self, node);
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

fn null_of_block(block: &Block) -> Option<Span> {
    match block.stmts.last()? {
        Stmt::Expr(expr, None) => null_of(expr),
        _ => None,
    }
}

/// Where an expression gives a literal null, by itself or in one of its branches.
pub(super) fn null_of(expr: &Expr) -> Option<Span> {
    match expr {
        Expr::Call(call) if is_null_path(&call.func) => Some(last_span(&call.func)),
        // What a guarded closure returns is what the call gives.
        Expr::Call(call) if path_ends(&call.func, &["catch_unwind", "AssertUnwindSafe"]) => {
            call.args.iter().find_map(null_of_closure)
        }
        Expr::Cast(cast) => match &*cast.expr {
            Expr::Lit(lit) if matches!(&lit.lit, Lit::Int(n) if n.base10_digits() == "0") => {
                Some(lit_span(&lit.lit))
            }
            inner => null_of(inner),
        },
        Expr::MethodCall(call) => null_of_method(call),
        Expr::If(branch) => null_of_block(&branch.then_branch)
            .or_else(|| branch.else_branch.as_ref().and_then(|(_, other)| null_of(other))),
        Expr::Match(matched) => matched.arms.iter().find_map(|arm| null_of(&arm.body)),
        Expr::Block(block) => null_of_block(&block.block),
        Expr::Unsafe(block) => null_of_block(&block.block),
        Expr::Paren(inner) => null_of(&inner.expr),
        Expr::Group(inner) => null_of(&inner.expr),
        _ => None,
    }
}

fn null_of_method(call: &syn::ExprMethodCall) -> Option<Span> {
    let argument = |i: usize| call.args.iter().nth(i);
    let own = match name(&call.method).as_str() {
        "cast" | "cast_mut" | "cast_const" => None,
        "unwrap_or" | "map_or" => argument(0).and_then(null_of),
        "unwrap_or_else" | "map_or_else" | "or_else" => {
            argument(0).and_then(|a| if is_null_path(a) { Some(last_span(a)) } else { null_of_closure(a) })
        }
        "map" | "and_then" => argument(0).and_then(null_of_closure),
        _ => return None,
    };
    own.or_else(|| null_of(&call.receiver))
}

/// Where a closure gives null, at its end or by `return`.
fn null_of_closure(expr: &Expr) -> Option<Span> {
    match expr {
        Expr::Closure(closure) => null_of(&closure.body).or_else(|| {
            let mut returns = Returns { null: None };
            returns.visit_expr(&closure.body);
            returns.null
        }),
        Expr::Call(call) if path_ends(&call.func, &["AssertUnwindSafe"]) => {
            call.args.iter().find_map(null_of_closure)
        }
        _ => None,
    }
}

fn is_null_path(expr: &Expr) -> bool {
    path_ends(expr, &["null", "null_mut"])
}

fn path_ends(expr: &Expr, names: &[&str]) -> bool {
    matches!(expr, Expr::Path(p) if p.path.segments.last().is_some_and(|s| names.iter().any(|n| s.ident == n)))
}

fn last_span(expr: &Expr) -> Span {
    match expr {
        Expr::Path(p) => p.path.segments.last().map_or_else(Span::call_site, |s| s.ident.span()),
        _ => Span::call_site(),
    }
}

fn lit_span(lit: &Lit) -> Span {
    lit.span()
}

/// What a function does with the pointer that it is given.
#[derive(Clone, Copy)]
enum Effect {
    Reads,
    ReadsToTerminator,
    Writes,
}

/// Methods of raw pointers.
fn method_effect(method: &str) -> Option<Effect> {
    match method {
        "is_null"
        | "as_ref"
        | "as_ref_unchecked"
        | "read"
        | "read_unaligned"
        | "read_volatile"
        | "offset_from"
        | "addr"
        | "is_aligned"
        | "copy_to"
        | "copy_to_nonoverlapping" => Some(Effect::Reads),
        "as_mut"
        | "as_mut_unchecked"
        | "as_uninit_mut"
        | "write"
        | "write_bytes"
        | "write_unaligned"
        | "write_volatile"
        | "replace"
        | "swap"
        | "copy_from"
        | "copy_from_nonoverlapping"
        | "drop_in_place" => Some(Effect::Writes),
        _ => None,
    }
}

/// Functions by their last two segments, and the argument that the effect is on.
fn call_effect(owner: &str, function: &str, argument: usize) -> Option<Effect> {
    match (owner, function, argument) {
        ("CStr", "from_ptr", 0) | (_, "strlen", 0) => Some(Effect::ReadsToTerminator),
        (_, "from_raw_parts", 0) if owner != "Vec" && owner != "String" => Some(Effect::Reads),
        (_, "read" | "read_unaligned" | "eq" | "addr_of" | "copy" | "copy_nonoverlapping", 0)
        | (_, "eq" | "memcpy" | "memmove", 1) => Some(Effect::Reads),
        (_, "copy" | "copy_nonoverlapping", 1) | (_, "memcpy" | "memmove" | "memset", 0) => {
            Some(Effect::Writes)
        }
        (_, "from_raw_parts_mut" | "write" | "write_bytes" | "drop_in_place" | "replace" | "swap", 0)
        | (_, "swap", 1)
        | ("Box" | "CString" | "Rc" | "Arc", "from_raw", 0)
        | ("Vec" | "String", "from_raw_parts", 0) => Some(Effect::Writes),
        _ => None,
    }
}

struct Walk<'p> {
    params: &'p [Option<String>],
    /// Parameters whose name has got another meaning.
    shadowed: Vec<bool>,
    uses: Vec<ParamUse>,
    terminates: bool,
}

impl Walk<'_> {
    fn param(&self, ident: &proc_macro2::Ident) -> Option<usize> {
        let index = self.params.iter().position(|p| p.as_deref().is_some_and(|p| ident == p))?;
        (!self.shadowed[index]).then_some(index)
    }

    /// The parameter that a pointer expression is, moved or cast perhaps.
    fn pointer(&self, expr: &Expr) -> Option<usize> {
        match expr {
            Expr::Path(p) => p.path.get_ident().and_then(|i| self.param(i)),
            Expr::Paren(inner) => self.pointer(&inner.expr),
            Expr::Group(inner) => self.pointer(&inner.expr),
            Expr::Cast(cast) => self.pointer(&cast.expr),
            Expr::MethodCall(call) => match name(&call.method).as_str() {
                "cast" | "cast_mut" | "cast_const" | "add" | "sub" | "offset" | "wrapping_add"
                | "wrapping_sub" | "byte_add" | "as_ptr" => self.pointer(&call.receiver),
                _ => None,
            },
            _ => None,
        }
    }

    /// The parameter behind which a place lies: `*p`, `(*p).field`, `*p.add(i)`.
    fn place(&self, expr: &Expr) -> Option<usize> {
        match expr {
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => {
                self.pointer(&unary.expr).or_else(|| self.place(&unary.expr))
            }
            Expr::Field(field) => self.place(&field.base),
            Expr::Index(index) => self.place(&index.expr),
            Expr::Paren(inner) => self.place(&inner.expr),
            Expr::Group(inner) => self.place(&inner.expr),
            _ => None,
        }
    }

    fn apply(&mut self, index: usize, effect: Effect) {
        let used = &mut self.uses[index];
        match effect {
            Effect::Reads => {}
            Effect::ReadsToTerminator => used.read_to_terminator = true,
            Effect::Writes => used.written = true,
        }
    }

    /// Visits what a pointer expression is made of, but for the pointer itself.
    fn visit_rest(&mut self, expr: &Expr) {
        match expr {
            Expr::Paren(inner) => self.visit_rest(&inner.expr),
            Expr::Group(inner) => self.visit_rest(&inner.expr),
            Expr::Cast(cast) => self.visit_rest(&cast.expr),
            Expr::Unary(unary) => self.visit_rest(&unary.expr),
            Expr::Field(field) => self.visit_rest(&field.base),
            Expr::Index(index) => {
                self.visit_rest(&index.expr);
                self.visit_expr(&index.index);
            }
            Expr::MethodCall(call) => {
                self.visit_rest(&call.receiver);
                call.args.iter().for_each(|a| self.visit_expr(a));
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &syn::ExprCall) {
        let segments: Vec<String> = match &*call.func {
            Expr::Path(p) => p.path.segments.iter().map(|s| name(&s.ident)).collect(),
            other => {
                self.visit_expr(other);
                Vec::new()
            }
        };
        let function = segments.last().map_or("", String::as_str);
        let owner = segments.len().checked_sub(2).map_or("", |i| segments[i].as_str());
        self.terminates |= owner == "CString" || owner == "CStr";
        for (i, argument) in call.args.iter().enumerate() {
            match (self.pointer(argument), call_effect(owner, function, i)) {
                (Some(index), Some(effect)) => {
                    self.apply(index, effect);
                    self.visit_rest(argument);
                }
                _ => self.visit_expr(argument),
            }
        }
    }

    /// Tokens of a macro are not parsed: a parameter among them is used in a way unknown.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut streams = vec![tokens];
        while let Some(stream) = streams.pop() {
            for token in stream {
                match token {
                    TokenTree::Group(group) => streams.push(group.stream()),
                    TokenTree::Ident(ident) => {
                        if let Some(index) = self.param(&ident) {
                            self.uses[index].understood = false;
                        }
                    }
                    TokenTree::Literal(literal) => self.terminates |= literal.to_string().contains("\\0"),
                    TokenTree::Punct(_) => {}
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Path(p) => {
                if let Some(index) = p.path.get_ident().and_then(|i| self.param(i)) {
                    self.uses[index].understood = false;
                }
            }
            Expr::Assign(assign) => {
                if let Some(index) = self.place(&assign.left) {
                    self.apply(index, Effect::Writes);
                    self.visit_rest(&assign.left);
                } else {
                    self.visit_expr(&assign.left);
                }
                self.visit_expr(&assign.right);
            }
            Expr::Binary(binary) => self.binary(binary),
            Expr::Reference(reference) => match self.place(&reference.expr) {
                Some(index) => {
                    let effect = if reference.mutability.is_some() { Effect::Writes } else { Effect::Reads };
                    self.apply(index, effect);
                    self.visit_rest(&reference.expr);
                }
                None => visit::visit_expr(self, expr),
            },
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Call(call) => self.call(call),
            Expr::Unary(_) | Expr::Field(_) | Expr::Index(_) if self.place(expr).is_some() => {
                self.visit_rest(expr);
            }
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        // What is bound is not yet in scope in its own initialiser.
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
        self.visit_pat(&local.pat);
    }

    fn visit_expr_match(&mut self, matched: &'ast syn::ExprMatch) {
        self.visit_expr(&matched.expr);
        matched.arms.iter().for_each(|arm| self.visit_arm(arm));
    }

    fn visit_expr_let(&mut self, bound: &'ast syn::ExprLet) {
        self.visit_expr(&bound.expr);
        self.visit_pat(&bound.pat);
    }

    fn visit_pat(&mut self, pat: &'ast Pat) {
        if let Pat::Ident(bound) = pat
            && let Some(index) = self.param(&bound.ident)
        {
            self.shadowed[index] = true;
        }
        visit::visit_pat(self, pat);
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        // `println!`, `assert!`, `vec!` and most others take expressions.
        let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(node.tokens.clone());
        match arguments {
            Ok(arguments) => arguments.iter().for_each(|argument| self.visit_expr(argument)),
            Err(_) => self.tokens(node.tokens.clone()),
        }
    }

    fn visit_lit(&mut self, lit: &'ast Lit) {
        self.terminates |= match lit {
            Lit::CStr(_) => true,
            Lit::Str(text) => text.value().ends_with('\0'),
            Lit::ByteStr(bytes) => bytes.value().ends_with(&[0]),
            _ => false,
        };
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

impl Walk<'_> {
    fn method_call(&mut self, call: &syn::ExprMethodCall) {
        let effect = method_effect(&name(&call.method));
        if let (Some(index), Some(effect)) = (self.pointer(&call.receiver), effect) {
            self.apply(index, effect);
            self.visit_rest(&call.receiver);
            call.args.iter().for_each(|a| self.visit_expr(a));
            return;
        }
        // A method on what lies behind may take it by `&mut`.
        if let Some(index) = self.place(&call.receiver) {
            self.uses[index].understood = false;
        }
        visit::visit_expr_method_call(self, call);
    }

    fn binary(&mut self, binary: &syn::ExprBinary) {
        use syn::BinOp;
        let assigns = matches!(
            binary.op,
            BinOp::AddAssign(_)
                | BinOp::SubAssign(_)
                | BinOp::MulAssign(_)
                | BinOp::DivAssign(_)
                | BinOp::RemAssign(_)
                | BinOp::BitXorAssign(_)
                | BinOp::BitAndAssign(_)
                | BinOp::BitOrAssign(_)
                | BinOp::ShlAssign(_)
                | BinOp::ShrAssign(_)
        );
        match self.place(&binary.left) {
            Some(index) => {
                self.apply(index, if assigns { Effect::Writes } else { Effect::Reads });
                self.visit_rest(&binary.left);
            }
            None => self.compared(&binary.left),
        }
        self.compared(&binary.right);
    }

    /// A pointer that is compared is only looked at.
    fn compared(&mut self, expr: &Expr) {
        if self.pointer(expr).is_some() { self.visit_rest(expr) } else { self.visit_expr(expr) }
    }
}
