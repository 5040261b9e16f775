//! JSON kept as text: values that pass through without being understood, and the fields no dialect has a
//! neutral name for.
//!
//! Holds: a [`Json`] is always one valid JSON value, byte for byte as it came. Key order, number spelling and
//! escapes survive, because nothing is parsed until somebody asks.

use std::collections::HashSet;
use std::fmt;

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

/// So many fields are compared one by one.
const FEW: usize = 16;

/// Fields that have no neutral name, in the order they came. They belong to the dialect they were read from.
#[derive(Clone, Default)]
pub struct Extras(Vec<(String, Json)>);

impl Extras {
    /// No fields.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The value of a field.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Sets a field, replacing what it held.
    pub fn insert(&mut self, key: impl Into<String>, value: Json) {
        let key = key.into();
        self.remove(&key);
        self.0.push((key, value));
    }

    /// Takes a field out.
    pub fn remove(&mut self, key: &str) -> Option<Json> {
        let at = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.remove(at).1)
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
        let mut extras = Self::new();
        extras.extend(fields);
        extras
    }
}

/// Sets fields, each replacing what it held. Bodies may have hundreds of thousands.
impl Extend<(String, Json)> for Extras {
    fn extend<I: IntoIterator<Item = (String, Json)>>(&mut self, fields: I) {
        self.0.extend(fields);
        if self.0.len() <= FEW {
            let mut at = 0;
            while let Some((key, _)) = self.0.get(at) {
                if self.0[at + 1..].iter().any(|(later, _)| later == key) {
                    self.0.remove(at);
                } else {
                    at += 1;
                }
            }
            return;
        }
        let mut seen = HashSet::with_capacity(self.0.len());
        let is_last: Vec<bool> = self.0.iter().rev().map(|(key, _)| seen.insert(key.as_str())).collect();
        drop(seen);
        let mut is_last = is_last.into_iter().rev();
        self.0.retain(|_| is_last.next().unwrap_or(true));
    }
}

impl IntoIterator for Extras {
    type Item = (String, Json);
    type IntoIter = std::vec::IntoIter<(String, Json)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl PartialEq for Extras {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl fmt::Debug for Extras {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
