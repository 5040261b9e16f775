const std = @import("std");

extern fn paste_receive(data: [*]const u8, len: usize) void;

const Selection = struct {
    bytes: [512]u8 = @splat(0),
    len: usize = 0,

    fn set(self: *Selection, bytes: []const u8) void {
        const n = @min(bytes.len, self.bytes.len);
        @memcpy(self.bytes[0..n], bytes[0..n]);
        self.len = n;
    }

    fn deliver(self: *const Selection) bool {
        if (self.len == 0) return false;
        paste_receive(&self.bytes, self.len);
        return true;
    }
};

/// The window system calls on the interface thread only, which owns these.
threadlocal var primary: Selection = .{};
threadlocal var clipboard: Selection = .{};

pub fn offer(bytes: []const u8, to_primary: bool) void {
    if (to_primary) primary.set(bytes) else clipboard.set(bytes);
}

export fn clipboard_request(from_primary: bool) bool {
    return if (from_primary) primary.deliver() else clipboard.deliver();
}
