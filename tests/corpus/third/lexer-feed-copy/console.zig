const std = @import("std");

const Lexer = opaque {
    extern fn lexer_new() *Lexer;
    extern fn lexer_feed(lexer: *Lexer, text: [*]const u8, len: usize) void;
    extern fn lexer_next(lexer: *Lexer, end: *usize) u8;
    extern fn lexer_free(lexer: *Lexer) void;
};

pub const Console = struct {
    lexer: *Lexer,

    pub fn init() Console {
        return .{ .lexer = Lexer.lexer_new() };
    }

    pub fn deinit(self: Console) void {
        Lexer.lexer_free(self.lexer);
    }

    /// Queues `give ITEM N`.
    pub fn give(self: Console, item: []const u8, n: u32) !void {
        var line: [64]u8 = undefined;
        const text = try std.fmt.bufPrint(&line, "give {s} {d}", .{ item, n });
        Lexer.lexer_feed(self.lexer, text.ptr, text.len);
    }

    pub fn words(self: Console) usize {
        var n: usize = 0;
        var end: usize = 0;
        while (Lexer.lexer_next(self.lexer, &end) != 0) n += 1;
        return n;
    }
};
