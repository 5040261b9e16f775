pub struct Decoder { input: &'static [u8], at: usize }
#[no_mangle]
pub unsafe extern "C" fn decoder_new(p: *const u8, n: usize) -> *mut Decoder {
    if p.is_null() { return std::ptr::null_mut(); }
    let input = std::slice::from_raw_parts(p, n);
    Box::into_raw(Box::new(Decoder { input, at: 0 }))
}
#[no_mangle]
pub unsafe extern "C" fn decoder_next(d: *mut Decoder) -> i32 {
    let Some(d) = d.as_mut() else { return -1 };
    match d.input.get(d.at) { Some(b) => { d.at += 1; i32::from(*b) } None => -1 }
}
#[no_mangle]
pub unsafe extern "C" fn decoder_free(d: *mut Decoder) {
    if d.is_null() { return; }
    let d = Box::from_raw(d);
    drop(d);
}
