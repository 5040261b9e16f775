#![allow(clippy::missing_safety_doc)]
//! CAN routing of the rover: filter and route frames.

#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FrameHeader(u32);

impl FrameHeader {
    const fn id(self) -> u16 {
        (self.0 & 0x7ff) as u16
    }
    const fn rtr(self) -> bool {
        self.0 >> 11 & 1 != 0
    }
    const fn dlc(self) -> u8 {
        (self.0 >> 16 & 0xf) as u8
    }
}

#[repr(C)]
pub struct Frame {
    pub head: FrameHeader,
    pub stamp_us: u32,
    pub data: [u8; 8],
}

struct Rule {
    lo: u16,
    hi: u16,
    port: i8,
}

const RULES: &[Rule] = &[
    Rule { lo: 0x000, hi: 0x07f, port: 0 },
    Rule { lo: 0x100, hi: 0x1ff, port: 1 },
    Rule { lo: 0x400, hi: 0x4ff, port: 2 },
];

impl Frame {
    fn route(&self) -> i8 {
        if self.head.rtr() || self.head.dlc() > 8 {
            return -1;
        }
        RULES
            .iter()
            .find(|r| (r.lo..=r.hi).contains(&self.head.id()))
            .map_or(-1, |r| r.port)
    }
}

#[no_mangle]
pub unsafe extern "C" fn rover_route(f: *const Frame) -> i8 {
    f.as_ref().map_or(-1, Frame::route)
}

#[no_mangle]
pub unsafe extern "C" fn rover_checksum(f: *const Frame) -> u8 {
    f.as_ref().map_or(0, |f| {
        f.data
            .iter()
            .take(usize::from(f.head.dlc()))
            .fold(f.head.id() as u8, |a, b| a.rotate_left(1) ^ b)
    })
}
