pub const Color = extern struct {
    r: u8,
    g: u8,
    b: u8,
    a: u8,

    extern fn color_parse(text: [*]const u8, len: usize, out: *Color) c_int;
    extern fn color_over(a: Color, b: Color) Color;

    pub fn parse(text: []const u8) ?Color {
        var out: Color = undefined;
        return if (color_parse(text.ptr, text.len, &out) == 0) out else null;
    }

    pub fn over(below: Color, above: Color) Color {
        return color_over(below, above);
    }
};
