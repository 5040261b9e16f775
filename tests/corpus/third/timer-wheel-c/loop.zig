pub const Timer = extern struct {
    user: ?*anyopaque,
    fire: ?*const fn (user: ?*anyopaque, now: u64) callconv(.c) bool,
    due: u64,
};

pub const Wheel = opaque {
    pub extern fn wheel_new() *Wheel;
    pub extern fn wheel_add(wheel: *Wheel, timer: *const Timer) bool;
    pub extern fn wheel_turn(wheel: *Wheel, now: u64) u32;
    pub extern fn wheel_free(wheel: *Wheel) void;
};
