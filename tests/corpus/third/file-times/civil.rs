use crate::Day;

/// Day of the proleptic Gregorian calendar.
pub fn day(seconds: i64) -> Day {
    let z = seconds.div_euclid(86400).saturating_add(719_468);
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = (yoe + era.saturating_mul(400)).saturating_add(i64::from(month <= 2));
    Day { year: year as i32, month: month as u8, day: (doy - (153 * mp + 2) / 5 + 1) as u8 }
}
