const std = @import("std");

extern fn spell_suggest(word: [*]const u8, len: usize) ?[*:0]u8;
extern fn spell_free(text: ?[*:0]u8) void;

pub const Checker = struct {
    gpa: std.mem.Allocator,
    asked: u32 = 0,

    pub fn suggest(self: *Checker, word: []const u8) !?[]const u8 {
        self.asked += 1;
        const raw = spell_suggest(word.ptr, word.len) orelse return null;
        defer spell_free(raw);
        const text = std.mem.span(raw);
        if (std.mem.eql(u8, text, word)) return null;
        return try self.gpa.dupe(u8, text);
    }
};
