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
    use super::schema;

    /// `UPDATE=1` writes it anew.
    #[test]
    fn the_published_schema_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/ghostllm.schema.json");
        let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        let published = std::fs::read_to_string(path).unwrap_or_default();
        assert!(published == text, "{path} is out of date: run the test with UPDATE=1");
    }
}
