pub enum Mode { Read, Write, Append }
#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn current_mode() -> Mode { Mode::Write }
