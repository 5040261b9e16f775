const Frame = @import("frame.zig").Frame;
export fn frame_size(f: *const Frame) usize { return @as(usize, f.stride) * f.height; }
