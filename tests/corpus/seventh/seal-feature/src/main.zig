const std = @import("std");
const tokens = @import("tokens.zig");

pub fn main() void {
    var buf = "user=11;role=admin".*;
    const before = tokens.digest(&buf);
    const tag = tokens.seal(&buf, 0x5eed);
    std.debug.print("digest {x} tag {x}\n", .{ before, tag });
}
