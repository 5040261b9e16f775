use std::ffi::{CStr, CString, c_char};
pub struct Item { name: CString, qty: u32 }
/// # Safety
/// `name` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn item_new(name: *const c_char, qty: u32) -> *mut Item {
    Box::into_raw(Box::new(Item { name: unsafe { CStr::from_ptr(name) }.to_owned(), qty }))
}
#[unsafe(no_mangle)]
pub extern "C" fn item_name(item: &Item) -> *const c_char { item.name.as_ptr() }
#[unsafe(no_mangle)]
pub extern "C" fn item_qty(item: &Item) -> u32 { item.qty }
/// # Safety
/// From `item_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn item_free(item: *mut Item) { if !item.is_null() { drop(unsafe { Box::from_raw(item) }) } }
