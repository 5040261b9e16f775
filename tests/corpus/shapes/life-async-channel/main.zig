const Hasher = opaque {};
extern fn hasher_new() ?*Hasher;
extern fn hasher_add(h: ?*Hasher, data: [*]const u8, len: usize) bool;
extern fn hasher_free(h: ?*Hasher) void;
fn feed(h: *Hasher, n: u8) void {
    var block: [512]u8 = @splat(n);
    block[0] = 1;
    _ = hasher_add(h, &block, block.len);
}
pub fn main() void {
    const h = hasher_new() orelse return;
    defer hasher_free(h);
    feed(h, 3);
}
