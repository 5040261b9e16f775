const Index = opaque {};
extern fn index_new(words: [*]const u32, len: usize) ?*Index;
extern fn index_find(index: ?*const Index, word: u32) bool;
extern fn index_free(index: ?*Index) void;
fn make() ?*Index {
    const words = [_]u32{ 1, 2, 3 };
    var copy = words;
    copy[0] = 9;
    return index_new(&copy, copy.len);
}
pub fn main() void {
    const i = make();
    defer index_free(i);
    _ = index_find(i, 2);
}
