pub const Stamp = extern struct {
    seconds: i64,
    nanos: i32,
};
export fn stamp_now() Stamp {
    return .{ .seconds = 1, .nanos = 2 };
}
