const std = @import("std");

const gpa = std.heap.smp_allocator;

const Book = struct {
    seed: u32,
    entries: []u16,

    fn slot(self: *const Book, key: u64) u16 {
        return self.entries[@intCast(key % self.entries.len)];
    }
};

fn scramble(x: u32) u32 {
    var v = x *% 0x85ebca6b;
    v ^= v >> 13;
    return v *% 0xc2b2ae35;
}

export fn book_open(seed: u32) ?*Book {
    const book = gpa.create(Book) catch return null;
    const entries = gpa.alloc(u16, 4096) catch {
        gpa.destroy(book);
        return null;
    };
    for (entries, 0..) |*e, i| {
        e.* = @truncate(scramble(seed +% @as(u32, @intCast(i))));
    }
    book.* = .{ .seed = seed, .entries = entries };
    return book;
}

export fn book_close(book: ?*Book) void {
    const b = book orelse return;
    gpa.free(b.entries);
    gpa.destroy(b);
}

export fn book_root(book: *const Book) u64 {
    return scramble(book.seed);
}

export fn book_probe(book: *const Book, key: u64) u16 {
    const raw = book.slot(key);
    return if (raw & 0xf000 == 0) 0 else raw & 0x0fff;
}
