const Options = extern struct { threshold: f32 = 0.5, block: u32 = 16 };

extern fn beats_detect(
    samples: [*]const f32,
    len: usize,
    options: Options,
    on_block: ?*const fn (user: ?*anyopaque, index: u32, ptr: [*]const f32, len: usize) callconv(.c) bool,
    user: ?*anyopaque,
) i64;

/// Calls `context.onBeat(index, block)` for every beat.
pub fn detect(samples: []const f32, options: Options, context: anytype) error{BadOptions}!usize {
    const T = @TypeOf(context);
    const Thunk = struct {
        fn call(user: ?*anyopaque, index: u32, ptr: [*]const f32, len: usize) callconv(.c) bool {
            const c: T = @ptrCast(@alignCast(user.?));
            return c.onBeat(index, ptr[0..len]);
        }
    };
    const n = beats_detect(samples.ptr, samples.len, options, &Thunk.call, context);
    if (n < 0) return error.BadOptions;
    return @intCast(n);
}
