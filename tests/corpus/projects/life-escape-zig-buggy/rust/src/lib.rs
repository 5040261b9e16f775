extern "C" { fn log_set_prefix(p: *const u8, n: usize); fn log_line(code: u32); }
pub fn start(worker: u32) {
    let prefix = format!("worker-{worker}");
    unsafe { log_set_prefix(prefix.as_ptr(), prefix.len()) };
}
pub fn line(code: u32) { unsafe { log_line(code) } }
