pub const RowId = enum(u32) { _ };

pub const Rows = opaque {
    extern fn rows_new() *Rows;
    extern fn rows_add(rows: ?*Rows, id: RowId) bool;
    extern fn rows_count(rows: ?*const Rows) usize;
    extern fn rows_free(rows: ?*Rows) void;

    pub const create = rows_new;
    pub const destroy = rows_free;

    pub fn insert(rows: *Rows, ids: []const u32) usize {
        for (ids) |id| _ = rows_add(rows, @enumFromInt(id));
        return rows_count(rows);
    }
};
