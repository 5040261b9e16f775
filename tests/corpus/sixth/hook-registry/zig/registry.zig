pub const Registry = opaque {
    const Hook = *const fn (user: ?*anyopaque, tick: u64) callconv(.c) void;

    extern fn registry_start(period_us: u32) ?*Registry;
    extern fn registry_stop(registry: ?*Registry) void;
    extern fn hook_add(registry: *const Registry, hook: ?Hook, user: ?*anyopaque) u64;
    extern fn hook_remove(registry: *const Registry, id: u64) bool;

    pub fn start(period_us: u32) error{NoThread}!*Registry {
        return registry_start(period_us) orelse error.NoThread;
    }

    pub const stop = registry_stop;
    pub const remove = hook_remove;

    /// `context.onTick(tick)` is called on the registry's thread.
    pub fn add(self: *const Registry, context: anytype) u64 {
        const P = @TypeOf(context);
        const Thunk = struct {
            fn call(user: ?*anyopaque, tick: u64) callconv(.c) void {
                const c: P = @ptrCast(@alignCast(user.?));
                c.onTick(tick);
            }
        };
        return hook_add(self, &Thunk.call, context);
    }
};
