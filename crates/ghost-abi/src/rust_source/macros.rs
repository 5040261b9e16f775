//! Items that stand in calls of macros.
//!
//! A `macro_rules!` macro that the files define is expanded as the language says: the first rule
//! that matches is transcribed, and what comes out is read like any other item, at the place of the
//! call. `cfg_if!` and `paste!`, which everybody knows and no crate defines itself, are done here.
//! Whatever is not understood (another macro's call, a fragment that does not parse) is left out:
//! the compiled library still describes what it made. Nothing is guessed.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

use super::attrs::{Attrs, predicate};
use super::cfg::Predicate;
use super::items::{At, Walk};
use super::outline::{Call, Kind, Linkage, Outline, Rules, Taken};
use super::{rules, tokens};
use crate::source::{Lines, SourceFile};

/// Deepest nesting of calls in what calls expand to. The compiler's own limit is higher.
const DEPTH_MAX: usize = 32;
/// Most tokens that all calls together may be matched against and expand to.
const TOKENS_MAX: usize = 1 << 19;

/// Reads the calls that the outlines hold. `files` are those that the outlines were made from.
pub(super) fn expand(outlines: &mut [Outline], files: &[SourceFile<'_>]) {
    let mut all: Vec<Vec<Rules>> = outlines.iter_mut().map(|o| std::mem::take(&mut o.rules)).collect();
    let mut budget = TOKENS_MAX;
    for (index, file) in files.iter().enumerate() {
        let mut calls: Vec<(Call, usize)> =
            std::mem::take(&mut outlines[index].calls).into_iter().map(|call| (call, 0)).collect();
        if calls.is_empty() {
            continue;
        }
        // Calls are read in the order of the file.
        calls.reverse();
        let out = std::mem::take(&mut outlines[index]);
        let skipped = super::skipped_bytes(file.text);
        let mut walk = Walk { path: file.path, lines: Lines::of(file.text), skipped, out };
        while let Some((call, depth)) = calls.pop() {
            let first = walk.out.items.len();
            for (tokens, at) in expansions(&call, index, &all, files, &mut budget) {
                if tokens::measure(&tokens).is_err() {
                    continue;
                }
                let Ok(parsed) = syn::parse2::<syn::File>(tokens) else { continue };
                walk.items(&parsed.items, &at);
            }
            // A macro that a macro defines stands where the call stands.
            let offset = call.span.byte_range().start;
            all[index].extend(walk.out.rules.drain(..).map(|rules| Rules { offset, ..rules }));
            document(&mut walk.out, first, &call);
            let mut inner = std::mem::take(&mut walk.out.calls);
            if let ([only], true) = (inner.as_mut_slice(), walk.out.items.len() == first)
                && only.docs.is_empty()
            {
                only.docs.clone_from(&call.docs);
            }
            if depth < DEPTH_MAX {
                calls.extend(inner.into_iter().rev().map(|call| (call, depth + 1)));
            }
        }
        outlines[index] = walk.out;
    }
}

/// Documentation before a call is that of the one function that comes out of it.
fn document(out: &mut Outline, first: usize, call: &Call) {
    let mut exported = out.items[first..].iter_mut().filter(|item| match &item.kind {
        Kind::Function(function) => matches!(function.linkage, Linkage::Exported(_)),
        _ => false,
    });
    if let (Some(only), None) = (exported.next(), exported.next())
        && only.docs.is_empty()
    {
        only.docs.clone_from(&call.docs);
    }
}

/// What a call stands for, with where that is.
fn expansions(
    call: &Call,
    file: usize,
    all: &[Vec<Rules>],
    files: &[SourceFile<'_>],
    budget: &mut usize,
) -> Vec<(TokenStream, At)> {
    if let Some(rules) = definition(call, file, all, files) {
        let expanded = rules::expand(&rules.tokens, &call.tokens, call.span, budget);
        return expanded.into_iter().map(|tokens| (tokens, call.at.clone())).collect();
    }
    match call.name.as_str() {
        "cfg_if" => cfg_if(call),
        "bitflags" => vec![(flags(call.tokens.clone()).unwrap_or_default(), call.at.clone())],
        "paste" | "paste_item" => vec![(pasted(call.tokens.clone(), 0), call.at.clone())],
        _ => Vec::new(),
    }
}

/// The macro that a call means: the last one of that name before it in its file, else the only one
/// of its crate, else the only one there is.
fn definition<'a>(
    call: &Call,
    file: usize,
    all: &'a [Vec<Rules>],
    files: &[SourceFile<'_>],
) -> Option<&'a Rules> {
    let named = |rules: &&Rules| rules.name == call.name;
    let offset = call.span.byte_range().start;
    let mut before = all[file].iter().filter(named).filter(|rules| rules.offset < offset);
    if let Some(own) = before.next_back() {
        return Some(own);
    }
    let root = |path: &str| path.rfind("src/").map_or(0, |at| at);
    let own = &files[file].path[..root(files[file].path)];
    let of = |same_crate: bool| {
        let files = files.iter().zip(all);
        let mut found = files
            .filter(|(other, _)| !same_crate || other.path[..root(other.path)] == *own)
            .flat_map(|(_, rules)| rules)
            .filter(named);
        found.next().filter(|_| found.next().is_none())
    };
    of(true).or_else(|| of(false))
}

/// `if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … }`.
fn cfg_if(call: &Call) -> Vec<(TokenStream, At)> {
    let mut before: Vec<Predicate> = Vec::new();
    let mut found = Vec::new();
    let mut condition = None;
    for token in call.tokens.clone() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                condition = inside_of_cfg(group.stream());
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let mut at = call.at.clone();
                if !before.is_empty() {
                    at.cfg.push(Predicate::Not(Box::new(Predicate::Any(before.clone()))));
                }
                if let Some(condition) = condition.take() {
                    at.cfg.push(condition.clone());
                    before.push(condition);
                }
                found.push((group.stream(), at));
            }
            _ => {}
        }
    }
    found
}

fn inside_of_cfg(attribute: TokenStream) -> Option<Predicate> {
    let mut tokens = attribute.into_iter();
    match (tokens.next()?, tokens.next()?) {
        (TokenTree::Ident(name), TokenTree::Group(group)) if name == "cfg" => Some(predicate(group.stream())),
        _ => None,
    }
}

/// `struct Name: u8 { const A = 1; … }` as the type and its constants, and `impl Name: u8 { … }` as these alone.
fn flags(tokens: TokenStream) -> Option<TokenStream> {
    let mut out = TokenStream::new();
    let mut rest = tokens.into_iter().peekable();
    while rest.peek().is_some() {
        let mut head: Vec<TokenTree> = Vec::new();
        let body = loop {
            match rest.next()? {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break group,
                token => head.push(token),
            }
        };
        let is = |token: &TokenTree, word: &str| matches!(token, TokenTree::Ident(ident) if ident == word);
        let keyword = head.iter().position(|token| is(token, "struct") || is(token, "impl"))?;
        let (name, ty) = (head.get(keyword + 1)?.clone(), head.get(keyword + 3..)?);
        let ty: TokenStream = ty.iter().cloned().collect();
        if is(&head[keyword], "struct") {
            out.extend(head[..=keyword].iter().cloned());
            out.extend(quote::quote!(#name(#ty);));
        }
        let constants = constants(body.stream(), &name)?;
        out.extend(quote::quote!(impl #name { #constants }));
    }
    Some(out)
}

/// `const A = 1;` as a constant of the type.
fn constants(body: TokenStream, name: &TokenTree) -> Option<TokenStream> {
    let mut out = TokenStream::new();
    let mut item: Vec<TokenTree> = Vec::new();
    for token in body {
        if !matches!(&token, TokenTree::Punct(p) if p.as_char() == ';') {
            item.push(token);
            continue;
        }
        let equals =
            item.iter().position(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == '='))?;
        let head: TokenStream = item[..equals].iter().cloned().collect();
        let value: TokenStream = item[equals + 1..].iter().cloned().collect();
        // `const _ = !0;` says that there are other bits.
        if !matches!(item.get(equals - 1), Some(TokenTree::Ident(ident)) if ident == "_") {
            out.extend(quote::quote!(#head: #name = #name(#value);));
        }
        item.clear();
    }
    Some(out)
}

/// `[<a b>]` as one identifier.
fn pasted(tokens: TokenStream, depth: usize) -> TokenStream {
    if depth > DEPTH_MAX {
        return tokens;
    }
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Group(group) => {
                if let Some(ident) = joined(&group) {
                    return TokenTree::Ident(ident);
                }
                let inner = pasted(group.stream(), depth + 1);
                let mut new = proc_macro2::Group::new(group.delimiter(), inner);
                new.set_span(group.span());
                TokenTree::Group(new)
            }
            other => other,
        })
        .collect()
}

fn joined(group: &proc_macro2::Group) -> Option<proc_macro2::Ident> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let is =
        |token: Option<&TokenTree>, mark| matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == mark);
    if group.delimiter() != Delimiter::Bracket || !is(tokens.first(), '<') || !is(tokens.last(), '>') {
        return None;
    }
    let mut name = String::new();
    let mut span: Option<Span> = None;
    let mut parts = tokens.get(1..tokens.len() - 1)?.iter().peekable();
    while let Some(part) = parts.next() {
        let mut text = match part {
            TokenTree::Ident(ident) => ident.to_string().trim_start_matches("r#").to_owned(),
            TokenTree::Literal(literal) => literal.to_string().trim_matches('"').to_owned(),
            _ => return None,
        };
        while is(parts.peek().copied(), ':') {
            parts.next();
            let Some(TokenTree::Ident(change)) = parts.next() else { return None };
            text = match change.to_string().as_str() {
                "lower" => text.to_lowercase(),
                "upper" => text.to_uppercase(),
                "snake" => snake(&text),
                "camel" => camel(&text),
                _ => return None,
            };
        }
        span.get_or_insert_with(|| part.span());
        name.push_str(&text);
    }
    syn::parse_str::<proc_macro2::Ident>(&name).ok().map(|mut ident| {
        ident.set_span(span.unwrap_or_else(Span::call_site));
        ident
    })
}

/// The crate's own notion of `like_this`: every capital begins a word, those of `HTTP` as well.
fn snake(name: &str) -> String {
    let mut out = String::new();
    let mut before = '_';
    for c in name.chars() {
        if c.is_uppercase() && before != '_' {
            out.push('_');
        }
        out.push(c);
        before = c;
    }
    out.to_lowercase()
}

/// The crate's own notion of `LikeThis`: what stands behind a capital is no capital.
fn camel(name: &str) -> String {
    let mut out = String::new();
    let mut before = '_';
    for c in name.chars() {
        match (c, before) {
            ('_', _) => {}
            (_, '_') => out.extend(c.to_uppercase()),
            _ if before.is_uppercase() => out.extend(c.to_lowercase()),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

impl Walk<'_> {
    /// Remembers a macro, or a call of one.
    pub(super) fn macro_(&mut self, item: &syn::ItemMacro, at: &At) {
        let Some(path) = item.mac.path.segments.last() else { return };
        let name = path.ident.to_string();
        let span = path.ident.span();
        match &item.ident {
            Some(defined) if name == "macro_rules" => self.out.rules.push(Rules {
                name: defined.to_string(),
                offset: span.byte_range().start,
                tokens: item.mac.tokens.clone(),
            }),
            Some(_) => {}
            None => {
                let attrs = Attrs::read(&item.attrs);
                let at = at.with(&attrs);
                let tokens = item.mac.tokens.clone();
                if let (true, Ok(path)) = (name == "include", syn::parse2::<syn::LitStr>(tokens.clone())) {
                    let (scope, cfg) = (std::rc::Rc::clone(&at.scope), at.cfg.clone());
                    self.out.taken.push(Taken { scope, name: None, path: path.value(), cfg });
                    return;
                }
                self.out.calls.push(Call { name, tokens, span, at, docs: attrs.docs });
            }
        }
    }
}
