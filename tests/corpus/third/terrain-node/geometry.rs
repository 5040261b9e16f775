#[repr(C)]
#[derive(Clone, Copy)]
pub struct Lod {
    pub factor: u8,
    pub morph: u8,
}

#[derive(Clone, Copy)]
pub struct Bounds {
    pub solid: bool,
    pub x: f32,
    pub y: f32,
    pub radius: f32,
}
