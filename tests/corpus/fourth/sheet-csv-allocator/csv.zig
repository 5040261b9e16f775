const std = @import("std");

const HostAlloc = extern struct {
    ctx: ?*anyopaque,
    alloc: *const fn (ctx: ?*anyopaque, len: usize) callconv(.c) ?[*]u8,
    free: *const fn (ctx: ?*anyopaque, ptr: ?[*]u8, len: usize) callconv(.c) void,

    fn of(gpa: *std.mem.Allocator) HostAlloc {
        return .{ .ctx = gpa, .alloc = &allocFn, .free = &freeFn };
    }
    fn allocFn(ctx: ?*anyopaque, len: usize) callconv(.c) ?[*]u8 {
        const gpa: *std.mem.Allocator = @ptrCast(@alignCast(ctx.?));
        const s = gpa.alloc(u8, len) catch return null;
        return s.ptr;
    }
    fn freeFn(ctx: ?*anyopaque, ptr: ?[*]u8, len: usize) callconv(.c) void {
        const gpa: *std.mem.Allocator = @ptrCast(@alignCast(ctx.?));
        if (ptr) |p| gpa.free(p[0..len]);
    }
};

const Buffer = extern struct { ptr: ?[*]u8, len: usize };
extern fn csv_render(host: *const HostAlloc, cells: [*]const f64, cols: u32, rows: u32) Buffer;

/// Caller owns the text.
pub fn render(gpa: *std.mem.Allocator, cells: []const f64, cols: u32) ![]u8 {
    const rows: u32 = @intCast(cells.len / cols);
    const host = HostAlloc.of(gpa);
    const b = csv_render(&host, cells.ptr, cols, rows);
    const p = b.ptr orelse return error.OutOfMemory;
    return p[0..b.len];
}

pub fn main() !void {
    var gpa = std.heap.smp_allocator;
    const text = try render(&gpa, &.{ 1, 2.5, 3, 4 }, 2);
    defer gpa.free(text);
    std.debug.print("{s}", .{text});
}
