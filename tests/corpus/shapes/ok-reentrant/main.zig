const Bus = opaque {};
const Listener = *const fn (user: ?*anyopaque, value: i32) callconv(.c) void;
extern fn bus_new() ?*Bus;
extern fn bus_subscribe(bus: ?*const Bus, listener: Listener, user: ?*anyopaque) void;
extern fn bus_publish(bus: ?*const Bus, value: i32) void;
extern fn bus_free(bus: ?*Bus) void;
const App = struct {
    bus: *Bus,
    seen: u32 = 0,
    fn other(_: ?*anyopaque, _: i32) callconv(.c) void {}
    fn onValue(user: ?*anyopaque, value: i32) callconv(.c) void {
        const self: *App = @ptrCast(@alignCast(user.?));
        self.seen += 1;
        if (value > 3) bus_subscribe(self.bus, other, null);
    }
};
pub fn main() void {
    const bus = bus_new() orelse return;
    defer bus_free(bus);
    var app: App = .{ .bus = bus };
    bus_subscribe(bus, App.onValue, &app);
    bus_publish(bus, 7);
}
