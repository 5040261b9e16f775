use std::ptr::NonNull;

#[repr(C)]
pub struct RawFix {
    degrees: f64,
    spread: f64,
    count: u32,
}

extern "C" {
    fn fix_begin() -> *mut RawFix;
    fn fix_bearing(fix: *mut RawFix, degrees: f64) -> bool;
    fn fix_free(fix: *mut RawFix);
}

pub struct Fix {
    pub degrees: f64,
    pub spread: f64,
    pub count: u32,
}

impl From<NonNull<RawFix>> for Fix {
    fn from(raw: NonNull<RawFix>) -> Fix {
        let raw = unsafe { Box::from_raw(raw.as_ptr()) };
        let RawFix { degrees, spread, count } = *raw;
        Fix { degrees, spread, count }
    }
}

pub struct Solver {
    raw: Option<NonNull<RawFix>>,
}

impl Solver {
    pub fn new() -> Self {
        Solver { raw: NonNull::new(unsafe { fix_begin() }) }
    }

    pub fn bearing(&mut self, degrees: f64) {
        if let Some(raw) = self.raw {
            if !unsafe { fix_bearing(raw.as_ptr(), degrees) } {
                self.cancel();
            }
        }
    }

    pub fn finish(mut self) -> Option<Fix> {
        self.raw.take().map(Fix::from)
    }

    fn cancel(&mut self) {
        if let Some(raw) = self.raw.take() {
            unsafe { fix_free(raw.as_ptr()) }
        }
    }
}

impl Drop for Solver {
    fn drop(&mut self) {
        self.cancel();
    }
}
