const std = @import("std");

const gpa = std.heap.c_allocator;

pub const Vertex = extern struct { x: f32, y: f32, z: f32, shade: f32 };

const Mesh = struct {
    vertices: std.ArrayList(Vertex) = .empty,
    indices: std.ArrayList(u32) = .empty,
};

pub const no_vertex: u32 = std.math.maxInt(u32);

export fn weld_new() ?*Mesh {
    const m = gpa.create(Mesh) catch return null;
    m.* = .{};
    return m;
}

export fn weld_free(m: ?*Mesh) void {
    const it = m orelse return;
    it.vertices.deinit(gpa);
    it.indices.deinit(gpa);
    gpa.destroy(it);
}

/// The index of the new vertex, or no_vertex if there is no memory. Pointers of weld_vertices end here.
export fn weld_push(m: *Mesh, v: Vertex) u32 {
    if (m.vertices.items.len >= no_vertex) return no_vertex;
    m.vertices.append(gpa, v) catch return no_vertex;
    return @intCast(m.vertices.items.len - 1);
}

export fn weld_triangle(m: *Mesh, corners: *const [3]u32) bool {
    for (corners) |c| if (c >= m.vertices.items.len) return false;
    m.indices.appendSlice(gpa, corners) catch return false;
    return true;
}

/// The vertices as they stand now; good until the next weld_push.
export fn weld_vertices(m: *Mesh, len: *usize) [*]Vertex {
    len.* = m.vertices.items.len;
    return m.vertices.items.ptr;
}

export fn weld_triangles(m: *const Mesh) usize {
    return m.indices.items.len / 3;
}
