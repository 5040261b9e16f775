const std = @import("std");

const Outcome = enum(i32) { ok = 0, null = 1, syntax = 2, _ };

extern fn expr_eval(src: [*]const u8, len: usize, out: *f64) Outcome;

const Error = error{ Syntax, Internal };

fn eval(text: []const u8) Error!f64 {
    var v: f64 = 0;
    return switch (expr_eval(text.ptr, text.len, &v)) {
        .ok => v,
        .syntax => error.Syntax,
        else => error.Internal,
    };
}

pub fn main() void {
    for ([_][]const u8{ "1+2*3", "(4-1)/2", "2*(", "-7.5*-2" }) |t| {
        if (eval(t)) |v| {
            std.debug.print("{s} = {d}\n", .{ t, v });
        } else |e| {
            std.debug.print("{s}: {t}\n", .{ t, e });
        }
    }
}
