//! Packer of the asset pipeline with a hook for its progress.
mod pack;

#[repr(C)]
pub struct Options {
    pub level: u32,
    pub progress: Option<unsafe extern "C" fn(done: u32, total: u32) -> bool>,
}

impl Options {
    fn go_on(&self, done: u32, total: u32) -> bool {
        self.progress.is_none_or(|progress| unsafe { progress(done, total) })
    }
}

/// Packs blocks of 4 KiB; returns the size in bytes, 0 when the hook stopped it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pack_blocks(data: *const u8, len: usize, options: *const Options) -> usize {
    let Some(options) = (unsafe { options.as_ref() }) else { return 0 };
    if data.is_null() {
        return 0;
    }
    let data = unsafe { std::slice::from_raw_parts(data, len) };
    let total = u32::try_from(data.chunks(4096).len()).unwrap_or(u32::MAX);
    let mut size = 0usize;
    for (n, block) in (0u32..).zip(data.chunks(4096)) {
        if !options.go_on(n, total) {
            return 0;
        }
        size = size.saturating_add(pack::estimate(block, options.level));
    }
    size
}
