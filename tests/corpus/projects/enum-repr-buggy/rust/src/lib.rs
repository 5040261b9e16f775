#[derive(Debug, Clone, Copy)]
pub enum Kind { LowPass, HighPass, Band }
extern "C" { fn filter_gain(kind: Kind, hz: f32) -> f32; }
pub fn gain(kind: Kind, hz: f32) -> f32 { unsafe { filter_gain(kind, hz) } }
