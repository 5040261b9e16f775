//! One file's items, from syntax trees to an [`Outline`].

use std::rc::Rc;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{FnArg, ForeignItem, Generics, ImplItem, Item as SynItem, Pat, ReceiverKind, Signature, UseTree};

use super::attrs::Attrs;
use super::bodies;
use super::cfg::Predicate;
use super::exprs::{callconv, const_block, const_expr, name, param_name, return_type, shown, type_expr};
use super::outline::{
    EnumItem, FieldItem, FunctionItem, GenericArg, Item, Kind, Linkage, Module, Outline, RecordItem, Scope,
    StaticItem, Taken, TypeExpr, Use, VariantItem,
};
use crate::model::{CallConv, Location};
use crate::source::Lines;

/// Walks the items of one file.
pub(super) struct Walk<'a> {
    pub(super) path: &'a str,
    pub(super) lines: Lines,
    /// Bytes before the text that was parsed.
    pub(super) skipped: usize,
    pub(super) out: Outline,
}

/// Where in the file's modules the walk is.
#[derive(Debug, Clone)]
pub(super) struct At {
    pub(super) scope: Scope,
    pub(super) cfg: Vec<Predicate>,
}

impl At {
    pub(super) fn with(&self, attrs: &Attrs) -> Self {
        let mut cfg = self.cfg.clone();
        cfg.extend(attrs.cfg.iter().cloned());
        Self { scope: Rc::clone(&self.scope), cfg }
    }

    fn inside(&self, module: String) -> Self {
        let scope = self.scope.iter().cloned().chain([module]).collect();
        Self { scope, cfg: self.cfg.clone() }
    }
}

impl Walk<'_> {
    pub(super) fn items(&mut self, items: &[SynItem], at: &At) {
        for item in items {
            self.item(item, at);
        }
    }

    fn item(&mut self, item: &SynItem, at: &At) {
        match item {
            SynItem::Fn(f) => {
                let attrs = Attrs::read(&f.attrs);
                self.nested(&f.block, &at.with(&attrs));
                self.const_function(&attrs, &f.sig, &f.block, at);
                self.function(attrs, &f.sig, &f.block, is_public(&f.vis), None, at);
            }
            SynItem::Static(s) => self.static_(s, at),
            SynItem::Struct(s) => {
                let record = (&s.attrs[..], &s.ident, &s.generics, is_public(&s.vis));
                let fields = self.fields(&s.fields);
                self.record(record, fields, false, at);
            }
            SynItem::Union(u) => {
                let record = (&u.attrs[..], &u.ident, &u.generics, is_public(&u.vis));
                let fields = u.fields.named.iter().enumerate().map(|(i, f)| self.field(i, f)).collect();
                self.record(record, fields, true, at);
            }
            SynItem::Enum(e) => self.enum_(e, at),
            SynItem::Type(t) => {
                let kind = Kind::Alias(type_params(&t.generics), type_expr(&t.ty));
                self.push(Attrs::read(&t.attrs), &t.ident, is_public(&t.vis), kind, at);
            }
            SynItem::Const(c) => {
                let mut nested = Nested(Vec::new());
                nested.visit_expr(&c.expr);
                nested.0.into_iter().for_each(|item| self.item(item, at));
                let kind = Kind::Const(type_expr(&c.ty), const_expr(&c.expr));
                self.push(Attrs::read(&c.attrs), &c.ident, is_public(&c.vis), kind, at);
            }
            SynItem::Use(u) => {
                let at = at.with(&Attrs::read(&u.attrs));
                self.use_tree(&u.tree, &mut Vec::new(), is_public(&u.vis), &at);
            }
            SynItem::Mod(m) => {
                let attrs = Attrs::read(&m.attrs);
                let inside = at.with(&attrs).inside(name(&m.ident));
                let elsewhere = attrs.path.is_some();
                if let Some(path) = attrs.path {
                    let (scope, cfg) = (Rc::clone(&at.scope), inside.cfg.clone());
                    self.out.taken.push(Taken { scope, name: Some(name(&m.ident)), path, cfg });
                }
                self.out.modules.push(Module {
                    scope: Rc::clone(&inside.scope),
                    cfg: inside.cfg.clone(),
                    in_file: m.content.is_none() && !elsewhere,
                });
                if let Some((_, items)) = &m.content {
                    self.items(items, &inside);
                }
            }
            SynItem::Impl(i) => self.impl_(i, at),
            SynItem::ForeignMod(f) => self.foreign(f, at),
            SynItem::Macro(m) => self.macro_(m, at),
            _ => {}
        }
    }

    fn impl_(&mut self, item: &syn::ItemImpl, at: &At) {
        let at = at.with(&Attrs::read(&item.attrs));
        let self_type = type_expr(&item.self_ty);
        for inner in &item.items {
            match inner {
                ImplItem::Fn(f) => {
                    let attrs = Attrs::read(&f.attrs);
                    self.nested(&f.block, &at.with(&attrs));
                    if let TypeExpr::Path(path, _) = &self_type {
                        let inside = at.inside(path.last().cloned().unwrap_or_default());
                        self.const_function(&attrs, &f.sig, &f.block, &inside);
                    }
                    // Methods are reached through a symbol only where an attribute gives them one.
                    if attrs.no_mangle || attrs.export_name.is_some() {
                        self.function(
                            attrs,
                            &f.sig,
                            &f.block,
                            is_public(&f.vis),
                            Some(self_type.clone()),
                            &at,
                        );
                    }
                }
                ImplItem::Type(t) => {
                    let TypeExpr::Path(path, _) = &self_type else { continue };
                    let inside = at.inside(path.last().cloned().unwrap_or_default());
                    let kind = Kind::AssociatedType(type_expr(&t.ty));
                    self.push(Attrs::read(&t.attrs), &t.ident, false, kind, &inside);
                }
                ImplItem::Const(c) => {
                    let TypeExpr::Path(path, _) = &self_type else { continue };
                    let inside = at.inside(path.last().cloned().unwrap_or_default());
                    let kind = Kind::Const(type_expr(&c.ty), const_expr(&c.expr));
                    self.push(Attrs::read(&c.attrs), &c.ident, false, kind, &inside);
                }
                _ => {}
            }
        }
    }

    fn foreign(&mut self, block: &syn::ItemForeignMod, at: &At) {
        // An attribute that the compiler does not know is a macro, which makes something else of the
        // block: `#[wasm_bindgen] extern "C" { … }` declares no symbols.
        let known = ["cfg", "cfg_attr", "link", "allow", "warn", "deny", "expect", "doc", "rustfmt"];
        let first = |attr: &syn::Attribute| attr.path().segments.first().map(|s| s.ident.to_string());
        if block.attrs.iter().filter_map(first).any(|name| !known.contains(&name.as_str())) {
            return;
        }
        let convention = callconv(Some(&block.abi));
        let at = at.with(&Attrs::read(&block.attrs));
        for item in &block.items {
            match item {
                ForeignItem::Fn(f) => {
                    let attrs = Attrs::read(&f.attrs);
                    let symbol = attrs.link_name.clone().unwrap_or_else(|| name(&f.sig.ident));
                    let linkage = Linkage::Imported(symbol);
                    let function = function_item(&f.sig, linkage, convention.clone(), None);
                    self.push(
                        attrs,
                        &f.sig.ident,
                        is_public(&f.vis),
                        Kind::Function(Box::new(function)),
                        &at,
                    );
                }
                ForeignItem::Static(s) => {
                    let attrs = Attrs::read(&s.attrs);
                    let symbol = attrs.link_name.clone().unwrap_or_else(|| name(&s.ident));
                    let item = StaticItem {
                        linkage: Linkage::Imported(symbol),
                        ty: type_expr(&s.ty),
                        mutable: matches!(s.mutability, syn::StaticMutability::Mut(_)),
                        thread_local: attrs.thread_local,
                    };
                    self.push(attrs, &s.ident, is_public(&s.vis), Kind::Static(Box::new(item)), &at);
                }
                ForeignItem::Type(t) => {
                    self.push(Attrs::read(&t.attrs), &t.ident, is_public(&t.vis), Kind::ForeignType, &at);
                }
                _ => {}
            }
        }
    }

    /// Items inside of a body: their symbols are as public as any other.
    fn nested(&mut self, block: &syn::Block, at: &At) {
        let mut nested = Nested(Vec::new());
        nested.visit_block(block);
        nested.0.into_iter().for_each(|item| self.item(item, at));
    }

    /// A function that constants may be made by.
    fn const_function(&mut self, attrs: &Attrs, sig: &Signature, block: &syn::Block, at: &At) {
        if sig.constness.is_none() || !sig.generics.params.is_empty() {
            return;
        }
        let named = |arg: &FnArg| match param(arg) {
            (Some(name), ty) => Some((name, ty)),
            (None, _) => None,
        };
        let Some(params) = sig.inputs.iter().map(named).collect::<Option<Vec<_>>>() else { return };
        let body = const_block(block);
        if body == super::outline::ConstExpr::Other {
            return;
        }
        let at = at.with(attrs);
        self.out.items.push(Item {
            name: name(&sig.ident),
            location: self.location(sig.ident.span()),
            scope: at.scope,
            docs: Vec::new(),
            advice: crate::model::Advice::default(),
            cfg: at.cfg,
            public: false,
            kind: Kind::ConstFunction(params, return_type(&sig.output), body),
        });
    }

    fn function(
        &mut self,
        attrs: Attrs,
        sig: &Signature,
        block: &syn::Block,
        public: bool,
        self_type: Option<TypeExpr>,
        at: &At,
    ) {
        if attrs.test {
            return;
        }
        let convention = callconv(sig.abi.as_ref());
        let linkage = linkage(&attrs, &sig.ident);
        // Other functions matter only as what was perhaps meant to be exported.
        if linkage == Linkage::Plain && convention == CallConv::Native && !public {
            return;
        }
        let mut function = function_item(sig, linkage, convention, self_type);
        if matches!(function.linkage, Linkage::Exported(_)) {
            let params: Vec<Option<String>> = function.params.iter().map(|(name, _)| name.clone()).collect();
            function.body = Some(bodies::read(&params, block, |span| self.location(span)));
        }
        self.push(attrs, &sig.ident, public, Kind::Function(Box::new(function)), at);
    }

    fn static_(&mut self, item: &syn::ItemStatic, at: &At) {
        let attrs = Attrs::read(&item.attrs);
        let linkage = linkage(&attrs, &item.ident);
        if linkage == Linkage::Plain {
            return;
        }
        let kind = StaticItem {
            linkage,
            ty: type_expr(&item.ty),
            mutable: matches!(item.mutability, syn::StaticMutability::Mut(_)),
            thread_local: attrs.thread_local,
        };
        self.push(attrs, &item.ident, is_public(&item.vis), Kind::Static(Box::new(kind)), at);
    }

    fn record(
        &mut self,
        (attributes, ident, generics, public): (&[syn::Attribute], &proc_macro2::Ident, &Generics, bool),
        fields: Vec<FieldItem>,
        union: bool,
        at: &At,
    ) {
        let attrs = Attrs::read(attributes);
        let record = RecordItem {
            union,
            repr: attrs.repr.clone(),
            generics: type_params(generics),
            defaults: defaults(generics),
            fields,
        };
        self.push(attrs, ident, public, Kind::Record(Box::new(record)), at);
    }

    fn enum_(&mut self, item: &syn::ItemEnum, at: &At) {
        let attrs = Attrs::read(&item.attrs);
        let variant = |v: &syn::Variant| {
            let attrs = Attrs::read(&v.attrs);
            VariantItem {
                name: name(&v.ident),
                docs: attrs.docs,
                location: self.location(v.ident.span()),
                cfg: attrs.cfg,
                discriminant: v.discriminant.as_ref().map(|(_, expr)| const_expr(expr)),
                fields: self.fields(&v.fields),
            }
        };
        let variants = item.variants.iter().map(variant).collect();
        let kind = EnumItem {
            repr: attrs.repr.clone(),
            generics: type_params(&item.generics),
            defaults: defaults(&item.generics),
            variants,
        };
        self.push(attrs, &item.ident, is_public(&item.vis), Kind::Enum(Box::new(kind)), at);
    }

    fn fields(&self, fields: &syn::Fields) -> Vec<FieldItem> {
        fields.iter().enumerate().map(|(i, f)| self.field(i, f)).collect()
    }

    fn field(&self, index: usize, field: &syn::Field) -> FieldItem {
        let attrs = Attrs::read(&field.attrs);
        let span = field.ident.as_ref().map_or_else(|| field.ty.span(), proc_macro2::Ident::span);
        FieldItem {
            name: field.ident.as_ref().map_or_else(|| index.to_string(), name),
            ty: type_expr(&field.ty),
            docs: attrs.docs,
            location: self.location(span),
            cfg: attrs.cfg,
        }
    }

    fn push(&mut self, attrs: Attrs, ident: &proc_macro2::Ident, public: bool, kind: Kind, at: &At) {
        let mut at = at.with(&attrs);
        if matches!(kind, Kind::Function(_) | Kind::Static(_)) {
            at.cfg.extend(attrs.exported_if);
        }
        let location = self.location(ident.span());
        let item = Item {
            name: name(ident),
            scope: at.scope,
            docs: attrs.docs,
            advice: attrs.advice,
            location,
            cfg: at.cfg,
            public,
            kind,
        };
        self.out.items.push(item);
    }

    fn use_tree(&mut self, tree: &UseTree, prefix: &mut Vec<String>, public: bool, at: &At) {
        // `use` trees nest by braces and by segments; both were measured with the tokens.
        let mut add = |path: Vec<String>, alias: String| {
            let (scope, cfg) = (Rc::clone(&at.scope), at.cfg.clone());
            self.out.uses.push(Use { scope, path, alias, public, cfg });
        };
        match tree {
            UseTree::Path(path) => {
                prefix.push(name(&path.ident));
                self.use_tree(&path.tree, prefix, public, at);
                prefix.pop();
            }
            UseTree::Name(n) if n.ident == "self" => {
                let alias = prefix.last().cloned().unwrap_or_default();
                add(prefix.clone(), alias);
            }
            UseTree::Name(n) => {
                let alias = name(&n.ident);
                add(prefix.iter().cloned().chain([alias.clone()]).collect(), alias);
            }
            UseTree::Rename(r) => {
                add(prefix.iter().cloned().chain([name(&r.ident)]).collect(), name(&r.rename));
            }
            UseTree::Glob(_) => add(prefix.clone(), "*".to_owned()),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(tree, prefix, public, at);
                }
            }
        }
    }

    pub(super) fn location(&self, span: Span) -> Location {
        let (line, column) = self.lines.place(span.byte_range().start + self.skipped);
        Location { file: self.path.to_owned(), line, column }
    }
}

/// Collects items, without going into them.
struct Nested<'ast>(Vec<&'ast SynItem>);

impl<'ast> Visit<'ast> for Nested<'ast> {
    fn visit_item(&mut self, item: &'ast SynItem) {
        self.0.push(item);
    }
}

fn linkage(attrs: &Attrs, ident: &proc_macro2::Ident) -> Linkage {
    match &attrs.export_name {
        Some(symbol) => Linkage::Exported(symbol.clone()),
        None if attrs.no_mangle => Linkage::Exported(name(ident)),
        None => Linkage::Plain,
    }
}

fn function_item(
    sig: &Signature,
    linkage: Linkage,
    callconv: CallConv,
    self_type: Option<TypeExpr>,
) -> FunctionItem {
    FunctionItem {
        linkage,
        callconv,
        params: sig.inputs.iter().map(param).collect(),
        ret: if sig.asyncness.is_some() {
            TypeExpr::Other(format!("async {}", shown(&sig.output)))
        } else {
            return_type(&sig.output)
        },
        variadic: sig.variadic.is_some(),
        generics: type_params(&sig.generics),
        self_type,
        body: None,
    }
}

fn param(arg: &FnArg) -> (Option<String>, TypeExpr) {
    match arg {
        FnArg::Typed(typed) => {
            let name = match &*typed.pat {
                Pat::Ident(ident) => param_name(&ident.ident),
                _ => None,
            };
            (name, type_expr(&typed.ty))
        }
        FnArg::Receiver(receiver) => {
            let own = TypeExpr::Path(vec!["Self".to_owned()], Vec::new());
            let ty = match &receiver.kind {
                ReceiverKind::Reference(_, _, mutability) => {
                    TypeExpr::Reference { mutable: mutability.is_some(), to: Box::new(own) }
                }
                ReceiverKind::Typed(_, ty) => type_expr(ty),
                _ => own,
            };
            (Some("self".to_owned()), ty)
        }
    }
}

fn type_params(generics: &Generics) -> Vec<String> {
    generics
        .params
        .iter()
        .filter_map(|p| match p {
            syn::GenericParam::Type(t) => Some(name(&t.ident)),
            syn::GenericParam::Const(c) => Some(name(&c.ident)),
            syn::GenericParam::Lifetime(_) => None,
        })
        .collect()
}

/// What the last parameters are where nobody says it.
fn defaults(generics: &Generics) -> Vec<GenericArg> {
    let default = |param: &syn::GenericParam| match param {
        syn::GenericParam::Type(t) => t.default.as_ref().map(|(_, ty)| GenericArg::Type(type_expr(ty))),
        syn::GenericParam::Const(c) => {
            c.default.as_ref().map(|(_, value)| GenericArg::Const(const_expr(value)))
        }
        syn::GenericParam::Lifetime(_) => None,
    };
    generics.params.iter().filter_map(default).collect()
}

fn is_public(vis: &syn::Visibility) -> bool {
    matches!(vis, syn::Visibility::Public(_))
}
