const Iter = @import("iter.zig").Iter;
pub fn main() !void {
    var it = try Iter.init(3);
    it.deinit();
    _ = it.next();
}
