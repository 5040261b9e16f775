pub const Instance = opaque {};
pub const Host = opaque {};

pub extern fn host_new() ?*Host;
pub extern fn instance_new(kind: u32) ?*Instance;
pub extern fn instance_process(i: ?*Instance, x: f32) f32;
pub extern fn host_adopt(h: ?*Host, i: ?*Instance) usize;
pub extern fn host_retire_idle(h: ?*Host) u32;
pub extern fn instance_free(i: ?*Instance) void;
pub extern fn host_free(h: ?*Host) void;
