const Hit = extern struct { distance: f32, id: u32 };
extern fn cast_ray(x: f32, hit: ?*Hit) bool;
pub fn cast(x: f32) ?Hit { var h: Hit = undefined; return if (cast_ray(x, &h)) h else null; }
