const std = @import("std");

const gpa = std.heap.c_allocator;

pub const Vertex = extern struct { x: f32, y: f32, z: f32, shade: f32 = 1 };

const Mesh = struct {
    vertices: std.ArrayList(Vertex) = .empty,
    indices: std.ArrayList(u32) = .empty,
};

export fn mesh_new() ?*Mesh {
    const m = gpa.create(Mesh) catch return null;
    m.* = .{};
    return m;
}

export fn mesh_free(m: ?*Mesh) void {
    const it = m orelse return;
    it.vertices.deinit(gpa);
    it.indices.deinit(gpa);
    gpa.destroy(it);
}

/// The index of the new vertex, or maxInt if there is no memory.
export fn mesh_push(m: *Mesh, v: Vertex) u32 {
    m.vertices.append(gpa, v) catch return std.math.maxInt(u32);
    return @intCast(m.vertices.items.len - 1);
}

export fn mesh_triangle(m: *Mesh, a: u32, b: u32, c: u32) bool {
    const n = m.vertices.items.len;
    if (a >= n or b >= n or c >= n) return false;
    m.indices.appendSlice(gpa, &.{ a, b, c }) catch return false;
    return true;
}

/// The vertices as they stand now; the pointer is good until the next mesh_push.
export fn mesh_vertices(m: *Mesh, len: *usize) [*]Vertex {
    len.* = m.vertices.items.len;
    return m.vertices.items.ptr;
}

export fn mesh_triangles(m: *const Mesh) usize {
    return m.indices.items.len / 3;
}
