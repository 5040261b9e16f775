pub const Blend = enum(c_int) { @"opaque" = 0, alpha = 1, additive = 2 };

const Batch = struct {
    calls: u32 = 0,
    layer: u16 = 0,
    blend: Blend = .@"opaque",
    quads: u32 = 0,

    fn close(self: *Batch) void {
        if (self.quads > 0) self.calls += 1;
        self.quads = 0;
    }
};

/// The renderer runs on one thread, each has a batch of its own.
threadlocal var batch: Batch = .{};

export fn batch_add(layer: u16, blend: Blend, quads: u32) bool {
    if (quads == 0) return false;
    if (batch.layer != layer or batch.blend != blend) batch.close();
    batch.layer = layer;
    batch.blend = blend;
    batch.quads +|= quads;
    return true;
}

export fn batch_flush() u32 {
    batch.close();
    defer batch = .{};
    return batch.calls;
}
