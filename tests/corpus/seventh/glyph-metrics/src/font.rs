use std::mem::MaybeUninit;
use std::ptr::NonNull;

#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    pub code: u32,
    pub advance: u16,
    pub ascent: i16,
    pub bounds: [i16; 4],
}

#[repr(C)]
struct RawFont {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn font_new(size: u16) -> *mut RawFont;
    fn font_free(f: *mut RawFont);
    fn glyph_get(f: *mut RawFont, code: u32, out: *mut Glyph) -> bool;
}

pub struct Font(NonNull<RawFont>);

impl Font {
    pub fn new(size: u16) -> Option<Self> {
        NonNull::new(unsafe { font_new(size) }).map(Font)
    }

    pub fn glyph(&mut self, c: char) -> Option<Glyph> {
        let mut out = MaybeUninit::uninit();
        unsafe {
            if glyph_get(self.0.as_ptr(), u32::from(c), out.as_mut_ptr()) {
                Some(out.assume_init())
            } else {
                None
            }
        }
    }
}

impl Drop for Font {
    fn drop(&mut self) {
        unsafe { font_free(self.0.as_ptr()) }
    }
}
