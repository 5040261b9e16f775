#[repr(C)]
pub enum Codec { Raw = 0, Lz4 = 1, Zstd = 2 }
#[no_mangle]
pub extern "C" fn codec_window(codec: Codec) -> u32 {
    match codec { Codec::Raw => 0, Codec::Lz4 => 16, Codec::Zstd => 22 }
}
