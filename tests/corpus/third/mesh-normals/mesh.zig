pub const Vec3 = extern struct { x: f32, y: f32, z: f32 };

pub const Normals = extern struct {
    items: [*]Vec3,
    len: usize,

    extern fn mesh_normals(points: [*]const Vec3, count: usize) Normals;
    extern fn normals_free(normals: Normals) void;

    pub fn of(points: []const Vec3) Normals {
        return mesh_normals(points.ptr, points.len);
    }

    pub fn slice(self: Normals) []Vec3 {
        return self.items[0..self.len];
    }

    pub const deinit = normals_free;
};
