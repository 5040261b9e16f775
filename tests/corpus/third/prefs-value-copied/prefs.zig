const std = @import("std");

const Prefs = opaque {};
extern fn prefs_new() *Prefs;
extern fn prefs_set(prefs: *Prefs, key: u32, value: [*]const u8, len: usize) bool;
extern fn prefs_get(prefs: *const Prefs, key: u32, len: *usize) ?[*]const u8;
extern fn prefs_free(prefs: *Prefs) void;

pub const Settings = struct {
    raw: *Prefs,

    pub fn init() Settings {
        return .{ .raw = prefs_new() };
    }

    pub fn deinit(self: Settings) void {
        prefs_free(self.raw);
    }

    pub fn set(self: Settings, key: u32, value: []const u8) bool {
        return prefs_set(self.raw, key, value.ptr, value.len);
    }

    /// Sets a value for the time of a test and tells what was there.
    pub fn swap(self: Settings, key: u32, value: []const u8, room: []u8) []const u8 {
        var len: usize = 0;
        const old = prefs_get(self.raw, key, &len) orelse return "";
        const n = @min(len, room.len);
        @memcpy(room[0..n], old[0..n]);
        _ = self.set(key, value);
        return room[0..n];
    }
};
