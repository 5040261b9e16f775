//! Holds a parsed TOML file to the JSON Schema of the configuration, and reports everything that is wrong with it
//! at its own place. Knows nothing about what the keys mean.

use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::money::Dollars;

/// A fault and the bytes of the file it lies at.
pub(super) struct Fault {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

/// One part of a path into the file.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// Every fault of `table` under `schema`, in the order of the file.
pub(super) fn check(table: &Spanned<DeTable<'_>>, schema: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_table(table.get_ref(), table.span(), "", schema, &mut faults);
    faults.sort_by_key(|fault| fault.span.start);
    faults
}

/// The place of the value at `path`, or of the closest thing around it that exists.
pub(super) fn locate(table: &Spanned<DeTable<'_>>, path: &[Step]) -> Range<usize> {
    let Some((Step::Key(first), rest)) = path.split_first() else { return table.span() };
    let Some(mut at) = table.get_ref().get(first.as_str()) else { return 0..0 };
    for step in rest {
        let next = match step {
            Step::Key(key) => at.get_ref().get(key.as_str()),
            Step::Index(index) => at.get_ref().get(*index),
        };
        let Some(next) = next else { break };
        at = next;
    }
    at.span()
}

fn check_table(table: &DeTable<'_>, span: Range<usize>, path: &str, schema: &Value, faults: &mut Vec<Fault>) {
    for (key, value) in table {
        let name: &str = key.get_ref();
        let here = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        match property(schema, name) {
            Some(inner) => check_value(value, &here, inner, faults),
            None => faults.push(unknown_key(key.span(), name, path, schema)),
        }
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let aliases = aliases(&schema["properties"][name]);
        if !std::iter::once(name).chain(aliases).any(|n| table.contains_key(n)) {
            let message = format!("`{name}` is missing{}", within(path));
            faults.push(Fault { span: span.clone(), message, hint: None });
        }
    }
}

fn check_value(value: &Spanned<DeValue<'_>>, path: &str, schema: &Value, faults: &mut Vec<Fault>) {
    if let Some(options) = schema.get("anyOf").and_then(Value::as_array) {
        // The only unions here are "this or null", and TOML has no null.
        if let Some(inner) = options.iter().find(|s| s["type"] != "null") {
            check_value(value, path, inner, faults);
        }
        return;
    }
    if let Some(problem) = type_problem(value.get_ref(), schema).or_else(|| choice_problem(value, schema)) {
        let message = format!("`{path}` {}", problem.0);
        faults.push(Fault { span: value.span(), message, hint: problem.1 });
        return;
    }
    match value.get_ref() {
        DeValue::Table(table) => check_table(table, value.span(), path, schema, faults),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                check_value(item, &format!("{path}[{index}]"), &schema["items"], faults);
            }
        }
        _ => {}
    }
}

type Problem = (String, Option<String>);

fn type_problem(value: &DeValue<'_>, schema: &Value) -> Option<Problem> {
    let wanted: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let matches = |kind: &str| match value {
        DeValue::String(_) => kind == "string",
        DeValue::Integer(_) => kind == "integer" || kind == "number",
        DeValue::Float(_) => kind == "number",
        DeValue::Boolean(_) => kind == "boolean",
        DeValue::Datetime(_) => false,
        DeValue::Array(_) => kind == "array",
        DeValue::Table(_) => kind == "object",
    };
    if !wanted.iter().any(|kind| matches(kind)) {
        let names: Vec<&str> = wanted.iter().copied().filter(|kind| *kind != "null").map(toml_name).collect();
        return Some((format!("must be {}, not {}", names.join(" or "), described(value)), None));
    }
    if schema["format"] == "dollars" {
        return dollars_problem(value);
    }
    range_problem(value, schema)
}

fn dollars_problem(value: &DeValue<'_>) -> Option<Problem> {
    let text = match value {
        DeValue::String(text) => text.as_ref(),
        DeValue::Integer(integer) => integer.as_str(),
        DeValue::Float(float) => float.as_str(),
        _ => return None,
    };
    text.parse::<Dollars>().err().map(|error| (format!("is no amount: {error}"), None))
}

fn range_problem(value: &DeValue<'_>, schema: &Value) -> Option<Problem> {
    let DeValue::Integer(integer) = value else { return None };
    let number = i128::from_str_radix(integer.as_str(), integer.radix()).ok()?;
    let bound = |name: &str| schema[name].as_i64().map(i128::from);
    let low = bound("minimum").is_some_and(|min| number < min);
    let high = bound("maximum").is_some_and(|max| number > max);
    let wide = schema["format"] == "uint32" && number > i128::from(u32::MAX);
    (low || high || wide).then(|| (format!("is out of range: {number}"), None))
}

fn choice_problem(value: &Spanned<DeValue<'_>>, schema: &Value) -> Option<Problem> {
    let DeValue::String(text) = value.get_ref() else { return None };
    let choices = choices(schema)?;
    if choices.contains(&text.as_ref()) {
        return None;
    }
    let hint = nearest(text, choices.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    Some((format!("cannot be `{text}`; it is one of {}", choices.join(", ")), hint))
}

/// Enumerations come as `enum`, or as `oneOf` of constants when each has its own description.
fn choices(schema: &Value) -> Option<Vec<&str>> {
    if let Some(list) = schema["enum"].as_array() {
        return Some(list.iter().filter_map(Value::as_str).collect());
    }
    let list = schema["oneOf"].as_array()?;
    Some(
        list.iter()
            .flat_map(|one| one["const"].as_str().into_iter().chain(choices(one).into_iter().flatten()))
            .collect(),
    )
}

fn unknown_key(span: Range<usize>, name: &str, path: &str, schema: &Value) -> Fault {
    let known = schema["properties"].as_object();
    let names = known.into_iter().flat_map(|p| p.keys().map(String::as_str));
    let hint = match nearest(name, names.clone()) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None => Some(format!("known here: {}", names.collect::<Vec<_>>().join(", "))),
    };
    Fault { span, message: format!("unknown key `{name}`{}", within(path)), hint }
}

fn property<'s>(schema: &'s Value, name: &str) -> Option<&'s Value> {
    let direct = schema["properties"].get(name).or_else(|| {
        let all = schema["properties"].as_object()?;
        all.values().find(|inner| aliases(inner).any(|alias| alias == name))
    });
    direct.or_else(|| schema["additionalProperties"].as_object().map(|_| &schema["additionalProperties"]))
}

fn aliases(schema: &Value) -> impl Iterator<Item = &str> {
    schema["x-aliases"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

pub(super) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    known
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

fn within(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!(" in `{path}`") }
}

fn toml_name(kind: &str) -> &str {
    match kind {
        "string" => "a string",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "a table",
        other => other,
    }
}

fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a fraction",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date (put it in quotes)",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
