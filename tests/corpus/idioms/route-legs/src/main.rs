#[repr(C)]
#[derive(Clone, Copy)]
struct Legs { ptr: *const u32, len: usize }
unsafe extern "C" {
    fn route_plan(n: u32) -> Legs;
    fn route_free(legs: Legs);
}
fn main() {
    let legs = unsafe { route_plan(4) };
    if legs.ptr.is_null() { return }
    println!("{:?}", unsafe { std::slice::from_raw_parts(legs.ptr, legs.len) });
    unsafe { route_free(legs) };
}
