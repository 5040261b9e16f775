const std = @import("std");
const Doc = opaque {};
extern fn doc_open(lines: u32) ?*Doc;
extern fn doc_lines(d: ?*const Doc) u32;
extern fn doc_close(d: ?*Doc) void;
pub fn main() void {
    const d = doc_open(3);
    doc_close(d);
    std.debug.print("{d}\n", .{doc_lines(d)});
}
