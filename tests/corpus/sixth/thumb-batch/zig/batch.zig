pub const Mean = extern struct { id: u32, value: u8 };

const Raw = opaque {};
extern fn batch_new(threads: u32) ?*Raw;
extern fn batch_add(batch: *Raw, id: u32, pixels: [*]const u8, len: usize) bool;
extern fn batch_finish(batch: *Raw, out: ?[*]Mean, cap: usize) usize;

pub const Batch = struct {
    raw: ?*Raw,

    pub fn init(threads: u32) error{NoThreads}!Batch {
        return .{ .raw = batch_new(threads) orelse return error.NoThreads };
    }

    /// `pixels` must stay until finish or deinit.
    pub fn add(self: *Batch, id: u32, pixels: []const u8) error{Rejected}!void {
        if (!batch_add(self.raw.?, id, pixels.ptr, pixels.len)) return error.Rejected;
    }

    pub fn finish(self: *Batch, out: []Mean) []Mean {
        const raw = self.raw orelse return out[0..0];
        self.raw = null;
        return out[0..batch_finish(raw, out.ptr, out.len)];
    }

    pub fn deinit(self: *Batch) void {
        if (self.raw) |raw| _ = batch_finish(raw, null, 0);
        self.raw = null;
    }
};
