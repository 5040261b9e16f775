const std = @import("std");
const Trie = opaque {};
const Match = opaque {};
extern fn trie_new() ?*Trie;
extern fn trie_free(t: ?*Trie) void;
extern fn trie_find(t: ?*const Trie, key: u64, out: *?*Match) c_int;
extern fn match_depth(m: *const Match) u32;
pub fn main() void {
    const t = trie_new() orelse return;
    defer trie_free(t);
    var m: ?*Match = null;
    if (trie_find(t, 7, &m) == 1) {
        std.debug.print("{d}\n", .{match_depth(m.?)});
    }
}
