use std::os::raw::c_int;

#[repr(u8)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text = 10,
    Image = 4,
    Audio = 1,
    Video = 12,
    Other = 0,
}

extern "C" {
    fn mime_guess(head: *const u8, len: usize) -> u8;
    fn mime_weight(kind: Kind) -> c_int;
}

impl Kind {
    fn from_wire(n: u8) -> Kind {
        match n {
            10 => Kind::Text,
            4 => Kind::Image,
            1 => Kind::Audio,
            12 => Kind::Video,
            _ => Kind::Other,
        }
    }

    pub fn guess(head: &[u8]) -> Kind {
        Kind::from_wire(unsafe { mime_guess(head.as_ptr(), head.len()) })
    }

    pub fn weight(self) -> i32 {
        unsafe { mime_weight(self) }
    }
}
