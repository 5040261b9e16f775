//! Reading JSON objects shallowly: known fields are taken out one by one, and what is left becomes extras.
//!
//! Holds: a field is either taken or in the rest. `null` counts as absent for known fields. Of a key that is
//! there twice the last value counts, as in every common parser.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

use crate::{DecodeError, Extras, Json, scan};

/// The fields of one object, values not yet parsed.
#[derive(Debug, Default)]
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Object<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(read(bytes)?)
    }

    /// The object at `key` of the object in `bytes`; the rest of it is not read where that can be helped.
    pub(crate) fn at(key: &'static str, bytes: &'a [u8]) -> Option<Self> {
        match scan::find(bytes, [key]) {
            Ok(found) => Self::parse(&bytes[found.range(0)?]).ok(),
            // The key is there twice, perhaps.
            Err(_) => Self::parse(bytes).ok()?.object(key).ok()?,
        }
    }

    pub(crate) fn of(raw: &'a RawValue) -> Result<Self, DecodeError> {
        if raw.get().starts_with('{') {
            Ok(serde_json::from_str(raw.get())?)
        } else {
            Err(DecodeError::field("", "must be an object"))
        }
    }

    /// Every field that is not null.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        let fields = self.0.iter().map(|(key, value)| (key.as_ref(), *value));
        fields.filter(|(_, value)| value.get() != "null")
    }

    /// Every field, also those that are null.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), *value))
    }

    /// The same fields, `snake_case` keys in camel case.
    pub(crate) fn in_camel_case(mut self) -> Self {
        for (key, _) in &mut self.0 {
            if key.contains('_') {
                let mut words = key.split('_');
                let mut camel = words.next().unwrap_or_default().to_owned();
                for word in words {
                    let mut letters = word.chars();
                    camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
                    camel.push_str(letters.as_str());
                }
                *key = Cow::Owned(camel);
            }
        }
        self
    }

    /// Takes a field that is not null.
    pub(crate) fn raw(&mut self, key: &str) -> Option<&'a RawValue> {
        let mut value = None;
        // One pass, whatever a client repeats; the last of several counts.
        self.0.retain(|(name, raw)| {
            let is_it = name == key;
            if is_it {
                value = Some(*raw);
            }
            !is_it
        });
        value.filter(|raw| raw.get() != "null")
    }

    /// Looks at a field that is not null.
    pub(crate) fn peek(&self, key: &str) -> Option<&'a RawValue> {
        let found = self.0.iter().rev().find(|(name, _)| name == key);
        found.map(|(_, raw)| *raw).filter(|raw| raw.get() != "null")
    }

    pub(crate) fn take<T: DeserializeOwned>(&mut self, key: &str) -> Result<Option<T>, DecodeError> {
        let Some(raw) = self.raw(key) else { return Ok(None) };
        let wrong = || DecodeError::field(key, format!("must be {}", expected::<T>()));
        serde_json::from_str(raw.get())
            // Some languages write whole numbers as `12.0`.
            .or_else(|error| serde_json::from_str(without_fraction(raw.get()).ok_or(error)?))
            .map(Some)
            .map_err(|_| wrong())
    }

    /// A time in seconds, whole or not; one that cannot be read is none.
    pub(crate) fn seconds(&mut self, key: &str) -> Option<u64> {
        self.raw(key)?.get().split('.').next()?.parse().ok()
    }

    pub(crate) fn text(&mut self, key: &str) -> Result<Option<String>, DecodeError> {
        let Some(raw) = self.raw(key) else { return Ok(None) };
        string(raw).map(Some).ok_or_else(|| DecodeError::field(key, "must be a string"))
    }

    /// A string that must be there.
    pub(crate) fn need_text(&mut self, key: &str) -> Result<String, DecodeError> {
        self.text(key)?.ok_or_else(|| DecodeError::field(key, "is missing"))
    }

    pub(crate) fn json(&mut self, key: &str) -> Option<Json> {
        self.raw(key).map(Json::raw)
    }

    pub(crate) fn object(&mut self, key: &str) -> Result<Option<Object<'a>>, DecodeError> {
        self.raw(key).map(|raw| Self::of(raw).map_err(|error| error.within(key))).transpose()
    }

    pub(crate) fn array(&mut self, key: &str) -> Result<Option<Vec<&'a RawValue>>, DecodeError> {
        self.raw(key).map(|raw| array(raw).map_err(|error| error.within(key))).transpose()
    }

    /// What was not taken and is not null.
    pub(crate) fn rest(self) -> Extras {
        let given = self.0.into_iter().filter(|(_, value)| value.get() != "null");
        given.map(|(key, value)| (key.into_owned(), Json::raw(value))).collect()
    }
}

/// Reads a whole value. That it is UTF-8 is seen once, and not again for each string in it.
pub(crate) fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, serde_json::Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(bytes),
    }
}

/// The elements of an array.
pub(crate) fn array(raw: &RawValue) -> Result<Vec<&RawValue>, DecodeError> {
    serde_json::from_str(raw.get()).map_err(|_| DecodeError::field("", "must be an array"))
}

/// The string that `raw` is, if it is one.
pub(crate) fn string(raw: &RawValue) -> Option<String> {
    let inner = raw.get().strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Some(inner.to_owned());
    }
    serde_json::from_str(raw.get()).ok().or_else(|| serde_json::from_str(&with_whole_letters(raw.get())).ok())
}

/// A whole number of this text that has an empty fraction.
fn without_fraction(text: &str) -> Option<&str> {
    let (whole, fraction) = text.split_once('.')?;
    (!fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0')).then_some(whole)
}

/// A JSON string whose halves of letters, as servers write them that cut texts between two units of UTF-16, are
/// replaced as every other reader of JSON replaces them.
fn with_whole_letters(json: &str) -> String {
    let unit = |at: usize| {
        let digits = json.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut out = String::with_capacity(json.len());
    let mut rest = 0;
    while let Some(found) = memchr::memchr(b'\\', &json.as_bytes()[rest..]) {
        let at = rest + found;
        let (length, is_half) = match (unit(at), unit(at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => (12, false),
            (Some(0xD800..=0xDFFF), _) => (6, true),
            (Some(_), _) => (6, false),
            (None, _) => (2, false),
        };
        out.push_str(&json[rest..at]);
        out.push_str(if is_half { "\\uFFFD" } else { json.get(at..at + length).unwrap_or_default() });
        rest = at + length;
    }
    out.push_str(json.get(rest..).unwrap_or_default());
    out
}

/// `read` over the elements of an array, with the index in errors.
pub(crate) fn each<'a, T>(
    items: Vec<&'a RawValue>,
    name: &str,
    mut read: impl FnMut(&'a RawValue) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    let read = |(at, raw)| read(raw).map_err(|error: DecodeError| error.within(&format!("{name}[{at}]")));
    items.into_iter().enumerate().map(read).collect()
}

fn expected<T>() -> &'static str {
    match std::any::type_name::<T>() {
        "bool" => "true or false",
        "u64" | "u32" => "a whole number that is not negative",
        "i64" => "a whole number",
        "f64" => "a number",
        "alloc::string::String" => "a string",
        _ => "of another type",
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::with_capacity(8);
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    fields.push((key.0, map.next_value()?));
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// A key, borrowed unless it has escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}
