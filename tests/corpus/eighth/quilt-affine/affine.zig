const Pair = extern struct { x: f64, y: f64 };

/// The images of the two axes, and of the origin.
const Affine = extern struct {
    x_axis: Pair,
    y_axis: Pair,
    origin: Pair,

    fn linear(t: Affine, p: Pair) Pair {
        return .{
            .x = t.x_axis.x * p.x + t.y_axis.x * p.y,
            .y = t.x_axis.y * p.x + t.y_axis.y * p.y,
        };
    }

    fn apply(t: Affine, p: Pair) Pair {
        const q = t.linear(p);
        return .{ .x = q.x + t.origin.x, .y = q.y + t.origin.y };
    }
};

comptime {
    if (@sizeOf(Affine) != 48) @compileError("affine.zig and main.rs disagree");
}

export fn affine_then(first: Affine, second: Affine) Affine {
    return .{
        .x_axis = second.linear(first.x_axis),
        .y_axis = second.linear(first.y_axis),
        .origin = second.apply(first.origin),
    };
}

export fn affine_apply(t: Affine, p: Pair) Pair {
    return t.apply(p);
}
