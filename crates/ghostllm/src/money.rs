//! Money as whole nano-dollars, so that spending adds up exactly and one cheap token is not rounded to nothing.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};

const NANO_PER_DOLLAR: i64 = 1_000_000_000;

/// An amount of US dollars, exact to a billionth. In configuration: `5`, `0.25` or `"0.25"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dollars {
    nano: i64,
}

/// Why a text is not an amount of money.
#[derive(Debug, thiserror::Error)]
#[error("`{text}` is not an amount in dollars: write a number such as 5 or 0.25")]
pub struct DollarsError {
    text: String,
}

impl Dollars {
    /// Nothing.
    pub const ZERO: Self = Self { nano: 0 };

    /// From billionths of a dollar.
    pub const fn from_nano(nano: i64) -> Self {
        Self { nano }
    }

    /// In billionths of a dollar.
    pub const fn nano(self) -> i64 {
        self.nano
    }

    /// The price of `tokens` at `self` for a million of them.
    #[must_use]
    pub fn per_million(self, tokens: u64) -> Self {
        let nano = i128::from(self.nano) * i128::from(tokens) / 1_000_000;
        Self { nano: i64::try_from(nano).unwrap_or(i64::MAX) }
    }

    /// The sum, held at the largest amount.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { nano: self.nano.saturating_add(other.nano) }
    }

    /// The difference; may be negative.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self { nano: self.nano.saturating_sub(other.nano) }
    }

    /// As a floating number of dollars, for display and JSON.
    #[expect(clippy::cast_precision_loss, reason = "shown to people; sums are kept in whole nano-dollars")]
    pub fn as_f64(self) -> f64 {
        self.nano as f64 / NANO_PER_DOLLAR as f64
    }
}

impl std::str::FromStr for Dollars {
    type Err = DollarsError;

    fn from_str(text: &str) -> Result<Self, DollarsError> {
        let fail = || DollarsError { text: text.to_owned() };
        let plain = text.trim().trim_start_matches('$');
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
            return Err(fail());
        }
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| fail())? };
        let mut nano = whole.checked_mul(NANO_PER_DOLLAR).ok_or_else(fail)?;
        let mut place = NANO_PER_DOLLAR / 10;
        for digit in fraction.bytes() {
            nano = nano.checked_add(i64::from(digit - b'0') * place).ok_or_else(fail)?;
            place /= 10;
        }
        Ok(Self { nano })
    }
}

impl fmt::Display for Dollars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.nano < 0 { "-" } else { "" };
        let nano = self.nano.unsigned_abs();
        let whole = nano / NANO_PER_DOLLAR.unsigned_abs();
        let fraction = format!("{:09}", nano % NANO_PER_DOLLAR.unsigned_abs());
        let shown = fraction.trim_end_matches('0');
        write!(f, "{sign}${whole}.{shown:0<2}")
    }
}

impl Serialize for Dollars {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}

impl<'de> Deserialize<'de> for Dollars {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DollarsVisitor)
    }
}

struct DollarsVisitor;

impl Visitor<'_> for DollarsVisitor {
    type Value = Dollars;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount in dollars")
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Dollars, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Dollars, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Dollars, E> {
        self.visit_str(&format!("{value:.9}"))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Dollars, E> {
        text.parse().map_err(E::custom)
    }
}

impl schemars::JsonSchema for Dollars {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Dollars".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": ["number", "string"], "format": "dollars", "minimum": 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::Dollars;

    fn check(text: &str, nano: i64, shown: &str) {
        let parsed: Dollars = text.parse().unwrap();
        assert_eq!((parsed.nano(), parsed.to_string().as_str()), (nano, shown), "{text}");
    }

    #[test]
    fn amounts_are_exact() {
        check("5", 5_000_000_000, "$5.00");
        check("0.25", 250_000_000, "$0.25");
        check("$.1", 100_000_000, "$0.10");
        check("0.000000001", 1, "$0.000000001");
        check("9223372036.854775807", i64::MAX, "$9223372036.854775807");
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", ".", "-1", "1e3", "five", "9223372036.854775808", "1.2.3"] {
            assert!(text.parse::<Dollars>().is_err(), "{text}");
        }
    }

    #[test]
    fn one_token_of_a_cheap_model_costs_something() {
        let per_million: Dollars = "0.05".parse().unwrap();
        assert_eq!(per_million.per_million(1).nano(), 50);
        assert_eq!(per_million.per_million(u64::MAX).nano(), i64::MAX);
    }
}
