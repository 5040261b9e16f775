use std::cell::UnsafeCell;
struct Shared(UnsafeCell<[u32; 16]>);
unsafe impl Sync for Shared {}
static TABLE: Shared = Shared(UnsafeCell::new([0; 16]));
#[no_mangle]
pub extern "C" fn table_set(index: u32, value: u32) -> bool {
    let table = unsafe { &mut *TABLE.0.get() };
    match table.get_mut(index as usize) {
        Some(slot) => { *slot = value; true }
        None => false,
    }
}
