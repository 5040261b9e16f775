const Image = opaque {};
const Raw = opaque {};
extern fn image_new(n: usize) ?*Image;
extern fn image_free(i: ?*Image) void;
extern fn layer_new() ?*Raw;
extern fn layer_set(l: *Raw, i: ?*Image) void;
extern fn layer_weight(l: *const Raw) f32;
extern fn layer_free(l: ?*Raw) void;
pub const Layer = struct {
    raw: *Raw,
    pub fn init(n: usize) !Layer {
        const raw = layer_new() orelse return error.NoMemory;
        errdefer layer_free(raw);
        const image = image_new(n) orelse return error.NoMemory;
        layer_set(raw, image);
        return .{ .raw = raw };
    }
    pub fn weight(self: Layer) f32 {
        return layer_weight(self.raw);
    }
    pub fn deinit(self: Layer) void {
        layer_free(self.raw);
    }
};
