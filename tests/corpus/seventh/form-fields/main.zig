const std = @import("std");

extern fn form_field(body: [*]const u8, body_len: usize, name: [*]const u8, name_len: usize, out: [*]u8, cap: usize) isize;

fn field(body: []const u8, name: []const u8, buf: []u8) ![]const u8 {
    const n = form_field(body.ptr, body.len, name.ptr, name.len, buf.ptr, buf.len);
    return switch (n) {
        -1 => error.NotText,
        -2 => error.NotFound,
        -3 => error.NoRoom,
        else => if (n < 0) error.Unknown else buf[0..@intCast(n)],
    };
}

pub fn main() !void {
    const body = "user=ada&note=a%00b+c&x=%zz";
    var buf: [64]u8 = undefined;
    for ([_][]const u8{ "user", "note", "x" }) |name| {
        const value = try field(body, name, &buf);
        std.debug.print("{s}: {d} bytes\n", .{ name, value.len });
    }
}
