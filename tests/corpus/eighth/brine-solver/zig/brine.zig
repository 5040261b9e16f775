const std = @import("std");

const gpa = std.heap.smp_allocator;
const step = 1e-6;

const Residual = *const fn (user: ?*anyopaque, x: f64) callconv(.c) f64;

const Solver = struct {
    max_steps: u32,
    busy: bool = false,
};

export fn brine_new(max_steps: u32) ?*Solver {
    const solver = gpa.create(Solver) catch return null;
    solver.* = .{ .max_steps = max_steps };
    return solver;
}

export fn brine_free(solver: ?*Solver) void {
    gpa.destroy(solver orelse return);
}

/// Newton with a numeric slope; NaN when busy or without a result.
export fn brine_solve(solver: ?*Solver, start: f64, f: Residual, user: ?*anyopaque) f64 {
    const s = solver orelse return std.math.nan(f64);
    if (s.busy) return std.math.nan(f64);
    s.busy = true;
    defer s.busy = false;

    var x = start;
    for (0..s.max_steps) |_| {
        const y = f(user, x);
        if (@abs(y) < 1e-9) return x;
        const slope = (f(user, x + step) - y) / step;
        if (slope == 0) break;
        x -= y / slope;
    }
    return std.math.nan(f64);
}
