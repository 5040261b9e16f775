pub struct Page {
    rows: Vec<Vec<u8>>,
    width: usize,
}

const GLYPHS: &[(u8, char)] = &[(0b111, 'I'), (0b101, 'V'), (0b010, '.'), (0b011, 'J')];

impl Page {
    fn columns(&self) -> impl Iterator<Item = u8> + '_ {
        (0..self.width).map(move |x| {
            self.rows.iter().take(3).fold(0u8, |acc, row| {
                acc << 1 | u8::from(row.get(x).is_some_and(|v| *v < 128))
            })
        })
    }

    fn text(&self) -> String {
        self.columns()
            .map(|col| GLYPHS.iter().find(|g| g.0 == col).map_or(' ', |g| g.1))
            .collect()
    }
}

#[no_mangle]
pub unsafe extern "C" fn ocr_page_new(pixels: *const u8, width: usize, height: usize) -> *mut Page {
    let Some(n) = width.checked_mul(height) else { return std::ptr::null_mut() };
    if pixels.is_null() || n == 0 {
        return std::ptr::null_mut();
    }
    let pixels = std::slice::from_raw_parts(pixels, n);
    let rows = pixels.chunks(width).map(<[u8]>::to_vec).collect();
    Box::into_raw(Box::new(Page { rows, width }))
}

#[no_mangle]
pub unsafe extern "C" fn ocr_page_free(page: *mut Page) {
    if !page.is_null() {
        drop(Box::from_raw(page));
    }
}

/// The recognised text; give it back to `ocr_text_free` with the same length.
#[no_mangle]
pub unsafe extern "C" fn ocr_page_text(page: *const Page, out_len: *mut usize) -> *mut u8 {
    let (Some(page), false) = (page.as_ref(), out_len.is_null()) else {
        return std::ptr::null_mut();
    };
    let text = page.text().into_bytes().into_boxed_slice();
    *out_len = text.len();
    Box::into_raw(text).cast()
}

#[no_mangle]
pub unsafe extern "C" fn ocr_text_free(text: *mut u8, len: usize) {
    if !text.is_null() {
        drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(text, len)));
    }
}
