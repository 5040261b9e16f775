//! Schemas of answers as Anthropic takes them: every object is closed, and bounds of numbers, texts and lists are left
//! out, as its own SDKs do. <https://platform.claude.com/docs/en/build-with-claude/structured-outputs>

use serde_json::value::RawValue;

use crate::read::{self, Object};
use crate::write::{Writer, array, object};
use crate::{Json, Losses};

/// Keywords that are refused.
const BOUNDS: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "maxItems",
];

/// Deeper schemas stay as they are.
const DEPTH_MAX: usize = 64;

/// The schema as it may be sent; what is different in it is reported.
pub(in crate::codec) fn fitting(schema: &Json, losses: &mut Losses) -> Json {
    let mut fit = Fit::default();
    let mut out = Vec::with_capacity(schema.as_str().len() + 64);
    let Ok(raw) = serde_json::from_str::<&RawValue>(schema.as_str()) else { return schema.clone() };
    fit.write(raw, 0, &mut out);
    if fit.is_other {
        let reason = "Anthropic takes closed objects only, and no bounds of numbers, texts and lists";
        losses.change("output.schema", reason);
    }
    if fit.has_maps {
        // Closed, it could only be empty: an answer that says nothing.
        losses.refuse(
            "output.schema",
            "Anthropic's answers have no objects whose keys the schema does not name",
        );
    }
    serde_json::from_slice(&out).unwrap_or_else(|_| schema.clone())
}

/// Whether anything had to be different.
#[derive(Default)]
struct Fit {
    is_other: bool,
    /// Whether there are objects whose keys are the model's to choose.
    has_maps: bool,
}

impl Fit {
    fn write(&mut self, raw: &RawValue, depth: usize, out: &mut Vec<u8>) {
        let fields = Object::of(raw).ok().filter(|_| depth < DEPTH_MAX);
        let Some(fields) = fields else { return out.extend_from_slice(raw.get().as_bytes()) };
        object(out, |w| self.members(&fields, depth, w));
    }

    fn members(&mut self, fields: &Object<'_>, depth: usize, w: &mut Writer<'_>) {
        let is_object = fields.peek("properties").is_some()
            || fields.peek("type").is_some_and(|kind| kind.get().contains("\"object\""));
        for (key, value) in fields.members() {
            match key {
                "properties" | "$defs" | "definitions" => self.map(value, depth, w.others_key(key)),
                "items" | "not" => self.write(value, depth + 1, w.others_key(key)),
                "anyOf" | "allOf" | "oneOf" | "prefixItems" => self.list(value, depth, w.others_key(key)),
                "additionalProperties" if is_object => self.is_other |= value.get() != "false",
                "minItems" if !matches!(value.get(), "0" | "1") => self.is_other = true,
                key if BOUNDS.contains(&key) => self.is_other = true,
                key => w.others_key(key).extend_from_slice(value.get().as_bytes()),
            }
        }
        if is_object {
            let names = fields.peek("properties").and_then(|raw| Object::of(raw).ok());
            let is_open = fields.peek("additionalProperties").is_none_or(|more| more.get() != "false");
            let is_named = names.is_some_and(|names| names.members().next().is_some());
            self.has_maps |= is_open
                && !is_named
                && ["$ref", "anyOf", "allOf", "oneOf"].iter().all(|key| fields.peek(key).is_none());
            self.is_other |= fields.peek("additionalProperties").is_none();
            w.raw("additionalProperties", "false");
        }
    }

    fn map(&mut self, raw: &RawValue, depth: usize, out: &mut Vec<u8>) {
        let Ok(fields) = Object::of(raw) else { return out.extend_from_slice(raw.get().as_bytes()) };
        object(out, |w| {
            for (key, value) in fields.members() {
                self.write(value, depth + 1, w.others_key(key));
            }
        });
    }

    fn list(&mut self, raw: &RawValue, depth: usize, out: &mut Vec<u8>) {
        let Ok(items) = read::array(raw) else { return out.extend_from_slice(raw.get().as_bytes()) };
        array(out, |a| {
            for item in items {
                self.write(item, depth + 1, a.item());
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::fitting;
    use crate::{Json, Losses};

    fn check(schema: &str, expected: &str, changes: usize) {
        let mut losses = Losses::new();
        let fit = fitting(&Json::parse(schema).unwrap(), &mut losses);
        assert_eq!((fit.as_str(), losses.iter().count()), (expected, changes), "{schema}");
    }

    #[test]
    fn objects_are_closed_and_bounds_are_left_out() {
        let closed = r#"{"type":"object","properties":{"b":{"type":"string"},"a":{"enum":["x",null]}},"additionalProperties":false}"#;
        check(closed, closed, 0);
        check(
            r##"{"title":"T","type":"object","properties":{"n":{"type":"integer","minimum":0,"default":null},
                "l":{"type":"array","minItems":1,"maxItems":9,"items":{"$ref":"#/$defs/I"}}},
                "$defs":{"I":{"properties":{"maximum":{"type":"number"}}}}}"##,
            r##"{"title":"T","type":"object","properties":{"n":{"type":"integer","default":null},"l":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/I"}}},"$defs":{"I":{"properties":{"maximum":{"type":"number"}},"additionalProperties":false}},"additionalProperties":false}"##,
            1,
        );
        check(
            r#"{"type":["object","null"],"properties":{"a":true},"additionalProperties":{"type":"string"}}"#,
            r#"{"type":["object","null"],"properties":{"a":true},"additionalProperties":false}"#,
            1,
        );
        check(r#"{"anyOf":[{"type":"string","maxLength":3}]}"#, r#"{"anyOf":[{"type":"string"}]}"#, 1);
        check("true", "true", 0);
    }

    /// Closed, they could only be empty.
    #[test]
    fn objects_without_named_keys_are_refused() {
        let refused = |schema: &str| {
            let mut losses = Losses::new();
            fitting(&Json::parse(schema).unwrap(), &mut losses);
            losses.is_refused()
        };
        for map in [
            r#"{"type":"object"}"#,
            r#"{"type":["object","null"],"additionalProperties":{"type":"string"}}"#,
            r#"{"properties":{"m":{"type":"object","properties":{},"additionalProperties":true}}}"#,
        ] {
            assert!(refused(map), "{map}");
        }
        for closed in [
            r#"{"type":"object","additionalProperties":false}"#,
            r#"{"type":"object","properties":{"a":{"type":"string"}}}"#,
            r##"{"type":"object","anyOf":[{"$ref":"#/$defs/A"}]}"##,
            "true",
        ] {
            assert!(!refused(closed), "{closed}");
        }
    }

    #[test]
    fn however_deep_a_schema_is() {
        let deep = format!("{}1{}", "{\"items\":".repeat(100_000), "}".repeat(100_000));
        check(&deep, &deep, 0);
    }
}
