//! Asks for versions, names of keyboards, and how a syllable is spelled.
const std = @import("std");
const chewing = @import("chewing_capi");

pub fn main() u8 {
    const version = std.mem.span(@as([*:0]const u8, @ptrCast(chewing.chewing_version())));
    if (!std.mem.startsWith(u8, version, "0.13")) return 1;
    if (chewing.chewing_version_major() != 0 or chewing.chewing_version_minor() != 13) return 2;
    if (chewing.chewing_KBStr2Num("KB_HSU") != 1) return 3;
    var spelled: [32]u8 = undefined;
    const syllable = "\u{3118}\u{311c}\u{2cb}";
    if (chewing.chewing_phone_to_bopomofo(10268, &spelled, spelled.len) < 0) return 4;
    if (!std.mem.startsWith(u8, &spelled, syllable)) return 5;
    return 0;
}
