//! Types and constant expressions, from syntax trees to what the lowering knows.

use quote::ToTokens;
use syn::{BinOp, Expr, GenericArgument, Lit, PathArguments, PointerMutability, ReturnType, Type, UnOp};

use super::outline::{BinaryOp, ConstExpr, FunctionTypeExpr, GenericArg, TypeExpr};
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
        other => TypeExpr::Other(shown(other)),
    }
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
        Expr::Block(block) => match block.block.stmts.as_slice() {
            [syn::Stmt::Expr(inner, None)] => const_expr(inner),
            _ => ConstExpr::Other,
        },
        Expr::Path(path) if path.qself.is_none() => {
            ConstExpr::Path(path.path.segments.iter().map(|s| name(&s.ident)).collect())
        }
        Expr::Unary(unary) => match unary.op {
            UnOp::Neg(_) => ConstExpr::Negate(Box::new(const_expr(&unary.expr))),
            UnOp::Not(_) => ConstExpr::Not(Box::new(const_expr(&unary.expr))),
            _ => ConstExpr::Other,
        },
        Expr::Binary(binary) => binary_op(&binary.op).map_or(ConstExpr::Other, |op| {
            ConstExpr::Binary(op, Box::new(const_expr(&binary.left)), Box::new(const_expr(&binary.right)))
        }),
        Expr::Cast(cast) => ConstExpr::Cast(Box::new(const_expr(&cast.expr)), Box::new(type_expr(&cast.ty))),
        Expr::Call(call) if call.args.is_empty() => size_of(&call.func),
        _ => ConstExpr::Other,
    }
}

/// `size_of::<T>` by whatever path.
fn size_of(function: &Expr) -> ConstExpr {
    let Expr::Path(path) = function else { return ConstExpr::Other };
    let Some(last) = path.path.segments.last() else { return ConstExpr::Other };
    match &last.arguments {
        PathArguments::AngleBracketed(args) if last.ident == "size_of" => match args.args.first() {
            Some(GenericArgument::Type(ty)) => ConstExpr::SizeOf(Box::new(type_expr(ty))),
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
        BinOp::BitAnd(_) => BinaryOp::And,
        BinOp::BitOr(_) => BinaryOp::Or,
        BinOp::BitXor(_) => BinaryOp::Xor,
        BinOp::Shl(_) => BinaryOp::Shl,
        BinOp::Shr(_) => BinaryOp::Shr,
        _ => return None,
    })
}
