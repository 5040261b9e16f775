const std = @import("std");

const gpa = std.heap.c_allocator;

pub const Stream = struct {
    key: [8]u32,
    nonce: [3]u32,
    counter: u32 = 1,
    block: [64]u8 = undefined,
    used: usize = 64,

    fn quarter(s: *[16]u32, a: usize, b: usize, c: usize, d: usize) void {
        s[a] +%= s[b];
        s[d] = std.math.rotl(u32, s[d] ^ s[a], 16);
        s[c] +%= s[d];
        s[b] = std.math.rotl(u32, s[b] ^ s[c], 12);
        s[a] +%= s[b];
        s[d] = std.math.rotl(u32, s[d] ^ s[a], 8);
        s[c] +%= s[d];
        s[b] = std.math.rotl(u32, s[b] ^ s[c], 7);
    }

    fn refill(self: *Stream) void {
        var s: [16]u32 = undefined;
        s[0..4].* = .{ 0x61707865, 0x3320646e, 0x79622d32, 0x6b206574 };
        s[4..12].* = self.key;
        s[12] = self.counter;
        s[13..16].* = self.nonce;
        const start = s;
        for (0..10) |_| {
            quarter(&s, 0, 4, 8, 12);
            quarter(&s, 1, 5, 9, 13);
            quarter(&s, 2, 6, 10, 14);
            quarter(&s, 3, 7, 11, 15);
            quarter(&s, 0, 5, 10, 15);
            quarter(&s, 1, 6, 11, 12);
            quarter(&s, 2, 7, 8, 13);
            quarter(&s, 3, 4, 9, 14);
        }
        for (s, start, 0..) |x, y, i| {
            std.mem.writeInt(u32, self.block[i * 4 ..][0..4], x +% y, .little);
        }
        self.counter +%= 1;
        self.used = 0;
    }
};

export fn stream_new(key: *const [32]u8, nonce: *const [12]u8) ?*Stream {
    const s = gpa.create(Stream) catch return null;
    s.* = .{ .key = undefined, .nonce = undefined };
    for (&s.key, 0..) |*w, i| w.* = std.mem.readInt(u32, key[i * 4 ..][0..4], .little);
    for (&s.nonce, 0..) |*w, i| w.* = std.mem.readInt(u32, nonce[i * 4 ..][0..4], .little);
    return s;
}

export fn stream_free(s: ?*Stream) void {
    const it = s orelse return;
    std.crypto.secureZero(u32, &it.key);
    gpa.destroy(it);
}

/// Encrypts or decrypts in place.
export fn stream_xor(s: *Stream, data: [*]u8, len: usize) void {
    for (data[0..len]) |*b| {
        if (s.used == s.block.len) s.refill();
        b.* ^= s.block[s.used];
        s.used += 1;
    }
}
