const std = @import("std");

extern fn stem_hash(word: [*]const u8) u64;

pub fn main() void {
    var words = std.mem.tokenizeScalar(u8, "one two three", ' ');
    while (words.next()) |word| {
        std.debug.print("{d}\n", .{stem_hash(word.ptr)});
    }
}
