use std::ffi::{c_char, CStr, CString};

#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub lat: f64,
    pub lon: f64,
}

pub(crate) mod zig {
    use super::{c_char, Point};
    extern "C" {
        pub fn geo_decode(hash: *const c_char, out: *mut Point) -> bool;
        pub fn geo_encode(p: *const Point, digits: u32, out: *mut c_char, cap: usize) -> usize;
    }
}

pub struct Geohash(String);

impl Geohash {
    pub fn parse(s: &str) -> Option<Geohash> {
        let ok = !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric());
        ok.then(|| Geohash(s.to_ascii_lowercase()))
    }

    pub fn encode(p: Point, digits: u32) -> Option<Geohash> {
        let mut buf = [0 as c_char; 24];
        let n = unsafe { zig::geo_encode(&p, digits, buf.as_mut_ptr(), buf.len()) };
        if n == 0 || n >= buf.len() {
            return None;
        }
        let s = unsafe { CStr::from_ptr(buf.as_ptr()) };
        s.to_str().ok().map(|s| Geohash(s.to_owned()))
    }

    pub fn decode(&self) -> Option<Point> {
        decode_with(&self.0)
    }

    pub fn parent(&self) -> Option<Point> {
        let short = self.0.get(..self.0.len().checked_sub(1)?)?;
        let c = CString::new(short).ok()?;
        let mut out = Point::default();
        unsafe { zig::geo_decode(c.as_ptr(), &mut out) }.then_some(out)
    }
}

fn decode_with(text: impl AsRef<str>) -> Option<Point> {
    let raw = text.as_ref();
    let mut out = Point::default();
    let found = unsafe { zig::geo_decode(raw.as_ptr().cast(), &mut out) };
    found.then_some(out)
}
