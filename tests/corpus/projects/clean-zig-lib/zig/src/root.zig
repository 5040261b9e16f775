const std = @import("std");
pub const Error = enum(c_int) { none = 0, memory = -1, input = -2, _ };
const State = struct { arena: std.heap.ArenaAllocator, words: std.ArrayList([]const u8), lock: std.Thread.Mutex = .{} };
threadlocal var last: [128:0]u8 = @splat(0);
export fn text_open() ?*State {
    const s = std.heap.c_allocator.create(State) catch return null;
    s.* = .{ .arena = .init(std.heap.c_allocator), .words = .empty };
    return s;
}
export fn text_close(s: ?*State) void { const state = s orelse return; state.arena.deinit(); std.heap.c_allocator.destroy(state); }
export fn text_feed(s: *State, p: [*]const u8, n: usize) Error {
    s.lock.lock();
    defer s.lock.unlock();
    if (!std.unicode.utf8ValidateSlice(p[0..n])) return fail("not UTF-8");
    const a = s.arena.allocator();
    var it = std.mem.tokenizeScalar(u8, p[0..n], ' ');
    while (it.next()) |word| s.words.append(a, a.dupe(u8, word) catch return .memory) catch return .memory;
    return .none;
}
export fn text_count(s: *const State) usize { return s.words.items.len; }
export fn text_word(s: *const State, i: usize, len: *usize) ?[*]const u8 {
    if (i >= s.words.items.len) return null;
    len.* = s.words.items[i].len;
    return s.words.items[i].ptr;
}
export fn text_error() [*:0]const u8 { return &last; }
fn fail(message: []const u8) Error { const n = @min(message.len, last.len); @memcpy(last[0..n], message[0..n]); last[n] = 0; return .input; }
