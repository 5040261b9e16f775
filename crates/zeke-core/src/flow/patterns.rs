//! Several ways by what a value is.

use super::code::{Arm, Expr, Pattern};
use super::run::{Flow, Run, WAYS_MAX, Ways, decided, one, split};
use super::state::{Scope, State, Value};

impl<'p> Run<'p, '_> {
    pub(super) fn switch(
        &mut self,
        mut state: State<'p>,
        subject: &'p Expr,
        text: &'p str,
        arms: &'p [Arm],
    ) -> Ways<'p> {
        state.scopes.push(Scope { names: state.env.len(), deferred: Vec::new() });
        let ways = self.operand(state, subject);
        let ways = self.then(ways, &mut |run, state, value| {
            let names = state.env.len();
            let before = state.facts.iter().find(|(known, _)| *known == text).map(|(_, way)| way.clone());
            let before = before.filter(|way| arms.iter().any(|arm| arm.text == *way));
            let mut out = Vec::new();
            let mut open = vec![state];
            for arm in arms {
                let mut next = Vec::new();
                for state in open {
                    if before.as_ref().is_some_and(|way| *way != arm.text) {
                        next.push(state);
                        continue;
                    }
                    run.arm(state, &value, (text, arm), &mut out, &mut next);
                }
                for state in &mut next {
                    state.env.truncate(names);
                }
                next.truncate(WAYS_MAX);
                open = next;
            }
            out
        });
        ways.into_iter().flat_map(|(state, flow)| self.close(state, flow)).take(WAYS_MAX).collect()
    }

    fn arm(
        &mut self,
        state: State<'p>,
        value: &Value<'p>,
        (text, arm): (&'p str, &'p Arm),
        out: &mut Ways<'p>,
        next: &mut Vec<State<'p>>,
    ) {
        let guesses = state.guesses;
        for (state, fits) in self.matched(state, value.clone(), &arm.pattern) {
            if !fits {
                next.push(state);
                continue;
            }
            let ways = match &arm.guard {
                Some(guard) => self.eval(state, guard),
                None => one(state, Value::Bool(true)),
            };
            for (mut state, flow) in ways {
                match flow {
                    Flow::Value(Value::Bool(false)) => next.push(state),
                    Flow::Value(value) => {
                        if !matches!(value, Value::Bool(true)) {
                            state.guesses += 1;
                            next.push(state.clone());
                        }
                        if state.guesses > guesses {
                            state.facts.push((text, arm.text.clone()));
                        }
                        out.extend(self.operand(state, &arm.body));
                    }
                    other => out.push((state, other)),
                }
            }
        }
    }

    /// Whether a value is as a pattern says, on each way on which it may be or not.
    pub(super) fn matched(
        &mut self,
        mut state: State<'p>,
        value: Value<'p>,
        pattern: &'p Pattern,
    ) -> Vec<(State<'p>, bool)> {
        let value = state.settled(value);
        match pattern {
            Pattern::Any | Pattern::Else => vec![(state, true)],
            Pattern::Bind(name) => {
                state.bind(name, value, "");
                vec![(state, true)]
            }
            Pattern::There(inner) => {
                let mut out = Vec::new();
                for (state, value, there) in split(state, value) {
                    if there {
                        out.extend(self.matched(state, value, inner));
                    } else {
                        out.push((state, false));
                    }
                }
                out
            }
            Pattern::Null | Pattern::Failed => {
                let ways = split(state, value);
                ways.into_iter().map(|(state, _, there)| (state, !there)).collect()
            }
            Pattern::Bool(wanted) => match value {
                Value::Bool(truth) => vec![(state, truth == *wanted)],
                _ => decided(state, &Value::Unknown),
            },
            Pattern::Int(wanted) => match value {
                Value::Int(number) => vec![(state, number == *wanted)],
                _ => decided(state, &Value::Unknown),
            },
            Pattern::Variant(name, fields) => self.variant(state, &value, name, fields),
            Pattern::Tuple(parts) => {
                let fields = parts.iter().enumerate().map(|(index, part)| (index.to_string(), part));
                self.fields(state, &value, &fields.collect::<Vec<_>>())
            }
            Pattern::Maybe(names) => {
                for name in names {
                    state.bind(name, Value::Unknown, "");
                }
                decided(state, &Value::Unknown)
            }
        }
    }

    fn variant(
        &mut self,
        state: State<'p>,
        value: &Value<'p>,
        name: &'p str,
        fields: &'p [(String, Pattern)],
    ) -> Vec<(State<'p>, bool)> {
        let all: Vec<(String, &'p Pattern)> =
            fields.iter().map(|(field, pattern)| (field.clone(), pattern)).collect();
        match value {
            Value::Record(record) if record.ty == name => self.fields(state, value, &all),
            // A union with the variant in use.
            Value::Record(record) => match record.field(name).cloned() {
                Some(inside) => match fields {
                    [(_, pattern)] => self.matched(state, inside, pattern),
                    _ => vec![(state, true)],
                },
                None if record.fields.is_empty() && record.ty.is_empty() => decided(state, &Value::Unknown),
                None => vec![(state, false)],
            },
            _ => {
                let mut out = Vec::new();
                for (state, fits) in decided(state, &Value::Unknown) {
                    if fits {
                        out.extend(self.fields(state, &Value::Unknown, &all));
                    } else {
                        out.push((state, false));
                    }
                }
                out
            }
        }
    }

    /// Every field must fit.
    fn fields(
        &mut self,
        state: State<'p>,
        value: &Value<'p>,
        fields: &[(String, &'p Pattern)],
    ) -> Vec<(State<'p>, bool)> {
        let mut open = vec![state];
        let mut out = Vec::new();
        for (name, pattern) in fields {
            let mut next = Vec::new();
            for state in open {
                let part = match value {
                    Value::Record(record) => record.field(name).cloned().unwrap_or_default(),
                    _ => Value::Unknown,
                };
                for (state, fits) in self.matched(state, part, pattern) {
                    if fits { next.push(state) } else { out.push((state, false)) }
                }
            }
            open = next;
        }
        out.extend(open.into_iter().map(|state| (state, true)));
        out
    }
}
