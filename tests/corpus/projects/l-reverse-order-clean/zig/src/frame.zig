pub const Frame = extern struct {
    pts: i64,
    height: u32,
    stride: u32,
    data: ?[*]u8,
};
