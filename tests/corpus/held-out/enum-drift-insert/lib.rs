#[repr(C)]
#[derive(Clone, Copy)]
pub enum Level {
    Trace,
    Debug,
    Info,
    Warn,
}

#[no_mangle]
pub extern "C" fn default_level() -> Level {
    Level::Info
}
