#[repr(u32)]
#[derive(Clone, Copy, PartialEq)]
pub enum Blend {
    Opaque = 0,
    Alpha = 1,
    Additive = 2,
}

unsafe extern "C" {
    fn batch_add(layer: u16, blend: Blend, quads: u32) -> bool;
    fn batch_flush() -> u32;
}

pub fn add(layer: u16, blend: Blend, quads: u32) -> bool {
    unsafe { batch_add(layer, blend, quads) }
}

pub fn flush() -> u32 {
    unsafe { batch_flush() }
}
