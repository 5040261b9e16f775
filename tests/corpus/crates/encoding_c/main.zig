//! Looks up an encoding by its label, and counts what is valid.
const std = @import("std");
const encoding = @import("encoding_c");

pub fn main() u8 {
    const label = " latin1 ";
    const found = encoding.encoding_for_label(label, label.len) orelse return 1;
    if (found != encoding.WINDOWS_1252_ENCODING) return 2;
    var name: [encoding.ENCODING_NAME_MAX_LENGTH]u8 = undefined;
    const length = encoding.encoding_name(found, &name);
    if (!std.mem.eql(u8, name[0..length], "windows-1252")) return 3;
    const half = "ascii \xc3\xa9 \xff";
    if (encoding.encoding_utf8_valid_up_to(half, half.len) != 9) return 4;
    if (encoding.encoding_ascii_valid_up_to(half, half.len) != 6) return 5;
    if (encoding.encoding_can_encode_everything(encoding.UTF_8_ENCODING.?) != true) return 6;
    return 0;
}
