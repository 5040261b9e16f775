pub const Range = opaque {
    extern fn range_new(first: u32, last: u32) ?*Range;
    extern fn range_release(p: ?*Range) void;
    pub const new = range_new;
    pub const release = range_release;
};

pub const Formula = opaque {
    extern fn formula_sum(r: ?*const Range) ?*Formula;
    extern fn formula_eval(f: ?*const Formula, cells: [*]const f64, n: usize) f64;
    extern fn formula_release(p: ?*Formula) void;
    pub const sum = formula_sum;
    pub const release = formula_release;

    pub fn eval(self: *const Formula, cells: []const f64) f64 {
        return formula_eval(self, cells.ptr, cells.len);
    }
};
