pub const Frame = extern struct {
    pts: i64,
    stride: u32,
    height: u32,
    data: ?[*]u8,
};
