#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Codec {
    Pcm,
    Flac,
    Mp3,
    Vorbis,
    Opus,
}

impl Codec {
    pub const ALL: [Self; 5] = [Self::Pcm, Self::Flac, Self::Mp3, Self::Vorbis, Self::Opus];

    pub fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|codec| *codec as u8 == number)
    }

    pub fn rate(self) -> u32 {
        match self {
            Self::Opus => 48000,
            _ => 44100,
        }
    }

    pub fn channels(self) -> u8 {
        if matches!(self, Self::Opus) { 1 } else { 2 }
    }
}
