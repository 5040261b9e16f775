pub const Plug = opaque {
    pub extern fn plug_create(db: f64) ?*Plug;
    pub extern fn plug_peak(plug: *const Plug) f32;
    pub extern fn plug_destroy(plug: ?*Plug) void;

    const run_f32 = @extern(
        *const fn (plug: *Plug, data: ?[*]f32, frames: usize) callconv(.c) void,
        .{ .name = "plug_run_f32" },
    );

    pub fn run(self: *Plug, block: []f32) void {
        run_f32(self, block.ptr, block.len);
    }
};
