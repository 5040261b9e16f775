unsafe extern "C" { fn frame_size(bytes: *const u8, len: usize) -> u16; }
fn main() {
    let b = std::env::args().next().unwrap_or_default().into_bytes();
    println!("{}", unsafe { frame_size(b.as_ptr(), b.len()) });
}
