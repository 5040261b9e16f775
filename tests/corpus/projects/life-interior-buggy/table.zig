const Table = opaque {};
extern fn table_new() ?*Table;
extern fn table_free(t: ?*Table) void;
extern fn table_add(t: *Table) usize;
extern fn table_row(t: *Table, i: usize) ?*[4]f32;
pub fn fill() !void {
    const t = table_new() orelse return error.OutOfMemory;
    defer table_free(t);
    const a = table_add(t);
    const row = table_row(t, a) orelse return error.Row;
    _ = table_add(t);
    row[0] = 1.0;
}
