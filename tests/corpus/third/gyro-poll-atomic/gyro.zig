pub const Poller = opaque {};
pub const SampleFn = fn (user: ?*anyopaque, x: i16, y: i16, z: i16) callconv(.c) void;

pub extern fn gyro_start(call: ?*const SampleFn, user: ?*anyopaque) ?*Poller;
pub extern fn gyro_stop(poller: ?*Poller) void;
