extern fn primes(limit: u32, len: *usize) [*]const u32;
pub fn main() void { var n: usize = 0; _ = primes(10, &n); }
