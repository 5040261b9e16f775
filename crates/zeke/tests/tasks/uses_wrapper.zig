const std = @import("std");
const wrapper = @import("wrapper.zig");

test "the library is used through its wrapper" {
    const stack = try wrapper.Stack.init(1);
    defer stack.deinit();
    try std.testing.expect(stack.push(4));
    try std.testing.expect(!stack.push(5));
    try std.testing.expectEqual(@as(i64, 6), wrapper.sum(&.{ 1, 2, 3 }));
}
