const Status = enum(i32) { ok = 0, unsatisfiable = 1, bad_input = 2, dead = 3, _ };

pub const Error = error{ Unsatisfiable, BadInput, Dead };

pub const Solver = opaque {
    extern fn solver_new() *Solver;
    extern fn solver_free(solver: ?*Solver) void;
    extern fn solver_variable(solver: *Solver, low: i32, high: i32) Status;
    extern fn solver_before(solver: *Solver, a: usize, by: i32, b: usize) Status;
    extern fn solver_least(solver: *Solver, v: usize, out: *i32) Status;

    pub const init = solver_new;
    pub const deinit = solver_free;

    fn check(s: Status) Error!void {
        return switch (s) {
            .ok => {},
            .unsatisfiable => error.Unsatisfiable,
            .bad_input => error.BadInput,
            .dead, _ => error.Dead,
        };
    }

    pub fn variable(self: *Solver, low: i32, high: i32) Error!void {
        try check(solver_variable(self, low, high));
    }

    pub fn before(self: *Solver, a: usize, by: i32, b: usize) Error!void {
        try check(solver_before(self, a, by, b));
    }

    pub fn least(self: *Solver, v: usize) Error!i32 {
        var out: i32 = 0;
        try check(solver_least(self, v, &out));
        return out;
    }
};
