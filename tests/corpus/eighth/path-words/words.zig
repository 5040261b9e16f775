/// Gives the next word and ends it with a NUL in place; null at the end.
export fn words_next(cursor: *[*:0]u8, sep: u8) ?[*:0]const u8 {
    var p = cursor.*;
    while (p[0] == sep and p[0] != 0) p += 1;
    if (p[0] == 0) {
        cursor.* = p;
        return null;
    }
    const word = p;
    while (p[0] != sep and p[0] != 0) p += 1;
    if (p[0] != 0) {
        p[0] = 0;
        p += 1;
    }
    cursor.* = p;
    return word;
}
