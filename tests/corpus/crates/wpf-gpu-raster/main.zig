//! Draws a square and looks at the triangles that it becomes.
const std = @import("std");
const raster = @import("wpf_gpu_raster");

pub fn main() u8 {
    const builder = raster.wgr_new_builder() orelse return 5;
    defer raster.wgr_builder_release(builder);
    raster.wgr_builder_move_to(builder, 10, 10);
    raster.wgr_builder_line_to(builder, 40, 10);
    raster.wgr_builder_line_to(builder, 40, 40);
    raster.wgr_builder_line_to(builder, 10, 40);
    raster.wgr_builder_close(builder);
    // A struct of 40 bytes, as result and as argument.
    const path = raster.wgr_builder_get_path(builder);
    if (path.num_points < 4 or path.num_types != path.num_points) return 1;
    const triangles = raster.wgr_path_rasterize_to_tri_list(&path, 0, 0, 100, 100, true, false, false, null, 0);
    if (triangles.len == 0 or triangles.len % 3 != 0) return 2;
    for (triangles.data[0..triangles.len]) |vertex| {
        if (vertex.x < 9 or vertex.x > 41 or vertex.y < 9 or vertex.y > 41) return 3;
        if (vertex.coverage < 0 or vertex.coverage > 1) return 4;
    }
    raster.wgr_vertex_buffer_release(triangles);
    raster.wgr_path_release(path);
    return 0;
}
