use std::collections::VecDeque;

pub const MAX: usize = 256;
const END: u8 = 0xc0;
const ESC: u8 = 0xdb;

/// Takes SLIP apart.
#[derive(Default)]
pub struct Decoder {
    current: Vec<u8>,
    escaped: bool,
    ready: VecDeque<Vec<u8>>,
}

impl Decoder {
    pub fn push(&mut self, bytes: &[u8]) {
        for &b in bytes {
            match b {
                END if self.current.is_empty() => {}
                END => self.ready.push_back(std::mem::take(&mut self.current)),
                ESC => self.escaped = true,
                _ => {
                    let b = match (std::mem::take(&mut self.escaped), b) {
                        (true, 0xdc) => END,
                        (true, 0xdd) => ESC,
                        (_, b) => b,
                    };
                    if self.current.len() < MAX {
                        self.current.push(b);
                    }
                }
            }
        }
    }

    pub fn next_frame(&mut self) -> Option<Vec<u8>> {
        self.ready.pop_front()
    }
}
