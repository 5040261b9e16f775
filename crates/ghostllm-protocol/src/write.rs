//! Writing JSON straight into bytes, in the order in which it is said.

use serde::Serialize;

use crate::read::Object;
use crate::{Extras, Json};

/// An object being written.
pub(crate) struct Writer<'a> {
    out: &'a mut Vec<u8>,
    empty: bool,
}

/// An array being written.
pub(crate) struct Array<'a> {
    out: &'a mut Vec<u8>,
    empty: bool,
}

/// Appends the object that `write` fills.
pub(crate) fn object(out: &mut Vec<u8>, write: impl FnOnce(&mut Writer<'_>)) {
    out.push(b'{');
    write(&mut Writer { out, empty: true });
    out.push(b'}');
}

/// Appends the array that `write` fills.
pub(crate) fn array(out: &mut Vec<u8>, write: impl FnOnce(&mut Array<'_>)) {
    out.push(b'[');
    write(&mut Array { out, empty: true });
    out.push(b']');
}

/// What can be the value of a field: strings, numbers and booleans, and lists of them.
pub(crate) trait Put {
    fn put(&self, out: &mut Vec<u8>);
}

impl Put for str {
    fn put(&self, out: &mut Vec<u8>) {
        string(out, self);
    }
}

impl Put for String {
    fn put(&self, out: &mut Vec<u8>) {
        string(out, self);
    }
}

impl<T: Put + ?Sized> Put for &T {
    fn put(&self, out: &mut Vec<u8>) {
        (**self).put(out);
    }
}

impl<T: Put> Put for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.put(out),
            None => out.extend_from_slice(b"null"),
        }
    }
}

impl<T: Put> Put for [T] {
    fn put(&self, out: &mut Vec<u8>) {
        array(out, |a| self.iter().for_each(|item| item.put(a.item())));
    }
}

impl<T: Put> Put for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.as_slice().put(out);
    }
}

impl<T: Put, const N: usize> Put for [T; N] {
    fn put(&self, out: &mut Vec<u8>) {
        self.as_slice().put(out);
    }
}

macro_rules! put_by_serde {
    ($($kind:ty),*) => {$(
        impl Put for $kind {
            fn put(&self, out: &mut Vec<u8>) {
                plain(out, self);
            }
        }
    )*};
}

put_by_serde!(bool, u16, i32, u32, u64, i64, usize, f32, f64);

/// What serde writes into memory, which cannot fail for these.
fn plain(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    let before = out.len();
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.truncate(before);
        out.extend_from_slice(b"null");
    }
}

/// A string; mostly there is nothing in it to escape.
pub(crate) fn string(out: &mut Vec<u8>, text: &str) {
    if has_escapes(text.as_bytes()) {
        return plain(out, text);
    }
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// Whether there is a control character, a quotation mark or a backslash: eight bytes at a time, the last of them once
/// more where they do not come out even.
fn has_escapes(bytes: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // The high bit of each byte that is zero; of bytes above such a one it may be set too, which does not matter.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & (ONES << 7);
    let (words, rest) = bytes.as_chunks::<8>();
    let escapes = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        let controls = word.wrapping_sub(ONES * 0x20) & !word & (ONES << 7);
        controls | zeros(word ^ (ONES * 0x22)) | zeros(word ^ (ONES * 0x5C))
    };
    let found = words.iter().fold(0, |found, word| found | escapes(word));
    let is_odd = |byte: &u8| *byte < b' ' || matches!(byte, b'"' | b'\\');
    found != 0 || bytes.last_chunk().map_or_else(|| rest.iter().any(is_odd), |last| escapes(last) != 0)
}

impl Writer<'_> {
    /// Begins a field, whose value the caller appends. The codecs' own keys have nothing in them to escape.
    #[inline]
    pub(crate) fn key(&mut self, key: &'static str) -> &mut Vec<u8> {
        self.out.extend_from_slice(if self.empty { b"\"" } else { b",\"" });
        self.empty = false;
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    /// Begins a field that somebody else has named.
    pub(crate) fn others_key(&mut self, key: &str) -> &mut Vec<u8> {
        if !self.empty {
            self.out.push(b',');
        }
        self.empty = false;
        string(self.out, key);
        self.out.push(b':');
        self.out
    }

    #[inline]
    pub(crate) fn put(&mut self, key: &'static str, value: &(impl Put + ?Sized)) {
        value.put(self.key(key));
    }

    /// A field whose value is a word of the dialect: there is nothing in it to escape.
    #[inline]
    pub(crate) fn word(&mut self, key: &'static str, word: &'static str) {
        let out = self.key(key);
        out.push(b'"');
        out.extend_from_slice(word.as_bytes());
        out.push(b'"');
    }

    pub(crate) fn opt(&mut self, key: &'static str, value: Option<&(impl Put + ?Sized)>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    pub(crate) fn null(&mut self, key: &'static str) {
        self.key(key).extend_from_slice(b"null");
    }

    pub(crate) fn raw(&mut self, key: &'static str, json: &str) {
        self.key(key).extend_from_slice(json.as_bytes());
    }

    pub(crate) fn json(&mut self, key: &'static str, json: &Json) {
        self.raw(key, json.as_str());
    }

    /// A field that somebody else has named.
    pub(crate) fn named(&mut self, key: &str, json: &Json) {
        self.others_key(key).extend_from_slice(json.as_str().as_bytes());
    }

    pub(crate) fn object(&mut self, key: &'static str, write: impl FnOnce(&mut Writer<'_>)) {
        object(self.key(key), write);
    }

    pub(crate) fn array(&mut self, key: &'static str, write: impl FnOnce(&mut Array<'_>)) {
        array(self.key(key), write);
    }

    /// The fields of an object that was kept as it came.
    pub(crate) fn fields(&mut self, json: Option<&Json>) {
        if let Some(json) = json
            && let Ok(fields) = Object::parse(json.as_str().as_bytes())
        {
            self.extras(&fields.rest());
        }
    }

    pub(crate) fn extras(&mut self, extras: &Extras) {
        for (key, value) in extras.iter() {
            self.named(key, value);
        }
    }
}

impl Array<'_> {
    /// Begins an element, whose value the caller appends.
    pub(crate) fn item(&mut self) -> &mut Vec<u8> {
        if !self.empty {
            self.out.push(b',');
        }
        self.empty = false;
        self.out
    }

    pub(crate) fn json(&mut self, json: &Json) {
        self.item().extend_from_slice(json.as_str().as_bytes());
    }

    pub(crate) fn object(&mut self, write: impl FnOnce(&mut Writer<'_>)) {
        object(self.item(), write);
    }
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn strings_are_written_as_json_has_them() {
        let check = |text: &str| {
            let mut out = Vec::new();
            string(&mut out, text);
            assert_eq!(out, serde_json::to_vec(text).unwrap(), "{text:?}");
        };
        for code in (0..=0x100).chain([0x2028, 0xD7FF, 0xFFFD, 0x1F47B]) {
            let odd = char::from_u32(code).unwrap();
            for place in 0..20 {
                check(&format!("{}{odd}{}", "a".repeat(place), "é".repeat(19 - place)));
            }
        }
    }
}
