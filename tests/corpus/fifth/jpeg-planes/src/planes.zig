const std = @import("std");

pub const Plane = extern struct {
    data: [*]u8,
    width: usize,
    height: usize,
    stride: usize,

    pub fn init(a: std.mem.Allocator, w: usize, h: usize) !Plane {
        const stride = std.mem.alignForward(usize, w, 16);
        const bytes = try a.alloc(u8, stride * h);
        @memset(bytes, 0x40);
        return .{ .data = bytes.ptr, .width = w, .height = h, .stride = stride };
    }

    pub fn deinit(p: *Plane, a: std.mem.Allocator) void {
        a.free(p.data[0 .. p.stride * p.height]);
    }
};

pub extern fn planes_expand_luma(p: ?*Plane) usize;
pub extern fn planes_upsample_2x(src: ?*const Plane, dst: ?*Plane) usize;
