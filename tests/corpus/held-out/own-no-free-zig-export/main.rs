extern "C" {
    fn table_new(n: usize) -> *mut u32;
    fn table_get(t: *const u32, i: usize) -> u32;
}

fn main() {
    unsafe {
        let t = table_new(8);
        if !t.is_null() {
            println!("{}", table_get(t, 2));
        }
    }
}
