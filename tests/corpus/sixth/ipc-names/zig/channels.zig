const std = @import("std");

pub const Channel = extern struct {
    id: u32,
    name: [16]u8,
    depth: u32,

    pub fn text(self: *const Channel) []const u8 {
        const p: [*:0]const u8 = @ptrCast(&self.name);
        return std.mem.span(p);
    }
};

extern fn channel_register(name: [*]const u8, len: usize, depth: u32) u32;
extern fn channel_info(id: u32, out: ?*Channel) bool;

pub fn register(name: []const u8, depth: u32) error{BadName}!u32 {
    const id = channel_register(name.ptr, name.len, depth);
    return if (id == 0) error.BadName else id;
}

pub fn info(id: u32) ?Channel {
    var c: Channel = undefined;
    return if (channel_info(id, &c)) c else null;
}
