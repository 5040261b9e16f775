//! Asks for versions, names of keyboards, and how a syllable is spelled.
const std = @import("std");
const chewing = @import("chewing_capi");

pub fn main() u8 {
    const version = std.mem.span(@as([*:0]const u8, @ptrCast(chewing.chewing_version())));
    if (!std.mem.startsWith(u8, version, "0.13")) return 1;
    if (chewing.chewing_version_major() != 0 or chewing.chewing_version_minor() != 13) return 2;
    if (chewing.chewing_KBStr2Num("KB_DVORAK") != 7) return 3;
    var spelled: [32]u8 = undefined;
    // U+3118 U+311C U+02CB: initial 18, final 9, tone 4.
    if (chewing.chewing_phone_to_bopomofo(10268, &spelled, spelled.len) != 0) return 4;
    if (spelled[0] == 0) return 5;
    return 0;
}
