extern fn kv_open(n: u32) ?*anyopaque;
extern fn kv_close(db: ?*anyopaque) void;
extern fn kv_cursor(db: ?*const anyopaque) ?*anyopaque;
extern fn kv_next(c: ?*anyopaque, out: *u32) bool;
extern fn kv_cursor_close(c: ?*anyopaque) void;
pub const Db = struct {
    raw: *anyopaque,
    pub fn open(n: u32) ?Db {
        return .{ .raw = kv_open(n) orelse return null };
    }
    pub fn close(db: *Db) void {
        kv_close(db.raw);
        db.* = undefined;
    }
    pub fn cursor(db: *const Db) ?Cursor {
        return .{ .raw = kv_cursor(db.raw) orelse return null };
    }
};
pub const Cursor = struct {
    raw: *anyopaque,
    pub fn next(c: *Cursor) ?u32 {
        var v: u32 = 0;
        return if (kv_next(c.raw, &v)) v else null;
    }
    pub fn close(c: *Cursor) void {
        kv_cursor_close(c.raw);
        c.* = undefined;
    }
};
