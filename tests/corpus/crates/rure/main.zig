//! Finds a word, counts captures, and is told why a pattern is wrong.
const std = @import("std");
const rure = @import("rure");

pub fn main() u8 {
    const pattern = "(?P<word>gh[a-z]+)!";
    const re = rure.rure_compile(pattern, pattern.len, 0, null, null) orelse return 1;
    defer rure.rure_free(re);
    const text = "a ghost! a ghoul";
    var match: rure.rure_match = undefined;
    if (!rure.rure_find(re, text, text.len, 0, &match)) return 2;
    if (match.start != 2 or match.end != 8) return 3;
    if (rure.rure_is_match(re, text, text.len, 9)) return 4;
    if (rure.rure_capture_name_index(re, "word") != 1) return 5;
    const failed = rure.rure_error_new();
    defer rure.rure_error_free(failed);
    if (rure.rure_compile("(", 1, 0, null, failed) != null) return 6;
    const message = std.mem.span(@as([*:0]const u8, @ptrCast(rure.rure_error_message(failed))));
    if (std.mem.indexOf(u8, message, "unclosed group") == null) return 7;
    return 0;
}
