//! What calls do with values: the tables of the standard library's functions and methods that
//! matter at a boundary, helpers of the unit, threads, and `catch_unwind`.

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, Token};

use super::unit::{last_segment, pointee};
use super::value::{Params, Val, What, unwrapped};
use super::walk::{ImportCall, SiteKind, Thread, Walk};
use super::words;
use crate::effects::{Flow, Keep, Keeper, Origin, Release, Resource, ResourceKind};

impl<'u> Walk<'u> {
    pub(super) fn method(&mut self, call: &'u ExprMethodCall) -> Val {
        let name = call.method.to_string();
        let receiver = self.eval(&call.receiver);
        let args: Vec<Val> = call.args.iter().map(|arg| self.argument(arg, &receiver)).collect();
        let name = name.as_str();
        if words::is_or_panic(name) {
            self.may_panic(&receiver, call.method.span());
            return unwrapped(receiver);
        }
        self.position(call, name, &args);
        self.store(name, &receiver, &args, call.span());
        match name {
            "as_ref" | "as_mut" | "as_uninit_mut" => match receiver.what {
                What::Param(index) => receiver.with(What::Behind(index)),
                _ => receiver,
            },
            "as_ptr" | "as_mut_ptr" | "as_bytes_with_nul" => self.pointer_to(&call.receiver, receiver),
            "into_raw" | "into_raw_parts" | "leak" => raw(&receiver),
            "to_str" | "into_string" => receiver.with(What::Utf8(Box::new(receiver.what.clone()))),
            "join" => {
                if let What::Thread(index) = receiver.what {
                    self.threads[index].joined = true;
                }
                Val::default()
            }
            "to_string_lossy" => receiver.copied(What::Local(ResourceKind::Vec)),
            "into_boxed_slice" => receiver.with(What::Local(ResourceKind::BoxedSlice)),
            "to_vec" | "to_owned" | "to_string" | "into_owned" | "into_bytes" | "collect" | "repeat"
            | "into_vec" | "to_uppercase" | "to_lowercase" | "replace" | "concat" | "clone"
            | "to_ascii_uppercase" => Self::owned_copy(call, &receiver),
            _ if words::is_or_else(name) => self.or_else(name, call, receiver, &args),
            _ if words::is_same(name) => receiver,
            "spawn" | "spawn_blocking" if Self::is_pool(&call.receiver) => {
                self.spawn(call.args.first(), call.span())
            }
            _ => receiver.copied(What::Unknown),
        }
    }

    /// A closure's parameters are what its receiver holds.
    fn argument(&mut self, arg: &'u Expr, receiver: &Val) -> Val {
        let Expr::Closure(closure) = arg else { return self.eval(arg) };
        let depth = self.env.len();
        let inner = unwrapped(receiver.clone());
        for input in &closure.inputs {
            self.bind(input, &inner);
        }
        let val = self.eval(&closure.body);
        self.env.truncate(depth);
        val
    }

    fn owned_copy(call: &ExprMethodCall, receiver: &Val) -> Val {
        // A clone of a pointer or reference is the pointer; of an owner, another owner.
        if call.method == "clone" && !matches!(receiver.what, What::Local(_) | What::Behind(_)) {
            return receiver.clone();
        }
        match receiver.what {
            What::Local(kind) if call.method == "clone" => receiver.copied(What::Local(kind)),
            _ => receiver.copied(What::Local(ResourceKind::Vec)),
        }
    }

    /// `map_or(default, f)` and its kin: what the function makes of the value inside.
    fn or_else(&mut self, name: &str, call: &'u ExprMethodCall, receiver: Val, args: &[Val]) -> Val {
        let inner = unwrapped(receiver);
        let (default, function) = match name {
            "map" | "and_then" | "is_some_and" => (None, call.args.first().zip(args.first())),
            "map_or" | "map_or_else" => (args.first(), call.args.get(1).zip(args.get(1))),
            "unwrap_or" | "unwrap_or_else" => (args.first(), None),
            _ => (None, None),
        };
        let value = match function {
            None => inner,
            Some((Expr::Path(path), _)) => {
                let name = quote::quote!(#path).to_string().replace(' ', "");
                let args = [inner];
                self.known(&name, &args, path.span(), &[]).unwrap_or_else(|| args[0].copied(What::Unknown))
            }
            Some((Expr::Closure(_), val)) => val.clone(),
            Some(_) => inner.copied(What::Unknown),
        };
        match default {
            Some(other) if matches!(value.what, What::Unknown) => other.clone(),
            _ => value,
        }
    }

    fn may_panic(&mut self, receiver: &Val, span: Span) {
        match receiver.what {
            What::Utf8(_) if receiver.is_tainted() => {
                self.site(SiteKind::Utf8, span, "text of the caller that is not UTF-8 panics here", true);
            }
            What::MaybeCString if receiver.is_tainted() => {
                self.site(
                    SiteKind::InteriorNul,
                    span,
                    "text of the caller that holds a NUL panics here",
                    true,
                );
            }
            What::Thread(_) | What::Static | What::Local(_) => {}
            _ => {
                let tainted = receiver.is_tainted();
                self.site(
                    SiteKind::Panic,
                    span,
                    "a missing value or an error that the caller brings about",
                    tainted,
                );
            }
        }
    }

    fn position(&mut self, call: &'u ExprMethodCall, name: &str, args: &[Val]) {
        let decided = args.iter().zip(&call.args).any(|(val, arg)| {
            val.is_tainted() && matches!(val.what, What::Param(_) | What::Unknown) && !self.is_checked(arg)
        });
        if words::is_by_position(name) && decided && self.is_position(name, call) {
            self.site(
                SiteKind::Panic,
                call.method.span(),
                "a position or count that the caller decides",
                true,
            );
        }
        if name == "copy_from_slice" || name == "clone_from_slice" {
            let lengths = args.iter().all(Val::is_tainted) && !self.is_checked(&call.receiver);
            let full = matches!(&*call.receiver, Expr::Index(_));
            if lengths && !full && !args.iter().zip(&call.args).any(|(_, arg)| self.is_checked(arg)) {
                self.site(SiteKind::Panic, call.method.span(), "lengths that the caller decides", true);
            }
        }
    }

    /// `insert` and `remove` of maps take keys, which never panic: a map is given a reference.
    fn is_position(&self, name: &str, call: &ExprMethodCall) -> bool {
        match name {
            "remove" | "insert" | "swap" | "drain" => {
                call.args.first().is_some_and(|arg| !matches!(arg, Expr::Reference(_)))
                    && (name != "insert" || call.args.len() == 2 && self.is_sequence(&call.receiver))
                    && (name != "remove" || self.is_sequence(&call.receiver))
            }
            _ => true,
        }
    }

    /// Whether the receiver's field is declared as a `Vec`, where that can be seen.
    fn is_sequence(&self, receiver: &Expr) -> bool {
        let Expr::Field(field) = receiver else { return false };
        let syn::Member::Named(_) = &field.member else { return false };
        self.items.structs.values().flatten().any(|ty| ty.starts_with("Vec<"))
            && !self.items.structs.values().flatten().any(|ty| ty.contains("Map<"))
    }

    /// Something is put into a static or into what a parameter points to.
    fn store(&mut self, name: &str, receiver: &Val, args: &[Val], span: Span) {
        let at = self.at(span);
        if let Some(index) = receiver.behind()
            && words::is_change(name)
            && !self.effects.changes.contains(&index)
        {
            self.effects.changes.push(index);
        }
        if !words::is_store(name) {
            return;
        }
        let held = args.iter().fold(Params::NONE, |all, arg| all.and(arg.holds));
        self.keep(receiver, held, &at);
    }

    fn keep(&mut self, into: &Val, held: Params, at: &crate::finding::Place) {
        let (by, own) = match &into.what {
            What::Static => (Keeper::Static, None),
            What::Behind(index) | What::Param(index) => (Keeper::Handle, Some(*index)),
            _ => return,
        };
        for param in held.iter().filter(|param| Some(*param) != own) {
            let at = self.made_static.get(&param).unwrap_or(at).clone();
            self.effects.keeps.push(Keep { param, by, at });
        }
    }

    pub(super) fn assign(&mut self, left: &'u Expr, value: &Val, span: Span) {
        let target = self.eval(left);
        let at = self.at(span);
        self.keep(&target, value.holds, &at);
        if let (Expr::Unary(_), Some(index)) = (left, target.behind()) {
            let what = self.origin(value);
            self.effects.writes.push((index, Flow { what, at }));
        } else if let (Expr::Path(path), None) = (left, target.behind())
            && let Some(name) = path.path.get_ident().map(ToString::to_string)
            && let Some((_, known)) = self.env.iter_mut().rev().find(|(known, _)| *known == name)
        {
            *known = value.clone();
        }
    }

    /// `value.as_ptr()`: a pointer into a local dies with it.
    fn pointer_to(&self, receiver: &Expr, val: Val) -> Val {
        let name = match receiver {
            Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
            _ => None,
        };
        match val.what {
            What::Local(kind) => {
                let name = name.unwrap_or_else(|| "a temporary".to_owned());
                Val { what: What::Dead(name, Some(kind)), ..val }
            }
            What::Unknown if val.holds.is_empty() && !val.is_tainted() => match name {
                Some(name) if self.is_array(&name) => Val { what: What::Dead(name, None), ..val },
                _ => val,
            },
            _ => val,
        }
    }

    /// Locals that are arrays are bound to values that nothing else is known of.
    fn is_array(&self, name: &str) -> bool {
        self.arrays.contains(name)
    }

    pub(super) fn call(&mut self, call: &'u ExprCall) -> Val {
        let Expr::Path(path) = &*call.func else { return self.call_value(call) };
        let name = quote::quote!(#path).to_string().replace(' ', "");
        let last = last_segment(&name).to_owned();
        if last == "catch_unwind" {
            return self.guarded(call);
        }
        if last == "spawn" && !name.contains("scope") {
            return self.spawn(call.args.first(), call.span());
        }
        if let Some(Val { what: What::Param(index), .. }) = self.lookup(&name) {
            let index = *index;
            return self.callback(index, call);
        }
        let args: Vec<Val> = call.args.iter().map(|arg| self.eval(arg)).collect();
        let exprs: Vec<&Expr> = call.args.iter().collect();
        if let Some(val) = self.known(&name, &args, call.span(), &exprs) {
            return val;
        }
        if self.import(&last, &args, call.span()) {
            return Val::new(What::Foreign(last));
        }
        if matches!(last.as_str(), "free" | "cfree")
            && let Some(What::Foreign(symbol)) = args.first().map(|arg| arg.what.clone())
        {
            self.foreign_free(&symbol, call.span());
        }
        self.helper(&name, &last, &args).unwrap_or_else(|| Val::made_of(&args))
    }

    /// A call of something that is not a path: `(handle.callback)(user)`.
    fn call_value(&mut self, call: &'u ExprCall) -> Val {
        let callee = self.eval(&call.func);
        if let What::Param(index) = callee.what {
            return self.callback(index, call);
        }
        let args: Vec<Val> = call.args.iter().map(|arg| self.eval(arg)).collect();
        Val { holds: Params::NONE, ..Val::made_of(&args) }
    }

    fn callback(&mut self, index: usize, call: &'u ExprCall) -> Val {
        for arg in &call.args {
            self.eval(arg);
        }
        if let Some(thread) = self.in_thread {
            self.threads[thread].calls.push(index);
        }
        Val::default()
    }

    fn guarded(&mut self, call: &'u ExprCall) -> Val {
        self.caught += 1;
        let before = self.sites.len();
        let val = call.args.first().map(|body| self.eval(body)).unwrap_or_default();
        self.caught -= 1;
        let asserts = quote::quote!(#call).to_string().contains("AssertUnwindSafe");
        let panics = self.sites[before..].iter().any(|site| site.caught);
        let half_done = super::unwind::half_done(call);
        if asserts && panics && !half_done.is_empty() {
            let at = self.at(call.span());
            self.unwind_states.push(at);
            self.half_done = half_done;
        }
        val
    }

    fn is_pool(receiver: &Expr) -> bool {
        // `scope.spawn` ends with its scope; builders and runtimes go on.
        !matches!(receiver, Expr::Path(path)
            if path.path.get_ident().is_some_and(|name| matches!(name.to_string().as_str(), "s" | "scope")))
    }

    fn spawn(&mut self, body: Option<&'u Expr>, span: Span) -> Val {
        let index = self.threads.len();
        let at = self.at(span);
        self.threads.push(Thread { at, joined: false, uses: Params::NONE, calls: Vec::new() });
        let outer = self.in_thread.replace(index);
        if let Some(body) = body {
            for name in super::guards::names(body) {
                let holds = self.lookup(&name).map_or(Params::NONE, |val| val.holds);
                self.threads[index].uses = self.threads[index].uses.and(holds);
            }
            // A panic on another thread ends that thread alone.
            self.caught += 1;
            self.eval(body);
            self.caught -= 1;
        }
        self.in_thread = outer;
        Val::new(What::Thread(index))
    }

    /// A function of the standard library that matters here.
    fn known(&mut self, name: &str, args: &[Val], span: Span, exprs: &[&Expr]) -> Option<Val> {
        let bare = strip_generics(name);
        let mut segments = bare.rsplit("::");
        let last = segments.next().unwrap_or_default();
        let owner = segments.next().unwrap_or_default();
        let first = args.first().cloned().unwrap_or_default();
        Some(match (owner, last) {
            ("Box", "new" | "from") | ("Arc" | "Rc", "new") => {
                let kind = if owner == "Box" { ResourceKind::Box } else { ResourceKind::Shared };
                first.with(What::Local(kind))
            }
            ("CString", "new") => first.copied(What::MaybeCString),
            ("CString", "from_vec_unchecked") => {
                if first.is_tainted() {
                    self.site(SiteKind::InteriorNul, span, "bytes of the caller may hold a NUL", true);
                }
                first.copied(What::Local(ResourceKind::CString))
            }
            ("String" | "Vec", "new" | "with_capacity" | "from") => {
                first.copied(What::Local(ResourceKind::Vec))
            }
            ("Box" | "CString" | "Arc" | "Rc" | "Vec", "into_raw" | "leak" | "into_raw_parts") => raw(&first),
            ("Box" | "CString" | "Arc" | "Rc" | "Vec" | "String", "from_raw" | "from_raw_parts") => {
                self.release(owner, &first, args, exprs, span)
            }
            (_, "slice_from_raw_parts" | "slice_from_raw_parts_mut") => {
                Val { cast: Some("[]".to_owned()), ..first }
            }
            (_, "from_raw_parts" | "from_raw_parts_mut" | "from_ptr") => match first.behind() {
                Some(index) => {
                    Val { what: What::Behind(index), tainted: Val::made_of(args).tainted, ..first }
                }
                None => Val::made_of(args),
            },
            (_, "from_utf8") => first.with(What::Utf8(Box::new(first.what.clone()))),
            (_, "from_utf8_unchecked") => {
                if first.is_tainted() {
                    self.site(
                        SiteKind::Utf8,
                        span,
                        "bytes of the caller are taken for UTF-8 unchecked",
                        true,
                    );
                }
                first
            }
            (_, "transmute") => {
                self.transmute(&first, exprs, span);
                first
            }
            ("mem" | "", "forget") => {
                if let Some(Expr::Path(path)) = exprs.first()
                    && let Some(name) = path.path.get_ident()
                {
                    self.forgotten.insert(name.to_string());
                }
                Val::default()
            }
            ("ManuallyDrop", "new") => match first.what {
                What::Local(kind) => first.with(What::Raw(Resource { kind, holds: String::new() })),
                _ => first,
            },
            ("ptr" | "", "null" | "null_mut") => Val::new(What::Null),
            ("NonNull", "new" | "new_unchecked") | ("", "Some" | "Ok" | "AssertUnwindSafe") | ("ptr", _) => {
                first
            }
            ("", "drop") => Val::default(),
            ("String" | "str" | "CStr", _) => first,
            _ => return None,
        })
    }

    /// `Box::from_raw(param)` and its kin take memory back.
    fn release(&mut self, owner: &str, first: &Val, args: &[Val], exprs: &[&Expr], span: Span) -> Val {
        let kind = match owner {
            "CString" => ResourceKind::CString,
            "Arc" | "Rc" => ResourceKind::Shared,
            "Vec" | "String" => ResourceKind::Vec,
            _ if first.cast.as_deref().is_some_and(|to| to.starts_with('[')) => ResourceKind::BoxedSlice,
            _ => ResourceKind::Box,
        };
        if let What::Param(param) | What::Behind(param) = first.what {
            let declared = self.effects.params.get(param).map(|p| p.pointee.clone()).unwrap_or_default();
            let holds = match first.cast.as_deref() {
                Some(to) if !to.starts_with('[') && !to.is_empty() => to.to_owned(),
                _ => declared,
            };
            let same = |a: &Expr, b: &Expr| quote::quote!(#a).to_string() == quote::quote!(#b).to_string();
            let length_as_capacity =
                kind == ResourceKind::Vec && matches!(exprs, [_, length, capacity] if same(length, capacity));
            let resource = Resource { kind, holds };
            let at = self.at(span);
            self.effects.releases.push(Release { param, resource, length_as_capacity, at });
        }
        if let What::Foreign(symbol) = &first.what {
            self.foreign_free(symbol, span);
        }
        Val { holds: Params::NONE, ..Val::made_of(args) }.with(What::Local(kind))
    }

    /// An integer of the caller becomes an enum unchecked.
    fn transmute(&mut self, value: &Val, exprs: &[&Expr], span: Span) {
        let checked = exprs.first().is_some_and(|expr| self.is_checked(expr));
        let is_enum = !self.items.enums.is_empty();
        if value.is_tainted() && matches!(value.what, What::Param(_) | What::Unknown) && !checked && is_enum {
            self.site(
                SiteKind::InvalidEnum,
                span,
                "an integer of the caller becomes an enum unchecked",
                true,
            );
        }
    }

    fn import(&mut self, name: &str, args: &[Val], span: Span) -> bool {
        let known = self.items.imports.contains_key(name);
        if known {
            let at = self.at(span);
            let args = args.iter().map(|arg| self.origin(arg)).collect();
            self.import_calls.push(ImportCall { symbol: name.to_owned(), at, args });
        }
        known && name != "free"
    }

    fn foreign_free(&mut self, symbol: &str, span: Span) {
        self.site(SiteKind::ForeignFree, span, &format!("`{symbol}` of the other side made it"), true);
    }

    /// A function of the unit: its body is followed with the arguments in place of its parameters.
    fn helper(&mut self, path: &str, last: &str, args: &[Val]) -> Option<Val> {
        const DEEPEST: usize = super::walk::HELPERS_MAX;
        let qualified = strip_generics(path);
        let key = if self.items.by_name.contains_key(&qualified) { qualified.as_str() } else { last };
        let [index] = self.items.by_name.get(key)?.as_slice() else { return None };
        let function = self.items.functions.get(*index)?;
        if self.helpers == DEEPEST || function.signature.inputs.len() != args.len() {
            return None;
        }
        let env = std::mem::take(&mut self.env);
        let file = std::mem::replace(&mut self.file, function.file);
        self.helpers += 1;
        for (input, val) in function.signature.inputs.iter().zip(args) {
            if let syn::FnArg::Typed(typed) = input {
                self.bind(&typed.pat, val);
            }
        }
        let mut val = self.block(&function.block.stmts);
        if let What::Dead(..) = val.what {
            val.what = What::Unknown;
        }
        if let syn::ReturnType::Type(_, ty) = &function.signature.output
            && matches!(val.what, What::Raw(_))
        {
            val.cast = Some(pointee(ty));
        }
        self.helpers -= 1;
        self.env = env;
        self.file = file;
        Some(val)
    }

    pub(super) fn macro_call(&mut self, mac: &'u syn::Macro) -> Val {
        let name = mac.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
        match name.as_str() {
            "panic" | "unreachable" | "todo" | "unimplemented" => {
                self.site(SiteKind::Panic, mac.span(), "an explicit panic", true);
            }
            "assert" | "assert_eq" | "assert_ne" => {
                let tainted =
                    Self::macro_names(mac).iter().any(|name| self.lookup(name).is_some_and(Val::is_tainted));
                self.site(SiteKind::Panic, mac.span(), "an assertion about what the caller decides", tainted);
            }
            "format" | "vec" => return Val::new(What::Local(ResourceKind::Vec)),
            "addr_of" | "addr_of_mut" => {
                for name in Self::macro_names(mac) {
                    if let Some(val) = self.lookup(&name) {
                        return val.clone();
                    }
                    if self.items.statics.get(&name).is_some_and(|item| item.mutable) {
                        let at = self.at(mac.span());
                        self.static_muts.push((name, at));
                        return Val::new(What::Static);
                    }
                }
            }
            _ => {}
        }
        Val::default()
    }

    /// Names in the arguments of a macro that takes expressions.
    fn macro_names(mac: &syn::Macro) -> Vec<String> {
        let args = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        args.map(|args| args.iter().flat_map(super::guards::names).collect()).unwrap_or_default()
    }

    /// A value leaves the exported function.
    pub(super) fn returned(&mut self, val: &Val, span: Span) {
        if self.helpers > 0 {
            return;
        }
        let at = self.at(span);
        if matches!(val.what, What::Raw(_)) {
            for param in val.holds.iter() {
                self.effects.keeps.push(Keep { param, by: Keeper::Handle, at: at.clone() });
            }
        }
        let what = self.origin(val);
        self.effects.returns.push(Flow { what, at });
    }

    pub(super) fn origin(&self, val: &Val) -> Origin {
        match &val.what {
            What::Param(index) => Origin::Argument(*index),
            What::Behind(index) if !val.holds.is_empty() => Origin::Inside(*index),
            What::Raw(resource) => {
                let holds = val.cast.clone().unwrap_or_else(|| resource.holds.clone());
                Origin::Owned(Resource { kind: resource.kind, holds })
            }
            What::Dead(name, Some(kind)) if self.forgotten.contains(name) => {
                Origin::Owned(Resource { kind: *kind, holds: String::new() })
            }
            What::Dead(name, _) => Origin::Dead(name.clone()),
            What::Text { terminated } => Origin::Text { terminated: *terminated },
            What::Null => Origin::Null,
            _ => Origin::Unknown,
        }
    }
}

/// What `into_raw` and `leak` make of an owner.
fn raw(val: &Val) -> Val {
    let kind = match unwrapped(val.clone()).what {
        What::Local(kind) => kind,
        What::Raw(resource) => resource.kind,
        _ => ResourceKind::Box,
    };
    Val { cast: None, ..val.with(What::Raw(Resource { kind, holds: String::new() })) }
}

/// A path without its generic arguments.
fn strip_generics(path: &str) -> String {
    let mut depth = 0_u32;
    let bare: String = path
        .chars()
        .filter(|c| {
            match c {
                '<' => depth += 1,
                '>' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect();
    bare.replace("::::", "::").trim_end_matches("::").to_owned()
}
