pub const Raw = opaque {};
pub const Track = opaque {};

extern fn stage_new(slots: u32) ?*Raw;
extern fn stage_free(stage: ?*Raw) void;
extern fn stage_attach(stage: ?*Raw, track: ?*Track) bool;
extern fn stage_level(stage: ?*const Raw) f32;
extern fn track_new(gain: f32) ?*Track;
extern fn track_free(track: ?*Track) void;
extern fn track_load(track: ?*Track, samples: [*]const f32, len: usize) bool;

pub const Error = error{ OutOfMemory, Clipped, StageFull };

pub const Stage = struct {
    raw: *Raw,

    pub fn init(slots: u32) Error!Stage {
        return .{ .raw = stage_new(slots) orelse return error.OutOfMemory };
    }

    pub fn deinit(self: *Stage) void {
        stage_free(self.raw);
        self.* = undefined;
    }

    pub fn addTrack(self: *Stage, gain: f32, samples: []const f32) Error!void {
        const track = track_new(gain) orelse return error.OutOfMemory;
        errdefer track_free(track);

        if (!track_load(track, samples.ptr, samples.len)) return error.Clipped;
        if (!stage_attach(self.raw, track)) return error.StageFull;
    }

    pub fn level(self: *const Stage) f32 {
        return stage_level(self.raw);
    }
};
