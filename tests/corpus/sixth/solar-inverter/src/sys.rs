use std::ffi::c_int;

#[repr(C)]
pub struct Device {
    _private: [u8; 0],
}

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    pub volts: f32,
    pub watts: f32,
}

unsafe extern "C" {
    pub fn inv_open(unit: u8) -> *mut Device;
    pub fn inv_close(dev: *mut Device);
    pub fn inv_set_curve(dev: *mut Device, points: *const CurvePoint, len: usize, ramp_ms: u32) -> c_int;
    pub fn inv_step(dev: *mut Device, volts: f32) -> f32;
    pub fn inv_fault_bits(dev: *const Device) -> u16;
}
