const gfx = struct {
    extern fn gfx_frame(n: u32) u32;
    extern fn gfx_capture(n: u32) bool;
};
pub fn main() void { if (gfx.gfx_capture(gfx.gfx_frame(0))) return; }
