pub const Mat4 = extern struct {
    rows: [4][4]f32 align(16),

    pub const identity: Mat4 = .{ .rows = .{
        .{ 1, 0, 0, 0 },
        .{ 0, 1, 0, 0 },
        .{ 0, 0, 1, 0 },
        .{ 0, 0, 0, 1 },
    } };
};

pub const Bone = extern struct { parent: i32, local: Mat4 };

extern fn skeleton_pose(bones: [*]const Bone, world: [*]Mat4, count: usize) bool;

pub fn pose(bones: []const Bone, world: []Mat4) bool {
    const n = @min(bones.len, world.len);
    return skeleton_pose(bones.ptr, world.ptr, n);
}
