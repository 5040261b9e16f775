const std = @import("std");

const text_len = 24;

const ExifInfo = extern struct {
    width: u32,
    height: u32,
    make: [text_len]u8,
    model: [text_len]u8,
    orientation: u16,
    iso: u16,
    exposure: f32,

    fn text(field: *const [text_len]u8) []const u8 {
        return std.mem.sliceTo(field, 0);
    }
};

extern fn exif_probe(data: [*]const u8, len: usize, out: *ExifInfo) bool;

const sample = "Exif" ++ "\x00\x00\x0f\xa0" ++ "\x00\x00\x0b\xb8" ++
    "\x05Ricoh" ++ "\x05GR II" ++ "\x00\x01" ++ "\x00\xc8" ++ "\x3c\x23\xd7\x0a";

pub fn main() u8 {
    var info: ExifInfo = undefined;
    if (!exif_probe(sample, sample.len, &info)) return 1;
    std.debug.print("{s} {s} {d}x{d} iso {d}\n", .{
        ExifInfo.text(&info.make),
        ExifInfo.text(&info.model),
        info.width,
        info.height,
        info.iso,
    });
    return 0;
}
