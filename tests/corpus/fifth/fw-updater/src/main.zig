const std = @import("std");

extern fn fw_verify(image: [*]const u8, len: usize) bool;
extern fn fw_unpack(src: [*]const u8, len: usize, dst: [*]u8, cap: usize) usize;

pub fn main(init: std.process.Init) !u8 {
    const image = std.Io.Dir.cwd().readFileAlloc(init.io, "fw.bin", init.gpa, .limited(1 << 24)) catch return 1;
    defer init.gpa.free(image);
    if (!fw_verify(image.ptr, image.len)) return 2;

    const flash = try init.gpa.alloc(u8, 1 << 20);
    defer init.gpa.free(flash);
    @memset(flash, 0xff);
    const n = fw_unpack(image.ptr, image.len - 4, flash.ptr, flash.len);
    std.debug.print("{d} bytes for the flash\n", .{n});
    return 0;
}
