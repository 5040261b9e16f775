extern fn send(channel: i32, data: [*]const u8, len: usize, flags: i32) isize;
extern fn pipe_take() i32;

pub const Pipe = struct {
    channel: i32,

    pub fn write(self: Pipe, bytes: []const u8) error{Full}!void {
        var rest = bytes;
        while (rest.len > 0) {
            const n = send(self.channel, rest.ptr, rest.len, 0);
            if (n <= 0) return error.Full;
            rest = rest[@intCast(n)..];
        }
    }

    pub fn read(_: Pipe, buf: []u8) []u8 {
        for (buf, 0..) |*slot, n| {
            const byte = pipe_take();
            if (byte < 0) return buf[0..n];
            slot.* = @intCast(byte);
        }
        return buf;
    }
};
