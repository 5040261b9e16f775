pub extern fn eq_set_gain(band: u32, value: f32) bool;
pub extern fn eq_set_width(band: u32, value: f32) bool;
pub extern fn eq_response(octave: f32) f32;

pub const Preset = struct {
    gains: [4]f32,
    width: f32 = 1.5,

    pub const bass: Preset = .{ .gains = .{ 6, 3, 0, -1 } };

    pub fn apply(preset: Preset) bool {
        for (preset.gains, 0..) |gain, n| {
            const band: u32 = @intCast(n);
            if (!eq_set_gain(band, gain)) return false;
            if (!eq_set_width(band, preset.width)) return false;
        }
        return true;
    }
};
