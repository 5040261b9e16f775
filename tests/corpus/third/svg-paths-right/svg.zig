const Handle = ?*anyopaque;

pub extern fn shape_parse(text: [*]const u8, len: usize) Handle;
pub extern fn shape_path(shape: Handle, n: usize) Handle;
pub extern fn path_points(path: Handle) usize;
pub extern fn path_free(path: Handle) void;
pub extern fn shape_free(shape: Handle) void;

const release = struct {
    const shape = shape_free;
    const path = path_free;
};

pub fn points(text: []const u8) usize {
    const shape = shape_parse(text.ptr, text.len) orelse return 0;
    defer release.shape(shape);
    var total: usize = 0;
    var n: usize = 0;
    while (shape_path(shape, n)) |path| : (n += 1) {
        defer release.path(path);
        total += path_points(path);
    }
    return total;
}
