use std::ffi::c_void;
use std::slice;

#[repr(C)]
pub struct FontFuncs {
    pub user: *mut c_void,
    pub glyph: Option<unsafe extern "C" fn(user: *mut c_void, codepoint: u32) -> u32>,
    pub advance: Option<unsafe extern "C" fn(user: *mut c_void, glyph: u32) -> i32>,
    pub kern: Option<unsafe extern "C" fn(user: *mut c_void, left: u32, right: u32) -> i32>,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Glyph {
    pub id: u32,
    pub cluster: u32,
    pub x: i32,
}

struct Font<'a>(&'a FontFuncs);

impl Font<'_> {
    fn glyph(&self, c: char) -> u32 {
        self.0.glyph.map_or(0, |f| unsafe { f(self.0.user, u32::from(c)) })
    }

    fn advance(&self, glyph: u32) -> i32 {
        self.0.advance.map_or(0, |f| unsafe { f(self.0.user, glyph) })
    }

    fn kern(&self, left: u32, right: u32) -> i32 {
        self.0.kern.map_or(0, |f| unsafe { f(self.0.user, left, right) })
    }
}

/// Shapes a text, returns the number of glyphs or -1 when the text is not UTF-8.
///
/// # Safety
/// `funcs` is valid, `text` has `len` bytes, `out` has room for `cap` glyphs.
#[no_mangle]
pub unsafe extern "C" fn shape(
    funcs: *const FontFuncs,
    text: *const u8,
    len: usize,
    out: *mut Glyph,
    cap: usize,
) -> isize {
    let Some(funcs) = funcs.as_ref() else { return -1 };
    if text.is_null() || out.is_null() {
        return -1;
    }
    let Ok(text) = std::str::from_utf8(slice::from_raw_parts(text, len)) else {
        return -1;
    };
    let font = Font(funcs);
    let (mut x, mut last) = (0i32, None);
    let mut n = 0isize;
    for (slot, (at, c)) in slice::from_raw_parts_mut(out, cap).iter_mut().zip(text.char_indices()) {
        let id = font.glyph(c);
        if let Some(l) = last {
            x = x.saturating_add(font.kern(l, id));
        }
        *slot = Glyph { id, cluster: at as u32, x };
        x = x.saturating_add(font.advance(id));
        last = Some(id);
        n += 1;
    }
    n
}
