//! Types and constant expressions, from syntax trees to what the lowering knows.

use quote::ToTokens;
use syn::{BinOp, Expr, GenericArgument, Lit, PathArguments, PointerMutability, ReturnType, Type, UnOp};

use super::outline::{BinaryOp, Comparison, ConstExpr, FunctionTypeExpr, GenericArg, TypeExpr};
use crate::model::CallConv;

/// A type as written.
pub(super) fn type_expr(ty: &Type) -> TypeExpr {
    match ty {
        Type::Paren(inner) => type_expr(&inner.elem),
        Type::Group(inner) => type_expr(&inner.elem),
        Type::Never(_) => TypeExpr::Never,
        Type::Tuple(tuple) if tuple.elems.is_empty() => TypeExpr::Unit,
        Type::Ptr(pointer) => TypeExpr::Pointer {
            mutable: matches!(pointer.mutability, PointerMutability::Mut(_)),
            to: Box::new(type_expr(&pointer.elem)),
        },
        Type::Reference(reference) => TypeExpr::Reference {
            mutable: reference.mutability.is_some(),
            to: Box::new(type_expr(&reference.elem)),
        },
        Type::Array(array) => {
            TypeExpr::Array(Box::new(type_expr(&array.elem)), Box::new(const_expr(&array.len)))
        }
        Type::FnPtr(function) => TypeExpr::Function(Box::new(FunctionTypeExpr {
            callconv: callconv(function.abi.as_ref()),
            params: function
                .inputs
                .iter()
                .map(|arg| (arg.name.as_ref().and_then(|(name, _)| param_name(name)), type_expr(&arg.ty)))
                .collect(),
            ret: return_type(&function.output),
            variadic: function.variadic.is_some(),
        })),
        Type::Path(path) if path.qself.is_none() => path_type(path),
        Type::Path(path) => associated(path.qself.as_ref(), &path.path)
            .map_or_else(|| TypeExpr::Other(shown(path)), |path| TypeExpr::Path(path, Vec::new())),
        other => TypeExpr::Other(shown(other)),
    }
}

/// `<Type as Trait>::Name` as `Type::Name`.
fn associated(of: Option<&syn::QSelf>, path: &syn::Path) -> Option<Vec<String>> {
    let of = of?;
    let Type::Path(owner) = &*of.ty else { return None };
    let names = |path: &syn::Path| path.segments.iter().map(|s| name(&s.ident)).collect::<Vec<_>>();
    let rest = names(path).into_iter().skip(of.position);
    owner.qself.is_none().then(|| names(&owner.path).into_iter().chain(rest).collect())
}

fn path_type(ty: &syn::TypePath) -> TypeExpr {
    let Some(last) = ty.path.segments.last() else { return TypeExpr::Other(shown(ty)) };
    let args = match &last.arguments {
        PathArguments::None => Vec::new(),
        PathArguments::Parenthesized(_) => return TypeExpr::Other(shown(ty)),
        PathArguments::AngleBracketed(args) => args.args.iter().filter_map(generic_arg).collect(),
    };
    TypeExpr::Path(ty.path.segments.iter().map(|s| name(&s.ident)).collect(), args)
}

fn generic_arg(arg: &GenericArgument) -> Option<GenericArg> {
    match arg {
        GenericArgument::Type(ty) => Some(GenericArg::Type(type_expr(ty))),
        GenericArgument::Const(expr) => Some(GenericArg::Const(const_expr(expr))),
        _ => None,
    }
}

/// What a function returns.
pub(super) fn return_type(output: &ReturnType) -> TypeExpr {
    match output {
        ReturnType::Default => TypeExpr::Unit,
        ReturnType::Type(_, ty) => type_expr(ty),
    }
}

/// The calling convention of `extern "…"`, or of its absence.
pub(super) fn callconv(abi: Option<&syn::Abi>) -> CallConv {
    let Some(abi) = abi else { return CallConv::Native };
    match abi.name.as_ref().map(syn::LitStr::value).as_deref() {
        None | Some("C" | "cdecl") => CallConv::C,
        Some("C-unwind" | "cdecl-unwind") => CallConv::CUnwind,
        Some("Rust" | "rust-call" | "rust-intrinsic" | "rust-cold") => CallConv::Native,
        Some(other) => CallConv::Other(other.to_owned()),
    }
}

/// An identifier without `r#`.
pub(super) fn name(ident: &proc_macro2::Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}

/// A parameter's name; `_` is none.
pub(super) fn param_name(ident: &proc_macro2::Ident) -> Option<String> {
    let name = name(ident);
    (name != "_").then_some(name)
}

/// Source text of something, with the blanks of ordinary Rust.
pub(super) fn shown(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, tight) in [
        ("& ", "&"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" ::", "::"),
        (":: ", "::"),
        (" ;", ";"),
        ("' ", "'"),
        ("( ", "("),
        (" )", ")"),
        ("[ ", "["),
        (" ]", "]"),
        ("* ", "*"),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}

/// A constant expression.
pub(super) fn const_expr(expr: &Expr) -> ConstExpr {
    match expr {
        Expr::Lit(lit) => literal(&lit.lit),
        Expr::Paren(inner) => const_expr(&inner.expr),
        Expr::Group(inner) => const_expr(&inner.expr),
        Expr::Block(block) if block.label.is_none() => const_block(&block.block),
        Expr::Path(path) if path.qself.is_none() => {
            ConstExpr::Path(path.path.segments.iter().map(|s| name(&s.ident)).collect())
        }
        Expr::Unary(unary) => match unary.op {
            UnOp::Neg(_) => ConstExpr::Negate(Box::new(const_expr(&unary.expr))),
            UnOp::Not(_) => ConstExpr::Not(Box::new(const_expr(&unary.expr))),
            _ => ConstExpr::Other,
        },
        Expr::Path(path) => {
            associated(path.qself.as_ref(), &path.path).map_or(ConstExpr::Other, ConstExpr::Path)
        }
        Expr::Binary(binary) => {
            let sides = || (Box::new(const_expr(&binary.left)), Box::new(const_expr(&binary.right)));
            match (binary_op(&binary.op), comparison(&binary.op), sides()) {
                (Some(op), _, (left, right)) => ConstExpr::Binary(op, left, right),
                (_, Some(comparison), (left, right)) => ConstExpr::Compare(comparison, left, right),
                _ => ConstExpr::Other,
            }
        }
        Expr::Cast(cast) => ConstExpr::Cast(Box::new(const_expr(&cast.expr)), Box::new(type_expr(&cast.ty))),
        Expr::Call(call) => called(call),
        Expr::MethodCall(call) if call.turbofish.is_none() => {
            let given = call.args.iter().map(const_expr).collect();
            ConstExpr::Method(Box::new(const_expr(&call.receiver)), name(&call.method), given)
        }
        // What a type with one field holds.
        Expr::Field(field) if matches!(&field.member, syn::Member::Unnamed(index) if index.index == 0) => {
            const_expr(&field.base)
        }
        Expr::If(condition) => conditional(condition),
        Expr::Match(choice) => matching(choice),
        Expr::Array(list) => ConstExpr::List(list.elems.iter().map(const_expr).collect()),
        Expr::Repeat(list) => ConstExpr::Repeat(Box::new(const_expr(&list.len))),
        Expr::Reference(inner) if matches!(&*inner.expr, Expr::Array(_) | Expr::Repeat(_)) => {
            const_expr(&inner.expr)
        }
        _ => ConstExpr::Other,
    }
}

/// A block whose constants lead to what it ends with.
pub(super) fn const_block(block: &syn::Block) -> ConstExpr {
    let Some((last, before)) = block.stmts.split_last() else { return ConstExpr::Other };
    let last = match last {
        syn::Stmt::Expr(Expr::Return(end), _) => {
            end.expr.as_ref().map_or(ConstExpr::Other, |e| const_expr(e))
        }
        syn::Stmt::Expr(end, None) => const_expr(end),
        _ => ConstExpr::Other,
    };
    let mut named = Vec::new();
    for statement in before {
        match statement {
            syn::Stmt::Local(local) => {
                let Some(known) = local_constant(local) else { return ConstExpr::Other };
                named.push(known);
            }
            syn::Stmt::Item(_) => {}
            // `assert!(…)` changes nothing.
            syn::Stmt::Macro(call) if call.mac.path.segments.last().is_some_and(|s| s.ident == "assert") => {}
            _ => return ConstExpr::Other,
        }
    }
    if named.is_empty() { last } else { ConstExpr::Block(named, Box::new(last)) }
}

fn local_constant(local: &syn::Local) -> Option<(String, Option<TypeExpr>, ConstExpr)> {
    let (pattern, ty) = match &local.pat {
        syn::Pat::Type(typed) => (&*typed.pat, Some(type_expr(&typed.ty))),
        other => (other, None),
    };
    let syn::Pat::Ident(ident) = pattern else { return None };
    let value = local.init.as_ref().filter(|init| init.diverge.is_none())?;
    ident.mutability.is_none().then(|| (name(&ident.ident), ty, const_expr(&value.expr)))
}

fn conditional(condition: &syn::ExprIf) -> ConstExpr {
    let Some((_, otherwise)) = &condition.else_branch else { return ConstExpr::Other };
    let parts = [const_expr(&condition.cond), const_block(&condition.then_branch), const_expr(otherwise)];
    ConstExpr::If(Box::new(parts))
}

fn matching(choice: &syn::ExprMatch) -> ConstExpr {
    fn patterns(pattern: &syn::Pat) -> Option<Vec<ConstExpr>> {
        match pattern {
            syn::Pat::Lit(lit) => Some(vec![literal(&lit.lit)]),
            syn::Pat::Path(path) => Some(vec![const_expr(&Expr::Path(path.clone()))]),
            syn::Pat::Or(all) => Some(
                all.cases.iter().map(patterns).collect::<Option<Vec<_>>>()?.into_iter().flatten().collect(),
            ),
            _ => None,
        }
    }
    let arm = |arm: &syn::Arm| {
        let heads = match &arm.pat {
            syn::Pat::Wild(_) => None,
            other => Some(patterns(other)?),
        };
        Some((heads, const_expr(&arm.body)))
    };
    match choice.arms.iter().map(arm).collect::<Option<Vec<_>>>() {
        Some(arms) => ConstExpr::Match(Box::new(const_expr(&choice.expr)), arms),
        None => ConstExpr::Other,
    }
}

fn called(call: &syn::ExprCall) -> ConstExpr {
    if call.args.is_empty()
        && let known @ (ConstExpr::SizeOf(_) | ConstExpr::AlignOf(_)) = size_of(&call.func)
    {
        return known;
    }
    match &*call.func {
        Expr::Path(path) if path.qself.is_none() => {
            let names = path.path.segments.iter().map(|s| name(&s.ident)).collect();
            ConstExpr::Call(names, call.args.iter().map(const_expr).collect())
        }
        _ => ConstExpr::Other,
    }
}

fn comparison(op: &BinOp) -> Option<Comparison> {
    Some(match op {
        BinOp::Eq(_) => Comparison::Equal,
        BinOp::Ne(_) => Comparison::Unequal,
        BinOp::Lt(_) => Comparison::Less,
        BinOp::Le(_) => Comparison::LessOrEqual,
        BinOp::Gt(_) => Comparison::Greater,
        BinOp::Ge(_) => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

/// `size_of::<T>` and `align_of::<T>` by whatever path.
fn size_of(function: &Expr) -> ConstExpr {
    let Expr::Path(path) = function else { return ConstExpr::Other };
    let Some(last) = path.path.segments.last() else { return ConstExpr::Other };
    match &last.arguments {
        PathArguments::AngleBracketed(args) => match args.args.first() {
            Some(GenericArgument::Type(ty)) if last.ident == "size_of" => {
                ConstExpr::SizeOf(Box::new(type_expr(ty)))
            }
            Some(GenericArgument::Type(ty)) if last.ident == "align_of" => {
                ConstExpr::AlignOf(Box::new(type_expr(ty)))
            }
            _ => ConstExpr::Other,
        },
        _ => ConstExpr::Other,
    }
}

fn literal(lit: &Lit) -> ConstExpr {
    match lit {
        Lit::Int(n) if n.suffix().starts_with('f') => float(n.base10_digits(), n.suffix()),
        // Only u128 literals above i128::MAX do not fit; nobody else can name them.
        Lit::Int(n) => {
            let suffix = Some(n.suffix().to_owned()).filter(|suffix| !suffix.is_empty());
            n.base10_parse().map_or(ConstExpr::Other, |value| ConstExpr::Int(value, suffix))
        }
        Lit::Float(x) => float(x.base10_digits(), x.suffix()),
        Lit::Bool(b) => ConstExpr::Bool(b.value),
        Lit::Byte(b) => ConstExpr::Int(i128::from(b.value()), Some("u8".to_owned())),
        Lit::Char(c) => ConstExpr::Int(i128::from(u32::from(c.value())), Some("char".to_owned())),
        Lit::Str(s) => ConstExpr::Str(s.value()),
        Lit::CStr(s) => s.value().into_string().map_or(ConstExpr::Other, ConstExpr::Str),
        Lit::ByteStr(s) => {
            let mut bytes = s.value();
            if bytes.last() == Some(&0) {
                bytes.pop();
            }
            String::from_utf8(bytes).map_or(ConstExpr::Other, ConstExpr::Str)
        }
        _ => ConstExpr::Other,
    }
}

fn float(digits: &str, suffix: &str) -> ConstExpr {
    let bits = match suffix {
        "" => None,
        "f32" => Some(32),
        "f64" => Some(64),
        _ => return ConstExpr::Other,
    };
    ConstExpr::Float(digits.to_owned(), bits)
}

fn binary_op(op: &BinOp) -> Option<BinaryOp> {
    Some(match op {
        BinOp::Add(_) => BinaryOp::Add,
        BinOp::Sub(_) => BinaryOp::Sub,
        BinOp::Mul(_) => BinaryOp::Mul,
        BinOp::Div(_) => BinaryOp::Div,
        BinOp::Rem(_) => BinaryOp::Rem,
        BinOp::BitAnd(_) | BinOp::And(_) => BinaryOp::And,
        BinOp::BitOr(_) | BinOp::Or(_) => BinaryOp::Or,
        BinOp::BitXor(_) => BinaryOp::Xor,
        BinOp::Shl(_) => BinaryOp::Shl,
        BinOp::Shr(_) => BinaryOp::Shr,
        _ => return None,
    })
}
