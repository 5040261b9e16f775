const Registry = opaque {};
extern fn registry_new() ?*Registry;
extern fn registry_set(r: ?*Registry, id: u32, price: i64) void;
extern fn registry_price(r: ?*const Registry, id: u32) i64;
extern fn registry_free(r: ?*Registry) void;
pub fn main() void {
    const r = registry_new() orelse return;
    defer registry_free(r);
    registry_set(r, 4, 100);
    _ = registry_price(r, 5);
}
