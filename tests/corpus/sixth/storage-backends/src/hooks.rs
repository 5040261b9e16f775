use crate::backend::Backend;

type Put = unsafe extern "C" fn(hooks: *mut Hooks, key: u64, data: *const u8, len: usize);

/// What the chunker calls; it stays ours.
#[repr(C)]
pub struct Hooks {
    pub backend: Box<dyn Backend>,
    pub put: Put,
    pub chunk_size: u32,
}

#[allow(improper_ctypes)]
unsafe extern "C" {
    fn chunker_run(hooks: *mut Hooks, data: *const u8, len: usize) -> u32;
}

unsafe extern "C" fn put(hooks: *mut Hooks, key: u64, data: *const u8, len: usize) {
    let hooks = unsafe { &mut *hooks };
    hooks.backend.put(key, unsafe { std::slice::from_raw_parts(data, len) });
}

pub fn store(backend: Box<dyn Backend>, chunk_size: u32, data: &[u8]) -> (u32, Box<dyn Backend>) {
    let mut hooks = Hooks { backend, put, chunk_size };
    let chunks = unsafe { chunker_run(&mut hooks, data.as_ptr(), data.len()) };
    (chunks, hooks.backend)
}
