//! CRC-32 of the archive reader.
use std::slice;

const POLYNOMIAL: u32 = 0xedb8_8320;

static mut TABLE: [u32; 256] = [0; 256];
static mut READY: bool = false;

fn entry(n: u32) -> u32 {
    let mut value = n;
    let mut bit = 0;
    while bit < 8 {
        value = if value & 1 != 0 { value >> 1 ^ POLYNOMIAL } else { value >> 1 };
        bit += 1;
    }
    value
}

fn table() -> &'static [u32; 256] {
    unsafe {
        if !READY {
            let table = &raw mut TABLE;
            for (n, slot) in (0u32..).zip((*table).iter_mut()) {
                *slot = entry(n);
            }
            READY = true;
        }
        &*&raw const TABLE
    }
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
