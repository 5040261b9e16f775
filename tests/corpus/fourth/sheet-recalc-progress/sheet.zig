pub const Sheet = opaque {
    pub const Progress = *const fn (done: u32, total: u32) callconv(.c) bool;
    extern fn sheet_new(width: u32, height: u32) ?*Sheet;
    extern fn sheet_recalc(s: ?*Sheet, progress: ?Progress) u32;
    extern fn sheet_set(s: ?*Sheet, col: u32, row: u32, v: f64) bool;
    extern fn sheet_free(s: ?*Sheet) void;

    pub const create = sheet_new;
    pub const recalc = sheet_recalc;
    pub const set = sheet_set;
    pub const destroy = sheet_free;
};
