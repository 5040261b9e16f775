use std::sync::OnceLock;

pub struct Runtime {
    threads: u32,
}

static RUNTIME: OnceLock<&'static Runtime> = OnceLock::new();

/// The runtime lives as long as the process; it is never freed.
#[no_mangle]
pub extern "C" fn runtime_get() -> *const Runtime {
    *RUNTIME.get_or_init(|| Box::leak(Box::new(Runtime { threads: 4 })))
}

#[no_mangle]
pub unsafe extern "C" fn runtime_threads(r: *const Runtime) -> u32 {
    r.as_ref().map_or(0, |r| r.threads)
}
