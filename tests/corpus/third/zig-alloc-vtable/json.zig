const std = @import("std");
const Allocator = std.mem.Allocator;

const Memory = extern struct {
    user: ?*anyopaque,
    alloc: *const fn (user: ?*anyopaque, n: usize) callconv(.c) ?[*]u8,
    free: *const fn (user: ?*anyopaque, at: [*]u8, n: usize) callconv(.c) void,
};

const Block = extern struct { at: [*]u8, used: usize, room: usize };

extern fn json_minify(memory: *const Memory, text: [*]const u8, len: usize, out: *Block) bool;

fn allocator(user: ?*anyopaque) Allocator {
    const gpa: *const Allocator = @ptrCast(@alignCast(user.?));
    return gpa.*;
}

fn alloc(user: ?*anyopaque, n: usize) callconv(.c) ?[*]u8 {
    const memory = allocator(user).alloc(u8, n) catch return null;
    return memory.ptr;
}

fn free(user: ?*anyopaque, at: [*]u8, n: usize) callconv(.c) void {
    allocator(user).free(at[0..n]);
}

pub const Text = struct {
    block: Block,

    pub fn bytes(text: Text) []const u8 {
        return text.block.at[0..text.block.used];
    }

    pub fn deinit(text: Text, gpa: Allocator) void {
        gpa.free(text.block.at[0..text.block.room]);
    }
};

pub fn minify(gpa: Allocator, text: []const u8) ?Text {
    var copy = gpa;
    const memory: Memory = .{ .user = &copy, .alloc = &alloc, .free = &free };
    var block: Block = undefined;
    if (!json_minify(&memory, text.ptr, text.len, &block)) return null;
    return .{ .block = block };
}
