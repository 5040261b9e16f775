const std = @import("std");
const Names = opaque {};
extern fn names_new() ?*Names;
extern fn names_add(n: ?*Names, id: u32) void;
extern fn names_at(n: ?*const Names, i: usize, len: *usize) ?[*]const u8;
extern fn names_clear(n: ?*Names) void;
extern fn names_free(n: ?*Names) void;
pub fn main() void {
    const n = names_new();
    defer names_free(n);
    names_add(n, 1);
    var len: usize = 0;
    const first = names_at(n, 0, &len) orelse return;
    names_clear(n);
    std.debug.print("{s}\n", .{first[0..len]});
}
