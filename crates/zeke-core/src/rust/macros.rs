//! Macros of the standard library: what they give, and where they panic.

use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Token};

use super::guards;
use super::value::{Params, Val, What};
use super::walk::{SiteKind, Walk};
use crate::effects::ResourceKind;

impl<'u> Walk<'u> {
    pub(super) fn macro_call(&mut self, mac: &'u syn::Macro) -> Val {
        let name = mac.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
        self.maps_within(mac);
        match name.as_str() {
            "panic" | "unreachable" | "todo" | "unimplemented" => {
                // It is certain, or the caller's own values lead to it.
                let certain = self.helpers == 0 && self.decided.is_empty();
                let decided = self.decided.last().copied().unwrap_or(certain);
                self.site(SiteKind::Panic, mac.span(), "an explicit panic", decided);
            }
            "assert" | "assert_eq" | "assert_ne" => self.assertion(mac),
            "vec" => {
                // `vec![value; length]`: who decides the length.
                let length = mac.tokens.to_string();
                let length =
                    length.rsplit_once(';').and_then(|(_, length)| syn::parse_str::<Expr>(length).ok());
                let names = length.iter().flat_map(guards::names);
                let tainted = names.fold(Params::NONE, |all, name| {
                    all.and(self.lookup(&name).map_or(Params::NONE, |val| val.tainted))
                });
                return Val { tainted, ..Val::new(What::Local(ResourceKind::Vec)) };
            }
            "concat" | "env" | "stringify" | "module_path" | "file" => {
                let terminated = super::unit::made_text(mac).unwrap_or_default();
                return Val::new(What::Text { terminated });
            }
            "format" => return self.formatted(mac),
            "addr_of" | "addr_of_mut" => {
                for name in Self::macro_names(mac) {
                    if let Some(val) = self.lookup(&name) {
                        return val.clone();
                    }
                    if self.items.statics.contains_key(&name) {
                        let at = self.at(mac.span());
                        self.statics.push((name, at));
                        return Val::new(What::Static);
                    }
                }
            }
            _ => {}
        }
        Val::default()
    }

    /// `format!("{}", self.names[&key])`: maps of which the caller decides the key.
    fn maps_within(&mut self, mac: &syn::Macro) {
        struct Indexed(Vec<(String, Vec<String>, proc_macro2::Span)>);
        impl<'ast> crate::visit::Visit<'ast> for Indexed {
            fn me(&mut self) -> &mut dyn crate::visit::Visit<'ast> {
                self
            }

            fn visit_expr_index(&mut self, e: &'ast syn::ExprIndex) {
                if let (Expr::Field(field), Expr::Reference(key)) = (&*e.expr, &*e.index)
                    && let syn::Member::Named(name) = &field.member
                {
                    self.0.push((name.to_string(), guards::names(&key.expr), e.span()));
                }
                crate::visit::visit_expr_index(self, e);
            }
        }
        if !mac.tokens.to_string().contains("[&") {
            return;
        }
        let Ok(args) = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) else { return };
        let mut indexed = Indexed(Vec::new());
        args.iter().for_each(|arg| crate::visit::Visit::visit_expr(&mut indexed, arg));
        for (field, keys, span) in indexed.0 {
            let fields = self.items.structs.values().filter_map(|owner| owner.field(&field));
            let mut texts = fields.map(|(_, text)| text).peekable();
            let is_map = texts.peek().is_some()
                && texts.all(|text| text.starts_with("HashMap<") || text.starts_with("BTreeMap<"));
            let decided = keys.iter().filter_map(|key| self.lookup(key)).any(|val| self.is_direct(val));
            let checked =
                keys.iter().any(|key| self.checked.contains(key)) || self.text().contains("contains_key");
            if is_map && decided && !checked {
                self.site(
                    SiteKind::Panic,
                    span,
                    "a key that the caller decides, and that need not be there",
                    true,
                );
            }
        }
    }

    /// What an assertion looked at, it has looked at; before that it may fail.
    pub(super) fn assertion(&mut self, mac: &syn::Macro) {
        let names = Self::macro_names(mac);
        let refuses_null = mac.tokens.to_string().contains("is_null");
        let lengths = self.helpers > 0 && mac.tokens.to_string().contains("len");
        let decided = |name: &String| {
            self.lookup(name).filter(|val| refuses_null || self.is_chosen(val) && !lengths).cloned()
        };
        let vals: Vec<Val> = names.iter().filter_map(decided).collect();
        match vals.first().and_then(Val::behind) {
            Some(param) if refuses_null => self.null_panics(param, mac.span()),
            _ => {
                let why = "an assertion about what the caller decides";
                let looked = names.iter().any(|name| self.checked.contains(name));
                self.site(SiteKind::Panic, mac.span(), why, !vals.is_empty() && !looked);
            }
        }
        self.check(names);
    }

    /// Names in the arguments of a macro that takes expressions.
    pub(super) fn macro_names(mac: &syn::Macro) -> Vec<String> {
        let args = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        args.map(|args| args.iter().flat_map(super::guards::names).collect()).unwrap_or_default()
    }
}
