const std = @import("std");

const gpa = std.heap.c_allocator;

pub const Token = extern struct {
    kind: u32,
    start: usize,
    end: usize,
};

const Scanner = struct {
    text: []const u8,
    at: usize = 0,
    depth: u32 = 0,

    fn next(self: *Scanner) ?Token {
        while (self.at < self.text.len and std.ascii.isWhitespace(self.text[self.at])) self.at += 1;
        if (self.at == self.text.len) return null;
        const start = self.at;
        if (self.text[start] == '<') {
            const close = std.mem.findScalarPos(u8, self.text, start, '>') orelse self.text.len - 1;
            self.at = close + 1;
            const ending = start + 1 < self.text.len and self.text[start + 1] == '/';
            if (ending) self.depth -|= 1 else self.depth += 1;
            return .{ .kind = if (ending) 1 else 0, .start = start, .end = self.at };
        }
        self.at = std.mem.findScalarPos(u8, self.text, start, '<') orelse self.text.len;
        return .{ .kind = 2, .start = start, .end = self.at };
    }
};

export fn scan_begin(text: ?[*]const u8, len: usize) ?*Scanner {
    const bytes = (text orelse return null)[0..len];
    const s = gpa.create(Scanner) catch return null;
    s.* = .{ .text = bytes };
    return s;
}

export fn scan_next(s: *Scanner, out: *Token) bool {
    out.* = s.next() orelse return false;
    return true;
}

export fn scan_depth(s: *const Scanner) u32 {
    return s.depth;
}

export fn scan_end(s: ?*Scanner) void {
    if (s) |it| gpa.destroy(it);
}
