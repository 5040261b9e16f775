pub const Sheet = opaque {
    extern fn sheet_new() *Sheet;
    extern fn sheet_set(sheet: *Sheet, value: i64, divisor: i64) u32;
    extern fn sheet_recalc(sheet: *Sheet) bool;
    extern fn sheet_total(sheet: *const Sheet) i64;
    extern fn sheet_free(sheet: *Sheet) void;

    pub const create = sheet_new;
    pub const destroy = sheet_free;
    pub const total = sheet_total;

    pub fn fill(sheet: *Sheet, rows: []const [2]i64) bool {
        for (rows) |row| _ = sheet_set(sheet, row[0], row[1]);
        return sheet_recalc(sheet);
    }
};
