//! JSON kept as text: values that pass through without being understood, and the fields no dialect has a
//! neutral name for.
//!
//! Holds: a [`Json`] is always one valid JSON value, byte for byte as it came. Key order, number spelling and
//! escapes survive, because nothing is parsed until somebody asks.

use std::fmt;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// One JSON value as text. Equality is that of the values, not of their spelling.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Checks that `text` is one JSON value and keeps it as it is.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<Box<RawValue>>(text).map(Self)
    }

    /// A JSON string.
    pub fn string(text: &str) -> Self {
        Self::from(&serde_json::Value::from(text))
    }

    /// The text of the value.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// The value, parsed. `null` stands for what is nested too deeply to be parsed.
    pub fn value(&self) -> serde_json::Value {
        serde_json::from_str(self.0.get()).unwrap_or_default()
    }

    /// The object of these fields.
    pub(crate) fn object(fields: &Extras) -> Self {
        let mut text = Vec::new();
        crate::write::object(&mut text, |w| w.extras(fields));
        serde_json::from_slice(&text).map_or_else(|_| Self::default(), Self)
    }

    pub(crate) fn raw(raw: &RawValue) -> Self {
        Self(raw.to_owned())
    }
}

impl From<&serde_json::Value> for Json {
    fn from(value: &serde_json::Value) -> Self {
        // A `Value` has string keys and finite numbers only, so it always has a text.
        serde_json::value::to_raw_value(value).map_or_else(|_| Self::default(), Self)
    }
}

impl Default for Json {
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str() || {
            let parse = |json: &Self| serde_json::from_str::<serde_json::Value>(json.as_str());
            matches!((parse(self), parse(other)), (Ok(one), Ok(two)) if one == two)
        }
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Fields that have no neutral name, in the order they came. They belong to the dialect they were read from.
#[derive(Clone, Default, PartialEq)]
pub struct Extras(IndexMap<String, Json>);

impl Extras {
    /// No fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a field.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.0.get(key)
    }

    /// Sets a field, replacing what it held.
    pub fn insert(&mut self, key: impl Into<String>, value: Json) {
        self.0.insert(key.into(), value);
    }

    /// Takes a field out.
    pub fn remove(&mut self, key: &str) -> Option<Json> {
        self.0.shift_remove(key)
    }

    /// Every field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(String, Json)> for Extras {
    fn from_iter<I: IntoIterator<Item = (String, Json)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

/// Sets fields, each replacing what it held.
impl Extend<(String, Json)> for Extras {
    fn extend<I: IntoIterator<Item = (String, Json)>>(&mut self, fields: I) {
        self.0.extend(fields);
    }
}

impl IntoIterator for Extras {
    type Item = (String, Json);
    type IntoIter = indexmap::map::IntoIter<String, Json>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Debug for Extras {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
