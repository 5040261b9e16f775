use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

static TABLE: OnceLock<[u32; 256]> = OnceLock::new();
static BYTES: AtomicU64 = AtomicU64::new(0);

fn build() -> [u32; 256] {
    std::array::from_fn(|i| {
        let mut c = i as u32;
        for _ in 0..8 {
            c = if c & 1 == 1 { 0x82f6_3b78 ^ (c >> 1) } else { c >> 1 };
        }
        c
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn salt_crc(data: *const u8, len: usize) -> u32 {
    if data.is_null() {
        return 0;
    }
    let table = TABLE.get_or_init(build);
    let data = unsafe { std::slice::from_raw_parts(data, len) };
    BYTES.fetch_add(data.len() as u64, Ordering::Relaxed);
    !data.iter().fold(!0, |crc, byte| {
        let low = (crc as u8 ^ byte) as usize;
        table[low] ^ (crc >> 8)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn salt_bytes() -> u64 {
    BYTES.load(Ordering::Relaxed)
}
