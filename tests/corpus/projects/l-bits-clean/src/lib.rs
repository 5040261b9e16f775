#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Flags(pub u8);
#[no_mangle]
pub extern "C" fn flags_any(f: Flags) -> bool {
    f.0 & 7 != 0
}
