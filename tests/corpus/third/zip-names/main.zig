const std = @import("std");

extern fn entry_matches(name: [*]const u8, name_len: u16, flags: u16, suffix: [*]const u8, suffix_len: usize) i32;
extern fn entry_flag_utf8() u16;

/// Fixed part of a central directory record.
const Central = struct {
    flags: u16,
    name: []const u8,

    fn read(bytes: []const u8) ?Central {
        if (bytes.len < 46) return null;
        if (!std.mem.eql(u8, bytes[0..4], "PK\x01\x02")) return null;
        const flags = std.mem.readInt(u16, bytes[8..10], .little);
        const n = std.mem.readInt(u16, bytes[28..30], .little);
        if (bytes.len - 46 < n) return null;
        return .{ .flags = flags, .name = bytes[46..][0..n] };
    }

    fn matches(self: Central, suffix: []const u8) bool {
        const n: u16 = @intCast(self.name.len);
        return entry_matches(self.name.ptr, n, self.flags, suffix.ptr, suffix.len) == 1;
    }
};

pub fn main() void {
    var record: [64]u8 = @splat(0);
    @memcpy(record[0..4], "PK\x01\x02");
    std.mem.writeInt(u16, record[8..10], entry_flag_utf8(), .little);
    std.mem.writeInt(u16, record[28..30], 9, .little);
    @memcpy(record[46..55], "notes.TXT");
    const entry = Central.read(&record) orelse return;
    std.debug.print("{}\n", .{entry.matches(".txt")});
}
