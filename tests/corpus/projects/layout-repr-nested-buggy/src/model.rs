#[derive(Debug, Clone, Copy, Default)]
pub struct Window {
    pub count: u16,
    pub total: u64,
    pub flag: u8,
}
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Stats {
    pub mean: f64,
    pub window: Window,
}
