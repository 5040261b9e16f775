//! Standard MIDI events, decoded in Zig.
use std::mem::MaybeUninit;

#[repr(C)]
#[derive(Clone, Copy)]
struct Note {
    channel: u8,
    key: u8,
    velocity: u8,
}

#[repr(C)]
#[derive(Clone, Copy)]
struct Bend {
    channel: u8,
    value: i16,
}

#[repr(C)]
#[derive(Clone, Copy)]
union Payload {
    note: Note,
    bend: Bend,
    tempo: u32,
    raw: [u8; 8],
}

const TAG_NOTE_ON: u8 = 1;
const TAG_NOTE_OFF: u8 = 2;
const TAG_BEND: u8 = 3;
const TAG_TEMPO: u8 = 4;

#[repr(C)]
#[derive(Clone, Copy)]
struct RawEvent {
    ticks: u32,
    tag: u8,
    payload: Payload,
}

extern "C" {
    /// Bytes used, 0 if there is no event.
    fn midi_next(data: *const u8, len: usize, out: *mut RawEvent) -> usize;
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    On { key: u8, velocity: u8 },
    Off { key: u8 },
    Bend(i16),
    Tempo(u32),
}

impl RawEvent {
    fn decode(&self) -> Option<Event> {
        // SAFETY: the tag says which member was written
        unsafe {
            Some(match self.tag {
                TAG_NOTE_ON => Event::On { key: self.payload.note.key, velocity: self.payload.note.velocity },
                TAG_NOTE_OFF => Event::Off { key: self.payload.note.key },
                TAG_BEND => Event::Bend(self.payload.bend.value),
                TAG_TEMPO => Event::Tempo(self.payload.tempo),
                _ => return None,
            })
        }
    }
}

pub struct Track<'a>(pub &'a [u8]);

impl Iterator for Track<'_> {
    type Item = (u32, Event);
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut raw = MaybeUninit::<RawEvent>::zeroed();
            let n = unsafe { midi_next(self.0.as_ptr(), self.0.len(), raw.as_mut_ptr()) };
            if n == 0 {
                return None;
            }
            self.0 = self.0.get(n..)?;
            let raw = unsafe { raw.assume_init() };
            if let Some(e) = raw.decode() {
                return Some((raw.ticks, e));
            }
        }
    }
}
