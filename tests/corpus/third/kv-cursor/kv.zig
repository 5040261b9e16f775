pub const Store = opaque {
    extern fn kv_open() *Store;
    extern fn kv_close(store: *Store) void;
    extern fn kv_put(store: *Store, key: [*]const u8, len: usize, value: u64) bool;
    extern fn kv_scan(store: *const Store, prefix: [*]const u8, len: usize, out: **Cursor) bool;

    pub const open = kv_open;
    pub const close = kv_close;

    pub fn put(store: *Store, key: []const u8, value: u64) bool {
        return kv_put(store, key.ptr, key.len, value);
    }

    pub fn sum(store: *const Store, prefix: []const u8) u64 {
        var cursor: *Cursor = undefined;
        if (!kv_scan(store, prefix.ptr, prefix.len, &cursor)) return 0;
        var total: u64 = 0;
        var value: u64 = 0;
        while (Cursor.kv_cursor_next(cursor, &value)) total +%= value;
        return total;
    }
};

pub const Cursor = opaque {
    extern fn kv_cursor_next(cursor: *Cursor, value: *u64) bool;
};
