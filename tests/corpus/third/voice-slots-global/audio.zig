const std = @import("std");

extern fn voice_open(hertz: f32) u32;
extern fn voice_mix(handle: u32, block: [*]f32, frames: usize) bool;
extern fn voice_close(handle: u32) void;

pub const Player = struct {
    voice: u32,
    level: std.atomic.Value(u32) = .init(0),
    stop: std.atomic.Value(bool) = .init(false),
    thread: ?std.Thread = null,

    pub fn init(hertz: f32) Player {
        return .{ .voice = voice_open(hertz) };
    }

    fn loop(self: *Player) void {
        while (!self.stop.load(.acquire)) {
            var block: [128]f32 = @splat(0);
            if (!voice_mix(self.voice, &block, block.len)) return;
            self.level.store(@bitCast(block[127]), .monotonic);
        }
    }

    pub fn start(self: *Player) !void {
        self.thread = try std.Thread.spawn(.{}, loop, .{self});
    }

    pub fn deinit(self: *Player) void {
        self.stop.store(true, .release);
        if (self.thread) |thread| thread.join();
        voice_close(self.voice);
    }
};
