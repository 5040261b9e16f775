#[repr(u8)]
pub enum Codec { Raw = 0, Lz = 1, Zstd = 2 }
#[no_mangle]
pub extern "C" fn codec_ratio(codec: Codec) -> f32 {
    match codec { Codec::Raw => 1.0, Codec::Lz => 0.6, Codec::Zstd => 0.4 }
}
