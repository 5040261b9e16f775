const std = @import("std");
const gpa = std.heap.c_allocator;
threadlocal var message: ?[*:0]const u8 = null;

export fn template_render(name: ?[*:0]const u8, out_len: *usize) ?[*]u8 {
    const text = std.mem.span(name orelse {
        message = "no name";
        return null;
    });
    if (text.len == 0) {
        message = "empty";
        return null;
    }
    const out = std.fmt.allocPrint(gpa, "<h1>{s}</h1>", .{text}) catch {
        message = "memory";
        return null;
    };
    out_len.* = out.len;
    return out.ptr;
}

export fn template_free(ptr: ?[*]u8, len: usize) void {
    if (ptr) |p| gpa.free(p[0..len]);
}

export fn template_error() ?[*:0]const u8 {
    return message;
}
