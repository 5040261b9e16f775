use super::*;
use crate::action::Action;

fn graph(actions: Vec<Action>) -> Result<Graph, GraphErrors> {
    let mut builder = GraphBuilder::new(Path::new("/w"));
    for action in actions {
        builder.add(action);
    }
    builder.finish()
}

fn action(name: &str, inputs: &[&str], outputs: &[&str]) -> Action {
    Action::run(name, Command::new("true")).inputs(inputs).outputs(outputs)
}

fn check_error(actions: Vec<Action>, expected: &str) {
    assert_eq!(graph(actions).unwrap_err().to_string(), expected);
}

#[test]
fn orders_producers_first() {
    let graph = graph(vec![
        action("link", &["a.o", "b.o"], &["app"]),
        action("b", &["b.c", "gen.h"], &["b.o"]),
        action("gen", &[], &["./x/../gen.h"]),
        action("a", &["/w/gen.h"], &["a.o"]),
    ])
    .unwrap();
    let names: Vec<&str> = graph.order().iter().map(|&id| graph.name(id)).collect();
    assert_eq!(names, ["gen", "b", "a", "link"]);
    assert_eq!(graph.producer(Path::new("/w/app")), graph.find("link"));
    assert_eq!(graph.downstream(graph.find("gen").unwrap()).len(), 2);
}

#[test]
fn what_people_see_says_what_it_is_for() {
    let mut builder = GraphBuilder::new(Path::new("/w"));
    builder.add(action("a", &[], &["1"]).description("program a"));
    builder.part(Some("arm".to_owned()));
    builder.add(action("b", &[], &["2"]).description("program a"));
    builder.add(action("c", &[], &["3"]));
    assert!(builder.find("c").is_some() && builder.find("d").is_none());
    let graph = builder.finish().unwrap();
    let seen: Vec<&str> = graph.ids().map(|id| graph.description(id)).collect();
    assert_eq!(seen, ["program a", "program a for arm", "c"]);
}

#[test]
fn names_what_is_wrong() {
    check_error(vec![action("a", &[], &["x"]), action("a", &[], &["y"])], "two actions are called `a`");
    check_error(
        vec![action("a", &[], &["x"]), action("b", &[], &["./x"])],
        "x is written by two actions, `a` and `b`",
    );
    check_error(vec![action("a", &[], &["x", "x"])], "x is written by two actions, `a` and `a`");
    check_error(vec![action("a", &["x"], &["x"])], "dependency cycle: a -> a");
    check_error(
        vec![
            action("top", &["1"], &["0"]),
            action("a", &["2"], &["1"]),
            action("b", &["3"], &["2"]),
            action("c", &["1"], &["3"]),
        ],
        "dependency cycle: a -> b -> c -> a",
    );
    check_error(vec![action("a", &[], &[]).pool("p")], "`a` runs in the pool `p`, which does not exist");
    check_error(vec![action("a", &[], &[]).after("z")], "`a` waits for `z`, which does not exist");
    check_error(vec![action("a", &["x\0y"], &[])], "`a` names the path \"x\\0y\", which no file can have");
    check_error(
        vec![action("a", &[], &[]).output_directory("gen"), action("b", &[], &["gen/sub/x"])],
        "`b` writes gen/sub/x, inside gen, which `a` writes whole",
    );
    check_error(
        vec![action("a", &["x"], &[]).pool("p"), action("b", &[], &["x"]), action("c", &[], &["x"])],
        "`a` runs in the pool `p`, which does not exist\nx is written by two actions, `b` and `c`",
    );
}

#[test]
fn an_input_directory_waits_for_what_is_made_in_it() {
    let graph =
        graph(vec![action("pack", &["src"], &["pack"]), action("gen", &[], &["src/deep/gen.c"])]).unwrap();
    assert_eq!(graph.upstream(graph.find("pack").unwrap()), [graph.find("gen").unwrap()]);
    check_error(vec![action("a", &["src"], &["src/out/a"])], "dependency cycle: a -> a");
    check_error(vec![action("a", &["."], &["a"])], "dependency cycle: a -> a");
}

#[test]
fn entries_of_an_output_directory_have_its_producer() {
    let graph = graph(vec![
        action("use", &["gen/sub/x.c"], &["x.o"]),
        action("make", &[], &[]).output_directory("gen"),
    ])
    .unwrap();
    assert_eq!(graph.upstream(graph.find("use").unwrap()), [graph.find("make").unwrap()]);
}
