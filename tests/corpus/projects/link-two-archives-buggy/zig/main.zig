extern fn codec_id() u32;
extern fn net_id() u32;
pub fn main() void { _ = codec_id() + net_id(); }
