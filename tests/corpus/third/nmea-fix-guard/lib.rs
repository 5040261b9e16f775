//! NMEA 0183 GGA sentences of the GPS receiver.
mod fields;

use std::panic::catch_unwind;
use std::slice;

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Fix {
    pub lat: f64,
    pub lon: f64,
    pub satellites: u8,
    pub valid: bool,
}

/// Runs `work`; a panic becomes the default value.
fn guard<R: Default>(work: impl FnOnce() -> R + std::panic::UnwindSafe) -> R {
    catch_unwind(work).unwrap_or_default()
}

fn decode(line: &[u8]) -> Fix {
    let mut parts = line.split(|b| *b == b',');
    if parts.next() != Some(b"$GPGGA") {
        return Fix::default();
    }
    let mut next = || parts.next().unwrap_or(&[]);
    let _time = next();
    let lat = fields::degrees(next(), next() == b"S");
    let lon = fields::degrees(next(), next() == b"W");
    let valid = next() != b"0";
    Fix { lat, lon, satellites: fields::count(next()), valid }
}

/// Decodes one sentence.
#[no_mangle]
pub unsafe extern "C" fn nmea_decode(line: *const u8, len: usize) -> Fix {
    if line.is_null() {
        return Fix::default();
    }
    let line = slice::from_raw_parts(line, len);
    guard(|| decode(line))
}
