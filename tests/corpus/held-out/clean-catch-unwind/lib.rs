use std::panic;

fn parse(raw: &[u8]) -> u32 {
    let text = std::str::from_utf8(raw).unwrap();
    text.parse::<u32>().expect("digits")
}

#[no_mangle]
pub unsafe extern "C" fn parse_u32(p: *const u8, n: usize, out: *mut u32) -> i32 {
    if p.is_null() || out.is_null() {
        return -1;
    }
    let raw = std::slice::from_raw_parts(p, n);
    match panic::catch_unwind(|| parse(raw)) {
        Ok(v) => {
            *out = v;
            0
        }
        Err(_) => -2,
    }
}
