const View = extern struct {
    id: u64,
    label: [*]const u8,
    label_len: usize,
    values: [*]const f64,
    value_count: usize,
};

pub const Order = enum(u8) { forward, backward, even_first };

pub const Row = struct {
    id: u64,
    label: []const u8,
    values: []const f64,
};

pub const Cursor = opaque {
    extern fn cursor_open(count: u32, order: Order) ?*Cursor;
    extern fn cursor_next(cursor: ?*Cursor, out: ?*View) bool;
    extern fn cursor_close(cursor: ?*Cursor) void;

    pub fn open(count: u32, order: Order) error{NoCursor}!*Cursor {
        return cursor_open(count, order) orelse error.NoCursor;
    }

    /// The next row; its slices are good until the next call.
    pub fn next(self: *Cursor) ?Row {
        var v: View = undefined;
        if (!cursor_next(self, &v)) return null;
        return .{ .id = v.id, .label = v.label[0..v.label_len], .values = v.values[0..v.value_count] };
    }

    pub const close = cursor_close;
};
