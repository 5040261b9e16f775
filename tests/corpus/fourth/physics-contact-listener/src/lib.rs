pub mod listener;

use listener::Listener;
use std::os::raw::c_void;

#[derive(Default)]
pub struct Space {
    pos: Vec<f32>,
    vel: Vec<f32>,
    listener: Option<Listener>,
}

impl Space {
    fn step(&mut self, dt: f32) {
        for i in 0..self.pos.len().min(self.vel.len()) {
            self.pos[i] += self.vel[i] * dt;
            if self.pos[i] < 0.0 {
                if let Some(l) = &self.listener {
                    l.notify(i as u32, u32::MAX, self.vel[i].abs());
                }
                self.pos[i] = 0.0;
                self.vel[i] *= -0.5;
            }
        }
    }
}

#[no_mangle]
pub extern "C" fn space_new() -> *mut Space {
    Box::into_raw(Box::new(Space::default()))
}

/// # Safety
/// `s` comes from `space_new`.
#[no_mangle]
pub unsafe extern "C" fn space_add(s: *mut Space, height: f32, speed: f32) {
    if let Some(s) = s.as_mut() {
        s.pos.push(height);
        s.vel.push(speed);
    }
}

/// # Safety
/// `s` comes from `space_new`; `user` outlives the space.
#[no_mangle]
pub unsafe extern "C" fn space_on_contact(s: *mut Space, f: listener::ContactFn, user: *mut c_void) {
    if let Some(s) = s.as_mut() {
        s.listener = f.map(|f| Listener::new(f, user));
    }
}

/// # Safety
/// `s` comes from `space_new`.
#[no_mangle]
pub unsafe extern "C" fn space_step(s: *mut Space, dt: f32) {
    if let Some(s) = s.as_mut() {
        s.step(dt);
    }
}

/// # Safety
/// `s` comes from `space_new` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn space_free(s: *mut Space) {
    if !s.is_null() {
        drop(Box::from_raw(s));
    }
}
