const std = @import("std");
const Header = @import("ws.zig").Header;

pub fn main() void {
    const header = Header.read("\x89\x05hello") orelse return;
    std.debug.print("{t} {} {d}\n", .{ header.opcode, header.isControl(), header.length });
}
