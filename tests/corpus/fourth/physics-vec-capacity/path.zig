const std = @import("std");

pub const Vec2 = extern struct { x: f32, y: f32 };

pub const Path = extern struct {
    data: [*]Vec2,
    len: usize,
    cap: usize,

    extern fn path_throw(speed: f32, angle: f32, dt: f32) Path;
    extern fn path_thin(path: ?*Path, n: usize) usize;
    extern fn path_free(path: ?*Path) void;

    pub const throw = path_throw;

    pub fn thin(self: *Path, n: usize) []const Vec2 {
        _ = path_thin(self, n);
        return self.points();
    }
    pub fn points(self: *const Path) []const Vec2 {
        return self.data[0..self.len];
    }
    pub fn deinit(self: *Path) void {
        path_free(self);
    }
};

pub fn main() void {
    var path = Path.throw(20, 0.8, 0.001);
    defer path.deinit();
    const all = path.points().len;
    const few = path.thin(100);
    std.debug.print("{d} -> {d}, lands at {d:.1}\n", .{ all, few.len, few[few.len - 1].x });
}
