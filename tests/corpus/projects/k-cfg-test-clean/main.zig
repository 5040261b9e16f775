extern fn gauge_get() u32;
extern fn gauge_reset() u32;
pub fn main() void { _ = gauge_get() + gauge_reset(); }
