const std = @import("std");

const gpa = std.heap.page_allocator;

const Words = struct {
    list: std.ArrayList([]u8) = .empty,

    fn find(w: *const Words, word: []const u8) bool {
        for (w.list.items) |have| {
            if (std.mem.eql(u8, have, word)) return true;
        }
        return false;
    }
};

export fn words_new() ?*Words {
    const w = gpa.create(Words) catch return null;
    w.* = .{};
    return w;
}

export fn words_free(words: ?*Words) void {
    const w = words orelse return;
    for (w.list.items) |word| gpa.free(word);
    w.list.deinit(gpa);
    gpa.destroy(w);
}

export fn words_add(words: ?*Words, word: [*:0]const u8) bool {
    const w = words orelse return false;
    const text = std.mem.span(word);
    if (w.find(text)) return true;
    const copy = gpa.dupe(u8, text) catch return false;
    w.list.append(gpa, copy) catch {
        gpa.free(copy);
        return false;
    };
    return true;
}

export fn words_has(words: ?*const Words, word: [*:0]const u8) bool {
    const w = words orelse return false;
    return w.find(std.mem.span(word));
}

export fn words_len(words: ?*const Words) usize {
    const w = words orelse return 0;
    return w.list.items.len;
}
