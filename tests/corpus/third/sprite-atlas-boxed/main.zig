const std = @import("std");

const Sprite = extern struct { x: u32, y: u32, tint: u32, layer: u32 };
const Atlas = opaque {};

extern fn atlas_new(width: u32) *Atlas;
extern fn atlas_add(atlas: *Atlas, w: u32, h: u32) ?*Sprite;
extern fn atlas_height(atlas: *const Atlas) u32;
extern fn atlas_free(atlas: *Atlas) void;

const Button = struct {
    face: *Sprite,
    shadow: *Sprite,

    fn init(atlas: *Atlas) ?Button {
        const face = atlas_add(atlas, 48, 16) orelse return null;
        const shadow = atlas_add(atlas, 50, 18) orelse return null;
        face.layer = 1;
        shadow.tint = 0x80000000;
        return .{ .face = face, .shadow = shadow };
    }
};

pub fn main() void {
    const atlas = atlas_new(128);
    defer atlas_free(atlas);
    const ok = Button.init(atlas) orelse return;
    const cancel = Button.init(atlas) orelse return;
    cancel.face.tint = ok.face.tint;
    std.debug.print("{d}\n", .{atlas_height(atlas)});
}
