extern fn gain_limit(value: f32) f32;
extern fn gain_range(value: f32, low: f32, high: f32) f32;
pub fn main() void {
    _ = gain_limit(0.5);
    _ = gain_range(0.5, 1.0, 0.0);
}
