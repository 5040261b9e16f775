const std = @import("std");
const gpa = std.heap.c_allocator;
const Clip = struct { frames: []f32 };
export fn clip_load(id: u32) ?*Clip {
    const clip = gpa.create(Clip) catch return null;
    clip.frames = gpa.alloc(f32, id + 1) catch {
        gpa.destroy(clip);
        return null;
    };
    return clip;
}
export fn clip_length(clip: *const Clip) f32 {
    return @floatFromInt(clip.frames.len);
}
export fn clip_unload(clip: ?*Clip) void {
    const c = clip orelse return;
    gpa.free(c.frames);
    gpa.destroy(c);
}
