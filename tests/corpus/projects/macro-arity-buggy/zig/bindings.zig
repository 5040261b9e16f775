pub const Channel = opaque {};
pub extern fn mixer_channel_new() ?*Channel;
pub extern fn mixer_channel_free(channel: ?*Channel) void;
pub extern fn mixer_set_gain(channel: *Channel, value: f32) bool;
pub extern fn mixer_set_pan(channel: *Channel, left: f32, right: f32) bool;
