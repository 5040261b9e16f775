#[repr(C)]
#[derive(Clone, Copy)]
pub struct Key {
    pub code: u32,
    pub mods: u16,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Motion {
    pub x: f32,
    pub y: f32,
}

#[repr(C)]
pub union Payload {
    pub key: Key,
    pub motion: Motion,
}

#[repr(C)]
pub struct Event {
    pub kind: u32,
    pub payload: Payload,
}

unsafe extern "C" {
    fn event_next(out: *mut Event) -> bool;
}

pub enum Input {
    Key(Key),
    Motion(Motion),
}

/// Next event of the window.
pub fn next() -> Option<Input> {
    let mut raw = Event { kind: 0, payload: Payload { key: Key { code: 0, mods: 0 } } };
    if !unsafe { event_next(&mut raw) } {
        return None;
    }
    // SAFETY: kind says which one was written.
    unsafe {
        match raw.kind {
            0 => Some(Input::Key(raw.payload.key)),
            1 => Some(Input::Motion(raw.payload.motion)),
            _ => None,
        }
    }
}
