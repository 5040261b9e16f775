#[repr(C)]
pub struct View {
    pub ptr: *mut f32,
    pub len: usize,
}

#[no_mangle]
pub extern "C" fn ramp(n: usize) -> View {
    let mut data: Vec<f32> = (0..n.min(1 << 16)).map(|i| i as f32).collect();
    let view = View { ptr: data.as_mut_ptr(), len: data.len() };
    std::mem::forget(data);
    view
}
