#[repr(C)]
struct Wheel { _p: [u8; 0] }
unsafe extern "C" {
    fn wheel_new() -> *mut Wheel;
    fn wheel_add(w: *mut Wheel, due: u64) -> bool;
    fn wheel_free(w: *mut Wheel);
}
fn main() {
    let w = unsafe { wheel_new() };
    if w.is_null() { return }
    for due in 0..5 { unsafe { wheel_add(w, due) }; }
    unsafe { wheel_free(w) }
}
