#[repr(C)]
pub struct Outer {
    pub id: u32,
    pub inner: Inner,
}

pub struct Inner {
    pub flag: u8,
    pub value: u64,
    pub tail: u8,
}

#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub unsafe extern "C" fn outer_init(out: *mut Outer) {
    if let Some(o) = out.as_mut() {
        o.id = 7;
        o.inner.flag = 1;
        o.inner.value = 2;
        o.inner.tail = 3;
    }
}
