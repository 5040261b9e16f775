const std = @import("std");

const c = struct {
    const Raw = opaque {};
    extern fn tape_create(block_size: u32) ?*Raw;
    extern fn tape_destroy(tape: ?*Raw) void;
    extern fn tape_extend(tape: ?*Raw, count: u64) bool;
    extern fn tape_seek(tape: ?*Raw, offset: i64, whence: u32) i32;
    extern fn tape_write(tape: ?*Raw, data: [*]const u8, len: usize) isize;
};

pub const Error = error{ OutOfMemory, Seek, Write, Full };

pub const Whence = enum(u32) { set = 0, cur = 1, end = 2 };

pub const Tape = struct {
    raw: *c.Raw,

    pub fn create(block_size: u32) Error!Tape {
        return .{ .raw = c.tape_create(block_size) orelse return error.OutOfMemory };
    }

    pub fn deinit(self: *Tape) void {
        c.tape_destroy(self.raw);
        self.* = undefined;
    }

    pub fn extend(self: Tape, blocks: u64) Error!void {
        if (!c.tape_extend(self.raw, blocks)) return error.Full;
    }

    pub fn seek(self: Tape, offset: i64, whence: Whence) Error!u64 {
        const at = c.tape_seek(self.raw, offset, @intFromEnum(whence));
        if (at < 0) return error.Seek;
        return @intCast(at);
    }

    pub fn writeAll(self: Tape, bytes: []const u8) Error!void {
        var rest = bytes;
        while (rest.len > 0) {
            const n = c.tape_write(self.raw, rest.ptr, rest.len);
            if (n <= 0) return error.Write;
            rest = rest[@intCast(n)..];
        }
    }
};
