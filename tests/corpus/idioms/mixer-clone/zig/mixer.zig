const std = @import("std");
const gpa = std.heap.c_allocator;
const Voice = struct { gain: f32, buf: []f32 };
export fn voice_new(n: usize) ?*Voice {
    const v = gpa.create(Voice) catch return null;
    v.* = .{ .gain = 1, .buf = gpa.alloc(f32, n) catch {
        gpa.destroy(v);
        return null;
    } };
    @memset(v.buf, 0);
    return v;
}
export fn voice_free(v: *Voice) void {
    gpa.free(v.buf);
    gpa.destroy(v);
}
export fn voice_gain(v: *const Voice) f32 {
    return v.gain;
}
