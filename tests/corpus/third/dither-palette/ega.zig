pub const Rgb = extern struct { r: u8, g: u8, b: u8 };

pub extern fn ega_color(index: u8) Rgb;
pub extern fn ega_pick(r: u8, g: u8, b: u8, x: u32, y: u32) u8;

/// Expands one row of a PCX file: run lengths of palette numbers.
pub fn expand(row: []const u8, out: []Rgb) usize {
    var n: usize = 0;
    var i: usize = 0;
    while (i < row.len) : (i += 1) {
        var run: usize = 1;
        var value = row[i];
        if (value & 0xc0 == 0xc0 and i + 1 < row.len) {
            run = value & 0x3f;
            i += 1;
            value = row[i];
        }
        while (run > 0 and n < out.len) : (run -= 1) {
            out[n] = ega_color(value);
            n += 1;
        }
    }
    return n;
}
