extern fn title_case(p: [*]const u8, n: usize) ?[*:0]u8;
extern fn title_free(p: ?[*:0]u8) void;
pub fn main() void { const t = title_case("abc", 3); title_free(t); }
