extern "C" {
    fn zhash(data: *const u8, len: usize) -> u64;
}

fn main() {
    let d = b"abc";
    println!("{}", unsafe { zhash(d.as_ptr(), d.len()) });
}
