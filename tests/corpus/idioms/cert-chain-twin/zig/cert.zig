const std = @import("std");
const gpa = std.heap.smp_allocator;
export fn cert_pem(serial: u64, len: *usize) ?[*]u8 {
    const text = std.fmt.allocPrint(gpa, "-----BEGIN {x}-----\n", .{serial}) catch return null;
    len.* = text.len;
    return text.ptr;
}
export fn cert_pem_free(p: ?[*]u8, len: usize) void {
    if (p) |t| gpa.free(t[0..len]);
}
