extern fn tokeniser_reset(state: *u32) void;

pub fn main() void {
    var s: u32 = 4;
    tokeniser_reset(&s);
}
