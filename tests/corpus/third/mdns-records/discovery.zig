const std = @import("std");

pub const Service = struct { name: []const u8, ttl: u32 };

pub const List = struct {
    gpa: std.mem.Allocator,
    services: std.ArrayList(Service) = .empty,

    pub fn deinit(self: *List) void {
        self.services.deinit(self.gpa);
    }

    fn add(self: *List, name: []const u8, ttl: u32) !void {
        for (self.services.items) |*old| {
            if (!std.mem.eql(u8, old.name, name)) continue;
            old.ttl = ttl;
            return;
        }
        try self.services.append(self.gpa, .{ .name = name, .ttl = ttl });
    }
};

export fn discovery_found(list: *List, name: [*]const u8, len: usize, ttl: u32) void {
    list.add(name[0..len], ttl) catch {};
}
