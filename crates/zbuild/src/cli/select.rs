//! Which action somebody means: by what it makes, by its name, by what people see of it.

use ghostbind::Environment;
use zbuild_engine::{ActionId, Graph};

use crate::build::Build;
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;

/// The action that `what` means: a file or folder that it makes, a product's name, the action's name or
/// description.
pub(super) fn action(prepared: &Build, what: &str, env: &Environment) -> Result<ActionId, Failure> {
    let graph = &prepared.lowered.graph;
    if let Some(id) = graph.find(what) {
        return Ok(id);
    }
    if let Some(id) = graph.producer(env.absolute(what.into()).as_std_path()) {
        return Ok(id);
    }
    let products = prepared.lowered.products.iter().filter(|product| product.name == what);
    let mut found: Vec<ActionId> = products.map(|product| product.action).collect();
    if found.is_empty() {
        found = graph.order().iter().copied().filter(|&id| graph.description(id) == what).collect();
    }
    if found.is_empty() {
        // `core` is enough for `crate core`.
        let means = |id: &ActionId| graph.description(*id).rsplit(' ').next() == Some(what);
        found = graph.order().iter().copied().filter(means).collect();
    }
    match found[..] {
        [id] => Ok(id),
        // What only puts the result in its place is called the same; the work itself is meant.
        [id, ref rest @ ..] if rest.iter().all(|&other| graph.upstream(other).contains(&id)) => Ok(id),
        [] => Err(unknown(graph, what)),
        _ => {
            let names: Vec<String> = found.iter().map(|&id| format!("`{}`", graph.name(id))).collect();
            Err(Diagnostic::error(format!("`{what}` means several actions"))
                .hint(format!("name one of {}", names.join(", ")))
                .into())
        }
    }
}

/// What people call an action: its description and, where that is another, its name.
pub(super) fn label(graph: &Graph, id: ActionId) -> String {
    let (name, description) = (graph.name(id), graph.description(id));
    if name == description { name.to_owned() } else { format!("{description} ({name})") }
}

fn unknown(graph: &Graph, what: &str) -> Failure {
    let known = graph.ids().flat_map(|id| [graph.name(id), graph.description(id)]);
    let nearest = known.max_by(|a, b| {
        let alike = strsim::jaro(a, what).total_cmp(&strsim::jaro(b, what));
        a.contains(what).cmp(&b.contains(what)).then(alike)
    });
    let hint = match nearest {
        Some(nearest) => format!("did you mean `{nearest}`? `zbuild graph` lists every action"),
        None => "there is nothing to build here".to_owned(),
    };
    Diagnostic::error(format!("nothing here makes `{what}`, and no action is called so")).hint(hint).into()
}
