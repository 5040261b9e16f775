//! Voices of the sampler; a handle is the number of a slot.
use std::sync::{Mutex, PoisonError};

struct Voice {
    phase: f32,
    step: f32,
}

static VOICES: Mutex<Vec<Option<Voice>>> = Mutex::new(Vec::new());

fn with<R>(work: impl FnOnce(&mut Vec<Option<Voice>>) -> R) -> R {
    work(&mut VOICES.lock().unwrap_or_else(PoisonError::into_inner))
}

/// A new voice, 0 when there are too many.
#[no_mangle]
pub extern "C" fn voice_open(hertz: f32) -> u32 {
    with(|voices| {
        if voices.len() >= 64 {
            return 0;
        }
        voices.push(Some(Voice { phase: 0.0, step: hertz / 48000.0 }));
        u32::try_from(voices.len()).unwrap_or(0)
    })
}

/// Adds the voice to a block; false when the handle is not valid.
#[no_mangle]
pub unsafe extern "C" fn voice_mix(handle: u32, block: *mut f32, frames: usize) -> bool {
    if block.is_null() {
        return false;
    }
    let block = std::slice::from_raw_parts_mut(block, frames);
    with(|voices| {
        let slot = (handle as usize).checked_sub(1).and_then(|n| voices.get_mut(n));
        let Some(Some(voice)) = slot else { return false };
        for sample in block {
            *sample += (voice.phase * std::f32::consts::TAU).sin() * 0.25;
            voice.phase = (voice.phase + voice.step).fract();
        }
        true
    })
}

#[no_mangle]
pub extern "C" fn voice_close(handle: u32) {
    with(|voices| {
        if let Some(slot) = (handle as usize).checked_sub(1).and_then(|n| voices.get_mut(n)) {
            *slot = None;
        }
    })
}
