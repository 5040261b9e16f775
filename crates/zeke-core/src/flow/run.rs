//! Statements, branches, loops and ways out.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::code::{Expr, Kind, Names, Pattern, Program, Spot};
use super::state::{Closure, Record, Scope, State, Value};
use crate::finding::Finding;
use crate::knowledge::Knowledge;

/// Most ways that are followed beside each other.
pub(super) const WAYS_MAX: usize = 24;
/// Most steps for one function and those that it calls.
const STEPS_MAX: usize = 600;
/// Deepest nesting of expressions, those of called functions among them.
const DEPTH_MAX: usize = 90;

/// How an expression ends.
#[derive(Clone)]
pub(super) enum Flow<'p> {
    Value(Value<'p>),
    Return(Value<'p>, Spot),
    Break(&'p str, Value<'p>),
    Continue(&'p str),
}

/// The ways through an expression.
pub(super) type Ways<'p> = Vec<(State<'p>, Flow<'p>)>;

/// Fields by their type and name, and the function whose results they hold where that is always the same one.
pub(super) type Slots = HashMap<String, Option<String>>;

pub(super) struct Run<'p, 'k> {
    pub(super) program: &'p Program,
    pub(super) names: &'k Names<'p>,
    pub(super) known: &'k Knowledge<'k>,
    pub(super) slots: &'k Slots,
    pub(super) steps: usize,
    depth: usize,
    /// Routines that run, the one that is followed last.
    pub(super) frames: Vec<usize>,
    /// Whether a function is on its way out.
    pub(super) leaving: bool,
    pub(super) found: Vec<Finding>,
    /// What was said already: of which class, and where.
    pub(super) said: BTreeSet<(String, Spot)>,
    /// What fields were set to.
    pub(super) put: Vec<(String, Option<String>)>,
    /// Parameters of the routine that is followed in which pointers are followed.
    pub(super) follows: BTreeSet<usize>,
    /// Whether ways were left out.
    pub(super) cut: bool,
}

impl<'p, 'k> Run<'p, 'k> {
    pub(super) fn new(
        program: &'p Program,
        names: &'k Names<'p>,
        known: &'k Knowledge<'k>,
        slots: &'k Slots,
    ) -> Self {
        Self {
            program,
            names,
            known,
            slots,
            steps: STEPS_MAX,
            depth: 0,
            frames: Vec::new(),
            leaving: false,
            found: Vec::new(),
            said: BTreeSet::new(),
            put: Vec::new(),
            follows: BTreeSet::new(),
            cut: false,
        }
    }

    /// Goes on where an expression gave a value.
    pub(super) fn then(
        &mut self,
        ways: Ways<'p>,
        next: &mut dyn FnMut(&mut Self, State<'p>, Value<'p>) -> Ways<'p>,
    ) -> Ways<'p> {
        let mut out = Vec::with_capacity(ways.len());
        for (state, flow) in ways {
            match flow {
                Flow::Value(value) => out.extend(next(self, state, value)),
                other => out.push((state, other)),
            }
        }
        self.cut |= out.len() > WAYS_MAX;
        out.truncate(WAYS_MAX);
        out
    }

    /// The ways through an expression; none where they are not followed any further.
    pub(super) fn eval(&mut self, state: State<'p>, expr: &'p Expr) -> Ways<'p> {
        let steps = self.steps.checked_sub(1).filter(|_| self.depth < DEPTH_MAX);
        let Some(steps) = steps else {
            self.cut = true;
            return Vec::new();
        };
        self.steps = steps;
        self.depth += 1;
        let ways = self.expression(state, expr);
        self.depth -= 1;
        ways
    }

    fn expression(&mut self, state: State<'p>, expr: &'p Expr) -> Ways<'p> {
        match &expr.kind {
            Kind::Nothing => one(state, Value::Unknown),
            Kind::Null => one(state, Value::Null),
            Kind::Error => one(state, Value::Error),
            Kind::Bool(truth) => one(state, Value::Bool(*truth)),
            Kind::Int(number) => one(state, Value::Int(*number)),
            Kind::Parts(parts) => self.parts(state, parts),
            Kind::Name(_)
            | Kind::Field(..)
            | Kind::Item(..)
            | Kind::Slice(..)
            | Kind::Address(_)
            | Kind::Deref(_) => self.looked_at(state, expr),
            Kind::Record { ty, fields } => self.record(state, ty, fields),
            Kind::Call(call) => self.call(state, call, expr.at),
            Kind::Code { params, body } => {
                let env = state.env[state.base.min(state.env.len())..].to_vec();
                one(state, Value::Code(Rc::new(Closure { params, body, env })))
            }
            Kind::Let { pattern, ty, value, otherwise } => {
                self.declared(state, pattern, ty, value, otherwise.as_deref())
            }
            Kind::Assign(target, value) => self.assigned(state, target, value, expr.at),
            Kind::Adjust(target, value) => self.adjusted(state, target, value),
            Kind::Block(statements) => self.block(state, statements),
            Kind::Labeled(label, body) => {
                let ways = self.eval(state, body);
                ways.into_iter()
                    .map(|(state, flow)| match flow {
                        Flow::Break(name, value) if name == label => (state, Flow::Value(value)),
                        other => (state, other),
                    })
                    .collect()
            }
            Kind::Defer { body, on_error } => {
                let mut state = state;
                if let Some(scope) = state.scopes.last_mut() {
                    scope.deferred.push((body, *on_error));
                }
                one(state, Value::Unknown)
            }
            _ => self.way(state, expr),
        }
    }

    fn way(&mut self, state: State<'p>, expr: &'p Expr) -> Ways<'p> {
        match &expr.kind {
            Kind::Test { condition, text } => self.test(state, condition, text),
            Kind::If { condition, payload, then, otherwise } => {
                self.branch(state, condition, payload.as_ref(), then, otherwise.as_deref())
            }
            Kind::Switch { subject, text, arms } => self.switch(state, subject, text, arms),
            Kind::Loop { over, condition, payload, body, next } => {
                let parts = super::rounds::Rounds {
                    over: over.as_deref(),
                    condition: condition.as_deref(),
                    payload: payload.as_ref(),
                    body,
                    next: next.as_deref(),
                };
                self.rounds(state, &parts)
            }
            Kind::Return(value) => {
                let at = value.as_ref().map_or(expr.at, |value| value.at);
                let ways = match value {
                    Some(value) => self.operand(state, value),
                    None => one(state, Value::Unknown),
                };
                self.then(ways, &mut |_, state, value| vec![(state, Flow::Return(value, at))])
            }
            Kind::Break(label, value) => {
                let ways = match value {
                    Some(value) => self.operand(state, value),
                    None => one(state, Value::Unknown),
                };
                self.then(ways, &mut |_, state, value| vec![(state, Flow::Break(label, value))])
            }
            Kind::Continue(label) => vec![(state, Flow::Continue(label))],
            Kind::Matches { subject, pattern } => {
                let ways = self.eval(state, subject);
                self.then(ways, &mut |run, state, value| {
                    let ways = run.matched(state, value, pattern);
                    ways.into_iter().map(|(state, fits)| (state, Flow::Value(Value::Bool(fits)))).collect()
                })
            }
            Kind::Unwrap(value) => {
                let ways = self.operand(state, value);
                self.then(ways, &mut |_, mut state, value| {
                    if matches!(value, Value::Null | Value::Error) {
                        return Vec::new();
                    }
                    is_there(&mut state, &value);
                    one(state, value)
                })
            }
            Kind::Try(value) => self.tried(state, value, expr.at),
            Kind::OrElse { value, payload, otherwise } => {
                self.or_else(state, value, payload.as_ref(), otherwise)
            }
            Kind::Not(value) => {
                let ways = self.eval(state, value);
                self.then(ways, &mut |_, state, value| match value {
                    Value::Bool(truth) => one(state, Value::Bool(!truth)),
                    _ => one(state, Value::Unknown),
                })
            }
            Kind::Both { left, right, either } => {
                let ways = self.eval(state, left);
                self.then(ways, &mut |run, state, value| match value {
                    Value::Bool(truth) if truth == *either => one(state, Value::Bool(truth)),
                    _ => run.eval(state, right),
                })
            }
            Kind::Equal { left, right, negated } => self.equal(state, left, right, *negated),
            _ => one(state, Value::Unknown),
        }
    }

    fn parts(&mut self, state: State<'p>, parts: &'p [Expr]) -> Ways<'p> {
        let mut ways = one(state, Value::Unknown);
        for part in parts {
            ways = self.then(ways, &mut |run, state, _| run.eval(state, part));
        }
        self.then(ways, &mut |_, state, _| one(state, Value::Unknown))
    }

    fn record(&mut self, state: State<'p>, ty: &'p str, fields: &'p [(String, Expr)]) -> Ways<'p> {
        let parts: Vec<&'p Expr> = fields.iter().map(|(_, value)| value).collect();
        let mut out = Vec::new();
        for (state, values) in self.operands(state, &parts) {
            match values {
                Ok(values) => {
                    let mut record = Record { ty: ty.to_owned(), fields: Vec::with_capacity(fields.len()) };
                    for ((name, _), value) in fields.iter().zip(values) {
                        self.kept(&state, ty, name, &value);
                        record.fields.push((name.clone(), value));
                    }
                    out.push((state, Flow::Value(Value::Record(Rc::new(record)))));
                }
                Err(flow) => out.push((state, flow)),
            }
        }
        out
    }

    /// Several values, one after the other.
    pub(super) fn operands(
        &mut self,
        state: State<'p>,
        parts: &[&'p Expr],
    ) -> Vec<(State<'p>, Result<Vec<Value<'p>>, Flow<'p>>)> {
        let mut ways = vec![(state, Ok(Vec::new()))];
        for part in parts {
            let mut next = Vec::new();
            for (state, values) in ways {
                let values: Vec<Value<'p>> = match values {
                    Ok(values) => values,
                    Err(flow) => {
                        next.push((state, Err(flow)));
                        continue;
                    }
                };
                for (state, flow) in self.operand(state, part) {
                    next.push(match flow {
                        Flow::Value(value) => {
                            let mut values = values.clone();
                            values.push(value);
                            (state, Ok(values))
                        }
                        other => (state, Err(other)),
                    });
                }
            }
            next.truncate(WAYS_MAX);
            ways = next;
        }
        ways
    }

    fn declared(
        &mut self,
        state: State<'p>,
        pattern: &'p Pattern,
        ty: &'p str,
        value: &'p Expr,
        otherwise: Option<&'p Expr>,
    ) -> Ways<'p> {
        let ways = self.operand(state, value);
        self.then(ways, &mut |run, mut state, value| {
            if let Pattern::Bind(name) = pattern {
                let value = typed(value, ty);
                state.bind(name, value, ty);
                return one(state, Value::Unknown);
            }
            if matches!(pattern, Pattern::Any) {
                // `let _ = value;` ends it.
                return run.ended(state, value, Spot::default());
            }
            let mut out = Vec::new();
            for (state, fits) in run.matched(state, value, pattern) {
                match otherwise {
                    _ if fits => out.push((state, Flow::Value(Value::Unknown))),
                    Some(otherwise) => out.extend(run.eval(state, otherwise)),
                    None => {}
                }
            }
            out
        })
    }

    /// Statements, and what runs where their block ends.
    pub(super) fn block(&mut self, mut state: State<'p>, statements: &'p [Expr]) -> Ways<'p> {
        state.scopes.push(Scope { names: state.env.len(), deferred: Vec::new() });
        let mut ways = one(state, Value::Unknown);
        for (index, statement) in statements.iter().enumerate() {
            let last = index + 1 == statements.len();
            ways = self.then(ways, &mut |run, state, _| {
                if last {
                    return run.operand(state, statement);
                }
                let ways = run.eval(state, statement);
                // What nobody takes ends here.
                run.then(ways, &mut |run, state, value| run.ended(state, value, statement.at))
            });
        }
        ways.into_iter().flat_map(|(state, flow)| self.close(state, flow)).take(WAYS_MAX).collect()
    }

    /// A block ends: what was deferred runs, and its names end.
    pub(super) fn close(&mut self, mut state: State<'p>, flow: Flow<'p>) -> Ways<'p> {
        let Some(scope) = state.scopes.pop() else { return vec![(state, flow)] };
        let fails = matches!(flow, Flow::Return(Value::Error, _));
        let outer = std::mem::replace(&mut self.leaving, true);
        let mut states = vec![state];
        for (body, on_error) in scope.deferred.iter().rev() {
            if *on_error && !fails {
                continue;
            }
            let ways = states.into_iter().flat_map(|state| self.eval(state, body));
            states = ways.map(|(state, _)| state).take(WAYS_MAX).collect();
        }
        if self.program.drops {
            states = states.into_iter().flat_map(|state| self.names_end(state, scope.names)).collect();
        }
        self.leaving = outer;
        states
            .into_iter()
            .take(WAYS_MAX)
            .map(|mut state| {
                state.env.truncate(scope.names);
                (state, flow.clone())
            })
            .collect()
    }

    /// Values of the names behind an index end, the last of them first.
    pub(super) fn names_end(&mut self, state: State<'p>, from: usize) -> Vec<State<'p>> {
        let cells: Vec<usize> =
            state.env[from.min(state.env.len())..].iter().map(|(_, cell)| *cell).collect();
        let mut states = vec![state];
        for cell in cells.into_iter().rev() {
            let mut next = Vec::new();
            for mut state in states {
                let value = std::mem::replace(&mut state.cells[cell], Value::Gone);
                if self.needs_end(&state, &value, 0) {
                    next.extend(
                        self.ended(state, value, Spot::default()).into_iter().map(|(state, _)| state),
                    );
                } else {
                    state.cells[cell] = value;
                    next.push(state);
                }
            }
            states = next;
        }
        states
    }

    fn test(&mut self, state: State<'p>, condition: &'p Expr, text: &'p str) -> Ways<'p> {
        let ways = self.eval(state, condition);
        self.then(ways, &mut |_, mut state, value| {
            if matches!(value, Value::Bool(_)) {
                return one(state, value);
            }
            let found = state.facts.iter().find(|(known, _)| *known == text);
            if let Some((_, way)) = found {
                let truth = way == "true";
                return one(state, Value::Bool(truth));
            }
            state.guesses += 1;
            let mut other = state.clone();
            // A variable that was asked is known from here on.
            let asked = match &condition.kind {
                Kind::Name(name) if matches!(value, Value::Unknown) => state.lookup(name),
                _ => None,
            };
            if let Some(cell) = asked {
                state.cells[cell] = Value::Bool(true);
                other.cells[cell] = Value::Bool(false);
            }
            state.facts.push((text, "true".to_owned()));
            other.facts.push((text, "false".to_owned()));
            vec![(state, Flow::Value(Value::Bool(true))), (other, Flow::Value(Value::Bool(false)))]
        })
    }

    fn branch(
        &mut self,
        mut state: State<'p>,
        condition: &'p Expr,
        payload: Option<&'p Pattern>,
        then: &'p Expr,
        otherwise: Option<&'p Expr>,
    ) -> Ways<'p> {
        // What the condition binds ends with the whole.
        state.scopes.push(Scope { names: state.env.len(), deferred: Vec::new() });
        let ways = self.eval(state, condition);
        let ways = self.then(ways, &mut |run, state, value| {
            let ways = match payload {
                Some(pattern) => run.there(state, value, pattern),
                None => decided(state, &value),
            };
            let mut out = Vec::new();
            for (state, truth) in ways {
                match otherwise {
                    _ if truth => out.extend(run.operand(state, then)),
                    Some(otherwise) => out.extend(run.operand(state, otherwise)),
                    None => out.push((state, Flow::Value(Value::Unknown))),
                }
            }
            out
        });
        ways.into_iter().flat_map(|(state, flow)| self.close(state, flow)).take(WAYS_MAX).collect()
    }

    /// Whether a value is there; what it holds gets a name then.
    pub(super) fn there(
        &mut self,
        state: State<'p>,
        value: Value<'p>,
        pattern: &'p Pattern,
    ) -> Vec<(State<'p>, bool)> {
        let mut out = Vec::new();
        for (mut state, value, there) in split(state, value) {
            if there {
                let value = if matches!(value, Value::Unknown) { from_elsewhere(&mut state) } else { value };
                out.extend(self.matched(state, value, pattern));
            } else {
                out.push((state, false));
            }
        }
        out
    }

    fn tried(&mut self, state: State<'p>, value: &'p Expr, at: Spot) -> Ways<'p> {
        let ways = self.operand(state, value);
        self.then(ways, &mut |run, state, value| {
            // A pointer that came out of a function is no error.
            let asked = run.program.drops || matches!(value, Value::Unknown | Value::Error | Value::Null);
            if !asked {
                return one(state, value);
            }
            let ways = split(state, value);
            ways.into_iter()
                .map(|(state, value, there)| {
                    let missing = if matches!(value, Value::Null) { Value::Null } else { Value::Error };
                    (state, if there { Flow::Value(value) } else { Flow::Return(missing, at) })
                })
                .collect()
        })
    }

    fn or_else(
        &mut self,
        state: State<'p>,
        value: &'p Expr,
        payload: Option<&'p Pattern>,
        otherwise: &'p Expr,
    ) -> Ways<'p> {
        let ways = self.operand(state, value);
        self.then(ways, &mut |run, state, value| {
            let mut out = Vec::new();
            for (mut state, value, there) in split(state, value) {
                if there {
                    out.push((state, Flow::Value(value)));
                } else {
                    if let Some(Pattern::Bind(name)) = payload {
                        state.bind(name, Value::Error, "");
                    }
                    out.extend(run.operand(state, otherwise));
                }
            }
            out
        })
    }

    fn equal(&mut self, state: State<'p>, left: &'p Expr, right: &'p Expr, negated: bool) -> Ways<'p> {
        let ways = self.eval(state, left);
        self.then(ways, &mut |run, state, left| {
            let ways = run.eval(state, right);
            run.then(ways, &mut |_, state, right| {
                let (value, null) = match (&left, &right) {
                    (value, Value::Null) | (Value::Null, value) => (value.clone(), true),
                    _ => (Value::Unknown, false),
                };
                if null && !matches!(value, Value::Unknown) {
                    let ways = split(state, value);
                    return ways
                        .into_iter()
                        .map(|(state, _, there)| (state, Flow::Value(Value::Bool(there == negated))))
                        .collect();
                }
                let same = match (&left, &right) {
                    (Value::Int(a), Value::Int(b)) => Some(a == b),
                    (Value::Bool(a), Value::Bool(b)) => Some(a == b),
                    _ => None,
                };
                one(state, same.map_or(Value::Unknown, |same| Value::Bool(same != negated)))
            })
        })
    }
}

/// A value that is there, or is missing, as far as that is known.
pub(super) fn split<'p>(mut state: State<'p>, value: Value<'p>) -> Vec<(State<'p>, Value<'p>, bool)> {
    match state.settled(value) {
        Value::Null => vec![(state, Value::Null, false)],
        Value::Error => vec![(state, Value::Error, false)],
        Value::Unknown => {
            state.guesses += 1;
            vec![(state.clone(), Value::Unknown, true), (state, Value::Unknown, false)]
        }
        Value::Pointer(thing) if !state.thing(thing).is_there => {
            let mut missing = state.clone();
            missing.thing_mut(thing).is_null = true;
            state.thing_mut(thing).is_there = true;
            vec![(state, Value::Pointer(thing), true), (missing, Value::Null, false)]
        }
        other => vec![(state, other, true)],
    }
}

/// The ways on which a condition holds or not.
pub(super) fn decided<'p>(mut state: State<'p>, value: &Value<'p>) -> Vec<(State<'p>, bool)> {
    if let Value::Bool(truth) = value {
        return vec![(state, *truth)];
    }
    state.guesses += 1;
    vec![(state.clone(), true), (state, false)]
}

/// A value, on the only way that there is.
pub(super) fn one<'p>(state: State<'p>, value: Value<'p>) -> Ways<'p> {
    vec![(state, Flow::Value(value))]
}

/// A value is there for sure from here on.
pub(super) fn is_there(state: &mut State<'_>, value: &Value<'_>) {
    if let Value::Pointer(thing) = value {
        state.thing_mut(*thing).is_there = true;
    }
}

/// Something of which nothing is known but that it is there.
pub(super) fn from_elsewhere<'p>(state: &mut State<'p>) -> Value<'p> {
    state.add(super::state::Thing { is_there: true, ..Default::default() })
}

/// A value that is declared to be of a type.
fn typed<'p>(value: Value<'p>, ty: &str) -> Value<'p> {
    match value {
        Value::Record(record) if record.ty.is_empty() && !ty.is_empty() => {
            Value::Record(Rc::new(Record { ty: ty.to_owned(), fields: record.fields.clone() }))
        }
        other => other,
    }
}
