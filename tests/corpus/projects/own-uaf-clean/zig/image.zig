const Raw = opaque {};
extern fn image_new(width: u32) ?*Raw;
extern fn image_pixels(i: *const Raw) ?[*]const u8;
extern fn image_width(i: *const Raw) u32;
extern fn image_free(i: ?*Raw) void;
pub fn firstPixel(width: u32) !u8 {
    const image = image_new(width) orelse return error.OutOfMemory;
    const pixels = image_pixels(image) orelse return error.Empty;
    const first = pixels[0];
    image_free(image);
    return first;
}
