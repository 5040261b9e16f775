pub const Raw = opaque {};

extern fn survey_new() ?*Raw;
extern fn survey_free(survey: ?*Raw) void;
extern fn survey_add(survey: ?*Raw, name: [*]const u8, len: usize) u32;
extern fn survey_find(
    survey: ?*const Raw,
    prefix: [*]const u8,
    prefix_len: usize,
    ids: [*]u32,
    cap: usize,
    total: *u32,
) bool;

pub const Survey = struct {
    raw: *Raw,

    pub fn init() error{OutOfMemory}!Survey {
        return .{ .raw = survey_new() orelse return error.OutOfMemory };
    }

    pub fn deinit(self: Survey) void {
        survey_free(self.raw);
    }

    pub fn add(self: Survey, name: []const u8) error{Full}!u32 {
        const id = survey_add(self.raw, name.ptr, name.len);
        return if (id == ~@as(u32, 0)) error.Full else id;
    }

    pub fn find(self: Survey, prefix: []const u8, ids: []u32) []u32 {
        var total: u32 = 0;
        if (!survey_find(self.raw, prefix.ptr, prefix.len, ids.ptr, ids.len, &total)) return ids[0..0];
        return ids[0..@min(total, ids.len)];
    }
};
