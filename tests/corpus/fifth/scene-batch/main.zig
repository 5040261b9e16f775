const std = @import("std");
const gpa = std.heap.smp_allocator;

pub const Vertex = extern struct {
    position: [3]f32,
    normal: [3]f32,
    uv: [2]f32,
    color: u32,
};

pub const BatchView = extern struct {
    vertices: ?[*]const Vertex,
    vertex_count: u32,
    indices: ?[*]const u16,
    index_count: u32,
};

const Mesh = struct { vertices: []Vertex, indices: []u16 };

fn store(view: *const BatchView) !*Mesh {
    const src_v = (view.vertices orelse return error.Empty)[0..view.vertex_count];
    const src_i = (view.indices orelse return error.Empty)[0..view.index_count];
    const mesh = try gpa.create(Mesh);
    errdefer gpa.destroy(mesh);
    const v = try gpa.dupe(Vertex, src_v);
    errdefer gpa.free(v);
    mesh.* = .{ .vertices = v, .indices = try gpa.dupe(u16, src_i) };
    for (v) |*p| {
        const len = @sqrt(p.normal[0] * p.normal[0] + p.normal[1] * p.normal[1] + p.normal[2] * p.normal[2]);
        if (len > 0) for (&p.normal) |*c| {
            c.* /= len;
        };
    }
    return mesh;
}

export fn scene_batch_upload(view: ?*const BatchView) ?*Mesh {
    return store(view orelse return null) catch null;
}

export fn scene_batch_release(mesh: ?*Mesh) void {
    const m = mesh orelse return;
    gpa.free(m.vertices);
    gpa.free(m.indices);
    gpa.destroy(m);
}
