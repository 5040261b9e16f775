const std = @import("std");
const Model = opaque {};
extern fn model_load(path: [*:0]const u8) ?*Model;
extern fn model_free(m: ?*Model) void;
fn load(dir: []const u8, name: []const u8) !*Model {
    var buf: [128]u8 = undefined;
    const path = try std.fmt.bufPrint(&buf, "{s}/{s}.bin", .{ dir, name });
    return model_load(@ptrCast(path)) orelse error.NotFound;
}
pub fn main() !void {
    const m = try load("/models", "tiny");
    model_free(m);
}
