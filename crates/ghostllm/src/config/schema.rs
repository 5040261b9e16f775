//! The JSON Schema of the configuration file, as published in `docs/schema/ghostllm.schema.json`.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::Value;

use super::Config;

/// A commented example of a configuration file. It is a valid one.
pub const EXAMPLE: &str = include_str!("../../ghostllm.example.toml");

/// The schema, with every object closed and every definition inlined.
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true);
    settings.with_transform(Closed).into_generator().into_root_schema_for::<Config>().to_value()
}

/// An object with known properties takes no others.
#[derive(Clone, Debug)]
struct Closed;

impl Transform for Closed {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        if schema.get("properties").is_some() {
            schema.insert("additionalProperties".to_owned(), Value::Bool(false));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use serde_json::Value;

    use super::schema;

    /// Rows of a table of keys: of `object`, and of what is in it.
    fn rows(path: &str, object: &Value, out: &mut String) {
        for (name, key) in object["properties"].as_object().into_iter().flatten() {
            let own = format!("{path}{name}");
            let inner = key["anyOf"].as_array().and_then(|any| any.iter().find(|one| one["type"] != "null"));
            let inner = inner.unwrap_or(key);
            let tables = [
                (inner, format!("{own}.")),
                (&inner["items"], format!("[[{own}]] ")),
                (&inner["additionalProperties"], format!("{own}.NAME.")),
            ];
            if let Some((table, path)) = tables.iter().find(|(table, _)| table["properties"].is_object()) {
                rows(path, table, out);
                continue;
            }
            let words = key["description"].as_str().unwrap_or_default().replace(['\n', '|'], " ");
            let usual = match &key["default"] {
                Value::Null => String::new(),
                Value::Array(list) if list.is_empty() => String::new(),
                Value::Object(map) if map.is_empty() => String::new(),
                other => format!("`{other}`"),
            };
            writeln!(out, "| `{own}` | {usual} | {words} |").unwrap();
        }
    }

    /// `UPDATE=1` writes it anew.
    #[test]
    fn the_guide_has_every_key() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/ghostllm.md");
        let (begin, end) = ("<!-- config: begin -->\n", "\n<!-- config: end -->");
        let page = std::fs::read_to_string(file).unwrap();
        let (before, rest) = page.split_once(begin).unwrap();
        let (_, after) = rest.split_once(end).unwrap();
        let mut table = "\n| key | usually | |\n|---|---|---|\n".to_owned();
        rows("", &schema(), &mut table);
        let wanted = format!("{before}{begin}{table}{end}{after}");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(file, &wanted).unwrap();
        }
        assert!(
            wanted == page || std::env::var_os("UPDATE").is_some(),
            "docs/ghostllm.md is out of date: run with UPDATE=1"
        );
    }

    #[test]
    fn the_published_schema_and_example_are_these() {
        check("docs/schema/ghostllm.schema.json", &(serde_json::to_string_pretty(&schema()).unwrap() + "\n"));
        check("examples/ghostllm.toml", super::EXAMPLE);
    }

    /// `UPDATE=1` writes it anew.
    fn check(path: &str, text: &str) {
        let path = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, text).unwrap();
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(published == text, "{path} is out of date: run the test with UPDATE=1");
    }
}
