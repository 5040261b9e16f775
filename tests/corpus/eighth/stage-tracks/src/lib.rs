mod stage;

use stage::{Stage, Track};
use std::slice;

#[unsafe(no_mangle)]
pub extern "C" fn stage_new(slots: u32) -> *mut Stage {
    Box::into_raw(Box::new(Stage::new(slots as usize)))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn stage_free(stage: *mut Stage) {
    if !stage.is_null() {
        drop(unsafe { Box::from_raw(stage) });
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn track_new(gain: f32) -> *mut Track {
    Box::into_raw(Box::new(Track::new(gain)))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn track_free(track: *mut Track) {
    if !track.is_null() {
        drop(unsafe { Box::from_raw(track) });
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn track_load(track: *mut Track, samples: *const f32, len: usize) -> bool {
    let (Some(track), false) = (unsafe { track.as_mut() }, samples.is_null()) else {
        return false;
    };
    track.load(unsafe { slice::from_raw_parts(samples, len) })
}

/// Takes the track.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn stage_attach(stage: *mut Stage, track: *mut Track) -> bool {
    if track.is_null() {
        return false;
    }
    let track = unsafe { Box::from_raw(track) };
    match unsafe { stage.as_mut() } {
        Some(stage) => stage.attach(track),
        None => false,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn stage_level(stage: *const Stage) -> f32 {
    match unsafe { stage.as_ref() } {
        Some(stage) => stage.level(),
        None => 0.0,
    }
}
