const std = @import("std");

const gpa = std.heap.c_allocator;

const Index = struct {
    words: std.StringHashMapUnmanaged(u32) = .empty,
    documents: u32 = 0,

    fn add(self: *Index, text: []const u8) !void {
        var it = std.mem.tokenizeAny(u8, text, " ,.;:!?\n");
        while (it.next()) |w| {
            const slot = try self.words.getOrPut(gpa, w);
            if (!slot.found_existing) {
                slot.key_ptr.* = gpa.dupe(u8, w) catch |err| {
                    self.words.removeByPtr(slot.key_ptr);
                    return err;
                };
                slot.value_ptr.* = 0;
            }
            slot.value_ptr.* +|= 1;
        }
        self.documents += 1;
    }

    fn deinit(self: *Index) void {
        var keys = self.words.keyIterator();
        while (keys.next()) |k| gpa.free(k.*);
        self.words.deinit(gpa);
    }
};

export fn fts_open() ?*Index {
    const ix = gpa.create(Index) catch return null;
    ix.* = .{};
    return ix;
}

export fn fts_close(ix: ?*Index) void {
    const it = ix orelse return;
    it.deinit();
    gpa.destroy(it);
}

export fn fts_add(ix: *Index, text: [*:0]const u8) bool {
    ix.add(std.mem.span(text)) catch return false;
    return true;
}

/// How often the word stands in all documents.
export fn fts_count(ix: *const Index, word: [*:0]const u8) u32 {
    return ix.words.get(std.mem.span(word)) orelse 0;
}
