//! The JSON Schema of `zbuild.json`, written from the shapes that the reader checks.

use serde_json::{Map, Value, json};

use super::keys::FILE;
use super::shape::{ObjectShape, Shape, TextRule};

/// The schema (draft 2020-12) as JSON text, as published in `docs/schema/zbuild.schema.json`.
#[must_use]
pub fn schema() -> String {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "zbuild.json",
    });
    if let (Value::Object(schema), Value::Object(body)) = (&mut schema, of(&FILE)) {
        schema.extend(body);
    }
    format!("{schema:#}\n")
}

fn of(shape: &Shape) -> Value {
    match shape {
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Text(TextRule::Choice(choices)) => json!({ "enum": choices }),
        Shape::Text(rule) => match rule.pattern() {
            Some(pattern) => json!({ "type": "string", "pattern": pattern }),
            None => json!({ "type": "string", "minLength": 1 }),
        },
        Shape::List(inner) => json!({ "type": "array", "items": of(inner) }),
        Shape::Map(inner) => json!({
            "type": "object",
            "propertyNames": of(&Shape::Text(TextRule::Package)),
            "additionalProperties": of(inner),
        }),
        Shape::Object(shape) => object(shape, None),
        Shape::Either { key, with, without } => {
            json!({ "oneOf": [object(with, Some(key)), object(without, None)] })
        }
    }
}

/// `required` is a key that must stand for the object to be this one.
fn object(shape: &ObjectShape, required: Option<&str>) -> Value {
    let mut properties = Map::new();
    for key in shape.keys {
        let mut value = of(&key.shape);
        value["description"] = json!(key.doc);
        properties.insert(key.name.to_owned(), value);
    }
    let mut names: Vec<&str> = shape.keys.iter().filter(|k| k.required).map(|k| k.name).collect();
    names.extend(required.filter(|r| !names.contains(r)));
    let mut schema = json!({
        "description": shape.doc,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    if !names.is_empty() {
        schema["required"] = json!(names);
    }
    if !shape.exactly_one_of.is_empty() {
        let each: Vec<Value> = shape.exactly_one_of.iter().map(|k| json!({ "required": [k] })).collect();
        schema["oneOf"] = json!(each);
    }
    if !shape.needs.is_empty() {
        let needs: Map<String, Value> =
            shape.needs.iter().map(|(first, second)| ((*first).to_owned(), json!([second]))).collect();
        schema["dependentRequired"] = Value::Object(needs);
    }
    schema
}

/// The keys as a page of documentation, as published in `docs/zbuild-keys.md`.
#[must_use]
pub fn reference() -> String {
    let mut page = String::from(
        "# zbuild.json: every key\n\nWritten from the table that the reader checks against; `zbuild schema` prints the \
         same as a JSON Schema. Paths are relative to the file that names them unless a key says otherwise. A key \
         that is not here is an error.\n",
    );
    let mut done: Vec<&str> = Vec::new();
    table(&FILE, "", &mut page, &mut done);
    page
}

/// The tables of a shape and of everything within it. `at` is the way there.
fn table(shape: &Shape, at: &str, page: &mut String, done: &mut Vec<&'static str>) {
    match shape {
        Shape::Bool | Shape::Text(_) => {}
        Shape::List(inner) => table(inner, &format!("{at}[]"), page, done),
        Shape::Map(inner) => table(inner, &format!("{at}.NAME"), page, done),
        Shape::Object(object) => object_table(object, at, page, done),
        Shape::Either { with, without, .. } => {
            object_table(with, at, page, done);
            object_table(without, at, page, done);
        }
    }
}

fn object_table(object: &'static ObjectShape, at: &str, page: &mut String, done: &mut Vec<&'static str>) {
    use std::fmt::Write as _;
    if done.contains(&object.doc) {
        return;
    }
    done.push(object.doc);
    let title = if at.is_empty() { object.doc.trim_end_matches('.') } else { at.trim_start_matches('.') };
    let _infallible =
        writeln!(page, "\n## {title}\n\n{}\n\n| key | value | what it does |\n|---|---|---|", object.doc);
    for key in object.keys {
        let required = if key.required { ", required" } else { "" };
        let _infallible = writeln!(page, "| `{}` | {}{required} | {} |", key.name, form(&key.shape), key.doc);
    }
    if !object.exactly_one_of.is_empty() {
        let names: Vec<String> = object.exactly_one_of.iter().map(|name| format!("`{name}`")).collect();
        let _infallible = writeln!(page, "\nExactly one of {} must stand.", names.join(", "));
    }
    for (first, second) in object.needs {
        let _infallible = writeln!(page, "\n`{first}` needs `{second}`.");
    }
    for key in object.keys {
        table(&key.shape, &format!("{at}.{}", key.name), page, done);
    }
}

/// What a value looks like, in words.
fn form(shape: &Shape) -> String {
    match shape {
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::Text(TextRule::Choice(choices)) => {
            choices.iter().map(|choice| format!("`\"{choice}\"`")).collect::<Vec<_>>().join(", ")
        }
        Shape::Text(_) => "text".to_owned(),
        Shape::List(inner) => {
            format!("list of {}", if matches!(inner, Shape::Text(_)) { "texts" } else { "objects" })
        }
        Shape::Map(_) => "object with names of yours".to_owned(),
        Shape::Object(_) | Shape::Either { .. } => "object".to_owned(),
    }
}
