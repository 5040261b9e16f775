const std = @import("std");

pub const Tile = struct { index: u32, energy: f32 };

pub const Baked = struct {
    gpa: std.mem.Allocator,
    tiles: std.ArrayList(Tile) = .empty,
    failed: bool = false,

    pub fn deinit(self: *Baked) void {
        self.tiles.deinit(self.gpa);
    }

    pub fn tileDone(user: ?*anyopaque, index: u32, energy: f32) callconv(.c) void {
        const self: *Baked = @ptrCast(@alignCast(user.?));
        self.tiles.append(self.gpa, .{ .index = index, .energy = energy }) catch {
            self.failed = true;
        };
    }
};
