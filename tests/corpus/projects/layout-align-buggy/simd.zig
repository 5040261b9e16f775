pub const Vec4 = extern struct {
    x: f32 align(16),
    y: f32,
    z: f32,
    w: f32,
};
pub extern fn vec4_sum(v: [*]const Vec4, n: usize) f32;
