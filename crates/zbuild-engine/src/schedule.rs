//! Which action is next: states, pools, and the critical path.
//!
//! Readiness is a matter of the graph alone: every producer is done. It says nothing about files.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use crate::event::Progress;
use crate::graph::{ActionId, Graph};

/// What an action without a history is taken to cost.
const UNKNOWN_COST: Duration = Duration::from_millis(100);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Nobody asked for it.
    Unwanted,
    /// Waits for so many producers, or is ready if there are none.
    Waiting(usize),
    /// A thread has it.
    Running,
    /// Its outputs are right.
    Done,
    /// It failed, or cannot be started because a producer failed.
    Failed,
}

/// The states of the actions of one build.
pub(crate) struct Schedule<'a> {
    graph: &'a Graph,
    wanted: Vec<bool>,
    states: Vec<State>,
    /// By action: how long it and the longest chain of consumers after it take.
    rank: Vec<Duration>,
    costs: Vec<Option<Duration>>,
    /// Ready actions, once ranked. Empty before.
    ready: BinaryHeap<(Duration, Reverse<ActionId>)>,
    ranked: bool,
    /// By pool: how many run, and which wait for one to end.
    pools: Vec<(usize, Vec<ActionId>)>,
    /// Actions that run.
    running: Vec<ActionId>,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    wanted: usize,
    done: usize,
    failed: usize,
    /// What the actions that are not done cost together.
    cost_left: Duration,
    /// How many of those have a history.
    known_left: usize,
}

impl<'a> Schedule<'a> {
    /// Nothing is done. `targets` and what they need is wanted; everything without targets.
    pub(crate) fn new(graph: &'a Graph, targets: Option<&[ActionId]>) -> Self {
        let wanted = match targets {
            None => vec![true; graph.len()],
            Some(targets) => closure(graph, targets),
        };
        let state = |id: ActionId| {
            if wanted[id.index()] { State::Waiting(graph.upstream(id).len()) } else { State::Unwanted }
        };
        let states = graph.ids().map(state).collect();
        let counts = Counts { wanted: wanted.iter().filter(|&&wanted| wanted).count(), ..Counts::default() };
        let pools = graph.pools().iter().map(|_| (0, Vec::new())).collect();
        Self {
            graph,
            wanted,
            states,
            rank: Vec::new(),
            costs: Vec::new(),
            ready: BinaryHeap::new(),
            ranked: false,
            pools,
            running: Vec::new(),
            counts,
        }
    }

    pub(crate) fn wanted(&self) -> &[bool] {
        &self.wanted
    }

    pub(crate) fn wanted_count(&self) -> usize {
        self.counts.wanted
    }

    pub(crate) fn running(&self) -> usize {
        self.running.len()
    }

    pub(crate) fn is_done(&self) -> bool {
        self.counts.done == self.counts.wanted
    }

    pub(crate) fn is_ready(&self, id: ActionId) -> bool {
        self.states[id.index()] == State::Waiting(0)
    }

    /// Actions that were neither done nor failed by themselves.
    pub(crate) fn unstarted_count(&self) -> usize {
        self.counts.wanted - self.counts.done - self.counts.failed
    }

    /// Puts what is ready in order, by what is known of durations. From here on [`Self::start`] gives actions.
    pub(crate) fn rank(&mut self, cost: impl Fn(ActionId) -> Option<Duration>) {
        self.costs = self.graph.ids().map(cost).collect();
        self.rank = vec![Duration::ZERO; self.graph.len()];
        for &id in self.graph.order().iter().rev() {
            let after = self.graph.downstream(id).iter().map(|below| self.rank[below.index()]).max();
            self.rank[id.index()] =
                after.unwrap_or_default() + self.costs[id.index()].unwrap_or(UNKNOWN_COST);
        }
        for id in self.graph.ids().filter(|&id| matches!(self.states[id.index()], State::Waiting(_))) {
            self.counts.cost_left += self.costs[id.index()].unwrap_or(UNKNOWN_COST);
            self.counts.known_left += usize::from(self.costs[id.index()].is_some());
        }
        self.ranked = true;
        let ready = self.graph.ids().filter(|&id| self.is_ready(id));
        self.ready = ready.map(|id| (self.rank[id.index()], Reverse(id))).collect();
    }

    /// Takes the most urgent action that is ready and whose pool has room.
    pub(crate) fn start(&mut self) -> Option<ActionId> {
        while let Some((_, Reverse(id))) = self.ready.pop() {
            if let Some(pool) = self.graph.bound(id).pool {
                let (running, waiting) = &mut self.pools[pool];
                if *running == self.graph.pools()[pool].depth {
                    waiting.push(id);
                    continue;
                }
                *running += 1;
            }
            self.states[id.index()] = State::Running;
            self.running.push(id);
            return Some(id);
        }
        None
    }

    /// An action that was started, or is ready, is done.
    pub(crate) fn done(&mut self, id: ActionId) {
        self.leave(id);
        self.states[id.index()] = State::Done;
        self.counts.done += 1;
        for &below in self.graph.downstream(id) {
            if let State::Waiting(left) = &mut self.states[below.index()] {
                *left -= 1;
                if *left == 0 && self.ranked {
                    self.ready.push((self.rank[below.index()], Reverse(below)));
                }
            }
        }
    }

    /// An action that was started failed: what needs it never gets ready.
    pub(crate) fn failed(&mut self, id: ActionId) {
        self.leave(id);
        self.states[id.index()] = State::Failed;
        self.counts.failed += 1;
    }

    pub(crate) fn progress(&self) -> Progress {
        Progress {
            done: self.counts.done + self.counts.failed,
            wanted: self.counts.wanted,
            running: self.running.len(),
            remaining: self.remaining(),
        }
    }

    /// The work that is left, spread over as many actions as run now; never less than the longest chain.
    fn remaining(&self) -> Option<Duration> {
        let lanes = u32::try_from(self.running.len().max(1)).unwrap_or(u32::MAX);
        let running = self.running.iter().map(|id| self.rank[id.index()]);
        let chain = running.chain(self.ready.peek().map(|(rank, _)| *rank)).max().unwrap_or_default();
        (self.counts.known_left > 0).then(|| (self.counts.cost_left / lanes).max(chain))
    }

    fn leave(&mut self, id: ActionId) {
        if self.states[id.index()] != State::Running {
            return;
        }
        self.running.retain(|&other| other != id);
        let cost = self.costs[id.index()];
        self.counts.cost_left = self.counts.cost_left.saturating_sub(cost.unwrap_or(UNKNOWN_COST));
        self.counts.known_left -= usize::from(cost.is_some());
        if let Some(pool) = self.graph.bound(id).pool {
            let (running, waiting) = &mut self.pools[pool];
            *running -= 1;
            for id in waiting.drain(..) {
                self.ready.push((self.rank[id.index()], Reverse(id)));
            }
        }
    }
}

/// The actions that these need, and they themselves.
fn closure(graph: &Graph, targets: &[ActionId]) -> Vec<bool> {
    let mut wanted = vec![false; graph.len()];
    let mut pending = targets.to_vec();
    while let Some(id) = pending.pop() {
        if !std::mem::replace(&mut wanted[id.index()], true) {
            pending.extend_from_slice(graph.upstream(id));
        }
    }
    wanted
}
