const std = @import("std");

const c = struct {
    extern fn month_name(month: u8) ?[*:0]const u8;
    extern fn month_number(name: [*:0]const u8) u8;
};

pub const Date = struct {
    year: u16,
    month: u8,
    day: u8,

    pub fn format(date: Date, writer: *std.Io.Writer) std.Io.Writer.Error!void {
        const name = c.month_name(date.month) orelse "?";
        try writer.print("{d}. {s} {d}", .{ date.day, std.mem.span(name), date.year });
    }

    pub fn parse(text: []const u8) !Date {
        var parts = std.mem.tokenizeAny(u8, text, ". ");
        const day = try std.fmt.parseInt(u8, parts.next() orelse return error.Short, 10);
        const word = parts.next() orelse return error.Short;
        const year = try std.fmt.parseInt(u16, parts.next() orelse return error.Short, 10);
        var buf: [24]u8 = undefined;
        const name = try std.fmt.bufPrintSentinel(&buf, "{s}", .{word}, 0);
        return .{ .year = year, .month = c.month_number(name.ptr), .day = day };
    }
};
