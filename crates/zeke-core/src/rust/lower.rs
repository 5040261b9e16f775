//! Rust in the words that functions are followed in.

mod patterns;

use std::collections::HashSet;

use syn::spanned::Spanned;
use syn::{BinOp, Block, Expr, Stmt, UnOp};

use super::unit::{Function, Items, last_ident, type_text};
use super::value::Core;
use crate::flow::{Arm, Call, Expr as Code, Kind, Param, Pattern, Program, Routine, Spot};
use patterns::pattern;

/// Deepest nesting that is lowered.
const DEPTH_MAX: usize = 80;
/// The name of what a function is given that stands where a closure could.
const GIVEN: &str = "given";

/// Every function of a unit.
pub(super) fn program(items: &Items<'_>) -> Program {
    let mut program = Program { drops: true, ..Program::default() };
    program.globals = items.statics.keys().cloned().collect();
    program.globals.sort();
    let fields = items.structs.values().flat_map(|owner| &owner.fields);
    let pointers = fields.filter(|(_, _, ty)| ["*", "NonNull<", "&"].iter().any(|mark| ty.starts_with(mark)));
    program.pointers = pointers.map(|(name, ..)| name.clone()).collect();
    program.pointers.sort();
    program.pointers.dedup();
    let fields = items.structs.values().flat_map(|owner| &owner.fields);
    let (plain, others): (Vec<_>, Vec<_>) = fields.partition(|(_, ty, _)| ty.is_scalar());
    let others: HashSet<&str> = others.iter().map(|(name, ..)| name.as_str()).collect();
    let plain = plain.iter().map(|(name, ..)| name).filter(|name| !others.contains(name.as_str()));
    program.plain = plain.cloned().collect();
    program.plain.sort();
    program.plain.dedup();
    for function in &items.functions {
        let file = program.file(function.file);
        let owner = function.owner.as_deref().unwrap_or_default();
        let mut lower = Lower { items, owner, file, depth: 0 };
        program.routines.push(lower.routine(function));
    }
    program
}

struct Lower<'i> {
    items: &'i Items<'i>,
    /// The type whose method is lowered.
    owner: &'i str,
    file: u32,
    depth: usize,
}

impl Lower<'_> {
    fn routine(&mut self, function: &Function<'_>) -> Routine {
        let owner = function.owner.clone().unwrap_or_default();
        let params = function.signature.inputs.iter().map(|input| match input {
            syn::FnArg::Receiver(receiver) => Param {
                name: "self".to_owned(),
                ty: owner.clone(),
                by_value: matches!(receiver.kind, syn::ReceiverKind::Value),
                plain: false,
            },
            syn::FnArg::Typed(typed) => {
                let name = super::walk::pattern_names(&typed.pat).into_iter().next().unwrap_or_default();
                let core = Core::of(&typed.ty);
                let text = type_text(&typed.ty);
                let by_value = !text.starts_with(['*', '&']) && !text.starts_with("Option<&");
                let plain = core.is_scalar() || matches!(core.name.as_str(), "str" | "String");
                let ty = super::unit::last_segment(&core.name).to_owned();
                let ty = if ty == "Self" { owner.clone() } else { ty };
                Param { name, ty, by_value, plain }
            }
        });
        let params = params.collect();
        let is_c = function.abi.as_deref().is_some_and(|abi| abi != "Rust");
        let symbol = function.symbol.clone().filter(|_| is_c);
        let body = self.block(function.block);
        Routine { name: function.name.clone(), owner, symbol, params, body }
    }

    /// A type by its name: `Self` is the type whose method is lowered.
    fn named(&self, ty: String) -> String {
        if ty == "Self" { self.owner.to_owned() } else { ty }
    }

    fn spot(&self, span: proc_macro2::Span) -> Spot {
        let start = span.start();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Spot { file: self.file, line: number(start.line), column: number(start.column + 1) }
    }

    fn block(&mut self, block: &Block) -> Code {
        let at = self.spot(block.span());
        let mut statements = Vec::with_capacity(block.stmts.len());
        let last = block.stmts.len().saturating_sub(1);
        for (index, statement) in block.stmts.iter().enumerate() {
            match statement {
                Stmt::Local(local) => statements.push(self.local(local)),
                Stmt::Item(_) => {}
                Stmt::Expr(expr, semi) => {
                    statements.push(self.expr(expr));
                    if index == last && semi.is_some() {
                        statements.push(Code::new(at, Kind::Nothing));
                    }
                }
                Stmt::Macro(call) => statements.push(self.macro_call(&call.mac)),
            }
        }
        Code::new(at, Kind::Block(statements))
    }

    fn local(&mut self, local: &syn::Local) -> Code {
        let at = self.spot(local.span());
        let ty = match &local.pat {
            syn::Pat::Type(typed) => super::unit::last_segment(&Core::of(&typed.ty).name).to_owned(),
            _ => String::new(),
        };
        let ty = if ty == "_" { String::new() } else { ty };
        let (value, otherwise) = match &local.init {
            Some(init) => {
                let otherwise = init.diverge.as_ref().map(|(_, expr)| Box::new(self.expr(expr)));
                (self.expr(&init.expr), otherwise)
            }
            None => (Code::new(at, Kind::Nothing), None),
        };
        Code::new(at, Kind::Let { pattern: pattern(&local.pat), ty, value: Box::new(value), otherwise })
    }

    fn boxed(&mut self, expr: &Expr) -> Box<Code> {
        Box::new(self.expr(expr))
    }

    fn expr(&mut self, expr: &Expr) -> Code {
        let at = self.spot(expr.span());
        if self.depth >= DEPTH_MAX {
            return Code::new(at, Kind::Nothing);
        }
        self.depth += 1;
        let kind = self.kind(expr, at);
        self.depth -= 1;
        kind
    }

    fn kind(&mut self, expr: &Expr, at: Spot) -> Code {
        let kind = match expr {
            Expr::Paren(e) => return self.expr(&e.expr),
            Expr::Group(e) => return self.expr(&e.expr),
            Expr::Cast(e) => return self.expr(&e.expr),
            Expr::Await(e) => return self.expr(&e.base),
            Expr::Unsafe(e) => return self.block(&e.block),
            Expr::Const(e) => return self.block(&e.block),
            Expr::Block(e) => {
                let body = self.block(&e.block);
                return labeled(e.label.as_ref(), body);
            }
            Expr::Lit(e) => literal(&e.lit),
            Expr::Path(e) => path(&e.path),
            Expr::Reference(e) => Kind::Address(self.boxed(&e.expr)),
            Expr::RawAddr(e) => Kind::Address(self.boxed(&e.expr)),
            Expr::Unary(e) => match e.op {
                UnOp::Deref(_) => Kind::Deref(self.boxed(&e.expr)),
                UnOp::Not(_) => Kind::Not(self.boxed(&e.expr)),
                _ => Kind::Parts(vec![self.expr(&e.expr)]),
            },
            Expr::Field(e) => Kind::Field(self.boxed(&e.base), member(&e.member)),
            Expr::Index(e) => match &*e.index {
                Expr::Range(range) => {
                    let ends = range.start.iter().chain(&range.end).map(|end| self.expr(end)).collect();
                    Kind::Slice(self.boxed(&e.expr), ends)
                }
                index => Kind::Item(self.boxed(&e.expr), self.boxed(index)),
            },
            Expr::Binary(e) => self.binary(e),
            Expr::Assign(e) => Kind::Assign(self.boxed(&e.left), self.boxed(&e.right)),
            Expr::Try(e) => Kind::Try(self.boxed(&e.expr)),
            Expr::MethodCall(e) => self.method(e),
            Expr::Call(e) => self.call(e),
            Expr::Macro(e) => return self.macro_call(&e.mac),
            Expr::Closure(e) => {
                let params = e.inputs.iter().map(pattern).collect();
                Kind::Code { params, body: self.boxed(&e.body) }
            }
            _ => return self.compound(expr, at),
        };
        Code::new(at, kind)
    }

    fn compound(&mut self, expr: &Expr, at: Spot) -> Code {
        let kind = match expr {
            Expr::Tuple(e) => {
                let fields = e.elems.iter().enumerate();
                let fields = fields.map(|(index, part)| (index.to_string(), self.expr(part))).collect();
                Kind::Record { ty: "()".to_owned(), fields }
            }
            Expr::Array(e) => {
                let parts = e.elems.iter().map(|part| (String::new(), self.expr(part))).collect();
                memory(at, parts)
            }
            Expr::Repeat(_) => memory(at, Vec::new()),
            Expr::Struct(e) => {
                let fields =
                    e.fields.iter().map(|field| (member(&field.member), self.expr(&field.expr))).collect();
                Kind::Record { ty: self.named(last_ident(&e.path)), fields }
            }
            Expr::If(e) => Kind::If {
                condition: Box::new(self.condition(&e.cond)),
                payload: None,
                then: Box::new(self.block(&e.then_branch)),
                otherwise: e.else_branch.as_ref().map(|(_, branch)| self.boxed(branch)),
            },
            Expr::Let(e) => Kind::Matches { subject: self.boxed(&e.expr), pattern: pattern(&e.pat) },
            Expr::Match(e) => {
                let subject = &e.expr;
                let text = quote::quote!(#subject).to_string();
                Kind::Switch {
                    subject: self.boxed(&e.expr),
                    text,
                    arms: e.arms.iter().map(|arm| self.arm(arm)).collect(),
                }
            }
            Expr::Return(e) => Kind::Return(e.expr.as_ref().map(|value| self.boxed(value))),
            Expr::Break(e) => Kind::Break(name_of(e.label.as_ref()), e.expr.as_ref().map(|v| self.boxed(v))),
            Expr::Continue(e) => Kind::Continue(name_of(e.label.as_ref())),
            Expr::Range(e) => Kind::Parts(e.start.iter().chain(&e.end).map(|end| self.expr(end)).collect()),
            _ => return self.looped(expr, at),
        };
        Code::new(at, kind)
    }

    fn looped(&mut self, expr: &Expr, at: Spot) -> Code {
        let (label, over, condition, payload, body) = match expr {
            Expr::ForLoop(e) => (&e.label, Some(self.boxed(&e.expr)), None, Some(pattern(&e.pat)), &e.body),
            Expr::While(e) => (&e.label, None, Some(Box::new(self.condition(&e.cond))), None, &e.body),
            Expr::Loop(e) => (&e.label, None, None, None, &e.body),
            _ => return Code::new(at, Kind::Nothing),
        };
        let body = Box::new(self.block(body));
        let whole = Code::new(at, Kind::Loop { over, condition, payload, body, next: None });
        labeled(label.as_ref(), whole)
    }

    /// A condition, with its text where nothing else may be known of it.
    fn condition(&mut self, expr: &Expr) -> Code {
        let at = self.spot(expr.span());
        match expr {
            Expr::Paren(e) => self.condition(&e.expr),
            Expr::Let(_) => self.expr(expr),
            Expr::Unary(e) if matches!(e.op, UnOp::Not(_)) => {
                Code::new(at, Kind::Not(Box::new(self.condition(&e.expr))))
            }
            Expr::Binary(e) if matches!(e.op, BinOp::And(_) | BinOp::Or(_)) => {
                let either = matches!(e.op, BinOp::Or(_));
                let (left, right) = (Box::new(self.condition(&e.left)), Box::new(self.condition(&e.right)));
                Code::new(at, Kind::Both { left, right, either })
            }
            _ => {
                let text = quote::quote!(#expr).to_string();
                Code::new(at, Kind::Test { condition: self.boxed(expr), text })
            }
        }
    }

    fn arm(&mut self, arm: &syn::Arm) -> Arm {
        let (pat, guard) = match &arm.pat {
            syn::Pat::Guard(guarded) => (&*guarded.pat, Some(self.condition(&guarded.guard))),
            other => (other, None),
        };
        let text = quote::quote!(#pat).to_string();
        Arm { pattern: pattern(pat), text, guard, body: self.expr(&arm.body) }
    }

    fn binary(&mut self, e: &syn::ExprBinary) -> Kind {
        let (left, right) = (self.boxed(&e.left), self.boxed(&e.right));
        match e.op {
            BinOp::Eq(_) => Kind::Equal { left, right, negated: false },
            BinOp::Ne(_) => Kind::Equal { left, right, negated: true },
            BinOp::And(_) => Kind::Both { left, right, either: false },
            BinOp::Or(_) => Kind::Both { left, right, either: true },
            BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => Kind::Parts(vec![*left, *right]),
            op if is_assignment(&op) => Kind::Adjust(left, right),
            _ => Kind::Parts(vec![*left, *right]),
        }
    }

    fn method(&mut self, e: &syn::ExprMethodCall) -> Kind {
        let name = e.method.to_string();
        if matches!(name.as_str(), "unwrap" | "expect" | "unwrap_unchecked") {
            return Kind::Unwrap(self.boxed(&e.receiver));
        }
        let receiver = Some(self.expr(&e.receiver));
        let args = e.args.iter().map(|arg| self.argument(arg)).collect();
        Kind::Call(Box::new(Call { name, receiver, args, ..Call::default() }))
    }

    fn call(&mut self, e: &syn::ExprCall) -> Kind {
        let args: Vec<Code> = e.args.iter().map(|arg| self.argument(arg)).collect();
        let Expr::Path(callee) = &*e.func else {
            let mut parts = vec![self.expr(&e.func)];
            parts.extend(args);
            return Kind::Parts(parts);
        };
        let mut names: Vec<String> = callee.path.segments.iter().map(|s| s.ident.to_string()).collect();
        let name = names.pop().unwrap_or_default();
        let foreign = self.items.imports.contains_key(&name) && name != "free" && name != "malloc";
        Kind::Call(Box::new(Call { path: names.join("::"), name, foreign, receiver: None, args }))
    }

    /// An argument; a function that is named stands for a closure that calls it.
    fn argument(&mut self, arg: &Expr) -> Code {
        let Expr::Path(e) = arg else { return self.expr(arg) };
        let mut names: Vec<String> = e.path.segments.iter().map(|s| s.ident.to_string()).collect();
        let name = names.pop().unwrap_or_default();
        let function = !names.is_empty() && name.starts_with(char::is_lowercase)
            || names.is_empty() && is_type_name(&name) && name != "None";
        if !function {
            return self.expr(arg);
        }
        let at = self.spot(arg.span());
        let args = vec![Code::new(at, Kind::Name(GIVEN.to_owned()))];
        let call = Call { path: names.join("::"), name, args, ..Call::default() };
        let body = Box::new(Code::new(at, Kind::Call(Box::new(call))));
        Code::new(at, Kind::Code { params: vec![Pattern::Bind(GIVEN.to_owned())], body })
    }

    fn macro_call(&mut self, mac: &syn::Macro) -> Code {
        use syn::punctuated::Punctuated;
        let at = self.spot(mac.span());
        let name = last_ident(&mac.path);
        match name.as_str() {
            // It does not come back.
            "panic" | "unreachable" | "todo" | "unimplemented" => {
                return Code::new(at, Kind::Unwrap(Box::new(Code::new(at, Kind::Null))));
            }
            "vec" => return Code::new(at, memory(at, Vec::new())),
            _ => {}
        }
        let args = mac.parse_body_with(Punctuated::<Expr, syn::Token![,]>::parse_terminated);
        let mut parts: Vec<Code> = args.iter().flatten().map(|arg| looked_at(self.expr(arg))).collect();
        // Names within the text of a format.
        let names = super::text::captured(mac).into_iter();
        parts.extend(names.map(|name| looked_at(Code::new(at, Kind::Name(name)))));
        Code::parts(at, parts)
    }
}

/// What a macro is given it looks at: a pointer or what it points to.
fn looked_at(expr: Code) -> Code {
    Code { at: expr.at, kind: Kind::Address(Box::new(expr)) }
}

fn labeled(label: Option<&syn::Label>, body: Code) -> Code {
    match label {
        Some(label) => Code::new(body.at, Kind::Labeled(label.name.ident.to_string(), Box::new(body))),
        None => body,
    }
}

fn name_of(label: Option<&syn::Lifetime>) -> String {
    label.map(|label| label.ident.to_string()).unwrap_or_default()
}

fn member(member: &syn::Member) -> String {
    match member {
        syn::Member::Named(name) => name.to_string(),
        syn::Member::Unnamed(index) => index.index.to_string(),
    }
}

/// Memory of this side, with what lies in it.
fn memory(at: Spot, parts: Vec<(String, Code)>) -> Kind {
    let elements = Code::new(at, Kind::Record { ty: String::new(), fields: parts });
    Kind::Record { ty: "[memory]".to_owned(), fields: vec![("[]".to_owned(), elements)] }
}

fn literal(lit: &syn::Lit) -> Kind {
    match lit {
        syn::Lit::Bool(truth) => Kind::Bool(truth.value),
        syn::Lit::Int(number) => number.base10_parse().map_or(Kind::Nothing, Kind::Int),
        _ => Kind::Nothing,
    }
}

fn path(path: &syn::Path) -> Kind {
    let name = last_ident(path);
    match path.get_ident() {
        Some(_) if name == "None" => Kind::Null,
        Some(_) => Kind::Name(name),
        // A variant without fields.
        None if is_type_name(&name) => Kind::Record { ty: name, fields: Vec::new() },
        None => Kind::Nothing,
    }
}

/// Whether a name is written as those of types are, and not as those of constants.
fn is_type_name(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && (name.len() == 1 || name.contains(char::is_lowercase))
}

fn is_assignment(op: &BinOp) -> bool {
    let text = quote::quote!(#op).to_string();
    text.len() > 1 && text.ends_with('=') && !matches!(op, BinOp::Le(_) | BinOp::Ge(_))
}
