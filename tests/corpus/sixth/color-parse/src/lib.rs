//! Colours of the theme file.

use std::os::raw::c_int;
use std::{slice, str};

#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Color {
    pub r: u8,
    pub g: u8,
    pub b: u8,
    pub a: u8,
}

const NAMED: &[(&str, [u8; 3])] = &[
    ("black", [0, 0, 0]),
    ("white", [255, 255, 255]),
    ("rebeccapurple", [102, 51, 153]),
    ("tomato", [255, 99, 71]),
];

fn named(text: &str) -> Option<Color> {
    NAMED
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(text))
        .map(|(_, [r, g, b])| Color { r: *r, g: *g, b: *b, a: 255 })
}

fn channel(text: &str) -> Option<u8> {
    u8::from_str_radix(text, 16).ok()
}

fn short(c: char) -> Option<u8> {
    c.to_digit(16).map(|d| d as u8 * 17)
}

fn parse(text: &str) -> Option<Color> {
    let text = text.trim();
    if !text.starts_with('#') {
        return named(text);
    }
    match text.len() {
        4 => {
            let mut digits = text.chars().skip(1).map(short);
            Some(Color { r: digits.next()??, g: digits.next()??, b: digits.next()??, a: 255 })
        }
        7 | 9 => {
            let a = if text.len() == 9 { channel(&text[7..9])? } else { 255 };
            Some(Color { r: channel(&text[1..3])?, g: channel(&text[3..5])?, b: channel(&text[5..7])?, a })
        }
        _ => None,
    }
}

/// 0 and the colour in `out`, or -1 for what is no colour.
///
/// # Safety
/// `text` points to `len` readable bytes, `out` may be written.
#[no_mangle]
pub unsafe extern "C" fn color_parse(text: *const u8, len: usize, out: *mut Color) -> c_int {
    if text.is_null() || out.is_null() {
        return -1;
    }
    let Ok(text) = str::from_utf8(slice::from_raw_parts(text, len)) else { return -1 };
    match parse(text) {
        Some(c) => {
            *out = c;
            0
        }
        None => -1,
    }
}

/// Mixes `b` over `a`.
#[no_mangle]
pub extern "C" fn color_over(a: Color, b: Color) -> Color {
    let mix = |x: u8, y: u8| {
        let t = u32::from(b.a);
        ((u32::from(x) * (255 - t) + u32::from(y) * t) / 255) as u8
    };
    Color { r: mix(a.r, b.r), g: mix(a.g, b.g), b: mix(a.b, b.b), a: a.a.max(b.a) }
}
