const std = @import("std");

const Locale = extern struct {
    language: [4]u8,
    region: [4]u8,
    utf8: bool,

    extern fn locale_parse(env: ?[*:0]const u8, out: *Locale) bool;

    fn fromEnv() ?Locale {
        var out: Locale = undefined;
        for ([_][*:0]const u8{ "LC_ALL", "LC_MESSAGES", "LANG" }) |name| {
            if (locale_parse(std.c.getenv(name), &out)) return out;
        }
        return null;
    }
};

pub fn main() void {
    const locale = Locale.fromEnv() orelse {
        std.debug.print("C\n", .{});
        return;
    };
    std.debug.print("{s} {s} {}\n", .{
        std.mem.sliceTo(&locale.language, 0),
        std.mem.sliceTo(&locale.region, 0),
        locale.utf8,
    });
}
