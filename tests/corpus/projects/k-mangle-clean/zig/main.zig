const ant = @import("ant.zig");
pub fn main() void { _ = ant.step(ant.count()); }
