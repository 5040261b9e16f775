pub const Host = opaque {};

pub const Edit = extern struct { at: u64, removed: u32, inserted: u32 };

pub const VTable = extern struct {
    ctx: ?*anyopaque,
    on_open: ?*const fn (?*anyopaque, [*:0]const u8) callconv(.c) bool = null,
    on_edit: ?*const fn (?*anyopaque, Edit) callconv(.c) bool = null,
    on_close: ?*const fn (?*anyopaque) callconv(.c) void = null,
};

pub extern fn host_new() ?*Host;
pub extern fn host_free(host: ?*Host) void;
pub extern fn host_register(host: ?*Host, table: *const VTable) bool;
pub extern fn host_open(host: ?*Host, path: [*:0]const u8) usize;
pub extern fn host_edit(host: ?*Host, edit: Edit) usize;

/// Makes the table of a plugin type that has some of open, edit and close.
pub fn tableFor(comptime T: type, self: *T) VTable {
    const Thunk = struct {
        fn cast(ctx: ?*anyopaque) *T {
            return @ptrCast(@alignCast(ctx.?));
        }
        fn open(ctx: ?*anyopaque, path: [*:0]const u8) callconv(.c) bool {
            return cast(ctx).open(path);
        }
        fn edit(ctx: ?*anyopaque, e: Edit) callconv(.c) bool {
            return cast(ctx).edit(e);
        }
        fn close(ctx: ?*anyopaque) callconv(.c) void {
            cast(ctx).close();
        }
    };
    return .{
        .ctx = self,
        .on_open = if (@hasDecl(T, "open")) &Thunk.open else null,
        .on_edit = if (@hasDecl(T, "edit")) &Thunk.edit else null,
        .on_close = if (@hasDecl(T, "close")) &Thunk.close else null,
    };
}
