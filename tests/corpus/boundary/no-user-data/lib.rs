#[no_mangle]
pub extern "C" fn walk(n: u32, f: Option<extern "C" fn(u32)>) {
    if let Some(f) = f { (0..n).for_each(|i| f(i)); }
}
