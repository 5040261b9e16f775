const std = @import("std");
const Stage = opaque {
    extern fn stage_new() ?*Stage;
    extern fn stage_gain(s: ?*Stage, gain: f32) void;
    extern fn stage_free(s: ?*Stage) void;
};
const Pipe = opaque {
    extern fn pipe_new() ?*Pipe;
    extern fn pipe_free(p: ?*Pipe) void;
    extern fn pipe_add(p: ?*Pipe, s: ?*Stage) bool;
    extern fn pipe_run(p: ?*const Pipe, x: f32) f32;
};
pub fn main() !void {
    const pipe = Pipe.pipe_new() orelse return error.NoMemory;
    defer Pipe.pipe_free(pipe);
    for ([_]f32{ 0.5, 2.0 }) |gain| {
        const s = Stage.stage_new() orelse return error.NoMemory;
        if (!Pipe.pipe_add(pipe, s)) return error.Full;
        Stage.stage_gain(s, gain);
    }
    std.debug.print("{d}\n", .{Pipe.pipe_run(pipe, 1)});
}
