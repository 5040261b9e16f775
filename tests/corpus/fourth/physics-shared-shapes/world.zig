pub const World = opaque {
    extern fn world_new(radius: f32) ?*World;
    extern fn world_add(w: ?*World, y: f32) usize;
    extern fn world_step(w: ?*World, dt: f32) void;
    extern fn world_free(w: ?*World) void;

    pub fn init(radius: f32) error{OutOfMemory}!*World {
        return world_new(radius) orelse error.OutOfMemory;
    }
    pub fn add(self: *World, y: f32) usize {
        return world_add(self, y);
    }
    pub fn step(self: *World, dt: f32) void {
        world_step(self, dt);
    }
    pub fn deinit(self: *World) void {
        world_free(self);
    }
};
