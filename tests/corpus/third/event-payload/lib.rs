//! Camera control of the model viewer.
mod event;

use event::Input;

#[repr(C)]
pub struct Camera {
    pub yaw: f32,
    pub pitch: f32,
    pub speed: f32,
}

/// Applies all waiting events.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn camera_update(camera: *mut Camera) -> u32 {
    let Some(camera) = (unsafe { camera.as_mut() }) else { return 0 };
    let mut count = 0u32;
    while let Some(input) = event::next() {
        match input {
            Input::Key(key) if key.mods == 0 => camera.speed = (key.code % 8) as f32,
            Input::Key(_) => camera.speed = 0.0,
            Input::Motion(motion) => {
                camera.yaw += motion.x;
                camera.pitch = (camera.pitch + motion.y).clamp(-89.0, 89.0);
            }
        }
        count = count.saturating_add(1);
    }
    count
}
