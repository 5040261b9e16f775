const std = @import("std");

const World = opaque {};
extern fn world_new(seed: u32) ?*World;
extern fn world_apply(w: ?*World, action: u8) bool;
extern fn world_score(w: ?*const World) u32;
extern fn world_delete(w: ?*World) void;

const Replay = struct {
    seed: u32,
    steps: []const u8,

    fn parse(bytes: []const u8) error{BadReplay}!Replay {
        if (bytes.len < 8 or !std.mem.eql(u8, bytes[0..4], "DRPL")) return error.BadReplay;
        return .{
            .seed = std.mem.readInt(u32, bytes[4..8], .little),
            .steps = bytes[8..],
        };
    }
};

fn play(r: Replay) ?u32 {
    const w = world_new(r.seed) orelse return null;
    defer world_delete(w);
    for (r.steps) |step| {
        if (!world_apply(w, step)) break;
    }
    return world_score(w);
}

pub fn main(init: std.process.Init) u8 {
    const bytes = std.Io.Dir.cwd().readFileAlloc(init.io, "last.replay", init.gpa, .limited(1 << 20)) catch return 1;
    defer init.gpa.free(bytes);
    const r = Replay.parse(bytes) catch return 2;
    std.debug.print("score {d}\n", .{play(r) orelse return 3});
    return 0;
}
