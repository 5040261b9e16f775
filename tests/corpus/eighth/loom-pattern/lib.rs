#[repr(C)]
#[derive(Clone, Copy)]
pub struct Thread {
    pub color: u32,
    pub tension: f32,
    pub repeat: u16,
    pub skip: u16,
}

fn stretch(t: &Thread) -> f32 {
    t.tension.clamp(0.0, 4.0) * f32::from(t.repeat)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn loom_length(threads: *const Thread, len: usize, pitch: f32) -> f32 {
    if threads.is_null() {
        return 0.0;
    }
    let threads = unsafe { std::slice::from_raw_parts(threads, len) };
    threads
        .iter()
        .map(|t| pitch * f32::from(t.skip) + stretch(t))
        .sum()
}
