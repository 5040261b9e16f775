//! CRC-32 of the archive reader.
use std::slice;

const POLYNOMIAL: u32 = 0xedb8_8320;

const fn entry(n: u32) -> u32 {
    let mut value = n;
    let mut bit = 0;
    while bit < 8 {
        value = if value & 1 != 0 { value >> 1 ^ POLYNOMIAL } else { value >> 1 };
        bit += 1;
    }
    value
}

const fn filled() -> [u32; 256] {
    let mut table = [0; 256];
    let mut n = 0;
    while n < 256 {
        table[n] = entry(n as u32);
        n += 1;
    }
    table
}

static TABLE: [u32; 256] = filled();

fn table() -> &'static [u32; 256] {
    &TABLE
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn crc32_update(state: u32, data: *const u8, len: usize) -> u32 {
    if data.is_null() {
        return state;
    }
    let table = table();
    let mut crc = !state;
    for byte in unsafe { slice::from_raw_parts(data, len) } {
        let index = (crc as u8 ^ byte) as usize;
        crc = crc >> 8 ^ table[index];
    }
    !crc
}
