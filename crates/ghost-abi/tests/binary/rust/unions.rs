//! Unions, by value and inside a struct.
use std::mem::ManuallyDrop;
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Pair {
    pub a: u16,
    pub b: u16,
}
#[repr(C)]
pub union Bits {
    pub whole: u32,
    pub float: f32,
    pub pair: ManuallyDrop<Pair>,
}
#[repr(C)]
pub struct Tagged {
    pub kind: u8,
    pub bits: Bits,
}
#[unsafe(no_mangle)]
pub extern "C" fn bits_whole(bits: Bits) -> u32 {
    unsafe { bits.whole }
}
#[unsafe(no_mangle)]
pub extern "C" fn tagged_bits(tagged: Tagged) -> Bits {
    tagged.bits
}
