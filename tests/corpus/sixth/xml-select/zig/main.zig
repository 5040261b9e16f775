const std = @import("std");
const xml = @import("xml.zig");

const feed =
    \\<feed><entry id="1"><title/></entry><entry id="2"><author><title/></author></entry></feed>
;

pub fn main() !void {
    const doc = try xml.Document.parse(feed);
    defer doc.deinit();
    inline for (.{ "entry", "title", "author" }) |name| {
        const set = doc.select(name);
        defer set.deinit();
        for (0..set.len()) |i| std.debug.print("{s} at depth {d}\n", .{ name, set.depth(i) });
    }
}
