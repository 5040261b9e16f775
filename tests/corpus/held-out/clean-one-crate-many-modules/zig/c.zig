pub const World = opaque {};
pub const Body = extern struct { x: f32, y: f32, z: f32 };
pub extern fn world_new() ?*World;
pub extern fn world_add(w: ?*World, b: Body) usize;
pub extern fn world_at(w: ?*const World, i: usize) Body;
pub extern fn world_free(w: ?*World) void;
