#[no_mangle]
pub extern "C" fn probe(port: u16) -> i32 {
    i32::from(port % 7) - 2
}
