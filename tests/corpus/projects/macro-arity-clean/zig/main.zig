const mixer = @import("bindings.zig");
pub fn main() void {
    const ch = mixer.mixer_channel_new() orelse return;
    defer mixer.mixer_channel_free(ch);
    _ = mixer.mixer_set_gain(ch, 0.5);
    _ = mixer.mixer_set_pan(ch, 0.25);
}
