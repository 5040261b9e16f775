//! Attributes that matter at a boundary: documentation, `repr`, export names, `cfg`.

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token};

use super::cfg::Predicate;
use super::outline::ReprAttr;
use crate::model::Advice;

/// Everything read from one item's attributes.
#[derive(Debug, Default)]
pub(super) struct Attrs {
    pub(super) docs: Vec<String>,
    pub(super) repr: ReprAttr,
    pub(super) cfg: Vec<Predicate>,
    pub(super) no_mangle: bool,
    pub(super) export_name: Option<String>,
    pub(super) link_name: Option<String>,
    /// What must hold for the name that an attribute gives it.
    pub(super) exported_if: Vec<Predicate>,
    /// Where a module's file lies.
    pub(super) path: Option<String>,
    pub(super) thread_local: bool,
    pub(super) advice: Advice,
    /// `#[test]` and its kin: never part of a library.
    pub(super) test: bool,
}

impl Attrs {
    pub(super) fn read(attributes: &[Attribute]) -> Self {
        let mut attrs = Self::default();
        for attribute in attributes {
            attrs.meta(&attribute.meta, 0);
        }
        attrs
    }

    fn meta(&mut self, meta: &Meta, depth: u32) {
        let Some(name) = meta.path().segments.last().map(|s| s.ident.to_string()) else { return };
        match (name.as_str(), meta) {
            ("doc", Meta::NameValue(pair)) => {
                let lines = text(&pair.value).map_or_else(Vec::new, |text| doc_lines(&text));
                // What is meant for another program is no documentation.
                let orders = |line: &String| line.trim_start().starts_with("cbindgen:");
                self.docs.extend(lines.into_iter().filter(|line| !orders(line)));
            }
            ("no_mangle", _) => self.no_mangle = true,
            ("export_name", Meta::NameValue(pair)) => self.export_name = text(&pair.value),
            ("link_name", Meta::NameValue(pair)) => self.link_name = text(&pair.value),
            ("path", Meta::NameValue(pair)) => self.path = text(&pair.value),
            ("thread_local", _) => self.thread_local = true,
            ("must_use", _) => self.advice.must_use = true,
            ("deprecated", meta) => self.advice.deprecated = Some(note(meta)),
            ("test" | "bench", Meta::Path(_)) => self.test = true,
            ("repr", Meta::List(list)) => self.repr(list.tokens.clone()),
            ("cfg", Meta::List(list)) => self.cfg.push(predicate(list.tokens.clone())),
            ("unsafe", Meta::List(list)) if depth == 0 => {
                if let Ok(inner) = syn::parse2::<Meta>(list.tokens.clone()) {
                    self.meta(&inner, depth + 1);
                }
            }
            ("cfg_attr", Meta::List(list)) if depth == 0 => self.cfg_attr(list.tokens.clone()),
            _ => {}
        }
    }

    /// `cfg_attr(predicate, attributes…)`: taken as applied, unless the predicate is one of tests. What decides
    /// layouts keeps its condition.
    fn cfg_attr(&mut self, tokens: TokenStream) {
        let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
        // `unsafe(no_mangle)` is no Meta to the parser unless unwrapped; tokens are enough here.
        let Ok(parts) = parser.parse2(unwrap_unsafe(tokens)) else { return };
        let mut parts = parts.into_iter();
        let Some(condition) = parts.next() else { return };
        if predicate_of(&condition) == Predicate::Is("test".to_owned(), None) {
            return;
        }
        let condition = predicate_of(&condition);
        let mut inner = Self::default();
        for part in parts {
            inner.meta(&part, 1);
        }
        self.docs.extend(inner.docs);
        let is_named = self.no_mangle || self.export_name.is_some();
        if !is_named && (inner.no_mangle || inner.export_name.is_some()) {
            self.exported_if.push(condition.clone());
        }
        self.no_mangle |= inner.no_mangle;
        self.export_name = self.export_name.take().or(inner.export_name);
        self.link_name = self.link_name.take().or(inner.link_name);
        self.path = self.path.take().or(inner.path);
        self.thread_local |= inner.thread_local;
        self.test |= inner.test;
        self.advice.must_use |= inner.advice.must_use;
        self.advice.deprecated = self.advice.deprecated.take().or(inner.advice.deprecated);
        for other in inner.cfg {
            self.cfg.push(Predicate::Any(vec![Predicate::Not(Box::new(condition.clone())), other]));
        }
        if inner.repr != ReprAttr::default() {
            self.repr.conditional.push((condition, inner.repr));
        }
    }

    fn repr(&mut self, tokens: TokenStream) {
        let Ok(parts) = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(tokens) else { return };
        for part in parts {
            let Some(name) = part.path().get_ident().map(ToString::to_string) else { continue };
            let number = match &part {
                Meta::List(list) => {
                    syn::parse2::<syn::LitInt>(list.tokens.clone()).ok().and_then(|n| n.base10_parse().ok())
                }
                _ => None,
            };
            match name.as_str() {
                "C" => self.repr.c = true,
                "transparent" => self.repr.transparent = true,
                "packed" => self.repr.packed = Some(number.unwrap_or(1)),
                "align" => self.repr.align = number.max(self.repr.align),
                _ => self.repr.int = Some(name),
            }
        }
    }
}

/// Replaces `unsafe(attribute)` by `attribute`.
fn unwrap_unsafe(tokens: TokenStream) -> TokenStream {
    let mut result = Vec::new();
    let mut after_unsafe = false;
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(ref ident) if ident == "unsafe" => after_unsafe = true,
            proc_macro2::TokenTree::Group(group) if after_unsafe => {
                result.extend(group.stream());
                after_unsafe = false;
            }
            other => {
                result.push(other);
                after_unsafe = false;
            }
        }
    }
    result.into_iter().collect()
}

/// The note of `deprecated`, `deprecated = "note"`, `deprecated(since = "1.0", note = "note")`.
fn note(meta: &Meta) -> String {
    let found = match meta {
        Meta::Path(_) => None,
        Meta::NameValue(pair) => text(&pair.value),
        Meta::List(list) => {
            let parser = Punctuated::<syn::MetaNameValue, Token![,]>::parse_terminated;
            let pairs = parser.parse2(list.tokens.clone()).unwrap_or_default();
            pairs.iter().find(|pair| pair.path.is_ident("note")).and_then(|pair| text(&pair.value))
        }
    };
    found.unwrap_or_default()
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        Expr::Group(group) => text(&group.expr),
        Expr::Macro(call) => text_of_macro(&call.mac),
        _ => None,
    }
}

/// `concat!("a", stringify!(b))`.
fn text_of_macro(call: &syn::Macro) -> Option<String> {
    match call.path.segments.last()?.ident.to_string().as_str() {
        "stringify" => Some(call.tokens.to_string()),
        "concat" => {
            let parts = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(call.tokens.clone()).ok()?;
            parts.iter().map(text).collect()
        }
        _ => None,
    }
}

/// Lines of one `doc` attribute. A line comment keeps the blank after `///`, a block has margins.
fn doc_lines(text: &str) -> Vec<String> {
    if !text.contains('\n') {
        return vec![text.strip_prefix(' ').unwrap_or(text).trim_end().to_owned()];
    }
    let strip = |line: &str| {
        let line = line.trim();
        line.strip_prefix('*').map_or(line, |rest| rest.strip_prefix(' ').unwrap_or(rest)).to_owned()
    };
    let mut lines: Vec<String> = text.lines().map(strip).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let empty = lines.iter().take_while(|l| l.is_empty()).count();
    lines.drain(..empty);
    lines
}

/// Reads the inside of `cfg(…)`.
pub(super) fn predicate(tokens: TokenStream) -> Predicate {
    let shown = tokens.to_string();
    match shown.as_str() {
        "true" => return Predicate::All(Vec::new()),
        "false" => return Predicate::Any(Vec::new()),
        _ => {}
    }
    let parser = |input: ParseStream<'_>| {
        let meta = input.parse::<Meta>()?;
        let _: Option<Token![,]> = input.parse()?;
        Ok(meta)
    };
    parser.parse2(tokens).map_or(Predicate::Unknown(shown), |meta| predicate_of(&meta))
}

fn predicate_of(meta: &Meta) -> Predicate {
    let unknown = || Predicate::Unknown(quote::ToTokens::to_token_stream(meta).to_string());
    let Some(name) = meta.path().get_ident().map(ToString::to_string) else { return unknown() };
    match meta {
        Meta::Path(_) => Predicate::Is(name, None),
        Meta::NameValue(pair) => {
            text(&pair.value).map_or_else(unknown, |value| Predicate::Is(name, Some(value)))
        }
        Meta::List(list) => {
            let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
            let Ok(parts) = parser.parse2(list.tokens.clone()) else { return unknown() };
            let mut parts: Vec<Predicate> = parts.iter().map(predicate_of).collect();
            match name.as_str() {
                "all" => Predicate::All(parts),
                "any" => Predicate::Any(parts),
                "not" if parts.len() == 1 => Predicate::Not(Box::new(parts.remove(0))),
                _ => unknown(),
            }
        }
    }
}
