//! The event stream of `--message-format json`: one object a line, told apart by `reason`. Readers skip
//! reasons that they do not know.

use serde_json::{Value, json};
use zbuild_engine::{Event, Graph, Summary};

use crate::diagnostic::{Diagnostic, Place, with_causes};
use crate::lower::{Product, ProductKind};

/// `diagnostic`: something zbuild itself has to say.
pub(super) fn diagnostic(diagnostic: &Diagnostic) -> Value {
    let (file, line, column) = match &diagnostic.place {
        Some(Place::Text(file, span)) => {
            let (line, column) = file.line_column(span.start);
            (Some(file.path.as_str()), Some(line), Some(column))
        }
        Some(Place::Line(file, line, column)) => (Some(file.as_str()), Some(*line), Some(*column)),
        Some(Place::File(file)) => (Some(file.as_str()), None, None),
        None => (None, None, None),
    };
    json!({
        "reason": "diagnostic",
        "severity": diagnostic.severity.to_string(),
        "message": diagnostic.message,
        "file": file,
        "line": line,
        "column": column,
        "hint": diagnostic.hint,
    })
}

/// What happens in a build; `None` for what is not told.
pub(super) fn event(event: &Event<'_>, graph: &Graph) -> Option<Value> {
    Some(match event {
        Event::Waiting { holder } => json!({ "reason": "waiting", "process": holder }),
        Event::Planned { wanted, up_to_date } => {
            json!({ "reason": "planned", "wanted": wanted, "up_to_date": up_to_date })
        }
        Event::Started { action, reasons, .. } => json!({
            "reason": "started",
            "action": graph.name(*action),
            "description": graph.description(*action),
            "because": reasons.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }),
        Event::Waits { action, what } => {
            json!({ "reason": "waits", "action": graph.name(*action), "for": what })
        }
        Event::Finished { action, outcome, message, duration, .. } => json!({
            "reason": "finished",
            "action": graph.name(*action),
            "outcome": outcome.name(),
            "message": plain(message),
            "duration_ms": milliseconds(*duration),
        }),
        Event::Failed { action, error, message, duration, .. } => json!({
            "reason": "failed",
            "action": graph.name(*action),
            "description": graph.description(*action),
            "error": plain(with_causes(error).as_bytes()),
            "message": plain(message),
            "duration_ms": milliseconds(*duration),
        }),
        Event::Uploading { pending } => json!({ "reason": "uploading", "pending": pending }),
        Event::Warning { action, text } => json!({
            "reason": "warning",
            "action": action.map(|action| graph.name(action)),
            "message": text,
        }),
        Event::Progress(progress) => json!({
            "reason": "progress",
            "done": progress.done,
            "wanted": progress.wanted,
            "running": progress.running,
            "remaining_ms": progress.remaining.map(milliseconds),
        }),
        _ => return None,
    })
}

/// What a compiler said, without the colours of a terminal.
pub(super) fn plain(message: &[u8]) -> String {
    String::from_utf8_lossy(&anstream::adapter::strip_bytes(message).into_vec()).into_owned()
}

/// `summary`: the last line of a build.
pub(super) fn summary<'a>(
    summary: &Summary,
    products: impl Iterator<Item = &'a Product>,
    exit_code: u8,
) -> Value {
    let products: Vec<Value> = products
        .map(|product| {
            json!({
                "project": product.member,
                "name": product.name,
                "kind": match product.kind {
                    ProductKind::Program => "program",
                    ProductKind::Library => "library",
                    ProductKind::Header => "header",
                    ProductKind::Test | ProductKind::PlainTest => "test",
                },
                "path": product.path,
            })
        })
        .collect();
    json!({
        "reason": "summary",
        "success": summary.is_success(),
        "wanted": summary.wanted,
        "up_to_date": summary.up_to_date,
        "restored": summary.restored,
        "cached": summary.cached,
        "ran": summary.ran,
        "ran_elsewhere": summary.ran_elsewhere,
        "stayed": summary.stayed,
        "failed": summary.failed.len(),
        "skipped": summary.skipped,
        "cancelled": summary.cancelled,
        "duration_ms": milliseconds(summary.duration),
        "products": products,
        "exit_code": exit_code,
    })
}

fn milliseconds(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
