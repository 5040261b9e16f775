const std = @import("std");

const Client = opaque {};
const Done = fn (user: ?*anyopaque, id: u32, status: u16) callconv(.c) void;
extern fn client_new(done: *const Done, user: ?*anyopaque) ?*Client;
extern fn client_get(client: *Client, id: u32, url: [*:0]const u8) bool;
extern fn client_poll(client: *Client) u32;
extern fn client_free(client: ?*Client) void;

pub const Session = struct {
    gpa: std.mem.Allocator,
    client: ?*Client = null,
    pending: std.AutoHashMapUnmanaged(u32, [:0]const u8) = .empty,
    failed: u32 = 0,

    pub fn open(self: *Session) bool {
        self.client = client_new(&onDone, self);
        return self.client != null;
    }

    pub fn close(self: *Session) void {
        client_free(self.client);
        self.pending.deinit(self.gpa);
    }

    pub fn get(self: *Session, id: u32, url: [:0]const u8) !void {
        try self.pending.put(self.gpa, id, url);
        if (!client_get(self.client.?, id, url.ptr)) _ = self.pending.remove(id);
    }

    pub fn run(self: *Session) void {
        while (client_poll(self.client.?) > 0) std.Thread.yield() catch {};
    }

    fn onDone(user: ?*anyopaque, id: u32, status: u16) callconv(.c) void {
        const self: *Session = @ptrCast(@alignCast(user.?));
        if (status != 200) self.failed += 1;
        _ = self.pending.remove(id);
    }
};
