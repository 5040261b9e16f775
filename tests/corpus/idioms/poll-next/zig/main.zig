const Poller = opaque {};
extern fn poller_new() *Poller;
extern fn poller_free(p: ?*Poller) void;
extern fn poller_push(p: *Poller, v: u32) i32;
pub fn main() void {
    const p = poller_new();
    defer poller_free(p);
    _ = poller_push(p, 99);
}
