//! `zbuild graph`: the graph for programs (JSON, Graphviz) and for people (a page to pan and search).

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt::Write as _;

use ghostbind::Environment;
use serde_json::{Value, json};
use zbuild_engine::{ActionId, Command, Graph, OutputKind};

use super::args::{GraphArgs, GraphFormat};
use super::report::Report;
use super::{build, files, select};
use crate::failure::Failure;

/// The page; the graph takes the place of the mark.
const PAGE: &str = include_str!("graph.html");
const MARK: &str = "/* graph */ null";

pub(super) fn command(args: &GraphArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let prepared = build::prepare(&args.build, env, report, false)?;
    let graph = &prepared.lowered.graph;
    let shown = match &args.what {
        Some(what) => with_upstream(graph, select::action(&prepared, what, env)?),
        None => graph.order().to_vec(),
    };
    let text = match args.format {
        GraphFormat::Dot => dot(graph, &shown),
        GraphFormat::Json => as_json(graph, &shown).to_string() + "\n",
        GraphFormat::Html => html(graph, &shown),
    };
    match &args.output {
        Some(path) => files::write(&env.absolute(path), text.as_bytes())?,
        None => report.output(&text),
    }
    Ok(0)
}

/// An action and all that it needs, producers first.
fn with_upstream(graph: &Graph, action: ActionId) -> Vec<ActionId> {
    let mut wanted = std::collections::BTreeSet::from([action]);
    let mut pending = vec![action];
    while let Some(id) = pending.pop() {
        pending.extend(graph.upstream(id).iter().filter(|&&id| wanted.insert(id)));
    }
    graph.order().iter().copied().filter(|id| wanted.contains(id)).collect()
}

/// Graphviz: an action a box, an arrow from what is needed to what needs it.
fn dot(graph: &Graph, shown: &[ActionId]) -> String {
    let mut text =
        "digraph zbuild {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n".to_owned();
    // Writing to a string cannot fail.
    for &id in shown {
        let label = quoted(graph.description(id));
        let _ = writeln!(text, "  {} [label={label}];", quoted(graph.name(id)));
        for &above in graph.upstream(id) {
            let _ = writeln!(text, "  {} -> {};", quoted(graph.name(above)), quoted(graph.name(id)));
        }
    }
    text + "}\n"
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// `{"schema":1,"root":…,"actions":[…]}`, producers first. Paths below the root are relative to it; `command` is a list
/// of the program and its arguments, `null` for what zbuild does itself.
fn as_json(graph: &Graph, shown: &[ActionId]) -> Value {
    let actions: Vec<Value> = shown
        .iter()
        .map(|&id| {
            let inputs: Vec<_> = graph.inputs(id).map(|path| path.to_string_lossy()).collect();
            let outputs: Vec<Value> = graph
                .outputs(id)
                .map(|(path, kind)| {
                    json!({ "path": path.to_string_lossy(), "directory": kind == OutputKind::Directory })
                })
                .collect();
            let upstream: Vec<&str> = graph.upstream(id).iter().map(|&id| graph.name(id)).collect();
            json!({
                "name": graph.name(id),
                "description": graph.description(id),
                "command": graph.command(id).map(words),
                "inputs": inputs,
                "outputs": outputs,
                "upstream": upstream,
            })
        })
        .collect();
    json!({ "schema": 1, "root": graph.root().to_string_lossy(), "actions": actions })
}

fn words(command: &Command) -> Vec<Cow<'_, str>> {
    command.words().map(OsStr::to_string_lossy).collect()
}

/// One page that needs nothing else. `<` cannot end the script early: it is written as an escape.
fn html(graph: &Graph, shown: &[ActionId]) -> String {
    PAGE.replace(MARK, &as_json(graph, shown).to_string().replace('<', "\\u003c"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use zbuild_engine::{Action, GraphBuilder};

    fn graph() -> Graph {
        let mut builder = GraphBuilder::new("/project".as_ref());
        builder.add(Action::write_file("write \"a\"", "a </script>", "text"));
        builder.add(Action::copy("copy", "a </script>", "b").description("copy of a"));
        builder.add(Action::write_file("other", "c", "text"));
        builder.finish().unwrap()
    }

    #[test]
    fn graphviz_gets_quoted_names_and_arrows() {
        let graph = graph();
        let text = dot(&graph, &with_upstream(&graph, graph.find("copy").unwrap()));
        assert!(text.contains(r#""write \"a\"" -> "copy";"#), "{text}");
        assert!(text.contains(r#""copy" [label="copy of a"];"#), "{text}");
        assert!(!text.contains("other"), "only what is needed is shown: {text}");
    }

    #[test]
    fn commands_are_lists_of_words() {
        let command = Command::new("tool").args(["two words", "\"quoted\""]);
        let mut builder = GraphBuilder::new("/project".as_ref());
        builder.add(Action::run("run", command).output("out"));
        builder.add(Action::write_file("write", "file", "text"));
        let graph = builder.finish().unwrap();
        let json = as_json(&graph, graph.order());
        let command = |name: &str| {
            let actions = json["actions"].as_array().unwrap();
            actions.iter().find(|action| action["name"] == name).unwrap()["command"].clone()
        };
        assert_eq!(command("run"), json!(["tool", "two words", "\"quoted\""]));
        assert_eq!(command("write"), Value::Null);
    }

    #[test]
    fn the_page_holds_the_graph_and_no_name_can_end_its_script() {
        let graph = graph();
        let page = html(&graph, graph.order());
        assert!(page.contains("copy of a") && !page.contains(MARK));
        assert_eq!(page.matches("</script>").count(), 1);
    }
}
