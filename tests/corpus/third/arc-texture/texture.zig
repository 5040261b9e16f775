const Raw = opaque {
    extern fn texture_new(pixels: [*]const u32, width: u32, height: u32) ?*const Raw;
    extern fn texture_retain(texture: *const Raw) *const Raw;
    extern fn texture_release(texture: *const Raw) void;
    extern fn texture_mean(texture: *const Raw) u32;
};

pub const Texture = struct {
    raw: *const Raw,

    pub fn init(pixels: []const u32, width: u32) ?Texture {
        const height: u32 = @intCast(pixels.len / width);
        return .{ .raw = Raw.texture_new(pixels.ptr, width, height) orelse return null };
    }

    pub fn share(self: Texture) Texture {
        return .{ .raw = Raw.texture_retain(self.raw) };
    }

    pub fn deinit(self: Texture) void {
        Raw.texture_release(self.raw);
    }

    pub fn mean(self: Texture) u32 {
        return Raw.texture_mean(self.raw);
    }
};
