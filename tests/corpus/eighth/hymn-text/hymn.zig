const std = @import("std");

fn isVowel(c: u8) bool {
    return switch (std.ascii.toLower(c)) {
        'a', 'e', 'i', 'o', 'u', 'y' => true,
        else => false,
    };
}

/// Counts groups of vowels.
export fn hymn_syllables(line: [*:0]const u8) u32 {
    var count: u32 = 0;
    var inside = false;
    for (std.mem.span(line)) |c| {
        const vowel = isVowel(c);
        if (vowel and !inside) count +|= 1;
        inside = vowel;
    }
    return count;
}
