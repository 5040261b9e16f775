pub const Space = opaque {};
pub const ContactFn = *const fn (user: ?*anyopaque, a: u32, b: u32, impulse: f64) callconv(.c) void;

pub extern fn space_new() ?*Space;
pub extern fn space_add(s: ?*Space, height: f32, speed: f32) void;
pub extern fn space_on_contact(s: ?*Space, f: ?ContactFn, user: ?*anyopaque) void;
pub extern fn space_step(s: ?*Space, dt: f32) void;
pub extern fn space_free(s: ?*Space) void;
