//! Bakes the light map of a level, a tile at a time, on all cores.
mod light;

use std::ffi::c_void;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Hooks {
    pub user: *mut c_void,
    pub tile_done: Option<unsafe extern "C" fn(*mut c_void, u32, f32)>,
}

#[derive(Clone, Copy)]
struct Shared(Hooks);
unsafe impl Send for Shared {}
unsafe impl Sync for Shared {}

impl Shared {
    fn done(&self, tile: u32, energy: f32) {
        if let Some(call) = self.0.tile_done {
            unsafe { call(self.0.user, tile, energy) }
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn bake_tiles(tiles: u32, workers: u32, hooks: *const Hooks) -> bool {
    let Some(hooks) = (unsafe { hooks.as_ref() }) else { return false };
    let shared = Shared(*hooks);
    let next = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..workers.clamp(1, 16) {
            let started = thread::Builder::new().spawn_scoped(scope, || {
                loop {
                    let tile = next.fetch_add(1, Ordering::Relaxed);
                    if tile >= tiles {
                        break;
                    }
                    shared.done(tile, light::tile(tile));
                }
            });
            if started.is_err() {
                break;
            }
        }
    });
    next.load(Ordering::Relaxed) >= tiles
}
