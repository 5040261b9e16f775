mod ffi;
pub struct Channel { gain: f32, pan: f32 }
