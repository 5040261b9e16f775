pub fn codec_id() -> u32 { 4 }
