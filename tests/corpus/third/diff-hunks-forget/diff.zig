pub const Hunk = extern struct { start: u32, lines: u32 };

const View = extern struct { items: [*]const Hunk, len: usize };

extern fn diff_hunks(a: [*]const u8, a_len: usize, b: [*]const u8, b_len: usize) View;
extern fn hunks_free(view: View) void;

pub fn changed(a: []const u8, b: []const u8) u32 {
    const view = diff_hunks(a.ptr, a.len, b.ptr, b.len);
    defer hunks_free(view);
    var n: u32 = 0;
    for (view.items[0..view.len]) |hunk| n +|= hunk.lines;
    return n;
}
