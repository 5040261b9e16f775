pub const Color = enum(u32) { red, green, blue };
export fn color_luma(c: Color) f32 {
    return switch (c) {
        .red => 0.3,
        .green => 0.6,
        .blue => 0.1,
    };
}
