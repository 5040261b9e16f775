//! Output held against the schemas that are published.

use serde_json::Value;

/// Holds a value against a schema of `docs/schema`.
pub(crate) fn follows(schema: &str, value: &Value) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}\n{value:#}");
    let mut broken = value.clone();
    broken["surprise"] = Value::Bool(true);
    assert!(!validator.is_valid(&broken), "the schema lets anything pass");
}

pub(crate) const ASK: &str = include_str!("../../../../docs/schema/zeke-ask.schema.json");
pub(crate) const CONFIG: &str = include_str!("../../../../docs/schema/zeke-config.schema.json");
pub(crate) const EVENT: &str = include_str!("../../../../docs/schema/zeke-event.schema.json");
pub(crate) const RECEIPTS: &str = include_str!("../../../../docs/schema/zeke-receipts.schema.json");
