//! Packed and over-aligned structs.
#[repr(C, packed)]
#[derive(Clone, Copy)]
pub struct Packed {
    pub tag: u8,
    pub value: u32,
    pub wide: u64,
}
#[repr(C, packed(2))]
#[derive(Clone, Copy)]
pub struct Half {
    pub tag: u8,
    pub value: u32,
}
#[repr(C, align(64))]
#[derive(Clone, Copy)]
pub struct Line {
    pub bytes: [u8; 3],
}
#[unsafe(no_mangle)]
pub extern "C" fn packed_value(packed: Packed) -> u32 {
    packed.value
}
#[unsafe(no_mangle)]
pub extern "C" fn half_value(half: Half) -> u32 {
    half.value
}
#[unsafe(no_mangle)]
pub extern "C" fn line_first(line: &Line) -> u8 {
    line.bytes[0]
}
