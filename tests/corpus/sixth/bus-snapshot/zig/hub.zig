pub const Hub = opaque {
    const Listener = *const fn (?*anyopaque, u32, i64) callconv(.c) void;

    extern fn hub_new() *Hub;
    extern fn hub_free(hub: ?*Hub) void;
    extern fn hub_subscribe(hub: *const Hub, topic: u32, call: ?Listener, user: ?*anyopaque) u64;
    extern fn hub_unsubscribe(hub: *const Hub, id: u64) bool;
    extern fn hub_publish(hub: *const Hub, topic: u32, value: i64) u32;

    pub const init = hub_new;
    pub const deinit = hub_free;
    pub const unsubscribe = hub_unsubscribe;
    pub const publish = hub_publish;

    pub fn subscribe(hub: *const Hub, topic: u32, self: anytype) error{NotSubscribed}!u64 {
        const P = @TypeOf(self);
        const Thunk = struct {
            fn call(user: ?*anyopaque, t: u32, value: i64) callconv(.c) void {
                const it: P = @ptrCast(@alignCast(user.?));
                it.onEvent(t, value);
            }
        };
        const id = hub_subscribe(hub, topic, &Thunk.call, self);
        return if (id == 0) error.NotSubscribed else id;
    }
};
