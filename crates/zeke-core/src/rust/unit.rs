//! The items of a unit that bodies refer to.

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;
use syn::{Attribute, Expr, File, ImplItem, Item, Lit, Meta, Type};

use super::value::Core;
use crate::effects::ResourceKind;
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
    /// Names of constants and statics.
    constants: HashSet<String>,
    /// Structs by name.
    pub(super) structs: HashMap<String, Struct>,
    /// Constants and statics that are arrays: their length, where it is a number.
    pub(super) lengths: HashMap<String, u64>,
    /// Constants that are numbers.
    pub(super) numbers: HashMap<String, u64>,
    /// Names of function pointer types.
    pub(super) function_types: HashSet<String>,
    /// Types that are declared `Sync` by hand.
    pub(super) sync_by_hand: HashSet<String>,
    /// Kinds of memory that anything in the unit gives away.
    pub(super) gives: HashSet<ResourceKind>,
    /// Enums without fields: name, and whether numbers between their values are none of them.
    pub(super) enums: HashMap<String, bool>,
    /// Enums without fields whose values are all known: names and values of their variants, and where.
    pub(super) numbered: HashMap<String, Vec<(String, u64, Place)>>,
    /// Values of constants and statics, with their types.
    pub(super) values: Vec<(&'a str, &'a syn::Ident, &'a Type, &'a Expr)>,
    /// Names in `extern` blocks.
    pub(super) imports: HashMap<String, Place>,
    /// Whether anything in the unit makes text of bytes that come with a length.
    pub(super) takes_bytes: bool,
    /// Whether anything in the unit puts a zero behind a text.
    pub(super) ends_text: bool,
    /// Constants that containers are made with room for.
    pub(super) capacities: HashSet<String>,
    /// Of those, constants that something is held against, so that a container may never outgrow them.
    bounds: HashSet<String>,
    /// Types of which the unit makes boxes, so that pointers to them may be handles.
    boxed: HashSet<String>,
    /// Functions in `extern` blocks that are declared to give a `Box` or a `Vec`, and where.
    pub(super) adopted: Vec<(String, Place)>,
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
    /// The type that it is a method of.
    pub(super) owner: Option<String>,
    /// What it returns.
    pub(super) result: Option<Core>,
    /// Whether panics are caught in it.
    pub(super) catches: bool,
}

pub(super) struct Static {
    pub(super) place: Place,
    pub(super) mutable: bool,
    /// Its type's name.
    pub(super) ty: String,
}

/// What is known of a struct.
#[derive(Default)]
pub(super) struct Struct {
    /// Whether its fields lie as in C.
    repr_c: bool,
    /// Where the compiler was told to make copies of its values.
    pub(super) copied: Option<Place>,
    /// Names and types of its fields; tuple fields are named by their number.
    pub(super) fields: Vec<(String, Core, String)>,
}

impl Struct {
    fn of(path: &str, item: &syn::ItemStruct) -> Self {
        let fields = item.fields.iter().enumerate().map(|(index, field)| {
            let name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
            (name, Core::of(&field.ty), type_text(&field.ty))
        });
        let copied = item.attrs.iter().find_map(derives_copies).map(|span| place(path, span));
        let is_c = |attr: &Attribute| {
            attr.path().is_ident("repr")
                && quote::quote!(#attr).to_string().split([' ', '(', ')', ',']).any(|w| w == "C")
        };
        Self { repr_c: item.attrs.iter().any(is_c), copied, fields: fields.collect() }
    }

    /// The type of a field, and its text.
    pub(super) fn field(&self, name: &str) -> Option<(&Core, &str)> {
        self.fields.iter().find(|(known, ..)| known == name).map(|(_, core, text)| (core, text.as_str()))
    }
}

/// `#[derive(Clone)]` and `#[derive(Copy)]`
fn derives_copies(attr: &Attribute) -> Option<Span> {
    let Meta::List(list) = &attr.meta else { return None };
    let copies = |token: &proc_macro2::TokenTree| matches!(token.to_string().as_str(), "Clone" | "Copy");
    let found = list.tokens.clone().into_iter().find(copies);
    found.filter(|_| list.path.is_ident("derive")).map(|token| token.span())
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
        self.takes_bytes |= text.contains("from_raw_parts(") && text.contains("from_utf8");
        self.has_once |= text.contains(".call_once(");
        let boxed = ["Box<", "Box::new("].iter().flat_map(|mark| text.split(mark).skip(1));
        let is_end = |c: char| !(c.is_alphanumeric() || c == '_');
        self.boxed.extend(boxed.filter_map(|rest| rest.split(is_end).next()).map(str::to_owned));
        let rooms = text.split("with_capacity(").skip(1).filter_map(|rest| rest.split(is_end).next());
        let constant =
            |name: &&str| name.starts_with(char::is_uppercase) && !name.contains(char::is_lowercase);
        let rooms: Vec<&str> = rooms.filter(constant).collect();
        let asks = |name: &&&str| {
            let marks = ["<", "<=", ">", ">=", "==", "take(", "min("];
            marks.iter().any(|mark| [" ", ""].iter().any(|gap| text.contains(&format!("{mark}{gap}{name}"))))
        };
        self.bounds.extend(rooms.iter().filter(asks).map(|name| (*name).to_owned()));
        self.capacities.extend(rooms.into_iter().map(str::to_owned));
        self.ends_text |= text.contains("push('\\0')") || text.contains("push(0)") || text.contains("\\0\"");
        self.gives.extend(given_kinds(text));
        self.items(path, &file.items);
    }

    /// Whether a static may be changed by two threads at once: `static mut`, or a cell that is
    /// declared `Sync` by hand and holds neither lock nor atomic.
    pub(super) fn is_unsynchronised(&self, item: &Static) -> bool {
        if item.mutable || item.ty.starts_with("SyncUnsafeCell<") {
            return true;
        }
        let Some(owner) = self.structs.get(last_segment(&item.ty)) else { return false };
        // What a generic type holds stands where it is named.
        let given = item.ty.split_once('<').map_or("", |(_, given)| given);
        let holds = |words: &[&str]| {
            let texts = owner.fields.iter().map(|(_, _, text)| text.as_str()).chain([given]);
            texts.into_iter().any(|text| words.iter().any(|word| text.contains(word)))
        };
        self.sync_by_hand.contains(last_segment(&item.ty))
            && holds(&["UnsafeCell<", "RefCell<", "Cell<"])
            && !holds(&["Atomic", "Mutex", "RwLock", "Once", "Lock"])
    }

    /// Whether an expression is a room that containers are made with, and grow out of.
    pub(super) fn is_outgrown(&self, room: &Expr) -> bool {
        let Expr::Path(path) = room else { return false };
        let name = last_ident(&path.path);
        self.capacities.contains(&name) && !self.bounds.contains(&name)
    }

    /// Whether a field's type is a function pointer or an untyped pointer.
    pub(super) fn is_of_others(&self, ty: &str) -> bool {
        let name = ty.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')).unwrap_or(ty);
        let untyped = ty.starts_with('*') && ty.ends_with("c_void");
        untyped || ty.contains("fn(") || self.function_types.contains(last_segment(name))
    }

    /// Whether every field of a name is text.
    pub(super) fn is_text_everywhere(&self, name: &str) -> bool {
        let mut texts = self.structs.values().filter_map(|owner| owner.field(name)).peekable();
        texts.peek().is_some() && texts.all(|(_, text)| super::text::is_text(text))
    }

    /// Whether a type is a struct of numbers that is passed by value, or that the caller lends.
    pub(super) fn is_plain_struct(&self, core: &Core) -> bool {
        let by_pointer = |owner: &Struct| owner.repr_c && core.depth == 1 && !self.boxed.contains(&core.name);
        let owner = self.structs.get(&core.name).filter(|owner| core.depth == 0 || by_pointer(owner));
        owner.is_some_and(|owner| owner.fields.iter().all(|(_, field, _)| field.is_scalar()))
    }

    /// Whether a parameter points to a value that must stay on its thread.
    pub(super) fn is_bound(&self, params: &[crate::effects::Parameter], param: usize) -> bool {
        let owner = params.get(param).and_then(|param| self.structs.get(&param.holds));
        owner.is_some_and(|owner| owner.fields.iter().any(|(_, _, text)| crate::knowledge::is_bound(text)))
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
                let ty = Core::of(&item.ty).name;
                self.statics.insert(item.ident.to_string(), Static { place, mutable, ty });
                self.constant(&item.ident, &item.ty, &item.expr);
                self.values.push((path, &item.ident, &item.ty, &item.expr));
            }
            Item::Const(item) => {
                self.constant(&item.ident, &item.ty, &item.expr);
                self.values.push((path, &item.ident, &item.ty, &item.expr));
            }
            Item::Macro(item) => self.declared(path, &item.mac),
            Item::Type(item) if type_text(&item.ty).contains("fn(") => {
                self.function_types.insert(item.ident.to_string());
            }
            Item::Struct(item) => {
                self.structs.insert(item.ident.to_string(), Struct::of(path, item));
            }
            Item::Enum(item) if item.variants.iter().all(|v| v.fields.is_empty()) => {
                self.enums.insert(item.ident.to_string(), has_gaps(item));
                self.numbered.extend(numbered(path, item).map(|variants| (item.ident.to_string(), variants)));
            }
            Item::ForeignMod(block) => {
                for item in &block.items {
                    if let syn::ForeignItem::Fn(function) = item {
                        let place = place(path, function.sig.fn_token.span);
                        let symbol = function.sig.ident.to_string();
                        if let syn::ReturnType::Type(_, ty) = &function.sig.output
                            && ["Box<", "Vec<", "CString", "Rc<", "Arc<"]
                                .iter()
                                .any(|o| type_text(ty).contains(o))
                        {
                            self.adopted.push((symbol.clone(), place.clone()));
                        }
                        self.imports.insert(symbol, place);
                    }
                }
            }
            _ => {}
        }
    }

    fn methods(&mut self, path: &'a str, block: &'a syn::ItemImpl) {
        let owner = last_segment(&type_text(&block.self_ty)).to_owned();
        if block
            .trait_
            .as_ref()
            .is_some_and(|(path, _)| path.segments.last().is_some_and(|last| last.ident == "Sync"))
        {
            self.sync_by_hand.insert(owner.clone());
        }
        for item in &block.items {
            let ImplItem::Fn(method) = item else { continue };
            let name = method.sig.ident.to_string();
            let index = self.functions.len();
            self.by_name.entry(format!("{owner}::{name}")).or_default().push(index);
            self.function(path, name, &method.attrs, &method.sig, &method.block);
            if let Some(function) = self.functions.get_mut(index) {
                function.owner = Some(owner.clone());
                if let Some(result) = function.result.as_mut().filter(|result| result.name == "Self") {
                    result.name.clone_from(&owner);
                }
            }
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
        let result = match &signature.output {
            syn::ReturnType::Type(_, ty) => Some(Core::of(ty)),
            syn::ReturnType::Default => None,
        };
        for statement in &block.stmts {
            match statement {
                syn::Stmt::Item(item) => self.item(path, item),
                syn::Stmt::Macro(call) => self.declared(path, &call.mac),
                _ => {}
            }
        }
        if symbol.is_some()
            && let syn::ReturnType::Type(_, ty) = &signature.output
            && type_text(ty).contains("Box<")
        {
            self.gives.insert(ResourceKind::Box);
        }
        let catches = super::guards::catches(block);
        self.functions.push(Function {
            file: path,
            name,
            symbol,
            abi,
            signature,
            block,
            owner: None,
            result,
            catches,
        });
    }

    /// Statics in `thread_local!` and `lazy_static!`.
    fn declared(&mut self, path: &str, mac: &syn::Macro) {
        let name = last_ident(&mac.path);
        if name != "thread_local" && name != "lazy_static" {
            return;
        }
        let mut tokens = mac.tokens.clone().into_iter().peekable();
        while let Some(token) = tokens.next() {
            if token.to_string() != "static" {
                continue;
            }
            let mut next = tokens.next();
            if next.as_ref().is_some_and(|token| token.to_string() == "ref") {
                next = tokens.next();
            }
            let Some(proc_macro2::TokenTree::Ident(ident)) = next else { continue };
            let written = tokens.by_ref().skip(1).take_while(|token| token.to_string() != "=");
            let written: String = written.map(|token| token.to_string()).collect();
            let ty = if name == "thread_local" { "LocalKey".to_owned() } else { written };
            let place = place(path, ident.span());
            self.statics.insert(ident.to_string(), Static { place, mutable: false, ty });
        }
    }

    fn constant(&mut self, ident: &syn::Ident, ty: &Type, value: &Expr) {
        if let Some(length) = held_length(ty) {
            self.lengths.insert(ident.to_string(), length);
        }
        // Two of one name are told apart by their modules, which are not followed.
        let twice = !self.constants.insert(ident.to_string());
        match number(value).filter(|_| !twice) {
            Some(number) => self.numbers.insert(ident.to_string(), number),
            None => self.numbers.remove(&ident.to_string()),
        };
        match is_terminated(value).filter(|_| !twice) {
            Some(terminated) => {
                self.texts.insert(ident.to_string(), terminated);
            }
            None => {
                self.texts.remove(&ident.to_string());
            }
        }
    }
}

/// Names and values of an enum's variants, where it has a written representation.
fn numbered(path: &str, item: &syn::ItemEnum) -> Option<Vec<(String, u64, Place)>> {
    item.attrs.iter().find(|attr| attr.path().is_ident("repr"))?;
    let mut next = Some(0);
    let value = |variant: &syn::Variant| {
        let value = match &variant.discriminant {
            Some((_, value)) => number(value),
            None => next,
        };
        next = value.and_then(|value| value.checked_add(1));
        Some((variant.ident.to_string(), value?, place(path, variant.ident.span())))
    };
    item.variants.iter().map(value).collect()
}

/// Whether the values of an enum leave numbers out between them.
fn has_gaps(item: &syn::ItemEnum) -> bool {
    let mut next = Some(0);
    let mut values = Vec::new();
    for variant in &item.variants {
        let value = match &variant.discriminant {
            Some((_, value)) => number(value),
            None => next,
        };
        next = value.and_then(|value| value.checked_add(1));
        values.push(value);
    }
    values.sort_unstable();
    values.windows(2).any(|pair| matches!(pair, [Some(a), Some(b)] if b - a > 1))
}

/// Whether a constant's text ends with a zero; of several texts, whether each does.
fn is_terminated(value: &Expr) -> Option<bool> {
    match value {
        Expr::Reference(e) => is_terminated(&e.expr),
        Expr::Unary(e) => is_terminated(&e.expr),
        Expr::Paren(e) => is_terminated(&e.expr),
        Expr::Lit(literal) => ends_with_zero(&literal.lit),
        Expr::Array(list) => {
            list.elems.iter().map(is_terminated).try_fold(true, |all, one| Some(all && one?))
        }
        Expr::Macro(call) => made_text(&call.mac),
        Expr::MethodCall(call) => is_terminated(&call.receiver),
        Expr::Unsafe(block) => match block.block.stmts.last()? {
            syn::Stmt::Expr(value, None) => is_terminated(value),
            _ => None,
        },
        Expr::Call(call) => call.args.first().and_then(is_terminated),
        _ => None,
    }
}

/// Whether the text that a macro of the language makes ends with a zero; `None` for other macros.
pub(super) fn made_text(mac: &syn::Macro) -> Option<bool> {
    let text = mac.tokens.to_string();
    match last_ident(&mac.path).as_str() {
        "concat" => Some(text.trim_end().trim_end_matches(',').trim_end().ends_with("\\0\"")),
        "env" | "stringify" | "module_path" | "file" => Some(false),
        _ => None,
    }
}

/// The number of elements of an array type, where it is written as a number.
pub(super) fn array_length(ty: &Type) -> Option<u64> {
    match ty {
        Type::Array(array) => number(&array.len),
        Type::Reference(reference) => array_length(&reference.elem),
        Type::Paren(inner) => array_length(&inner.elem),
        _ => None,
    }
}

/// The length of an array by itself, or in what is filled or locked first: `OnceLock<[u32; 256]>`.
pub(super) fn held_length(ty: &Type) -> Option<u64> {
    let Type::Path(path) = ty else { return array_length(ty) };
    let last = path.path.segments.last()?;
    let holds =
        ["OnceLock", "OnceCell", "LazyLock", "LazyCell", "Lazy", "Mutex", "RwLock", "RefCell", "Box", "Arc"];
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) if holds.iter().any(|name| last.ident == name) => {
            held_length(inner)
        }
        _ => None,
    }
}

/// The value of a number as it is written.
pub(super) fn number(value: &Expr) -> Option<u64> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(int) => int.base10_parse().ok(),
            Lit::Byte(byte) => Some(u64::from(byte.value())),
            _ => None,
        },
        Expr::Paren(inner) => number(&inner.expr),
        Expr::Cast(cast) => number(&cast.expr),
        Expr::Binary(binary) => {
            let (left, right) = (number(&binary.left)?, number(&binary.right)?);
            match binary.op {
                syn::BinOp::Shl(_) => left.checked_shl(u32::try_from(right).ok()?),
                syn::BinOp::Mul(_) => left.checked_mul(right),
                syn::BinOp::Add(_) => left.checked_add(right),
                syn::BinOp::Sub(_) => left.checked_sub(right),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Kinds of memory that a text gives away, by the names of the functions that do.
pub(crate) fn given_kinds(text: &str) -> Vec<ResourceKind> {
    use ResourceKind::{Box, BoxedSlice, CString, Shared, Vec};
    let known: [(&str, &[ResourceKind]); 9] = [
        ("Box::into_raw", &[Box, BoxedSlice]),
        ("Box::leak", &[Box, BoxedSlice]),
        ("CString::into_raw", &[CString]),
        ("Arc::into_raw", &[Shared]),
        ("Rc::into_raw", &[Shared]),
        (".into_raw(", &[Box, BoxedSlice, CString, Shared]),
        (".leak(", &[BoxedSlice, Vec]),
        ("forget(", &[Box, BoxedSlice, CString, Shared, Vec]),
        ("ManuallyDrop", &[Box, BoxedSlice, CString, Shared, Vec]),
    ];
    known
        .iter()
        .filter(|(call, _)| text.contains(call))
        .flat_map(|(_, kinds)| kinds.iter().copied())
        .collect()
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
                if list.path.is_ident("cfg") && is_for_tests(&list.tokens.to_string()))
    })
}

/// `test`, or `any(test, …)`.
fn is_for_tests(condition: &str) -> bool {
    condition == "test"
        || condition.starts_with("any (") && condition.split([' ', '(', ',']).any(|word| word == "test")
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

/// The last name of a path.
pub(super) fn last_ident(path: &syn::Path) -> String {
    path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default()
}

/// A path as text, without generic arguments but for those of its end.
pub(super) fn path_name(path: &syn::Path) -> String {
    let mut name = String::new();
    for segment in &path.segments {
        if !name.is_empty() {
            name.push_str("::");
        }
        name.push_str(&segment.ident.to_string());
    }
    if let Some(syn::PathArguments::AngleBracketed(args)) = path.segments.last().map(|last| &last.arguments) {
        let args: Vec<String> = args
            .args
            .iter()
            .map(|arg| match arg {
                syn::GenericArgument::Type(ty) => type_text(ty),
                _ => "_".to_owned(),
            })
            .collect();
        name.push_str("::<");
        name.push_str(&args.join(","));
        name.push('>');
    }
    name
}
