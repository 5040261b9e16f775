static SBOX: [u8; 16] = [9, 4, 10, 11, 13, 1, 8, 5, 6, 2, 0, 3, 12, 14, 15, 7];

#[no_mangle]
pub extern "C" fn substitute(nibble: u8) -> u8 {
    SBOX[usize::from(nibble & 0x0f)]
}
#[no_mangle]
pub extern "C" fn substitute_mod(n: u32) -> u8 {
    SBOX[n as usize % SBOX.len()]
}
