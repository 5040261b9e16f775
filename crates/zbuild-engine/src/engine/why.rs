//! Why an action would run, and why it last did.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::session::Session;
use super::{BuildError, Options};
use crate::exec::{self, ActionError};
use crate::explain::Reason;
use crate::graph::{ActionId, Graph};

/// Why an action would run, and why it last did.
#[derive(Debug, Default)]
pub struct Why {
    /// Reasons for it to run in the next build, or to be brought back from the store. Empty if it is up to date.
    pub now: Vec<Reason>,
    /// Actions before it that are not up to date; what they leave may change it too.
    pub upstream: Vec<ActionId>,
    /// Why it cannot be told: a missing input, an unreadable file.
    pub error: Option<ActionError>,
    /// When it last ran here or was taken from a cache.
    pub last_at: Option<SystemTime>,
    /// Why it ran then; empty if it was taken from a cache.
    pub last_reasons: Vec<String>,
}

pub(super) fn why(options: &Options, graph: &Graph, action: ActionId) -> Result<Why, BuildError> {
    let session = Session::peek(options, graph)?;
    let mut why = Why::default();
    for above in above(graph, action) {
        let assessed = assess(&session, graph, above);
        if assessed.is_err() || assessed.is_ok_and(|reasons| !reasons.is_empty()) {
            why.upstream.push(above);
        }
    }
    match assess(&session, graph, action) {
        Ok(reasons) => why.now = reasons,
        // It will be made.
        Err(ActionError::MissingInput { .. }) if !why.upstream.is_empty() => why.now.push(Reason::NeverBuilt),
        Err(error) => why.error = Some(error),
    }
    if let Some(last) = session.why.last_time(session.hashes[action.index()]) {
        why.last_at = Some(UNIX_EPOCH + Duration::from_secs(last.at));
        why.last_reasons = last.reasons;
    }
    Ok(why)
}

fn assess(session: &Session, graph: &Graph, id: ActionId) -> Result<Vec<Reason>, ActionError> {
    let last_time = || Some(session.why.last_time(session.hashes[id.index()])?.preimage);
    exec::assess(&session.files, graph, graph.bound(id), session.record(id), last_time)
}

/// The actions that `action` needs, producers first.
fn above(graph: &Graph, action: ActionId) -> Vec<ActionId> {
    let mut wanted = vec![false; graph.len()];
    let mut pending = graph.upstream(action).to_vec();
    while let Some(id) = pending.pop() {
        if !std::mem::replace(&mut wanted[id.index()], true) {
            pending.extend_from_slice(graph.upstream(id));
        }
    }
    graph.order().iter().copied().filter(|id| wanted[id.index()]).collect()
}
