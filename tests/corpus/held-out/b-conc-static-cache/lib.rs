static mut CACHE: Option<Vec<u64>> = None;

fn cache() -> &'static mut Vec<u64> {
    unsafe { (*(&raw mut CACHE)).get_or_insert_with(Vec::new) }
}

#[no_mangle]
pub extern "C" fn fib_cached(n: u8) -> u64 {
    let c = cache();
    while c.len() <= usize::from(n) {
        let k = c.len();
        let v = if k < 2 { k as u64 } else { c[k - 1].wrapping_add(c[k - 2]) };
        c.push(v);
    }
    c.get(usize::from(n)).copied().unwrap_or(0)
}
