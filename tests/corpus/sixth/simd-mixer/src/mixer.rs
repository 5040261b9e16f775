//! Strips are filled here and mixed by the Zig kernel.

use std::os::raw::c_uint;

#[repr(C, align(16))]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gain4(pub [f32; 4]);

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Strip {
    pub channel: u32,
    pub gain: Gain4,
    pub muted: bool,
}

extern "C" {
    fn mix_frames(
        strips: *const Strip,
        strip_count: usize,
        input: *const f32,
        frames: usize,
        out: *mut f32,
    ) -> c_uint;
}

pub const CHANNELS: usize = 4;

#[derive(Default)]
pub struct Mixer {
    strips: Vec<Strip>,
}

impl Mixer {
    pub fn add(&mut self, gain: [f32; 4]) -> &mut Strip {
        let channel = self.strips.len() as u32;
        self.strips.push(Strip { channel, gain: Gain4(gain), muted: false });
        self.strips.last_mut().unwrap()
    }

    /// `input` holds one frame after the other, each one sample a strip.
    pub fn mix(&self, input: &[f32]) -> Option<Vec<f32>> {
        if self.strips.is_empty() {
            return Some(Vec::new());
        }
        let frames = input.len() / self.strips.len();
        let mut out = vec![0.0; frames * CHANNELS];
        let clipped = unsafe {
            mix_frames(
                self.strips.as_ptr(),
                self.strips.len(),
                input.as_ptr(),
                frames,
                out.as_mut_ptr(),
            )
        };
        if clipped == 0 {
            Some(out)
        } else {
            None
        }
    }
}
