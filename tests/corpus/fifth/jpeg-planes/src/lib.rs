//! Plane conversion for the decoder.

#[repr(C)]
pub struct Plane {
    pub data: *mut u8,
    pub width: usize,
    pub height: usize,
    pub stride: usize,
}

impl Plane {
    unsafe fn rows<'a>(&'a self) -> impl Iterator<Item = &'a mut [u8]> + 'a {
        let (data, width, stride) = (self.data, self.width, self.stride.max(self.width));
        (0..if data.is_null() { 0 } else { self.height })
            .map(move |y| std::slice::from_raw_parts_mut(data.add(y.wrapping_mul(stride)), width))
    }
}

#[cfg(feature = "luma")]
#[no_mangle]
pub unsafe extern "C" fn planes_expand_luma(p: *mut Plane) -> usize {
    let Some(p) = p.as_ref() else { return 0 };
    let mut n = 0usize;
    for row in p.rows() {
        for b in row.iter_mut() {
            *b = b.saturating_sub(16).saturating_add(*b / 8);
        }
        n = n.wrapping_add(row.len());
    }
    n
}

#[cfg(feature = "chroma")]
#[no_mangle]
pub unsafe extern "C" fn planes_upsample_2x(src: *const Plane, dst: *mut Plane) -> usize {
    let (Some(src), Some(dst)) = (src.as_ref(), dst.as_ref()) else { return 0 };
    let mut n = 0usize;
    let mut from = src.rows();
    let mut line: &[u8] = &[];
    for (y, row) in dst.rows().enumerate() {
        if y % 2 == 0 {
            match from.next() {
                Some(l) => line = l,
                None => break,
            }
        }
        for (pair, v) in row.chunks_mut(2).zip(line) {
            pair.fill(*v);
        }
        n = n.wrapping_add(1);
    }
    n
}
