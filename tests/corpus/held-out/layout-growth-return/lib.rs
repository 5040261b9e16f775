#[repr(C)]
pub struct Stat {
    pub size: u64,
    pub mtime: u64,
    pub mode: u32,
}

#[no_mangle]
pub extern "C" fn stat_of(fd: i32) -> Stat {
    Stat { size: fd as u64, mtime: 0, mode: 0o644 }
}
