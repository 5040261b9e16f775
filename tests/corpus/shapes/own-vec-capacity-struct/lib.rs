#[repr(C)]
pub struct Points { data: *mut f64, count: usize }
#[no_mangle]
pub extern "C" fn points_make(n: u32) -> Points {
    let mut v = Vec::new();
    for i in 0..n { v.push(f64::from(i)); }
    let mut v = std::mem::ManuallyDrop::new(v);
    Points { data: v.as_mut_ptr(), count: v.len() }
}
#[no_mangle]
pub unsafe extern "C" fn points_free(p: Points) {
    drop(Vec::from_raw_parts(p.data, p.count, p.count));
}
