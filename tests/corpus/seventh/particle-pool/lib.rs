use std::ptr;

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Particle {
    pub x: f32,
    pub y: f32,
    pub dx: f32,
    pub dy: f32,
}

pub struct Pool {
    /// Never reallocated: `spawn` stops at CAPACITY, and nothing is removed.
    particles: Vec<Particle>,
}

const CAPACITY: usize = 256;

#[no_mangle]
pub extern "C" fn pool_new() -> *mut Pool {
    Box::into_raw(Box::new(Pool { particles: Vec::with_capacity(CAPACITY) }))
}

/// Null when the pool is full. The particle lives as long as the pool.
#[no_mangle]
pub unsafe extern "C" fn pool_spawn(pool: *mut Pool, x: f32, y: f32) -> *mut Particle {
    let Some(pool) = pool.as_mut() else { return ptr::null_mut() };
    let at = pool.particles.len();
    if at >= CAPACITY {
        return ptr::null_mut();
    }
    pool.particles.push(Particle { x, y, ..Particle::default() });
    pool.particles.as_mut_ptr().add(at)
}

#[no_mangle]
pub unsafe extern "C" fn pool_step(pool: *mut Pool, seconds: f32) {
    let Some(pool) = pool.as_mut() else { return };
    let (base, len) = (pool.particles.as_mut_ptr(), pool.particles.len());
    for i in 0..len {
        let p = base.add(i);
        (*p).x += (*p).dx * seconds;
        (*p).y += (*p).dy * seconds;
    }
}

#[no_mangle]
pub unsafe extern "C" fn pool_free(pool: *mut Pool) {
    if !pool.is_null() {
        drop(Box::from_raw(pool));
    }
}
