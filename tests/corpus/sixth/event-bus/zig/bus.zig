pub const Bus = opaque {
    extern fn bus_new() *Bus;
    extern fn bus_free(bus: ?*Bus) void;
    extern fn bus_subscribe(bus: *const Bus, topic: u32, call: ?*const fn (?*anyopaque, u32, i64) callconv(.c) void, user: ?*anyopaque) u64;
    extern fn bus_unsubscribe(bus: *const Bus, id: u64) bool;
    extern fn bus_publish(bus: *const Bus, topic: u32, value: i64) u32;

    pub const init = bus_new;
    pub const deinit = bus_free;
    pub const unsubscribe = bus_unsubscribe;
    pub const publish = bus_publish;

    pub fn subscribe(bus: *const Bus, topic: u32, comptime T: type, self: *T) error{NotSubscribed}!u64 {
        const Thunk = struct {
            fn call(user: ?*anyopaque, t: u32, value: i64) callconv(.c) void {
                const it: *T = @ptrCast(@alignCast(user.?));
                it.onEvent(t, value);
            }
        };
        const id = bus_subscribe(bus, topic, &Thunk.call, self);
        return if (id == 0) error.NotSubscribed else id;
    }
};
