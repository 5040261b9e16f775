const std = @import("std");
const Table = @import("routes.zig").Table;

pub fn main() void {
    const table = Table.init();
    defer Table.deinit(table);
    _ = Table.add(table, 0x0a000000, 8, 0x0a000001);
    std.debug.print("{x} {x}\n", .{ table.gateway(0x0a010203), table.gateway(0x08080808) });
}
