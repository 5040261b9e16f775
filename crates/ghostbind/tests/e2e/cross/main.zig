const mix = @import("mix");

extern fn printf(format: [*:0]const u8, ...) c_int;

fn word(value: bool) [*:0]const u8 {
    return if (value) "true" else "false";
}

pub fn main() u8 {
    const sum = mix.mix_sum(.{ .left = 44, .right = 256 });
    _ = printf("%d %d %s %s %d %d\n", @as(c_int, @intCast(sum)), @as(c_int, @intCast(mix.mix_length("seven c"))), word(mix.mix_upper("ABC")), word(mix.mix_caught()), @as(c_int, @intCast(mix.mix_threads())), @as(c_int, @intCast(mix.mix_pointer())));
    return 0;
}
