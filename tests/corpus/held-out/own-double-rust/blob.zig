const std = @import("std");
const Blob = struct { bytes: []u8 };

export fn blob_new(n: usize) ?*Blob {
    const b = std.heap.c_allocator.create(Blob) catch return null;
    b.bytes = std.heap.c_allocator.alloc(u8, n) catch {
        std.heap.c_allocator.destroy(b);
        return null;
    };
    return b;
}

export fn blob_free(b: ?*Blob) void {
    const blob = b orelse return;
    std.heap.c_allocator.free(blob.bytes);
    std.heap.c_allocator.destroy(blob);
}
