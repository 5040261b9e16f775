//! `zbuild why`: why something would be built, and why it last was.
//!
//! The answer comes from the engine's own decision: the code that computes an action's key explains it.

use std::time::SystemTime;

use ghostbind::Environment;
use serde_json::{Value, json};
use zbuild_engine::{ActionId, Graph, Why};

use super::args::WhyArgs;
use super::build;
use super::report::{Report, human};
use super::select::{self, label};
use crate::failure::Failure;

pub(super) fn command(args: &WhyArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let prepared = build::prepare(&args.build, env, report, false)?;
    let graph = &prepared.lowered.graph;
    // Of what is asked for everything is told; of what it waits for, why that is not up to date.
    let (asked, others) = match &args.what {
        Some(what) => {
            let id = select::action(&prepared, what, env)?;
            let why = prepared.why(id)?;
            let upstream = why.upstream.clone();
            (Some((id, why)), upstream)
        }
        None => (None, graph.order().to_vec()),
    };
    let mut said = asked.is_some();
    if let Some((id, why)) = &asked {
        say(graph, *id, why, report);
    }
    for id in others {
        let why = prepared.why(id)?;
        if !is_up_to_date(&why) {
            said = true;
            say(graph, id, &why, report);
        }
    }
    if !said && !report.json {
        report.output("everything is up to date\n");
    }
    Ok(0)
}

fn say(graph: &Graph, id: ActionId, why: &Why, report: &Report) {
    if report.json {
        report.event(&as_json(graph, id, why));
    } else {
        report.output(&as_text(graph, id, why));
    }
}

fn is_up_to_date(why: &Why) -> bool {
    why.now.is_empty() && why.error.is_none() && why.upstream.is_empty()
}

fn as_text(graph: &Graph, id: ActionId, why: &Why) -> String {
    let mut lines = vec![label(graph, id)];
    if is_up_to_date(why) {
        lines.push("  is up to date".to_owned());
    }
    if !why.now.is_empty() {
        lines.push("  would run now, or come from the store, because".to_owned());
        lines.extend(why.now.iter().map(|reason| format!("    {reason}")));
    }
    if let Some(error) = &why.error {
        lines.push(format!("  cannot be told: {error}"));
    }
    if !why.upstream.is_empty() {
        lines.push("  waits for what is not up to date itself".to_owned());
        lines.extend(why.upstream.iter().map(|id| format!("    {}", label(graph, *id))));
    }
    if let Some(at) = why.last_at {
        let ago = SystemTime::now().duration_since(at).unwrap_or_default();
        if why.last_reasons.is_empty() {
            lines.push(format!("  last came from the store {} ago", human(ago)));
        } else {
            lines.push(format!("  last ran {} ago, because", human(ago)));
            lines.extend(why.last_reasons.iter().map(|reason| format!("    {reason}")));
        }
    }
    lines.join("\n") + "\n"
}

fn as_json(graph: &Graph, id: ActionId, why: &Why) -> Value {
    let seconds =
        |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    json!({
        "reason": "why",
        "action": graph.name(id),
        "description": graph.description(id),
        "up_to_date": is_up_to_date(why),
        "because": why.now.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "upstream": why.upstream.iter().map(|id| graph.name(*id)).collect::<Vec<_>>(),
        "error": why.error.as_ref().map(ToString::to_string),
        "last_at": why.last_at.map(seconds),
        "last_because": why.last_reasons,
    })
}
