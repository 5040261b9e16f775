//! Wrappers for `handles`, written by Ghost. Edits are lost.

pub const raw = @import("handles.zig");

pub const Status = error{
    Failed,
    Busy,
};

fn checkStatus(result: raw.Status) Status!void {
    return switch (result) {
        .Ok => {},
        .Failed => error.Failed,
        .Busy => error.Busy,
    };
}

/// Text of the library, which frees it.
pub const OwnedString = struct {
    slice: [:0]u8,

    pub fn deinit(self: OwnedString) void {
        raw.free_string(self.slice.ptr);
    }
};

pub const Counter = struct {
    handle: *raw.Counter,

    pub fn init(start: i64) error{InitFailed}!Counter {
        return .{ .handle = raw.counter_new(start) orelse return error.InitFailed };
    }

    pub fn add(self: Counter, by: i64) i64 {
        return raw.counter_add(self.handle, by);
    }

    pub fn init_(self: Counter) void {
        return raw.counter_init(self.handle);
    }

    pub fn name(self: Counter) error{NullString}!OwnedString {
        const result: [*:0]u8 = @ptrCast(raw.counter_name(self.handle) orelse return error.NullString);
        var len: usize = 0;
        while (result[len] != 0) len += 1;
        return .{ .slice = result[0..len :0] };
    }

    pub fn deinit(self: Counter) void {
        return raw.counter_free(self.handle);
    }
};

pub const Session = struct {
    handle: *raw.Session,

    pub fn write(self: Session, data: []const u8) Status!void {
        return checkStatus(raw.session_write(self.handle, data.ptr, data.len));
    }

    pub fn total(self: Session) usize {
        return raw.session_total(self.handle);
    }

    pub fn deinit(self: Session) void {
        return raw.session_close(self.handle);
    }
};

pub fn sessionOpen(name_: [:0]const u8, out: [*c]?*raw.Session) Status!void {
    return checkStatus(raw.session_open(name_.ptr, out));
}
