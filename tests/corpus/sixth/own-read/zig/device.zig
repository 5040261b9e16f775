const Ops = extern struct {
    read: *const fn (?*anyopaque, [*]u8, usize) callconv(.c) isize,
    write: *const fn (?*anyopaque, [*]const u8, usize) callconv(.c) isize,
    poll: *const fn (?*anyopaque) callconv(.c) c_int,
    close: *const fn (?*anyopaque) callconv(.c) void,
};

pub const Device = extern struct {
    ctx: ?*anyopaque,
    ops: *const Ops,

    pub const Ready = packed struct(u2) { readable: bool, writable: bool };

    extern fn pipe_device(limit: usize) Device;
    pub const pipe = pipe_device;

    pub fn read(self: Device, buf: []u8) error{Device}![]u8 {
        const n = self.ops.read(self.ctx, buf.ptr, buf.len);
        return if (n < 0) error.Device else buf[0..@intCast(n)];
    }

    pub fn write(self: Device, bytes: []const u8) error{Device}!usize {
        const n = self.ops.write(self.ctx, bytes.ptr, bytes.len);
        return if (n < 0) error.Device else @intCast(n);
    }

    pub fn ready(self: Device) Ready {
        const bits: c_uint = @bitCast(self.ops.poll(self.ctx));
        return @bitCast(@as(u2, @truncate(bits)));
    }

    pub fn close(self: *Device) void {
        self.ops.close(self.ctx);
        self.* = undefined;
    }
};
