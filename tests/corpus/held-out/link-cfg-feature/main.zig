extern fn gfx_init() i32;
extern fn gfx_bloom(strength: f32) i32;

pub fn main() void {
    _ = gfx_init();
    _ = gfx_bloom(0.5);
}
