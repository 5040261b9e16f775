const std = @import("std");

const Ui = opaque {};
const Widget = opaque {
    extern fn widget_focus(w: ?*Widget, on: bool) u32;
    extern fn widget_hit(w: ?*const Widget, px: i32, py: i32) bool;
    const focus = widget_focus;
    const hit = widget_hit;
};

extern fn ui_create() ?*Ui;
extern fn ui_destroy(ui: ?*Ui) void;
extern fn ui_widget_add(ui: ?*Ui, id: u32, x: i32, y: i32) bool;
extern fn ui_widget_find(ui: ?*Ui, id: u32) *Widget;

fn moveFocus(ui: *Ui, from: u32, to: u32) u32 {
    const a = ui_widget_find(ui, from);
    const b = ui_widget_find(ui, to);
    _ = a.focus(false);
    return b.focus(true);
}

pub fn main() u8 {
    const ui = ui_create() orelse return 1;
    defer ui_destroy(ui);
    for (0..4) |i| {
        const n: u32 = @intCast(i);
        if (!ui_widget_add(ui, n, @intCast(i * 40), 12)) return 2;
    }
    std.debug.print("focus is on {d}\n", .{moveFocus(ui, 0, 3)});
    std.debug.print("hit: {}\n", .{ui_widget_find(ui, 2).hit(84, 10)});
    return 0;
}
