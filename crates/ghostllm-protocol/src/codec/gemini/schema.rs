//! Gemini's older schemas, a dialect of OpenAPI's, as JSON Schema: types in capitals become small, `nullable`
//! becomes a type. Key order is kept, for it steers the model.

use serde_json::value::RawValue;

use crate::Json;
use crate::read::{self, Object};
use crate::write::{Writer, array, object};

/// The same schema as JSON Schema. What is no schema stays as it is.
pub(super) fn to_json_schema(raw: &RawValue) -> Json {
    let mut out = Vec::new();
    schema(raw, &mut out);
    std::str::from_utf8(&out).ok().and_then(|text| Json::parse(text).ok()).unwrap_or_else(|| Json::raw(raw))
}

fn schema(raw: &RawValue, out: &mut Vec<u8>) {
    let Ok(fields) = Object::of(raw) else { return out.extend_from_slice(raw.get().as_bytes()) };
    object(out, |w| members(fields, w));
}

fn members(mut fields: Object<'_>, w: &mut Writer<'_>) {
    let nullable = fields.raw("nullable").is_some_and(|raw| raw.get() == "true");
    let has_type = fields.peek("type").is_some();
    for (key, value) in fields.iter() {
        let mut text = Vec::new();
        match key {
            "type" => kind(value, nullable, &mut text),
            // Order is that of the properties themselves.
            "propertyOrdering" | "property_ordering" => continue,
            "properties" | "$defs" => map(value, &mut text),
            "items" | "additionalProperties" => schema(value, &mut text),
            "anyOf" | "any_of" => {
                list(value, &mut text);
                if nullable && !has_type && text.ends_with(b"]") {
                    text.pop();
                    text.extend_from_slice(if text.len() > 1 { b"," } else { b"" });
                    text.extend_from_slice(br#"{"type":"null"}]"#);
                }
            }
            "prefixItems" => list(value, &mut text),
            // Google writes whole numbers of 64 bits as texts.
            "minItems" | "maxItems" | "minLength" | "maxLength" | "minProperties" | "maxProperties" => {
                text.extend_from_slice(value.get().trim_matches('"').as_bytes());
            }
            _ => text.extend_from_slice(value.get().as_bytes()),
        }
        let key = if key == "any_of" { "anyOf" } else { key };
        w.others_key(key).extend_from_slice(&text);
    }
}

fn kind(raw: &RawValue, nullable: bool, out: &mut Vec<u8>) {
    let Some(word) = read::string(raw) else { return out.extend_from_slice(raw.get().as_bytes()) };
    let word = Json::string(&word.to_ascii_lowercase());
    let text = if nullable { format!("[{},\"null\"]", word.as_str()) } else { word.as_str().to_owned() };
    out.extend_from_slice(text.as_bytes());
}

fn map(raw: &RawValue, out: &mut Vec<u8>) {
    let Ok(fields) = Object::of(raw) else { return out.extend_from_slice(raw.get().as_bytes()) };
    object(out, |w| {
        for (key, value) in fields.iter() {
            schema(value, w.others_key(key));
        }
    });
}

fn list(raw: &RawValue, out: &mut Vec<u8>) {
    let Ok(items) = read::array(raw) else { return out.extend_from_slice(raw.get().as_bytes()) };
    array(out, |a| {
        for item in items {
            schema(item, a.item());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_nullable() {
        let raw: Box<RawValue> = serde_json::from_str(
            r#"{"type":"OBJECT","properties":{"z":{"type":"STRING","nullable":true,"enum":["OBJECT"]},
                "a":{"type":"ARRAY","items":{"type":"INTEGER"}}},"propertyOrdering":["z","a"]}"#,
        )
        .unwrap();
        assert_eq!(
            to_json_schema(&raw).as_str(),
            r#"{"type":"object","properties":{"z":{"type":["string","null"],"enum":["OBJECT"]},"a":{"type":"array","items":{"type":"integer"}}}}"#
        );
        let raw: Box<RawValue> =
            serde_json::from_str(r#"{"anyOf":[{"type":"STRING","maxLength":"9"}],"nullable":true}"#).unwrap();
        let expected = r#"{"anyOf":[{"type":"string","maxLength":9},{"type":"null"}]}"#;
        assert_eq!(to_json_schema(&raw).as_str(), expected);
    }
}
