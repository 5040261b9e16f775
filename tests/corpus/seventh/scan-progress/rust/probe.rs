/// Stands for the connect; one port in 29 answers.
pub fn probe(seed: u32, port: u16) -> Option<u32> {
    let mut x = seed ^ (u32::from(port) << 7) ^ 0x9e37_79b9;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    (x % 29 == 0).then_some(40 + x % 900)
}
