const Hit = extern struct { distance: f32, id: u32 };
extern fn cast_ray(x: f32) Hit;
pub fn cast(x: f32) Hit { return cast_ray(x); }
