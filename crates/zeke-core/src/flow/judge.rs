//! What following every function of a unit finds, and what exported functions do for each answer that they give.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::code::{Expr, Kind, Names, Program, Routine};
use super::place::value_of;
use super::run::{Run, Slots};
use super::state::{State, Thing, Value};
use crate::effects::{Answer, Effects, Outcome};
use crate::finding::Finding;
use crate::knowledge::Knowledge;
use crate::sides::in_parallel;

/// Most answers of one function that are told apart.
const OUTCOMES_MAX: usize = 8;

/// Follows every function that comes to call the other side.
pub(crate) fn judge(program: &Program, known: &Knowledge<'_>) -> Vec<Finding> {
    let mut names = Names::of(program);
    let roots = reaching(program, &mut names);
    let none = Slots::new();
    let all = |slots: &Slots| {
        let followed = in_parallel(&roots, |index| {
            let mut run = Run::new(program, &names, known, slots);
            follow(&mut run, *index);
            (run.found, run.put)
        });
        followed.into_iter().flatten().collect::<(Vec<_>, Vec<_>)>()
    };
    let (mut found, put) = all(&none);
    let mut slots = Slots::new();
    for (slot, maker) in put.into_iter().flatten() {
        let before = slots.entry(slot).or_insert_with(|| maker.clone());
        if *before != maker {
            *before = None;
        }
    }
    if slots.values().any(Option::is_some) {
        found = all(&slots).0;
    }
    found.into_iter().flatten().collect()
}

/// Routines that call the other side, themselves or by others.
fn reaching(program: &Program, names: &mut Names<'_>) -> Vec<usize> {
    let mut callers: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut open = Vec::new();
    for (index, routine) in program.routines.iter().enumerate() {
        let mut found = Calls::default();
        found.within(&routine.body);
        if found.foreign {
            open.push(index);
        }
        names.checks_text |=
            ["from_utf8", "is_ascii", "utf8ValidateSlice"].iter().any(|name| found.names.contains(name));
        for name in found.names {
            callers.entry(name).or_default().push(index);
        }
    }
    let mut reaching: BTreeSet<usize> = open.iter().copied().collect();
    while let Some(index) = open.pop() {
        // Many functions have one name: who calls it is asked once.
        for caller in callers.remove(program.routines[index].name.as_str()).into_iter().flatten() {
            if reaching.insert(caller) {
                open.push(caller);
            }
        }
    }
    reaching.into_iter().collect()
}

/// Runs a routine with arguments of which nothing is known.
fn follow<'p>(run: &mut Run<'p, '_>, index: usize) -> Vec<(State<'p>, Value<'p>)> {
    let mut state = State::default();
    let routine: &'p Routine = &run.program.routines[index];
    let args = routine.params.iter().enumerate().map(|(param, declared)| {
        if declared.plain {
            return Value::Unknown;
        }
        let value = declared.by_value && run.program.drops;
        let thing = Thing { ty: declared.ty.clone(), param: Some(param), value, ..Thing::default() };
        state.things.push(Rc::new(thing));
        Value::Pointer(state.things.len() - 1)
    });
    let args: Vec<Value<'p>> = args.collect();
    let ways = run.routine(state, index, args, super::code::Spot::default());
    ways.into_iter().filter_map(|(state, flow)| Some((state, value_of(flow)?))).collect()
}

/// Notes what exported functions take back for each answer that they give, and which pointers they follow.
pub(crate) fn outcomes(program: &Program, exports: &mut [Effects]) {
    let names = Names::of(program);
    let (known, slots) = (Knowledge::default(), Slots::new());
    let pointers = |effects: &&mut Effects| effects.params.iter().any(|param| !param.pointee.is_empty());
    let symbols = program.routines.iter().enumerate().rev();
    let exported: HashMap<&str, usize> =
        symbols.filter_map(|(index, routine)| Some((routine.symbol.as_deref()?, index))).collect();
    for effects in exports.iter_mut().filter(pointers) {
        let Some(&index) = exported.get(effects.symbol.as_str()) else { continue };
        let mut run = Run::new(program, &names, &known, &slots);
        let ways = follow(&mut run, index);
        effects.follows = std::mem::take(&mut run.follows).into_iter().collect();
        let cut = ways.iter().flat_map(|(state, _)| &state.things).filter(|thing| thing.cut.is_some());
        let cuts: BTreeSet<usize> = cut.filter_map(|thing| thing.param).collect();
        effects.cuts = cuts.into_iter().collect();
        if run.cut || ways.is_empty() || effects.releases.is_empty() {
            continue;
        }
        let found = answers(&program.routines[index], &ways);
        if found.len() > 1 && found.len() <= OUTCOMES_MAX {
            effects.outcomes = found;
        }
    }
}

fn answers(routine: &Routine, ways: &[(State<'_>, Value<'_>)]) -> Vec<Outcome> {
    let of_params = |state: &State<'_>, is: &dyn Fn(&Thing<'_>) -> bool| -> Vec<usize> {
        let things = (0..routine.params.len()).filter_map(|param| {
            let mut own = state.things.iter().take(routine.params.len());
            own.find(|thing| thing.param == Some(param)).map(|thing| (param, thing.clone()))
        });
        things.filter(|(_, thing)| is(thing)).map(|(param, _)| param).collect()
    };
    let taken = |thing: &Thing<'_>| thing.released.is_some() || thing.adopted.is_some();
    let ever: BTreeSet<usize> = ways.iter().flat_map(|(state, _)| of_params(state, &taken)).collect();
    let mut found: Vec<Outcome> = Vec::new();
    for (state, value) in ways {
        // Where there is nothing to take, nothing is taken.
        let nulls = of_params(state, &|thing| thing.is_null);
        if nulls.iter().any(|param| ever.contains(param)) {
            continue;
        }
        let answer = match value {
            Value::Null => Answer::Null,
            Value::Bool(truth) => Answer::Bool(*truth),
            Value::Int(number) => Answer::Int(*number),
            Value::Pointer(_) | Value::Record(_) | Value::Place(_) => Answer::There,
            _ => Answer::Unknown,
        };
        let outcome = Outcome { answer, takes: of_params(state, &taken) };
        if !found.contains(&outcome) {
            found.push(outcome);
        }
    }
    found
}

/// Functions that are called within an expression.
#[derive(Default)]
struct Calls<'p> {
    foreign: bool,
    names: HashSet<&'p str>,
}

impl<'p> Calls<'p> {
    fn all(&mut self, parts: impl IntoIterator<Item = &'p Expr>) {
        parts.into_iter().for_each(|part| self.within(part));
    }

    fn within(&mut self, expr: &'p Expr) {
        match &expr.kind {
            Kind::Call(call) => {
                self.foreign |= call.foreign;
                self.names.insert(call.name.as_str());
                self.all(call.receiver.iter().chain(&call.args));
            }
            Kind::Parts(parts) | Kind::Block(parts) => self.all(parts),
            Kind::Field(inner, _)
            | Kind::Address(inner)
            | Kind::Deref(inner)
            | Kind::Labeled(_, inner)
            | Kind::Unwrap(inner)
            | Kind::Try(inner)
            | Kind::Not(inner)
            | Kind::Defer { body: inner, .. }
            | Kind::Code { body: inner, .. }
            | Kind::Test { condition: inner, .. }
            | Kind::Matches { subject: inner, .. } => self.within(inner),
            Kind::Item(left, right)
            | Kind::Assign(left, right)
            | Kind::Adjust(left, right)
            | Kind::OrElse { value: left, otherwise: right, .. }
            | Kind::Both { left, right, .. }
            | Kind::Equal { left, right, .. } => self.all([&**left, &**right]),
            Kind::Slice(inner, parts) => self.all(std::iter::once(&**inner).chain(parts)),
            Kind::Record { fields, .. } => {
                // What runs where it ends.
                self.names.insert("drop");
                self.all(fields.iter().map(|(_, value)| value));
            }
            Kind::Let { value, otherwise, .. } => {
                self.all(std::iter::once(&**value).chain(otherwise.as_deref()));
            }
            Kind::Return(value) | Kind::Break(_, value) => self.all(value.as_deref()),
            Kind::If { condition, then, otherwise, .. } => {
                self.all([&**condition, &**then].into_iter().chain(otherwise.as_deref()));
            }
            Kind::Switch { subject, arms, .. } => {
                self.within(subject);
                for arm in arms {
                    self.all(arm.guard.iter().chain([&arm.body]));
                }
            }
            Kind::Loop { over, condition, body, next, .. } => {
                let parts = [over, condition, next].into_iter().filter_map(|part| part.as_deref());
                self.all(parts.chain([&**body]));
            }
            Kind::Nothing
            | Kind::Null
            | Kind::Error
            | Kind::Bool(_)
            | Kind::Int(_)
            | Kind::Name(_)
            | Kind::Continue(_) => {}
        }
    }
}
