pub const State = enum(u32) {
    new = 0,
    open = 1,
    filled = 2,
    part_filled = 3,
    cancelled = 4,
    rejected = 5,
};

pub const Side = enum(u8) { bid, ask };

pub const Order = struct {
    id: u64,
    side: Side,
    price: i64,
    left: u32,
    state: State = .new,
};
