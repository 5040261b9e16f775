//! Reading JSON of the usual kind in one pass, straight into what becomes of it. Whatever else is there is an error,
//! and for a codec's thorough reading.
//!
//! Holds: what is read here means what the thorough reading would make of it. Keys are borrowed: one that is spelled with
//! an escape is not usual.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{Error, IgnoredAny, MapAccess};
use serde_json::value::RawValue;

use crate::{Extras, Json};

/// Text, borrowed where it has no escapes.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

pub(super) fn text<'de: 'a, 'a, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Cow<'a, str>>, A::Error> {
    Ok(map.next_value::<Option<Text<'a>>>()?.map(|text| text.0))
}

/// A member that is only usual where it is `null`.
pub(super) fn nothing<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    match map.next_value::<Option<IgnoredAny>>()? {
        None => Ok(()),
        Some(_) => Err(unusual()),
    }
}

/// A member without a neutral name.
pub(super) fn keep<'de, A: MapAccess<'de>>(
    key: &str,
    extras: &mut Extras,
    map: &mut A,
) -> Result<(), A::Error> {
    if let Some(value) = map.next_value::<Option<&'de RawValue>>()? {
        extras.insert(key, Json::raw(value));
    }
    Ok(())
}

pub(super) fn unusual<E: Error>() -> E {
    E::custom("it is not of the usual kind")
}

/// How an object becomes a `$name`, member by member. What borrows from the text says so: `Name<'a>`.
macro_rules! visit {
    ($name:ident<$lifetime:lifetime>, $what:literal, $map:ident => $body:block) => {
        $crate::codec::usual::visit!(@ [$name<'de>] [impl<'de: $lifetime, $lifetime>] [$name<$lifetime>] $what, $map => $body);
    };
    ($name:ident, $what:literal, $map:ident => $body:block) => {
        $crate::codec::usual::visit!(@ [$name] [impl<'de>] [$name] $what, $map => $body);
    };
    (@ [$value:ty] [$($generics:tt)*] [$for:ty] $what:literal, $map:ident => $body:block) => {
        $($generics)* serde::Deserialize<'de> for $for {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Fields;
                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $value;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($what)
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut $map: A,
                    ) -> Result<Self::Value, A::Error> $body
                }
                deserializer.deserialize_map(Fields)
            }
        }
    };
}

pub(super) use visit;
