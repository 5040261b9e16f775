const Mesh = opaque {};
extern fn mesh_new() ?*Mesh;
extern fn mesh_data(m: ?*Mesh) ?[*]f32;
extern fn mesh_grow(m: ?*Mesh, n: usize) void;
extern fn mesh_free(m: ?*Mesh) void;
pub fn main() void {
    const m = mesh_new() orelse return;
    defer mesh_free(m);
    const v = mesh_data(m) orelse return;
    v[0] = 1;
    mesh_grow(m, 100);
    v[1] = 2;
}
