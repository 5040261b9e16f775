//! How functions use the other side: who owns what when, which pointers still live, what runs on
//! another thread.
//!
//! A function is followed from top to bottom. A branch that leaves the function does not count for
//! what comes after it; anything that cannot be followed is left alone.

mod flow;
mod own_calls;
mod own_memory;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use ghost_abi::model::{self, Type};
use ghost_abi::zig_source::Node;

use super::ZigUses;
use super::binding::{Binding, stack};
use super::lending::Racing;
use super::summary::{self, Summary};
use super::threads;
use super::tree::{File, Function, Program, arguments, builtin, children, of_kind};
use crate::effects::{Interior, ResourceKind};
use crate::finding::{Class, Finding, Place, Severity};
use crate::knowledge::Knowledge;
use own_memory::OwnMemory;

/// Follows every function of a unit.
pub(super) fn read<'a>(
    program: &Program<'_>,
    interface: &'a model::Interface,
    known: &'a Knowledge<'a>,
) -> ZigUses {
    let imports: HashMap<&str, &model::Function> =
        interface.functions.iter().map(|f| (f.symbol.as_str(), f)).collect();
    let mut uses = ZigUses::default();
    let summaries = summary::read(program, &imports, known);
    let kept = summary::kept(program, &summaries);
    for function in &program.functions {
        let mut walk = Walk::new(program, (interface, &imports), known, function, &mut uses);
        walk.summaries = &summaries;
        walk.kept = kept.clone();
        walk.statement(function.body, 0);
        walk.finish();
    }
    uses
}

/// Something that a call of the other side gave.
#[derive(Clone)]
pub(super) struct Instance<'a> {
    /// The function of the other side.
    pub(super) symbol: &'a str,
    /// Where the call begins; instances are found again by it.
    pub(super) call: usize,
    /// Whether it came within a value of this side.
    pub(super) held: bool,
    pub(super) released: Option<Place>,
    pub(super) deferred: Option<Place>,
    /// The instance that this one points into.
    pub(super) inside: Option<(usize, Interior)>,
    /// Where what it points into changed, and whether it was released there.
    pub(super) stale: Option<(Place, bool)>,
    pub(super) reported: bool,
}

/// A release that runs where a block fails.
#[derive(Clone)]
pub(super) struct OnError {
    pub(super) at: Place,
    /// Where the block ends.
    pub(super) until: usize,
}

pub(super) struct Walk<'a, 't> {
    pub(super) program: &'a Program<'t>,
    pub(super) interface: &'a model::Interface,
    pub(super) imports: &'a HashMap<&'a str, &'a model::Function>,
    pub(super) known: &'a Knowledge<'a>,
    pub(super) summaries: &'a [Summary<'a>],
    /// Fields that hold what the other side gave: the function, where it is always the same one.
    pub(super) kept: Rc<HashMap<String, Option<&'a str>>>,
    pub(super) file: File<'t>,
    function: Function<'t>,
    pub(super) names: HashMap<String, Binding>,
    /// Types of variables, where they are written.
    pub(super) types: HashMap<String, &'t str>,
    /// Variables that hold functions in fields: the fields, and the functions.
    pub(super) tables: HashMap<String, Vec<(&'t str, &'t str)>>,
    /// What variables were made of: names in what they were set to.
    pub(super) sources: HashMap<String, Vec<&'t str>>,
    /// Callbacks that may run beside this function.
    pub(super) racing: Vec<Racing>,
    pub(super) instances: Vec<Instance<'a>>,
    /// What is pointed into though it came from elsewhere: its path, and the instance that stands for it.
    pub(super) owners: HashMap<String, usize>,
    /// Variables that hold what is known on the thread only that asked for it: the function that gave it.
    pub(super) tokens: HashMap<String, &'a str>,
    /// Memory of this function that something may keep which itself may end with the function.
    pub(super) pending: Vec<(String, usize, Place, usize)>,
    checked: HashSet<String>,
    /// Instances that were given to a thread.
    on_threads: HashSet<usize>,
    /// Variables that point to what a field holds: the function of the other side that gave it.
    pub(super) lent_by: HashMap<String, &'a str>,
    /// Buffers that a terminator was written into.
    pub(super) terminated: HashSet<String>,
    pub(super) deferring: bool,
    /// Memory of this side's own allocators.
    own: OwnMemory,
    /// How many branches are around.
    branches: usize,
    /// Names of errors.
    errors: HashSet<String>,
    pub(super) uses: &'a mut ZigUses,
}

impl<'a, 't> Walk<'a, 't> {
    fn new(
        program: &'a Program<'t>,
        (interface, imports): (&'a model::Interface, &'a HashMap<&'a str, &'a model::Function>),
        known: &'a Knowledge<'a>,
        function: &Function<'t>,
        uses: &'a mut ZigUses,
    ) -> Self {
        let mut walk = Self {
            program,
            interface,
            imports,
            known,
            summaries: &[],
            kept: Rc::default(),
            file: function.file,
            function: *function,
            names: HashMap::new(),
            types: HashMap::new(),
            tables: HashMap::new(),
            sources: HashMap::new(),
            racing: Vec::new(),
            instances: Vec::new(),
            owners: HashMap::new(),
            tokens: HashMap::new(),
            pending: Vec::new(),
            checked: HashSet::new(),
            on_threads: HashSet::new(),
            lent_by: HashMap::new(),
            terminated: HashSet::new(),
            deferring: false,
            own: OwnMemory::default(),
            branches: 0,
            errors: HashSet::new(),
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
            self.types.insert(self.file.slice(name).to_owned(), ty);
            if ty.starts_with("[]") && ty.ends_with("u8") {
                self.names.insert(self.file.slice(name).to_owned(), Binding::Slice);
            } else if function.exported && is_integer(ty) {
                self.names.insert(self.file.slice(name).to_owned(), Binding::Integer);
            }
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
        self.own.forget(self.file.slice(*target));
        if !is_new {
            self.renamed(*target);
            if target.kind() != "identifier" {
                self.statement(*target, depth + 1);
            }
            self.written(node);
            if target.kind() != "identifier" {
                return;
            }
        }
        let name = self.file.slice(*target).to_owned();
        self.table(&name, *value);
        let sources = identifiers(*value);
        self.sources.insert(name.clone(), sources.into_iter().map(|node| self.file.slice(node)).collect());
        let declared = node.child_by_field_name("type").map(|ty| self.file.slice(ty)).or_else(|| {
            parts
                .iter()
                .find(|p| p.kind().ends_with("_type") && p.id() != value.id())
                .map(|ty| self.file.slice(*ty))
        });
        self.typed(&name, declared, *value);
        let text = self.file.slice(*value);
        let called = text.split('(').next().unwrap_or(text);
        let ends_with_zero = called.ends_with('Z') || called.ends_with("Sentinel");
        if ends_with_zero || ["zeroes(", ":0]", "@splat(0)"].iter().any(|mark| text.contains(mark)) {
            self.terminated.insert(name.clone());
        }
        self.token(&name, *value);
        match self.text_of_field(*value) {
            Some(symbol) => self.lent_by.insert(name.clone(), symbol),
            None => self.lent_by.remove(&name),
        };
        self.names.remove(&name);
        let variable = || (is_new && head.starts_with("var ")).then_some(Binding::Local);
        let binding = self.binding_of(*value).filter(|binding| *binding != Binding::Local);
        self.becomes_list(node, declared, *value);
        // A value that points to memory of the function ends with it as well.
        let points = value.kind().ends_with("struct_initializer")
            && identifiers(*value).into_iter().any(|name| self.binding_of(name) == Some(Binding::Stack));
        let variable = || variable().or((is_new && points).then_some(Binding::Local));
        if let Some(binding) = binding.or_else(|| stack(declared, text)).or_else(variable) {
            self.names.insert(name, binding);
        }
    }

    /// What is released at the end by a name is another thing from where that gets another value.
    fn renamed(&mut self, target: Node<'t>) {
        if let Some(index) = self.instance_of(target).filter(|_| target.kind() == "identifier") {
            self.instances[index].deferred = None;
        }
    }

    /// `.{ .field = function, … }` under a name.
    fn table(&mut self, name: &str, value: Node<'t>) {
        let fields = self.functions_in(value);
        if fields.is_empty() {
            self.tables.remove(name);
        } else {
            self.tables.insert(name.to_owned(), fields);
        }
    }

    /// Functions of this side that an initialiser puts into fields: the fields, and the functions.
    pub(super) fn functions_in(&self, value: Node<'t>) -> Vec<(&'t str, &'t str)> {
        let mut fields = Vec::new();
        let mut nodes = vec![(value, 0)];
        while let Some((node, depth)) = nodes.pop() {
            if node.kind() == "assignment_expression"
                && let [field, function] = children(node).as_slice()
            {
                let function = self.file.slice(*function).trim_start_matches('&');
                let function = function.rsplit('.').next().unwrap_or(function);
                if self.program.function_named(function).is_some() {
                    fields.push((self.file.slice(*field).trim_start_matches('.'), function));
                }
            }
            if depth < 4 && node.kind() != "block" {
                nodes.extend(children(node).into_iter().map(|child| (child, depth + 1)));
            }
        }
        fields
    }

    /// The type of a variable: as declared, or of `Type.init(…)` and `Type{ … }`.
    fn typed(&mut self, name: &str, declared: Option<&'t str>, value: Node<'t>) {
        let text = self.file.slice(value).trim_start_matches("try ");
        let head = text.split(['(', '{']).next().unwrap_or(text).trim();
        let ty =
            declared.map(|ty| ty.trim_start_matches(['*', '?'])).or_else(|| match head.rsplit_once('.') {
                Some((container, _)) if text.contains('(') => Some(container),
                _ => text.contains('{').then_some(head),
            });
        match ty {
            Some(ty) => self.types.insert(name.to_owned(), ty),
            None => self.types.remove(name),
        };
    }

    /// The symbol of an imported function that a call names, through any container.
    pub(super) fn symbol(&self, call: Node<'t>) -> Option<&'a str> {
        let function = self.file.slice(call.child_by_field_name("function")?);
        let type_of = |name: &str| {
            let ty = self.types.get(name)?;
            Some(ty.trim_start_matches(['*', '?']).trim_start_matches("const ").to_owned())
        };
        summary::symbol(self.program, self.imports, function, type_of)
    }

    pub(super) fn returns_integer(&self, symbol: &str) -> bool {
        self.imports.get(symbol).is_some_and(|function| matches!(function.ret, Type::Int(_)))
    }

    fn call(&mut self, call: Node<'t>, depth: usize) {
        let args = arguments(call);
        // `free` of libc is an import as well, and no function of the other side.
        let symbol =
            self.symbol(call).filter(|symbol| !is_free(symbol) || self.known.effects(symbol).is_some());
        let Some(symbol) = symbol else {
            self.own_call(call, &args, depth);
            return;
        };
        let at = self.file.place(call);
        let args = summary::given(self.imports, symbol, call);
        let released: Vec<usize> = self.known.releases(symbol).map(|release| release.param).collect();
        for (index, arg) in args.iter().enumerate() {
            // A release is judged as one, not as a use.
            if released.contains(&index) && self.instance_of(*arg).is_some() {
                continue;
            }
            // What is written anew is not used.
            if self.known.gives_through(symbol, index) && self.file.slice(*arg).starts_with('&') {
                continue;
            }
            self.statement(*arg, depth + 1);
        }
        for release in self.known.releases(symbol) {
            if let Some(arg) = args.get(release.param) {
                self.release(symbol, *arg, release, &at);
            }
        }
        if is_retain(symbol) {
            // How many hold it, nobody counts here.
            let held: Vec<usize> = args.iter().filter_map(|arg| self.instance_of(*arg)).collect();
            for index in held {
                self.instances[index].reported = true;
            }
        }
        self.released_field(symbol, &args, &at);
        self.waited(symbol);
        self.created(call, symbol, &args);
        self.filled(symbol, &args);
        self.arguments(symbol, call, &args, &at);
    }

    /// What the other side gave, behind a name or in a value of this side.
    pub(super) fn instance_of(&self, node: Node<'t>) -> Option<usize> {
        match self.binding_of(node) {
            Some(Binding::Instance(index) | Binding::Holder(index)) => Some(index),
            _ => None,
        }
    }

    fn spawned(&mut self, call: Node<'t>, args: &[Node<'t>]) {
        let Some(tuple) = args.last() else { return };
        let given = identifiers(*tuple);
        let mut given: Vec<usize> = given.into_iter().filter_map(|name| self.instance_of(name)).collect();
        // What the thread finds in variables outside of functions.
        if let Some(worker) = threads::started(self.program, self.file, call) {
            let named = identifiers(worker.body);
            let words = named.iter().map(|name| worker.file.slice(*name));
            let globals = words.filter(|name| self.program.globals.contains(name));
            given.extend(globals.filter_map(|name| match self.names.get(name) {
                Some(Binding::Instance(index) | Binding::Holder(index)) => Some(*index),
                _ => None,
            }));
        }
        self.token_on_thread(call, *tuple);
        given.retain(|index| self.on_threads.insert(*index));
        for index in given {
            let symbol = self.instances[index].symbol;
            let Some(resource) = self.known.owned(symbol) else { continue };
            if self.known.is_bound_to_thread(&resource.holds) {
                let message = format!("a `{}` of `{symbol}` is used on another thread", resource.holds);
                let peer = self.known.effects(symbol).map(|effects| effects.location.clone());
                let fix = "keep the handle on its thread, or make its inside `Sync`";
                self.report(Class::ThreadNonSendHandle, message, self.file.place(call), peer, fix);
            }
        }
        self.bound_in_worker(call);
    }

    pub(super) fn release(
        &mut self,
        symbol: &str,
        arg: Node<'t>,
        release: &crate::effects::Release,
        at: &Place,
    ) {
        let Some(index) = self.instance_of(arg) else { return };
        let producer = self.instances[index].symbol;
        if self.is_another(producer, release) {
            self.released_wrongly(symbol, producer, release, at);
            return;
        }
        let instance = &self.instances[index];
        if instance.reported {
            return;
        }
        // What a name stands for in the end is what it is set to meanwhile.
        let again = arg.kind() == "identifier" && self.is_set_again(self.file.slice(arg));
        let deferred = instance.deferred.clone().filter(|_| !again);
        if let Some(first) = instance.released.clone().or(deferred) {
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

    /// Whether what a function made is not what a release takes.
    pub(super) fn is_another(&self, producer: &str, release: &crate::effects::Release) -> bool {
        self.known.gives(producer).filter(|_| !release.inside).is_some_and(|resource| {
            let other_type = !resource.holds.is_empty()
                && !release.resource.holds.is_empty()
                && resource.holds != release.resource.holds
                && resource.kind == ResourceKind::Box;
            other_type || !resource.kind.fits(release.resource.kind)
        })
    }

    pub(super) fn released_wrongly(
        &mut self,
        symbol: &str,
        producer: &str,
        release: &crate::effects::Release,
        at: &Place,
    ) {
        let message = format!("what `{producer}` made is released with `{symbol}`");
        let fix = "call the function that releases this type";
        let peer = Some(release.at.clone());
        self.report(Class::OwnershipWrongReleaseFn, message, at.clone(), peer, fix);
    }

    /// What is released at the end of the function must not be given out of it.
    fn returned(&mut self, node: Node<'t>) {
        let Some(value) = children(node).into_iter().next() else { return };
        let text = self.file.slice(value);
        if text.starts_with("error.") || self.errors.contains(text) {
            self.failed();
        }
        let is_pointer = matches!(value.kind(), "identifier")
            || value.kind() == "index_expression" && text.contains("..")
            || text.strip_suffix(".ptr").is_some()
            || value.kind() == "call_expression" && text.contains("span(");
        let Some(index) = self.instance_of(value).filter(|_| is_pointer && !self.deferring) else { return };
        // A number or a truth is no pointer.
        let result = self.function.node.child_by_field_name("type").map_or("", |ty| self.file.slice(ty));
        let instance = &self.instances[index];
        let owner = instance.inside.as_ref().and_then(|(owner, _)| self.instances.get(*owner));
        let of_owner = owner.and_then(|owner| owner.deferred.clone());
        let lent = of_owner.is_some();
        if let Some(deferred) = (instance.deferred.clone().or(of_owner))
            .filter(|_| result.contains(['*', '[']) && !self.instances[index].reported)
        {
            self.instances[index].reported = true;
            let symbol = self.instances[index].symbol;
            let message = if lent {
                format!("what `{symbol}` gave is returned, and its owner released on the way out")
            } else {
                format!("what `{symbol}` made is returned, and released on the way out")
            };
            let (at, fix) = (self.file.place(node), "copy it, or leave its release to the caller");
            self.report(Class::OwnershipUseAfterFree, message, at, Some(deferred), fix);
        }
    }

    /// A variable is used: it must not be released, nor point into what changed.
    fn mention(&mut self, node: Node<'t>) {
        if !self.racing.is_empty() && !self.deferring {
            self.raced(node);
        }
        self.own_used(node);
        let Some(index) = self.instance_of(node) else { return };
        let instance = &self.instances[index];
        if instance.reported || self.deferring {
            return;
        }
        let symbol = instance.symbol;
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
        } else if let Some((changed, released)) = instance.stale.clone() {
            self.instances[index].reported = true;
            self.stale(symbol, at, changed, released);
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
        if let Some(name) = children(*target).first().filter(|name| name.kind() == "identifier") {
            self.terminated.insert(self.file.slice(*name).to_owned());
        }
        let whole = children(*target).into_iter().next();
        let symbol = if let Some(Binding::Instance(index)) = whole.and_then(|whole| self.binding_of(whole)) {
            self.instances[index].symbol
        } else {
            let text = whole.map_or("", |whole| self.file.slice(whole)).trim_end_matches(".ptr");
            let Some(symbol) = self.lent_by.get(text).copied().or_else(|| self.kept_at(text)) else { return };
            symbol
        };
        self.cut(symbol, self.file.place(node));
    }

    /// A zero is written into what a function of the other side gave.
    pub(super) fn cut(&mut self, symbol: &str, at: Place) {
        if self.known.gives(symbol).is_some_and(|resource| resource.kind == ResourceKind::CString) {
            let message =
                format!("a zero in the string of `{symbol}` changes the length that it is freed with");
            let peer = self.known.effects(symbol).map(|effects| effects.location.clone());
            let fix = "copy the string before changing it";
            self.report(Class::OwnershipCstringLength, message, at, peer, fix);
        }
    }

    fn builtin(&mut self, node: Node<'t>, depth: usize) {
        self.each(node, depth);
        if let Some(("@ptrCast", args)) = builtin(self.file, node)
            && let Some(arg) = args.first()
        {
            self.fixed_text(node, *arg);
        }
        // From Zig 0.17 on it is called after what backs an enum.
        let Some(("@enumFromInt" | "@fromBackingInt", args)) = builtin(self.file, node) else { return };
        let Some(arg) = args.first() else { return };
        let name = self.file.slice(*arg);
        let names = identifiers(*arg);
        let checked = names.iter().any(|name| self.checked.contains(self.file.slice(*name)));
        let integer = self.binding_of(*arg) == Some(Binding::Integer) && !checked && !name.contains('%');
        if integer && self.becomes_closed(node) {
            let message = format!("`{name}` becomes an enum unchecked");
            let fix = "check the range first, for example with `std.enums.fromInt`";
            self.report(Class::EnumInvalidValue, message, self.file.place(node), None, fix);
        }
    }

    /// Whether the enum that an integer becomes has named values only.
    fn becomes_closed(&self, cast: Node<'t>) -> bool {
        let parent = cast.parent();
        let declared = parent.and_then(|parent| match parent.kind() {
            "variable_declaration" => parent.child_by_field_name("type"),
            "return_expression" => self.function.node.child_by_field_name("type"),
            "arguments" => children(parent).first().copied().filter(|first| first.id() != cast.id()),
            _ => None,
        });
        let Some(ty) = declared.map(|ty| self.file.slice(ty)) else {
            return !self.program.closed_enums.is_empty() && self.program.open_enums.is_empty();
        };
        let ty = ty.trim_start_matches(['!', '?']).rsplit(['.', '!', '?']).next().unwrap_or(ty);
        self.program.closed_enums.contains(ty)
    }

    pub(super) fn report(
        &mut self,
        class: Class,
        message: String,
        location: Place,
        peer: Option<Place>,
        fix: &str,
    ) {
        let own = if location.file == self.file.path { location.line } else { 0 };
        let line = self.file.text.lines().nth(own.wrapping_sub(1) as usize).unwrap_or_default();
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

/// Functions that count one more holder of what they are given, by their name.
pub(crate) fn is_retain(symbol: &str) -> bool {
    let mut words = symbol.split('_');
    words.any(|word| matches!(word, "retain" | "ref" | "clone" | "incref" | "addref" | "acquire" | "share"))
}

/// Whether a name is that of an allocator: `slice.free(allocator)` frees the slice.
pub(super) fn is_allocator(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or(path).to_ascii_lowercase();
    last.ends_with("allocator") || matches!(last.as_str(), "alloc" | "gpa")
}

/// Functions that give memory back to an allocator of this side.
pub(crate) fn is_free(name: &str) -> bool {
    matches!(name, "free" | "destroy" | "rawFree" | "c_free")
}

impl<'a> Instance<'a> {
    /// The function of the other side that gave it.
    pub(super) fn symbol(&self) -> &'a str {
        self.symbol
    }

    pub(super) fn new(symbol: &'a str, call: usize, held: bool) -> Self {
        Self {
            symbol,
            call,
            held,
            released: None,
            deferred: None,
            inside: None,
            stale: None,
            reported: false,
        }
    }
}

/// The names within a node, itself included.
pub(super) fn identifiers(node: Node<'_>) -> Vec<Node<'_>> {
    of_kind(node, "identifier")
}

pub(super) fn is_integer(ty: &str) -> bool {
    matches!(ty, "c_int" | "c_uint" | "usize" | "isize" | "c_long" | "c_ulong")
        || ty.strip_prefix(['u', 'i']).is_some_and(|bits| bits.parse::<u16>().is_ok())
}
