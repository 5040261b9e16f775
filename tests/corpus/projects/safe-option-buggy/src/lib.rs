use std::num::NonZeroU32;
#[no_mangle]
pub extern "C" fn find_slot(key: u32) -> Option<u32> {
    (key > 3).then_some(key)
}
