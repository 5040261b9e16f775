pub const count = ant_count;
pub const step = ant_step;
extern fn ant_count() u32;
extern fn ant_step(n: u32) u32;
