const Prefs = opaque {};
extern fn prefs_new() *Prefs;
extern fn prefs_free(p: ?*Prefs) void;
extern fn prefs_set(p: *Prefs, key: [*:0]const u8, value: i64) bool;
pub fn main() void {
    const p = prefs_new();
    defer prefs_free(p);
    _ = prefs_set(p, "a\xff", 3);
}
