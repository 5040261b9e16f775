pub const Ray = extern struct { from: [3]f32, to: [3]f32 };

pub const Hit = extern struct {
    distance: f32,
    normal: [3]f32,
    body: u32,
    material: u32,
};

pub const Sphere = extern struct { center: [3]f32, radius: f32, material: u32 };

const cast_fn = @extern(*const fn (ray: Ray, spheres: [*]const Sphere, count: usize) callconv(.c) Hit, .{
    .name = "cast",
});

pub fn cast(from: [3]f32, to: [3]f32, spheres: []const Sphere) ?Hit {
    const hit = cast_fn(.{ .from = from, .to = to }, spheres.ptr, spheres.len);
    return if (hit.distance < 0) null else hit;
}
