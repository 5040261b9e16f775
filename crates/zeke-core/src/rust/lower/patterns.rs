//! Patterns of `match`, `let` and parameters.

use syn::Pat;

use super::super::unit::last_ident;
use super::super::walk::pattern_names;
use super::{is_type_name, member};
use crate::flow::Pattern;

pub(super) fn pattern(pat: &Pat) -> Pattern {
    match pat {
        Pat::Wild(_) | Pat::Rest(_) => Pattern::Any,
        Pat::Ident(e) => {
            let name = e.ident.to_string();
            match &e.subpat {
                _ if name == "None" => Pattern::Null,
                Some(_) => Pattern::Maybe(pattern_names(pat)),
                // A constant or a variant.
                None if name.starts_with(char::is_uppercase) => Pattern::Maybe(Vec::new()),
                None => Pattern::Bind(name),
            }
        }
        Pat::Type(e) => pattern(&e.pat),
        Pat::Paren(e) => pattern(&e.pat),
        Pat::Reference(e) => pattern(&e.pat),
        Pat::Guard(e) => pattern(&e.pat),
        Pat::Lit(e) => match &e.lit {
            syn::Lit::Bool(truth) => Pattern::Bool(truth.value),
            syn::Lit::Int(number) => number.base10_parse().map_or(Pattern::Maybe(Vec::new()), Pattern::Int),
            _ => Pattern::Maybe(Vec::new()),
        },
        Pat::Path(e) => match last_ident(&e.path).as_str() {
            "None" => Pattern::Null,
            name if is_type_name(name) => Pattern::Variant(name.to_owned(), Vec::new()),
            _ => Pattern::Maybe(Vec::new()),
        },
        Pat::Tuple(e) => Pattern::Tuple(e.elems.iter().map(pattern).collect()),
        Pat::TupleStruct(e) => match (last_ident(&e.path).as_str(), e.elems.len()) {
            ("Some" | "Ok", 1) => Pattern::There(Box::new(pattern(&e.elems[0]))),
            ("Err", _) => Pattern::Failed,
            (name, _) => {
                let parts = e.elems.iter().enumerate();
                Pattern::Variant(
                    name.to_owned(),
                    parts.map(|(at, part)| (at.to_string(), pattern(part))).collect(),
                )
            }
        },
        Pat::Struct(e) => {
            let fields = e.fields.iter().map(|field| (member(&field.member), pattern(&field.pat)));
            Pattern::Variant(last_ident(&e.path), fields.collect())
        }
        _ => Pattern::Maybe(pattern_names(pat)),
    }
}
