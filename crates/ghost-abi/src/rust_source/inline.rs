//! Calls of macros replaced by what they stand for, in trees of those who look into bodies.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, File, Item, Macro, Stmt, Token};

use super::{rules, tokens};

/// Deepest nesting of calls in what calls expand to.
const DEPTH_MAX: usize = 8;
/// Most tokens that all calls together may be matched against and expand to.
const TOKENS_MAX: usize = 1 << 18;

/// Macros of the standard library that show values, of which only the values matter.
const SHOWS: [&str; 4] = ["println", "eprintln", "print", "eprint"];

/// Expands the calls of `macro_rules!` macros that the files define, where items, statements and
/// expressions stand. What a macro adds stands at the place of its call. A name that two files define
/// differently, a call that no rule fits, and what does not parse stay as they are. What is only shown,
/// as by `println!`, becomes a tuple of references to it.
pub fn inline_macros(files: &mut [File]) {
    let mut found = Definitions::default();
    for file in &*files {
        found.items(&file.items);
    }
    let rules: BTreeMap<String, TokenStream> =
        found.0.into_iter().filter_map(|(name, rules)| Some((name, rules?))).collect();
    let mut inline = Inline { rules: &rules, budget: TOKENS_MAX, depth: 0 };
    for file in files {
        inline.visit_file_mut(file);
    }
}

/// Macros by name; `None` where there are several of that name.
#[derive(Default)]
struct Definitions(BTreeMap<String, Option<TokenStream>>);

impl Definitions {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Macro(item) => {
                    if let Some(name) = item.ident.as_ref().filter(|_| item.mac.path.is_ident("macro_rules"))
                    {
                        let known = self.0.entry(name.to_string());
                        known
                            .and_modify(|known| *known = None)
                            .or_insert_with(|| Some(item.mac.tokens.clone()));
                    }
                }
                Item::Mod(module) => {
                    if let Some((_, items)) = &module.content {
                        self.items(items);
                    }
                }
                _ => {}
            }
        }
    }
}

/// References to the values that a macro shows, where anything happens to compute them.
fn shown(mac: &Macro) -> Option<TokenStream> {
    let name = mac.path.segments.last()?.ident.to_string();
    if !SHOWS.contains(&name.as_str()) {
        return None;
    }
    let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(mac.tokens.clone()).ok()?;
    let values = arguments.iter().skip(1).map(|argument| match argument {
        // `name = value`.
        Expr::Assign(named) => &*named.right,
        value => value,
    });
    let computed = values.filter(|value| !matches!(value, Expr::Path(_) | Expr::Lit(_) | Expr::Field(_)));
    let computed: Vec<&Expr> = computed.collect();
    (!computed.is_empty()).then(|| quote::quote!((#(&#computed),*,)))
}

struct Inline<'r> {
    rules: &'r BTreeMap<String, TokenStream>,
    budget: usize,
    depth: usize,
}

impl Inline<'_> {
    /// What a call stands for, as tokens that may be parsed.
    fn expanded(&mut self, mac: &Macro) -> Option<TokenStream> {
        let last = mac.path.segments.last()?;
        let rules = self.rules.get(&last.ident.to_string())?;
        if self.depth >= DEPTH_MAX {
            return None;
        }
        let out = rules::expand(rules, &mac.tokens, last.ident.span(), &mut self.budget)?;
        tokens::measure(&out).is_ok().then_some(out)
    }

    fn deeper(&mut self, body: impl FnOnce(&mut Self)) {
        self.depth += 1;
        body(self);
        self.depth -= 1;
    }

    fn items(&mut self, items: &mut Vec<Item>) {
        let mut all = Vec::with_capacity(items.len());
        for mut item in items.drain(..) {
            let expanded = match &item {
                Item::Macro(call) if call.ident.is_none() => self.expanded(&call.mac),
                _ => None,
            };
            if let Some(mut file) = expanded.and_then(|tokens| syn::parse2::<File>(tokens).ok()) {
                self.deeper(|inline| inline.visit_file_mut(&mut file));
                all.append(&mut file.items);
            } else {
                self.visit_item_mut(&mut item);
                all.push(item);
            }
        }
        *items = all;
    }

    /// The value of a call: an expression, or statements with one at their end.
    fn value(&mut self, mac: &Macro) -> Option<Expr> {
        let tokens = match shown(mac) {
            Some(values) => values,
            None => self.expanded(mac)?,
        };
        let mut value = syn::parse2::<Expr>(tokens.clone()).ok().or_else(|| {
            let block = syn::parse2::<Block>(quote::quote!({ #tokens })).ok()?;
            Some(Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block }))
        })?;
        self.deeper(|inline| inline.visit_expr_mut(&mut value));
        Some(value)
    }
}

impl VisitMut for Inline<'_> {
    fn visit_file_mut(&mut self, file: &mut File) {
        self.items(&mut file.items);
    }

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        if let Some((_, items)) = &mut module.content {
            self.items(items);
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Macro(call) = expr
            && let Some(value) = self.value(&call.mac)
        {
            *expr = value;
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
        if let Stmt::Macro(call) = statement
            && let Some(value) = self.value(&call.mac)
        {
            *statement = Stmt::Expr(value, call.semi_token);
            return;
        }
        visit_mut::visit_stmt_mut(self, statement);
    }
}
