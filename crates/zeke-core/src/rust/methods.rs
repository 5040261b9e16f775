//! What method calls do with values.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

use super::given::raw;
use super::guards;
use super::places::root_name;
use super::unit::last_segment;
use super::value::{Core, Params, Val, What, unwrapped};
use super::walk::{SiteKind, TEMPORARY, Walk};
use super::words;
use crate::effects::{Keeper, Resource, ResourceKind};

impl<'u> Walk<'u> {
    pub(super) fn method(&mut self, call: &'u ExprMethodCall) -> Val {
        let name = call.method.to_string();
        let name = name.as_str();
        let receiver = self.eval(&call.receiver);
        if matches!(name, "as_ref" | "as_mut" | "read" | "write" | "read_unaligned") {
            self.reached(&receiver, call.span());
        }
        if name == "spawn" && self.is_spawned_on(&call.receiver) {
            return self.spawn(call.args.first(), call.span());
        }
        if name == "spawn_scoped" && self.is_beside() {
            return self.spawn(call.args.iter().nth(1), call.span());
        }
        if super::threads::is_parallel(&call.receiver) {
            let scoped = std::mem::replace(&mut self.scoped, true);
            let val = self.repeated(|walk| walk.spawn(call.args.last(), call.span()));
            self.scoped = scoped;
            return val.with(What::Unknown);
        }
        if name == "scope" {
            return self.in_scope(|walk| walk.arguments(call, &receiver).pop().unwrap_or_default());
        }
        let function = self.method_of_unit(call, &receiver);
        let catches = function.is_some_and(|index| self.items.functions[index].catches);
        self.caught += usize::from(catches);
        // `(number > 0).then(|| …)`: the closure runs where the condition holds.
        let looked = (name == "then").then(|| self.look(&call.receiver));
        let args = self.arguments(call, &receiver);
        if let Some(looked) = looked {
            self.uncheck(looked);
        }
        self.caught -= usize::from(catches);
        if words::is_or_panic(name) {
            self.may_panic(call, &receiver);
            let part = words::last_call(&call.receiver).is_some_and(|last| last == "next");
            return Val { bits: receiver.bits.filter(|_| !part), ..unwrapped(receiver) };
        }
        if let Some(index) = function {
            let all: Vec<Val> = std::iter::once(receiver.clone()).chain(args.iter().cloned()).collect();
            if let Some(val) = self.follow(index, &all) {
                // What a method lends of its arguments is not followed.
                let dead = matches!(val.what, What::Dead(..));
                return if dead { val.with(What::Unknown) } else { val };
            }
        }
        if words::is_division(name)
            && let (Some(by), Some(val)) = (call.args.first(), args.first())
        {
            let decided = self.may_be_zero(by, val);
            let certain = super::unit::number(by).is_some_and(|by| by > 0);
            if !certain {
                self.site(SiteKind::Panic, call.span(), "a division by what the caller decides", decided);
            }
        }
        self.position(call, name, &receiver, &args);
        let ranged: Vec<(&Expr, &Val)> =
            std::iter::once((&*call.receiver, &receiver)).chain(call.args.iter().zip(&args)).collect();
        self.in_range(name, &ranged, call.method.span());
        self.store(name, call, &receiver, &args);
        let val = self.result(call, name, receiver, &args);
        // What is left was held against something.
        let val = if guards::sifts(call) { Val { bits: Some(0), ..val } } else { val };
        let ty = val.ty.clone().or_else(|| self.asked_for(call));
        val.typed(ty)
    }

    /// `collect::<Type>()`: a type of the unit, or a number.
    fn asked_for(&self, call: &ExprMethodCall) -> Option<Core> {
        let named = call.turbofish.as_ref().and_then(|generics| generics.args.first())?;
        let syn::GenericArgument::Type(ty) = named else { return None };
        let core = Core::of(ty);
        (core.is_scalar() || self.items.structs.contains_key(&core.name)).then_some(core)
    }

    fn result(&mut self, call: &'u ExprMethodCall, name: &str, receiver: Val, args: &[Val]) -> Val {
        match name {
            "as_ref" | "as_mut" | "as_uninit_mut" => match receiver.what {
                What::Param(index) => receiver.with(What::Behind(index)),
                _ => receiver,
            },
            "cast" => {
                let cast = Self::cast_method(call, receiver.clone());
                if let Some(to) = &cast.cast {
                    self.enum_behind(to, &receiver, call.span());
                }
                cast
            }
            "as_ptr" | "as_mut_ptr" | "as_bytes_with_nul" => self.pointer_to(&call.receiver, receiver),
            "into_raw" | "into_raw_parts" | "leak" => {
                let val = raw(&receiver, "");
                self.given_away(val, call.span())
            }
            "to_str" | "into_string" => {
                // A path has no terminator, a C string has one behind its text.
                let named = receiver.ty.as_ref().map(|ty| ty.name.as_str());
                let bare = matches!(named, Some("Path" | "PathBuf" | "OsStr" | "OsString"));
                let text = Core { name: "str".to_owned(), depth: 1 };
                let ty = (name == "to_str").then_some(text);
                Val { bare, ..receiver.with(What::Utf8(Box::new(receiver.what.clone()))).typed(ty) }
            }
            "join" if call.args.is_empty() => {
                self.effects.joins = true;
                self.joined(&receiver);
                Val::default()
            }
            "join" => receiver.copied(What::Local(ResourceKind::Vec)),
            // A length is what it is, whoever decided it.
            "len" | "count" | "capacity" | "is_empty" | "is_null" | "is_some" | "is_none" => Val::default(),
            // What is at least one divides.
            "max" if call.args.first().and_then(super::unit::number).is_some_and(|least| least > 0) => {
                receiver.copied(What::Unknown)
            }
            "min" | "clamp" | "rem_euclid" => Val { bits: Some(0), ..receiver.copied(What::Unknown) },
            "to_string_lossy" => Val { bare: true, ..receiver.copied(What::Local(ResourceKind::Vec)) },
            "into_boxed_slice" | "into_boxed_str" => {
                receiver.with(What::Local(ResourceKind::BoxedSlice)).typed(None)
            }
            "lock" | "try_lock" | "write" | "try_write" if call.args.is_empty() => {
                Val { locked: true, ..receiver.typed(None) }
            }
            "into_vec" if matches!(receiver.what, What::Local(ResourceKind::BoxedSlice)) => receiver,
            "to_vec" | "to_owned" | "to_string" | "into_owned" | "into_bytes" | "collect" | "repeat"
            | "into_vec" | "to_uppercase" | "to_lowercase" | "replace" | "concat" | "clone"
            | "to_ascii_uppercase" => Self::owned_copy(call, &receiver),
            _ if words::is_or_else(name) => self.or_else(name, call, receiver, args),
            "zip" if is_optional(&call.receiver) => {
                self.zipped = args.first().map(|other| (receiver.clone(), other.clone()));
                receiver
            }
            "expose_provenance" | "addr" | "with_addr" | "cast_mut" | "cast_const" | "iter" | "iter_mut"
            | "into_iter" | "ok" | "copied" | "cloned" => receiver,
            "add" | "offset" | "sub" | "wrapping_add" => Val { tainted: receiver.tainted, ..receiver },
            "try_into" => receiver.clone().with(What::Unknown),
            _ => self.part_of(call, name, receiver, args),
        }
    }

    /// Methods that give a part of what they are called on, or the same in other clothes.
    fn part_of(&mut self, call: &'u ExprMethodCall, name: &str, receiver: Val, args: &[Val]) -> Val {
        match name {
            // However a text is split, there is a first part.
            "split" | "splitn" | "rsplit" | "rsplitn" => Val { bits: Some(0), ..receiver.typed(None) },
            "next" => self.next_of(call, receiver),
            "find" | "rfind" | "position" | "rposition" | "partition_point" => {
                let tainted = Val::made_of(args).tainted.and(receiver.tainted);
                Val { tainted, place: is_position_of(name, &call.receiver), ..Val::default() }
            }
            "lines" | "chunks" | "windows" | "split_whitespace" | "split_ascii_whitespace" => {
                receiver.typed(None)
            }
            "strip_prefix" | "strip_suffix" | "trim_ascii" | "trim_start" | "trim_end" | "trim_matches"
            | "trim_start_matches" | "trim_end_matches" => {
                let text = receiver.ty.clone().filter(|ty| ty.name == "str");
                receiver.typed(text)
            }
            _ if words::is_same(name) => {
                let text = receiver.ty.clone().filter(|ty| ty.name == "str" || ty.name == "String");
                let ty = match text {
                    Some(_) if matches!(name, "as_bytes" | "to_bytes" | "bytes") => {
                        Some(Core { name: "[u8]".to_owned(), depth: 1 })
                    }
                    Some(text) => Some(Core { name: "str".to_owned(), depth: text.depth.max(1) }),
                    None => receiver.ty.as_ref().and_then(Core::element),
                };
                let given = Val::made_of(args).tainted;
                // A key decides whether there is something, and not what it is.
                let key = matches!(name, "get" | "get_mut").then(|| given.without(receiver.tainted));
                let asked = receiver.asked.and(key.unwrap_or(Params::NONE));
                Val { tainted: given.and(receiver.tainted), asked, ..receiver.typed(ty) }
            }
            _ => {
                let given = Val::made_of(args);
                let tainted = given.tainted.and(receiver.tainted);
                Val { tainted, foreign: given.foreign.or(receiver.foreign), ..Val::default() }
            }
        }
    }

    /// What an iterator gives: of parts of a text, only the first is there for sure.
    fn next_of(&mut self, call: &ExprMethodCall, receiver: Val) -> Val {
        if let Expr::Path(path) = &*call.receiver
            && let Some(name) = path.path.get_ident().map(ToString::to_string)
            && let Some((_, known)) = self.env.iter_mut().rev().find(|(known, _)| *known == name)
        {
            known.bits = None;
        }
        let element = receiver.ty.as_ref().and_then(Core::element);
        receiver.typed(element)
    }

    fn cast_method(call: &ExprMethodCall, receiver: Val) -> Val {
        let named = call.turbofish.as_ref().and_then(|generics| generics.args.first());
        match named {
            Some(syn::GenericArgument::Type(ty)) => {
                let core = Core::of(ty);
                let to = Core { depth: core.depth.saturating_add(1), ..core };
                Val { cast: Some(last_segment(&to.name).to_owned()), ty: Some(to), ..receiver }
            }
            _ => receiver.typed(None),
        }
    }

    /// The method of the unit that a call means, where that is certain.
    fn method_of_unit(&self, call: &ExprMethodCall, receiver: &Val) -> Option<usize> {
        let name = call.method.to_string();
        if let Some(ty) = &receiver.ty {
            let key = format!("{}::{name}", last_segment(&ty.name));
            if let Some([index]) = self.items.by_name.get(&key).map(Vec::as_slice) {
                return Some(*index);
            }
        }
        // What `into` calls is written at the type that is asked for.
        if name == "into"
            && let Some(wanted) = &self.expected
            && let Some([index]) =
                self.items.by_name.get(&format!("{}::from", last_segment(&wanted.name))).map(Vec::as_slice)
        {
            return Some(*index);
        }
        let [index] = self.items.by_name.get(&name)?.as_slice() else { return None };
        let known = words::is_known(&name);
        let method = self.items.functions[*index].signature.receiver().is_some();
        (method && !known).then_some(*index)
    }

    fn arguments(&mut self, call: &'u ExprMethodCall, receiver: &Val) -> Vec<Val> {
        // An error is a value of its own.
        let of_error = ["map_err", "or_else", "unwrap_or_else", "inspect_err"];
        if of_error.iter().any(|name| call.method == name) {
            let error = Val { tainted: receiver.tainted, ..Val::default() };
            return call.args.iter().map(|arg| self.argument(arg, &error, &call.receiver)).collect();
        }
        call.args.iter().map(|arg| self.argument(arg, receiver, &call.receiver)).collect()
    }

    /// A closure's parameters are what its receiver holds.
    fn argument(&mut self, arg: &'u Expr, receiver: &Val, of: &Expr) -> Val {
        let Expr::Closure(closure) = arg else { return self.eval(arg) };
        let depth = self.env.len();
        let mut inner = unwrapped(receiver.clone());
        // What an iterator gives is one element after the other.
        if let Some(element) = inner.ty.as_ref().and_then(Core::element).filter(|_| is_iterated(of)) {
            inner.bits = element.integer_bits().filter(|bits| *bits < 32);
            inner.ty = Some(element.referenced());
        }
        let zipped = matches!(of, Expr::MethodCall(call) if call.method == "zip")
            .then(|| self.zipped.take())
            .flatten();
        match (closure.inputs.first(), zipped) {
            (Some(syn::Pat::Tuple(pair)), Some((left, right))) if pair.elems.len() == 2 => {
                self.bind(&pair.elems[0], &unwrapped(left));
                self.bind(&pair.elems[1], &unwrapped(right));
            }
            _ => closure.inputs.iter().for_each(|input| self.bind(input, &inner)),
        }
        // What it is given to decides whether it runs, and how often.
        let val = self.within(false, |walk| walk.repeated(|walk| walk.eval(&closure.body)));
        self.env.truncate(depth);
        val
    }

    fn owned_copy(call: &ExprMethodCall, receiver: &Val) -> Val {
        let makes_text = ["to_string", "to_uppercase", "to_lowercase", "to_ascii_uppercase", "replace"];
        let removes_nul = call.method == "replace"
            && matches!(call.args.first(), Some(Expr::Lit(lit)) if matches!(&lit.lit,
                syn::Lit::Char(c) if c.value() == '\0')
                || matches!(&lit.lit, syn::Lit::Str(text) if text.value() == "\0"));
        let val = Self::copy_of(call, receiver);
        let bare = makes_text.iter().any(|name| call.method == name) || receiver.bare;
        let foreign = receiver.foreign.clone();
        Val { bare: bare && call.method != "collect", nul_free: val.nul_free || removes_nul, foreign, ..val }
    }

    fn copy_of(call: &ExprMethodCall, receiver: &Val) -> Val {
        // A clone of a pointer or reference is the pointer; of an owner, another owner.
        if call.method == "clone" && !matches!(receiver.what, What::Local(_) | What::Behind(_)) {
            return receiver.clone();
        }
        match receiver.what {
            // The text of an error is this library's own.
            What::Unknown if call.method == "to_string" => Val::new(What::Local(ResourceKind::Vec)),
            What::Local(kind) if call.method == "clone" => receiver.copied(What::Local(kind)),
            What::Local(ResourceKind::CString)
                if call.method == "to_owned" || call.method == "into_owned" =>
            {
                receiver.copied(What::Local(ResourceKind::CString))
            }
            // What a handle keeps is still known to be its own.
            What::Behind(_) if receiver.field.is_some() && call.method == "clone" => {
                Val { field: receiver.field.clone(), ..receiver.copied(What::Local(ResourceKind::Vec)) }
            }
            // Only a C string literal is terminated text with an owned form.
            What::Text { terminated: true } if call.method == "to_owned" => {
                Val::new(What::Local(ResourceKind::CString))
            }
            _ => receiver.copied(What::Local(ResourceKind::Vec)),
        }
    }

    /// `map_or(default, f)` and its kin: what the function makes of the value inside.
    fn or_else(&mut self, name: &str, call: &'u ExprMethodCall, receiver: Val, args: &[Val]) -> Val {
        let was_cstring = matches!(receiver.what, What::MaybeCString);
        let inner = unwrapped(receiver);
        let (default, function) = match name {
            "map" | "and_then" | "is_some_and" => (None, call.args.first().zip(args.first())),
            "map_or" | "map_or_else" => (args.first(), call.args.get(1).zip(args.get(1))),
            "unwrap_or" | "unwrap_or_else" => (args.first(), None),
            _ => (None, None),
        };
        if name == "unwrap_or_default" && was_cstring && inner.is_tainted() && !self.looks_for_nul() {
            let why = "a text that holds a NUL is lost without a word";
            self.site(SiteKind::CutShort, call.method.span(), why, true);
        }
        if matches!(name, "unwrap_or_else" | "map_or_else")
            && let Some(Expr::Closure(closure)) = call.args.first()
        {
            let decided = self.is_fallible(&call.receiver, &inner);
            self.within(decided, |walk| walk.eval(&closure.body));
        }
        let value = match function {
            None => inner,
            Some((Expr::Path(path), _)) => {
                let name = super::unit::path_name(&path.path);
                let args = [inner];
                let known = self.known(&name, &args, path.span(), &[]).or_else(|| {
                    let view = last_segment(&name);
                    let pointer = view == "as_ptr" && matches!(args[0].what, What::Behind(_));
                    let same = words::is_same(view) && args[0].behind().is_some();
                    (pointer || same).then(|| Val { contents: pointer, ..args[0].clone() })
                });
                // What a value is made of is still in it.
                known.unwrap_or_else(|| Val {
                    foreign: args[0].foreign.clone(),
                    ..args[0].copied(What::Unknown)
                })
            }
            Some((Expr::Closure(closure), val)) => outlived(closure, &call.receiver, val.clone()),
            Some(_) => inner.copied(What::Unknown),
        };
        match default {
            Some(other) if matches!(value.what, What::Unknown) => other.clone(),
            _ => value,
        }
    }

    /// Something is put into a static or into what a parameter points to.
    fn store(&mut self, name: &str, call: &ExprMethodCall, receiver: &Val, args: &[Val]) {
        let at = self.at(call.span());
        self.resized(name, &call.receiver);
        if matches!(name, "push" | "insert" | "push_back") {
            let container = &call.receiver;
            self.put_into.insert(quote::quote!(#container).to_string());
        }
        if words::is_change(name) && is_place(&call.receiver) && !(words::is_move(name) && self.has_room()) {
            self.changed(receiver, !words::is_move(name));
        }
        let of_cell = name == "borrow_mut"
            || name == "set" && receiver.ty.as_ref().is_some_and(|ty| ty.name.starts_with("Cell<"));
        if words::is_change(name) && is_place(&call.receiver) || of_cell {
            self.mutated(receiver, at.clone());
        }
        self.copies(name, call, receiver, args);
        let zero = call.args.first().is_some_and(super::given::is_zero);
        if let ("write" | "write_volatile", true, Some(param)) = (name, zero, receiver.behind())
            && receiver.field.is_none()
            && !matches!(&*call.receiver, Expr::Path(_))
        {
            self.effects.terminators.push((param, at));
            return;
        }
        if let ("write", [value], Some(param)) = (name, args, receiver.behind())
            && receiver.field.is_none()
        {
            let flows = self.flows(value, &at);
            self.effects.writes.extend(flows.into_iter().map(|flow| (param, flow)));
        }
        // What a local container takes in, it holds.
        if let (Expr::Path(path), true) = (&*call.receiver, words::is_change(name))
            && let Some(local) = path.path.get_ident().map(ToString::to_string)
            && let Some((_, known)) = self.env.iter_mut().rev().find(|(known, _)| *known == local)
        {
            known.tainted = known.tainted.and(Val::made_of(args).tainted);
        }
        if !words::is_store(name) {
            return;
        }
        if let Some(val) = args.last() {
            self.put_into(receiver, val);
        }
        self.moved_to(receiver, &call.args);
        // A copy of a struct of numbers refers to nothing.
        let referring = args.iter().zip(&call.args).filter(|(val, arg)| !self.is_copy(arg, val));
        let held = referring.fold(Params::NONE, |all, (arg, _)| all.and(arg.refers_to()));
        let before = self.effects.keeps.len();
        self.keep(receiver, held, &at);
        // Whoever receives it does so on another thread.
        if name == "send" {
            self.effects.keeps[before..].iter_mut().for_each(|keep| keep.by = Keeper::Thread);
        }
    }

    /// Whether the body asks if a container is as large as it was made from the start, so that it never moves.
    fn has_room(&self) -> bool {
        let asks = |name: &String| {
            let compares = |op: &str| self.text().contains(&format!("{op} {name}"));
            [">=", "<", "=="].iter().any(|op| compares(op))
        };
        self.text().contains("capacity ()") || self.items.capacities.iter().any(asks)
    }

    /// Methods of pointers and slices that copy what they are called on, or over it.
    fn copies(&mut self, name: &str, call: &ExprMethodCall, receiver: &Val, args: &[Val]) {
        let Some(other) = args.first() else { return };
        match name {
            "copy_to" | "copy_to_nonoverlapping" => self.overwritten.extend(other.behind()),
            "copy_from" | "copy_from_nonoverlapping" | "copy_from_slice" => {
                self.overwritten.extend(receiver.behind());
            }
            _ => {}
        }
        match name {
            "copy_to" | "copy_to_nonoverlapping" => self.copied_text(receiver, other, call.span()),
            "copy_from" | "copy_from_nonoverlapping" | "copy_from_slice" => {
                self.copied_text(other, receiver, call.span());
            }
            _ => {}
        }
    }

    /// `value.as_ptr()`: a pointer into a local dies with it.
    fn pointer_to(&self, receiver: &Expr, val: Val) -> Val {
        let name = root_name(receiver).or_else(|| self.local_of(receiver));
        let val = Val { contents: true, at: None, ..val };
        match val.what {
            What::Local(kind) => {
                let name = name.unwrap_or_else(|| TEMPORARY.to_owned());
                Val { what: What::Dead(name, Some(kind)), ..val }
            }
            // Of what owns memory, only a `Vec` and a `String` give such a pointer.
            What::Raw(Resource { kind: ResourceKind::Unknown, holds }) => {
                Val { what: What::Raw(Resource { kind: ResourceKind::Vec, holds }), ..val }
            }
            What::Unknown if val.holds.is_empty() => {
                let owner = val.ty.as_ref().and_then(Core::owner);
                match name {
                    Some(name) if self.is_array(&name) => Val { what: What::Dead(name, None), ..val },
                    // A field of something else than a variable lives as long as that.
                    None if matches!(receiver, Expr::Field(_)) => val,
                    name if owner.is_some() => {
                        Val { what: What::Dead(name.unwrap_or_else(|| TEMPORARY.to_owned()), owner), ..val }
                    }
                    _ => val,
                }
            }
            _ => val,
        }
    }

    /// The variable that a field is a part of, where that is no reference.
    fn local_of(&self, expr: &Expr) -> Option<String> {
        let Expr::Field(field) = expr else { return None };
        let name = root_name(&field.base).or_else(|| self.local_of(&field.base))?;
        let own = |val: &Val| val.behind().is_none() && val.ty.as_ref().is_none_or(|ty| ty.depth == 0);
        self.lookup(&name).is_some_and(own).then_some(name)
    }

    fn is_spawned_on(&self, receiver: &Expr) -> bool {
        // `scope.spawn` ends with its scope; builders and runtimes go on. A pool of the unit's own
        // is known by nothing but its method's name.
        let on_scope =
            matches!(receiver, Expr::Path(path) if path.path.is_ident("s") || path.path.is_ident("scope"));
        self.is_beside() && (self.scoped || !on_scope)
    }

    /// Threads that are started in a scope end with it.
    pub(super) fn in_scope(&mut self, body: impl FnOnce(&mut Self) -> Val) -> Val {
        let outer = std::mem::replace(&mut self.scoped, true);
        let loops = std::mem::replace(&mut self.scope_loops, self.loops);
        let val = body(self);
        self.scoped = outer;
        self.scope_loops = loops;
        val
    }

    pub(super) fn joined(&mut self, val: &Val) {
        if let What::Thread(index) = val.what {
            self.threads[index].joined = true;
        }
    }

    /// Memory leaves Rust's care here.
    pub(super) fn given_away(&mut self, val: Val, span: Span) -> Val {
        let at = (self.helpers == 0).then(|| self.at(span));
        if let Some(param) = val.rebuilt {
            self.freed.remove(&param);
        }
        self.kept_whole(&val);
        Val { at, rebuilt: None, ..val }
    }

    /// An owner that was rebuilt from a parameter does not free its memory after all.
    pub(super) fn kept_whole(&mut self, val: &Val) {
        if let Some(param) = val.rebuilt {
            self.freed.remove(&param);
            self.effects.releases.retain(|release| release.param != param);
        }
    }
}

/// Whether a search gives a position: `find` of an iterator gives what it found.
fn is_position_of(method: &str, receiver: &Expr) -> bool {
    let elements =
        ["iter", "iter_mut", "into_iter", "enumerate", "filter", "map", "rev", "values", "keys", "zip"];
    let of_elements = || match receiver {
        Expr::MethodCall(call) => elements.iter().any(|name| call.method == name),
        _ => false,
    };
    !matches!(method, "find" | "rfind") || !of_elements()
}

/// `list.iter()`: whether an expression gives elements, and not the whole.
fn is_iterated(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(e) => is_iterated(&e.expr),
        Expr::MethodCall(call) => {
            let of_elements =
                ["iter", "iter_mut", "into_iter", "bytes"].iter().any(|name| call.method == name);
            let same =
                ["copied", "cloned", "rev", "skip", "take", "filter"].iter().any(|name| call.method == name);
            of_elements || same && is_iterated(&call.receiver)
        }
        _ => false,
    }
}

/// `pointer.as_ref()` and its kin: an `Option`, and no sequence.
fn is_optional(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => is_optional(&inner.expr),
        Expr::Unsafe(block) => match block.block.stmts.as_slice() {
            [syn::Stmt::Expr(inner, None)] => is_optional(inner),
            _ => false,
        },
        Expr::MethodCall(call) => call.method == "as_ref" || call.method == "as_mut",
        _ => false,
    }
}

/// What a closure was given goes with it, and what it points to stays where it was only lent.
fn outlived(closure: &syn::ExprClosure, receiver: &Expr, val: Val) -> Val {
    let What::Dead(name, kind) = &val.what else { return val };
    let own = closure.inputs.iter().any(|input| super::walk::pattern_names(input).contains(name));
    if !own {
        return val;
    }
    let text = quote::quote!(#receiver).to_string();
    let lends = ["as_ref", "as_deref", "as_mut", "iter", "get", "first", "last", "&"];
    let what = if lends.iter().any(|word| text.contains(word)) {
        root_name(receiver).map_or(What::Unknown, |root| What::Dead(root, *kind))
    } else {
        What::Dead(TEMPORARY.to_owned(), *kind)
    };
    val.with(what)
}

/// Whether an expression is something that can be changed, and not a value on its way.
fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Field(_) | Expr::Index(_) => true,
        Expr::Unary(e) => is_place(&e.expr),
        Expr::Paren(e) => is_place(&e.expr),
        Expr::MethodCall(call) => {
            let through =
                ["lock", "unwrap", "expect", "borrow_mut", "write", "as_mut", "get_mut", "deref_mut"];
            // A cell that anybody may change has a `get` without a key.
            let of_cell = call.method == "get" && call.args.is_empty();
            (of_cell || through.iter().any(|name| call.method == name)) && is_place(&call.receiver)
        }
        _ => false,
    }
}
