const std = @import("std");

const Style = packed struct(u16) {
    bold: bool = false,
    italic: bool = false,
    underline: bool = false,
    _reserved: u5 = 0,
    color: u8 = 0,
};

const Cell = extern struct {
    glyph: u32,
    style: Style,
    width: u8,
    dirty: bool,
};

extern fn cell_cost(cell: *const Cell) u32;
extern fn style_plain(style: Style) Style;

pub fn main() void {
    var cell: Cell = .{ .glyph = 'x', .style = .{ .bold = true, .color = 208 }, .width = 1, .dirty = true };
    std.debug.print("{d}\n", .{cell_cost(&cell)});
    cell.style = style_plain(cell.style);
    std.debug.print("{d} {d}\n", .{ cell_cost(&cell), cell.style.color });
}
