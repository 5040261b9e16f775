static TABLE: [u16; 8] = [1, 2, 4, 8, 16, 32, 64, 128];

#[no_mangle]
pub extern "C" fn weight_of(slot: u8) -> u16 {
    TABLE[usize::from(slot)]
}
