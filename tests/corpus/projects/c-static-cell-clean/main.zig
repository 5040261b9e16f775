extern fn rand_next() u64;
pub fn main() void { _ = rand_next(); }
