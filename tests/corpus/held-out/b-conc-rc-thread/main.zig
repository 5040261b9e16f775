const std = @import("std");
const Doc = opaque {};
extern fn doc_new() ?*Doc;
extern fn doc_share(d: ?*const Doc) usize;
extern fn doc_free(d: ?*Doc) void;

fn reader(doc: ?*Doc) void {
    for (0..1000) |_| _ = doc_share(doc);
}

pub fn main() !void {
    const doc = doc_new();
    defer doc_free(doc);
    var threads: [2]std.Thread = undefined;
    for (&threads) |*t| t.* = try std.Thread.spawn(.{}, reader, .{doc});
    for (threads) |t| t.join();
}
