//! Calls of functions that the files define themselves: what these do is done by the call.

use ghost_abi::zig_source::Node;

use super::super::binding::Binding;
use super::super::summary;
use super::super::tree::{children, of_kind};
use super::{Instance, Walk, is_free};
use crate::effects::{Keeper, ResourceKind};
use crate::finding::Class;

impl<'a, 't> Walk<'a, 't> {
    /// The function of this side that a call means, where that is certain.
    pub(super) fn own_function(&self, function: &str) -> Option<usize> {
        let (container, name) = function.rsplit_once('.').unwrap_or(("", function));
        let named = self.program.named(name);
        if let [only] = named {
            return Some(*only);
        }
        let ty = self.types.get(container).copied().unwrap_or(container);
        let ty = summary::bare_type(ty);
        let mut owned =
            named.iter().copied().filter(|index| self.program.functions[*index].owner == Some(ty));
        owned.next().filter(|_| owned.next().is_none())
    }

    /// A wrapper releases what its function of the other side releases, and gives what it gives.
    pub(super) fn wrapped(
        &mut self,
        call: Node<'t>,
        function: &str,
        args: &[Node<'t>],
        depth: usize,
    ) -> bool {
        let Some(index) = self.own_function(function) else { return false };
        let Some(summary) = self.summaries.get(index) else { return false };
        let lends = summary.lends.is_some() || !summary.changes.is_empty();
        let own = &self.program.functions[index];
        let mut given: Vec<Node<'t>> = Vec::new();
        if summary::parameters(own).len() == args.len() + 1 {
            given.extend(summary::object_of(call));
        }
        given.extend(args);
        let at = self.file.place(call);
        for (param, symbol, theirs) in &summary.passes {
            let goes_on = self.known.effects(symbol).is_some_and(|effects| {
                effects.keeps.iter().any(|keep| keep.param == *theirs && keep.by != Keeper::Handle)
            });
            let arg = given.get(*param).filter(|_| goes_on);
            if arg.is_some_and(|arg| self.binding_of(*arg) == Some(Binding::Stack)) {
                self.uses
                    .stack_arguments
                    .entry(((*symbol).to_owned(), *theirs))
                    .or_insert_with(|| at.clone());
            }
        }
        for (param, at) in &summary.ends {
            let held = given.get(*param).and_then(|arg| self.instance_of(*arg));
            if let Some(symbol) = held.map(|index| self.instances[index].symbol()) {
                self.cut(symbol, at.clone());
            }
        }
        if summary.releases.is_empty() && summary.makes.is_none() && !lends {
            return false;
        }
        let released: Vec<usize> = summary.releases.iter().map(|(param, ..)| *param).collect();
        for (index, arg) in given.iter().enumerate() {
            if !(released.contains(&index) && self.instance_of(*arg).is_some()) {
                self.statement(*arg, depth + 1);
            }
        }
        for (param, symbol, release, within) in &summary.releases {
            let Some(arg) = given.get(*param) else { continue };
            // Of a value that holds several things, the field says which is meant.
            let held = self.instance_of(*arg).map(|index| self.instances[index].symbol());
            let field = within.rsplit_once('.').and_then(|(_, field)| self.kept_of(own.owner, field));
            if field.is_none()
                || held.is_none()
                || field == held && !self.is_another(held.unwrap_or(""), release)
            {
                self.release(symbol, *arg, release, &at);
            }
        }
        if let Some((symbol, held)) = summary.makes {
            self.instances.push(Instance::new(symbol, call.start_byte(), held));
        }
        self.lent_through(call, index, &given, &at);
        true
    }

    /// A call within this side: frees, threads, and everything else.
    pub(super) fn own_call(&mut self, call: Node<'t>, args: &[Node<'t>], depth: usize) {
        let function = call.child_by_field_name("function").map(|f| self.file.slice(f)).unwrap_or_default();
        let function = function.trim_start_matches(['!', '-', '~', ' ']);
        let last = function.rsplit('.').next().unwrap_or(function);
        if is_free(last)
            && let Some(arg) = args.last()
            && self.freed_here(call, function, *arg)
        {
            return;
        }
        let freed = self.freed_by(function, call, args);
        if !freed.is_empty() {
            let others = args.iter().filter(|arg| freed.iter().all(|freed| freed.id() != arg.id()));
            others.for_each(|arg| self.statement(*arg, depth + 1));
            for arg in freed {
                self.own_freed(call, arg);
            }
            return;
        }
        if last == "fromOwnedSlice"
            && let Some(arg) = args.first()
            && let Some(symbol) = self.foreign_memory(*arg)
        {
            self.freed_wrongly(call, function, symbol);
        }
        if function.ends_with("Thread.spawn") {
            self.spawned(call, args);
        }
        // What a list holds dies with it.
        if let Some(list) = function.strip_suffix(".deinit").filter(|_| self.deferring)
            && self.names.get(list) == Some(&Binding::Local)
        {
            self.names.insert(list.to_owned(), Binding::Stack);
        }
        self.unterminated_through(call, function, args);
        if !self.wrapped(call, function, args, depth) {
            self.each(call, depth);
        }
    }

    /// Text without a terminator is given to a function of this side that wants one for the other.
    pub(super) fn unterminated_through(&mut self, call: Node<'t>, function: &str, args: &[Node<'t>]) {
        if !args.iter().any(|arg| self.is_unterminated(*arg)) {
            return;
        }
        let Some(index) = self.own_function(function) else { return };
        let own = self.program.functions[index];
        let list = children(own.node).into_iter().find(|node| node.kind() == "parameters");
        let params = list.map(children).unwrap_or_default();
        let skipped = params.len().saturating_sub(args.len());
        for (param, arg) in params.iter().skip(skipped).zip(args) {
            let ty = param.child_by_field_name("type").map_or("", |ty| own.file.slice(ty));
            if ty.contains("[*:0]") && self.is_unterminated(*arg) {
                let message =
                    format!("text without a terminator is given to `{}`, which wants one", own.name);
                let fix = "pass a sentinel-terminated slice, made for example with `bufPrintSentinel`";
                let peer = Some(own.file.place(own.node));
                self.report(Class::UnterminatedString, message, self.file.place(call), peer, fix);
            }
        }
    }

    /// A loop that nothing leaves releases in every round what was made before it.
    pub(super) fn released_in_rounds(&mut self, looped: Node<'t>) {
        let text = self.file.slice(looped);
        if ["break", "return", "try ", "unreachable"].iter().any(|word| text.contains(word)) {
            return;
        }
        let Some(body) = looped.child_by_field_name("body") else { return };
        let body =
            if body.kind() == "block" { body } else { children(body).into_iter().next().unwrap_or(body) };
        for statement in children(body) {
            let call = match statement.kind() {
                "expression_statement" => children(statement).into_iter().next(),
                _ => Some(statement),
            };
            let Some(call) = call.filter(|call| call.kind() == "call_expression") else { continue };
            let Some(symbol) = self.symbol(call) else { continue };
            let args = summary::given(self.imports, symbol, call);
            for release in self.known.releases(symbol) {
                let Some(arg) = args.get(release.param).filter(|arg| arg.kind() == "identifier") else {
                    continue;
                };
                let name = self.file.slice(*arg);
                let is_own = |payload: Node<'t>| {
                    of_kind(payload, "identifier").into_iter().any(|node| self.file.slice(node) == name)
                };
                let again = text.contains(&format!("{name} = "))
                    || text.contains(&format!("const {name}"))
                    || text.contains(&format!("var {name}"))
                    || of_kind(looped, "payload").into_iter().any(is_own);
                let Some(index) = self.instance_of(*arg).filter(|_| !again) else { continue };
                let instance = &mut self.instances[index];
                if instance.released.is_none() && !instance.reported {
                    instance.reported = true;
                    let message = format!("`{symbol}` releases in every round what was made before the loop");
                    let at = self.file.place(call);
                    self.report(Class::OwnershipDoubleFree, message, at, None, "release it behind the loop");
                }
            }
        }
    }

    /// Memory is freed with an allocator of this side; true where the other side made it.
    pub(super) fn freed_here(&mut self, call: Node<'t>, function: &str, arg: Node<'t>) -> bool {
        if let Some(symbol) = self.kept_in_field(arg) {
            self.freed_wrongly(call, function, symbol);
            return true;
        }
        match self.binding_of(arg) {
            Some(Binding::Instance(index)) => {
                let symbol = self.instances[index].symbol;
                let owned = self.known.gives(symbol).filter(|resource| resource.kind != ResourceKind::Zig);
                if owned.is_none() {
                    return false;
                }
                self.freed_wrongly(call, function, symbol);
                true
            }
            // What is freed at the end of this function dies with it.
            Some(Binding::Heap) if self.deferring && arg.kind() == "identifier" => {
                self.names.insert(self.file.slice(arg).to_owned(), Binding::Stack);
                false
            }
            _ => false,
        }
    }

    /// The function of the other side whose memory an expression is.
    fn foreign_memory(&self, node: Node<'t>) -> Option<&'a str> {
        let symbol = self.instance_of(node).map(|index| self.instances[index].symbol)?;
        self.known.gives(symbol).filter(|resource| resource.kind != ResourceKind::Zig).map(|_| symbol)
    }

    /// A list of this side is made of memory of the other, which it will grow and free with an allocator.
    pub(super) fn becomes_list(&mut self, node: Node<'t>, declared: Option<&str>, value: Node<'t>) {
        if !declared.is_some_and(|ty| ty.contains("ArrayList")) {
            return;
        }
        let parts =
            of_kind(value, "assignment_expression").into_iter().chain(of_kind(value, "field_initializer"));
        let items = parts
            .filter(|part| self.file.slice(*part).starts_with(".items"))
            .find_map(|part| self.foreign_memory(children(part).into_iter().next_back()?));
        if let Some(symbol) = items {
            self.freed_wrongly(node, "std.ArrayList", symbol);
        }
    }

    pub(super) fn freed_wrongly(&mut self, call: Node<'t>, function: &str, symbol: &str) {
        let peer = self.known.effects(symbol).map(|effects| effects.location.clone());
        let message = format!("memory that `{symbol}` allocated is freed with `{function}`");
        let fix = "give it back to the side that made it";
        self.report(Class::WrongAllocatorFree, message, self.file.place(call), peer, fix);
    }

    /// `std.mem.span(self.text)`, or a method that gives just that: the function of the other side that gave the
    /// text.
    pub(super) fn text_of_field(&self, value: Node<'t>) -> Option<&'a str> {
        let text = self.file.slice(value);
        if let Some(path) = text.strip_prefix("std.mem.span(").and_then(|rest| rest.strip_suffix(')')) {
            return self.kept_at(path);
        }
        let callee = value.child_by_field_name("function").map(|callee| self.file.slice(callee))?;
        let own = self.program.functions.get(self.own_function(callee)?)?;
        let body = own.file.slice(own.body);
        let given = body.split_once("return ")?.1.split(';').next()?.trim();
        let path =
            given.strip_prefix("std.mem.span(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(given);
        let field = path.strip_prefix("self.")?;
        self.kept_of(own.owner, field)
    }

    /// The function of the other side that gave what a field of a type holds.
    fn kept_of(&self, owner: Option<&str>, field: &str) -> Option<&'a str> {
        let qualified = owner.and_then(|owner| self.kept.get(&format!("{owner}.{field}")));
        *qualified.or_else(|| self.kept.get(field))?
    }

    /// The function of the other side that gave what lies at a path, where that is always the same one.
    pub(in crate::zig) fn kept_at(&self, path: &str) -> Option<&'a str> {
        let (root, field) = path.rsplit_once('.')?;
        self.kept_of(self.types.get(root).map(|ty| summary::bare_type(ty)), field)
    }

    /// The function of the other side whose memory every value puts into a field: `x.field`,
    /// `x.field.ptr`.
    pub(super) fn kept_in_field(&self, arg: Node<'t>) -> Option<&'a str> {
        let text = self.file.slice(arg).trim_end_matches(".ptr");
        let symbol = self.kept_at(text)?;
        self.known.owned(symbol).filter(|resource| resource.kind != ResourceKind::Zig).map(|_| symbol)
    }
}
