extern fn title_cut(text: [*:0]const u8, n: usize) ?[*:0]u8;
extern fn title_free(text: ?[*:0]u8) void;
pub fn main() void {
    const t = title_cut("na\u{ef}ve", 3);
    defer title_free(t);
}
