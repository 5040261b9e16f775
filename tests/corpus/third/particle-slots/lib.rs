//! Effects of the racing game. The particle store is on the Zig side.
mod sys;

struct Exhaust {
    left: *mut sys::Particle,
    right: *mut sys::Particle,
}

impl Exhaust {
    fn spawn(system: *mut sys::System) -> Option<Self> {
        // SAFETY: the system is alive; the slots stay valid until it is destroyed.
        let (left, right) = unsafe { (sys::particles_emit(system), sys::particles_emit(system)) };
        (!left.is_null() && !right.is_null()).then_some(Self { left, right })
    }

    fn blow(&self, speed: f32) {
        unsafe {
            (*self.left).vel = [-speed, 0.25];
            (*self.right).vel = [speed, 0.25];
        }
    }
}

#[no_mangle]
pub extern "C" fn exhaust_demo(speed: f32) -> f32 {
    unsafe {
        let system = sys::particles_create();
        if system.is_null() {
            return 0.0;
        }
        let pair = [Exhaust::spawn(system), Exhaust::spawn(system)];
        for exhaust in pair.iter().flatten() {
            exhaust.blow(speed);
        }
        let energy = sys::particles_energy(system);
        sys::particles_destroy(system);
        energy
    }
}
