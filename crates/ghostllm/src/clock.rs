//! Wall time in UTC, as the gateway's records and budget periods need it. Read through [`now`] at the edges and
//! passed down; durations are measured with `Instant`, never with this.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A moment, in milliseconds since 1970 UTC. Shown and read as RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    unix_ms: i64,
}

/// A budget period that a moment lies in. Of one kind, later ones are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A UTC day, counted from 1970-01-01.
    Day(i32),
    /// A UTC month, counted from January of year 0.
    Month(i32),
}

const JULIAN_DAY_OF_1970: i32 = OffsetDateTime::UNIX_EPOCH.to_julian_day();

/// Why a text is not a moment.
#[derive(Debug, thiserror::Error)]
#[error(
    "`{text}` is not a time: write 2027-01-31, 2027-01-31T12:00:00Z, or a span from now such as 30d or 12h"
)]
pub struct MomentError {
    text: String,
}

/// The present moment.
pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment { unix_ms: i64::try_from(since.as_millis()).unwrap_or(i64::MAX) }
}

impl Moment {
    /// From milliseconds since 1970 UTC.
    pub const fn from_unix_ms(unix_ms: i64) -> Self {
        Self { unix_ms }
    }

    /// Milliseconds since 1970 UTC.
    pub const fn unix_ms(self) -> i64 {
        self.unix_ms
    }

    /// The moment `seconds` later.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self { unix_ms: self.unix_ms.saturating_add(seconds.saturating_mul(1000)) }
    }

    /// Reads RFC 3339, a date (its first instant in UTC), or a span from `now` (`90s`, `15m`, `12h`, `30d`).
    pub fn parse(text: &str, now: Self) -> Result<Self, MomentError> {
        if let Some(seconds) = span_seconds(text) {
            return Ok(now.plus_seconds(seconds));
        }
        Self::at(text)
    }

    /// Like [`Moment::parse`], but spans look back.
    pub(crate) fn parse_past(text: &str, now: Self) -> Result<Self, MomentError> {
        span_seconds(text).map_or_else(|| Self::at(text), |seconds| Ok(now.plus_seconds(-seconds)))
    }

    /// Reads RFC 3339 or a date (its first instant in UTC).
    pub fn at(text: &str) -> Result<Self, MomentError> {
        let full =
            if text.len() == "2027-01-31".len() { format!("{text}T00:00:00Z") } else { text.to_owned() };
        let at = OffsetDateTime::parse(&full, &Rfc3339).map_err(|_| MomentError { text: text.to_owned() })?;
        let unix_ms = i64::try_from(at.unix_timestamp_nanos() / 1_000_000)
            .map_err(|_| MomentError { text: text.to_owned() })?;
        Ok(Self { unix_ms })
    }

    /// The UTC day and month this moment lies in.
    pub fn periods(self) -> (Period, Period) {
        let day = i32::try_from(self.unix_ms.div_euclid(86_400_000)).unwrap_or(i32::MAX);
        let date = time::Date::from_julian_day(day.saturating_add(JULIAN_DAY_OF_1970));
        let date = date.unwrap_or(time::Date::MAX);
        (Period::Day(day), Period::Month(date.year() * 12 + i32::from(u8::from(date.month())) - 1))
    }

    /// How many seconds, at least one, until the day or month of this moment ends.
    pub fn seconds_left(self, period: Period) -> u64 {
        let end_ms = match period {
            Period::Day(day) => (i64::from(day) + 1) * 86_400_000,
            Period::Month(month) => first_of_month_ms(month + 1),
        };
        u64::try_from((end_ms - self.unix_ms).div_euclid(1000)).unwrap_or(0).max(1)
    }

    fn date(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.unix_ms) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl Period {
    /// From storage.
    pub const fn from_number(monthly: bool, number: i32) -> Self {
        if monthly { Self::Month(number) } else { Self::Day(number) }
    }

    /// A stable number for storage; days and months do not collide because their kind is stored beside it.
    pub const fn number(self) -> i32 {
        match self {
            Self::Day(number) | Self::Month(number) => number,
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.date().format(&Rfc3339).map_err(|_| fmt::Error)?;
        f.write_str(&text)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text, Self::from_unix_ms(0)).map_err(serde::de::Error::custom)
    }
}

fn span_seconds(text: &str) -> Option<i64> {
    let unit = match text.chars().last()? {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    text[..text.len() - 1].parse::<u32>().ok().map(|count| i64::from(count) * unit)
}

fn first_of_month_ms(month: i32) -> i64 {
    let number = u8::try_from(month.rem_euclid(12) + 1).ok().and_then(|m| time::Month::try_from(m).ok());
    let date = number.and_then(|m| time::Date::from_calendar_date(month.div_euclid(12), m, 1).ok());
    date.map_or(i64::MAX, |d| d.midnight().assume_utc().unix_timestamp() * 1000)
}

#[cfg(test)]
mod tests {
    use super::{Moment, Period};

    #[test]
    fn times_are_read_in_three_forms() {
        let now = Moment::from_unix_ms(1_000_000);
        let check = |text: &str, shown: &str| {
            assert_eq!(Moment::parse(text, now).unwrap().to_string(), shown, "{text}");
        };
        check("2027-01-31", "2027-01-31T00:00:00Z");
        check("2027-01-31T12:30:00+02:00", "2027-01-31T10:30:00Z");
        check("1d", "1970-01-02T00:16:40Z");
        assert_eq!(Moment::parse_past("1m", now).unwrap().unix_ms(), 940_000);
        assert!(Moment::parse_past("2027-01-31", now).unwrap() > now, "what is said is said");
        for bad in ["", "tomorrow", "2027-13-01", "-5m", "é"] {
            assert!(Moment::parse(bad, now).is_err(), "{bad}");
        }
    }

    #[test]
    fn periods_end_where_the_calendar_says() {
        let at = Moment::parse("2028-02-29T23:59:30Z", Moment::from_unix_ms(0)).unwrap();
        let (day, month) = at.periods();
        assert_eq!(at.seconds_left(day), 30);
        assert_eq!(at.seconds_left(month), 30);
        let december = Moment::parse("2027-12-31T23:00:00Z", at).unwrap();
        assert_eq!(december.periods().1, Period::Month(2027 * 12 + 11));
        assert_eq!(december.seconds_left(december.periods().1), 3600);
    }
}
