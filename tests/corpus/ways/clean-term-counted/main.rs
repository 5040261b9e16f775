extern "C" {
    fn sum_bytes(data: *const u8, len: usize) -> u64;
    fn write_all(fd: i32, len: usize, data: *const u8) -> bool;
}

fn main() {
    let text = String::from("some text");
    let line = format!("{text}!");
    let total = unsafe { sum_bytes(text.as_ptr(), text.len()) };
    let wrote = unsafe { write_all(1, line.len(), line.as_ptr()) };
    println!("{total} {wrote}");
}
