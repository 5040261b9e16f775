pub struct Index {
    entries: Vec<u64>,
}

fn leak<T>(value: T) -> *mut T {
    Box::into_raw(Box::new(value))
}

#[no_mangle]
pub extern "C" fn index_build(n: u32) -> *mut Index {
    let index = Index { entries: (0..u64::from(n)).collect() };
    leak(index)
}

#[no_mangle]
pub unsafe extern "C" fn index_len(i: *const Index) -> usize {
    i.as_ref().map_or(0, |i| i.entries.len())
}
