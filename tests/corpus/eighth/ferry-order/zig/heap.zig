const Raw = opaque {};
const LessFn = *const fn (user: ?*const anyopaque, a: u32, b: u32) callconv(.c) bool;

extern fn ferry_heap_new(less: ?LessFn, user: ?*const anyopaque) ?*Raw;
extern fn ferry_heap_free(heap: ?*Raw) void;
extern fn ferry_heap_push(heap: ?*Raw, item: u32) void;
extern fn ferry_heap_pop(heap: ?*Raw, item: *u32) bool;

/// A heap of handles; `Context` has fn lessThan(ctx, u32, u32) bool.
pub fn Heap(comptime Context: type) type {
    return struct {
        const Self = @This();

        raw: *Raw,

        fn thunk(user: ?*const anyopaque, a: u32, b: u32) callconv(.c) bool {
            const ctx: *const Context = @ptrCast(@alignCast(user orelse return false));
            return ctx.lessThan(a, b);
        }

        /// `ctx` must outlive the heap.
        pub fn init(ctx: *const Context) error{OutOfMemory}!Self {
            return .{ .raw = ferry_heap_new(thunk, ctx) orelse return error.OutOfMemory };
        }

        pub fn deinit(self: Self) void {
            ferry_heap_free(self.raw);
        }

        pub fn push(self: Self, item: u32) void {
            ferry_heap_push(self.raw, item);
        }

        pub fn pop(self: Self) ?u32 {
            var item: u32 = 0;
            return if (ferry_heap_pop(self.raw, &item)) item else null;
        }
    };
}
