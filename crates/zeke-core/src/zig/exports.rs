//! What exported functions of Zig hand out and keep, and what is wrong with it.

mod dying;
mod helpers;
mod words;

use std::collections::{HashMap, HashSet};

use ghost_abi::zig_source::Node;

use super::tree::{DEPTH_MAX, Function, Program, arguments, builtin, children};
use super::uses::identifiers;
use super::{GlobalWrite, ZigFacts, panics, shared, threads};
use crate::effects::{
    Change, Effects, Flow, Interior, Keep, Keeper, Origin, Parameter, Release, Resource, ResourceKind, Slot,
};
use crate::finding::{Class, Finding, Place, Severity};
use dying::Dying;
use helpers::Summaries;
use words::{
    VIEWS, allocates, element_of, in_loop, is_member, is_pointer, is_view, named, pointee, points_into,
    result_type,
};

/// Deepest chain of functions of this side that is followed.
const HELPERS_MAX: usize = 8;

/// Reads every exported function.
pub(super) fn read(program: &Program<'_>) -> ZigFacts {
    let mut facts = ZigFacts::default();
    let summaries = Summaries::default();
    for function in program.functions.iter().filter(|function| function.exported) {
        let mut body = Body::new(program, *function, summaries.clone());
        body.visit(function.body, 0);
        let dying = body.out.returns.iter().chain(body.out.writes.iter().map(|(_, flow)| flow));
        for flow in dying {
            if let Origin::Dead(name) = &flow.what {
                facts.findings.push(Finding {
                    class: Class::DanglingReturn,
                    severity: Severity::Error,
                    message: format!("`{}` hands out a pointer to its local `{name}`", function.symbol),
                    location: flow.at.clone(),
                    peer: None,
                    evidence: format!("`{name}` ends with the function"),
                    fix: Some("allocate it, or let the caller give the buffer".to_owned()),
                });
            }
        }
        facts.findings.extend(panics::read(program, function));
        // What it changes by functions of this side.
        let shared = shared::of(program, function);
        if let Some((at, Some(name))) = shared.change.filter(|_| !shared.synchronised) {
            let known = body.global_writes.iter().any(|write| write.name == name);
            let write = GlobalWrite { symbol: function.symbol.to_owned(), name: name.to_owned(), at };
            facts.global_writes.extend((!known).then_some(write));
        }
        facts.global_writes.extend(body.global_writes);
        facts.exports.push(body.out);
    }
    for function in program.functions.iter().filter(|function| panics::is_callback(function)) {
        let panics = panics::read(program, function).into_iter();
        facts.callback_panics.extend(panics.map(|finding| (function.name.to_owned(), finding)));
    }
    threads::add_stored(program, &mut facts.exports);
    if !facts.exports.is_empty() {
        let code = super::lower::program(program, &HashMap::new());
        crate::flow::outcomes(&code, &mut facts.exports);
    }
    facts
}

struct Body<'a, 't> {
    program: &'a Program<'t>,
    function: Function<'t>,
    /// Arrays of the function, and slices of them.
    stack: HashSet<String>,
    /// Of those, pointers to arrays and variables of the function.
    views: HashSet<String>,
    /// What an allocator gave.
    heap: HashSet<String>,
    /// What the elements of that are, where it is written.
    heap_types: HashMap<String, String>,
    /// Of that, text to which nobody added a terminator.
    bare: HashSet<String>,
    /// Names for memory of a parameter.
    derived: HashMap<String, usize>,
    /// Names for what fields hold: `if (page.rows) |rows|`.
    fields: HashMap<String, String>,
    /// Other names of parameters: `const call = given orelse return;`.
    aliases: HashMap<String, usize>,
    /// Names for places in variables outside of functions.
    shared: HashMap<String, String>,
    /// Names for elements of a container behind a parameter.
    elements: HashMap<String, Interior>,
    /// What was put into a variable of which each thread has one.
    thread_bound: HashSet<String>,
    /// What a parameter's memory was put into, on the heap.
    holders: HashMap<String, (usize, Place)>,
    /// What ends with the function by a `defer` of it.
    dying: Dying,
    /// What functions of this side do, and how many of them are around.
    summaries: Summaries,
    helpers: usize,
    /// What the result points to.
    result: String,
    /// Parameters behind which a container changes.
    mutates: HashSet<usize>,
    /// Whether something is locked, or waited for, in the body.
    synchronised: bool,
    joins: bool,
    global_writes: Vec<GlobalWrite>,
    out: Effects,
}

impl<'a, 't> Body<'a, 't> {
    fn new(program: &'a Program<'t>, function: Function<'t>, summaries: Summaries) -> Self {
        let text = function.file.slice(function.body);
        let result = result_type(&function);
        let mut body = Self {
            program,
            function,
            stack: HashSet::new(),
            views: HashSet::new(),
            heap: HashSet::new(),
            heap_types: HashMap::new(),
            bare: HashSet::new(),
            derived: HashMap::new(),
            fields: HashMap::new(),
            aliases: HashMap::new(),
            shared: HashMap::new(),
            elements: HashMap::new(),
            thread_bound: HashSet::new(),
            holders: HashMap::new(),
            dying: Dying::default(),
            summaries,
            helpers: 0,
            result: named(&function, pointee(result).unwrap_or_default()),
            mutates: HashSet::new(),
            synchronised: [".lock", ".tryLock(", "@atomic", ".acquire(", ".cmpxchg"]
                .iter()
                .any(|word| text.contains(word)),
            joins: text.contains(".join()"),
            global_writes: Vec::new(),
            out: Effects::default(),
        };
        function.symbol.clone_into(&mut body.out.symbol);
        body.out.location = function.file.place(function.node);
        // What asks on which thread it is made is meant for that thread.
        body.out.thread_bound = text.contains("Thread.getCurrentId") && !body.result.is_empty();
        body.out.joins = body.joins;
        body.out.malloced = program.malloced;
        body.out.ascii = text.contains("bufPrint") && !text.contains("{s}") && !text.contains("@memcpy");
        body.parameters();
        body
    }

    fn parameters(&mut self) {
        let Some(list) = children(self.function.node).into_iter().find(|n| n.kind() == "parameters") else {
            return;
        };
        for (index, parameter) in children(list).into_iter().enumerate() {
            let text =
                |field| parameter.child_by_field_name(field).map_or("", |n| self.function.file.slice(n));
            let (name, ty) = (text("name").to_owned(), text("type"));
            let pointee = named(&self.function, pointee(ty).unwrap_or_default());
            if !pointee.is_empty() && !ty.contains("fn (") && !ty.contains("fn(") {
                self.derived.insert(name.clone(), index);
            }
            let by_value = named(&self.function, ty.to_owned());
            let holds = if pointee.is_empty() { by_value } else { pointee.clone() };
            self.out.params.push(Parameter { name, holds, pointee, lasting: false });
        }
    }

    /// A struct that a helper is given by value holds what it was made of.
    fn values(&mut self) {
        for (index, param) in self.out.params.iter().enumerate() {
            let Some(list) = children(self.function.node).into_iter().find(|n| n.kind() == "parameters")
            else {
                return;
            };
            let ty = children(list).get(index).and_then(|p| p.child_by_field_name("type"));
            let ty = ty.map_or("", |ty| self.function.file.slice(ty));
            let bare_type = ty.rsplit('.').next().unwrap_or(ty);
            if param.pointee.is_empty() && bare_type.starts_with(|c: char| c.is_ascii_uppercase()) {
                self.derived.entry(param.name.clone()).or_insert(index);
            }
        }
    }

    fn visit(&mut self, node: Node<'t>, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        match node.kind() {
            "function_declaration" => return,
            "variable_declaration" | "assignment_expression" => self.declared(node),
            "defer_statement" => self.deferred(node),
            "if_statement" | "if_expression" => self.captured(node),
            "call_expression" => self.called(node),
            "builtin_function" => self.copied(node),
            "return_expression" => {
                if let Some(value) = children(node).into_iter().next() {
                    let what = if self.may_point() { self.origin(value) } else { Origin::Unknown };
                    let at = self.function.file.place(node);
                    if self.is_bare(value) {
                        self.out.bare_returns.push(at.clone());
                    } else if self.result == "u8"
                        && self.names_of(value).iter().any(|n| self.bare.contains(n))
                    {
                        self.out.unended.push(at.clone());
                    }
                    self.out.thread_bound |= self.names_of(value).iter().any(|name| {
                        let own =
                            self.program.thread_locals.contains(name.as_str()) && !self.stack.contains(name);
                        own || self.thread_bound.contains(name)
                    });
                    // What is given away keeps what was put into it.
                    let given = self.holders.get(self.function.file.slice(value)).cloned();
                    if let Some((param, at)) = given.filter(|_| matches!(what, Origin::Owned(_))) {
                        self.out.keeps.push(Keep { param, by: Keeper::Handle, at });
                    }
                    self.out.returns.push(Flow { what, at });
                }
            }
            _ => {}
        }
        for child in children(node) {
            self.visit(child, depth + 1);
        }
    }

    /// `if (parameter) |name|`: the name is the parameter.
    fn captured(&mut self, node: Node<'t>) {
        let condition = node.child_by_field_name("condition");
        let payload = children(node).into_iter().find(|child| child.kind() == "payload");
        let name = payload.and_then(|payload| children(payload).into_iter().next());
        let field = condition.and_then(|value| value.child_by_field_name("member"));
        if let Some((field, name)) = field.zip(name) {
            let (field, name) = (self.function.file.slice(field), self.function.file.slice(name));
            self.fields.insert(name.to_owned(), field.to_owned());
        }
        if let (Some(param), Some(name)) = (condition.and_then(|value| self.memory_of(value)), name) {
            self.derived.insert(self.function.file.slice(name).to_owned(), param);
        }
    }

    fn declared(&mut self, node: Node<'t>) {
        let parts = children(node);
        let (Some(target), Some(value)) = (parts.first(), parts.last()) else { return };
        let file = self.function.file;
        let head = file.slice(node);
        if !["const ", "var "].iter().any(|word| head.starts_with(word)) {
            return self.assigned(*target, *value);
        }
        let name = file.slice(*target).to_owned();
        let text = file.slice(*value);
        let first = text.split([' ', '.', ';']).next().unwrap_or_default();
        if let Some(param) = self.out.params.iter().position(|param| param.name == first) {
            self.aliases.insert(name.clone(), param);
        }
        if let Some(place) = text.strip_prefix('&') {
            let root = place.split(['.', '[']).next().unwrap_or(place);
            if self.program.globals.contains(root) && !self.stack.contains(root) {
                self.shared.insert(name.clone(), root.to_owned());
            }
        }
        if let Some((suffix, interior)) = self.element(*value) {
            self.elements.insert(format!("{name}{suffix}"), interior);
            return;
        }
        self.ends_with(&name, *value);
        let array = |text: &str| text.starts_with('[') && !text.starts_with("[]") && !text.starts_with("[*");
        // What is known when the program is compiled lies in it.
        let constant = head.starts_with("const ") && self.names_of(*value).is_empty();
        let declared_array =
            !constant && parts.iter().any(|p| p.kind() == "array_type" && array(file.slice(*p)));
        let of_stack = self.names_of(*value).iter().any(|n| self.stack.contains(n)) && is_view(text);
        if let Some(param) = self.memory_of(*value) {
            self.derived.insert(name, param);
        } else if declared_array
            || array(text) && !constant
            || of_stack
            || head.starts_with("var ") && text == "undefined"
            || self.view_by_helper(*value).is_some()
        {
            let views = of_stack && self.may_point() && points_into(file, *value);
            if views || self.view_by_helper(*value).is_some() {
                self.views.insert(name.clone());
            }
            self.stack.insert(name);
        } else if self.is_of_arena(text) {
            self.dying.arenas.insert(name);
        } else if allocates(text) || matches!(self.call_origin(*value), Origin::Owned(_)) {
            let ended = ["dupeZ", "Sentinel", ".create(", "PrintZ"].iter().any(|word| text.contains(word));
            if allocates(text) && !ended && !self.writes_zero() {
                self.bare.insert(name.clone());
            }
            let body = file.slice(self.function.body);
            self.heap_types.extend(element_of(text, body).map(|ty| (name.clone(), ty.to_owned())));
            self.heap.insert(name);
        } else if head.starts_with("var ") {
            self.stack.insert(name);
        }
    }

    /// Something is put where it outlives the call, or where the caller finds it.
    fn assigned(&mut self, target: Node<'t>, value: Node<'t>) {
        let file = self.function.file;
        let text = file.slice(target);
        let root = text.split(['.', '[']).next().unwrap_or(text);
        let at = file.place(target);
        let given = file.slice(value).split([' ', '.']).next().unwrap_or_default();
        // What is put into something else goes with that.
        if text.contains(['.', '[']) {
            self.put_into(value);
        }
        let named = self.out.params.iter().position(|param| param.name == given);
        if let Some(param) = named.or_else(|| self.aliases.get(given).copied()) {
            let slot = Slot { owner: String::new(), name: threads::member(text).to_owned() };
            self.out.stores.push((param, slot));
        }
        let global = self.program.globals.contains(root) && !self.stack.contains(root);
        let through = self.shared.get(root).filter(|_| text != root).map(String::as_str);
        if let Some(name) = global.then_some(root).or(through).filter(|_| !self.synchronised) {
            let write =
                GlobalWrite { symbol: self.out.symbol.clone(), name: name.to_owned(), at: at.clone() };
            self.global_writes.push(write);
        }
        if self.program.thread_locals.contains(root) {
            self.thread_bound.insert(file.slice(value).trim_start_matches('&').to_owned());
        }
        if self.heap.contains(root)
            && let Some(param) = self.memory_of(value).filter(|param| self.is_typed(*param))
        {
            self.holders.insert(root.to_owned(), (param, at.clone()));
        }
        let into = self.derived.get(root).copied();
        self.mutates.extend(into.filter(|_| text != root));
        let kept = self.memory_of(value).filter(|param| Some(*param) != into && self.is_typed(*param));
        match (kept, into) {
            (Some(param), _) if global => self.out.keeps.push(Keep { param, by: Keeper::Static, at }),
            (Some(param), Some(_)) if !text.ends_with(".*") => {
                self.out.keeps.push(Keep { param, by: Keeper::Handle, at });
            }
            (None, Some(into)) if text != root => {
                let what = self.origin(value);
                self.out.writes.push((into, Flow { what, at }));
            }
            _ => {}
        }
    }

    fn writes_zero(&self) -> bool {
        let text = self.function.file.slice(self.function.body);
        let marks =
            ["] = 0", ".* = 0", "] = '\\x00'", ":0", "@memset", "Sentinel", "PrintZ", "dupeZ", "+ 1]"];
        marks.iter().any(|mark| text.contains(mark))
    }

    /// A pointer that is cast to one with a terminator, to bytes that have none.
    fn is_bare(&self, value: Node<'t>) -> bool {
        let text = self.function.file.slice(value);
        let named = |names: &HashSet<String>| self.names_of(value).iter().any(|name| names.contains(name));
        let listed = || {
            self.names_of(value).iter().any(|name| {
                self.program.bare_arrays.contains(name.as_str())
                    && !self.program.globals.contains(name.as_str())
            })
        };
        text.contains("@ptrCast") && (named(&self.bare) || text.contains('&') && listed())
    }

    /// `@memcpy(parameter[0..n], text)` without a zero behind it.
    fn copied(&mut self, node: Node<'t>) {
        let Some(("@memcpy", args)) = builtin(self.function.file, node) else { return };
        let Some(param) = args.first().and_then(|to| self.memory_of(*to)) else { return };
        if !self.writes_zero() {
            let at = self.function.file.place(node);
            self.out.bare_writes.push((param, at));
        }
    }

    fn is_typed(&self, param: usize) -> bool {
        self.out.params.get(param).is_some_and(|param| !param.is_untyped())
    }

    /// The parameter whose memory a value refers to; a copy refers to none.
    fn memory_of(&self, node: Node<'t>) -> Option<usize> {
        let file = self.function.file;
        match node.kind() {
            "identifier" => self.derived.get(file.slice(node)).copied(),
            "index_expression" => {
                let is_slice = children(node).iter().any(|child| child.kind() == "range_expression");
                is_slice.then(|| self.memory_of(node.child_by_field_name("object")?))?
            }
            "null_coercion_expression"
            | "parenthesized_expression"
            | "try_expression"
            | "catch_expression" => self.memory_of(children(node).into_iter().next()?),
            "binary_expression" => self.memory_of(node.child_by_field_name("left")?),
            "field_expression" => {
                let member = node.child_by_field_name("member").map(|member| file.slice(member));
                (member == Some("ptr")).then(|| self.memory_of(node.child_by_field_name("object")?))?
            }
            "builtin_function" => {
                let (name, args) = builtin(file, node)?;
                let same = ["@ptrCast", "@alignCast", "@constCast", "@as"];
                same.contains(&name).then(|| self.memory_of(*args.last()?))?
            }
            "call_expression" => {
                let function = file.slice(node.child_by_field_name("function")?);
                let last = function.rsplit('.').next().unwrap_or(function);
                if VIEWS.contains(&last) {
                    return self.memory_of(*arguments(node).first()?);
                }
                let (helper, given) = self.helper(node)?;
                helper.out.returns.iter().find_map(|flow| match flow.what {
                    Origin::Argument(param) => self.memory_of(*given.get(param)?),
                    _ => None,
                })
            }
            "struct_initializer" | "anonymous_struct_initializer" | "initializer_list" => {
                children(node).into_iter().find_map(|part| self.memory_of(part))
            }
            "assignment_expression" => self.memory_of(node.child_by_field_name("right")?),
            _ => None,
        }
    }

    fn called(&mut self, call: Node<'t>) {
        let file = self.function.file;
        let Some(callee) = call.child_by_field_name("function") else { return };
        let function = file.slice(callee);
        self.helper_acts(call, callee);
        self.container_changes(call, callee);
        match function.rsplit('.').next() {
            Some("free" | "destroy") => self.released(call),
            Some(
                "append"
                | "appendAssumeCapacity"
                | "put"
                | "store"
                | "insert"
                | "prepend"
                | "push"
                | "enqueue"
                | "putNoClobber"
                | "putAssumeCapacity"
                | "set"
                | "swap",
            ) => {
                for arg in arguments(call) {
                    self.put_into(arg);
                }
                self.collected(call, function);
            }
            // Several that are waited for run beside each other all the same.
            Some("spawn")
                if function.ends_with("Thread.spawn") && self.joins && in_loop(call, self.function.node) =>
            {
                self.called_on_thread(call);
            }
            Some("spawn") if function.ends_with("Thread.spawn") && !self.joins => {
                self.called_on_thread(call);
                let given = arguments(call).into_iter().next_back().and_then(|tuple| self.memory_of(tuple));
                let list = arguments(call).into_iter().next_back().map(children).unwrap_or_default();
                let within = || list.iter().find_map(|part| self.memory_of(*part));
                let named = || {
                    let tuple = arguments(call).into_iter().next_back()?;
                    identifiers(tuple)
                        .into_iter()
                        .find_map(|name| self.holders.get(file.slice(name)).map(|(param, _)| *param))
                };
                let param = given.or_else(within).or_else(named);
                if let Some(param) = param.filter(|param| self.is_typed(*param)) {
                    self.out.keeps.push(Keep { param, by: Keeper::Thread, at: file.place(call) });
                }
            }
            _ => {}
        }
    }

    /// A container outside of the function takes what a parameter points to.
    fn collected(&mut self, call: Node<'t>, function: &str) {
        let root = function.split('.').next().unwrap_or(function);
        let global = self.program.globals.contains(root);
        let into = self.derived.get(root).copied();
        let last = function.rsplit('.').next().unwrap_or(function);
        if !global && into.is_none() || self.own_keeps(last) == Some(false) {
            return;
        }
        let file = self.function.file;
        let kept = arguments(call).into_iter().find_map(|arg| self.memory_of(arg));
        if let Some(param) = kept.filter(|param| self.is_typed(*param) && Some(*param) != into) {
            let by = if global { Keeper::Static } else { Keeper::Handle };
            self.out.keeps.push(Keep { param, by, at: file.place(call) });
        }
    }

    /// An element of a container behind a parameter, and what stands behind the name that it gets where it is
    /// meant: `entry.value_ptr` of an entry of a map.
    fn element(&self, value: Node<'t>) -> Option<(&'static str, Interior)> {
        let file = self.function.file;
        match value.kind() {
            "try_expression"
            | "catch_expression"
            | "parenthesized_expression"
            | "null_coercion_expression" => {
                return self.element(children(value).into_iter().next()?);
            }
            "binary_expression" => return self.element(value.child_by_field_name("left")?),
            "unary_expression" => {
                return self.element_at(file.slice(value).strip_prefix('&')?).map(|i| ("", i));
            }
            "field_expression" => {
                let member = value.child_by_field_name("member").map(|member| file.slice(member));
                let object = value.child_by_field_name("object")?;
                let (suffix, interior) = self.element(object)?;
                return (member == suffix.strip_prefix('.')).then_some(("", interior));
            }
            "call_expression" => {}
            _ => return None,
        }
        let function = file.slice(value.child_by_field_name("function")?);
        let (chain, last) = function.rsplit_once('.')?;
        let suffix = match last {
            "addOne" | "addOneAssumeCapacity" | "getPtr" => "",
            "getOrPut" | "getOrPutValue" | "getEntry" => ".value_ptr",
            _ => return None,
        };
        let (root, field) = chain.split_once('.')?;
        let param = self.derived.get(root).copied()?;
        let field = Some(field.to_owned());
        Some((suffix, Interior { param, field, owned_by_element: false, boxed: false }))
    }

    /// `&list.items.items[index]`: an element of a list that grows.
    fn element_at(&self, place: &str) -> Option<Interior> {
        let (chain, _) = place.split_once(".items[")?;
        let (root, field) = chain.split_once('.')?;
        let param = self.derived.get(root).copied()?;
        Some(Interior { param, field: Some(field.to_owned()), owned_by_element: false, boxed: false })
    }

    /// `handle.list.items.ptr`: what a list behind a parameter holds.
    fn list_of(&self, text: &str) -> Option<Interior> {
        let chain = text.trim_end_matches(".ptr").strip_suffix(".items")?;
        let (root, field) = chain.split_once('.')?;
        let param = self.derived.get(root).copied()?;
        Some(Interior { param, field: Some(field.to_owned()), owned_by_element: false, boxed: false })
    }

    /// `handle.name.ptr` of a slice that a handle holds, `&handle.name` of an array in it.
    fn field_of(&self, text: &str) -> Option<Interior> {
        let (place, is_address) = match text.strip_prefix('&') {
            Some(place) => (place, true),
            None => (text.trim_end_matches(".ptr"), false),
        };
        let (root, field) = place.split_once('.')?;
        let param = self.derived.get(root).copied()?;
        let ty = self.program.fields.get(field).copied()?;
        let own = ty.starts_with('[') && ty.starts_with("[:") | ty.starts_with("[]") != is_address;
        own.then(|| Interior { param, field: Some(field.to_owned()), owned_by_element: false, boxed: true })
    }

    /// A container changes: one behind a parameter may move what it holds, one outside of functions is
    /// there for every thread.
    fn container_changes(&mut self, call: Node<'t>, callee: Node<'t>) {
        const MOVES: [&str; 9] = [
            "append",
            "appendSlice",
            "addOne",
            "insert",
            "put",
            "getOrPut",
            "resize",
            "ensureTotalCapacity",
            "ensureUnusedCapacity",
        ];
        const DROPS: [&str; 5] =
            ["orderedRemove", "swapRemove", "remove", "clearRetainingCapacity", "clearAndFree"];
        let file = self.function.file;
        let text = file.slice(callee);
        let Some((chain, last)) = text.rsplit_once('.') else { return };
        let root = chain.split(['.', '[']).next().unwrap_or(chain);
        let changes = super::shared::CHANGES.contains(&last);
        if let Some(param) = self.derived.get(root).copied().filter(|_| changes || MOVES.contains(&last)) {
            self.mutates.insert(param);
            let drops = DROPS.contains(&last);
            if let Some((_, field)) = chain.split_once('.').filter(|_| drops || MOVES.contains(&last)) {
                self.out.changes.push(Change { param, field: Some(field.to_owned()), drops });
            }
        }
        let is_global = |name: &str| self.program.globals.contains(name) && !self.stack.contains(name);
        if self.synchronised {
            return;
        }
        let at = file.place(call);
        let own = !self.program.named(last).is_empty();
        let name = if is_global(root) {
            (if own { self.helper_changes(call, 0) } else { changes }).then_some(root)
        } else {
            arguments(call).into_iter().enumerate().find_map(|(index, arg)| {
                let name = file.slice(arg).strip_prefix('&')?;
                (is_global(name) && self.helper_changes(call, index)).then_some(name)
            })
        };
        if let Some(name) = name {
            let write = GlobalWrite { symbol: self.out.symbol.clone(), name: name.to_owned(), at };
            self.global_writes.push(write);
        }
    }

    /// Parameters that are given to a thread.
    fn called_on_thread(&mut self, call: Node<'t>) {
        let file = self.function.file;
        let tuple = arguments(call).into_iter().next_back();
        let names: Vec<&str> =
            tuple.map(identifiers).unwrap_or_default().into_iter().map(|name| file.slice(name)).collect();
        let at = file.place(call);
        let params = self.out.params.iter().enumerate();
        let is_given = |index: usize, name: &str| {
            names.iter().any(|given| *given == name || self.aliases.get(*given) == Some(&index))
        };
        let on_thread: Vec<_> = params
            .filter(|(index, param)| is_given(*index, &param.name))
            .map(|(index, _)| (index, at.clone()))
            .collect();
        self.out.calls_on_thread.extend(on_thread);
    }

    fn released(&mut self, call: Node<'t>) {
        let file = self.function.file;
        let Some(arg) = arguments(call).into_iter().next_back() else { return };
        // What lies in a parameter is freed on the way to the parameter itself.
        let whole = self.memory_of(arg);
        let is_pointer = |param: &Parameter| !param.pointee.is_empty();
        let own = self.names_of(arg).iter().any(|name| self.heap.contains(name));
        let only = matches!(self.out.params.as_slice(), [only] if is_pointer(only) && !own).then_some(0);
        // What a struct that came by value points to is the caller's.
        let named = self.names_of(arg);
        let by_value = self.out.params.iter().position(|param| {
            param.pointee.is_empty()
                && param.holds.starts_with(char::is_uppercase)
                && named.contains(&param.name)
        });
        let Some(param) = whole.or(by_value).or(only) else { return };
        let inside = whole.or(by_value).is_none();
        if self.out.releases.iter().any(|known| known.param == param && !known.inside) {
            return;
        }
        self.out.releases.retain(|known| known.param != param);
        let holds = self.out.params.get(param).map(|p| p.pointee.clone()).unwrap_or_default();
        let holds = if inside { self.held_in_field(arg).unwrap_or(holds) } else { holds };
        let holds = if holds == "anyopaque" { String::new() } else { holds };
        let resource = Resource { kind: ResourceKind::Zig, holds };
        let at = file.place(call);
        self.out.releases.push(Release { param, resource, inside, length_as_capacity: false, at });
    }

    /// What the field holds that something is, or a part of it.
    fn held_in_field(&self, arg: Node<'t>) -> Option<String> {
        let file = self.function.file;
        let names: Vec<&str> = identifiers(arg).into_iter().map(|name| file.slice(name)).collect();
        let captured = names.first().and_then(|name| self.fields.get(*name)).map(String::as_str);
        let field = captured.or_else(|| names.get(1).copied())?;
        let ty = self.program.fields.get(field).copied().filter(|ty| !ty.is_empty())?;
        pointee(ty).map(|ty| named(&self.function, ty))
    }

    /// Where a value comes from: by what it names, or else by what each of its parts may be.
    fn origin(&self, value: Node<'t>) -> Origin {
        if let Some(name) = self.dies(value) {
            return Origin::Dead(name);
        }
        let plain = self.plain_origin(value);
        if !matches!(plain, Origin::Unknown) {
            return plain;
        }
        let telling = |parts: &mut dyn Iterator<Item = Node<'t>>| {
            let mut known = parts.map(|part| self.origin(part)).filter(|what| *what != Origin::Unknown);
            let first = known.next().unwrap_or(Origin::Unknown);
            if first == Origin::Null {
                known.find(|what| *what != Origin::Null).unwrap_or(first)
            } else {
                first
            }
        };
        match value.kind() {
            "call_expression" => match self.element(value) {
                Some(("", interior)) => Origin::Inside(interior),
                _ => self.call_origin(value),
            },
            "if_expression" => {
                let condition = value.child_by_field_name("condition").map(Node::id);
                telling(&mut children(value).into_iter().filter(|part| Some(part.id()) != condition))
            }
            "switch_expression" => telling(&mut children(value).into_iter().skip(1)),
            "switch_case" => children(value).last().map_or(Origin::Unknown, |last| self.origin(*last)),
            "try_expression"
            | "catch_expression"
            | "parenthesized_expression"
            | "null_coercion_expression"
            | "binary_expression"
            | "else_clause" => telling(&mut children(value).into_iter()),
            _ => Origin::Unknown,
        }
    }

    fn plain_origin(&self, value: Node<'t>) -> Origin {
        let text = self.function.file.slice(value);
        let names = self.names_of(value);
        let compound = value.kind().ends_with("struct_initializer");
        if let Some(name) = names.iter().find(|name| self.stack.contains(*name))
            && (is_pointer(text) && !text.contains('(')
                || self.views.contains(text)
                || compound && self.points_to_stack(value, 0))
        {
            return Origin::Dead(name.clone());
        }
        let allocated = names.iter().any(|name| self.heap.contains(name)) || allocates(text);
        if allocated && !self.is_of_arena(text) {
            let within =
                || names.iter().find_map(|name| self.heap_types.get(name)).cloned().unwrap_or_default();
            let untyped = self.result == "anyopaque";
            let holds = if compound || untyped { within() } else { self.result.clone() };
            return Origin::Owned(Resource { kind: ResourceKind::Zig, holds });
        }
        let element = self.elements.get(text).cloned();
        if let Some(interior) = element.or_else(|| self.element_at(text.strip_prefix('&')?)) {
            return Origin::Inside(interior);
        }
        if let Some(interior) = self.list_of(text).or_else(|| self.field_of(text)) {
            return Origin::Inside(interior);
        }
        if let Some(name) = self.view_by_helper(value) {
            return Origin::Dead(name);
        }
        match value.kind() {
            "string" => Origin::Text { terminated: true },
            _ if text == "null" => Origin::Null,
            _ => self.memory_of(value).map_or(Origin::Unknown, Origin::Argument),
        }
    }

    /// Whether what the function gives may hold a pointer: it is one, or a struct.
    fn may_point(&self) -> bool {
        let ty = result_type(&self.function);
        let name = ty.rsplit(['.', '?']).next().unwrap_or(ty);
        !self.result.is_empty() || name.starts_with(|c: char| c.is_ascii_uppercase())
    }

    /// A part of a compound value that points to something of this function.
    fn points_to_stack(&self, node: Node<'t>, depth: usize) -> bool {
        let text = self.function.file.slice(node);
        let value = node.child_by_field_name("right").map_or(text, |right| self.function.file.slice(right));
        let named = self.names_of(node).iter().any(|name| self.stack.contains(name));
        let leaf = node.kind() == "assignment_expression";
        leaf && named && is_pointer(value) && !value.contains('(')
            || depth < 4 && children(node).into_iter().any(|child| self.points_to_stack(child, depth + 1))
    }

    /// Names of variables and functions in an expression, less those of fields.
    fn names_of(&self, node: Node<'t>) -> Vec<String> {
        let names = identifiers(node).into_iter().filter(|name| !is_member(*name));
        names.map(|name| self.function.file.slice(name).to_owned()).collect()
    }
}
