extern "C" {
    fn zig_mix(a: u32, b: u32, seed: u32) -> u32;
}
pub fn mix(a: u32, b: u32) -> u32 {
    unsafe { zig_mix(a, b, 1) }
}
