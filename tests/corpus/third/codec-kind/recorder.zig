pub const Codec = enum(u8) {
    pcm,
    flac,
    opus,
    mp3,
    vorbis,

    pub fn lossy(codec: Codec) bool {
        return switch (codec) {
            .pcm, .flac => false,
            .opus, .mp3, .vorbis => true,
        };
    }
};

pub const Track = extern struct { rate: u32, codec: u8, channels: u8 };

pub extern fn track_default(codec: u8) Track;
pub extern fn codec_for_speech(kbps: u32) Codec;
