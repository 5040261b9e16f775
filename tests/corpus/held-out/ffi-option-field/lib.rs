#[repr(C)]
#[derive(Clone, Copy)]
pub struct Limits {
    pub cpu: u32,
    pub memory: Option<u64>,
}

#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub unsafe extern "C" fn limits_default(out: *mut Limits) {
    if let Some(out) = out.as_mut() {
        *out = Limits { cpu: 2, memory: None };
    }
}
