#[repr(C)]
pub struct Particle {
    pub pos: [f32; 2],
    pub vel: [f32; 2],
    pub life: f32,
}

#[repr(C)]
pub struct System {
    _private: [u8; 0],
}

extern "C" {
    pub fn particles_create() -> *mut System;
    pub fn particles_emit(system: *mut System) -> *mut Particle;
    pub fn particles_energy(system: *const System) -> f32;
    pub fn particles_destroy(system: *mut System);
}
