const Ring = struct { head: usize = 0, tail: usize = 0 };
var ring: Ring = .{};
pub export fn ring_pending() usize { return ring.head - ring.tail; }
pub export fn ring_capacity() u32 { return 4096; }
