#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn title(id: u32) -> String {
    format!("title {id}")
}
