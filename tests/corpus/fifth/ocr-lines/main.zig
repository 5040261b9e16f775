const std = @import("std");

const Page = opaque {};
extern fn ocr_page_new(pixels: [*]const u8, width: usize, height: usize) ?*Page;
extern fn ocr_page_free(page: ?*Page) void;
extern fn ocr_page_text(page: ?*const Page, out_len: *usize) ?[*]u8;
extern fn ocr_text_free(text: ?[*]u8, len: usize) void;

const heap = std.heap.c_allocator;

const Recognised = struct {
    bytes: []u8,

    fn from(page: *const Page) error{Ocr}!Recognised {
        var n: usize = 0;
        const p = ocr_page_text(page, &n) orelse return error.Ocr;
        return .{ .bytes = p[0..n] };
    }

    fn deinit(r: *Recognised) void {
        heap.free(r.bytes);
        r.* = undefined;
    }

    fn words(r: Recognised) usize {
        var it = std.mem.tokenizeScalar(u8, r.bytes, ' ');
        var n: usize = 0;
        while (it.next()) |_| n += 1;
        return n;
    }
};

pub fn main() !void {
    const w = 24;
    const pixels = try heap.alloc(u8, w * 3);
    defer heap.free(pixels);
    for (pixels, 0..) |*p, i| p.* = if (i % 5 < 2) 20 else 230;

    const page = ocr_page_new(pixels.ptr, w, 3) orelse return error.Page;
    defer ocr_page_free(page);
    var text = try Recognised.from(page);
    defer text.deinit();
    std.debug.print("{s} ({d} words)\n", .{ text.bytes, text.words() });
}
