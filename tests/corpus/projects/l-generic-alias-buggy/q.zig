fn Pair(comptime T: type) type {
    return extern struct { first: T, second: T };
}
const Range = extern struct { first: u32, second: u32 };
const Query = extern struct { range: Range, limit: u32 };
extern fn query_width(q: *const Query) u32;
pub fn main() void { const q: Query = .{ .range = .{ .first = 1, .second = 5 }, .limit = 3 }; _ = query_width(&q); }
