extern fn graft_stems(n: u32, spacing_cm: u32) u32;

const row_cm = 6000;

const Plan = extern struct {
    rows: u32,
    stems: u32,
};

fn perRow(spacing_cm: u32) u32 {
    return @max(row_cm / spacing_cm, 1);
}

fn ceilDiv(n: u32, by: u32) u32 {
    return n / by + @intFromBool(n % by != 0);
}

export fn rows_plan(trees: u32, spacing_cm: u32, out: *Plan) bool {
    if (spacing_cm == 0) return false;
    out.* = .{
        .rows = ceilDiv(trees, perRow(spacing_cm)),
        .stems = graft_stems(trees, spacing_cm),
    };
    return true;
}
