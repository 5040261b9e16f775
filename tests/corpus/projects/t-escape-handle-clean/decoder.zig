const std = @import("std");
const Decoder = opaque {};
extern fn decoder_new(p: [*]const u8, n: usize) ?*Decoder;
extern fn decoder_next(d: *Decoder) i32;
extern fn decoder_free(d: ?*Decoder) void;
pub fn open(id: u8) ?*Decoder {
    var buf: [16]u8 = undefined;
    @memset(&buf, id);
    return decoder_new(&buf, buf.len);
}
pub fn first(id: u8) i32 {
    const d = open(id) orelse return -1;
    defer decoder_free(d);
    return decoder_next(d);
}
