//! Calls of functions of the other side: what they take, give, keep and change, by their effects.

use super::call::thing_in;
use super::code::Spot;
use super::run::{Flow, Run, Ways, one};
use super::state::{Lent, Lieu, Root, State, Thing, Value};
use crate::effects::{Answer, Effects, Interior, Keeper, Origin, Release};
use crate::finding::Class;

impl<'p> Run<'p, '_> {
    /// A function of the other side is called.
    pub(super) fn foreign(
        &mut self,
        mut state: State<'p>,
        symbol: &'p str,
        args: &[Value<'p>],
        at: Spot,
    ) -> Ways<'p> {
        let Some(effects) = self.known.effects(symbol) else {
            for arg in args {
                self.seen(&mut state, arg, at);
            }
            return one(state, Value::Unknown);
        };
        if crate::zig::is_retain(symbol) {
            // How many hold it, nobody counts here.
            for thing in args.iter().filter_map(|arg| thing_in(&state, arg)).collect::<Vec<_>>() {
                state.thing_mut(thing).vague = true;
            }
        }
        for param in &effects.follows {
            let thing = args.get(*param).and_then(|arg| thing_in(&state, arg));
            self.followed(&mut state, thing, effects, at);
        }
        let taken: Vec<&Release> = self.known.releases(symbol).collect();
        for (index, arg) in args.iter().enumerate() {
            let is_released = taken.iter().any(|release| release.param == index);
            if !is_released && !effects.writes.iter().any(|(param, _)| *param == index) {
                self.seen(&mut state, arg, at);
            }
        }
        let ways = self.answers(state, effects, args, &taken, at);
        let mut out = Vec::new();
        for (mut state, answer) in ways {
            for (index, arg) in args.iter().enumerate() {
                changed(&mut state, effects, index, arg, at);
            }
            let before = state.lent.len();
            for (index, arg) in args.iter().enumerate() {
                lent(&mut state, effects, (index, arg), args, at);
            }
            let value = self.result(&mut state, effects, args, answer);
            // What the call gives keeps what the call was given, where nothing else does.
            if let Value::Pointer(made) = value {
                let open = state.lent[before..].iter_mut().filter(|lent| lent.keeper.is_none());
                open.for_each(|lent| lent.keeper = Some(made));
            }
            out.push((state, Flow::Value(value)));
        }
        out
    }

    /// A pointer within something is followed: what it points to must still be there.
    fn followed(&mut self, state: &mut State<'p>, thing: Option<usize>, effects: &Effects, at: Spot) {
        let Some(thing) = thing else { return };
        let known = state.thing(thing);
        let (Some(first), false, Some(maker)) = (known.orphaned, known.vague, known.maker.clone()) else {
            return;
        };
        state.thing_mut(thing).vague = true;
        let symbol = &effects.symbol;
        let message =
            format!("`{symbol}` uses what lies behind what `{maker}` made, and that was released before");
        let fix = "release what points to something else before that";
        self.report(Class::OwnershipUseAfterFree, message, at, Some(first), fix);
    }

    /// What a function of the other side may answer, and what it takes for each answer.
    fn answers(
        &mut self,
        mut state: State<'p>,
        effects: &Effects,
        args: &[Value<'p>],
        releases: &[&Release],
        at: Spot,
    ) -> Vec<(State<'p>, Option<Answer>)> {
        let held: Vec<(usize, &&Release)> = releases
            .iter()
            .filter_map(|release| Some((thing_in(&state, args.get(release.param)?)?, release)))
            .collect();
        let takes = |outcome: &crate::effects::Outcome, param: usize| outcome.takes.contains(&param);
        // Where the answer tells what was taken, both are followed.
        let depends = held.iter().any(|(_, release)| {
            let mut outcomes = effects.outcomes.iter();
            outcomes.clone().any(|outcome| takes(outcome, release.param))
                && outcomes.any(|outcome| !takes(outcome, release.param))
        });
        if !depends {
            for (thing, release) in held {
                self.release(&mut state, thing, &effects.symbol, release, at);
            }
            return vec![(state, None)];
        }
        // What was taken for an answer that is not known may have been taken or not.
        if effects.outcomes.iter().any(|outcome| outcome.answer == Answer::Unknown) {
            for (thing, _) in held {
                state.thing_mut(thing).vague = true;
            }
            return vec![(state, None)];
        }
        let mut out = Vec::new();
        for outcome in &effects.outcomes {
            let mut state = state.clone();
            state.guesses += 1;
            for (thing, release) in &held {
                if takes(outcome, release.param) {
                    self.release(&mut state, *thing, &effects.symbol, release, at);
                }
            }
            out.push((state, Some(outcome.answer)));
        }
        out
    }

    /// What a call gives, and what it writes for its caller.
    fn result(
        &mut self,
        state: &mut State<'p>,
        effects: &Effects,
        args: &[Value<'p>],
        answer: Option<Answer>,
    ) -> Value<'p> {
        let symbol = effects.symbol.as_str();
        for (param, arg) in args.iter().enumerate() {
            let Value::Place(place) = arg else { continue };
            // What frees through the address of a pointer sets that to something else.
            let ended = |release: &&Release| release.param == param && release.inside;
            if effects.releases.iter().any(|release| ended(&release)) {
                state.store(place, Value::Unknown);
                continue;
            }
            if self.known.gives_through(symbol, param) {
                let flat = matches!(state.load(place), Value::Record(_));
                let thing = Thing { maker: Some(symbol.to_owned()), flat, ..Thing::default() };
                let value = state.add(thing);
                state.store(place, value);
            } else if effects.writes.iter().any(|(written, _)| *written == param)
                && !matches!(state.load(place), Value::Record(_))
            {
                state.store(place, Value::Unknown);
            }
        }
        match answer {
            Some(Answer::Null) => return Value::Null,
            Some(Answer::Bool(truth)) => return Value::Bool(truth),
            Some(Answer::Int(number)) => return Value::Int(number),
            _ => {}
        }
        let flat = self.known.gives_struct(symbol);
        if let Some(resource) = self.known.owned(symbol) {
            let ty = if flat { String::new() } else { resource.holds.clone() };
            let kept = effects.keeps.iter().filter(|keep| keep.by == Keeper::Handle);
            let needs = kept.filter_map(|keep| thing_in(state, args.get(keep.param)?)).collect();
            return state.add(Thing { maker: Some(symbol.to_owned()), flat, ty, needs, ..Thing::default() });
        }
        let interior = effects.returns.iter().find_map(|flow| match &flow.what {
            Origin::Inside(interior) => Some(interior.clone()),
            _ => None,
        });
        let inside =
            interior.and_then(|interior| Some((thing_in(state, args.get(interior.param)?)?, interior)));
        if inside.is_none() && !flat && !self.known.gives_pointer(symbol) {
            return Value::Unknown;
        }
        state.add(Thing { maker: Some(symbol.to_owned()), flat, inside, ..Thing::default() })
    }
}

/// A call changes what it is given, so that pointers into that may be stale.
fn changed<'p>(state: &mut State<'p>, effects: &Effects, param: usize, arg: &Value<'p>, at: Spot) {
    let Some(owner) = thing_in(state, arg) else { return };
    let moves = |interior: &Interior| {
        let mut changes = effects.changes.iter().filter(|change| change.param == param);
        changes.any(|change| change.invalidates(interior))
    };
    for index in 0..state.things.len() {
        let thing = state.thing(index);
        let hit = thing.stale.is_none()
            && thing.inside.as_ref().is_some_and(|(of, interior)| *of == owner && moves(interior));
        if hit {
            state.thing_mut(index).stale = Some((at, false));
        }
    }
    // What waits, or lets go of what it keeps, keeps it no longer.
    let ends = effects.joins
        || effects.changes.iter().any(|change| change.param == param && change.drops)
        || ["remove", "unsub", "unreg", "clear", "stop", "cancel", "detach", "reset"]
            .iter()
            .any(|word| effects.symbol.contains(word));
    if ends {
        state.lent.retain(|lent| lent.keeper != Some(owner));
    }
    if effects.cuts.contains(&param) {
        state.thing_mut(owner).cut.get_or_insert(at);
    }
}

/// A variable of this side is given to what keeps it.
fn lent<'p>(
    state: &mut State<'p>,
    effects: &Effects,
    (param, arg): (usize, &Value<'p>),
    args: &[Value<'p>],
    at: Spot,
) {
    let Value::Place(Lieu { root: Root::Cell(cell), .. }) = arg else { return };
    let keeps = effects.keeps.iter().chain(&effects.contexts);
    let mut keeps = keeps.filter(|keep| keep.param == param && keep.by != Keeper::Static);
    let Some(by) = keeps
        .next()
        .map(|keep| if keeps.any(|keep| keep.by == Keeper::Thread) { Keeper::Thread } else { keep.by })
    else {
        return;
    };
    let mut others = args.iter().enumerate().filter(|(index, _)| *index != param);
    let keeper = others.find_map(|(_, arg)| thing_in(state, arg));
    let symbol = effects.symbol.clone();
    state.lent.push(Lent { cell: *cell, symbol, param, at, keeper, by_thread: by == Keeper::Thread });
}
