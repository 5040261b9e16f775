pub struct Index<'a> { words: &'a [u32] }
#[no_mangle]
pub unsafe extern "C" fn index_new(words: *const u32, len: usize) -> *mut Index<'static> {
    if words.is_null() { return std::ptr::null_mut(); }
    Box::into_raw(Box::new(Index { words: std::slice::from_raw_parts(words, len) }))
}
#[no_mangle]
pub unsafe extern "C" fn index_find(index: *const Index<'static>, word: u32) -> bool {
    index.as_ref().is_some_and(|i| i.words.contains(&word))
}
#[no_mangle]
pub unsafe extern "C" fn index_free(index: *mut Index<'static>) { if !index.is_null() { drop(Box::from_raw(index)); } }
