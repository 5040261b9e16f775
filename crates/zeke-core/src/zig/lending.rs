//! What becomes of arguments: memory of this side that the other keeps, texts, callbacks.

use ghost_abi::model::{Extent, Type};
use ghost_abi::zig_source::Node;

use super::binding::Binding;
use super::casts;
use super::shared;
use super::uses::{Walk, identifiers};
use crate::effects::{Effects, Keeper};
use crate::finding::{Class, Place};

impl<'t> Walk<'_, 't> {
    /// What becomes of arguments: memory of this function that is kept, callbacks, texts.
    pub(super) fn arguments(&mut self, symbol: &str, call: Node<'t>, args: &[Node<'t>], at: &Place) {
        let effects = self.known.effects(symbol);
        for (index, arg) in args.iter().enumerate() {
            self.lent(symbol, call, (index, *arg), args, at);
            if self.needs_terminator(symbol, index)
                && (self.is_unterminated(*arg) || self.is_vague(symbol, index) && self.is_bare(*arg))
            {
                let peer = effects.map(|effects| effects.location.clone());
                let message =
                    format!("text without a terminator is given to `{symbol}`, which looks for one");
                let fix = "pass a sentinel-terminated slice, made for example with `dupeZ`";
                self.report(Class::UnterminatedString, message, self.file.place(*arg), peer, fix);
            }
            if let Some(effects) = effects {
                self.callback(symbol, index, *arg, effects, args);
                self.changes(index, *arg, effects, at, call.start_byte());
            }
        }
    }

    /// The other side looks for a terminator, or this side's declaration says that there is one.
    fn needs_terminator(&self, symbol: &str, index: usize) -> bool {
        let declared = self.imports.get(symbol).and_then(|function| function.params.get(index));
        let sentinel = declared.is_some_and(|param| {
            matches!(&param.ty, Type::Pointer(pointer) if matches!(pointer.extent, Extent::Sentinel(_)))
        });
        sentinel || self.known.is_terminated(symbol, index)
    }

    /// `[*c]`: a pointer of which nobody says how it ends, so that no cast is needed.
    fn is_vague(&self, symbol: &str, index: usize) -> bool {
        let declared = self.imports.get(symbol).and_then(|function| function.params.get(index));
        declared.is_some_and(
            |param| matches!(&param.ty, Type::Pointer(pointer) if pointer.extent == Extent::Unknown),
        )
    }

    /// A cast that adds a terminator to the type of a slice that has none.
    pub(super) fn is_unterminated(&self, arg: Node<'t>) -> bool {
        self.file.slice(arg).contains("@ptrCast") && self.is_bare(arg)
    }

    /// A pointer to text without a terminator.
    fn is_bare(&self, arg: Node<'t>) -> bool {
        let text = self.file.slice(arg);
        let names = identifiers(arg);
        // A part of a buffer ends where the buffer was ended.
        let terminated = names.iter().any(|name| {
            let name = self.file.slice(*name);
            let mut parts = self.sources.get(name).into_iter().flatten();
            self.terminated.contains(name) || parts.any(|part| self.terminated.contains(*part))
        });
        let ended = self.terminated_slice(arg);
        (text.contains(".ptr") || text.contains('&') || text.contains("@ptrCast"))
            && !ended
            && matches!(self.binding_of(arg), Some(Binding::Slice | Binding::Stack | Binding::Heap))
            && !text.contains(":0]u8{")
            && !text.contains(":0].ptr")
            && !terminated
    }

    /// `name.ptr` of a slice that is declared with a terminator.
    fn terminated_slice(&self, arg: Node<'t>) -> bool {
        let text = self.file.slice(arg);
        let root = text.rsplit_once(".ptr").map_or(text, |(root, _)| root);
        let root = root.rsplit(['(', ' ']).next().unwrap_or(root);
        self.types.get(root).is_some_and(|ty| ty.contains(":0]"))
    }

    /// Memory of this side is given: what is known of how long it lives.
    fn lent(
        &mut self,
        symbol: &str,
        call: Node<'t>,
        (index, arg): (usize, Node<'t>),
        args: &[Node<'t>],
        at: &Place,
    ) {
        let key = || (symbol.to_owned(), index);
        let text = self.file.slice(arg);
        let root = text.trim_start_matches('&').split(['.', '[']).next().unwrap_or(text);
        match self.binding_of(arg) {
            Some(Binding::Stack) => {
                self.uses.own_arguments.entry(key()).or_insert_with(|| at.clone());
                let keeps =
                    self.known.effects(symbol).map(|effects| effects.keeps.as_slice()).unwrap_or_default();
                let by_handle = keeps.iter().any(|keep| keep.param == index && keep.by == Keeper::Handle);
                // What keeps it may end before this function does.
                let made = || self.instances.iter().rposition(|instance| instance.call == call.start_byte());
                let keeper = args.iter().find_map(|arg| self.instance_of(*arg)).or_else(made);
                match keeper.filter(|_| by_handle) {
                    Some(keeper) => self.pending.push((symbol.to_owned(), index, at.clone(), keeper)),
                    None => {
                        self.uses.stack_arguments.entry(key()).or_insert_with(|| at.clone());
                    }
                }
            }
            Some(Binding::Heap) => {
                self.uses.own_arguments.entry(key()).or_insert_with(|| at.clone());
            }
            None if text.starts_with('"')
                || self.program.globals.contains(root)
                || self.program.arrays.contains(root) =>
            {
                self.uses.lasting_arguments.insert(key());
            }
            _ => {}
        }
    }

    /// What may be kept is dead at the end, unless what keeps it was released before.
    pub(super) fn finish(&mut self) {
        for (symbol, param, at, keeper) in std::mem::take(&mut self.pending) {
            let ended =
                self.instances.get(keeper).is_some_and(|i| i.released.is_some() || i.deferred.is_some());
            if ended {
                self.uses.lasting_arguments.insert((symbol, param));
            } else {
                self.uses.stack_arguments.entry((symbol, param)).or_insert(at);
            }
        }
        let races = std::mem::take(&mut self.racing);
        self.report_races(races);
    }

    fn callback(&mut self, symbol: &str, index: usize, arg: Node<'t>, effects: &Effects, args: &[Node<'t>]) {
        let text = self.file.slice(arg);
        let name = casts::named(text);
        self.cast_callback(symbol, index, arg);
        self.table_given(symbol, index, name, arg, effects);
        let Some(function) = self.program.function_named(name) else { return };
        let mut called = Vec::new();
        super::inside::symbols_within(self, function, 2, &mut called);
        self.uses.called_by_callbacks.extend(called);
        let shared = shared::of(self.program, function);
        let thread = effects.calls_on_thread.iter().find(|(param, _)| *param == index);
        let change = shared.change.filter(|_| !shared.synchronised);
        // That it races is the graver mistake.
        if let Some(global) = shared.global.filter(|_| change.is_none() || thread.is_none()) {
            self.uses.global_callbacks.insert((symbol.to_owned(), index), global);
        }
        let Some((change, global)) = change else { return };
        if let Some((_, thread)) = thread {
            // What the callback changes, under the names that it has here.
            let mut names: Vec<String> = global.map(str::to_owned).into_iter().collect();
            for other in args.iter().filter(|other| other.id() != arg.id()) {
                let found = identifiers(*other);
                names.extend(found.iter().map(|name| self.file.slice(*name).to_owned()));
            }
            let message =
                format!("`{}` runs on another thread and changes what is not synchronised", function.name);
            self.racing.push(Racing { names, message, change, thread: thread.clone() });
        }
    }

    /// A struct whose fields are functions is given.
    fn table_given(&mut self, symbol: &str, index: usize, table: &str, arg: Node<'t>, effects: &Effects) {
        let written = || self.functions_in(arg);
        for (field, function) in self.tables.get(table).cloned().unwrap_or_else(written) {
            let Some(function) = self.program.function_named(function) else { continue };
            let shared = shared::of(self.program, function);
            if let Some(at) = shared.global {
                self.uses.table_callbacks.insert((symbol.to_owned(), index, field.to_owned()), at);
            }
            let on_thread =
                effects.fields_on_thread.iter().find(|(param, name, _)| *param == index && name == field);
            if let (Some((_, _, thread)), Some((change, _)), false) =
                (on_thread, shared.change, shared.synchronised)
            {
                let names: Vec<String> = std::iter::once(table)
                    .chain(self.sources.get(table).into_iter().flatten().copied())
                    .map(str::to_owned)
                    .collect();
                let message = format!(
                    "`{}` runs on another thread and changes what is not synchronised",
                    function.name
                );
                self.racing.push(Racing { names, message, change, thread: thread.clone() });
            }
        }
    }

    /// Something is named that a thread may change.
    pub(super) fn raced(&mut self, node: Node<'t>) {
        let file = self.file;
        let (now, later) = std::mem::take(&mut self.racing)
            .into_iter()
            .partition(|racing: &Racing| shared::mentions(file, node, &racing.names));
        self.racing = later;
        self.report_races(now);
    }

    /// A call that waits for threads: what they changed may be looked at from here on.
    pub(super) fn waited(&mut self, symbol: &str) {
        if !self.deferring && self.known.effects(symbol).is_some_and(|effects| effects.joins) {
            self.racing.clear();
        }
    }

    pub(super) fn report_races(&mut self, races: Vec<Racing>) {
        for racing in races {
            let fix = "use an atomic, or lock around the change";
            self.report(Class::CallbackThread, racing.message, racing.change, Some(racing.thread), fix);
        }
    }
}

/// A callback that changes what is not synchronised, and that threads call from now on.
pub(super) struct Racing {
    names: Vec<String>,
    message: String,
    change: Place,
    thread: Place,
}
