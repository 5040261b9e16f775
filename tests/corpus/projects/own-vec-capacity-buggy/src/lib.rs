#[repr(C)]
pub struct Floats { pub data: *mut f64, pub len: usize, pub cap: usize }
#[no_mangle]
pub extern "C" fn series(n: usize) -> Floats {
    let mut v: Vec<f64> = (0..n.min(64)).map(|i| i as f64).filter(|x| *x > 1.0).collect();
    let out = Floats { data: v.as_mut_ptr(), len: v.len(), cap: v.capacity() };
    std::mem::forget(v);
    out
}
#[no_mangle]
pub unsafe extern "C" fn series_free(f: Floats) {
    if f.data.is_null() { return; }
    drop(Vec::from_raw_parts(f.data, f.len, f.len));
}
