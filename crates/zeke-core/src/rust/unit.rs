//! The items of a unit that bodies refer to.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::{Attribute, Expr, File, ImplItem, Item, Lit, Meta, Type};

use crate::finding::Place;

/// Parsed files of one unit with an index of what stands in them.
#[derive(Default)]
pub(super) struct Items<'a> {
    pub(super) functions: Vec<Function<'a>>,
    /// Functions by name; methods by `Type::name` and by `name`.
    pub(super) by_name: HashMap<String, Vec<usize>>,
    pub(super) statics: HashMap<String, Static>,
    /// Texts of constants: whether they end with a zero.
    pub(super) texts: HashMap<String, bool>,
    /// Fields of structs, as text, by the struct's name.
    pub(super) structs: HashMap<String, Vec<String>>,
    /// Enums without fields: name, and where.
    pub(super) enums: HashMap<String, Place>,
    /// Names in `extern` blocks.
    pub(super) imports: HashMap<String, Place>,
    /// Whether the unit names `Once`, so that a mutable static may be guarded by it.
    pub(super) has_once: bool,
}

pub(super) struct Function<'a> {
    pub(super) file: &'a str,
    pub(super) name: String,
    /// The name the linker knows, where it is exported.
    pub(super) symbol: Option<String>,
    pub(super) abi: Option<String>,
    pub(super) signature: &'a syn::Signature,
    pub(super) block: &'a syn::Block,
}

pub(super) struct Static {
    pub(super) place: Place,
    pub(super) mutable: bool,
}

/// The place of a span.
pub(super) fn place(file: &str, span: Span) -> Place {
    let start = span.start();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Place { file: file.to_owned(), line: number(start.line), column: number(start.column + 1) }
}

impl<'a> Items<'a> {
    /// Adds the items of a file.
    pub(super) fn add(&mut self, path: &'a str, file: &'a File, text: &str) {
        self.has_once |= text.contains(".call_once(");
        self.items(path, &file.items);
    }

    fn items(&mut self, path: &'a str, items: &'a [Item]) {
        for item in items {
            self.item(path, item);
        }
    }

    fn item(&mut self, path: &'a str, item: &'a Item) {
        match item {
            Item::Fn(function) if !is_test(&function.attrs) => {
                let name = function.sig.ident.to_string();
                self.function(path, name, &function.attrs, &function.sig, &function.block);
            }
            Item::Mod(module) if !is_test(&module.attrs) => {
                if let Some((_, items)) = &module.content {
                    self.items(path, items);
                }
            }
            Item::Impl(block) if !is_test(&block.attrs) => self.methods(path, block),
            Item::Static(item) => {
                let place = place(path, item.static_token.span);
                let mutable = matches!(item.mutability, syn::StaticMutability::Mut(_));
                self.statics.insert(item.ident.to_string(), Static { place, mutable });
                self.text(&item.ident, &item.expr);
            }
            Item::Const(item) => self.text(&item.ident, &item.expr),
            Item::Struct(item) => {
                let fields = item.fields.iter().map(|field| type_text(&field.ty)).collect();
                self.structs.insert(item.ident.to_string(), fields);
            }
            Item::Enum(item) if item.variants.iter().all(|v| v.fields.is_empty()) => {
                self.enums.insert(item.ident.to_string(), place(path, item.enum_token.span));
            }
            Item::ForeignMod(block) => {
                for item in &block.items {
                    if let syn::ForeignItem::Fn(function) = item {
                        let place = place(path, function.sig.fn_token.span);
                        self.imports.insert(function.sig.ident.to_string(), place);
                    }
                }
            }
            _ => {}
        }
    }

    fn methods(&mut self, path: &'a str, block: &'a syn::ItemImpl) {
        let owner = last_segment(&type_text(&block.self_ty)).to_owned();
        for item in &block.items {
            let ImplItem::Fn(method) = item else { continue };
            let name = method.sig.ident.to_string();
            let index = self.functions.len();
            self.by_name.entry(format!("{owner}::{name}")).or_default().push(index);
            self.function(path, name, &method.attrs, &method.sig, &method.block);
        }
    }

    fn function(
        &mut self,
        path: &'a str,
        name: String,
        attrs: &[Attribute],
        signature: &'a syn::Signature,
        block: &'a syn::Block,
    ) {
        let symbol = exported_as(attrs, &name);
        let abi = signature.abi.as_ref().map(|abi| abi.name.as_ref().map_or("C".into(), syn::LitStr::value));
        self.by_name.entry(name.clone()).or_default().push(self.functions.len());
        self.functions.push(Function { file: path, name, symbol, abi, signature, block });
    }

    fn text(&mut self, ident: &syn::Ident, value: &Expr) {
        let value = match value {
            Expr::Reference(reference) => &reference.expr,
            other => other,
        };
        if let Expr::Lit(literal) = value
            && let Some(terminated) = ends_with_zero(&literal.lit)
        {
            self.texts.insert(ident.to_string(), terminated);
        }
    }
}

/// Whether a text literal ends with a zero; `None` for what is no text.
pub(super) fn ends_with_zero(literal: &Lit) -> Option<bool> {
    match literal {
        Lit::Str(text) => Some(text.value().ends_with('\0')),
        Lit::ByteStr(bytes) => Some(bytes.value().last() == Some(&0)),
        Lit::CStr(_) => Some(true),
        _ => None,
    }
}

/// `#[no_mangle]`, `#[unsafe(no_mangle)]`, `#[export_name = "…"]` and its unsafe form.
fn exported_as(attrs: &[Attribute], name: &str) -> Option<String> {
    attrs.iter().find_map(|attr| export_of(&attr.meta, name))
}

fn export_of(meta: &Meta, name: &str) -> Option<String> {
    match meta {
        Meta::Path(path) if path.is_ident("no_mangle") => Some(name.to_owned()),
        Meta::NameValue(pair) if pair.path.is_ident("export_name") => match &pair.value {
            Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        Meta::List(list) if list.path.is_ident("unsafe") => {
            export_of(&syn::parse2::<Meta>(list.tokens.clone()).ok()?, name)
        }
        _ => None,
    }
}

fn is_test(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| {
        attr.path().is_ident("test")
            || matches!(&attr.meta, Meta::List(list)
                if list.path.is_ident("cfg") && list.tokens.to_string() == "test")
    })
}

/// A type as text without blanks.
pub(super) fn type_text(ty: &Type) -> String {
    let text = quote::quote!(#ty).to_string();
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" :: ", "::").replace(' ', "")
}

/// The last segment of a path, without generic arguments.
pub(super) fn last_segment(path: &str) -> &str {
    let bare = path.split('<').next().unwrap_or(path);
    bare.rsplit("::").next().unwrap_or(bare)
}

/// What a pointer, reference, `Option` or `NonNull` of one points to, without path; empty for
/// what is no pointer.
pub(super) fn pointee(ty: &Type) -> String {
    match ty {
        Type::Ptr(pointer) => last_segment(&type_text(&pointer.elem)).to_owned(),
        Type::Reference(reference) => last_segment(&type_text(&reference.elem)).to_owned(),
        Type::Paren(inner) => pointee(&inner.elem),
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return String::new() };
            let syn::PathArguments::AngleBracketed(args) = &last.arguments else { return String::new() };
            match args.args.first() {
                Some(syn::GenericArgument::Type(inner)) if last.ident == "Option" => pointee(inner),
                Some(syn::GenericArgument::Type(inner)) if last.ident == "NonNull" || last.ident == "Box" => {
                    last_segment(&type_text(inner)).to_owned()
                }
                _ => String::new(),
            }
        }
        _ => String::new(),
    }
}
