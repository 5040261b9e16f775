//! Names, fields and pointers: what a place holds, what is put into it, what is looked at.

use std::rc::Rc;

use super::code::{Expr, Kind, Spot};
use super::run::{Flow, Run, Ways, from_elsewhere, one};
use super::state::{Lieu, Record, Root, State, Thing, Value};
use crate::finding::Class;

/// Deepest nesting of values that is looked through.
const VALUES_MAX: usize = 6;
/// The part of a container under which its elements lie.
pub(super) const ELEMENTS: &str = "[]";

impl<'p> Run<'p, '_> {
    /// The value of a place, which stays there.
    pub(super) fn looked_at(&mut self, state: State<'p>, expr: &'p Expr) -> Ways<'p> {
        let is_address = matches!(expr.kind, Kind::Address(_));
        let is_deref = matches!(expr.kind, Kind::Deref(_));
        let ways = self.reach(state, expr);
        self.then(ways, &mut |_, mut state, value| match value {
            // A copy of what a pointer points to.
            Value::Place(Lieu { root: Root::Thing(thing), path }) if is_deref && path.is_empty() => {
                let known = state.thing(thing);
                if known.flat || known.value {
                    return one(state, Value::Pointer(thing));
                }
                let value = state.load(&behind(thing));
                one(state, value)
            }
            Value::Place(place) if !is_address => {
                let value = state.load(&place);
                one(state, value)
            }
            other => one(state, other),
        })
    }

    /// The same, where the value goes somewhere: with it goes what ends where it ends.
    pub(super) fn operand(&mut self, state: State<'p>, expr: &'p Expr) -> Ways<'p> {
        if !self.program.drops || !matches!(expr.kind, Kind::Name(_) | Kind::Field(..)) {
            return self.eval(state, expr);
        }
        let ways = self.reach(state, expr);
        self.then(ways, &mut |run, mut state, value| {
            let Value::Place(place) = value else { return one(state, value) };
            let value = state.load(&place);
            if run.needs_end(&state, &value, 0) {
                state.store(&place, Value::Gone);
            }
            // Memory that moves on lives on.
            if let (Value::Record(_), Root::Cell(cell)) = (&value, place.root) {
                state.lent.retain(|lent| lent.cell != cell);
            }
            one(state, value)
        })
    }

    /// The place that an expression names, as [`Value::Place`], or the value of one that names none.
    pub(super) fn reach(&mut self, state: State<'p>, expr: &'p Expr) -> Ways<'p> {
        match &expr.kind {
            Kind::Name(name) => self.named(state, name),
            Kind::Field(base, field) => {
                let ways = self.reach(state, base);
                self.then(ways, &mut |run, mut state, base| {
                    let value = run.step(&mut state, base, field, expr.at);
                    one(state, value)
                })
            }
            Kind::Item(base, index) => {
                let ways = self.reach(state, base);
                self.then(ways, &mut |run, state, base| {
                    let ways = run.eval(state, index);
                    run.then(ways, &mut |run, mut state, index| {
                        let value = run.item(&mut state, base.clone(), &index, expr.at);
                        one(state, value)
                    })
                })
            }
            Kind::Slice(base, parts) => {
                let ways = self.reach(state, base);
                self.then(ways, &mut |run, mut state, base| {
                    // A part of an array is a pointer to it; what is a pointer already stays one.
                    let value = own_memory(&mut state, base);
                    if let Value::Pointer(thing) = value {
                        run.touch(&mut state, thing, expr.at);
                    }
                    let mut ways = one(state, Value::Unknown);
                    for part in parts {
                        ways = run.then(ways, &mut |run, state, _| run.eval(state, part));
                    }
                    run.then(ways, &mut |_, state, _| one(state, value.clone()))
                })
            }
            Kind::Address(inner) => {
                let ways = self.reach(state, inner);
                // What is written out lives as long as the program.
                self.then(ways, &mut |_, state, value| match value {
                    Value::Record(_) => one(state, Value::Unknown),
                    other => one(state, other),
                })
            }
            Kind::Deref(inner) => {
                let ways = self.eval(state, inner);
                self.then(ways, &mut |run, mut state, value| match value {
                    Value::Pointer(thing) => {
                        run.touch(&mut state, thing, expr.at);
                        one(state, Value::Place(Lieu { root: Root::Thing(thing), path: Vec::new() }))
                    }
                    other => one(state, other),
                })
            }
            _ => self.eval(state, expr),
        }
    }

    fn named(&mut self, mut state: State<'p>, name: &'p str) -> Ways<'p> {
        if let Some(cell) = state.lookup(name) {
            return one(state, Value::Place(Lieu { root: Root::Cell(cell), path: Vec::new() }));
        }
        if let Some((_, cell)) = state.globals.iter().find(|(known, _)| *known == name) {
            let root = Root::Cell(*cell);
            return one(state, Value::Place(Lieu { root, path: Vec::new() }));
        }
        if let Some(name) = self.program.globals.iter().find(|known| *known == name) {
            let value = state.add(Thing { slot: format!("static.{name}"), ..Thing::default() });
            let cell = state.cell(value, "");
            state.globals.push((name, cell));
            return one(state, Value::Place(Lieu { root: Root::Cell(cell), path: Vec::new() }));
        }
        if let [only] = self.names.named(name) {
            return one(state, Value::Routine(*only));
        }
        one(state, Value::Unknown)
    }

    /// A field of what a place holds, through pointers.
    fn step(&mut self, state: &mut State<'p>, base: Value<'p>, field: &str, at: Spot) -> Value<'p> {
        let (place, held) = match base {
            Value::Place(place) => {
                let held = state.load(&place);
                (Some(place), held)
            }
            other => (None, other),
        };
        match held {
            // A pointer to a variable.
            Value::Place(inner) => match state.load(&inner) {
                Value::Pointer(thing) => self.of_thing(state, thing, field, at),
                value if is_view(field) && !has(&value, field) => Value::Place(inner),
                _ => extended(inner, field),
            },
            Value::Pointer(thing) => self.of_thing(state, thing, field, at),
            Value::Record(record) => match place {
                Some(place) if is_view(field) && record.field(field).is_none() => Value::Place(place),
                Some(place) => extended(place, field),
                None => record.field(field).cloned().unwrap_or_default(),
            },
            Value::Unknown | Value::Gone if is_view(field) => Value::Unknown,
            _ => place.map_or(Value::Unknown, |place| extended(place, field)),
        }
    }

    fn of_thing(&mut self, state: &mut State<'p>, thing: usize, field: &str, at: Spot) -> Value<'p> {
        if field == "len" || self.program.plain.iter().any(|plain| plain == field) {
            return Value::Unknown;
        }
        let known = state.thing(thing).fields.iter().any(|(name, _)| name == field);
        if is_view(field) && !known {
            return Value::Pointer(thing);
        }
        if !state.thing(thing).value && !state.thing(thing).flat {
            self.touch(state, thing, at);
        }
        Value::Place(Lieu { root: Root::Thing(thing), path: vec![field.to_owned()] })
    }

    /// One of several.
    fn item(&mut self, state: &mut State<'p>, base: Value<'p>, index: &Value<'p>, at: Spot) -> Value<'p> {
        if let (Value::Place(place), Value::Int(number)) = (&base, index) {
            let held = state.load(place);
            if !matches!(held, Value::Pointer(_) | Value::Place(_)) {
                return extended(place.clone(), &format!("[{number}]"));
            }
        }
        let value = match base {
            Value::Place(place) => state.load(&place),
            other => other,
        };
        if let Value::Pointer(thing) = value {
            self.touch(state, thing, at);
        }
        Value::Unknown
    }

    pub(super) fn assigned(
        &mut self,
        state: State<'p>,
        target: &'p Expr,
        value: &'p Expr,
        at: Spot,
    ) -> Ways<'p> {
        let ways = self.operand(state, value);
        self.then(ways, &mut |run, state, value| {
            let ways = run.reach(state, target);
            run.then(ways, &mut |run, mut state, place| {
                if let Some(name) = root_name(target) {
                    state.forget_facts(name);
                }
                if let Kind::Item(base, _) = &target.kind {
                    return run.item_set(state, base, &value, at);
                }
                let Value::Place(place) = place else { return one(state, Value::Unknown) };
                if let (Root::Thing(thing), true) = (place.root, place.path.is_empty()) {
                    run.written(&mut state, thing, &value, at);
                }
                run.put(&mut state, &place, &value);
                // What stood there before ends.
                let before = state.load(&place);
                let ways = if run.needs_end(&state, &before, 0) {
                    run.ended(state, before, at)
                } else {
                    one(state, Value::Unknown)
                };
                run.then(ways, &mut |_, mut state, _| {
                    state.store(&place, value.clone());
                    one(state, Value::Unknown)
                })
            })
        })
    }

    /// `number += 1`; a pointer that moves on still points to the same memory.
    pub(super) fn adjusted(&mut self, state: State<'p>, target: &'p Expr, value: &'p Expr) -> Ways<'p> {
        let ways = self.eval(state, value);
        self.then(ways, &mut |run, state, _| {
            let ways = run.reach(state, target);
            run.then(ways, &mut |_, mut state, place| {
                if let Some(name) = root_name(target) {
                    state.forget_facts(name);
                }
                if let Value::Place(place) = place
                    && !matches!(state.peek(&place), Value::Pointer(_) | Value::Record(_))
                {
                    state.store(&place, Value::Unknown);
                }
                one(state, Value::Unknown)
            })
        })
    }

    /// `text[n] = value;`
    fn item_set(&mut self, state: State<'p>, base: &'p Expr, value: &Value<'p>, at: Spot) -> Ways<'p> {
        let ways = self.reach(state, base);
        self.then(ways, &mut |run, mut state, base| {
            let place = match base {
                Value::Place(place) => match state.load(&place) {
                    Value::Pointer(thing) => {
                        run.written(&mut state, thing, value, at);
                        return one(state, Value::Unknown);
                    }
                    _ => place,
                },
                Value::Pointer(thing) => {
                    run.written(&mut state, thing, value, at);
                    return one(state, Value::Unknown);
                }
                _ => return one(state, Value::Unknown),
            };
            collect(&mut state, &place, value.clone());
            one(state, Value::Unknown)
        })
    }

    /// Something is written into memory that has an owner.
    pub(super) fn written(&mut self, state: &mut State<'p>, thing: usize, value: &Value<'p>, at: Spot) {
        self.touch(state, thing, at);
        if matches!(value, Value::Int(0)) {
            state.thing_mut(thing).cut.get_or_insert(at);
        }
    }

    /// A field of a value gets something.
    pub(super) fn kept(&mut self, state: &State<'p>, ty: &str, field: &str, value: &Value<'p>) {
        let routine = self.frames.last().map(|index| &self.program.routines[*index]);
        let ty = routine.map(|routine| routine.owner.as_str()).filter(|_| ty == "Self").unwrap_or(ty);
        if ty.is_empty() {
            return;
        }
        match value {
            Value::Pointer(thing) => {
                let thing = state.thing(*thing);
                let maker = thing.maker.clone().filter(|_| !thing.vague);
                // What came with a parameter is known where that is followed.
                if maker.is_some() || thing.param.is_none() {
                    self.put.push((format!("{ty}.{field}"), maker));
                }
            }
            Value::Unknown => self.put.push((format!("{ty}.{field}"), None)),
            _ => {}
        }
    }

    fn put(&mut self, state: &mut State<'p>, place: &Lieu, value: &Value<'p>) {
        let Some(field) = place.path.last() else { return };
        let ty = match place.root {
            Root::Thing(thing) if place.path.len() == 1 => state.thing(thing).ty.clone(),
            Root::Cell(cell) => match &state.cells[cell] {
                Value::Record(record) if place.path.len() == 1 => record.ty.clone(),
                _ => String::new(),
            },
            Root::Thing(_) => String::new(),
        };
        self.kept(state, &ty, field, value);
    }

    /// Something is reached through a pointer: it must not be released, nor may what it points into have changed.
    pub(super) fn touch(&mut self, state: &mut State<'p>, thing: usize, at: Spot) {
        let known = state.thing(thing);
        if let Some(param) = known.param
            && let Some((_, field)) = known.slot.rsplit_once('.')
            && self.program.pointers.iter().any(|pointer| pointer == field)
        {
            self.follows.insert(param);
        }
        if known.vague {
            return;
        }
        let maker = self.maker(known).unwrap_or_default();
        if let Some(first) = known.released {
            // What came from somewhere else may have got another value there since, or may be held by others.
            let found = !known.slot.is_empty() || known.param.is_some() || known.counted;
            if maker.is_empty() && known.own.is_none() && found {
                return;
            }
            state.thing_mut(thing).vague = true;
            let message = match maker.as_str() {
                "" => "a pointer is used after what it points to was released".to_owned(),
                maker => format!("what `{maker}` made is used after it was released"),
            };
            self.report(
                Class::OwnershipUseAfterFree,
                message,
                at,
                Some(first),
                "release it after its last use",
            );
        } else if let Some((changed, released)) = known.stale {
            state.thing_mut(thing).vague = true;
            self.stale(&maker, at, changed, released);
        }
    }

    /// Whether something ends where a value does.
    pub(super) fn needs_end(&self, state: &State<'p>, value: &Value<'p>, depth: usize) -> bool {
        if !self.program.drops || depth > VALUES_MAX {
            return false;
        }
        match value {
            Value::Record(record) => {
                record.ty == super::library::OWNER
                    || self.names.end_of(&record.ty).is_some()
                    || record.ty != super::library::KEPT
                        && record.fields.iter().any(|(_, value)| self.needs_end(state, value, depth + 1))
            }
            Value::Pointer(thing) => {
                let thing = state.thing(*thing);
                thing.value && self.names.end_of(&thing.ty).is_some()
            }
            _ => false,
        }
    }

    /// A value ends: its `Drop` runs, and then those of its fields.
    pub(super) fn ended(&mut self, mut state: State<'p>, value: Value<'p>, at: Spot) -> Ways<'p> {
        if !self.needs_end(&state, &value, 0) {
            return one(state, value);
        }
        let (ty, fields) = match &value {
            Value::Record(record) => (record.ty.clone(), record.fields.clone()),
            Value::Pointer(thing) => (state.thing(*thing).ty.clone(), Vec::new()),
            _ => return one(state, value),
        };
        if ty == super::library::OWNER {
            if let Some((_, Value::Pointer(thing))) = fields.first() {
                self.let_go(&mut state, *thing, at);
            }
            return one(state, Value::Unknown);
        }
        let mut ways = one(state, Value::Unknown);
        if let Some(end) = self.names.end_of(&ty) {
            ways = self.then(ways, &mut |run, mut state, _| {
                let this = if let Value::Pointer(thing) = &value {
                    state.thing_mut(*thing).value = false;
                    value.clone()
                } else {
                    let cell = state.cell(value.clone(), "");
                    Value::Place(Lieu { root: Root::Cell(cell), path: Vec::new() })
                };
                let outer = std::mem::replace(&mut run.leaving, true);
                let ways = run.routine(state, end, vec![this], at);
                run.leaving = outer;
                ways
            });
        }
        for (_, field) in fields {
            ways = self.then(ways, &mut |run, state, _| run.ended(state, field.clone(), at));
        }
        self.then(ways, &mut |_, state, _| one(state, Value::Unknown))
    }

    /// An owner that was made of a pointer ends, and with it what it points to.
    fn let_go(&mut self, state: &mut State<'p>, thing: usize, at: Spot) {
        let leaving = self.leaving.then_some(self.frames.len());
        let thing = state.thing_mut(thing);
        if thing.released.is_none() {
            thing.released = Some(thing.adopted.take().unwrap_or(at));
            thing.left = leaving;
        }
    }
}

/// What a pointer points to, as a whole.
fn behind(thing: usize) -> Lieu {
    Lieu { root: Root::Thing(thing), path: vec!["*".to_owned()] }
}

/// What a loop's round is about.
pub(super) fn element<'p>(state: &mut State<'p>, over: &Value<'p>, round: usize) -> Value<'p> {
    let whole = match over {
        Value::Place(place) => state.load(place),
        other => other.clone(),
    };
    let found = match &whole {
        Value::Record(record) => {
            let elements = match record.field(ELEMENTS) {
                Some(Value::Record(elements)) => elements.clone(),
                _ => record.clone(),
            };
            let mut of_element = elements.fields.iter().filter(|(name, _)| name.is_empty());
            of_element.nth(round).map(|(_, value)| value.clone())
        }
        _ => None,
    };
    found.unwrap_or_else(|| from_elsewhere(state))
}

/// A container takes something in.
pub(super) fn collect<'p>(state: &mut State<'p>, place: &Lieu, value: Value<'p>) {
    if matches!(value, Value::Unknown | Value::Gone) {
        return;
    }
    let mut list = place.clone();
    list.path.push(ELEMENTS.to_owned());
    let known = match state.load(place) {
        Value::Record(record) => record.field(ELEMENTS).cloned(),
        Value::Pointer(thing) => {
            list = Lieu { root: Root::Thing(thing), path: vec![ELEMENTS.to_owned()] };
            let fields = &state.thing(thing).fields;
            fields.iter().find(|(name, _)| name == ELEMENTS).map(|(_, value)| value.clone())
        }
        _ => None,
    };
    let mut elements = match known {
        Some(Value::Record(elements)) => (*elements).clone(),
        _ => Record::default(),
    };
    elements.fields.push((String::new(), value));
    state.store(&list, Value::Record(Rc::new(elements)));
}

/// Parts that are the same memory.
fn is_view(field: &str) -> bool {
    matches!(field, "ptr" | "items")
}

fn has(value: &Value<'_>, field: &str) -> bool {
    matches!(value, Value::Record(record) if record.field(field).is_some())
}

fn extended<'p>(place: Lieu, field: &str) -> Value<'p> {
    let mut path = place.path;
    path.push(field.to_owned());
    Value::Place(Lieu { root: place.root, path })
}

/// A pointer to what a place holds: to the place itself where that is memory of this side.
pub(super) fn own_memory<'p>(state: &mut State<'p>, base: Value<'p>) -> Value<'p> {
    match base {
        Value::Place(place) => match state.load(&place) {
            Value::Record(_) => Value::Place(place),
            other => other,
        },
        other => other,
    }
}

/// The variable that a place begins with.
fn root_name(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        Kind::Name(name) => Some(name),
        Kind::Field(base, _) | Kind::Item(base, _) | Kind::Deref(base) => root_name(base),
        _ => None,
    }
}

/// The flow's value, where it has one.
pub(super) fn value_of(flow: Flow<'_>) -> Option<Value<'_>> {
    match flow {
        Flow::Value(value) | Flow::Return(value, _) => Some(value),
        Flow::Break(..) | Flow::Continue(_) => None,
    }
}

/// The place of a container that a method is called on.
pub(super) fn collect_place(object: &Value<'_>) -> Option<Lieu> {
    match object {
        Value::Place(place) => Some(place.clone()),
        Value::Pointer(thing) => Some(Lieu { root: Root::Thing(*thing), path: Vec::new() }),
        _ => None,
    }
}
