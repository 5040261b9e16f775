const std = @import("std");

const Title = opaque {
    extern fn title_new(name: [*]const u8, len: usize, dirty: bool) ?*Title;
    extern fn title_units(title: *const Title) ?[*:0]const u16;
    extern fn title_free(title: *Title) void;
};

pub fn width(name: []const u8, dirty: bool) usize {
    const title = Title.title_new(name.ptr, name.len, dirty) orelse return 0;
    defer Title.title_free(title);
    const units = Title.title_units(title) orelse return 0;
    return std.mem.span(units).len;
}
