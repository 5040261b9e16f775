#[no_mangle]
pub extern "C" fn sensor_state(id: u32) -> u8 {
    (id % 7) as u8
}
