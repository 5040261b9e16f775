use std::marker::PhantomData;
pub struct Reader<'a> { rest: Vec<u8>, rows: u64, _p: PhantomData<&'a ()> }
impl Reader<'static> {
    fn over(bytes: &[u8]) -> Self { Reader { rest: bytes.to_vec(), rows: 0, _p: PhantomData } }
    fn row(&mut self) -> Option<u32> {
        let end = self.rest.iter().position(|b| *b == b'\n')?;
        let fields = self.rest[..end].split(|b| *b == b',').count();
        self.rest = self.rest.split_off(end + 1);
        self.rows += 1;
        u32::try_from(fields).ok()
    }
}
/// # Safety
/// `data` holds `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn csv_open(data: *const u8, len: usize) -> *mut Reader<'static> {
    if data.is_null() { return std::ptr::null_mut() }
    let bytes = unsafe { std::slice::from_raw_parts(data, len) };
    Box::into_raw(Box::new(Reader::over(bytes)))
}
/// # Safety
/// From `csv_open`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn csv_row(r: *mut Reader<'static>, out: *mut u32) -> bool {
    let (Some(r), Some(out)) = (unsafe { r.as_mut() }, unsafe { out.as_mut() }) else { return false };
    match r.row() { Some(n) => { *out = n; true } None => false }
}
/// # Safety
/// From `csv_open`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn csv_close(r: *mut Reader<'static>) { if !r.is_null() { drop(unsafe { Box::from_raw(r) }) } }
