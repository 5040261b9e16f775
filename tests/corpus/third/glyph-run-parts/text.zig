pub const Run = extern struct {
    glyphs: [*]const u16,
    count: usize,
    size: f32,
    right_to_left: bool,

    extern fn run_width(run: *const Run) f32;

    pub fn init(glyphs: []const u16, size: f32) Run {
        return .{ .glyphs = glyphs.ptr, .count = glyphs.len, .size = size, .right_to_left = false };
    }

    pub fn width(run: *const Run) f32 {
        return run_width(run);
    }
};
