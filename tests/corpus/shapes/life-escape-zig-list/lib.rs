extern "C" {
    fn ring_push(data: *const u8, len: usize) -> bool;
    fn ring_flush() -> usize;
}
pub fn send(parts: &[&str]) -> usize {
    for part in parts {
        let line = format!("{part}\n");
        unsafe { ring_push(line.as_ptr(), line.len()) };
    }
    unsafe { ring_flush() }
}
