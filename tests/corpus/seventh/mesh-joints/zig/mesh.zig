const std = @import("std");
const limits = @import("limits.zig");

const gpa = std.heap.page_allocator;
const n = limits.joints_per_vertex;

pub const Vertex = extern struct {
    position: [3]f32,
    joints: [n]u16,
    weights: [n]f32,

    fn rigid(position: [3]f32, bone: u16) Vertex {
        var v: Vertex = .{ .position = position, .joints = @splat(0), .weights = @splat(0) };
        v.joints[0] = bone;
        v.weights[0] = 1;
        return v;
    }
};

pub const Mesh = struct {
    vertices: []Vertex,
};

export fn mesh_cube(size: f32) ?*Mesh {
    const m = gpa.create(Mesh) catch return null;
    const vs = gpa.alloc(Vertex, 8) catch {
        gpa.destroy(m);
        return null;
    };
    for (vs, 0..) |*v, i| {
        v.* = .rigid(.{
            if (i & 1 != 0) size else 0,
            if (i & 2 != 0) size else 0,
            if (i & 4 != 0) size else 0,
        }, @intCast(i));
    }
    m.* = .{ .vertices = vs };
    return m;
}

export fn mesh_len(mesh: ?*const Mesh) usize {
    const m = mesh orelse return 0;
    return m.vertices.len;
}

export fn mesh_data(mesh: ?*const Mesh) ?[*]const Vertex {
    const m = mesh orelse return null;
    return m.vertices.ptr;
}

export fn mesh_free(mesh: ?*Mesh) void {
    const m = mesh orelse return;
    gpa.free(m.vertices);
    gpa.destroy(m);
}
