const Slice = extern struct { ptr: [*]const u8, len: usize };
extern fn version() Slice;
pub fn main() void { _ = version(); }
