#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Modifiers {
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Event {
    pub codepoint: u32,
    pub mods: Modifiers,
}

mod sys {
    extern "C" {
        pub fn input_poll(out: *mut super::Event) -> bool;
    }
}

pub fn poll() -> Option<Event> {
    let mut e = Event::default();
    unsafe { sys::input_poll(&mut e) }.then_some(e)
}
