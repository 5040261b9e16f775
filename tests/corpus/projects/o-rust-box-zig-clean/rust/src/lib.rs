#[repr(C)]
pub struct Sample { pub id: u32, pub value: f64 }
extern "C" { fn sample_read(id: u32) -> *mut Sample; fn sample_release(s: *mut Sample); }
pub fn value(id: u32) -> Option<f64> {
    let raw = unsafe { sample_read(id) };
    if raw.is_null() { return None; }
    let value = unsafe { (*raw).value };
    unsafe { sample_release(raw) };
    Some(value)
}
