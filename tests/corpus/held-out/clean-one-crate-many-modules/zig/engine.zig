const c = @import("c.zig");
pub const Body = c.Body;

pub const World = struct {
    raw: *c.World,

    pub fn init() ?World {
        return .{ .raw = c.world_new() orelse return null };
    }
    pub fn deinit(self: *World) void {
        c.world_free(self.raw);
        self.* = undefined;
    }
    pub fn add(self: World, body: Body) usize {
        return c.world_add(self.raw, body);
    }
    pub fn get(self: World, i: usize) Body {
        return c.world_at(self.raw, i);
    }
};
