//! CRC-32 as in IEEE 802.3: reflected, polynomial 0xedb88320.

const POLYNOMIAL: u32 = 0xedb8_8320;

/// Bits that one step takes.
const STEP_BITS: u32 = if cfg!(feature = "embedded") { 4 } else { 8 };
const ENTRIES: usize = 1 << STEP_BITS;

const TABLE: [u32; ENTRIES] = {
    let mut table = [0; ENTRIES];
    let mut index = 0;
    while index < ENTRIES {
        let mut value = index as u32;
        let mut bit = 0;
        while bit < STEP_BITS {
            value = if value & 1 == 1 { (value >> 1) ^ POLYNOMIAL } else { value >> 1 };
            bit += 1;
        }
        table[index] = value;
        index += 1;
    }
    table
};

/// The checksum of some bytes.
pub fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = !0_u32;
    if cfg!(feature = "optimized") {
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            // The steps of one word, without a look at the length between them.
            for byte in word {
                crc = step(crc, *byte);
            }
        }
        return !words.remainder().iter().fold(crc, |crc, byte| step(crc, *byte));
    }
    !bytes.iter().fold(crc, |crc, byte| step(crc, *byte))
}

fn step(crc: u32, byte: u8) -> u32 {
    let mut crc = crc ^ u32::from(byte);
    let mut bits = 0;
    while bits < 8 {
        crc = (crc >> STEP_BITS) ^ TABLE[crc as usize & (ENTRIES - 1)];
        bits += STEP_BITS;
    }
    crc
}

#[cfg(test)]
mod tests {
    use super::crc32;

    #[test]
    fn the_check_value_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }
}
