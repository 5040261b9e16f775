extern "C" {
    fn history_push(text: *const u8, len: usize) -> bool;
    fn history_last(out: *mut u8, cap: usize) -> usize;
    fn history_clear();
}

fn main() {
    for i in 0..3 {
        let line = format!("line {i}");
        if !unsafe { history_push(line.as_ptr(), line.len()) } {
            return;
        }
    }
    let mut out = [0u8; 64];
    let n = unsafe { history_last(out.as_mut_ptr(), out.len()) };
    println!("{}", String::from_utf8_lossy(&out[..n]));
    unsafe { history_clear() };
}
