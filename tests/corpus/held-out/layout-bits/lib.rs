#[repr(C)]
#[derive(Clone, Copy)]
pub struct Perms {
    pub read: bool,
    pub write: bool,
    pub exec: bool,
}

#[no_mangle]
pub extern "C" fn perms_any(p: Perms) -> bool {
    p.read || p.write || p.exec
}
