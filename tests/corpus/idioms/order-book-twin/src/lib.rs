use std::collections::BTreeMap;
#[repr(C)]
pub struct Level { price: u64, qty: u64 }
#[derive(Default)]
pub struct Book { levels: BTreeMap<u64, Box<Level>> }
#[unsafe(no_mangle)]
pub extern "C" fn book_new() -> *mut Book { let _ = BTreeMap::<u8, u8>::new(); Box::into_raw(Box::default()) }
/// # Safety
/// From `book_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn book_free(b: *mut Book) { if !b.is_null() { drop(unsafe { Box::from_raw(b) }) } }
/// The level of a price, made if there is none.
/// # Safety
/// From `book_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn book_level(b: *mut Book, price: u64) -> *mut Level {
    let Some(b) = (unsafe { b.as_mut() }) else { return std::ptr::null_mut() };
    let level = b.levels.entry(price).or_insert_with(|| Box::new(Level { price, qty: 0 }));
    std::ptr::from_mut(&mut **level)
}
