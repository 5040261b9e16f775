#[repr(u8)]
pub enum Codec { Raw = 0, Lz = 1, Zstd = 2 }
impl TryFrom<u8> for Codec {
    type Error = ();
    fn try_from(raw: u8) -> Result<Self, ()> { match raw { 0 => Ok(Codec::Raw), 1 => Ok(Codec::Lz), 2 => Ok(Codec::Zstd), _ => Err(()) } }
}
#[no_mangle]
pub extern "C" fn codec_ratio(codec: u8) -> f32 {
    match Codec::try_from(codec) { Ok(Codec::Raw) => 1.0, Ok(Codec::Lz) => 0.6, Ok(Codec::Zstd) => 0.4, Err(()) => -1.0 }
}
