unsafe extern "C" {
    fn scale_add(base: i32, factor: i32) -> i32;
}

fn main() {
    let total = unsafe { scale_add(3, 4) };
    println!("{total}");
}
