use std::num::NonZeroU32;
#[no_mangle]
pub extern "C" fn find_slot(key: u32) -> Option<NonZeroU32> {
    NonZeroU32::new(key)
}
