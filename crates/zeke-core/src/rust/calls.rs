//! What calls do with values: the tables of the standard library's functions and methods that
//! matter at a boundary, helpers of the unit, threads, and `catch_unwind`.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall};

use super::given::{
    compound, given, held_back, is_unnamed, is_zero, lent, lent_from, may_borrow, raw, strip_generics,
};
use super::guards;
use super::text::{filled_name, is_fixed_part};
use super::unit::{last_segment, pointee};
use super::value::{Core, Params, Val, What};
use super::walk::{ImportCall, SiteKind, TEMPORARY, Thread, Walk};
use crate::effects::{Flow, Interior, Keep, Keeper, Origin, Release, Resource, ResourceKind};

impl<'u> Walk<'u> {
    pub(super) fn keep(&mut self, into: &Val, held: Params, at: &crate::finding::Place) {
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

    /// Variables that are put, as they are or in `Some`, where they outlive the call.
    pub(super) fn moved_to<'e>(&mut self, target: &Val, parts: impl IntoIterator<Item = &'e Expr>) {
        if target.behind().is_none() && !matches!(target.what, What::Static) {
            return;
        }
        for part in parts {
            let part = match part {
                Expr::Call(call) if call.args.len() == 1 => call.args.first().unwrap_or(part),
                other => other,
            };
            if let Expr::Path(path) = part
                && let Some(name) = path.path.get_ident()
            {
                self.moved.insert(name.to_string());
            }
        }
    }

    pub(super) fn assign(&mut self, left: &'u Expr, right: &Expr, value: &Val, span: Span) {
        let target = self.target(left);
        let at = self.at(span);
        // What is written to an out-parameter is the caller's own again.
        let out = matches!(left, Expr::Unary(_));
        if !matches!(left, Expr::Path(_)) {
            self.mutated(&target, at.clone());
        }
        self.put_into(&target, value);
        if target.behind().is_some() || matches!(target.what, What::Static) {
            self.escaped.extend(value.giver());
        }
        if !matches!(left, Expr::Path(_)) {
            self.moved_to(&target, [right]);
        }
        if !out || matches!(target.what, What::Static) {
            self.keep(&target, value.holds, &at);
            if target.ty.as_ref().is_none_or(|ty| !ty.is_scalar()) && matches!(left, Expr::Field(_)) {
                self.changed(&target, true);
            }
        }
        let param = target.behind();
        if let Some(index) =
            param.filter(|_| is_zero(right) && matches!(left, Expr::Unary(_) | Expr::Index(_)))
        {
            self.effects.terminators.push((index, at));
            return;
        }
        if let (Expr::Unary(_), Some(index)) = (left, param) {
            self.flows(value, &at).into_iter().for_each(|flow| self.effects.writes.push((index, flow)));
        } else if let (Expr::Path(path), None) = (left, target.behind())
            && let Some(name) = path.path.get_ident().map(ToString::to_string)
            && let Some((_, known)) = self.env.iter_mut().rev().find(|(known, _)| *known == name)
        {
            self.dangling.remove(&name);
            *known = value.clone();
        }
    }

    pub(super) fn call(&mut self, call: &'u ExprCall) -> Val {
        let Expr::Path(path) = &*call.func else { return self.call_value(call) };
        let name = super::unit::path_name(&path.path);
        let last = last_segment(&name).to_owned();
        if last == "catch_unwind" {
            return self.guarded(call);
        }
        if matches!(last.as_str(), "spawn" | "spawn_blocking") && self.is_beside() {
            return self.spawn(call.args.first(), call.span());
        }
        if matches!(last.as_str(), "resume_unwind" | "panic_any") {
            self.site(SiteKind::Panic, call.span(), "a panic that is meant", true);
        }
        if last == "scope" {
            return self.in_scope(|walk| call.args.last().map(|body| walk.eval(body)).unwrap_or_default());
        }
        if let Some(Val { what: What::Param(index), .. }) = self.lookup(&name) {
            let index = *index;
            return self.callback(index, call);
        }
        // What a closure of this body gives is known since it was written.
        if let Some(val) = self.lookup(&name).cloned() {
            self.calls_given |= val.is_tainted();
            let slot = self.slot_of(&val);
            let val = if slot.is_some() { Val::default() } else { val };
            if let Some(slot) = slot {
                self.called_from(slot);
            }
            let args: Vec<Val> = call.args.iter().map(|arg| self.eval(arg)).collect();
            return Val { tainted: val.tainted.and(Val::made_of(&args).tainted), ..val };
        }
        let catches = self.catches(&name, &last, call);
        self.caught += usize::from(catches);
        let before = self.sites.len();
        let args: Vec<Val> = call.args.iter().map(|arg| self.eval(arg)).collect();
        self.caught -= usize::from(catches);
        if catches && call.args.iter().any(|arg| matches!(arg, Expr::Closure(_))) {
            let guard = self.function_of_unit(&name, &last).map(|index| self.items.functions[index].block);
            let text = guard.map(|block| quote::quote!(#block).to_string()).unwrap_or_default();
            self.left_half_done(call, before, &text);
        }
        let exprs: Vec<&Expr> = call.args.iter().collect();
        let ranged: Vec<(&Expr, &Val)> = exprs.iter().copied().zip(&args).collect();
        self.in_range(&last, &ranged, call.span());
        if let Some(val) = self.known(&name, &args, call.span(), &exprs) {
            return val;
        }
        if self.import(&last, &args, &exprs, call.span()) {
            return Val { foreign: Some(last.clone()), ..Val::new(What::Foreign(last)) };
        }
        let known = self.function_of_unit(&name, &last);
        if known.is_none() && last.starts_with(char::is_uppercase) {
            let bare = strip_generics(&last);
            let named = self.owner.filter(|_| bare == "Self").unwrap_or(&bare);
            let known = self.items.structs.contains_key(named);
            let ty = known.then(|| Core { name: named.to_owned(), depth: 0 });
            return compound(&args).typed(ty);
        }
        match known.and_then(|index| self.follow(index, &args).map(|val| (index, val))) {
            Some((index, val)) => self.given_back(index, &exprs, val),
            // What an unknown function gives refers to nothing that could be followed.
            None => Val { tainted: Val::made_of(&args).tainted, ..Val::default() },
        }
    }

    /// Whether what is given to a function runs where panics are caught: by its body, or by its
    /// name where its body is elsewhere.
    fn catches(&self, path: &str, last: &str, call: &ExprCall) -> bool {
        if let Some(index) = self.function_of_unit(path, last) {
            return self.items.functions[index].catches;
        }
        let given_code = call.args.iter().any(|arg| matches!(arg, Expr::Closure(_)));
        given_code && ["catch", "guard", "panic", "unwind"].iter().any(|word| last.contains(word))
    }

    /// A call of something that is not a path: `(handle.callback)(user)`.
    fn call_value(&mut self, call: &'u ExprCall) -> Val {
        let callee = self.eval(&call.func);
        if let What::Param(index) = callee.what
            && callee.field.is_none()
        {
            return self.callback(index, call);
        }
        if let Some(slot) = self.slot_of(&callee) {
            self.called_from(slot);
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
        let text = quote::quote!(#call).to_string();
        self.left_half_done(call, before, &text);
        val
    }

    /// What a closure that is run where panics are caught leaves half changed; what runs it as text.
    fn left_half_done(&mut self, call: &ExprCall, before: usize, text: &str) {
        // A lock that is taken whatever a panic left behind it is no safer than no lock.
        let asserts = text.contains("AssertUnwindSafe")
            || text.contains(". lock ()") && text.contains("into_inner") && !text.contains("clear_poison");
        let panics = self.sites[before..].iter().any(|site| site.caught);
        let (mut half_done, mut taken) = super::unwind::half_done(self.items, call);
        // What ends with the call is nobody's state.
        let outlives = |name: &String| {
            let kept = |val: &Val| val.behind().is_some() || matches!(val.what, What::Static);
            self.lookup(name).map_or_else(|| self.items.statics.contains_key(name), kept)
        };
        half_done.retain(outlives);
        taken.retain(outlives);
        // What is taken out is gone for whatever reason it does not come back.
        if asserts && (panics && !half_done.is_empty() || !taken.is_empty()) {
            let at = self.at(call.span());
            self.unwind_states.push(at);
            // Who touches the whole may put a part of it in order.
            let of: Vec<usize> = half_done.iter().filter_map(|name| self.lookup(name)?.behind()).collect();
            let whole =
                self.env.iter().filter(|(_, val)| val.behind().is_some_and(|param| of.contains(&param)));
            half_done.extend(whole.map(|(name, _)| name.clone()));
            self.half_done = half_done;
        }
    }

    pub(super) fn spawn(&mut self, body: Option<&'u Expr>, span: Span) -> Val {
        let index = self.threads.len();
        let at = self.at(span);
        let (joined, several) = (self.scoped, self.loops > self.scope_loops);
        self.threads.push(Thread { at, joined, several, uses: Params::NONE, calls: Vec::new() });
        let outer = self.in_thread.replace(index);
        let loops = std::mem::replace(&mut self.loops, self.scope_loops);
        if let Some(body) = body {
            for name in guards::names_with_macros(body) {
                let holds = self.lookup(&name).map_or(Params::NONE, Val::refers_to);
                self.threads[index].uses = self.threads[index].uses.and(holds);
            }
            // A panic on another thread ends that thread alone.
            self.caught += 1;
            self.eval(body);
            self.caught -= 1;
        }
        self.in_thread = outer;
        self.loops = loops;
        Val::new(What::Thread(index))
    }

    /// A function of the standard library that matters here.
    pub(super) fn known(&mut self, name: &str, args: &[Val], span: Span, exprs: &[&Expr]) -> Option<Val> {
        let bare = strip_generics(name);
        let mut segments = bare.rsplit("::");
        let last = segments.next().unwrap_or_default();
        let owner = segments.next().unwrap_or_default();
        let first = args.first().cloned().unwrap_or_default();
        Some(match (owner, last) {
            ("Box", "new" | "from" | "default" | "pin") | ("Arc" | "Rc", "new" | "from") => {
                let kind = if owner == "Box" { ResourceKind::Box } else { ResourceKind::Shared };
                let of_unit = |ty: &Core| ty.depth == 0 && self.items.structs.contains_key(&ty.name);
                let inside = first.ty.clone().filter(of_unit).map(|ty| ty.name);
                Val { at: None, inside, ..first.with(What::Local(kind)).typed(None) }
            }
            ("cmp" | "", "min") if args.len() == 2 => {
                Val { bits: Some(0), ..Val::made_of(args).copied(What::Unknown) }
            }
            (to, "try_from") if super::value::integer_bits(to).is_some() => {
                Val { ty: first.ty.clone(), bits: first.bits, ..first.copied(What::Unknown) }
            }
            ("NonNull" | "usize" | "u64" | "u32" | "u16" | "i32" | "i64" | "isize", "from") => first,
            // Text that was read up to its NUL, or that no caller gave, holds none.
            ("CString", "new")
                if first.is_tainted()
                    && !first.nul_free
                    && exprs.first().is_some_and(|expr| is_fixed_part(expr))
                    && !self.looks_for_nul() =>
            {
                let why = "a field of fixed size is filled up with NULs behind its text";
                self.site(SiteKind::InteriorNul, span, why, true);
                first.copied(What::Local(ResourceKind::CString))
            }
            ("CString", "new") if first.nul_free || !self.is_bytes(&first) => {
                first.copied(What::Local(ResourceKind::CString))
            }
            ("CString", "new") => first.copied(What::MaybeCString),
            ("CString", "from_vec_unchecked") => {
                let checked = exprs.first().is_some_and(|expr| self.is_checked(expr, &Val::default()))
                    || self.looks_for_nul();
                if (first.is_tainted() || first.wild) && !first.nul_free && !checked {
                    self.site(SiteKind::CutShort, span, "the bytes may hold a NUL", true);
                }
                first.copied(What::Local(ResourceKind::CString))
            }
            ("alloc" | "", "alloc" | "alloc_zeroed") if args.len() == 1 => {
                let at = self.at(span);
                let resource = Resource { kind: ResourceKind::Unknown, holds: String::new() };
                Val { at: Some(at), ..Val::new(What::Raw(resource)) }
            }
            ("alloc" | "", "dealloc") if args.len() == 2 => {
                self.release("alloc", &first, args, exprs, span);
                Val::default()
            }
            ("CString" | "CStr", _) if last.contains("_with_nul") => self.with_nul(last, &first, exprs, span),
            ("fs", "read_to_string" | "read") => {
                let wild = last == "read";
                Val { bare: !wild, wild, ..Val::new(What::Local(ResourceKind::Vec)) }
            }
            ("String" | "Vec", "new" | "with_capacity" | "from") => {
                Val { bare: owner == "String" || first.bare, ..first.copied(What::Local(ResourceKind::Vec)) }
            }
            ("Box" | "CString" | "Arc" | "Rc" | "Vec" | "String", "into_raw" | "leak" | "into_raw_parts") => {
                let val = raw(&first, owner);
                self.given_away(val, span)
            }
            ("Box" | "CString" | "Arc" | "Rc" | "Vec" | "String", "from_raw" | "from_raw_parts")
            | ("Arc" | "Rc", "decrement_strong_count") => self.release(owner, &first, args, exprs, span),
            _ => return self.known_of_memory((owner, last), name, args, span, exprs),
        })
    }

    /// Whether a value is bytes of the caller that may hold a NUL, or a copy of them: text that ends
    /// with its NUL holds none, and a handle keeps what it was given.
    pub(super) fn is_bytes(&self, val: &Val) -> bool {
        let counted = val.tainted.iter().filter_map(|index| self.effects.params.get(index)).any(|param| {
            let of_handle = self.items.takes_bytes
                && val.field.is_some()
                && self.items.structs.contains_key(&param.holds);
            matches!(param.holds.as_str(), "u8" | "i8" | "c_uchar" | "[u8]" | "str" | "String") || of_handle
        });
        let whole = matches!(
            val.what,
            What::Behind(_)
                | What::Param(_)
                | What::Utf8(_)
                | What::Local(ResourceKind::Vec)
                | What::Text { terminated: false }
        );
        whole && counted
    }

    /// Functions that take pointers, texts and numbers for something else.
    fn known_of_memory(
        &mut self,
        (owner, last): (&str, &str),
        name: &str,
        args: &[Val],
        span: Span,
        exprs: &[&Expr],
    ) -> Option<Val> {
        let first = args.first().cloned().unwrap_or_default();
        Some(match (owner, last) {
            (_, "slice_from_raw_parts" | "slice_from_raw_parts_mut") => {
                Val { cast: Some("[]".to_owned()), ..first }
            }
            (_, "from_raw_parts" | "from_raw_parts_mut" | "from_ptr") => {
                self.slice_of(last, first, args, exprs, span)
            }
            (_, "from_utf8" | "from_utf8_unchecked") => self.made_text(last, first, exprs, span),
            (_, "transmute_copy") => {
                // It takes a reference to what it copies.
                let copied = match exprs.first() {
                    Some(Expr::Reference(reference)) => guards::names(&reference.expr),
                    _ => Vec::new(),
                };
                let known = self.env.iter().rev().find(|(name, _)| copied.contains(name));
                let value = known.map_or_else(|| first.clone(), |(_, value)| value.clone());
                self.transmute(name, &value, exprs, span);
                first.typed(None)
            }
            (_, "transmute") => {
                self.transmute(name, &first, exprs, span);
                first.typed(None)
            }
            ("mem" | "", "forget") => {
                if let Some(Expr::Path(path)) = exprs.first()
                    && let Some(name) = path.path.get_ident()
                {
                    self.forgot(&name.to_string(), &first);
                }
                self.kept_whole(&first);
                Val::default()
            }
            ("ManuallyDrop", "new") if first.rebuilt.is_some() => {
                self.kept_whole(&first);
                Val { rebuilt: None, ..first }
            }
            ("ManuallyDrop", "new") => held_back(first),
            ("ptr" | "", "copy" | "copy_nonoverlapping") => {
                return self.known_of_text((owner, last), first, args, span);
            }
            ("ptr" | "", "null" | "null_mut") => Val::new(What::Null),
            ("NonNull", "new" | "new_unchecked") | ("", "Some" | "Ok" | "AssertUnwindSafe") | ("ptr", _) => {
                first
            }
            ("" | "mem", "drop") => {
                self.dropped(&first);
                Val::default()
            }
            _ => return self.known_of_text((owner, last), first, args, span),
        })
    }

    /// A slice, or a C string, of what a pointer points to.
    fn slice_of(&mut self, function: &str, first: Val, args: &[Val], exprs: &[&Expr], span: Span) -> Val {
        let Some(index) = first.behind() else {
            if let Some(symbol) = first.foreign.clone().filter(|_| function == "from_ptr") {
                let at = self.at(span);
                self.foreign_ends.push((symbol, at));
            }
            return Val::made_of(args);
        };
        self.reached(&first, span);
        let ty = first.ty.as_ref().map(|ty| Core { name: format!("[{}]", ty.name), depth: 1 });
        let nul_free = function == "from_ptr";
        if nul_free {
            self.text_of_slice(&first, span);
        }
        if nul_free && matches!(first.what, What::Param(_)) && first.field.is_none() {
            self.effects.reads_text.push(index);
        }
        // A slice of a length that is written is as long as that.
        let fixed = exprs.get(1).is_some_and(|length| super::unit::number(length).is_some());
        let bits = if fixed { Some(0) } else { first.bits };
        let tainted = Val::made_of(args).tainted;
        Val { what: What::Behind(index), tainted, ty, nul_free, bits, ..first }
    }

    /// What points into an owner that is forgotten owns its memory, also where it was put before.
    fn forgot(&mut self, name: &str, owner: &Val) {
        self.forgotten.insert(name.to_owned());
        let boxed = owner.ty.as_ref().is_some_and(|ty| ty.depth > 0 && ty.name.starts_with('['));
        let kind = match owner.what {
            _ if boxed => ResourceKind::BoxedSlice,
            What::Local(kind) => kind,
            _ => ResourceKind::Unknown,
        };
        for (param, flow) in &mut self.effects.writes {
            if flow.what == Origin::Dead(name.to_owned()) {
                let holds =
                    self.effects.params.get(*param).map(|param| param.holds.clone()).unwrap_or_default();
                flow.what = Origin::Owned(Resource { kind, holds });
            }
        }
    }

    /// Functions that copy memory or give text.
    fn known_of_text(
        &mut self,
        (owner, last): (&str, &str),
        first: Val,
        args: &[Val],
        span: Span,
    ) -> Option<Val> {
        Some(match (owner, last) {
            ("ptr" | "", "copy" | "copy_nonoverlapping") => {
                if let [from, to, ..] = args {
                    self.copied_text(from, to, span);
                    self.overwritten.extend(to.behind());
                }
                Val::default()
            }
            ("String", "from_utf8_lossy") => Val { bare: true, ..first },
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
            "alloc" => ResourceKind::Unknown,
            // An array is one value.
            _ if first.cast.as_deref().is_some_and(|to| to.starts_with('[') && !to.contains(';')) => {
                ResourceKind::BoxedSlice
            }
            _ => ResourceKind::Box,
        };
        // What is taken back as text was given away as text.
        if first.cast.as_deref() == Some("str") {
            self.sites.pop_if(|site| site.what == SiteKind::Utf8);
        }
        if let What::Param(param) | What::Behind(param) = first.what {
            let declared = self.effects.params.get(param).map(|p| p.pointee.clone()).unwrap_or_default();
            let holds = match first.cast.as_deref() {
                Some(to) if !to.starts_with('[') && !to.is_empty() => to.to_owned(),
                _ if declared.starts_with(['*', '&']) => {
                    self.effects.params.get(param).map(|p| p.holds.clone()).unwrap_or_default()
                }
                _ => declared.clone(),
            };
            let same = |a: &Expr, b: &Expr| quote::quote!(#a).to_string() == quote::quote!(#b).to_string();
            let other = |length: &Expr, room: &Expr| same(length, room) || self.items.is_outgrown(room);
            let length_as_capacity =
                kind == ResourceKind::Vec && matches!(exprs, [_, length, room] if other(length, room));
            let pointer_to_pointer = declared.starts_with(['*', '&']);
            let inside = first.field.is_some() || pointer_to_pointer;
            if !inside && self.freed.contains(&param) {
                self.site(SiteKind::DoubleFree, span, "its memory was freed before", true);
            }
            let holds = if is_unnamed(&holds) { String::new() } else { holds };
            let resource = Resource { kind, holds };
            let at = self.at(span);
            self.effects.releases.push(Release { param, resource, inside, length_as_capacity, at });
        }
        if let What::Foreign(symbol) = &first.what {
            self.foreign_free(symbol, span);
        } else if let Some(Expr::Path(path)) = exprs.first()
            && let Some(symbol) =
                path.path.get_ident().and_then(|name| self.filled.get(&name.to_string())).cloned()
        {
            self.foreign_free(&symbol, span);
        }
        let direct = |param: &usize| {
            let pointee = self.effects.params.get(*param).map_or("", |p| p.pointee.as_str());
            first.field.is_none() && !pointee.starts_with(['*', '&'])
        };
        let rebuilt = first.behind().filter(direct);
        let ty = first.ty.clone();
        let rebuilt_from =
            exprs.first().and_then(|expr| super::places::root_name(expr)).filter(|_| rebuilt.is_none());
        Val { holds: Params::NONE, rebuilt, rebuilt_from, ty, ..Val::made_of(args) }.with(What::Local(kind))
    }

    fn import(&mut self, name: &str, args: &[Val], exprs: &[&Expr], span: Span) -> bool {
        let known = self.items.imports.contains_key(name);
        if known {
            let at = self.at(span);
            let handles = args.iter().filter_map(|arg| match &arg.what {
                What::Foreign(giver) => Some(giver.clone()),
                _ => None,
            });
            let handles = handles.collect();
            // One of several texts that it may be.
            let may_be_bare = |arg: &Val| {
                arg.others.iter().any(|(other, _)| matches!(other.what, What::Text { terminated: false }))
            };
            let unterminated = (0..exprs.len())
                .filter(|at| self.is_bare_text(exprs[*at], &args[*at]) || may_be_bare(&args[*at]))
                .collect();
            let functions = exprs
                .iter()
                .enumerate()
                .filter_map(|(at, expr)| Some((at, self.function_named(expr)?)))
                .collect();
            let gone = |(expr, arg): (&&Expr, &Val)| {
                matches!(expr, Expr::Path(_))
                    && matches!(&arg.what, What::Dead(name, Some(_)) if name == TEMPORARY)
            };
            if exprs.iter().zip(args).any(gone) {
                self.ended.push((name.to_owned(), at.clone()));
            }
            let ended = (0..exprs.len()).filter(|at| self.is_ended_by_hand(&args[*at])).collect();
            // What was asked for on the same thread is used where it belongs.
            let here = self.in_thread.map(|thread| self.threads[thread].at.clone());
            let own =
                |giver: &String| self.import_calls.iter().any(|c| c.symbol == *giver && c.on_thread == here);
            let givers = args.iter().filter_map(|arg| arg.foreign.clone());
            let given_by = givers.filter(|giver| here.is_none() || !own(giver)).collect();
            self.filled.extend(exprs.iter().filter_map(|expr| Some((filled_name(expr)?, name.to_owned()))));
            let args = args.iter().map(|arg| self.origin(arg)).collect();
            let on_thread = self.in_thread.map(|thread| self.threads[thread].at.clone());
            self.import_calls.push(ImportCall {
                symbol: name.to_owned(),
                at,
                args,
                on_thread,
                handles,
                unterminated,
                ended,
                functions,
                given_by,
            });
        }
        known && name != "free"
    }

    /// The function of the unit that an argument names.
    fn function_named(&self, expr: &Expr) -> Option<usize> {
        let name = match expr {
            Expr::Path(path) => super::unit::path_name(&path.path),
            Expr::Call(call) if call.args.len() == 1 => return self.function_named(call.args.first()?),
            Expr::Cast(e) => return self.function_named(&e.expr),
            _ => return None,
        };
        let last = last_segment(&name).to_owned();
        match self.lookup(&last) {
            Some(_) => self.named_functions.get(&last).copied(),
            None => self.function_of_unit(&name, &last),
        }
    }

    /// `let callback: Callback = function;`: another name for a function.
    pub(super) fn names_function(&mut self, pattern: &syn::Pat, value: &Expr) {
        let known =
            matches!(value, Expr::Path(_) | Expr::Cast(_)).then(|| self.function_named(value)).flatten();
        for name in super::walk::pattern_names(pattern) {
            match known {
                Some(index) => self.named_functions.insert(name, index),
                None => self.named_functions.remove(&name),
            };
        }
    }

    fn foreign_free(&mut self, symbol: &str, span: Span) {
        let at = self.at(span);
        self.foreign_frees.push((symbol.to_owned(), at));
    }

    /// The function of the unit that a path means, where that is certain.
    fn function_of_unit(&self, path: &str, last: &str) -> Option<usize> {
        let qualified = strip_generics(path);
        let mut ends = qualified.rsplit("::");
        let (name, owner) = (ends.next().unwrap_or_default(), ends.next().unwrap_or_default());
        let found = self.items.by_name.get(&format!("{owner}::{name}")).or_else(|| {
            // `Vec::from` is not the unit's only `from`.
            let foreign = owner.starts_with(char::is_uppercase) && !self.items.structs.contains_key(owner);
            if foreign { None } else { self.items.by_name.get(last) }
        });
        let [index] = found?.as_slice() else { return None };
        Some(*index)
    }

    /// A function of the unit: its body is followed with the arguments in place of its parameters.
    pub(super) fn follow(&mut self, index: usize, args: &[Val]) -> Option<Val> {
        const DEEPEST: usize = super::walk::HELPERS_MAX;
        let function = self.items.functions.get(index)?;
        if self.helpers == DEEPEST || function.signature.inputs.len() != args.len() {
            return None;
        }
        let env = std::mem::take(&mut self.env);
        let checked = std::mem::take(&mut self.checked);
        let decided = std::mem::take(&mut self.decided);
        let file = std::mem::replace(&mut self.file, function.file);
        let owner = std::mem::replace(&mut self.owner, function.owner.as_deref());
        self.bodies.push(function.block);
        let around = self.bodies.len();
        let expected = std::mem::replace(&mut self.expected, function.result.clone());
        self.helpers += 1;
        self.caught += usize::from(function.catches);
        for (input, val) in function.signature.inputs.iter().zip(args) {
            match input {
                syn::FnArg::Typed(typed) => self.bind(&typed.pat, &given(val, &typed.ty)),
                syn::FnArg::Receiver(_) => {
                    let name = function.owner.clone().unwrap_or_default();
                    let depth = val.ty.as_ref().map_or(1, |ty| ty.depth);
                    let val = val.clone().typed(Some(Core { name, depth }));
                    self.env.push(("self".to_owned(), val));
                }
            }
        }
        let mut val = self.block(&function.block.stmts);
        match &val.what {
            // What the helper forgot, whoever has the pointer owns.
            What::Dead(name, Some(kind)) if self.forgotten.contains(name) => {
                val.what = What::Raw(Resource { kind: *kind, holds: String::new() });
            }
            What::Dead(name, _) if !lent(function.signature, name) => val.what = What::Unknown,
            _ => {}
        }
        if let syn::ReturnType::Type(_, ty) = &function.signature.output {
            // What a generic parameter stands for, the caller knows.
            let to = pointee(ty);
            let to = function.owner.clone().filter(|_| to == "Self").unwrap_or(to);
            let generic = function.signature.generics.type_params().any(|param| param.ident == to);
            if matches!(val.what, What::Raw(_)) && !generic {
                val.cast = Some(to);
            }
            val.ty.clone_from(&function.result);
            if !may_borrow(ty) {
                val.holds = Params::NONE;
            }
        }
        self.caught -= usize::from(function.catches);
        self.helpers -= 1;
        self.env = env;
        self.checked = checked;
        self.decided = decided;
        self.file = file;
        self.owner = owner;
        // It stays known that it was followed; the body around is the last one again.
        let done = self.bodies.remove(around - 1);
        let last = self.bodies.len() - 1;
        self.bodies.insert(last, done);
        self.expected = expected;
        Some(val)
    }

    /// A pointer into what a helper was lent ends with the caller's own variable.
    fn given_back(&self, helper: usize, exprs: &[&Expr], val: Val) -> Val {
        let What::Dead(name, kind) = &val.what else { return val };
        let inputs = &self.items.functions[helper].signature.inputs;
        let position = inputs.iter().position(|input| match input {
            syn::FnArg::Typed(typed) => super::walk::pattern_names(&typed.pat).contains(name),
            syn::FnArg::Receiver(_) => false,
        });
        let root = position.and_then(|at| super::places::root_name(lent_from(exprs.get(at)?)));
        let what = root.map_or(What::Unknown, |root| What::Dead(root, *kind));
        val.with(what)
    }

    /// A value leaves the exported function.
    pub(super) fn returned(&mut self, val: &Val, span: Span) {
        if self.helpers > 0 {
            return;
        }
        let at = self.at(span);
        self.escaped.extend(val.giver());
        let mut flows = self.flows(val, &at);
        if self.plain_result {
            let points = |flow: &&mut Flow| matches!(flow.what, Origin::Inside(_) | Origin::Dead(_));
            flows.iter_mut().filter(points).for_each(|flow| flow.what = Origin::Unknown);
        }
        self.effects.returns.extend(flows);
        self.bare_returned(val, &at);
    }

    /// Everything that a value may be where it leaves.
    pub(super) fn flows(&mut self, val: &Val, at: &crate::finding::Place) -> Vec<Flow> {
        let mut flows = Vec::new();
        for (val, at) in std::iter::once((val, at)).chain(val.others.iter().map(|(val, at)| (val, at))) {
            let at = val.at.as_ref().unwrap_or(at).clone();
            // A box that the signature gives away is given away like any other.
            if matches!(val.what, What::Raw(_) | What::Local(ResourceKind::Box | ResourceKind::BoxedSlice)) {
                for param in val.holds.iter() {
                    self.effects.keeps.push(Keep { param, by: Keeper::Handle, at: at.clone() });
                }
            }
            flows.push(Flow { what: self.origin(val), at });
        }
        flows
    }

    pub(super) fn origin(&self, val: &Val) -> Origin {
        match &val.what {
            What::Param(index) => Origin::Argument(*index),
            What::Behind(index) if !val.holds.is_empty() && !self.is_pointer_field(*index, val) => {
                Origin::Inside(self.interior(*index, val))
            }
            What::Raw(resource) => {
                let named = val.cast.clone().filter(|to| !is_unnamed(to));
                let holds = named.unwrap_or_else(|| resource.holds.clone());
                Origin::Owned(Resource { kind: resource.kind, holds })
            }
            // An owner as it is: the signature gives it away.
            What::Local(kind @ (ResourceKind::Box | ResourceKind::BoxedSlice)) => {
                Origin::Owned(Resource { kind: *kind, holds: String::new() })
            }
            What::Dead(name, Some(kind)) if self.forgotten.contains(name) => {
                Origin::Owned(Resource { kind: *kind, holds: String::new() })
            }
            What::Dead(name, _) if self.moved.contains(name) => Origin::Unknown,
            What::Dead(name, _) => Origin::Dead(name.clone()),
            What::Text { terminated } => Origin::Text { terminated: *terminated },
            What::Null => Origin::Null,
            _ => Origin::Unknown,
        }
    }

    /// Whether a value was read from a field that points elsewhere.
    fn is_pointer_field(&self, param: usize, val: &Val) -> bool {
        let owner = self.effects.params.get(param).and_then(|p| self.items.structs.get(&p.holds));
        let field = owner.zip(val.field.as_ref()).and_then(|(owner, field)| owner.field(field));
        field.is_some_and(|(_, text)| {
            ["*", "&", "NonNull<", "Option<&", "Option<NonNull<"].iter().any(|mark| text.starts_with(mark))
        })
    }

    fn interior(&self, param: usize, val: &Val) -> Interior {
        let owner = self.effects.params.get(param).and_then(|p| self.items.structs.get(&p.holds));
        let field = owner.zip(val.field.as_ref()).and_then(|(owner, field)| owner.field(field));
        let inside = field.and_then(|(_, text)| text.split_once('<')).map(|(_, inside)| inside);
        let owners = ["String", "Vec<", "Box<", "Arc<", "Rc<", "PathBuf"];
        let owned_by_element =
            val.contents && inside.is_some_and(|inside| owners.iter().any(|owner| inside.contains(owner)));
        // Of a field that is not known, nobody can say what moves.
        let boxed =
            field.is_none() || inside.is_some_and(|inside| owners.iter().any(|owner| inside.contains(owner)));
        Interior { param, field: val.field.clone(), owned_by_element, boxed }
    }
}
