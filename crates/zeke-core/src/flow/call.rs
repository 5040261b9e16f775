//! Calls: of functions of the other side, by what is known of them; of this side's own, by their bodies.

use super::code::{Call, Expr, Kind, Routine, Spot};
use super::library;
use super::run::{Flow, Run, Ways, one};
use super::state::{Closure, Lent, Lieu, Root, Scope, State, Thing, Value};
use crate::effects::{Origin, Release, ResourceKind};
use crate::finding::{Class, Finding, Severity};

/// Deepest chain of functions that is followed.
const FRAMES_MAX: usize = 7;

impl<'p> Run<'p, '_> {
    pub(super) fn call(&mut self, mut state: State<'p>, call: &'p Call, at: Spot) -> Ways<'p> {
        if call.foreign {
            self.known_from_here(&mut state, call);
        }
        let receiver = match &call.receiver {
            Some(receiver) if !call.foreign => {
                // What a method is called on, it reaches; a value that is made here is given as it is.
                let ways = self.reach(state, receiver);
                return self.then(ways, &mut |run, state, object| run.called(state, call, &object, at));
            }
            other => other.as_ref(),
        };
        let parts: Vec<&'p Expr> = receiver.into_iter().chain(&call.args).collect();
        self.given(state, &parts, &mut |run, state, args| {
            if call.foreign {
                run.foreign(state, &call.name, &args, at)
            } else {
                run.plain(state, call, args, at)
            }
        })
    }

    /// Of a variable that is released, all that is known is that from here on.
    fn known_from_here(&mut self, state: &mut State<'p>, call: &'p Call) {
        for release in self.known.releases(&call.name).filter(|release| !release.inside) {
            if let Some(Expr { kind: Kind::Name(name), .. }) = call.args.get(release.param)
                && let Some(cell) = state.lookup(name)
                && matches!(state.cells[cell], Value::Unknown)
            {
                state.cells[cell] = state.add(Thing::default());
            }
        }
    }

    /// Goes on with the values of arguments.
    fn given(
        &mut self,
        state: State<'p>,
        parts: &[&'p Expr],
        next: &mut dyn FnMut(&mut Self, State<'p>, Vec<Value<'p>>) -> Ways<'p>,
    ) -> Ways<'p> {
        let mut out = Vec::new();
        for (state, values) in self.operands(state, parts) {
            match values {
                Ok(values) => out.extend(next(self, state, values)),
                Err(flow) => out.push((state, flow)),
            }
        }
        out
    }

    /// A method is called.
    fn called(&mut self, state: State<'p>, call: &'p Call, object: &Value<'p>, at: Spot) -> Ways<'p> {
        let parts: Vec<&'p Expr> = call.args.iter().collect();
        self.given(state, &parts, &mut |run, state, args| {
            let object = object.clone();
            if let Some(index) = run.method(&state, &object, call, args.len()) {
                let routine = &run.program.routines[index];
                let mut state = state;
                let mut all = args;
                if routine.params.len() == all.len() + 1 {
                    all.insert(0, run.object_for(&mut state, object, routine));
                }
                return run.routine(state, index, all, at);
            }
            if let Some(closure) = stored_code(&state, &object, &call.name) {
                return run.closure(state, &closure, args);
            }
            library::method(run, state, call, &object, &args, at)
        })
    }

    /// What a method is called on, as the method takes it.
    fn object_for(&mut self, state: &mut State<'p>, object: Value<'p>, routine: &Routine) -> Value<'p> {
        let Value::Place(place) = object else { return object };
        let held = state.load(&place);
        let by_value = routine.params.first().is_some_and(|param| param.by_value);
        match held {
            Value::Pointer(thing) if !by_value && (state.thing(thing).flat || state.thing(thing).value) => {
                Value::Place(place)
            }
            Value::Pointer(_) | Value::Place(_) => held,
            _ if by_value => {
                if self.needs_end(state, &held, 0) {
                    state.store(&place, Value::Gone);
                }
                held
            }
            _ => Value::Place(place),
        }
    }

    /// A function is called by its name.
    fn plain(&mut self, mut state: State<'p>, call: &'p Call, args: Vec<Value<'p>>, at: Spot) -> Ways<'p> {
        if call.path.is_empty()
            && let Some(cell) = state.lookup(&call.name)
        {
            return match state.load(&Lieu { root: Root::Cell(cell), path: Vec::new() }) {
                Value::Code(closure) => self.closure(state, &closure, args),
                Value::Routine(index) => self.routine(state, index, args, at),
                _ => {
                    self.unknown(&mut state, &args, at);
                    one(state, Value::Unknown)
                }
            };
        }
        match self.function(call, args.len()) {
            Some(index) => self.routine(state, index, args, at),
            None => library::function(self, state, call, args, at),
        }
    }

    /// The function of this side that a call by name means, where that is certain.
    fn function(&self, call: &Call, args: usize) -> Option<usize> {
        let owner = self.own_type(&call.path);
        let named = self.names.named(&call.name);
        let routines = &self.program.routines;
        let mut fitting = named.iter().copied().filter(|index| routines[*index].params.len() == args);
        if !owner.is_empty() {
            let own = fitting.clone().find(|index| routines[*index].owner == owner);
            if own.is_some() || library::is_type(owner) {
                return own;
            }
        }
        let first = fitting.next()?;
        let of_module = owner.is_empty() || owner.starts_with(|c: char| c.is_lowercase());
        (fitting.next().is_none() && of_module && !library::is_common(&call.name)
            || owner.is_empty() && routines[first].owner.is_empty() && call.path.is_empty())
        .then_some(first)
    }

    /// A type by the last part of a path: `Self` is the type whose function runs.
    fn own_type<'s>(&'s self, path: &'s str) -> &'s str {
        let last = path.rsplit(['.', ':']).next().unwrap_or(path);
        let owner = self.frames.last().map_or("", |index| self.program.routines[*index].owner.as_str());
        if last == "Self" { owner } else { last }
    }

    /// The function of this side that a method call means, where that is certain.
    fn method(&self, state: &State<'p>, object: &Value<'p>, call: &Call, args: usize) -> Option<usize> {
        let named = self.names.named(&call.name);
        if named.is_empty() {
            return None;
        }
        let routines = &self.program.routines;
        let fits = |index: &usize| routines[*index].params.len() == args + 1;
        let ty = type_of(state, object);
        // What the other side made has that side's name, which may be no type of this one.
        if ty.is_empty() || is_of_others(state, object) && !self.names.is_owner(&ty) {
            let mut fitting = named.iter().copied().filter(fits);
            let only = fitting.next().filter(|_| fitting.next().is_none());
            return only
                .filter(|index| !library::is_common(&call.name) && !routines[*index].owner.is_empty());
        }
        named.iter().copied().find(|index| fits(index) && routines[*index].owner == ty)
    }

    /// A function of this side runs.
    pub(super) fn routine(
        &mut self,
        mut state: State<'p>,
        index: usize,
        args: Vec<Value<'p>>,
        at: Spot,
    ) -> Ways<'p> {
        if self.frames.len() >= FRAMES_MAX || self.frames.contains(&index) {
            self.unknown(&mut state, &args, at);
            return one(state, Value::Unknown);
        }
        let routine = &self.program.routines[index];
        let first = state.cells.len();
        let mut env = Vec::with_capacity(args.len());
        for (param, value) in routine.params.iter().zip(args) {
            let value = received(&mut state, value, param);
            env.push((param.name.as_str(), state.cell(value, &param.ty)));
        }
        self.frames.push(index);
        let outer = std::mem::replace(&mut self.leaving, false);
        let ways = self.body(state, env, &routine.body, first);
        self.leaving = outer;
        self.frames.pop();
        ways
    }

    pub(super) fn closure(
        &mut self,
        mut state: State<'p>,
        closure: &Closure<'p>,
        args: Vec<Value<'p>>,
    ) -> Ways<'p> {
        if self.frames.len() >= FRAMES_MAX {
            return one(state, Value::Unknown);
        }
        let first = state.cells.len();
        let outer = (
            std::mem::replace(&mut state.env, closure.env.clone()),
            state.base,
            std::mem::take(&mut state.scopes),
        );
        state.base = 0;
        let mut args = args.into_iter();
        let mut begun = vec![state];
        for pattern in closure.params {
            let value = args.next().unwrap_or_default();
            let ways = begun.into_iter().flat_map(|state| self.matched(state, value.clone(), pattern));
            begun = ways.filter(|(_, fits)| *fits).map(|(state, _)| state).collect();
        }
        let mut out = Vec::new();
        for state in begun {
            for (state, flow) in self.operand(state, closure.body) {
                let value = super::place::value_of(flow).unwrap_or_default();
                let mut state = state;
                (state.env, state.base, state.scopes) = outer.clone();
                out.push((state, Flow::Value(kept_alive(value, first))));
            }
        }
        out
    }

    /// Runs a body with the names that it begins with.
    fn body(
        &mut self,
        mut state: State<'p>,
        env: Vec<(&'p str, usize)>,
        body: &'p Expr,
        first: usize,
    ) -> Ways<'p> {
        let names = env.len();
        let outer = (std::mem::replace(&mut state.env, env), state.base, std::mem::take(&mut state.scopes));
        let facts = std::mem::take(&mut state.facts);
        state.base = 0;
        state.scopes.push(Scope { names, deferred: Vec::new() });
        let ways = self.operand(state, body);
        let mut out = Vec::new();
        for (state, flow) in ways {
            let spot = match &flow {
                Flow::Return(_, at) => *at,
                _ => last_of(body).at,
            };
            let value = super::place::value_of(flow).unwrap_or_default();
            // What was given as a value ends with the function.
            let states = if self.program.drops { self.names_end(state, 0) } else { vec![state] };
            for mut state in states {
                self.given_out(&mut state, &value, spot, 0);
                self.locals_end(&mut state, first);
                (state.env, state.base, state.scopes) = outer.clone();
                state.facts.clone_from(&facts);
                out.push((state, Flow::Value(kept_alive(value.clone(), first))));
            }
        }
        out
    }

    /// A result must not be what was released on the way out.
    fn given_out(&mut self, state: &mut State<'p>, value: &Value<'p>, at: Spot, depth: usize) {
        let frames = Some(self.frames.len());
        match value {
            Value::Record(record) if depth < 3 => {
                for (_, field) in &record.fields.clone() {
                    self.given_out(state, field, at, depth + 1);
                }
            }
            Value::Pointer(index) => {
                let thing = state.thing(*index);
                let owner = thing.inside.as_ref().map(|(owner, _)| state.thing(*owner));
                let left =
                    |thing: &Thing<'_>| thing.left == frames && thing.released.is_some() && !thing.vague;
                let maker = thing.maker.clone().unwrap_or_default();
                if maker.is_empty() {
                    return;
                }
                let (message, released) = if left(thing) {
                    (format!("what `{maker}` made is returned, and released on the way out"), thing.released)
                } else if let Some(owner) = owner.filter(|owner| left(owner)) {
                    (
                        format!("what `{maker}` gave is returned, and its owner released on the way out"),
                        owner.released,
                    )
                } else {
                    return;
                };
                state.thing_mut(*index).vague = true;
                let fix = "copy it, or leave its release to the caller";
                self.report(Class::OwnershipUseAfterFree, message, at, released, fix);
            }
            _ => {}
        }
    }

    /// Variables of a function end: what something keeps of them that lives on is told.
    fn locals_end(&mut self, state: &mut State<'p>, first: usize) {
        let (gone, rest): (Vec<Lent>, Vec<Lent>) =
            std::mem::take(&mut state.lent).into_iter().partition(|lent| lent.cell >= first);
        state.lent = rest;
        let is_main = self.frames.len() == 1 && self.program.routines[self.frames[0]].name == "main";
        for lent in gone {
            let gone = |keeper: usize| state.thing(keeper).released.is_some() || state.thing(keeper).is_null;
            let ended = lent.keeper.is_some_and(gone);
            let Some(effects) = self.known.effects(&lent.symbol).filter(|_| !ended && !is_main) else {
                continue;
            };
            let name = effects.params.get(lent.param).map_or("", |param| param.name.as_str());
            let symbol = &lent.symbol;
            let (class, message, fix) = if lent.by_thread {
                (
                    Class::LifetimeAsyncBuffer,
                    format!(
                        "`{symbol}` works at `{name}` on a thread, and the function is left before that ends"
                    ),
                    "wait on every way out, for example where a guard of the thread ends",
                )
            } else {
                (
                    Class::LifetimeEscape,
                    format!("`{symbol}` keeps `{name}`, and is given a variable that ends before"),
                    "keep it where it lives as long as what keeps it",
                )
            };
            let peer = effects.location.clone();
            self.tell(class, message, lent.at, Some(peer), fix);
        }
    }

    /// Something is given to a function that is not known.
    pub(super) fn unknown(&mut self, state: &mut State<'p>, args: &[Value<'p>], at: Spot) {
        for arg in args {
            self.seen(state, arg, at);
            if let Some(thing) = thing_in(state, arg) {
                state.thing_mut(thing).vague = true;
            }
        }
    }

    /// Something is looked at by what it is given to.
    pub(super) fn seen(&mut self, state: &mut State<'p>, arg: &Value<'p>, at: Spot) {
        match arg {
            Value::Pointer(thing) => self.touch(state, *thing, at),
            Value::Record(record) => {
                for (_, field) in &record.fields {
                    if let Value::Pointer(thing) = field {
                        self.touch(state, *thing, at);
                    }
                }
            }
            Value::Place(place) => {
                if let Value::Pointer(thing) = state.load(place) {
                    self.touch(state, thing, at);
                }
            }
            _ => {}
        }
    }

    /// Whether anything in the unit looks whether bytes are text.
    pub(super) fn checks_text(&self) -> bool {
        self.names.checks_text
    }

    /// The function of the other side that made something.
    pub(super) fn maker(&self, thing: &Thing<'_>) -> Option<String> {
        thing.maker.clone().or_else(|| self.slots.get(&thing.slot).cloned().flatten())
    }

    pub(super) fn release(
        &mut self,
        state: &mut State<'p>,
        thing: usize,
        symbol: &str,
        release: &Release,
        at: Spot,
    ) {
        let known = state.thing(thing);
        if known.vague {
            return;
        }
        let maker = self.maker(known);
        let peer = self.program_place(known.released);
        if let Some(maker) = maker.as_ref().filter(|maker| self.is_another(maker, release)) {
            state.thing_mut(thing).vague = true;
            let message = format!("what `{maker}` made is released with `{symbol}`");
            let fix = "call the function that releases this type";
            return self.tell(Class::OwnershipWrongReleaseFn, message, at, Some(release.at.clone()), fix);
        }
        if known.inside.is_some() {
            return;
        }
        if let Some(own) =
            known.own.as_ref().filter(|own| !own.kind.fits(release.resource.kind) && !release.inside)
        {
            let with = shown(own.kind);
            state.thing_mut(thing).vague = true;
            let message = format!("memory of {with} is given to `{symbol}`, which frees it as its own");
            let fix = "give it memory that a function of the same side made";
            return self.tell(Class::WrongAllocatorFree, message, at, Some(release.at.clone()), fix);
        }
        if known.released.is_some() {
            state.thing_mut(thing).vague = true;
            let message = format!("`{symbol}` releases what is released already");
            return self.tell(Class::OwnershipDoubleFree, message, at, peer, "release it once");
        }
        state.thing_mut(thing).counted = release.resource.kind == ResourceKind::Shared;
        self.let_die(state, thing, at);
    }

    /// Something is released, and with it everything that points into it.
    pub(super) fn let_die(&mut self, state: &mut State<'p>, thing: usize, at: Spot) {
        let leaving = self.leaving.then_some(self.frames.len());
        let known = state.thing_mut(thing);
        known.released = Some(at);
        known.left = leaving;
        for index in 0..state.things.len() {
            let within = state.thing(index);
            if within.orphaned.is_none() && within.needs.contains(&thing) {
                state.thing_mut(index).orphaned = Some(at);
            }
            let within = state.thing(index);
            if within.stale.is_none() && within.inside.as_ref().is_some_and(|(owner, _)| *owner == thing) {
                state.thing_mut(index).stale = Some((at, true));
            }
        }
    }

    /// Whether what a function made is not what a release takes.
    fn is_another(&self, maker: &str, release: &Release) -> bool {
        self.known.gives(maker).filter(|_| !release.inside).is_some_and(|made| {
            let (holds, taken) = (&made.holds, &release.resource.holds);
            let exact = matches!(made.kind, ResourceKind::Box | ResourceKind::Zig);
            let other = exact && !holds.is_empty() && !taken.is_empty() && holds != taken;
            other || !made.kind.fits(release.resource.kind)
        })
    }

    pub(super) fn program_place(&self, at: Option<Spot>) -> Option<crate::finding::Place> {
        at.filter(|at| at.line > 0).map(|at| self.program.place(at))
    }

    pub(super) fn stale(&mut self, maker: &str, at: Spot, changed: Spot, released: bool) {
        if released {
            let message = format!("the pointer that `{maker}` gave is used after its owner was released");
            let fix = "release the owner after the last use of what points into it";
            self.report(Class::OwnershipUseAfterFree, message, at, Some(changed), fix);
            return;
        }
        let given = self.known.effects(maker).and_then(|effects| {
            let found = effects.returns.iter().find(|flow| matches!(flow.what, Origin::Inside(_)));
            found.map(|flow| flow.at.clone())
        });
        let message =
            format!("the pointer that `{maker}` gives into a container is used after the container changed");
        let fix = "give out a copy, or an index";
        if !self.said.insert((Class::LifetimeInteriorPointer.to_string(), at)) {
            return;
        }
        let used = self.program.place(at);
        let location = given.unwrap_or_else(|| self.program.place(changed));
        self.found.push(Finding {
            class: Class::LifetimeInteriorPointer,
            severity: Severity::Error,
            message,
            location,
            evidence: format!("used at {}:{}", used.file, used.line),
            peer: Some(used),
            fix: Some(fix.to_owned()),
        });
    }

    pub(super) fn report(&mut self, class: Class, message: String, at: Spot, peer: Option<Spot>, fix: &str) {
        let peer = self.program_place(peer);
        self.tell(class, message, at, peer, fix);
    }

    pub(super) fn tell(
        &mut self,
        class: Class,
        message: String,
        at: Spot,
        peer: Option<crate::finding::Place>,
        fix: &str,
    ) {
        if at.line == 0 || !self.said.insert((class.to_string(), at)) {
            return;
        }
        self.found.push(Finding {
            class,
            severity: Severity::Error,
            message,
            location: self.program.place(at),
            evidence: peer
                .as_ref()
                .map_or_else(String::new, |peer| format!("see {}:{}", peer.file, peer.line)),
            peer,
            fix: Some(fix.to_owned()),
        });
    }
}

fn stored_code<'p>(state: &State<'p>, object: &Value<'p>, field: &str) -> Option<std::rc::Rc<Closure<'p>>> {
    let Value::Place(place) = object else { return None };
    let Value::Record(record) = state.peek(place) else { return None };
    match record.field(field) {
        Some(Value::Code(closure)) => Some(closure.clone()),
        _ => None,
    }
}

/// The type of a value, where it is known.
fn type_of(state: &State<'_>, value: &Value<'_>) -> String {
    match value {
        Value::Record(record) => record.ty.clone(),
        Value::Pointer(thing) => state.thing(*thing).ty.clone(),
        Value::Place(place) => {
            let held = state.peek(place);
            let ty = match &held {
                Value::Place(_) | Value::Record(_) | Value::Pointer(_) => type_of(state, &held),
                _ => String::new(),
            };
            match place.root {
                Root::Cell(cell) if ty.is_empty() && place.path.is_empty() => state.types[cell].to_owned(),
                _ => ty,
            }
        }
        _ => String::new(),
    }
}

/// Whether a function of the other side gave a value.
fn is_of_others(state: &State<'_>, value: &Value<'_>) -> bool {
    match value {
        Value::Pointer(thing) => state.thing(*thing).maker.is_some(),
        Value::Place(place) => match state.peek(place) {
            Value::Place(_) => false,
            held => is_of_others(state, &held),
        },
        _ => false,
    }
}

/// A value takes the type that is declared for it where it has none.
fn received<'p>(state: &mut State<'p>, value: Value<'p>, param: &super::code::Param) -> Value<'p> {
    if let Value::Pointer(thing) = value {
        if state.thing(thing).ty.is_empty() && !param.plain {
            state.thing_mut(thing).ty.clone_from(&param.ty);
        }
        // A copy of a struct is no longer the one that was given away.
        return Value::Pointer(thing);
    }
    value
}

fn shown(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Box | ResourceKind::BoxedSlice => "a `Box`",
        ResourceKind::Vec => "a `Vec`",
        ResourceKind::CString => "a `CString`",
        ResourceKind::Shared => "a counted reference",
        ResourceKind::Zig | ResourceKind::Unknown => "this side",
    }
}

/// The thing that an argument points to, or that lies where it points to.
pub(super) fn thing_in(state: &State<'_>, arg: &Value<'_>) -> Option<usize> {
    match arg {
        Value::Pointer(thing) => Some(*thing),
        Value::Place(place) => match state.peek(place) {
            Value::Pointer(thing) => Some(thing),
            _ => None,
        },
        // A struct that goes by value, with one pointer in it.
        Value::Record(record) => {
            let mut things = record.fields.iter().filter_map(|(_, field)| match field {
                Value::Pointer(thing) => Some(*thing),
                _ => None,
            });
            things.next().filter(|_| things.next().is_none())
        }
        _ => None,
    }
}

/// A value that is given out of a function: a pointer to a variable of it is worth nothing.
fn kept_alive(value: Value<'_>, first: usize) -> Value<'_> {
    match value {
        Value::Place(Lieu { root: Root::Cell(cell), .. }) if cell >= first => Value::Unknown,
        other => other,
    }
}

fn last_of(body: &Expr) -> &Expr {
    match &body.kind {
        super::code::Kind::Block(statements) => statements.last().map_or(body, last_of),
        _ => body,
    }
}
