#[repr(C)]
#[derive(Clone, Copy)]
pub struct Flags { pub read: bool, pub write: bool, pub exec: bool }
#[no_mangle]
pub extern "C" fn flags_any(f: Flags) -> bool {
    f.read || f.write || f.exec
}
