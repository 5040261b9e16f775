mod block;

use block::{Block, Header};

fn describe(h: &Header) -> String {
    format!("station {} at {} ns, {} samples at {} Hz", h.station, h.start_ns, h.samples, h.rate_hz)
}

fn main() {
    let mut raw = Vec::new();
    raw.extend_from_slice(&7u32.to_le_bytes());
    raw.extend_from_slice(&1_700_000_000_000_000_000u64.to_le_bytes());
    raw.extend_from_slice(&3u32.to_le_bytes());
    raw.extend_from_slice(&100u32.to_le_bytes());
    for s in [12i32, -4, 90] {
        raw.extend_from_slice(&s.to_le_bytes());
    }
    match Block::parse(&raw) {
        Ok(block) => println!("{}, peak {}", describe(block.header()), block.peak()),
        Err(e) => eprintln!("{e}"),
    }
}
