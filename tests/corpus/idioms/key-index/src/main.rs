unsafe extern "C" {
    fn index_put(key: *const u8, len: usize, value: u32) -> bool;
    fn index_get(key: *const u8, len: usize, out: &mut u32) -> bool;
}
fn main() {
    for n in 0..10u32 {
        let key = format!("key{n}");
        assert!(unsafe { index_put(key.as_ptr(), key.len(), n) });
    }
    let mut v = 0;
    println!("{} {v}", unsafe { index_get("key3".as_ptr(), 4, &mut v) });
}
