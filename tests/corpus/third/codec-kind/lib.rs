//! Container header of the recorder.
mod codec;

use codec::Codec;

#[repr(C)]
pub struct Track {
    pub rate: u32,
    pub codec: u8,
    pub channels: u8,
}

fn make(codec: Codec) -> Track {
    Track { rate: codec.rate(), codec: codec as u8, channels: codec.channels() }
}

/// Default track for a codec number; rate 0 when it is unknown.
#[no_mangle]
pub extern "C" fn track_default(codec: u8) -> Track {
    Codec::of(codec).map_or(Track { rate: 0, codec, channels: 0 }, make)
}

/// The codec that is best for speech at this bit rate.
#[no_mangle]
pub extern "C" fn codec_for_speech(kbps: u32) -> Codec {
    match kbps {
        0..=23 => Codec::Opus,
        24..=95 => Codec::Vorbis,
        96..=255 => Codec::Mp3,
        _ => Codec::Flac,
    }
}
