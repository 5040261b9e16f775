pub const Handle = opaque {};

pub const NodeView = extern struct {
    id: u32,
    depth: u32,
    girth_mm: u32,
};

pub const VisitFn = *const fn (user: ?*anyopaque, node: *const NodeView) callconv(.c) void;

pub extern fn grove_new() ?*Handle;
pub extern fn grove_free(grove: ?*Handle) void;
pub extern fn grove_plant(grove: ?*Handle, girth_mm: u32) u32;
pub extern fn grove_branch(grove: ?*Handle, parent: u32, girth_mm: u32) u32;
pub extern fn grove_walk(grove: ?*const Handle, visit: ?VisitFn, user: ?*anyopaque) void;
