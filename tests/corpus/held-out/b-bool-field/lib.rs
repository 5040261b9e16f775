#[repr(C)]
#[derive(Clone, Copy)]
pub struct Flags {
    pub on: bool,
    pub dirty: bool,
}

#[no_mangle]
pub extern "C" fn flags_ready(f: Flags) -> bool {
    f.on && !f.dirty
}
