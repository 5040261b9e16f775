const Image = opaque {};
extern fn image_new(n: usize) ?*Image;
extern fn image_encode(i: ?*Image) usize;
extern fn image_free(i: ?*Image) void;
pub fn save() usize {
    const image = image_new(10) orelse return 0;
    defer image_free(image);
    return image_encode(image);
}
