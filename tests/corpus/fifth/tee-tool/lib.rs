use std::ffi::{c_char, CStr};

pub struct Tee {
    prefix: Vec<u8>,
    at_line_start: bool,
    total: u64,
}

impl Tee {
    fn push(&mut self, src: &[u8], dst: &mut [u8]) -> (usize, usize) {
        let (mut used, mut made) = (0, 0);
        for b in src {
            let need = if self.at_line_start { self.prefix.len() } else { 0 };
            let Some(room) = dst.get_mut(made..) else { break };
            if room.len() <= need {
                break;
            }
            for (d, p) in room.iter_mut().zip(self.prefix.iter().take(need).chain([b])) {
                *d = *p;
            }
            made += need + 1;
            used += 1;
            self.at_line_start = *b == b'\n';
        }
        self.total = self.total.wrapping_add(used as u64);
        (used, made)
    }
}

/// `prefix` is copied and may be null.
#[no_mangle]
pub unsafe extern "C" fn tee_new(prefix: *const c_char) -> *mut Tee {
    let prefix = if prefix.is_null() {
        Vec::new()
    } else {
        CStr::from_ptr(prefix).to_bytes().to_vec()
    };
    Box::into_raw(Box::new(Tee { prefix, at_line_start: true, total: 0 }))
}

/// Gives the number of bytes made; `used` gets how many of `src` went in.
#[no_mangle]
pub unsafe extern "C" fn tee_push(
    tee: *mut Tee,
    src: *const u8,
    len: usize,
    dst: *mut u8,
    cap: usize,
    used: *mut usize,
) -> usize {
    let (Some(tee), Some(used)) = (tee.as_mut(), used.as_mut()) else { return 0 };
    *used = 0;
    if src.is_null() || dst.is_null() {
        return 0;
    }
    let src = std::slice::from_raw_parts(src, len);
    let dst = std::slice::from_raw_parts_mut(dst, cap);
    let (n, made) = tee.push(src, dst);
    *used = n;
    made
}

#[no_mangle]
pub unsafe extern "C" fn tee_close(tee: *mut Tee) -> u64 {
    if tee.is_null() {
        return 0;
    }
    Box::from_raw(tee).total
}
