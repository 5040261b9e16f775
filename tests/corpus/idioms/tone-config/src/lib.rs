#[repr(C)]
#[derive(Clone, Copy)]
pub struct Config { rate: u32, channels: u32, block: u32 }
pub struct Tone { frames: Vec<f32>, step: f32 }
/// # Safety
/// `config` may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tone_new(config: *const Config) -> *mut Tone {
    let Some(c) = (unsafe { config.as_ref() }) else { return std::ptr::null_mut() };
    let per = c.rate / c.channels;
    let frames = vec![0.0; c.block.min(4096) as usize];
    Box::into_raw(Box::new(Tone { frames, step: 1.0 / per.max(1) as f32 }))
}
/// # Safety
/// From `tone_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tone_free(t: *mut Tone) { if !t.is_null() { drop(unsafe { Box::from_raw(t) }) } }
#[unsafe(no_mangle)]
pub extern "C" fn tone_len(t: Option<&Tone>) -> f32 { t.map_or(0.0, |t| t.frames.len() as f32 * t.step) }
