pub struct Reader(Vec<u8>);
pub struct Writer(String);

#[no_mangle]
pub extern "C" fn reader_open() -> *mut Reader {
    Box::into_raw(Box::new(Reader(vec![1, 2])))
}
#[no_mangle]
pub unsafe extern "C" fn reader_close(r: *mut Reader) {
    if !r.is_null() {
        drop(Box::from_raw(r));
    }
}
#[no_mangle]
pub extern "C" fn writer_open() -> *mut Writer {
    Box::into_raw(Box::new(Writer(String::new())))
}
#[no_mangle]
pub unsafe extern "C" fn writer_close(w: *mut Writer) {
    if !w.is_null() {
        drop(Box::from_raw(w));
    }
}
#[no_mangle]
pub unsafe extern "C" fn stream_size(r: *const Reader, w: *const Writer) -> usize {
    r.as_ref().map_or(0, |r| r.0.len()) + w.as_ref().map_or(0, |w| w.0.len())
}
