//! Follows the values through one body: statements, branches, closures, and helpers by their body.
//!
//! It is an approximation that errs towards silence: what it cannot follow is [`What::Unknown`],
//! and nothing is claimed of that.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Pat, Stmt};

use super::given::is_unnamed;
use super::guards;
use super::unit::{
    Function, Items, array_length, ends_with_zero, last_segment, number, place, pointee, type_text,
};
use super::value::{Core, Params, Val, What, unwrapped};
use crate::effects::{Effects, Keep, Keeper, Origin, Parameter, Release, Resource, ResourceKind, Slot};
use crate::finding::Place;

/// Deepest chain of helpers that is followed.
pub(super) const HELPERS_MAX: usize = 4;
/// Most expressions that are looked at for one function, with its helpers.
const EXPRESSIONS_MAX: usize = 5_000;
/// The name of what has none.
pub(super) const TEMPORARY: &str = "a temporary";
/// Most values that one value may be by different branches.
const BRANCHES_MAX: usize = 8;

/// A place where a body can panic, and why.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub(super) what: SiteKind,
    pub(super) at: Place,
    pub(super) text: String,
    /// Whether the caller decides it.
    pub(super) tainted: bool,
    /// Whether `catch_unwind` stands around it.
    pub(super) caught: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SiteKind {
    Panic,
    /// A panic where this pointer parameter is null.
    Null(usize),
    Utf8,
    InteriorNul,
    /// The same, where nobody looks.
    CutShort,
    InvalidEnum,
    /// Text without a terminator where one is looked for.
    Unterminated,
    /// The same, in a field of a struct.
    UnterminatedField,
    UseAfterFree,
    DoubleFree,
    /// A capacity that is not the memory's any more.
    Outgrown,
}

impl SiteKind {
    /// Whether it is a panic; the rest is wrong whoever catches what.
    pub(super) fn panics(self) -> bool {
        matches!(self, Self::Panic | Self::Null(_) | Self::Utf8 | Self::InteriorNul)
    }
}

/// What one body showed.
pub(super) struct Walk<'u> {
    pub(super) items: &'u Items<'u>,
    pub(super) file: &'u str,
    /// The type whose methods the function that is followed belongs to.
    pub(super) owner: Option<&'u str>,
    /// Bodies that were followed, the one that is followed now last.
    pub(super) bodies: Vec<&'u syn::Block>,
    pub(super) env: Vec<(String, Val)>,
    /// Names that a comparison has been made with.
    pub(super) checked: HashSet<String>,
    /// Names that anything was asked of but whether they are null.
    pub(super) looked: HashSet<String>,
    /// Bytes of which a condition asked what stands in them.
    pub(super) sifted: HashSet<String>,
    /// Parameters whose value a comparison has been made with.
    pub(super) checked_params: Params,
    /// Parameters that are numbers or bytes: the caller decides their value, and not this library.
    pub(super) direct: Params,
    /// Variables of loops that run up to a length and include it.
    pub(super) past_end: HashSet<String>,
    /// Containers that something was put into, as they stand in the text.
    pub(super) put_into: HashSet<String>,
    /// Parameters behind which other memory is copied.
    pub(super) overwritten: HashSet<usize>,
    /// Variables that hold whether something is so: the names that were asked about.
    pub(super) asks: HashMap<String, Vec<String>>,
    /// For each branch around: whether such a value decides that it is taken.
    pub(super) decided: Vec<bool>,
    pub(super) forgotten: HashSet<String>,
    /// Variables that were put where they outlive the call.
    pub(super) moved: HashSet<String>,
    /// Local arrays, by name, with their length where it is a number.
    pub(super) arrays: HashMap<String, Option<u64>>,
    /// Variables that lead to an array of a static, with its length.
    pub(super) led_to: HashMap<String, u64>,
    /// Parameters whose memory was freed.
    pub(super) freed: HashSet<usize>,
    /// Variables that point to memory that was freed.
    pub(super) dangling: HashSet<String>,
    pub(super) caught: usize,
    pub(super) helpers: usize,
    /// Whether the threads that are started end before the call does.
    pub(super) scoped: bool,
    pub(super) threads: Vec<Thread>,
    pub(super) in_thread: Option<usize>,
    /// Loops around, and how many of them were around the scope that threads end with.
    pub(super) loops: usize,
    pub(super) scope_loops: usize,
    /// Whether something is called that came from behind a parameter.
    pub(super) calls_given: bool,
    /// Pointers to temporaries that are gone, given to functions of the other side: the symbol, and where.
    pub(super) ended: Vec<(String, Place)>,
    /// Function pointers that are called from where they were put away, by the thread that does.
    pub(super) slot_calls: Vec<(Slot, usize)>,
    /// Bytes of the other side that are taken for UTF-8: the symbol that gave them, and where.
    pub(super) foreign_texts: Vec<(String, Place)>,
    /// Pointers of the other side of which the end is looked for: the symbol that gave them, and where.
    pub(super) foreign_ends: Vec<(String, Place)>,
    /// Buffers of this side that a function of the other side was given to fill.
    pub(super) filled: HashMap<String, String>,
    pub(super) sites: Vec<Site>,
    /// Statics that are used, and where.
    pub(super) statics: Vec<(String, Place)>,
    pub(super) unwind_states: Vec<Place>,
    /// What the last guarded closure leaves half done.
    pub(super) half_done: Vec<String>,
    pub(super) import_calls: Vec<ImportCall>,
    /// Parameters that must stay on their thread and are used on another, and where that begins.
    pub(super) bound_on_thread: Vec<(usize, Place)>,
    /// Functions by the other names that variables give them.
    pub(super) named_functions: HashMap<String, usize>,
    /// Memory of the other side that is freed: the symbol that gave it, and where.
    pub(super) foreign_frees: Vec<(String, Place)>,
    /// Where a borrow of a parameter was declared to live for ever.
    pub(super) made_static: HashMap<usize, Place>,
    /// What the last `zip` of two optional values put together.
    pub(super) zipped: Option<(Val, Val)>,
    /// Variables that hold the capacity of another, and those of which it has grown since.
    pub(super) capacities: HashMap<String, String>,
    pub(super) outgrown: HashSet<String>,
    /// The type that the surrounding declaration asks for.
    pub(super) expected: Option<Core>,
    /// What the function's result points to.
    result: String,
    /// Whether that is a number or a truth, which points to nothing.
    pub(super) plain_result: bool,
    /// Functions of the other side whose results leave the function, or are put where they outlive it.
    pub(super) escaped: HashSet<String>,
    fuel: usize,
    /// The body, and its text where that is needed.
    block: &'u syn::Block,
    text: OnceCell<String>,
    pub(super) effects: Effects,
}

/// A thread that a body starts.
pub(super) struct Thread {
    pub(super) at: Place,
    pub(super) joined: bool,
    /// Whether several of its kind run at once.
    pub(super) several: bool,
    pub(super) uses: Params,
    pub(super) calls: Vec<usize>,
}

/// A call of a function that the other side offers.
pub(super) struct ImportCall {
    pub(super) symbol: String,
    pub(super) at: Place,
    pub(super) args: Vec<Origin>,
    /// Where the thread begins that makes it, where it is not the caller's.
    pub(super) on_thread: Option<Place>,
    /// Functions of the other side that gave what it is given.
    pub(super) handles: Vec<String>,
    /// Arguments that are text of a `String` or `str`, to which nobody added a terminator.
    pub(super) unterminated: Vec<usize>,
    /// Arguments that are bytes of the caller, with a zero behind them that was put there by hand.
    pub(super) ended: Vec<usize>,
    /// Functions of the unit that are given, by parameter.
    pub(super) functions: Vec<(usize, usize)>,
    /// What other functions of the other side gave the arguments.
    pub(super) given_by: Vec<String>,
}

impl<'u> Walk<'u> {
    /// Reads the body of a function. Helpers are followed where it is exported.
    pub(super) fn of(items: &'u Items<'u>, function: &'u Function<'u>) -> Self {
        let mut walk = Self {
            items,
            file: function.file,
            owner: function.owner.as_deref(),
            bodies: vec![function.block],
            env: Vec::new(),
            checked: HashSet::new(),
            looked: HashSet::new(),
            sifted: HashSet::new(),
            checked_params: Params::NONE,
            direct: Params::NONE,
            past_end: HashSet::new(),
            put_into: HashSet::new(),
            overwritten: HashSet::new(),
            asks: HashMap::new(),
            decided: Vec::new(),
            forgotten: HashSet::new(),
            moved: HashSet::new(),
            arrays: HashMap::new(),
            led_to: HashMap::new(),
            freed: HashSet::new(),
            dangling: HashSet::new(),
            caught: 0,
            helpers: 0,
            scoped: false,
            threads: Vec::new(),
            in_thread: None,
            loops: 0,
            scope_loops: 0,
            calls_given: false,
            ended: Vec::new(),
            slot_calls: Vec::new(),
            foreign_texts: Vec::new(),
            foreign_ends: Vec::new(),
            filled: HashMap::new(),
            sites: Vec::new(),
            statics: Vec::new(),
            unwind_states: Vec::new(),
            half_done: Vec::new(),
            import_calls: Vec::new(),
            bound_on_thread: Vec::new(),
            named_functions: HashMap::new(),
            foreign_frees: Vec::new(),
            made_static: HashMap::new(),
            zipped: None,
            capacities: HashMap::new(),
            outgrown: HashSet::new(),
            expected: None,
            result: pointed_result(function),
            plain_result: function
                .result
                .as_ref()
                .is_some_and(|ty| ty.is_scalar() && !matches!(ty.name.as_str(), "usize" | "isize")),
            escaped: HashSet::new(),
            fuel: EXPRESSIONS_MAX,
            block: function.block,
            text: OnceCell::new(),
            effects: Effects {
                symbol: function.symbol.clone().unwrap_or_default(),
                location: place(function.file, function.signature.span()),
                ..Effects::default()
            },
        };
        walk.parameters(function);
        let result = walk.block(&function.block.stmts);
        let end = function.block.stmts.last().map_or(function.block.span(), Spanned::span);
        walk.returned(&result, end);
        walk.finish(function);
        walk
    }

    fn parameters(&mut self, function: &'u Function<'u>) {
        self.expected.clone_from(&function.result);
        for (index, input) in function.signature.inputs.iter().enumerate() {
            let syn::FnArg::Typed(typed) = input else {
                self.own_text();
                continue;
            };
            let text = type_text(&typed.ty);
            let mut core = Core::of(&typed.ty);
            core.name = self.named(core.name);
            let name = pattern_names(&typed.pat).into_iter().next().unwrap_or_default();
            // A trait object is no memory that anybody could have allocated for it.
            let owns = (text.starts_with("Box<") || text.starts_with("Option<Box<"))
                && !core.name.starts_with("dyn");
            let what = match text.as_str() {
                "&str" | "&'staticstr" => What::Text { terminated: false },
                "String" => What::Local(ResourceKind::Vec),
                _ if owns => What::Local(ResourceKind::Box),
                _ if text.starts_with('&') || text.starts_with("Option<&") => What::Behind(index),
                _ => What::Param(index),
            };
            self.effects.params.push(Parameter {
                name: name.clone(),
                pointee: self.named(pointee(&typed.ty)),
                holds: core.name.clone(),
                lasting: text.contains("'static"),
            });
            if owns {
                self.adopted(index, &core, &typed.ty);
            }
            if core.is_direct() || self.items.is_plain_struct(&core) {
                self.direct = self.direct.and(Params::one(index));
            }
            let val = Val {
                what,
                holds: if pointee(&typed.ty).is_empty() { Params::NONE } else { Params::one(index) },
                tainted: Params::one(index),
                bits: core.integer_bits().filter(|bits| *bits < 32),
                bare: text == "String",
                ty: Some(core),
                ..Val::default()
            };
            self.env.push((name, val));
        }
    }

    /// In a method of `str`, `self` is text.
    fn own_text(&mut self) {
        if matches!(self.owner, Some("str" | "String")) {
            let ty = Some(Core { name: "str".to_owned(), depth: 1 });
            let val = Val { bare: true, ty, ..Val::new(What::Text { terminated: false }) };
            self.env.push(("self".to_owned(), val));
        }
    }

    /// A type by its name: `Self` is the type whose method is read.
    pub(super) fn named(&self, ty: String) -> String {
        if ty == "Self" { self.owner.map_or(ty, str::to_owned) } else { ty }
    }

    /// A parameter of type `Box` takes memory back without a word.
    fn adopted(&mut self, param: usize, core: &Core, ty: &syn::Type) {
        let kind = if core.name.starts_with('[') { ResourceKind::BoxedSlice } else { ResourceKind::Box };
        // Of which lifetimes it is, both sides need not say alike.
        let named = if core.name.starts_with('[') { &core.name } else { last_segment(&core.name) };
        let resource = Resource { kind, holds: named.to_owned() };
        let at = self.at(ty.span());
        self.effects.releases.push(Release { param, resource, inside: false, length_as_capacity: false, at });
    }

    /// Threads that nobody joined keep what they use.
    fn finish(&mut self, function: &Function<'_>) {
        let params = &self.effects.params;
        for flow in &mut self.effects.returns {
            if let Origin::Owned(resource) = &mut flow.what
                && resource.holds.is_empty()
            {
                resource.holds.clone_from(&self.result);
            }
        }
        for (param, flow) in &mut self.effects.writes {
            if let Origin::Owned(resource) = &mut flow.what
                && resource.holds.is_empty()
                && let Some(param) = params.get(*param).filter(|param| !is_unnamed(&param.holds))
            {
                resource.holds.clone_from(&param.holds);
            }
        }
        let all_joined = guards::joins(function.block);
        let goes_on = |thread: &Thread| !(thread.joined || all_joined);
        for thread in self.threads.iter().filter(|thread| goes_on(thread)) {
            let keeps = thread.uses.iter().filter(|param| !self.items.is_bound(params, *param));
            self.effects.keeps.extend(keeps.map(|param| Keep {
                param,
                by: Keeper::Thread,
                at: thread.at.clone(),
            }));
            let bound = thread.uses.iter().filter(|param| self.items.is_bound(params, *param));
            self.bound_on_thread.extend(bound.map(|param| (param, thread.at.clone())));
        }
        // Threads that are waited for still run beside each other.
        for thread in self.threads.iter().filter(|thread| goes_on(thread) || thread.several) {
            let calls = thread.calls.iter().map(|param| (*param, thread.at.clone()));
            self.effects.calls_on_thread.extend(calls);
        }
        let threads = &self.threads;
        self.slot_calls.retain(|(_, thread)| goes_on(&threads[*thread]) || threads[*thread].several);
        let untyped = |keep: &&Keep| params.get(keep.param).is_some_and(Parameter::is_untyped);
        self.effects.contexts = self.effects.keeps.iter().filter(untyped).cloned().collect();
        // A context pointer is meant to be kept, and a callback is code.
        self.effects
            .keeps
            .retain(|keep| params.get(keep.param).is_some_and(|p| !p.pointee.is_empty() && !p.is_untyped()));
        let written = self.effects.writes.iter().map(|(param, _)| *param);
        let overwritten: Vec<usize> = written.chain(self.overwritten.iter().copied()).collect();
        self.effects.terminators.retain(|(param, _)| !overwritten.contains(param));
    }

    /// The body as text.
    pub(super) fn text(&self) -> &str {
        let block = self.block;
        self.text.get_or_init(|| quote::quote!(#block).to_string())
    }

    pub(super) fn at(&self, span: Span) -> Place {
        place(self.file, span)
    }

    pub(super) fn lookup(&self, name: &str) -> Option<&Val> {
        self.env.iter().rev().find(|(known, _)| known == name).map(|(_, val)| val)
    }

    pub(super) fn bind(&mut self, pattern: &Pat, val: &Val) {
        if let Pat::Type(typed) = pattern {
            let core = Core::of(&typed.ty);
            let ty = if core.name == "_" { val.ty.clone() } else { Some(core) };
            return self.bind(&typed.pat, &val.clone().typed(ty));
        }
        if let Pat::Guard(guarded) = pattern {
            return self.bind(&guarded.pat, val);
        }
        // An error is a value of its own.
        if let Pat::TupleStruct(tuple) = pattern
            && tuple.path.segments.last().is_some_and(|last| last.ident == "Err")
        {
            let error = Val { tainted: val.tainted, ..Val::default() };
            self.env.extend(pattern_names(pattern).into_iter().map(|name| (name, error.clone())));
            return;
        }
        let names = pattern_names(pattern);
        self.dangling.retain(|name| !names.contains(name));
        // Parts of a value are not of its type.
        let whole = matches!(pattern, Pat::Ident(_)) || is_some_or_ok(pattern);
        for name in names {
            // What was asked of a pointer was not asked of what takes its name.
            if self.lookup(&name).is_some_and(|old| old.ty.as_ref().is_some_and(|ty| ty.depth > 0)) {
                self.checked.remove(&name);
            }
            let val = if whole { val.clone() } else { val.clone().typed(None) };
            self.env.push((name, val));
        }
    }

    /// The value of a block: of its last expression.
    pub(super) fn block(&mut self, statements: &'u [Stmt]) -> Val {
        let depth = self.env.len();
        let mut last = Val::default();
        for statement in statements {
            last = self.statement(statement);
        }
        self.env.truncate(depth);
        last
    }

    /// The same of a block within a body: what a pointer points into ends with the block that has its name.
    fn inner_block(&mut self, statements: &'u [Stmt]) -> Val {
        let depth = self.env.len();
        let mut last = Val::default();
        for statement in statements {
            last = self.statement(statement);
        }
        if let What::Dead(name, kind) = &last.what
            && !self.forgotten.contains(name)
            && !self.moved.contains(name)
            && self.env[depth..].iter().any(|(own, _)| own == name)
        {
            last.what = What::Dead(TEMPORARY.to_owned(), *kind);
        }
        self.env.truncate(depth);
        last
    }

    fn statement(&mut self, statement: &'u Stmt) -> Val {
        match statement {
            Stmt::Local(local) => {
                let Some(init) = &local.init else {
                    self.bind(&local.pat, &Val::default());
                    return Val::default();
                };
                if self.bound_apart(&local.pat, &init.expr) {
                    return Val::default();
                }
                self.names_function(&local.pat, &init.expr);
                self.names_capacity(&local.pat, &init.expr);
                let mut val = self.initialised(&local.pat, &init.expr);
                if let Some((_, otherwise)) = &init.diverge {
                    let decided = self.is_fallible(&init.expr, &val);
                    self.within(decided, |walk| walk.eval(otherwise));
                    self.look(&init.expr);
                    val = unwrapped(val);
                }
                self.name_local(&local.pat, &init.expr, &val);
                if let Some(names) = guards::asked(&init.expr) {
                    self.asks.extend(pattern_names(&local.pat).into_iter().map(|name| (name, names.clone())));
                }
                if matches!(local.pat, Pat::Wild(_)) {
                    self.dropped(&val);
                }
                self.bind(&local.pat, &val);
                Val::default()
            }
            Stmt::Expr(expr, semi) => {
                let val = self.eval(expr);
                if let Expr::If(branch) = expr
                    && guards::diverges(&branch.then_branch)
                {
                    self.look(&branch.cond);
                }
                if semi.is_none() {
                    return val;
                }
                self.dropped(&val);
                Val::default()
            }
            Stmt::Macro(call) => self.macro_call(&call.mac),
            Stmt::Item(_) => Val::default(),
        }
    }

    /// A declaration's value, read with the declared type in mind.
    fn initialised(&mut self, pattern: &Pat, value: &'u Expr) -> Val {
        let declared = match pattern {
            Pat::Type(typed) => Some(Core::of(&typed.ty)),
            _ => None,
        };
        let outer = std::mem::replace(&mut self.expected, declared);
        let val = self.eval(value);
        self.expected = outer;
        val
    }

    /// An owner goes, and with it the memory that it was rebuilt from.
    pub(super) fn dropped(&mut self, val: &Val) {
        if let (Some(param), What::Local(_)) = (val.rebuilt, &val.what) {
            self.freed.insert(param);
        }
        if let (Some(name), What::Local(_)) = (&val.rebuilt_from, &val.what) {
            self.dangling.insert(name.clone());
        }
    }

    /// Something is reached through a pointer.
    pub(super) fn reached(&mut self, val: &Val, span: Span) {
        if let Some(param) = val.behind()
            && val.field.is_none()
            && self.freed.contains(&param)
        {
            self.site(SiteKind::UseAfterFree, span, "its memory was freed before", true);
        }
    }

    /// Arrays and other plain values on the stack are locals too: a pointer to them dies.
    fn name_local(&mut self, pattern: &Pat, init: &Expr, val: &Val) {
        let declared = match pattern {
            Pat::Type(typed) => Some(&*typed.ty),
            _ => None,
        };
        if declared.is_some_and(|ty| type_text(ty).contains("'static")) {
            let at = self.at(pattern.span());
            self.made_static.extend(val.holds.iter().map(|param| (param, at.clone())));
        }
        let length = match init {
            Expr::Array(array) => Some(u64::try_from(array.elems.len()).ok()),
            Expr::Repeat(repeat) => Some(number(&repeat.len)),
            _ => declared.filter(|ty| matches!(ty, syn::Type::Array(_))).map(array_length),
        };
        if let Some(length) = self.leads_to(init) {
            self.led_to.extend(pattern_names(pattern).into_iter().map(|name| (name, length)));
        }
        if let Some(length) = length {
            self.arrays.extend(pattern_names(pattern).into_iter().map(|name| (name, length)));
        }
    }

    /// The length of the array in a static that an expression leads to: `TABLE.get_or_init(fill)`.
    fn leads_to(&self, expr: &Expr) -> Option<u64> {
        match expr {
            Expr::Path(path) => self.items.lengths.get(&path.path.get_ident()?.to_string()).copied(),
            Expr::Reference(inner) => self.leads_to(&inner.expr),
            Expr::Unary(inner) => self.leads_to(&inner.expr),
            Expr::Try(inner) => self.leads_to(&inner.expr),
            Expr::MethodCall(call) => {
                let through =
                    ["get_or_init", "get", "lock", "read", "borrow", "unwrap", "expect", "as_ref", "deref"];
                through.iter().any(|name| call.method == name).then(|| self.leads_to(&call.receiver))?
            }
            _ => None,
        }
    }

    /// What an expression is; everything that it does on the way is noted.
    pub(super) fn eval(&mut self, expr: &'u Expr) -> Val {
        let Some(fuel) = self.fuel.checked_sub(1) else { return Val::default() };
        self.fuel = fuel;
        match expr {
            Expr::Paren(e) => self.eval(&e.expr),
            Expr::Group(e) => self.eval(&e.expr),
            Expr::Unsafe(e) => self.inner_block(&e.block.stmts),
            Expr::Block(e) => self.inner_block(&e.block.stmts),
            Expr::Const(e) => self.block(&e.block.stmts),
            Expr::Async(e) => self.block(&e.block.stmts),
            Expr::Await(e) => {
                let val = self.eval(&e.base);
                self.joined(&val);
                val
            }
            Expr::Try(e) => {
                let val = self.eval(&e.expr);
                unwrapped(val)
            }
            Expr::Lit(e) => ends_with_zero(&e.lit)
                .map_or_else(Val::default, |terminated| Val::new(What::Text { terminated })),
            Expr::Path(e) => self.path(e),
            Expr::Reference(e) => self.reference(&e.expr),
            Expr::RawAddr(e) => self.reference(&e.expr),
            Expr::Unary(e) => self.unary(e),
            Expr::Field(e) => self.field(e),
            Expr::Index(e) => self.index(e),
            Expr::Cast(e) => self.cast(e),
            Expr::Binary(e) => self.binary(e),
            Expr::Assign(e) => {
                let value = self.eval(&e.right);
                self.assign(&e.left, &e.right, &value, e.span());
                Val::default()
            }
            _ => self.compound(expr),
        }
    }

    fn compound(&mut self, expr: &'u Expr) -> Val {
        match expr {
            Expr::MethodCall(call) => self.method(call),
            Expr::Call(call) => self.call(call),
            Expr::Macro(call) => self.macro_call(&call.mac),
            Expr::Closure(closure) => {
                let depth = self.env.len();
                for input in &closure.inputs {
                    self.bind(input, &Val::default());
                }
                let val = self.eval(&closure.body);
                let mut captures = Params::NONE;
                for name in guards::names_with_macros(&closure.body) {
                    captures = captures.and(self.lookup(&name).map_or(Params::NONE, Val::refers_to));
                }
                self.env.truncate(depth);
                Val { captures, ..val }
            }
            Expr::Tuple(e) => self.made_of(e.elems.iter()),
            Expr::Array(e) => self.made_of(e.elems.iter()),
            Expr::Repeat(e) => self.eval(&e.expr),
            Expr::Struct(e) => self.struct_literal(e),
            Expr::Range(e) => {
                let ends: Vec<Val> = e.start.iter().chain(&e.end).map(|end| self.eval(end)).collect();
                let place = ends.iter().any(|end| end.place);
                let place = place && ends.iter().all(|end| end.place || !self.is_direct(end));
                Val { place, ..Val::made_of(&ends) }
            }
            Expr::Return(e) => {
                if let Some(value) = &e.expr {
                    let val = self.eval(value);
                    self.returned(&val, value.span());
                }
                Val::default()
            }
            Expr::Break(e) => e.expr.as_ref().map(|value| self.eval(value)).unwrap_or_default(),
            _ => self.branches(expr),
        }
    }

    /// A compound value gives away, or dies with, what its parts do.
    pub(super) fn made_of(&mut self, parts: impl Iterator<Item = &'u Expr>) -> Val {
        let parts: Vec<(Val, &Expr)> = parts.map(|part| (self.eval(part), part)).collect();
        Self::whole_of(&parts)
    }

    fn struct_literal(&mut self, e: &'u syn::ExprStruct) -> Val {
        let named = super::unit::last_ident(&e.path);
        let owner = match self.owner {
            Some(owner) if named == "Self" => owner.to_owned(),
            _ => named,
        };
        let mut parts = Vec::with_capacity(e.fields.len());
        for field in &e.fields {
            let val = self.eval(&field.expr);
            if let (Expr::Path(path), syn::Member::Named(_)) = (&field.expr, &field.member)
                && path.path.get_ident().is_some_and(|name| self.outgrown.contains(&name.to_string()))
            {
                let why = "the memory has grown since its capacity was asked for";
                self.site(SiteKind::Outgrown, field.expr.span(), why, true);
            }
            if let syn::Member::Named(name) = &field.member {
                self.put_away(&val, Slot { owner: owner.clone(), name: name.to_string() });
                self.text_in_field(&owner, &name.to_string(), &val, field.expr.span());
            }
            parts.push((val, &field.expr));
        }
        let known = self.items.structs.contains_key(&owner);
        let ty = known.then_some(Core { name: owner, depth: 0 });
        Self::whole_of(&parts).typed(ty)
    }

    fn whole_of(parts: &[(Val, &Expr)]) -> Val {
        let whole = Val::made_of(parts.iter().map(|(val, _)| val));
        let telling = parts.iter().find(|(val, _)| match &val.what {
            What::Raw(_) => true,
            What::Behind(_) => val.contents && !val.holds.is_empty(),
            // What moves along with the pointer lives as long as it does.
            What::Dead(name, _) => {
                !parts.iter().any(|(_, part)| matches!(part, Expr::Path(path) if path.path.is_ident(name)))
            }
            _ => false,
        });
        match telling {
            Some((val, _)) => {
                let (holds, tainted, foreign) = (whole.holds, whole.tainted, whole.foreign);
                Val { holds, tainted, foreign, ty: None, bare: false, ..val.clone() }
            }
            None => whole,
        }
    }

    pub(super) fn site(&mut self, what: SiteKind, span: Span, text: &str, tainted: bool) {
        let site = Site { what, at: self.at(span), text: text.to_owned(), tainted, caught: self.caught > 0 };
        self.sites.push(site);
    }

    /// One of two values, where a branch decides.
    pub(super) fn either(&mut self, first: Val, second: Option<Val>, span: Span) -> Val {
        let Some(mut second) = second else { return first };
        let dull = |val: &Val| {
            matches!(val.what, What::Unknown | What::Null)
                && val.others.is_empty()
                && !(val.bare && val.contents)
        };
        if dull(&first) {
            second.holds = second.holds.and(first.holds);
            second.tainted = second.tainted.and(first.tainted);
            return second;
        }
        if dull(&second) {
            return Val {
                holds: first.holds.and(second.holds),
                tainted: first.tainted.and(second.tainted),
                ..first
            };
        }
        if second.others.len() < BRANCHES_MAX {
            let at = self.at(span);
            second.others.push((first, at));
        }
        second
    }
}

/// Every name that a pattern binds.
pub(super) fn pattern_names(pattern: &Pat) -> Vec<String> {
    struct Names(Vec<String>);
    impl<'ast> crate::visit::Visit<'ast> for Names {
        fn me(&mut self) -> &mut dyn crate::visit::Visit<'ast> {
            self
        }

        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            self.0.push(pattern.ident.to_string());
            crate::visit::visit_pat_ident(self, pattern);
        }
    }
    let mut names = Names(Vec::new());
    crate::visit::Visit::visit_pat(&mut names, pattern);
    names.0
}

/// `Some(name)` and `Ok(name)` bind what lies inside, which is taken to be of the same type.
fn is_some_or_ok(pattern: &Pat) -> bool {
    match pattern {
        Pat::TupleStruct(tuple) => {
            tuple.elems.len() == 1
                && tuple.path.segments.last().is_some_and(|last| last.ident == "Some" || last.ident == "Ok")
        }
        _ => false,
    }
}

/// What the result of a function points to; empty where it is no pointer, or says nothing of it.
fn pointed_result(function: &Function<'_>) -> String {
    match &function.signature.output {
        syn::ReturnType::Type(_, ty) => {
            let to = pointee(ty);
            let own = function.owner.clone().filter(|_| to == "Self");
            Some(own.unwrap_or(to)).filter(|to| !is_unnamed(to)).unwrap_or_default()
        }
        syn::ReturnType::Default => String::new(),
    }
}
