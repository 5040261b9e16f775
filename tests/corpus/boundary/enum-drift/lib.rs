#[repr(C)]
#[derive(Clone, Copy)]
pub enum Level { Off = 0, Error = 1, Warn = 2, Info = 3, Debug = 4 }
#[no_mangle]
pub extern "C" fn default_level() -> Level { Level::Info }
