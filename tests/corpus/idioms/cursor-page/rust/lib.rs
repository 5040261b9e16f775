pub struct Cursor { at: usize, rows: Vec<u64> }
pub struct Page { rows: Vec<u64>, #[allow(dead_code)] title: String }
#[unsafe(no_mangle)]
pub extern "C" fn cursor_open(n: u64) -> *mut Cursor { Box::into_raw(Box::new(Cursor { at: 0, rows: (0..n).collect() })) }
/// # Safety
/// From `cursor_open`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cursor_close(c: *mut Cursor) { if !c.is_null() { drop(unsafe { Box::from_raw(c) }) } }
/// # Safety
/// From `cursor_open`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cursor_page(c: *mut Cursor, n: usize) -> *mut Page {
    let Some(c) = (unsafe { c.as_mut() }) else { return std::ptr::null_mut() };
    let rows: Vec<u64> = c.rows.iter().skip(c.at).take(n).copied().collect();
    c.at += rows.len();
    Box::into_raw(Box::new(Page { rows, title: String::from("page") }))
}
/// # Safety
/// From `cursor_page`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn page_close(p: *mut Page) { if !p.is_null() { drop(unsafe { Box::from_raw(p) }) } }
/// # Safety
/// From `cursor_page`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn page_rows(p: *const Page) -> usize { unsafe { p.as_ref() }.map_or(0, |p| p.rows.len()) }
