const std = @import("std");

const Palette = opaque {
    extern fn palette_new(colors: [*]const u32, n: usize) ?*const Palette;
    extern fn palette_retain(p: ?*const Palette) ?*const Palette;
    extern fn palette_release(p: ?*const Palette) void;
    extern fn palette_set(p: ?*const Palette, i: usize, rgba: u32) bool;
    extern fn palette_nearest(p: ?*const Palette, rgba: u32) usize;

    fn init(colors: []const u32) ?*const Palette {
        return palette_new(colors.ptr, colors.len);
    }
    fn retain(p: *const Palette) *const Palette {
        _ = palette_retain(p);
        return p;
    }
    const release = palette_release;
    const set = palette_set;
    const nearest = palette_nearest;
};

const Job = struct {
    palette: *const Palette,
    pixels: []const u32,
    hist: [4]u32 = @splat(0),

    fn run(job: *Job) void {
        defer job.palette.release();
        for (job.pixels) |px| {
            const i = job.palette.nearest(px);
            if (i < job.hist.len) job.hist[i] += 1;
        }
    }
};

pub fn main() !void {
    const pal = Palette.init(&.{ 0xff000000, 0xffffffff, 0xff0000ff, 0xff00ff00 }) orelse return error.OutOfMemory;
    defer pal.release();
    const shades = [_]u32{ 0xff101010, 0xfff0f0f0, 0xff0000f0, 0xff02ff08 };
    var image: [128]u32 = undefined;
    for (&image, 0..) |*px, i| px.* = shades[i % shades.len];
    var job: Job = .{ .palette = pal.retain(), .pixels = &image };
    const t = std.Thread.spawn(.{}, Job.run, .{&job}) catch |e| {
        job.palette.release();
        return e;
    };
    _ = pal.set(3, 0xff00f000);
    t.join();
    std.debug.print("{any}\n", .{job.hist});
}
