#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn os_name() -> &'static str {
    "linux"
}
