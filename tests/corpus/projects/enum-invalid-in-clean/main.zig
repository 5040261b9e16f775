extern fn codec_ratio(codec: u8) f32;
pub fn ratioOf(packet: []const u8) f32 {
    return codec_ratio(packet[0]);
}
