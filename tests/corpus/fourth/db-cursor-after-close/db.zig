pub const Store = opaque {
    pub extern fn store_open(size: u32) ?*Store;
    pub extern fn store_close(s: ?*Store) void;
    extern fn cursor_open(s: ?*const Store, from: u64) ?*Cursor;

    pub fn scan(self: *Store, from: u64) !*Cursor {
        return cursor_open(self, from) orelse error.OutOfMemory;
    }
};

pub const Cursor = opaque {
    extern fn cursor_next(c: ?*Cursor, out: *u64) bool;
    extern fn cursor_rows(c: ?*const Cursor) usize;
    extern fn cursor_finish(c: ?*Cursor) i32;

    pub fn next(self: *Cursor) ?u64 {
        var k: u64 = undefined;
        return if (cursor_next(self, &k)) k else null;
    }
    pub fn rows(self: *const Cursor) usize {
        return cursor_rows(self);
    }
    pub fn finish(self: *Cursor) bool {
        return cursor_finish(self) == 0;
    }
};
