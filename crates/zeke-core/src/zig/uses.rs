//! How functions use the other side: who owns what when, which pointers still live, what runs on
//! another thread.
//!
//! A function is followed from top to bottom. A branch that leaves the function does not count for
//! what comes after it; anything that cannot be followed is left alone.

use std::collections::{HashMap, HashSet};

use ghost_abi::model::{self, Extent, Type};
use tree_sitter::Node;

use super::ZigUses;
use super::tree::{DEPTH_MAX, File, Function, Program, arguments, builtin, children, diverges};
use crate::effects::{Origin, ResourceKind};
use crate::finding::{Class, Finding, Place, Severity};
use crate::knowledge::Knowledge;

/// Follows every function of a unit.
pub(super) fn read(program: &Program<'_>, imports: &[model::Function], known: &Knowledge<'_>) -> ZigUses {
    let imports: HashMap<&str, &model::Function> = imports.iter().map(|f| (f.symbol.as_str(), f)).collect();
    let mut uses = ZigUses::default();
    for function in &program.functions {
        let mut walk = Walk::new(program, &imports, known, function, &mut uses);
        walk.statement(function.body, 0);
    }
    uses
}

/// Something that a call of the other side gave.
#[derive(Clone)]
struct Instance {
    symbol: String,
    released: Option<Place>,
    deferred: Option<Place>,
    /// The instance that this one points into.
    inside: Option<usize>,
    /// Where what it points into changed.
    stale: Option<Place>,
    reported: bool,
}

/// What a variable is bound to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Binding {
    Instance(usize),
    /// Memory of this function: an array, or a slice of one.
    Stack,
    /// Memory of an allocator of Zig.
    Heap,
    /// A slice without terminator that came as a parameter.
    Slice,
    /// A value that may be any integer.
    Integer,
}

struct Walk<'a, 't> {
    program: &'a Program<'t>,
    imports: &'a HashMap<&'a str, &'a model::Function>,
    known: &'a Knowledge<'a>,
    file: File<'t>,
    names: HashMap<String, Binding>,
    instances: Vec<Instance>,
    checked: HashSet<String>,
    deferring: bool,
    uses: &'a mut ZigUses,
}

impl<'a, 't> Walk<'a, 't> {
    fn new(
        program: &'a Program<'t>,
        imports: &'a HashMap<&'a str, &'a model::Function>,
        known: &'a Knowledge<'a>,
        function: &Function<'t>,
        uses: &'a mut ZigUses,
    ) -> Self {
        let mut walk = Self {
            program,
            imports,
            known,
            file: function.file,
            names: HashMap::new(),
            instances: Vec::new(),
            checked: HashSet::new(),
            deferring: false,
            uses,
        };
        walk.parameters(function);
        walk
    }

    fn parameters(&mut self, function: &Function<'t>) {
        let Some(list) = children(function.node).into_iter().find(|node| node.kind() == "parameters") else {
            return;
        };
        for parameter in children(list) {
            let (Some(name), Some(ty)) =
                (parameter.child_by_field_name("name"), parameter.child_by_field_name("type"))
            else {
                continue;
            };
            let ty = self.file.slice(ty);
            if ty.starts_with("[]") && ty.ends_with("u8") {
                self.names.insert(self.file.slice(name).to_owned(), Binding::Slice);
            } else if function.exported && is_integer(ty) {
                self.names.insert(self.file.slice(name).to_owned(), Binding::Integer);
            }
        }
    }

    fn statement(&mut self, node: Node<'t>, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        match node.kind() {
            // What runs on an error only is no second release; what is declared inside is another's.
            "function_declaration"
            | "struct_declaration"
            | "enum_declaration"
            | "union_declaration"
            | "errdefer_statement" => {}
            "defer_statement" => self.deferred(node, true, depth),
            "variable_declaration" => self.declaration(node, depth),
            "if_statement" | "if_expression" => self.branch(node, depth),
            "switch_case" | "else_clause" => self.sealed(node, depth),
            "call_expression" => self.call(node, depth),
            "assignment_expression" => {
                self.each(node, depth);
                self.written(node);
            }
            "builtin_function" => self.builtin(node, depth),
            "identifier" => self.mention(node),
            _ => self.each(node, depth),
        }
    }

    fn each(&mut self, node: Node<'t>, depth: usize) {
        for child in children(node) {
            self.statement(child, depth + 1);
        }
    }

    /// What is deferred runs last: a release there counts against releases before it.
    fn deferred(&mut self, node: Node<'t>, counts: bool, depth: usize) {
        let before = std::mem::replace(&mut self.deferring, counts);
        self.each(node, depth);
        self.deferring = before;
    }

    fn branch(&mut self, node: Node<'t>, depth: usize) {
        if let Some(condition) = node.child_by_field_name("condition") {
            self.statement(condition, depth + 1);
            self.check(condition);
            self.bind_payload(node, condition);
        }
        let condition = node.child_by_field_name("condition").map(|c| c.id());
        for child in children(node) {
            if Some(child.id()) != condition && child.kind() != "payload" {
                self.sealed(child, depth);
            }
        }
    }

    /// A branch that leaves takes its releases with it.
    fn sealed(&mut self, node: Node<'t>, depth: usize) {
        let before = self.instances.clone();
        self.each_or_self(node, depth);
        if diverges(node) {
            let reported: Vec<bool> = self.instances.iter().map(|instance| instance.reported).collect();
            self.instances.truncate(before.len());
            self.instances.clone_from_slice(&before);
            for (instance, reported) in self.instances.iter_mut().zip(reported) {
                instance.reported |= reported;
            }
            // Names that were bound inside point to instances that are gone.
            let count = self.instances.len();
            self.names.retain(|_, binding| !matches!(binding, Binding::Instance(index) if *index >= count));
        }
    }

    fn each_or_self(&mut self, node: Node<'t>, depth: usize) {
        if matches!(node.kind(), "block" | "block_expression" | "else_clause" | "switch_case") {
            self.each(node, depth);
        } else {
            self.statement(node, depth + 1);
        }
    }

    /// `if (value) |name|`: the name is the value.
    fn bind_payload(&mut self, node: Node<'t>, condition: Node<'t>) {
        let payload = children(node).into_iter().find(|child| child.kind() == "payload");
        let Some(name) = payload.and_then(|payload| children(payload).into_iter().next()) else { return };
        if let Some(binding) = self.binding_of(condition) {
            self.names.insert(self.file.slice(name).to_owned(), binding);
        }
    }

    fn check(&mut self, condition: Node<'t>) {
        if condition.kind() == "identifier" {
            self.checked.insert(self.file.slice(condition).to_owned());
        }
        for child in children(condition) {
            self.check(child);
        }
    }

    /// `const a = b;` and also `a = b;`, which the grammar calls the same.
    fn declaration(&mut self, node: Node<'t>, depth: usize) {
        let parts = children(node);
        let (Some(target), Some(value)) = (parts.first(), parts.last()) else { return };
        if target.id() == value.id() {
            return;
        }
        self.statement(*value, depth + 1);
        let head = self.file.slice(node);
        let is_new = ["const ", "var ", "comptime "].iter().any(|word| head.starts_with(word));
        if !is_new {
            if target.kind() != "identifier" {
                self.statement(*target, depth + 1);
            }
            self.written(node);
            if target.kind() != "identifier" {
                return;
            }
        }
        let name = self.file.slice(*target).to_owned();
        let declared = parts.iter().find(|p| p.kind().ends_with("_type")).map(|ty| self.file.slice(*ty));
        self.names.remove(&name);
        if let Some(binding) = self.binding_of(*value).or_else(|| stack(declared, self.file.slice(*value))) {
            self.names.insert(name, binding);
        }
    }

    /// What an expression is bound to, through `try`, `orelse`, `.?`, casts, slicing and members.
    fn binding_of(&self, node: Node<'t>) -> Option<Binding> {
        match node.kind() {
            "identifier" => self.names.get(self.file.slice(node)).copied(),
            "call_expression" => self.call_binding(node),
            "binary_expression" => self.binding_of(node.child_by_field_name("left")?),
            "field_expression" => {
                let member = node.child_by_field_name("member").map(|m| self.file.slice(m));
                matches!(member, Some("ptr")).then(|| self.binding_of(node.child_by_field_name("object")?))?
            }
            "builtin_function" => {
                let (name, args) = builtin(self.file, node)?;
                matches!(name, "@ptrCast" | "@alignCast" | "@constCast" | "@as")
                    .then(|| self.binding_of(*args.last()?))?
            }
            "try_expression"
            | "null_coercion_expression"
            | "unary_expression"
            | "catch_expression"
            | "index_expression"
            | "parenthesized_expression" => self.binding_of(children(node).into_iter().next()?),
            "struct_initializer" => {
                stack(children(node).first().map(|ty| self.file.slice(*ty)), self.file.slice(node))
            }
            _ => None,
        }
    }

    fn call_binding(&self, call: Node<'t>) -> Option<Binding> {
        if let Some(index) = self.instances.iter().rposition(|i| i.symbol == self.key(call)) {
            return Some(Binding::Instance(index));
        }
        let function = self.file.slice(call.child_by_field_name("function")?);
        let last = function.rsplit('.').next().unwrap_or(function);
        match last {
            "bufPrint" | "bufPrintZ" | "span" | "sliceTo" => {
                self.binding_of(arguments(call).into_iter().next()?)
            }
            "alloc" | "create" | "dupe" | "dupeZ" | "allocSentinel" | "allocPrint" => Some(Binding::Heap),
            _ => None,
        }
    }

    /// The symbol of an imported function that a call names, through any container.
    fn symbol(&self, call: Node<'t>) -> Option<&'a str> {
        let function = self.file.slice(call.child_by_field_name("function")?);
        let last = function.rsplit('.').next().unwrap_or(function);
        self.imports.get_key_value(last).map(|(symbol, _)| *symbol)
    }

    /// Instances of a call are found again by the place of the call.
    fn key(&self, call: Node<'t>) -> String {
        format!("{}@{}", self.symbol(call).unwrap_or_default(), call.start_byte())
    }

    fn call(&mut self, call: Node<'t>, depth: usize) {
        let args = arguments(call);
        let Some(symbol) = self.symbol(call) else {
            self.own_call(call, &args, depth);
            return;
        };
        let at = self.file.place(call);
        let released: Vec<usize> = self.known.releases(symbol).iter().map(|release| release.param).collect();
        for (index, arg) in args.iter().enumerate() {
            // A release is judged as one, not as a use.
            if released.contains(&index) && matches!(self.binding_of(*arg), Some(Binding::Instance(_))) {
                continue;
            }
            self.statement(*arg, depth + 1);
        }
        for release in self.known.releases(symbol) {
            if let Some(arg) = args.get(release.param) {
                self.release(symbol, *arg, release, &at);
            }
        }
        self.arguments(symbol, &args, &at);
        self.created(call, symbol, &args);
    }

    /// A call within this side: frees, threads, and everything else.
    fn own_call(&mut self, call: Node<'t>, args: &[Node<'t>], depth: usize) {
        let function = call.child_by_field_name("function").map(|f| self.file.slice(f)).unwrap_or_default();
        let last = function.rsplit('.').next().unwrap_or(function);
        if matches!(last, "free" | "destroy" | "rawFree" | "c_free")
            && let Some(arg) = args.last()
            && let Some(Binding::Instance(index)) = self.binding_of(*arg)
            && self.known.owned(&base(&self.instances[index].symbol)).is_some()
        {
            let symbol = base(&self.instances[index].symbol);
            let peer = self.known.effects(&symbol).map(|effects| effects.location.clone());
            let message = format!("memory that `{symbol}` allocated is freed with `{function}`");
            let fix = "give it back to the side that made it";
            self.report(Class::WrongAllocatorFree, message, self.file.place(call), peer, fix);
            return;
        }
        if function.ends_with("Thread.spawn") {
            self.spawned(call, args);
        }
        self.each(call, depth);
    }

    fn spawned(&mut self, call: Node<'t>, args: &[Node<'t>]) {
        let Some(tuple) = args.last() else { return };
        let mut given = Vec::new();
        identifiers(*tuple, 0, &mut given);
        for name in given {
            let Some(Binding::Instance(index)) = self.names.get(self.file.slice(name)).copied() else {
                continue;
            };
            let symbol = base(&self.instances[index].symbol);
            let Some(resource) = self.known.owned(&symbol) else { continue };
            if self.known.is_bound_to_thread(&resource.holds) {
                let message = format!("a `{}` of `{symbol}` is used on another thread", resource.holds);
                let peer = self.known.effects(&symbol).map(|effects| effects.location.clone());
                let fix = "keep the handle on its thread, or make its inside `Sync`";
                self.report(Class::ThreadNonSendHandle, message, self.file.place(call), peer, fix);
            }
        }
    }

    fn release(&mut self, symbol: &str, arg: Node<'t>, release: &crate::effects::Release, at: &Place) {
        let Some(Binding::Instance(index)) = self.binding_of(arg) else { return };
        let producer = base(&self.instances[index].symbol);
        if let Some(resource) = self.known.owned(&producer) {
            let other_type = !resource.holds.is_empty()
                && !release.resource.holds.is_empty()
                && resource.holds != release.resource.holds
                && resource.kind == ResourceKind::Box;
            if other_type || !resource.kind.fits(release.resource.kind) {
                let message = format!("what `{producer}` made is released with `{symbol}`");
                let fix = "call the function that releases this type";
                self.report(
                    Class::OwnershipWrongReleaseFn,
                    message,
                    at.clone(),
                    Some(release.at.clone()),
                    fix,
                );
                return;
            }
        }
        let instance = &self.instances[index];
        if let Some(first) = instance.released.clone().or_else(|| instance.deferred.clone()) {
            let message = format!("`{symbol}` releases what is released already");
            self.report(Class::OwnershipDoubleFree, message, at.clone(), Some(first), "release it once");
            return;
        }
        if self.deferring {
            self.instances[index].deferred = Some(at.clone());
        } else {
            self.instances[index].released = Some(at.clone());
        }
    }

    /// What becomes of arguments: memory of this function that is kept, callbacks, texts.
    fn arguments(&mut self, symbol: &str, args: &[Node<'t>], at: &Place) {
        let effects = self.known.effects(symbol);
        for (index, arg) in args.iter().enumerate() {
            let binding = self.binding_of(*arg).or_else(|| self.address_of_local(*arg));
            let key = || (symbol.to_owned(), index);
            match binding {
                Some(Binding::Stack) => {
                    self.uses.stack_arguments.entry(key()).or_insert_with(|| at.clone());
                    self.uses.own_arguments.entry(key()).or_insert_with(|| at.clone());
                }
                Some(Binding::Heap) => {
                    self.uses.own_arguments.entry(key()).or_insert_with(|| at.clone());
                }
                _ => {}
            }
            if self.needs_terminator(symbol, index) && self.is_unterminated(*arg) {
                let peer = effects.map(|effects| effects.location.clone());
                let message =
                    format!("text without a terminator is given to `{symbol}`, which looks for one");
                let fix = "pass a sentinel-terminated slice, made for example with `dupeZ`";
                self.report(Class::UnterminatedString, message, self.file.place(*arg), peer, fix);
            }
            if let Some(effects) = effects {
                self.callback(symbol, index, *arg, effects);
                self.changes(index, *arg, effects, at);
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

    /// A cast that adds a terminator to the type of a slice that has none.
    fn is_unterminated(&self, arg: Node<'t>) -> bool {
        let text = self.file.slice(arg);
        text.contains("@ptrCast")
            && text.contains(".ptr")
            && matches!(self.binding_of(arg), Some(Binding::Slice | Binding::Stack))
            && !text.contains(":0")
    }

    fn address_of_local(&self, arg: Node<'t>) -> Option<Binding> {
        let text = self.file.slice(arg);
        let name = text.strip_prefix('&')?;
        (self.names.get(name) == Some(&Binding::Stack)).then_some(Binding::Stack)
    }

    fn callback(&mut self, symbol: &str, index: usize, arg: Node<'t>, effects: &crate::effects::Effects) {
        let Some(function) = self.program.function_named(self.file.slice(arg)) else { return };
        let mut writes = Vec::new();
        shared_writes(self.program, function, function.body, 0, &mut writes);
        let synchronised = function.file.slice(function.body).contains(".lock()")
            || function.file.slice(function.body).contains("@atomic");
        let Some(first) = writes.into_iter().next().filter(|_| !synchronised) else { return };
        if first.global {
            self.uses.global_callbacks.insert((symbol.to_owned(), index), first.at.clone());
        }
        if let Some((_, thread)) = effects.calls_on_thread.iter().find(|(param, _)| *param == index) {
            let message =
                format!("`{}` runs on another thread and changes what is not synchronised", function.name);
            let fix = "use an atomic, or lock around the change";
            self.report(Class::CallbackThread, message, first.at, Some(thread.clone()), fix);
        }
    }

    /// A call that changes what a handle holds makes pointers into it stale.
    fn changes(&mut self, index: usize, arg: Node<'t>, effects: &crate::effects::Effects, at: &Place) {
        let releases = effects.releases.iter().any(|release| release.param == index);
        if !(effects.changes.contains(&index) || releases) {
            return;
        }
        let Some(Binding::Instance(owner)) = self.binding_of(arg) else { return };
        for instance in self.instances.iter_mut().filter(|i| i.inside == Some(owner) && !self.deferring) {
            instance.stale.get_or_insert_with(|| at.clone());
        }
    }

    /// The result of a call becomes something that can be followed.
    fn created(&mut self, call: Node<'t>, symbol: &str, args: &[Node<'t>]) {
        let Some(effects) = self.known.effects(symbol) else { return };
        let inside = effects.returns.iter().find_map(|flow| match flow.what {
            Origin::Inside(param) => match self.binding_of(*args.get(param)?) {
                Some(Binding::Instance(owner)) => Some(owner),
                _ => None,
            },
            _ => None,
        });
        if inside.is_none() && crate::knowledge::owned(effects).is_none() {
            return;
        }
        let symbol = self.key(call);
        self.instances.push(Instance {
            symbol,
            released: None,
            deferred: None,
            inside,
            stale: None,
            reported: false,
        });
    }

    /// A variable is used: it must not be released, nor point into what changed.
    fn mention(&mut self, node: Node<'t>) {
        let Some(Binding::Instance(index)) = self.names.get(self.file.slice(node)).copied() else { return };
        let instance = &self.instances[index];
        if instance.reported || self.deferring {
            return;
        }
        let symbol = base(&instance.symbol);
        let at = self.file.place(node);
        if let Some(first) = instance.released.clone() {
            self.instances[index].reported = true;
            let message = format!("what `{symbol}` made is used after it was released");
            self.report(
                Class::OwnershipUseAfterFree,
                message,
                at,
                Some(first),
                "release it after its last use",
            );
        } else if let Some(changed) = instance.stale.clone() {
            self.instances[index].reported = true;
            let message =
                format!("the pointer that `{symbol}` gave may be stale: what it points into changed");
            let fix = "copy what it points to before the change";
            self.report(Class::LifetimeInteriorPointer, message, at, Some(changed), fix);
        }
    }

    /// A terminator that is written into a C string of Rust changes the length it is freed with.
    fn written(&mut self, node: Node<'t>) {
        let parts = children(node);
        let (Some(target), Some(value)) = (parts.first(), parts.last()) else { return };
        if target.kind() != "index_expression"
            || !matches!(self.file.slice(*value), "0" | "'\\x00'" | "'\\0'")
        {
            return;
        }
        let Some(Binding::Instance(index)) = self.binding_of(*target) else { return };
        let symbol = base(&self.instances[index].symbol);
        if self.known.owned(&symbol).is_some_and(|resource| resource.kind == ResourceKind::CString) {
            let message =
                format!("a zero in the string of `{symbol}` changes the length that it is freed with");
            let peer = self.known.effects(&symbol).map(|effects| effects.location.clone());
            let fix = "copy the string before changing it";
            self.report(Class::OwnershipCstringLength, message, self.file.place(node), peer, fix);
        }
    }

    fn builtin(&mut self, node: Node<'t>, depth: usize) {
        self.each(node, depth);
        let Some(("@enumFromInt", args)) = builtin(self.file, node) else { return };
        let Some(arg) = args.first() else { return };
        let name = self.file.slice(*arg);
        let integer = self.binding_of(*arg) == Some(Binding::Integer) && !self.checked.contains(name);
        if integer && !self.program.closed_enums.is_empty() {
            let message = format!("`{name}` becomes an enum unchecked");
            let fix = "check the range first, for example with `std.enums.fromInt`";
            self.report(Class::EnumInvalidValue, message, self.file.place(node), None, fix);
        }
    }

    fn report(&mut self, class: Class, message: String, location: Place, peer: Option<Place>, fix: &str) {
        let line = self.file.text.lines().nth(location.line.saturating_sub(1) as usize).unwrap_or_default();
        self.uses.findings.push(Finding {
            class,
            severity: Severity::Error,
            message,
            location,
            peer,
            evidence: line.trim().to_owned(),
            fix: Some(fix.to_owned()),
        });
    }
}

/// A write to something that other threads may see.
struct SharedWrite {
    at: Place,
    global: bool,
}

fn shared_writes(
    program: &Program<'_>,
    function: &Function<'_>,
    node: Node<'_>,
    depth: usize,
    found: &mut Vec<SharedWrite>,
) {
    if depth > DEPTH_MAX {
        return;
    }
    let file = function.file;
    if matches!(node.kind(), "variable_declaration" | "assignment_expression")
        && let Some(target) = children(node).first()
    {
        let text = file.slice(*target);
        let root = text.split(['.', '[']).next().unwrap_or(text);
        let is_new = ["const ", "var "].iter().any(|word| file.slice(node).starts_with(word));
        let global = program.globals.contains(root);
        if !is_new && (global || text.ends_with(".*")) {
            found.push(SharedWrite { at: file.place(node), global });
        }
    }
    for child in children(node) {
        shared_writes(program, function, child, depth + 1, found);
    }
}

fn identifiers<'t>(node: Node<'t>, depth: usize, found: &mut Vec<Node<'t>>) {
    if node.kind() == "identifier" {
        found.push(node);
    }
    if depth < DEPTH_MAX {
        for child in children(node) {
            identifiers(child, depth + 1, found);
        }
    }
}

/// Arrays and undefined buffers live on the stack.
fn stack(ty: Option<&str>, value: &str) -> Option<Binding> {
    let is_array = |text: &str| text.starts_with('[') && !text.starts_with("[]") && !text.starts_with("[*");
    (ty.is_some_and(is_array) || is_array(value)).then_some(Binding::Stack)
}

fn is_integer(ty: &str) -> bool {
    matches!(ty, "c_int" | "c_uint" | "usize" | "isize" | "c_long" | "c_ulong")
        || ty.strip_prefix(['u', 'i']).is_some_and(|bits| bits.parse::<u16>().is_ok())
}

/// The symbol of an instance, without the place of its call.
fn base(key: &str) -> String {
    key.split('@').next().unwrap_or(key).to_owned()
}
