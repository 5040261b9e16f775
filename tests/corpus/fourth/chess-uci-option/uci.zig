const std = @import("std");

pub extern fn uci_set_option(name: ?[*:0]const u8, value: ?[*:0]const u8) i32;
pub extern fn uci_spin(name: ?[*:0]const u8, default: i64) i64;

pub const Command = union(enum) {
    set: struct { name: [:0]const u8, value: [:0]const u8 },
    quit,
};

/// "name<TAB>value" -> command; the line is modified in place.
pub fn parse(line: [:0]u8) ?Command {
    if (std.mem.eql(u8, line, "quit")) return .quit;
    const tab = std.mem.indexOfScalar(u8, line, '\t') orelse return null;
    line[tab] = 0;
    return .{ .set = .{ .name = line[0..tab :0], .value = line[tab + 1 .. line.len :0] } };
}
