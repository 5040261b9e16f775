const clock = @import("clock.zig");
comptime {
    @export(&clock.now, .{ .name = "clk_now_ms" });
    @export(&clock.skew, .{ .name = "clk_skew_ms", .linkage = .strong });
}
