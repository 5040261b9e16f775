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
