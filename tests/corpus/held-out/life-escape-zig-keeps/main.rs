extern "C" {
    fn palette_set(colors: *const u32, n: usize);
    fn palette_first() -> u32;
}

fn configure() {
    let colors = vec![0xff0000u32, 0x00ff00];
    unsafe { palette_set(colors.as_ptr(), colors.len()) };
}

fn main() {
    configure();
    println!("{:x}", unsafe { palette_first() });
}
