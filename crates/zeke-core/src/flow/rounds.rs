//! Loops: a round, and another one where what the first did is sure to be done again.

use super::code::{Expr, Kind, Pattern};
use super::run::{Flow, Run, WAYS_MAX, Ways, one};
use super::state::{Scope, State, Value};

/// The parts of a loop.
pub(super) struct Rounds<'p> {
    pub(super) over: Option<&'p Expr>,
    pub(super) condition: Option<&'p Expr>,
    pub(super) payload: Option<&'p Pattern>,
    pub(super) body: &'p Expr,
    pub(super) next: Option<&'p Expr>,
}

impl<'p> Run<'p, '_> {
    pub(super) fn rounds(&mut self, mut state: State<'p>, parts: &Rounds<'p>) -> Ways<'p> {
        state.scopes.push(Scope { names: state.env.len(), deferred: Vec::new() });
        let ways = match parts.over {
            Some(over) => self.eval(state, over),
            None => one(state, Value::Unknown),
        };
        let ways = self.then(ways, &mut |run, state, over| {
            let mut out = Vec::new();
            let mut open = vec![state];
            for round in 0..2 {
                let mut next = Vec::new();
                for state in open {
                    let names = state.env.len();
                    let (begun, left) = run.begun(state, &over, parts, round);
                    out.extend(left);
                    for state in begun {
                        let guesses = state.guesses;
                        for (state, flow) in run.eval(state, parts.body) {
                            run.round_ended(state, flow, (parts, guesses, names), &mut next, &mut out);
                        }
                    }
                }
                open = next;
                open.truncate(WAYS_MAX);
            }
            // Whether there is another round, nobody knows.
            let ends =
                parts.over.is_some() || parts.condition.is_some_and(|c| !matches!(c.kind, Kind::Bool(true)));
            if ends {
                out.extend(open.into_iter().map(|state| (state, Flow::Value(Value::Unknown))));
            }
            out
        });
        ways.into_iter().flat_map(|(state, flow)| self.close(state, flow)).take(WAYS_MAX).collect()
    }

    /// The ways on which a round begins, and those on which the loop is left before it.
    fn begun(
        &mut self,
        state: State<'p>,
        over: &Value<'p>,
        parts: &Rounds<'p>,
        round: usize,
    ) -> (Vec<State<'p>>, Ways<'p>) {
        if let (Some(_), pattern) = (parts.over, parts.payload) {
            let mut state = state;
            let left = (state.clone(), Flow::Value(Value::Unknown));
            let value = super::place::element(&mut state, over, round);
            let begun = match pattern {
                Some(pattern) => {
                    let fitting = self.matched(state, value, pattern).into_iter();
                    fitting.filter(|(_, fits)| *fits).map(|(state, _)| state).collect()
                }
                None => vec![state],
            };
            return (begun, vec![left]);
        }
        let Some(condition) = parts.condition else { return (vec![state], Vec::new()) };
        let (mut begun, mut left) = (Vec::new(), Vec::new());
        for (state, flow) in self.eval(state, condition) {
            match flow {
                Flow::Value(value) => {
                    let ways = match (parts.payload, value) {
                        (Some(pattern), value) => self.there(state, value, pattern),
                        (None, Value::Bool(truth)) => vec![(state, truth)],
                        (None, _) => vec![(state.clone(), true), (state, false)],
                    };
                    for (state, truth) in ways {
                        if truth {
                            begun.push(state);
                        } else {
                            left.push((state, Flow::Value(Value::Unknown)));
                        }
                    }
                }
                other => left.push((state, other)),
            }
        }
        (begun, left)
    }

    fn round_ended(
        &mut self,
        state: State<'p>,
        flow: Flow<'p>,
        (parts, guesses, names): (&Rounds<'p>, usize, usize),
        next: &mut Vec<State<'p>>,
        out: &mut Ways<'p>,
    ) {
        match flow {
            Flow::Value(_) | Flow::Continue("") => {
                let mut states = if self.program.drops { self.names_end(state, names) } else { vec![state] };
                for state in &mut states {
                    state.env.truncate(names);
                }
                if let Some(step) = parts.next {
                    let ways = states.into_iter().flat_map(|state| self.eval(state, step));
                    states = ways.map(|(state, _)| state).collect();
                }
                for state in states {
                    // What a round decided by what is not known need not be so in the next one.
                    if state.guesses > guesses {
                        out.push((state, Flow::Value(Value::Unknown)));
                    } else {
                        next.push(state);
                    }
                }
            }
            Flow::Break("", value) => out.push((state, Flow::Value(value))),
            other => out.push((state, other)),
        }
    }
}
